"""The bot: a question, and the ones before it, to a verified answer. It joins the other rooms."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Self

from index.build import changed_since
from index.encoder import Encoder
from index.errors import InputError
from index.records import Document, Hit, Passage
from index.report import UNCHANGED, Changes
from index.sourcemap import Span
from qa.answerer import NOTHING, Answerer, Verdict
from qa.continuity import asked_of
from qa.courtesy import asks_nothing
from qa.duplicates import compared
from qa.evidence import Evidence
from qa.examples import Example, examples
from qa.glossing import gloss
from qa.parts import split, together
from qa.question import Question, read_question
from qa.records import Answer, Citation
from qa.reference import referred
from qa.related import Related, related
from qa.retriever import Mode, Results, Retriever
from qa.thresholds import DEFAULT, Thresholds, load_thresholds
from qa.verify import Verifier

# Passages that an answer names besides its citations.
_HITS = 8
# The folder is looked at for changes at most this often, in seconds.
_LOOK = 5.0
# Examples: how many are kept, for how many seconds they are tried, from how many documents and
# passages they are made. The question that is asked first may be any.
_MOST, _TRYING, _DOCUMENTS, _PASSAGES = 4, 3.0, 60, 600
_FIRST = "언제?"


@dataclass(frozen=True, slots=True)
class Context:
    """A quote and the clean text around it in its document."""

    before: str
    quote: str
    after: str


class _Opened:
    """One generation of the index and what reads it; replaced as a whole by a newer one."""

    def __init__(self, retriever: Retriever, thresholds: Thresholds | None) -> None:
        store = retriever.store
        if thresholds is None:
            thresholds = load_thresholds(store.folder, store.settings.fingerprint) or DEFAULT
        self.retriever = retriever
        self.answerer = Answerer(retriever, thresholds)
        self.lock = threading.Lock()  # of the examples
        self.examples: tuple[str, ...] | None = None

    def copies(self, passage: Passage, hits: Sequence[Hit]) -> list[Passage]:
        """Return the passages of `hits` that are of copies of the passage's document."""
        groups = self.retriever.store.copies
        kin = groups.get(passage.document)
        found = (hit.passage for hit in hits if kin is not None)
        return [
            p for p in found if groups.get(p.document) == kin and p.document != passage.document
        ]


def _sample(opened: _Opened) -> Iterator[Passage]:
    """Yield passages of documents from all over the index, the newest first."""
    newest = _newest(opened)
    documents = newest[:: max(1, len(newest) // _DOCUMENTS)][:_DOCUMENTS]
    for document in documents:
        passages = opened.retriever.store.passages_of(document.id)
        yield from passages[: _PASSAGES // len(documents)]


def _spread(found: Sequence[Example]) -> list[Example]:
    """Return examples in their order, but first one of each document."""
    first = {example.passage.document: example for example in reversed(found)}
    return sorted(found, key=lambda one: first[one.passage.document] is not one)


def _newest(opened: _Opened) -> list[Document]:
    found = opened.retriever.store.documents()
    return sorted(found, key=lambda d: (d.metadata.date or "", d.id), reverse=True)


def _titles(opened: _Opened) -> tuple[str, ...]:
    titles = (document.metadata.title for document in _newest(opened))
    return tuple(islice((title for title in titles if 8 <= len(title) <= 40), _MOST))


class Bot:
    """Answers questions from an index. Safe to share between threads.

    A bot that lives long goes over to a new generation of its index by itself, soon after
    `qa index` has committed it.
    """

    def __init__(self, retriever: Retriever, *, thresholds: Thresholds | None = None) -> None:
        """Answer from what `retriever` finds.

        Args:
            retriever: over an index.
            thresholds: what is sure enough; None is what was set for the index, if anything.

        Raises:
            StoreError: what was set cannot be read.
        """
        self.verifier = Verifier()
        self.unwatched: Path | None = None  # a root that somebody else keeps in line: uploads
        self._thresholds = thresholds
        self._opened = _Opened(retriever, thresholds)
        self._looked = (-_LOOK, UNCHANGED)
        self._looking = threading.Lock()

    @classmethod
    def open(cls, index: str | Path, *, encoder: str | Encoder | None = None) -> Self:
        """Open the bot on the index in the folder `index`; raises as `Retriever.open`."""
        return cls(Retriever.open(index, encoder=encoder))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        mode: Mode = "hybrid",
        since: str | None = None,
        until: str | None = None,
        sources: Sequence[str] = (),
    ) -> Answer:
        """Return the answer to a question, its quotes checked against their files.

        Args:
            question: at most `question.LONGEST` characters.
            history: the earlier questions of the person, oldest first.
            mode: which lists find the passages.
            since: ISO date; documents without a date are left out, and counted.
            until: the same, included.
            sources: outlets as their documents name them.

        Raises:
            InputError: the question is empty or too long, a date is none, or `since` is after
                `until`.
        """
        started = time.perf_counter()
        opened, changes = self._look()
        asked = asked_of(opened.retriever, question, history)
        answers = []
        for one in split(asked):
            results = opened.retriever.search(
                one.text, k=_HITS, mode=mode, since=since, until=until, sources=sources
            )
            verdict = NOTHING
            if not asks_nothing(one.asked):
                verdict = opened.answerer.answer(one, results)
            answers.append(self._answer(one, results, verdict, opened))
        answer = answers[0] if len(answers) == 1 else together(asked, answers)
        return replace(answer, changes=changes, seconds=time.perf_counter() - started)

    def _answer(
        self, asked: Question, results: Results, verdict: Verdict, opened: _Opened
    ) -> Answer:
        answered = verdict.level != "none"
        citations = tuple(
            self._citation(number, evidence, results.hits, opened)
            for number, evidence in enumerate(verdict.evidence if answered else (), start=1)
        )
        first = citations[0] if citations else None
        unknown = results.unknown_terms
        level = verdict.level
        if level == "sure" and results.corrected_terms:  # what was meant is a guess
            level = "maybe"
        short = first.quote[first.mark.start : first.mark.end] if first else ""
        return Answer(
            question=asked.asked,
            standalone_question=asked.text,
            text=first.quote if first else None,
            short=short,
            gloss=gloss(short, asked.asked) if level == "sure" else "",
            level=level,
            confidence=round(verdict.confidence, 4),
            citations=citations,
            hits=results.hits,
            unknown_terms=unknown,
            corrected_terms=results.corrected_terms,
            missing_terms=tuple(t for t in verdict.lacking if answered and t not in unknown),
            undated=results.undated,
        )

    def _citation(
        self, number: int, evidence: Evidence, hits: Sequence[Hit], opened: _Opened
    ) -> Citation:
        passage = evidence.hit.passage
        spans = passage.origin.spans(evidence.span.start, evidence.span.end)
        document = opened.retriever.document(passage.document)
        copies = [*evidence.hit.earlier, *opened.copies(passage, hits)]
        same, otherwise = compared(evidence.sentences, copies)
        conflicts = (*evidence.conflicts, *otherwise)
        same = (*evidence.hit.same_as, *evidence.same_as, *same)
        return Citation(
            number=number,
            passage=passage.id,
            document=passage.document,
            title=passage.title,
            source=passage.source,
            date=passage.date,
            heading=passage.heading,
            quote=evidence.quote,
            mark=evidence.mark,
            start=spans[0].start,
            end=spans[-1].end,
            spans=spans,
            locator=self.verifier.locate(
                document, passage.locator, Span(spans[0].start, spans[-1].end)
            ),
            encoding=document.encoding,
            sha256=document.sha256,
            status=self.verifier.status(document, spans, evidence.quote),
            score=round(evidence.score, 4),
            same_as=tuple(d for d in dict.fromkeys(same) if d not in conflicts),
            conflicts=conflicts,
            earlier=tuple(p.document for p in evidence.hit.earlier),
            refers_to=referred(opened.retriever.store, passage, evidence.span),
            candidate=evidence.candidate,
        )

    @property
    def retriever(self) -> Retriever:
        """What finds the passages, over the newest generation, looked for now and then."""
        return self._look()[0].retriever

    def sources(self) -> tuple[str, ...]:
        """Return the outlets that the documents name, in order."""
        return self.retriever.store.sources

    def examples(self, count: int = 4) -> tuple[str, ...]:
        """Return example questions made of the documents' own sentences, each tried on the bot.

        They are made once for a generation, which takes at most about `_TRYING` seconds after
        all that answers is loaded. Where the sentences give too few, the titles of the newest
        documents stand in for them.
        """
        opened, _ = self._look()
        with opened.lock:
            if opened.examples is None:
                found = [*islice(self._tried(opened), _MOST), *_titles(opened)]
                opened.examples = tuple(found[:_MOST])
        return opened.examples[:count]

    def _tried(self, opened: _Opened) -> Iterator[str]:
        """Yield questions that the bot answers from the sentence that each is made of."""
        self._verdict(opened, _FIRST)  # loads what there is to load, before the time is taken
        until = time.perf_counter() + _TRYING
        for example in _spread(examples(list(_sample(opened)))):
            if time.perf_counter() > until:
                return
            verdict = self._verdict(opened, example.question)
            if verdict.level != "none" and example.answer in verdict.evidence[0].quote:
                yield example.question

    def _verdict(self, opened: _Opened, question: str) -> Verdict:
        asked = read_question(question)
        return opened.answerer.answer(asked, opened.retriever.search(asked.text, k=_HITS))

    def context(self, citation: Citation, around: int = 2) -> Context:
        """Return the clean text around a quote: its passage and `around` more on each side."""
        store = self.retriever.store
        try:
            bounds = store.bounds_of(citation.document)
        except InputError:  # the document has been taken off since the answer was given
            return Context("", citation.quote, "")
        # a footnote may stand inside the bounds of what it belongs to
        near = [i for i, one in enumerate(bounds) if one.start <= citation.start < one.end] or [0]
        first, stop = max(0, near[0] - around), near[-1] + around + 1
        passages = store.passages_of(citation.document, first, stop)
        at = next((i for i, p in enumerate(passages) if p.id == citation.passage), None)
        if at is None:  # the document has changed since the answer was given
            return Context("", citation.quote, "")
        own = passages[at]
        start = own.text.find(citation.quote, max(0, own.origin.at(citation.start) - 1))
        start = max(start, 0)
        before = [p.text for p in passages[max(0, at - around) : at]]
        after = [p.text for p in passages[at + 1 : at + 1 + around]]
        return Context(
            "\n".join([*before, own.text[:start]]),
            citation.quote,
            "\n".join([own.text[start + len(citation.quote) :], *after]),
        )

    def related(self, citation: Citation, beside: Sequence[Citation] = ()) -> dict[str, Related]:
        """Return what stands beside a quote in the documents that its citation names.

        Args:
            citation: the one that names them.
            beside: the other citations of its answer.
        """
        return related(self.retriever.store, citation, beside)

    def _look(self) -> tuple[_Opened, Changes]:
        """Return the newest generation and how the files differ from it; looks now and then.

        One asks at a time; who comes meanwhile takes what there is.
        """
        now = time.monotonic()
        if self._looking.acquire(blocking=False):
            try:
                if now - self._looked[0] >= _LOOK:
                    if self._opened.retriever.store.is_outdated():
                        self._opened = _Opened(self._opened.retriever.reopened(), self._thresholds)
                    changes = changed_since(self._opened.retriever.store, self.unwatched)
                    self._looked = (time.monotonic(), changes)
            finally:
                self._looking.release()
        return self._opened, self._looked[1]
