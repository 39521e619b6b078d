"""Question + hits → the sentences that answer, or none: verbatim, with the decisive span marked.

The best sentences of `sentences`, the short answer of each, and how sure it is that they answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.records import Hit, Passage
from index.sourcemap import Span
from index.tokens import Token
from qa.accounts import accounts
from qa.alignment import Likeness
from qa.asking import asks_for_several
from qa.causes import asks_why, cause, explains
from qa.cells import best_cell, is_row
from qa.confidence import NOT_BOLD, Scores, confidence
from qa.evidence import Evidence, each_figure, folded, newest_first
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
from qa.topic import is_korean, tokens_of

# Documents whose text is kept, of those that seemed to lack what a question names.
_KEPT = 32
# Passages that are read for an answer.
_READ = 8
_CITED = 3
# A term of a sentence tells what a question says where it is this like it.
_ALIKE = 0.4
# A further sentence is cited where its score comes this close to the best one's.
_CLOSE = 0.7


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best sentences, best first, and how sure it is that they answer.

    Of documents that tell different figures of the same thing the newest comes first.

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
        read_alike = by_script(results.query, results.hits[:_READ])
        verdicts = [self._verdict(question, results, hits) for hits in read_alike]
        return max(verdicts, key=lambda one: one.confidence, default=Verdict((), 0.0, "none"))

    def _verdict(self, question: Question, results: Results, hits: Sequence[Hit]) -> Verdict:
        found = read(question, results.query, hits, self.retriever)
        if not found.sentences:
            return Verdict((), 0.0, "none")
        best = found.sentences[0]
        close = close_to_best(found)
        close = [*_explaining(best, question, found.sentences), *close]
        spans = self.marked(close, question, results)
        evidence = self._cited(found, close, spans, results)
        asked, first = results.query.text, evidence[0]
        passage, dates = first.hit.passage, question.kind != "date"
        missed = () if found.foreign else self._lacking(asked, passage)
        scores = scores_of(found, spans[close.index(best)].score)._replace(
            lacking=bool(missed),
            contradicted=not best.features.kind
            or contradicts(asked, first.quote, _about(passage), dates=dates),
        )
        sure = confidence(scores)
        if len(results.query.terms) <= 1 or len(asked.split()) <= 1:  # a word alone asks nothing
            sure = min(sure, NOT_BOLD)
        return Verdict(evidence, sure, self.thresholds.level(sure), missed)

    def _cited(
        self, found: Read, close: Sequence[Scored], spans: Sequence[Choice], results: Results
    ) -> tuple[Evidence, ...]:
        """Return the best sentences as they are cited, of different figures the newest first."""
        asked, copies = results.query.text, self.retriever.store.copies
        first, *rest = [
            Evidence(one.hit, one.span, choice.span, one.score)
            for one, choice in zip(close, spans, strict=True)
        ]
        others = accounts(close[0], first.mark, found.sentences, asked, copies)
        told = each_figure(first, others)
        if not results.condition and not asks_former(asked):
            told = newest_first(told)
        return tuple(folded([*told[:_CITED], *rest]))

    def marked(
        self, sentences: Sequence[Scored], question: Question, results: Results
    ) -> list[Choice]:
        """Return the decisive span of each sentence."""
        question = replace(question, text=results.query.text)
        asked = take_apart(question, results.condition)
        terms = results.query.terms
        return [
            best_cell(one.text, one.hit.passage.heading, question)
            if is_row(one.text)
            else _decisive(one, question, asked, terms, self._likenesses(results.query, one.tokens))
            for one in sentences
        ]

    def _likenesses(self, query: Query, tokens: Sequence[Token]) -> Mapping[str, Likeness]:
        """Return how like a question the terms of a sentence are, where the encoder can tell."""
        if query.vector is None or self.retriever.alignment is None:
            return {}
        return self.retriever.alignment.likenesses(query.text, tokens)

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


def by_script(query: Query, hits: Sequence[Hit]) -> list[Sequence[Hit]]:
    """Return hits by how they are compared with a question: by its words, or by its vector alone.

    An English question finds its words in an English document, which may answer something else.
    """
    if query.korean:
        return [hits]
    parts = [[hit for hit in hits if is_korean(hit.passage.text) is one] for one in (False, True)]
    return [part for part in parts if part]


def _about(passage: Passage) -> str:
    return f"{passage.title}\n{passage.heading}"


def _explaining(best: Scored, question: Question, found: Sequence[Scored]) -> list[Scored]:
    """Return the sentence right behind the best one that says why it is so, if that is asked."""
    if not asks_why(take_apart(question)) or explains(best.tokens):
        return []
    passage = best.hit.passage
    behind = (one for one in found if one.hit is best.hit and one.span.start >= best.span.end)
    first = min(behind, key=lambda one: one.span.start, default=None)
    if first is None or passage.text[best.span.end : first.span.start].strip():
        return []
    return [first] if explains(first.tokens) else []


def _decisive(
    one: Scored,
    question: Question,
    asked: Anatomy,
    terms: Mapping[str, float],
    likenesses: Mapping[str, Likeness],
) -> Choice:
    """Return the words of a sentence that answer, as much of them as is asked for."""
    text, tokens = one.text, one.tokens
    best = best_span(text, tokens, asked, terms, likenesses)
    if question.kind == "whether" and not is_korean(text):
        return replace(best, span=Span(0, len(text)))
    if question.kind == "whether" and not _names_figure(question.text):
        alike = {t: like.best for t, like in likenesses.items() if like.best >= _ALIKE}
        told = {**alike, **terms}
        return replace(best, span=deciding(text, tokens, told, asked.predicate) or best.span)
    if asks_why(asked):
        return replace(best, span=cause(text, tokens, asked) or best.span)
    if asks_for_several(question.text):
        return replace(best, span=several(text, tokens, best.span, question.text))
    return replace(best, span=in_force(text, tokens, best.span, question.text))


def _names_figure(question: str) -> bool:
    """Tell whether a question asks for the figure that it names: 상한은 200만 리터로 늘었나?"""
    return any(quantities(question, tokens_of(question)))


def close_to_best(found: Read) -> list[Scored]:
    """Return the best sentences, those that score nearly as well as the first."""
    least = found.sentences[0].score - _CLOSE
    return [one for one in found.sentences[:_CITED] if one.score >= least]


def scores_of(found: Read, span: float) -> Scores:
    """Return what tells how sure the first sentence is, by the score of its best `span`."""
    best, *others = found.sentences
    return Scores(
        features=best.features,
        sentence=best.score,
        lead=best.score - others[0].score if others else 0.0,
        words=score_of_words(best.features),
        span=span,
        passage=best.hit.score,
        best=max(one.hit.score for one in found.sentences),
        first=best.hit.rank == 1,
        row=is_row(best.text),
        length=len(best.text),
        foreign=found.foreign,
    )
