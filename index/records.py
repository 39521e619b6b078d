"""The records that pass between the rooms of the house: frozen, slotted, without behaviour.

Offsets are half-open code points of the *source text* (see `sourcemap`) unless a field says
otherwise. Scores are higher-is-better everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.sourcemap import MappedText, Origin, Span

LocatorKind = Literal["text", "record", "page", "paragraph", "cell"]


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a person would look: lines of a text, rows of a table, pages, paragraphs; 1-based."""

    kind: LocatorKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Removal:
    """One piece of the source text that cleaning cut out, and why; `excerpt` is its beginning."""

    reason: str
    start: int
    end: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; empty strings and None where it says nothing.

    Args:
        date: ISO 8601, `2024-06-20`.
        date_origin: where the date was found: `front matter`, `meta tag`, `record`, `byline`,
            `file name`, `properties` of an office file, ''.
        source: outlet, ministry or author.
    """

    title: str = ""
    date: str | None = None
    date_origin: str = ""
    source: str = ""
    excerpt: str = ""


BlockKind = Literal["text", "heading", "item", "caption", "header", "row", "excerpt"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document with one role: what readers yield and cleaning works on.

    Args:
        kind: `text` a paragraph or a raw line; `header` a table's column names; `row` cells
            parted by tabs; `excerpt` the summary in the front matter.
        level: of a heading, 1 to 6.
        gap: blank lines before it in the file.
    """

    kind: BlockKind
    text: MappedText
    level: int = 0
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as a reader yields it.

    Args:
        record: the record's id in a file of records, None where the file is the document.
        source: the source text, which all offsets refer to.
        hard: whether the blocks are raw lines of a plain text, to be rejoined by cleaning.
        line: the record's line in a file of records, 0 where the file is the document.
        parts: where in the source text each page or paragraph begins, which `locator` counts;
            empty where it counts lines.
        name: the name of the file inside an archive, '' where the file itself is meant.
        edges: hashes of the short lines around its text, as `cleaning.recurring` makes them.
        learned: those of them that were known to recur in its source when it was cleaned.
        before: of a section of a long file the lines or rows above it; None where it is whole.
    """

    record: str | None
    source: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    locator: LocatorKind = "text"
    removals: tuple[Removal, ...] = ()
    hard: bool = False
    line: int = 0
    parts: tuple[int, ...] = ()
    name: str = ""
    edges: frozenset[int] = frozenset()
    learned: frozenset[int] = frozenset()
    before: int | None = None


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as `passages` cuts it from a document, before it belongs to an index.

    Args:
        text: clean text, whole sentences, a table row or a list item.
        heading: what explains it and is not part of it: headings, caption, column names, year.
        origin: for each character of `text` its place in the source text.
        sentences: offsets of the sentences in `text`.
        terms: counts of the Kiwi terms of outlet, title, heading and text.
        bigrams: counts of the character bigrams of the same.
    """

    text: str
    heading: str
    origin: Origin
    sentences: tuple[Span, ...]
    locator: Locator
    terms: Mapping[str, int]
    bigrams: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One document as it was read and cut: a whole file, or one record of it.

    Args:
        record: the record's id in a file of records, None where the file is the document.
        sha256: of the record's source text, so that an unchanged record is reused.
        edges, learned: as those of its `Reading`.
    """

    record: str | None
    metadata: Metadata
    sha256: str
    passages: tuple[PassageText, ...]
    removals: tuple[Removal, ...]
    edges: frozenset[int] = frozenset()
    learned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FileText:
    """One file as it was read: what it is, and its documents.

    Args:
        format: `text`, `markdown`, `html`, `csv`, `jsonl`, or a format that a library reads:
            `pdf`, `docx`, `hwpx`, `hwp`, `zip`; decided by content.
        encoding: how bytes became text: the name Python knows an encoding by (`utf-8`,
            `utf-8-sig`, `cp949`, `utf-16` …), or the reader of a binary format with its version.
        sha256: of the bytes.
        warnings: what a person should know: bytes that had to be replaced, a bad record.
        part, parts: a long file comes in parts, the first one is 0; see `readers.sections`.
    """

    format: str
    encoding: str
    sha256: str
    size: int
    mtime_ns: int
    documents: tuple[DocumentText, ...]
    warnings: tuple[str, ...] = ()
    part: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A document of an index.

    Args:
        id: what a citation shows: the path relative to its root, `file.jsonl#id` for a record;
            the root's name in front where two roots hold the same path.
        path: the file, absolute.
        sha256: of the file's bytes.
        removals: what was cut out of it.
    """

    id: str
    path: str
    record: str | None
    format: str
    encoding: str
    sha256: str
    metadata: Metadata
    passages: int
    removals: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of an index.

    Args:
        id: deterministic, so that indexing again is idempotent.
        document: id of its document.
        text: clean text; `sentences` are offsets in it, `origin` maps it to the source text.
        heading: headings, caption, column names, year: explains the text, never quoted.
    """

    id: str
    document: str
    title: str
    source: str
    date: str | None
    heading: str
    text: str
    origin: Origin = field(repr=False)
    sentences: tuple[Span, ...] = field(repr=False)
    locator: Locator

    @property
    def spans(self) -> tuple[Span, ...]:
        """The source ranges of the whole passage."""
        return self.origin.spans(0, len(self.text))

    @property
    def start(self) -> int:
        """Where the passage begins in the source text."""
        return int(self.origin.starts[0])

    @property
    def end(self) -> int:
        """Where the passage ends in the source text."""
        return int(self.origin.ends[-1])


@dataclass(frozen=True, slots=True)
class Where:
    """A filter on documents: a closed type that each back end compiles for itself.

    Args:
        since, until: ISO dates, both included; a document without a date matches neither.
        sources: names of outlets; empty means all.
    """

    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage id and its score in one list; higher is better."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Args:
        rank: from 1.
        score: fused, comparable within one search only.
        scores: each list's own score, `lexical` and `dense`.
        same_as: ids of further documents that hold the same passage.
        earlier: what earlier versions of its document hold in its place.
    """

    rank: int
    score: float
    scores: Mapping[str, float]
    passage: Passage
    same_as: tuple[str, ...] = ()
    earlier: tuple[Passage, ...] = ()
