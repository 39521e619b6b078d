"""The records of an answer: frozen, slotted, without behaviour. Their JSON is `render`'s."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from index.records import Hit, Locator
from index.report import UNCHANGED, Changes
from index.sourcemap import Span

Status = Literal["verified", "changed", "missing"]
Level = Literal["sure", "maybe", "none"]


class Reference(NamedTuple):
    """A pronoun, and what it refers to as the document says it."""

    word: str
    name: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One quote of an answer and where it stands.

    Args:
        number: from 1, the chip `[1]`.
        passage: id of the passage that it is cut from.
        quote: verbatim, one or more whole sentences, or a table row.
        mark: the decisive span, offsets in `quote`.
        start, end, spans: where it stands in the source text.
        encoding: of the file; `sha256` of its bytes when it was indexed.
        status: what reading the file again gave.
        same_as: further documents that hold the same passage, or tell the marked figure of the
            same thing.
        conflicts: documents that say otherwise: copies of the cited one in which the quoted
            sentence is another, and others that tell another figure of the same thing.
        earlier: documents of which the cited one is a later version.
        refers_to: what the pronoun refers to that the quote begins with; None where none does, or
            where it is unsure.
        candidate: whether it is no evidence of the answer that is given, but a sentence that fits
            the question nearly as well and may answer in its place.
    """

    number: int
    passage: str
    document: str
    title: str
    source: str
    date: str | None
    heading: str
    quote: str
    mark: Span
    start: int
    end: int
    spans: tuple[Span, ...]
    locator: Locator
    encoding: str
    sha256: str
    status: Status
    score: float
    same_as: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    refers_to: Reference | None = None
    candidate: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says: evidence, or nothing.

    Args:
        question: as asked; `standalone_question` with what earlier turns add to it.
        text: the first citation's quote; None where the evidence is weak.
        short: the decisive span of the first citation; '' where text is None.
        gloss: `short` in the language of a question that is not Korean, no quote; '' where it
            cannot be said for sure, and where `short` itself is not sure.
        level: how boldly to show it; `none` exactly where text is None.
        confidence: 0 to 1.
        parts: the questions that a question with several parts was split into.
        unknown_terms: words of the question that no document holds.
        corrected_terms: words of those that were read as a slip, and what was searched for instead.
        missing_terms: names and numbers of the question that the document of the first citation
            does not hold; empty without an answer.
        citations: empty exactly where text is None.
        hits: the passages found, at least five where the index has them; with `mode` lexical
            those that hold a word of the question.
        undated: documents that a date filter left out for want of a date.
        changes: how the files differ from what was indexed; falsy where they do not.
        seconds: wall time.
    """

    question: str
    standalone_question: str
    text: str | None
    short: str
    level: Level
    confidence: float
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    unknown_terms: tuple[str, ...] = ()
    missing_terms: tuple[str, ...] = ()
    corrected_terms: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    gloss: str = ""
    undated: int = 0
    changes: Changes = UNCHANGED
    seconds: float = 0.0
