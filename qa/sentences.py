"""Hits → their sentences, each with how well it answers, best first.

A sentence is scored by how much of the question it holds (Kiwi terms and character bigrams weighed
by idf, what its heading, title and neighbours hold counting less), by its own vector's cosine and
by its passage's rank.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.records import Hit
from index.sourcemap import Span, squeeze
from index.tokens import Sentence, Token, analyse, count_bigrams, count_terms
from qa.kinds import fitness
from qa.question import Question
from qa.retriever import Query, Retriever


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


# Of 700 questions of KorQuAD's half A the best sentence holds the answer in 80 %, of the sample
# set's and five other documents' development questions in 81 and 79 %. Fitted on KorQuAD (listwise
# softmax, in five folds, also said in other words) it is 81, 79 and 63 %: what is right for short
# paragraphs is wrong for tables and long sentences, so these stay as they were chosen by hand. The
# span's score as a tenth feature gives 81, 83 and 74 %, for twice the time: left out.
_KOREAN = Features(
    terms=0.5, rare_terms=0.5, rare_bigrams=0.8, context=1.5, bigrams=1.3,
    cosine=0.6, alignment=0.5, passage=2.0, kind=2.0,
)  # fmt: skip
# Of a question in another language the words tell nothing. Fitted in that way on 330 questions in
# English, Japanese, Chinese and Russian: 60 %; 52 % with the weights above. The kind's weight was
# .25 in that fit, which knew no units of other languages; 1 finds as many.
_FOREIGN = Features(
    terms=0.0, rare_terms=0.0, rare_bigrams=0.0, context=0.0, bigrams=0.0,
    cosine=1.43, alignment=2.0, passage=0.95, kind=1.0,
)  # fmt: skip
# A question in another script that finds fewer of its words and pairs of letters than this in any
# sentence shares none but numbers and names with what was read.
_SHARED = 0.3


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
    found = _sentences(question, query, hits, retriever)
    foreign = bool(found) and _is_foreign(query, found)
    weights = _FOREIGN if foreign else _KOREAN
    scored = [replace(one, score=_sum(weights, one.features)) for one in found]
    scored.sort(key=lambda one: (-round(one.score, 6), one.hit.rank, one.span.start))
    return Read(tuple(scored), foreign)


def score_of_words(features: Features) -> float:
    """Return the part of a sentence's score that its words gave, without the vectors."""
    return _sum(_KOREAN, features._replace(cosine=0.0, alignment=0.0))


def _sentences(
    question: Question, query: Query, hits: Sequence[Hit], retriever: Retriever
) -> list[Scored]:
    places = [(hit, span) for hit in hits for span in hit.passage.sentences]
    places = [place for place in places if not _tells_nothing(*place)] or places
    texts = [hit.passage.text[span.start : span.end] for hit, span in places]
    analysed = [_whole(text, parts) for text, parts in zip(texts, analyse(texts), strict=True)]
    cosines, alignments = _cosines(query, texts, retriever), _alignments(query, texts, retriever)
    held = [count_terms(t, [s]) for t, s in zip(texts, analysed, strict=True)]
    pairs = [count_bigrams(text) for text in texts]
    apart, pairs_apart = _apart(query.terms, held), _apart(query.bigrams, pairs)
    context = _contexts(hits, places, held)
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    read = []
    rows = zip(places, texts, analysed, held, pairs, cosines, alignments, strict=True)
    for (hit, span), text, sentence, terms, bigrams, cosine, alignment in rows:
        features = Features(
            terms=_share(query.terms, terms),
            rare_terms=_share(apart, terms),
            rare_bigrams=_share(pairs_apart, bigrams),
            context=_share(query.terms, context[hit.passage.id]),
            bigrams=_share(query.bigrams, bigrams),
            cosine=float(cosine),
            alignment=float(alignment),
            passage=hit.score / best,
            kind=fitness(text, question, hit.passage.heading),
        )
        read.append(Scored(hit, span, sentence.tokens, features, 0.0))
    return read


def _cosines(query: Query, texts: Sequence[str], retriever: Retriever) -> NDArray[np.float32]:
    if query.vector is None or not texts:
        return np.zeros(len(texts), np.float32)
    return retriever.encoder.encode_passages(texts) @ query.vector


def _alignments(query: Query, texts: Sequence[str], retriever: Retriever) -> NDArray[np.float64]:
    if query.vector is None or retriever.alignment is None:
        return np.zeros(len(texts))
    return retriever.alignment.text_scores(query.text, texts)


def _is_foreign(query: Query, read: Sequence[Scored]) -> bool:
    """Tell whether a question shares no words with what was read: its vectors alone tell."""
    return not query.korean and max(one.features.bigrams for one in read) < _SHARED


def _sum(weights: Features, features: Features) -> float:
    return sum(weight * feature for weight, feature in zip(weights, features, strict=True))


def _tells_nothing(hit: Hit, span: Span) -> bool:
    """Tell whether a sentence is no evidence: it asks, or is the document's title or a part of it.

    A headline has no full stop; the title of a document without one is its first sentence.
    """
    sentence = squeeze(hit.passage.text[span.start : span.end])
    if sentence.rstrip("\"'”’)").endswith(("?", "？")):
        return True
    return sentence[-1:] not in (".", "!") and sentence in squeeze(hit.passage.title)


def _whole(text: str, parts: Sequence[Sentence]) -> Sentence:
    """Return the analysis of one sentence, which Kiwi may cut again when it stands alone."""
    tokens: list[Token] = [token for part in parts for token in part.tokens]
    return Sentence(0, len(text), tuple(tokens))


def _contexts(
    hits: Sequence[Hit], places: Sequence[tuple[Hit, Span]], held: Sequence[Counter[str]]
) -> dict[str, Counter[str]]:
    """Return for each passage the terms of its title, its headings and all its sentences."""
    around = [f"{hit.passage.title}\n{hit.passage.heading}" for hit in hits]
    found = {
        hit.passage.id: count_terms(text, sentences)
        for hit, text, sentences in zip(hits, around, analyse(around), strict=True)
    }
    for (hit, _), terms in zip(places, held, strict=True):
        found[hit.passage.id].update(terms)
    return found


def _apart(weights: Mapping[str, float], held: Sequence[Counter[str]]) -> dict[str, float]:
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
