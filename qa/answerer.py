"""Question + hits → the sentences that answer, or none: verbatim, with the decisive span marked.

The best sentences of `sentences`, the short answer of each, and how sure it is that they answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from index.records import Hit, Passage
from index.sourcemap import Span
from index.store import Store
from index.tokens import Token
from qa.accounts import accounts
from qa.alignment import Likeness
from qa.asking import asks_for_several
from qa.causes import asks_why, cause, explains, may_ask_why
from qa.cells import best_cell, is_row
from qa.confidence import NOT_BOLD, Scores, asked_for, confidence, spread
from qa.evidence import Evidence, beside, each_figure, folded, newest_first
from qa.lists import several
from qa.mismatch import contradicts, lacking
from qa.predicates import deciding
from qa.quantities import asks_former, in_force, quantities
from qa.question import Question
from qa.records import Level
from qa.retriever import Query, Results, Retriever
from qa.sentences import Read, Scored, read, score_of_words
from qa.spans import Anatomy, Choice, Ranker, shipped, take_apart
from qa.thresholds import DEFAULT, Thresholds
from qa.topic import has_question_word, is_korean, tokens_of

# Documents whose text is kept, of those that seemed to lack what a question names.
_KEPT = 32
# Passages that are read for an answer.
_READ = 8
# Sentences that are cited at most; so many are ranked anew by their short answers.
CITED = 3
# A term of a sentence tells what a question says where it is this like it.
_ALIKE = 0.4
# A further sentence is cited where its score comes this close to the best one's: the learned one,
# and the plain one, which has another size. At .7, 1, 1.5, 2 and 3 one of those that are cited
# answers 78, 80, 83, 84 and 86 of 100 of the tuning set's questions that have an answer, and 46,
# 49, 51, 53 and 55 of our own in other words, out of fold; 1.3, 1.4, 1.6, 1.7 and 2.1 are cited.
_CLOSE, _CLOSE_PLAIN = 1.5, 0.7
# What the score of its best span adds to a sentence's, of .05 to .4. Out of fold the first one is
# then right for 1.2 more of 100 of KorQuAD's questions, for 2.5 more of the tuning set's.
_SPAN = 0.3


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


# What no sentence answers.
NOTHING = Verdict((), 0.0, "none")


class Answerer:
    """Chooses the sentences that answer a question from the passages that were found."""

    def __init__(
        self,
        retriever: Retriever,
        thresholds: Thresholds = DEFAULT,
        spans: Ranker | None = None,
    ) -> None:
        """Use the retriever's statistics and encoder.

        Args:
            retriever: over an index.
            thresholds: what is sure enough.
            spans: what chooses the short answer; None is the one that comes with the package.
        """
        self.retriever = retriever
        self.thresholds = thresholds
        self._spans = spans
        self._text_of = lru_cache(_KEPT)(partial(_whole, retriever.store))

    def answer(self, question: Question, results: Results) -> Verdict:
        """Return the sentences of `results` that answer, and the confidence that they do."""
        read_alike = by_script(results.query, results.hits[:_READ])
        verdicts = [self._verdict(question, results, hits) for hits in read_alike]
        return max(verdicts, key=lambda one: one.confidence, default=NOTHING)

    def _verdict(self, question: Question, results: Results, hits: Sequence[Hit]) -> Verdict:
        found = read(question, results.query, hits, self.retriever)
        if not found.sentences:
            return NOTHING
        spans = self.marked(found.sentences[:CITED], question, results)
        found, spans = by_answers(found, spans, results.query.text)
        best, first = found.sentences[0], spans[0]
        why = asks_why(take_apart(question))
        behind = _explaining(best, found.sentences) if why else []
        close = [*behind, *close_to_best(found)]
        spans = [*self.marked(behind, question, results), *spans]
        evidence = self._cited(found, close, spans[: len(close)], results)
        scores = self.scores(found, first, evidence[0], question, results)
        sure = confidence(scores)
        query = results.query
        word = len(query.terms) <= 1 and not has_question_word(query.text)
        bare = word or len(query.text.split()) <= 1  # a word alone asks nothing
        # of those that ask why and would be answered boldly 6 of 10 are right, of others 8 (out of
        # fold, the sets' questions): words that tell a reason may tell that of something else
        if bare or why:
            sure = min(sure, NOT_BOLD)
        return Verdict(evidence, sure, self.thresholds.level(sure), scores.lacking)

    def scores(
        self, found: Read, span: Choice, shown: Evidence, question: Question, results: Results
    ) -> Scores:
        """Return what tells how sure the first of `found` is.

        Args:
            found: the sentences, at least one.
            span: the best span of the first.
            shown: what is cited first: the first sentence, or a newer one in its place.
            question: what is asked.
            results: what was found for it.
        """
        best, query = found.sentences[0], results.query
        question = replace(question, text=query.text)
        passage, dates = shown.hit.passage, question.kind != "date"
        ranked = [one.score for one in found.sentences[:CITED]]
        return Scores(
            features=best.features,
            sentence=best.score,
            lead=best.score - ranked[1] if len(ranked) > 1 else 0.0,
            words=score_of_words(best.features),
            span=span.score,
            passage=best.hit.score,
            best=max(one.hit.score for one in found.sentences),
            first=best.hit.rank == 1,
            row=is_row(best.text),
            length=len(best.text),
            cited=len(close_to_best(found)),
            spread=spread(ranked),
            asked=asked_for(question),
            candidate=span.features,
            foreign=found.foreign,
            lacking=() if found.foreign else self._lacking(query.text, passage),
            unknown=query.unknown,
            contradicted=contradicts(query.text, shown.quote, _about(passage), dates=dates),
        )

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
        if not asks_for_several(asked):  # of a list each sentence may tell a part
            own = int(close[0] is not found.sentences[0])  # the best one, which that explains
            rest = [*rest[:own], *(beside(first, one) for one in rest[own:])]
        return tuple(folded([*told[:CITED], *rest]))

    def marked(
        self, sentences: Sequence[Scored], question: Question, results: Results
    ) -> list[Choice]:
        """Return the decisive span of each sentence."""
        question = replace(question, text=results.query.text)
        anatomy = take_apart(question, results.condition)
        alignment = self.retriever.alignment
        held = partial(alignment.held, question.text) if alignment else None
        return [
            best_cell(one.text, one.hit.passage.heading, question, held)
            if is_row(one.text)
            else self._decisive(one, question, anatomy, results.query)
            for one in sentences
        ]

    def _decisive(self, one: Scored, question: Question, asked: Anatomy, query: Query) -> Choice:
        """Return the words of a sentence that answer, as much of them as is asked for."""
        text, tokens, terms = one.text, one.tokens, query.terms
        likenesses = self._likenesses(query, tokens)
        best = (self._spans or shipped()).best(text, tokens, asked, terms, likenesses)
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


def _whole(store: Store, document: str) -> str:
    """Return the text of a document with its headings."""
    passages = store.passages_of(document)
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


def _explaining(best: Scored, found: Sequence[Scored]) -> list[Scored]:
    """Return the sentence right behind the best one that says why it is so, if that does not."""
    if explains(best.tokens):
        return []
    passage = best.hit.passage
    behind = (one for one in found if one.hit is best.hit and one.span.start >= best.span.end)
    first = min(behind, key=lambda one: one.span.start, default=None)
    if first is None or passage.text[best.span.end : first.span.start].strip():
        return []
    return [first] if explains(first.tokens) else []


def _names_figure(question: str) -> bool:
    """Tell whether a question asks for the figure that it names: 상한은 200만 리터로 늘었나?"""
    return any(quantities(question, tokens_of(question)))


def by_answers(found: Read, spans: Sequence[Choice], question: str) -> tuple[Read, list[Choice]]:
    """Return sentences with the first of them ranked anew by how well they hold a short answer.

    Args:
        found: the sentences, at least one.
        spans: the best span of each of the first `CITED`, which come back in the new order.
        question: what is asked; a reason is no short answer.
    """
    first, rest = found.sentences[:CITED], found.sentences[CITED:]
    if may_ask_why(question) or not first[0].features.held:  # those have another size
        return found, [*spans]
    scored = [
        (replace(one, score=one.score + _SPAN * span.score), span)
        for one, span in zip(first, spans, strict=True)
    ]
    scored.sort(key=lambda pair: -round(pair[0].score, 6))
    sentences, choices = zip(*scored, strict=True)
    return Read((*sentences, *rest), found.foreign), [*choices]


def close_to_best(found: Read) -> list[Scored]:
    """Return the best sentences, those that score nearly as well as the first."""
    best = found.sentences[0]
    least = best.score - (_CLOSE if best.features.held else _CLOSE_PLAIN)
    return [one for one in found.sentences[:CITED] if one.score >= least]
