"""Question + hits → the sentences that answer, or none: verbatim, with the decisive span marked.

The best sentences of `sentences`, the short answer of each, and how sure it is that they answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.records import Hit, Passage
from index.sourcemap import Span, squeeze
from qa.accounts import Accounts, accounts
from qa.asking import asks_for_several
from qa.cells import best_cell, is_row
from qa.confidence import Scores, confidence
from qa.lists import several
from qa.mismatch import contradicts, lacking
from qa.predicates import deciding
from qa.quantities import asks_former, in_force, quantities
from qa.question import Question
from qa.records import Level
from qa.retriever import Query, Results, Retriever
from qa.sentences import Read, Scored, read, score_of_words
from qa.spans import Anatomy, Choice, best_span, take_apart
from qa.thresholds import DEFAULT, Thresholds
from qa.topic import tokens_of

# Documents whose text is kept, of those that seemed to lack what a question names.
_KEPT = 32
# Passages that are read for an answer.
_READ = 8
_CITED = 3
# A quote of several sentences is at most so many characters long.
_QUOTE = 350
# A further sentence is cited where it comes this close to the best.
_CLOSE = 0.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers.

    Args:
        span: where the quote stands in the hit's passage: the sentence, or a few around it.
        mark: the decisive span in the quote.
        same_as: ids of documents that tell the figure that is marked in other words.
        conflicts: ids of those that tell another one in its place.
    """

    hit: Hit
    span: Span
    mark: Span
    score: float
    same_as: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def quote(self) -> str:
        """The text that is quoted."""
        return self.hit.passage.text[self.span.start : self.span.end]

    @property
    def sentences(self) -> list[str]:
        """Those of its sentences that hold the mark: of several only they answer."""
        start, end = self.span.start + self.mark.start, self.span.start + self.mark.end
        passage = self.hit.passage
        marked = (s for s in passage.sentences if s.start < end and start < s.end)
        return [passage.text[s.start : s.end] for s in marked]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best sentences, best first, and how sure it is that they answer.

    Args:
        lacking: what the question names and the document of the best sentence does not.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    level: Level
    lacking: tuple[str, ...] = ()


class Answerer:
    """Chooses the sentences that answer a question from the passages that were found."""

    def __init__(self, retriever: Retriever, thresholds: Thresholds = DEFAULT) -> None:
        """Use the retriever's statistics and encoder; `thresholds` say what is sure enough."""
        self.retriever = retriever
        self.thresholds = thresholds
        self._text_of = lru_cache(_KEPT)(self._whole)

    def answer(self, question: Question, results: Results) -> Verdict:
        """Return the sentences of `results` that answer, and the confidence that they do."""
        found = read(question, results.query, results.hits[:_READ], self.retriever)
        if not found.sentences:
            return Verdict((), 0.0, "none")
        best = found.sentences[0]
        close = [one for one in found.sentences[:_CITED] if one.score >= _CLOSE * best.score]
        spans = _marked(close, question, results)
        asked, passage, dates = results.query.text, best.hit.passage, question.kind != "date"
        missed = () if found.foreign else self._lacking(asked, passage)
        scores = _scores(found, spans[0].score)._replace(
            lacking=bool(missed),
            contradicted=contradicts(asked, best.text, _about(passage), dates=dates),
        )
        sure = confidence(scores, foreign=found.foreign, aligned=self._is_aligned(results.query))
        first, *rest = [
            Evidence(one.hit, one.span, choice.span, one.score)
            for one, choice in zip(close, spans, strict=True)
        ]
        copies = self.retriever.store.copies
        others = accounts(best, first.mark, found.sentences, results.query.text, copies)
        told = _each_figure(first, others)[:_CITED]
        if not results.condition and not asks_former(results.query.text):
            told = _newest_first(told)
        cited = {(one.hit.passage.id, one.span) for one in told}
        told += [one for one in rest if (one.hit.passage.id, one.span) not in cited]
        return Verdict(tuple(_chosen(told)), sure, self.thresholds.level(sure), missed)

    def _lacking(self, question: str, passage: Passage) -> tuple[str, ...]:
        """Return what a question names and the passage's document does not, read where it must."""
        about = f"{_about(passage)}\n{passage.document}\n{passage.date or ''}"
        missed = lacking(question, f"{about}\n{passage.text}")
        if not missed:
            return ()
        return lacking(question, f"{about}\n{self._text_of(passage.document)}")

    def _whole(self, document: str) -> str:
        passages = self.retriever.store.passages_of(document)
        return "\n".join(f"{one.heading}\n{one.text}" for one in passages)

    def _is_aligned(self, query: Query) -> bool:
        return query.vector is not None and self.retriever.alignment is not None


def _about(passage: Passage) -> str:
    return f"{passage.title}\n{passage.heading}"


def _marked(sentences: Sequence[Scored], question: Question, results: Results) -> list[Choice]:
    """Return the decisive span of each sentence."""
    query = results.query
    asked = take_apart(query.text, question.kind, results.condition)
    return [
        best_cell(one.text, one.hit.passage.heading, question)
        if is_row(one.text)
        else _decisive(one, question, query, asked)
        for one in sentences
    ]


def _decisive(one: Scored, question: Question, query: Query, asked: Anatomy) -> Choice:
    text, tokens = one.text, one.tokens
    best = best_span(text, tokens, asked, query.terms)
    if question.kind == "whether" and not _names_figure(query.text):
        return replace(best, span=deciding(text, tokens, query.terms, asked.predicate) or best.span)
    if asks_for_several(question.text):
        return replace(best, span=several(text, tokens, best.span, question.text))
    return replace(best, span=in_force(text, tokens, best.span, query.text))


def _names_figure(question: str) -> bool:
    """Tell whether a question asks for the figure that it names: 상한은 200만 리터로 늘었나?"""
    return any(quantities(question, tokens_of(question)))


def _each_figure(best: Evidence, others: Accounts) -> list[Evidence]:
    """Return one piece of evidence for each figure that is told, the newest of those that tell it.

    Each names the documents that tell the same figure, and those that tell another.
    """
    told: dict[str, list[Evidence]] = {}
    for one, mark in others.otherwise:
        figure = squeeze(one.text[mark.start : mark.end])
        told.setdefault(figure, []).append(Evidence(one.hit, one.span, mark, one.score))
    groups = [[best], *(sorted(found, key=_day, reverse=True) for found in told.values())]
    named = [[one.hit.passage.document for one in group] for group in groups]
    named[0] += others.same
    return [
        replace(
            group[0],
            same_as=tuple(own[1:]),
            conflicts=tuple(d for documents in named if documents is not own for d in documents),
        )
        for group, own in zip(groups, named, strict=True)
    ]


def _newest_first(found: list[Evidence]) -> list[Evidence]:
    """Return evidence by the dates of its documents; as it is, where one has none."""
    return sorted(found, key=_day, reverse=True) if all(map(_day, found)) else found


def _day(one: Evidence) -> str:
    return one.hit.passage.date or ""


def _scores(found: Read, span: float) -> Scores:
    """Return what tells how sure the first sentence is, by the score of its best `span`."""
    best = found.sentences[0]
    cosines = sorted((one.features.cosine for one in found.sentences), reverse=True)
    return Scores(
        sentence=best.score,
        words=score_of_words(best.features),
        span=span,
        passage=max(one.hit.score for one in found.sentences),
        lead=cosines[0] - cosines[1] if len(cosines) > 1 else 0.0,
    )


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
