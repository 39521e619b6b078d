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
from qa.question import Question
from qa.records import Level
from qa.retriever import Query, Results, Retriever
from qa.spans import best_span, holds

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


# Of 300 questions of KorQuAD's half A the best sentence holds the answer in 82 %, of the sample
# set's development questions in 66 %; without the two `rare` features in 82 and 62 %.
_WEIGHTS = Features(
    terms=0.5, rare_terms=0.5, rare_bigrams=0.8, context=1.5, bigrams=1.3,
    cosine=0.6, alignment=0.5, passage=2.0, kind=2.0,
)  # fmt: skip
# Logistic of the best sentence's features, fitted on the same questions and 168 unanswerable ones:
# at `_MAYBE` 99 % of KorQuAD's answerable questions are answered, 10 % of those from other
# articles, 46 % of those whose paragraph was taken out and its article left. Fitted with a bundled
# model of 128 dimensions. Fitted anew with the present one on 900 of KorQuAD's questions, the area
# under the curve rises there from .904 to .929 and falls on the sample set's development part from
# .810 to .768 (.762 where that part is fitted on, too): so these stay.
_LOGIT = Features(
    terms=0.16, rare_terms=0.5, rare_bigrams=1.29, context=2.43, bigrams=0.91,
    cosine=1.53, alignment=0.27, passage=0.0, kind=0.93,
)  # fmt: skip
_BIAS = -3.41
_SURE, _MAYBE = 0.7, 0.35
# A question in another language shares no words: its vectors alone decide, and never boldly.
_SHARED, _FOREIGN, _FOREIGN_BIAS, _FOREIGN_MOST = 0.2, 12.0, -7.0, 0.65
# What is left of the confidence where no number has the unit that is asked for, and where a name
# in the question stands in no document.
_WRONG_KIND, _UNKNOWN_NAME = 0.5, 0.6


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
    features: Features

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
        places = [place for place in places if not _is_title(*place)] or places
        texts = [hit.passage.text[span.start : span.end] for hit, span in places]
        analysed = [_whole(text, parts) for text, parts in zip(texts, analyse(texts), strict=True)]
        cosines, alignments = self._cosines(query, texts), self._alignments(query, texts)
        held = [count_terms(t, [s]) for t, s in zip(texts, analysed, strict=True)]
        pairs = [count_bigrams(text) for text in texts]
        apart, pairs_apart = _apart(query.terms, held), _apart(query.bigrams, pairs)
        context = _contexts(hits, places, held)
        best = max((hit.score for hit in hits), default=1.0) or 1.0
        found = []
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
    """Return the best sentence and those that come close to it, one quote a passage.

    What several documents say word for word is one quote, and the others are named.
    """
    folded: dict[str, Evidence] = {}
    for one in (one for one in found if one.score >= _CLOSE * found[0].score):
        first = folded.setdefault(squeeze(one.quote), one)
        if first is not one:
            folded[squeeze(one.quote)] = _named_with(first, one)
    quotes: dict[str, Evidence] = {}
    for one in list(folded.values())[:_CITED]:
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
