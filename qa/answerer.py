"""Question + hits → the sentences that answer, or none: verbatim, scored, with a confidence.

A sentence is scored by how much of the question it holds (Kiwi terms and character bigrams weighed
by idf, what its heading, title and neighbours hold counting less), by its own vector's cosine and
by its passage's rank. Whether the best one is an answer at all is a logistic of the same features.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.records import Hit
from index.sourcemap import Span
from index.tokens import Sentence, Token, analyse, count_bigrams, count_terms
from qa.question import Question
from qa.records import Level
from qa.retriever import Query, Results, Retriever
from qa.spans import best_span, holds

# Passages that are read for an answer.
_READ = 8
_CITED = 3
# A further sentence is cited where it comes this close to the best.
_CLOSE = 0.9


class Features(NamedTuple):
    """What is known of a sentence as an answer; each about 0 to 1."""

    terms: float  # share of the question's idf mass in the sentence
    context: float  # the same with heading, title and the passage around it
    bigrams: float  # share of the question's bigrams in the sentence
    cosine: float  # of the sentence's vector and the question's
    alignment: float  # how well it holds the question piece by piece
    passage: float  # fused score of its passage over the best one's
    kind: float  # 1 where it holds something of the kind asked for


# Of 200 questions of KorQuAD's half A the best sentence holds the answer in 79.5 %, of the sample
# set's development questions in 66 %, of the seeds' in 75 %; weights between half and twice these
# move it by less than two points.
_WEIGHTS = Features(
    terms=1.0, context=1.5, bigrams=1.5, cosine=0.8, alignment=1.5, passage=2.0, kind=2.0
)
# Logistic of the best sentence's features, fitted on the same questions, 150 of them unanswerable.
_LOGIT = Features(
    terms=0.6, context=1.3, bigrams=1.65, cosine=2.3, alignment=0.15, passage=0.0, kind=0.75
)
_BIAS = -2.6
# A question in another language shares no words: its vectors alone decide, and never boldly.
_SHARED, _FOREIGN, _FOREIGN_BIAS, _FOREIGN_MOST = 0.2, 12.0, -7.0, 0.65
# What is left of the confidence where no number has the unit that is asked for, and where a name
# in the question stands in no document.
_WRONG_KIND, _UNKNOWN_NAME = 0.5, 0.6
_SURE, _MAYBE = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers.

    Args:
        span: where it stands in the hit's passage.
        mark: the decisive span in the sentence.
    """

    hit: Hit
    span: Span
    mark: Span
    score: float
    features: Features

    @property
    def quote(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best sentences, best first, and how sure it is that the first one answers."""

    evidence: tuple[Evidence, ...]
    confidence: float
    level: Level


class Answerer:
    """Chooses the sentences that answer a question from the passages that were found."""

    def __init__(self, retriever: Retriever) -> None:
        """Use the retriever's statistics and encoder."""
        self.retriever = retriever

    def answer(self, question: Question, results: Results) -> Verdict:
        """Return the sentences of `results` that answer, and the confidence that they do."""
        query = results.query
        found = self._sentences(question, query, results.hits[:_READ])
        if not found:
            return Verdict((), 0.0, "none")
        found.sort(key=lambda e: (-round(e.score, 6), e.hit.rank, e.span.start))
        sure = confidence(found[0].features, query)
        return Verdict(tuple(_chosen(found)), sure, level_of(sure))

    def _sentences(self, question: Question, query: Query, hits: Sequence[Hit]) -> list[Evidence]:
        places = [(hit, span) for hit in hits for span in hit.passage.sentences]
        texts = [hit.passage.text[span.start : span.end] for hit, span in places]
        analysed = [_whole(text, parts) for text, parts in zip(texts, analyse(texts), strict=True)]
        cosines, alignments = self._cosines(query, texts), self._alignments(query, texts)
        held = [count_terms(t, [s]) for t, s in zip(texts, analysed, strict=True)]
        context = _contexts(hits, places, held)
        best = max((hit.score for hit in hits), default=1.0) or 1.0
        found = []
        rows = zip(places, texts, analysed, held, cosines, alignments, strict=True)
        for (hit, span), text, sentence, terms, cosine, alignment in rows:
            features = Features(
                terms=_share(query.terms, terms),
                context=_share(query.terms, context[hit.passage.id]),
                bigrams=_share(query.bigrams, count_bigrams(text)),
                cosine=float(cosine),
                alignment=float(alignment),
                passage=hit.score / best,
                kind=float(holds(text, question.kind, question.text, hit.passage.heading)),
            )
            mark = best_span(text, sentence, question.kind, query.terms, question.text)
            score = sum(w * f for w, f in zip(_WEIGHTS, features, strict=True))
            found.append(Evidence(hit, span, Span(mark.start, mark.end), score, features))
        return found

    def _cosines(self, query: Query, texts: Sequence[str]) -> NDArray[np.float32]:
        if query.vector is None or not texts:
            return np.zeros(len(texts), np.float32)
        return self.retriever.encoder.encode_passages(texts) @ query.vector

    def _alignments(self, query: Query, texts: Sequence[str]) -> NDArray[np.float64]:
        if query.vector is None or self.retriever.alignment is None:
            return np.zeros(len(texts))
        return self.retriever.alignment.text_scores(query.text, texts)


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


def _share(
    weights: Mapping[str, float], held: Mapping[str, int] | frozenset[str] | set[str]
) -> float:
    whole = sum(weights.values())
    return sum(w for term, w in weights.items() if term in held) / whole if whole else 0.0


def _chosen(found: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentence and those that come close to it."""
    return [one for one in found if one.score >= _CLOSE * found[0].score][:_CITED]


def confidence(features: Features, query: Query) -> float:
    """Return the probability that a sentence with these features answers the question."""
    if not query.korean and features.terms < _SHARED:
        likeness = features.alignment + features.cosine / 2
        return min(_FOREIGN_MOST, _logistic(_FOREIGN * likeness + _FOREIGN_BIAS))
    sure = _logistic(_BIAS + sum(w * f for w, f in zip(_LOGIT, features, strict=True)))
    sure *= 1 if features.kind else _WRONG_KIND
    return sure * (_UNKNOWN_NAME if query.unknown_names else 1)


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def level_of(sure: float) -> Level:
    """Return how boldly an answer of this confidence may be shown."""
    return "sure" if sure >= _SURE else "maybe" if sure >= _MAYBE else "none"
