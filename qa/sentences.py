"""Hits → their sentences, each with how well it answers, best first.

A sentence is scored by how much of the question it holds: Kiwi terms and character bigrams weighed
by idf, and word by word in other words; what its heading, title and neighbours hold counts less.
Then by its own vector's cosine, its passage's score, and whether it holds a thing of the kind that
is asked for. What they amount to is learned (`qa.learn`).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.records import Hit, Passage
from index.relative_dates import terms_of_dates
from index.sourcemap import Span, squeeze
from index.tokens import Token, analyse, count_bigrams, count_terms
from qa.cache import BatchCache
from qa.causes import may_ask_why, signs_of_reason
from qa.cells import is_row
from qa.kinds import fitness
from qa.matching import Match, Text, matches
from qa.models import learned
from qa.question import Question
from qa.retriever import Query, Retriever, best_by_document
from qa.topic import is_korean


class Features(NamedTuple):
    """What is known of a sentence as an answer; each about 0 to 1."""

    terms: float  # share of the question's idf mass in the sentence
    rare_terms: float  # the same, weighed by what sets it apart from the sentences read beside it
    rare_bigrams: float  # share of the question's bigrams, weighed in that way
    context: float  # share of the idf mass in sentence, passage, heading and title together
    bigrams: float  # share of the question's bigrams in the sentence, by idf
    cosine: float  # of the sentence's vector and the question's
    alignment: float  # how well it holds the question piece by piece
    passage: float  # fused score of its passage over the best one's
    kind: float  # 1 where it holds something of the kind asked for
    reasons: float = 0.0  # words of it that may tell a reason
    held: tuple[float, ...] = ()  # share of its words at each of `matching.LEVELS`
    near: tuple[float, ...] = ()  # the same, with what stands around the sentence
    around: tuple[float, ...] = ()  # `Match.around`
    # How much of the question is not held, and what is elsewhere: for the confidence alone.
    missed: tuple[float, ...] = ()
    elsewhere: tuple[float, ...] = ()

    def values(self) -> tuple[float, ...]:
        """Return in one row what sentences are ranked by."""
        *single, held, near, around, _, _ = self
        return (*single, *held, *near, *around)


# What counts where no vectors tell, or those of an encoder that does not align: chosen by hand, by
# 700 questions of KorQuAD's half A and the development questions of two sets of messy documents.
_UNALIGNED = Features(
    terms=0.5, rare_terms=0.5, rare_bigrams=0.8, context=1.5, bigrams=1.3,
    cosine=0.6, alignment=0.5, passage=2.0, kind=2.0,
)  # fmt: skip
# A question in another script that finds fewer of its words and pairs of letters than this in any
# sentence shares none but numbers and names with what was read.
_SHARED = 0.3


# A term of a question that tells a date, or a year.
_DATED = re.compile(r"@|#(?:19|20)\d\d$")


class _Analysis(NamedTuple):
    """The morphemes of a text, and the terms and bigrams that it holds."""

    tokens: tuple[Token, ...]
    terms: Mapping[str, int]
    bigrams: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence that was read, and its score as an answer; offsets in its hit's passage."""

    hit: Hit
    span: Span
    tokens: tuple[Token, ...]
    features: Features
    score: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Read:
    """All sentences of the first hits, best first.

    Args:
        foreign: whether the question shares no words with them: their vectors alone told.
    """

    sentences: tuple[Scored, ...]
    foreign: bool


def read(question: Question, query: Query, hits: Sequence[Hit], retriever: Retriever) -> Read:
    """Return the sentences of `hits` by how well they answer; none, where there is no hit."""
    found = gather(question, query, hits, retriever)
    foreign = bool(found) and is_foreign(query, found)
    asked = replace(question, text=query.text)  # without a condition on the documents
    pairs = zip(found, _scores(found, asked, foreign), strict=True)
    scored = [replace(one, score=score) for one, score in pairs]
    scored.sort(key=lambda one: (-round(one.score, 6), one.hit.rank, one.span.start))
    return Read(tuple(scored), foreign)


def score_of_words(features: Features) -> float:
    """Return the part of a sentence's score that its words gave, without the vectors."""
    return plain_score(features._replace(cosine=0.0, alignment=0.0))


def _scores(found: Sequence[Scored], question: Question, foreign: bool) -> list[float]:
    if not found or not found[0].features.held:
        return [plain_score(one.features) for one in found]
    rows = table(found, question, foreign=foreign)
    scores: list[float] = learned().sentences.scores(rows).tolist()
    return scores


def table(found: Sequence[Scored], question: Question, *, foreign: bool) -> NDArray[np.float64]:
    """Return what the learned ranker looks at, a row a sentence that was read beside the others.

    Its features, and how far each lies behind the best; how far its passage's score and its plain
    score do; its passage's rank, its length, whether it is a row of a table, how much tells a
    reason where one is asked for, how far the best passage of its document lies behind, and which
    of how many sentences of its passage it is; of the question, what kind of answer it asks for,
    whether it is Korean and shares no words with what was read, and its length.
    """
    values = np.array([one.features.values() for one in found])
    plain = np.array([plain_score(one.features) for one in found])
    passages = np.array([one.hit.score for one in found])
    behind = values - values.max(axis=0), passages - passages.max(), plain - plain.max()
    ranks = [one.hit.rank for one in found]
    lengths = np.log1p([len(one.text) for one in found])
    rows = [is_row(one.text) for one in found]
    text, kind = question.text, question.kind
    why = may_ask_why(text)
    reasons = [why * one.features.reasons for one in found]
    documents = [one.hit.passage.document for one in found]
    of_document = best_by_document(documents, passages.tolist()) - passages.max()
    places = np.array([_place(one) for one in found])
    known = kind == "thing", kind == "date", kind == "number", why, is_korean(text), foreign
    asked = np.full((len(found), len(known) + 1), [*known, len(text)])
    own = ranks, lengths, rows, reasons, of_document, places
    return np.column_stack([values, plain, *behind, *own, asked])


def _place(one: Scored) -> tuple[int, int]:
    """Return how many sentences of its passage stand before one, and how many there are."""
    sentences = one.hit.passage.sentences
    return sum(other.end <= one.span.start for other in sentences), len(sentences)


def gather(
    question: Question, query: Query, hits: Sequence[Hit], retriever: Retriever
) -> list[Scored]:
    """Return the sentences of `hits` with what is known of them, not scored yet."""
    places = [(hit, span) for hit in hits for span in hit.passage.sentences]
    places = [place for place in places if not _tells_nothing(*place)] or places
    texts = [hit.passage.text[span.start : span.end] for hit, span in places]
    analysed = _analysed(texts)
    held = [one.terms for one in analysed]
    if any(map(_DATED.match, query.terms)):
        written = (hit.passage.date for hit, _ in places)
        dates = map(terms_of_dates, texts, written)
        held = [{**terms, **dict.fromkeys(of, 1)} for terms, of in zip(held, dates, strict=True)]
    pairs = [one.bigrams for one in analysed]
    about = _about(hits)
    cosines = _cosines(query, texts, retriever)
    documents = [hit.passage.document for hit, _ in places]
    matched = _matched(query, places, [*map(Text, texts, held, documents)], about, retriever)
    apart, pairs_apart = _apart(query.terms, held), _apart(query.bigrams, pairs)
    context = _contexts(about, places, held)
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    read = []
    rows = zip(places, texts, analysed, held, cosines, matched, strict=True)
    for (hit, span), text, (tokens, _, bigrams), terms, cosine, match in rows:
        features = Features(
            terms=_share(query.terms, terms),
            rare_terms=_share(apart, terms),
            rare_bigrams=_share(pairs_apart, bigrams),
            context=_share(query.terms, context[hit.passage.id]),
            bigrams=_share(query.bigrams, bigrams),
            cosine=float(cosine),
            alignment=match.alignment,
            passage=hit.score / best,
            kind=fitness(text, question, hit.passage.heading),
            reasons=signs_of_reason(text),
            held=match.held,
            near=match.near,
            around=match.around,
            missed=match.missed,
            elsewhere=match.elsewhere,
        )
        read.append(Scored(hit, span, tokens, features, 0.0))
    return read


def _cosines(query: Query, texts: Sequence[str], retriever: Retriever) -> NDArray[np.float32]:
    if query.vector is None or not texts:
        return np.zeros(len(texts), np.float32)
    cosines: NDArray[np.float32] = np.stack(retriever.vectors(texts)) @ query.vector
    return cosines


def _matched(
    query: Query,
    places: Sequence[tuple[Hit, Span]],
    sentences: Sequence[Text],
    about: Mapping[str, Text],
    retriever: Retriever,
) -> list[Match]:
    """Return how well sentences hold the question, where the encoder can tell."""
    if query.vector is None or retriever.alignment is None:
        return [Match(0.0)] * len(places)
    numbers = {name: number for number, name in enumerate(about)}
    passages = [numbers[hit.passage.id] for hit, _ in places]
    before = [_before(hit.passage, span) for hit, span in places]
    return matches(query, sentences, before, passages, [*about.values()], retriever.alignment)


def _before(passage: Passage, span: Span) -> str:
    """Return the sentence before one in its passage, '' where there is none."""
    last = max((one for one in passage.sentences if one.end <= span.start), default=None)
    return passage.text[last.start : last.end] if last else ""


def is_foreign(query: Query, read: Sequence[Scored]) -> bool:
    """Tell whether a question shares no words with what was read: its vectors alone tell."""
    return not query.korean and max(one.features.bigrams for one in read) < _SHARED


def plain_score(features: Features) -> float:
    """Return how well a sentence answers where nothing is known of the words it holds."""
    pairs = zip(_UNALIGNED.values(), features.values(), strict=False)
    return sum(weight * feature for weight, feature in pairs)


def _tells_nothing(hit: Hit, span: Span) -> bool:
    """Tell whether a sentence is no evidence: it asks, or is the document's title or a part of it.

    A headline has no full stop; the title of a document without one is its first sentence.
    """
    sentence = squeeze(hit.passage.text[span.start : span.end])
    if sentence.rstrip("\"'”’)").endswith(("?", "？")):
        return True
    return sentence[-1:] not in (".", "!") and sentence in squeeze(hit.passage.title)


def _analyses(texts: Sequence[str]) -> Iterator[_Analysis]:
    """Yield of each text what Kiwi says, which may cut a sentence again when it stands alone."""
    for text, sentences in zip(texts, analyse(texts), strict=True):
        tokens = tuple(token for one in sentences for token in one.tokens)
        yield _Analysis(tokens, count_terms(text, sentences), count_bigrams(text))


_analysed = BatchCache(_analyses)


def _about(hits: Sequence[Hit]) -> dict[str, Text]:
    """Return the title and headings of each passage, with their terms."""
    above = [f"{hit.passage.title}\n{hit.passage.heading}" for hit in hits]
    return {
        hit.passage.id: Text(text, analysis.terms, hit.passage.document)
        for hit, text, analysis in zip(hits, above, _analysed(above), strict=True)
    }


def _contexts(
    about: Mapping[str, Text], places: Sequence[tuple[Hit, Span]], held: Sequence[Mapping[str, int]]
) -> dict[str, set[str]]:
    """Return for each passage the terms of its title, its headings and all its sentences."""
    found = {name: set(text.terms) for name, text in about.items()}
    for (hit, _), terms in zip(places, held, strict=True):
        found[hit.passage.id].update(terms)
    return found


def _apart(weights: Mapping[str, float], held: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Return the weights of a question's terms among the sentences themselves: their idf there.

    What every sentence of a document says, its topic, does not tell which of them answers.
    """
    often = Counter(term for terms in held for term in terms.keys() & weights.keys())
    return {t: math.log(1 + (len(held) - often[t] + 0.5) / (often[t] + 0.5)) for t in weights}


def _share(
    weights: Mapping[str, float], held: Mapping[str, int] | frozenset[str] | set[str]
) -> float:
    whole = sum(weights.values())
    return sum(w for term, w in weights.items() if term in held) / whole if whole else 0.0
