"""Question + hits → the sentences that answer, or none: verbatim, scored, with a confidence.

A sentence is scored by how much of the question it holds (Kiwi terms and character bigrams weighed
by idf, what its heading, title and neighbours hold counting less), by its own vector's cosine and
by its passage's rank. Whether the best one is an answer at all is a logistic of the same features.
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
from qa.cells import best_cell, is_row
from qa.confidence import Scores, confidence
from qa.kinds import holds
from qa.question import Question
from qa.records import Level
from qa.retriever import Query, Results, Retriever
from qa.spans import best_span, take_apart
from qa.thresholds import DEFAULT, Thresholds

# Passages that are read for an answer.
_READ = 8
_CITED = 3
# A quote of several sentences is at most so many characters long.
_QUOTE = 350
# A further sentence is cited where it comes this close to the best.
_CLOSE = 0.9


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
# English, Japanese, Chinese and Russian: 60 %; 52 % with the weights above.
_FOREIGN = Features(
    terms=0.0, rare_terms=0.0, rare_bigrams=0.0, context=0.0, bigrams=0.0,
    cosine=1.43, alignment=2.0, passage=0.95, kind=0.25,
)  # fmt: skip
# A question in another script that finds fewer of its words and pairs of letters than this in any
# sentence shares none but numbers and names with what was read.
_SHARED = 0.3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers.

    Args:
        span: where the quote stands in the hit's passage: the sentence, or a few around it.
        mark: the decisive span in the quote.
    """

    hit: Hit
    span: Span
    mark: Span
    score: float

    @property
    def quote(self) -> str:
        """The text that is quoted."""
        return self.hit.passage.text[self.span.start : self.span.end]

    @property
    def sentences(self) -> list[str]:
        """The same, sentence by sentence."""
        passage, (start, end) = self.hit.passage, self.span
        inside = (s for s in passage.sentences if start <= s.start and s.end <= end)
        return [passage.text[s.start : s.end] for s in inside]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best sentences, best first, and how sure it is that they answer."""

    evidence: tuple[Evidence, ...]
    confidence: float
    level: Level


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence that was read, and its score as an answer."""

    hit: Hit
    span: Span
    tokens: tuple[Token, ...]
    features: Features
    score: float

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.span.start : self.span.end]


class Answerer:
    """Chooses the sentences that answer a question from the passages that were found."""

    def __init__(self, retriever: Retriever, thresholds: Thresholds = DEFAULT) -> None:
        """Use the retriever's statistics and encoder; `thresholds` say what is sure enough."""
        self.retriever = retriever
        self.thresholds = thresholds

    def answer(self, question: Question, results: Results) -> Verdict:
        """Return the sentences of `results` that answer, and the confidence that they do."""
        query = results.query
        read = self._sentences(question, query, results.hits[:_READ])
        if not read:
            return Verdict((), 0.0, "none")
        foreign = _is_foreign(query, read)
        weights = _FOREIGN if foreign else _KOREAN
        read = [replace(one, score=_sum(weights, one.features)) for one in read]
        read.sort(key=lambda one: (-round(one.score, 6), one.hit.rank, one.span.start))
        close = [one for one in read[:_CITED] if one.score >= _CLOSE * read[0].score]
        asked = take_apart(query.text, question.kind, results.condition)
        spans = [
            best_cell(one.text, one.hit.passage.heading, question)
            if is_row(one.text)
            else best_span(one.text, one.tokens, asked, query.terms)
            for one in close
        ]
        sure = confidence(
            _scores(read, spans[0].score), foreign=foreign, aligned=self._is_aligned(query)
        )
        found = [
            Evidence(one.hit, one.span, choice.span, one.score)
            for one, choice in zip(close, spans, strict=True)
        ]
        return Verdict(tuple(_chosen(found)), sure, self.thresholds.level(sure))

    def _sentences(self, question: Question, query: Query, hits: Sequence[Hit]) -> list[_Read]:
        places = [(hit, span) for hit in hits for span in hit.passage.sentences]
        places = [place for place in places if not _is_title(*place)] or places
        texts = [hit.passage.text[span.start : span.end] for hit, span in places]
        analysed = [_whole(text, parts) for text, parts in zip(texts, analyse(texts), strict=True)]
        cosines, alignments = self._cosines(query, texts), self._alignments(query, texts)
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
                kind=float(holds(text, question.kind, question.text, hit.passage.heading)),
            )
            read.append(_Read(hit, span, sentence.tokens, features, 0.0))
        return read

    def _is_aligned(self, query: Query) -> bool:
        return query.vector is not None and self.retriever.alignment is not None

    def _cosines(self, query: Query, texts: Sequence[str]) -> NDArray[np.float32]:
        if query.vector is None or not texts:
            return np.zeros(len(texts), np.float32)
        return self.retriever.encoder.encode_passages(texts) @ query.vector

    def _alignments(self, query: Query, texts: Sequence[str]) -> NDArray[np.float64]:
        if query.vector is None or self.retriever.alignment is None:
            return np.zeros(len(texts))
        return self.retriever.alignment.text_scores(query.text, texts)


def _is_foreign(query: Query, read: Sequence[_Read]) -> bool:
    """Tell whether a question shares no words with what was read: its vectors alone tell."""
    return not query.korean and max(one.features.bigrams for one in read) < _SHARED


def _scores(read: Sequence[_Read], span: float) -> Scores:
    """Return what tells how sure the first sentence is, by the score of its best `span`."""
    best = read[0]
    cosines = sorted((one.features.cosine for one in read), reverse=True)
    return Scores(
        sentence=best.score,
        words=_sum(_KOREAN, best.features._replace(cosine=0.0, alignment=0.0)),
        span=span,
        passage=max(one.hit.score for one in read),
        lead=cosines[0] - cosines[1] if len(cosines) > 1 else 0.0,
    )


def _sum(weights: Features, features: Features) -> float:
    return sum(weight * feature for weight, feature in zip(weights, features, strict=True))


def _is_title(hit: Hit, span: Span) -> bool:
    """Tell whether a sentence is the document's title, or a part of it: no evidence for itself.

    A headline has no full stop; the title of a document without one is its first sentence.
    """
    sentence = squeeze(hit.passage.text[span.start : span.end])
    return sentence[-1:] not in (".", "!", "?") and sentence in squeeze(hit.passage.title)


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


def _chosen(found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with one quote a passage.

    What several documents say word for word is one quote, and the others are named.
    """
    folded: dict[str, Evidence] = {}
    for one in found:
        first = folded.setdefault(squeeze(one.quote), one)
        if first is not one:
            folded[squeeze(one.quote)] = _named_with(first, one)
    quotes: dict[str, Evidence] = {}
    for one in folded.values():
        before = quotes.get(one.hit.passage.id)
        quotes[one.hit.passage.id] = _both(before, one) if before else one
    return list(quotes.values())


def _named_with(first: Evidence, other: Evidence) -> Evidence:
    """Return `first` with the documents named that say the same as it."""
    documents = (*first.hit.same_as, other.hit.passage.document, *other.hit.same_as)
    others = tuple(d for d in dict.fromkeys(documents) if d != first.hit.passage.document)
    return replace(first, hit=replace(first.hit, same_as=others))


def _both(best: Evidence, other: Evidence) -> Evidence:
    """Return `best` with its quote drawn out to take in `other`, where it stays short enough."""
    start, end = min(best.span.start, other.span.start), max(best.span.end, other.span.end)
    if end - start > _QUOTE:
        return best
    moved = best.span.start - start
    mark = Span(best.mark.start + moved, best.mark.end + moved)
    return replace(best, span=Span(start, end), mark=mark)
