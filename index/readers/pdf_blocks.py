"""The lines of a PDF's pages become paragraphs, headings, captions and rows of tables.

A paragraph, like a row, is a block that keeps its line breaks: cleaning rejoins them. Not here:
whether a joint needs a space (`cleaning.spacing`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.cleaning.lines import BULLET, CAPTION, NUMBERED
from index.readers.markup import removals
from index.readers.pdf_lines import Line
from index.records import Block, BlockKind, Removal
from index.sourcemap import MappedText

_ENDS = re.compile(r"[.!?。…][\"'”’」』)\]〉》]*\d{0,3}\s*$")
_LARGER, _SMALLER = 1.12, 0.92  # of the running text's size: headings, footnotes
_LEADING = 1.9  # line heights from one line of a paragraph to the next, at most
_SAME_SIZE = 0.6  # points between two sizes that are one
_FEW = 3  # lines
_SLACK = 1.5  # ems that a full line may end short of the margin


def blocks_of(
    pages: Sequence[Sequence[Line]], furniture: Mapping[int, str], source: str
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Return the blocks of a document, and what was left out of them.

    Args:
        pages: the lines of each page, whose `start` is set.
        furniture: why a line, by its identity, is left out.
        source: the source text.
    """
    whole = MappedText.of(source)
    out: list[Removal] = []
    for line in (line for page in pages for line in page):
        if reason := furniture.get(id(line)):
            out += removals(reason, [Block("text", _slice(whole, line))])
    kept = [[line for line in page if id(line) not in furniture] for page in pages]
    sizes = Counter(round(line.size, 1) for page in kept for line in page for _ in line.text)
    body = max(sizes, key=sizes.__getitem__, default=1.0)
    blocks: list[Block] = []
    for part in _parts(kept, body):
        marks = [whole.slice(p.start + a, p.start + b) for p in part.lines for a, b in p.marks]
        out += removals("footnote mark", (Block("text", mark) for mark in marks))
        block = part.block(whole)
        if block.text.text and _goes_on_over(blocks, block):
            out += removals("repeated header", [block])
        elif block.text.text:
            blocks.append(block)
    return tuple(blocks), tuple(out)


def _slice(whole: MappedText, line: Line) -> MappedText:
    return whole.slice(line.start, line.start + len(line.text))


def _goes_on_over(blocks: Sequence[Block], block: Block) -> bool:
    """Tell whether a header stands again above the rest of a table that a page parts."""
    if block.kind != "header" or not blocks or blocks[-1].kind != "row":
        return False
    header = next(one for one in reversed(blocks) if one.kind != "row")
    return header.text.text == block.text.text


@dataclass(slots=True)
class _Part:
    """Lines that are one block."""

    kind: BlockKind
    lines: list[Line]
    level: int = 0
    open: bool = False  # a paragraph that may go on over the page

    def block(self, whole: MappedText) -> Block:
        texts = []
        for line in self.lines:
            bare = _slice(whole, line).cut(line.marks)
            texts.append((line.cell, bare.resolved().composed().stripped()))
        if self.kind in ("row", "header"):
            cells = [
                MappedText.joined([text for _, text in run], "\n")
                for _, run in groupby(texts, key=lambda entry: entry[0])
            ]
            return Block(self.kind, MappedText.joined(cells, "\t"))
        return Block(self.kind, MappedText.joined([t for _, t in texts], "\n"), self.level)


def _parts(pages: Sequence[Sequence[Line]], body: float) -> Iterator[_Part]:
    """Yield the blocks' lines; a paragraph that a page cuts is one.

    Notes at the foot of a page come behind what goes on over it: a paragraph, or a table.
    """
    waiting: _Part | None = None
    notes: list[_Part] = []
    columns = _columns(pages)
    for page in pages:
        parts = list(_headed(_page_parts(page, body, columns)))
        running = [p for p in parts if p.kind != "text" or p.lines[0].size >= _SMALLER * body]
        if waiting and running and running[0].kind == "text" and _goes_over(waiting, running[0]):
            waiting.lines += running[0].lines
            waiting.open = running.pop(0).open
        if waiting and running:
            yield waiting
            waiting = None
        if running and running[-1].kind == "text" and running[-1].open:
            waiting = running.pop()
        rows = next((n for n, p in enumerate(running) if p.kind not in ("row", "header")), None)
        yield from running[:rows]
        if running:
            yield from notes
            notes = []
        yield from running[len(running) if rows is None else rows :]
        notes += [p for p in parts if p.kind == "text" and p.lines[0].size < _SMALLER * body]
    if waiting:
        yield waiting
    yield from notes


def _goes_over(waiting: _Part, following: _Part) -> bool:
    last, first = waiting.lines[-1], following.lines[0]
    return abs(last.size - first.size) < _SAME_SIZE and not _starts(first, last)


def _headed(parts: Iterator[_Part]) -> Iterator[_Part]:
    """Yield the parts, the first row of a table as its header where it names columns."""
    before: _Part | None = None
    for part in parts:
        first = part.kind == "row" and (before is None or before.kind != "row")
        before = part
        if first and not any(c.isdigit() for line in part.lines[1:] for c in line.text):
            yield _Part("header", part.lines)
        else:
            yield part


def _page_parts(lines: Sequence[Line], body: float, columns: Sequence[Line]) -> Iterator[_Part]:
    """Yield the blocks of one page."""
    margins = _margins(lines, columns)
    part: _Part | None = None
    for line in lines:
        kind, level = _kind(line, body)
        if part and (kind, level) == (part.kind, part.level) and _goes_on(part, line, margins):
            part.lines.append(line)
            continue
        if part:
            yield part
        part = _Part(kind, [line], level)
    if part:
        last = part.lines[-1]
        full = last.right > margins[last] - _SLACK * last.size
        part.open = part.kind == "text" and full and not _ENDS.search(last.text)
        yield part


def _margins(lines: Sequence[Line], columns: Sequence[Line]) -> dict[Line, float]:
    """Return for each line how far to the right its column goes.

    That is as far as the lines go with which it stands in one run, each close below the other. A
    run of few lines tells little: it takes the narrowest column that holds it, of those that begin
    at the same place anywhere in the document, else what begins there on the page.
    """
    margins: dict[Line, float] = {}
    for run in _runs(lines):
        margin = max(line.right for line in run)
        if len(run) < _FEW:
            alike = (c.right for c in columns if _is_below(c, run[0]))
            known = [right for right in alike if right > margin - run[0].size]
            beside = (x.right for x in lines if _is_below(x, run[0]))
            margin = max(margin, min(known) if known else max(beside, default=margin))
        margins |= dict.fromkeys(run, margin)
    return margins


def _columns(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return for each column of running text its widest line; like columns once."""
    found: dict[tuple[int, int, int], Line] = {}
    for page in pages:
        for run in _runs(page):
            widest = max(run, key=lambda line: line.right)
            if len(run) >= _FEW:
                found[round(widest.left), round(widest.size), round(widest.right)] = widest
    return list(found.values())


def _is_below(line: Line, other: Line) -> bool:
    """Tell whether two lines of one size begin at the same place of a page's width."""
    begins = abs(line.left - other.left) < 2 * other.size
    return line.row < 0 and begins and abs(line.size - other.size) < _SAME_SIZE


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and not _follows(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _follows(last: Line, line: Line) -> bool:
    """Tell whether a line of the same size stands close below another."""
    drop = last.bottom - line.bottom
    near = 0 < drop < _LEADING * max(line.top - line.bottom, last.size)
    return near and abs(last.size - line.size) < _SAME_SIZE


def _kind(line: Line, body: float) -> tuple[BlockKind, int]:
    if line.row >= 0:
        return "row", 0
    if CAPTION.match(line.text) and not _ENDS.search(line.text):
        return "caption", 0
    if line.size > _LARGER * body and len(line.text) < 80:
        return "heading", 1 if line.size > 1.4 * body else 2
    return "text", 0


def _starts(line: Line, last: Line) -> bool:
    """Tell whether a line begins a point of a list; `다.` may also end the sentence before it."""
    ends = line.text.startswith("다.") and not _ENDS.search(last.text)
    return _is_point(line) and not ends


def _is_point(line: Line) -> bool:
    return any(mark.match(line.text) for mark in (BULLET, NUMBERED))


def _goes_on(part: _Part, line: Line, margins: Mapping[Line, float]) -> bool:
    """Tell whether a line belongs to the block before it."""
    last = part.lines[-1]
    if part.kind == "row":
        return line.row == last.row
    if part.kind == "caption" or _starts(line, last):
        return False
    if part.kind == "heading":
        return _follows(last, line) and len(part.lines) < 3
    if not _is_full(last, line, margins[last]):
        return False
    if last.bottom <= line.bottom:  # the next column
        return abs(last.size - line.size) < _SAME_SIZE and not _ENDS.search(last.text)
    return _follows(last, line) and not _indented(part, line)


def _is_full(last: Line, following: Line, margin: float) -> bool:
    """Tell whether a line reaches the margin: the next one's first word had no room on it."""
    word = len(following.text.split(" ", 1)[0])
    width = sum(c.right - c.left for c in following.characters[:word])
    return last.right + max(width, _SLACK * last.size) > margin


def _indented(part: _Part, line: Line) -> bool:
    """Tell whether a line begins further in than a paragraph that was not itself a list point."""
    before, last = part.lines[-2:][0], part.lines[-1]
    left = min(before.left, last.left) if _follows(before, last) else last.left
    return line.left > left + 0.8 * line.size and not _is_point(part.lines[0])
