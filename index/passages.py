"""A cleaned document becomes passages: whole sentences with their headings, or one table row."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.cleaning import clean
from index.cleaning.bylines import file_date
from index.cutting import SENTENCE, Cutting, cut_sentences, grouped, tokens_inside
from index.errors import ReadError
from index.readers import read_documents, read_section
from index.readers.frontmatter import plain_line
from index.readers.sections import Part
from index.records import (
    Block,
    BlockKind,
    DocumentText,
    FileText,
    Locator,
    Metadata,
    PassageText,
    Reading,
)
from index.relative_dates import resolved
from index.rules import NO_RULES, Rules
from index.sourcemap import MappedText, Span, squeeze
from index.tokens import Sentence, analyse, count_bigrams, count_terms, normal_forms

SEPARATOR = " › "
_CUTTING = Cutting()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One or several blocks under the same headings, on the way to being a passage."""

    text: MappedText
    heading: str
    whole: bool = False  # one sentence, whatever stands in it


class _Table(NamedTuple):
    """Captions and column names, for the rows that follow."""

    captions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document in pieces, before it is analysed.

    Args:
        headings: those of the pieces, each once.
    """

    reading: Reading
    metadata: Metadata
    pieces: tuple[_Piece, ...]
    headings: tuple[str, ...]

    def around(self, heading: str) -> str:
        """Return outlet, title and heading of a passage, which are found with it."""
        return f"{self.metadata.source}\n{self.metadata.title}\n{heading}\n"

    def texts(self) -> Iterator[str]:
        """Yield what is to be analysed: what stands around passages, then the pieces."""
        yield from map(self.around, self.headings)
        yield from (piece.text.text for piece in self.pieces)


def read_file(
    path: Path, rules: Rules = NO_RULES, part: Part | None = None, *, cutting: Cutting = _CUTTING
) -> FileText:
    """Read, clean, cut and tokenise one file, or a part of a long one, by what is told of it.

    Raises:
        ReadError: it cannot be read; the reason is the message.
    """
    try:
        return _read(path, rules, part, cutting)
    except ReadError:
        raise
    except Exception as error:  # one odd file must not end the run over all the others
        raise ReadError(f"cannot be read: {type(error).__name__}: {error}") from error


def _read(path: Path, rules: Rules, part: Part | None, cutting: Cutting) -> FileText:
    file = read_section(path, part) if part else read_documents(path, whole=rules.keep_all)
    cleaned = [clean(reading, rules) for reading in file.readings]
    return FileText(
        format=file.format,
        encoding=file.encoding,
        sha256=file.sha256,
        size=file.size,
        mtime_ns=file.mtime_ns,
        documents=tuple(cut_documents(cleaned, path.name, cutting)),
        warnings=file.warnings,
        part=part.number if part else 0,
        parts=len(part.file.sections) if part else 1,
    )


def cut_documents(
    readings: Iterable[Reading], name: str, cutting: Cutting = _CUTTING
) -> Iterator[DocumentText]:
    """Yield the documents of a file, cut into passages; Kiwi analyses all in one batch.

    Args:
        readings: cleaned.
        name: of the file, from which date and title are taken where a reading has none.
        cutting: how passages are cut.
    """
    drafts = [_draft(reading, reading.name or name, cutting) for reading in readings]
    analyses = analyse(text for draft in drafts for text in draft.texts())
    for draft in drafts:
        reading, metadata = draft.reading, draft.metadata
        digest = hashlib.sha256(f"{reading.source}\0{metadata}".encode("utf-8", "replace"))
        yield DocumentText(
            record=reading.record,
            metadata=metadata,
            sha256=digest.hexdigest(),
            passages=tuple(_passages(draft, analyses, cutting)),
            removals=reading.removals,
            edges=reading.edges,
            learned=reading.learned,
        )


def _draft(reading: Reading, name: str, cutting: Cutting) -> _Draft:
    metadata = file_date(reading.metadata, name)
    if not metadata.title:
        metadata = replace(metadata, title=plain_line(Path(name).stem))
    found = _pieces(_used(reading.blocks, metadata.title), cutting.length)
    pieces = tuple(part for piece in found for part in _parts(piece, cutting.length))
    headings = tuple(dict.fromkeys(piece.heading for piece in pieces))
    return _Draft(reading, metadata, pieces, headings)


def _passages(
    draft: _Draft, analyses: Iterator[tuple[Sentence, ...]], cutting: Cutting
) -> Iterator[PassageText]:
    """Yield the passages of a draft, whose texts' analyses are the next ones."""
    around = dict(zip(draft.headings, islice(analyses, len(draft.headings)), strict=True))
    places = _Places(draft.reading)
    for piece in draft.pieces:
        text, analysis = piece.text.text, next(analyses)
        whole = piece.whole and len(text) <= SENTENCE
        begins = [] if whole else [sentence.start for sentence in analysis[1:]]
        sentences = cut_sentences(text, begins, cutting.length)
        inside = tokens_inside(sentences, (t for one in analysis for t in one.tokens))
        for group in grouped(len(text), sentences, cutting):
            start, end = group[0].start, group[-1].end
            tokens = tuple(token for sentence in group for token in inside[sentence])
            found = (*around[piece.heading], Sentence(start, end, tokens))
            part = piece.text.slice(start, end)
            passage = PassageText(
                text=part.text,
                heading=piece.heading,
                origin=part.origin,
                sentences=tuple(Span(one - start, two - start) for one, two in group),
                locator=places.locator(part),
                terms=count_terms(f"{piece.heading}\n{part.text}", found),
                bigrams=count_bigrams(draft.around(piece.heading) + part.text),
            )
            yield _dated(passage, draft.metadata.date)


def _dated(passage: PassageText, written: str | None) -> PassageText:
    """Return `passage` with terms for what its relative dates mean, which stand in no text."""
    dates = resolved(passage.text, written)
    if not dates:
        return passage
    terms = Counter(passage.terms)
    for date in dates:
        # by itself: years of others would take a year from a date that has none
        terms.update(normal_forms(date) if " " in date else [date.removesuffix("년")])
    return replace(passage, terms=terms)


def _pieces(blocks: Sequence[Block], length: int) -> Iterator[_Piece]:
    """Yield blocks with their headings, short neighbours under the same heading together."""
    headings: dict[int, str] = {}
    table, before = _Table(), None
    gathered: list[MappedText] = []
    alone = False  # whether headings are gathered that have nothing below them
    for block in [*blocks, Block("heading", MappedText.of(""), level=1)]:
        together = block.kind in ("text", "item")
        fits = together and alone == (block.level > 0) and _fits(gathered, block.text, length)
        if gathered and not fits:
            yield _Piece(MappedText.joined(gathered, "\n"), _path(headings.values()))
            gathered = []
        if together:
            if alone := block.level > 0:
                headings = {k: v for k, v in headings.items() if k < block.level}
            gathered.append(block.text)
        elif block.kind == "row":
            parts = (*headings.values(), *table.captions, *table.names)
            yield _Piece(block.text, _path(parts), whole=True)
        elif block.kind == "excerpt":
            yield _Piece(block.text, "")
        elif block.kind == "heading":
            flat = " ".join(block.text.text.split())
            headings = {k: v for k, v in headings.items() if k < block.level} | {block.level: flat}
        table, before = _table(block, before, table), block.kind


def _fits(gathered: Sequence[MappedText], text: MappedText, length: int) -> bool:
    """Tell whether `text` may stand in one passage with what is gathered: short, and behind it.

    A footnote stands behind the paragraph that goes on over the page, and in the file before its
    end.
    """
    behind = not gathered or not len(text) or text.origin.starts[0] >= gathered[-1].origin.ends[-1]
    return bool(behind) and sum(map(len, gathered)) + len(text) <= length


def _used(blocks: Sequence[Block], title: str = "") -> list[Block]:
    """Return `blocks`; a caption or header that has no rows below it stands for itself.

    So does a heading that nothing stands below: a text with its level. Not one above all text,
    where a masthead stands, nor one below all of it, whose links were taken out, nor the title.
    """
    used: list[Block] = []
    others = [i for i, block in enumerate(blocks) if block.kind != "heading"]
    for i in range(len(blocks) - 1, -1, -1):
        block, below = blocks[i], used[-1].kind if used else None
        inside = others and others[0] < i < others[-1]
        if inside and _is_bare(block, used[-1]) and squeeze(block.text.text) not in squeeze(title):
            block = replace(block, kind="text")
        if block.kind == "caption" and below not in ("caption", "header", "row"):
            block = replace(block, kind="text")
        elif block.kind == "header" and below not in ("header", "row"):
            block = replace(block, kind="row")
        used.append(block)
    return used[::-1]


def _is_bare(block: Block, following: Block) -> bool:
    """Tell whether a block is a heading right above another of its level, or of one above it."""
    headed = following.kind == "heading" or following.level > 0
    return block.kind == "heading" and headed and following.level <= block.level


def _table(block: Block, before: BlockKind | None, table: _Table) -> _Table:
    """Return what holds for the row after `block`: captions, and column names of several lines."""
    if block.kind == "caption":
        above = table.captions if before == "caption" else ()
        return _Table((*above, " ".join(block.text.text.split())))
    if block.kind == "header":
        above = table.names if before == "header" else ()
        return table._replace(names=(*above, block.text.text.replace("\t", " | ")))
    return table if block.kind == "row" else _Table()


def _path(parts: Iterable[str]) -> str:
    return SEPARATOR.join(part for part in parts if part)


def _parts(piece: _Piece, length: int) -> Iterator[_Piece]:
    """Yield a piece cut where it is too long for one analysis; almost always itself."""
    limit = 8 * length
    text = piece.text
    while len(text) > limit:
        end = max(text.text.rfind(" ", limit // 2, limit), text.text.rfind("\n", limit // 2, limit))
        end = end if end > 0 else limit
        yield replace(piece, text=text.slice(0, end).stripped())
        text = text.slice(end, len(text)).stripped()
    if len(text):
        yield replace(piece, text=text)


class _Places:
    """Where in the file a text stands, as a person counts: lines, rows, records, pages."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        # A part begins where it begins, a line after its break.
        lines = (match.end() for match in re.finditer("\n", self._reading.source))
        return np.array(self._reading.parts or [0, *lines], np.int64)

    def locator(self, text: MappedText) -> Locator:
        if line := self._reading.line:
            return Locator("record", line, line)
        first, last = text.origin.starts[0], max(text.origin.ends[-1] - 1, text.origin.starts[0])
        rows = self._begins.searchsorted([first, last], side="right").clip(1)
        above = self._reading.before or 0
        return Locator(self._reading.locator, int(rows[0]) + above, int(rows[1]) + above)
