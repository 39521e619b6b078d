"""A cleaned document becomes passages: whole sentences with their headings, or one table row."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from index.cleaning import clean
from index.cleaning.bylines import file_date
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
from index.sourcemap import MappedText, Span
from index.tokens import Sentence, analyse, count_bigrams, count_terms, normal_forms

# A passage takes whole blocks up to this many characters; a longer block is cut between sentences.
# nDCG@10 of the sample set's development questions at 200, 300, 400, 600 and 900 is .81, .89, .89,
# .89 and .89, of KorQuAD's .962, .964, .964, .964 and .966; what lies above .88 is one or two
# questions apart. One sentence of overlap moves either by no more (`python -m eval.lengths`).
LENGTH = 400
# A sentence longer than this is a table or a list that lost its lines; it is cut at white space.
SENTENCE = 1_000
SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class Cutting:
    """How passages are cut.

    Args:
        length: characters that a passage of several sentences has at most.
        overlap: sentences that a passage takes from the end of the one before, where both are cut
            from one text that is too long for one.
    """

    length: int = LENGTH
    overlap: int = 0


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


class _Around(NamedTuple):
    """Title and heading of a passage, which are found with it, and their analysis."""

    text: str
    sentences: tuple[Sentence, ...]


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
    cleaned = (clean(reading, rules) for reading in file.readings)
    documents = [_document(one, one.name or path.name, cutting) for one in cleaned]
    return FileText(
        format=file.format,
        encoding=file.encoding,
        sha256=file.sha256,
        size=file.size,
        mtime_ns=file.mtime_ns,
        documents=tuple(documents),
        warnings=file.warnings,
        part=part.number if part else 0,
        parts=len(part.file.sections) if part else 1,
    )


def _document(reading: Reading, name: str, cutting: Cutting) -> DocumentText:
    metadata = file_date(reading.metadata, name)
    if not metadata.title:
        metadata = replace(metadata, title=plain_line(Path(name).stem))
    digest = hashlib.sha256(f"{reading.source}\0{metadata}".encode("utf-8", "replace"))
    return DocumentText(
        record=reading.record,
        metadata=metadata,
        sha256=digest.hexdigest(),
        passages=tuple(cut_passages(reading, metadata, cutting)),
        removals=reading.removals,
        edges=reading.edges,
        learned=reading.learned,
    )


def cut_passages(
    reading: Reading, metadata: Metadata, cutting: Cutting = _CUTTING
) -> Iterator[PassageText]:
    """Yield the passages of a cleaned reading, in order."""
    length = cutting.length
    found = _pieces(reading.blocks, length)
    pieces = [part for piece in found for part in _parts(piece, length)]
    places = _Places(reading)
    around = cache(lambda heading: _around(metadata.title, heading))
    for piece, sentences in zip(pieces, analyse(p.text.text for p in pieces), strict=True):
        whole = piece.whole and len(piece.text) <= SENTENCE
        covering = _covering(piece.text.text, sentences, whole=whole)
        flat = (part for s in covering for part in _by_block(piece.text.text, s))
        short = [part for s in flat for part in _shortened(piece.text.text, s, length)]
        for start, end, inside in _split(piece.text.text, short, cutting):
            text = piece.text.slice(start, end)
            passage = _passage(
                text, piece.heading, inside, places.locator(text), around(piece.heading)
            )
            yield _dated(passage, metadata.date)


def _passage(
    text: MappedText,
    heading: str,
    sentences: Sequence[Sentence],
    locator: Locator,
    around: _Around,
) -> PassageText:
    terms = count_terms(f"{heading}\n{text.text}", (*around.sentences, *sentences))
    return PassageText(
        text=text.text,
        heading=heading,
        origin=text.origin,
        sentences=tuple(Span(s.start, s.end) for s in sentences),
        locator=locator,
        terms=terms,
        bigrams=count_bigrams(around.text + text.text),
    )


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


def _around(title: str, heading: str) -> _Around:
    text = f"{title}\n{heading}\n"
    return _Around(text, next(iter(analyse([text]))))


def _pieces(blocks: Sequence[Block], length: int) -> Iterator[_Piece]:
    """Yield blocks with their headings, short neighbours under the same heading together."""
    headings: dict[int, str] = {}
    table, before = _Table(), None
    gathered: list[MappedText] = []
    for block in [*_used(blocks), Block("heading", MappedText.of(""), level=1)]:
        together = block.kind in ("text", "item")
        if gathered and not (together and _fits(gathered, block.text, length)):
            yield _Piece(MappedText.joined(gathered, "\n"), _path(headings.values()))
            gathered = []
        if together:
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
    behind = not len(text) or text.origin.starts[0] >= gathered[-1].origin.ends[-1]
    return bool(behind) and sum(map(len, gathered)) + len(text) <= length


def _used(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks`; a caption or header that has no rows below it stands for itself."""
    used: list[Block] = []
    for block in reversed(blocks):
        below = used[-1].kind if used else None
        if block.kind == "caption" and below not in ("caption", "header", "row"):
            block = replace(block, kind="text")
        elif block.kind == "header" and below not in ("header", "row"):
            block = replace(block, kind="row")
        used.append(block)
    return used[::-1]


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


def _covering(text: str, sentences: Sequence[Sentence], *, whole: bool) -> list[Sentence]:
    """Return sentences that leave nothing of `text` out, which Kiwi does with the strangest.

    Where `text` is one `whole`, such as a row, there is one sentence.
    """
    bounds = [0, *([] if whole else (s.start for s in sentences[1:])), len(text)]
    covering = []
    for start, after in pairwise(bounds):
        end = start + len(text[start:after].rstrip())
        tokens = (t for s in sentences for t in s.tokens if start <= t.start < after)
        covering.append(Sentence(start, end, tuple(tokens)))
    return [sentence for sentence in covering if sentence.start < sentence.end]


def _by_block(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """Yield `sentence` cut where a block ends: a title and what follows it are two."""
    start = sentence.start
    for match in re.finditer(r"\n", text[sentence.start : sentence.end]):
        end = sentence.start + match.start()
        if text[start:end].strip():
            yield _inside(sentence, start, end)
        start = sentence.start + match.end()
    if text[start : sentence.end].strip():
        yield _inside(sentence, start, sentence.end)


def _shortened(text: str, sentence: Sentence, length: int) -> Iterator[Sentence]:
    """Yield `sentence`, cut at white space where it is a list that lost its lines."""
    start = sentence.start
    while sentence.end - start > SENTENCE:
        space = max(text.rfind(" ", start, start + length), text.rfind("\n", start, start + length))
        end = space + 1 if space > start else start + length
        yield _inside(sentence, start, end - (space > start))
        start = end
    yield _inside(sentence, start, sentence.end) if start > sentence.start else sentence


def _inside(sentence: Sentence, start: int, end: int) -> Sentence:
    return Sentence(start, end, tuple(t for t in sentence.tokens if start <= t.start < end))


def _split(
    text: str, sentences: Sequence[Sentence], cutting: Cutting
) -> Iterator[tuple[int, int, list[Sentence]]]:
    """Yield ranges of `text` of whole sentences, of about equal length.

    None is over the length of `cutting`, unless it is one sentence, or shared with another.
    """
    parts = -(-len(text) // cutting.length)
    group: list[Sentence] = []
    shared = 0  # sentences of the group that belong to the one before
    for sentence in sentences:
        own = group[shared:]
        length = sentence.end - own[0].start if own else 0
        if length > cutting.length or (length and own[-1].end - own[0].start >= len(text) / parts):
            yield _moved(group)
            group = group[-cutting.overlap :] if cutting.overlap else []
            shared = len(group)
        group.append(sentence)
    if group:
        yield _moved(group)


def _moved(group: list[Sentence]) -> tuple[int, int, list[Sentence]]:
    start, end = group[0].start, group[-1].end
    # Of tokens only form and tag count from here on: to move each of them took 5 % of building.
    moved = [Sentence(s.start - start, s.end - start, s.tokens) for s in group]
    return start, end, moved


class _Places:
    """Where in the file a text stands, as a person counts: lines, rows, records, pages."""

    def __init__(self, reading: Reading) -> None:
        import numpy as np

        self.reading = reading
        breaks = [i for i, c in enumerate(reading.source) if c == "\n"]
        # A part begins where it begins, a line after its break.
        begins = reading.parts or [0, *(i + 1 for i in breaks)]
        self.begins = np.array(begins, dtype=np.int64)

    def locator(self, text: MappedText) -> Locator:
        if line := self.reading.line:
            return Locator("record", line, line)
        first, last = text.origin.starts[0], max(text.origin.ends[-1] - 1, text.origin.starts[0])
        rows = self.begins.searchsorted([first, last], side="right").clip(1)
        above = self.reading.before or 0
        return Locator(self.reading.locator, int(rows[0]) + above, int(rows[1]) + above)
