"""Passages of an index set as headings, paragraphs, lists and tables.

Made from the index alone, so that a document whose file has changed or is gone is shown as it was
when it was indexed; the file, where it is still the same, tells what the index does not keep.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.passages import SEPARATOR
from index.records import Passage
from index.sourcemap import squeeze
from qa.web.blocks import Block, Heading, Item, Lit, Page, Paragraph, Points, Run, Runs, Table

COLUMNS = " | "  # between the column names in a passage's heading
DEEPEST = 4  # levels of a list that are told apart
_MARK = r"(?P<mark>[□■◇◆○◦●•▪▶▷※∙·*+-]|[①-⑳]|\(?(?:\d{1,2}|[가-하])[.)])"
_MARKED = re.compile(rf"{_MARK}\s+(?=\S)")
# Cleaning cuts a mark from the text: it stands in the file, right before it.
_BEFORE = re.compile(rf"\n[ \t]*{_MARK}[ \t]*\Z|<li\b[^<>]*>(?:\s|<[^/<>][^<>]*>)*\Z")
_FAR = 200  # characters before a line in which its mark is looked for
BULLET = "•"  # where a page names none
_DIGITS = re.compile(r"\d+|[가-하]|[①-⑳]")


def laid_out(
    passages: Sequence[Passage],
    marks: Mapping[str, Sequence[Lit]] | None = None,
    *,
    title: str = "",
    source: str | None = None,
) -> Iterator[Block]:
    """Yield the blocks of a document.

    Args:
        passages: in the order of the text.
        marks: what to light up, see `lit`.
        title: a first heading or line that only repeats it is left out, the line unless something
            is lit: it may be that.
        source: the source text, which tells what is a point of a list, and where a long paragraph
            was cut into passages; None where the file is not what it was.
    """
    layout = _Layout(marks or {}, title, source)
    for before, passage in zip((None, *passages), passages, strict=False):
        yield from layout.add(passage, goes_on=_goes_on(before, passage, source))
    yield from layout.finished()


def _goes_on(before: Passage | None, passage: Passage, source: str | None) -> bool:
    """Tell whether two passages are one paragraph: nothing but spaces lies between them."""
    if before is None or source is None:
        return False
    if before.heading != passage.heading or passage.start < before.end:
        return False
    between = source[before.end : passage.start]
    return not between.strip() and "\n" not in between


class _Layout:
    """What has been laid out so far; the last block is held back while it may grow."""

    def __init__(self, marks: Mapping[str, Sequence[Lit]], title: str, source: str | None) -> None:
        self._marks = marks
        self._source = source
        self._title = squeeze(title)
        self._path: list[str] = []
        self._page = 0
        self._begun = False  # whether a line has been seen
        self._kinds: list[str] = []  # of marks in the list that is open, outermost first
        self._seen: set[int] = set()
        self._held: Paragraph | Points | Table | None = None

    def add(self, passage: Passage, *, goes_on: bool) -> Iterator[Block]:
        """Yield the blocks that are finished by `passage`."""
        path, names = self._headings(passage)
        yield from self._place(passage, path)
        for start, end in _lines(passage.text):
            first, self._begun = not self._begun, True
            if first and squeeze(passage.text[start:end]) == self._title and not self._marks:
                continue
            if "\t" in passage.text[start:end] or names:
                yield from self._row(passage, start, end, names)
            else:
                yield from self._line(passage, start, end, goes_on=goes_on and start == 0)

    def finished(self) -> Iterator[Block]:
        """Yield the block that was held back."""
        if self._held is not None:
            yield self._held
        self._held = None
        self._kinds = []

    def _place(self, passage: Passage, path: list[str]) -> Iterator[Block]:
        """Yield the page and the headings that begin with `passage`."""
        place = passage.locator
        if place.kind == "page" and place.first != self._page:
            self._page = place.first
            yield from self.finished()
            yield Page(place.first)
        if path == self._path:
            return
        yield from self.finished()
        shared = next(
            (i for i, (a, b) in enumerate(zip(path, self._path, strict=False)) if a != b),
            min(len(path), len(self._path)),
        )
        self._path = path
        for depth, text in enumerate(path[shared:], start=shared):
            yield Heading(text, min(depth + 2, 6))

    def _headings(self, passage: Passage) -> tuple[list[str], tuple[str, ...]]:
        """Return the headings above a passage, and the column names where it is a row."""
        path = [part for part in passage.heading.split(SEPARATOR) if part]
        if path and squeeze(path[0]) == self._title:
            del path[0]
        names = tuple(path[-1].split(COLUMNS)) if path and COLUMNS in path[-1] else ()
        same = isinstance(self._held, Table) and self._held.names == names
        return (path[:-1], names) if names and ("\t" in passage.text or same) else (path, ())

    def _row(
        self, passage: Passage, start: int, end: int, names: tuple[str, ...]
    ) -> Iterator[Block]:
        bounds = _bounds(passage.text, start, end, "\t")
        row = tuple(self._runs(passage, a, b) for a, b in bounds)
        if isinstance(self._held, Table) and self._held.names == names:
            self._held = replace(self._held, rows=(*self._held.rows, row))
        else:
            yield from self.finished()
            self._held = Table(names, (row,))

    def _line(self, passage: Passage, start: int, end: int, *, goes_on: bool) -> Iterator[Block]:
        if goes_on and self._append((Run(" "), *self._runs(passage, start, end))):
            return
        mark = self._mark_before(passage, start)
        if mark == "-" and passage.text[start:end].rstrip().endswith(" -"):
            mark = ""  # a subtitle between two dashes
        elif not mark and (marked := _MARKED.match(passage.text, start, end)):
            mark, start = marked["mark"], marked.end()
        runs = self._runs(passage, start, end)
        if not mark:
            yield from self.finished()
            self._held = Paragraph(runs)
            return
        if not isinstance(self._held, Points):
            yield from self.finished()
            self._held = Points(())
        self._held = Points((*self._held.points, Item(runs, mark, self._depth(mark))))

    def _mark_before(self, passage: Passage, start: int) -> str:
        """Return the mark that stands in the file before a line, '' where none does."""
        if self._source is None:
            return ""
        at = int(passage.origin.starts[start])
        found = _BEFORE.search("\n" + self._source[max(0, at - _FAR) : at])
        return (found["mark"] or BULLET) if found else ""

    def _append(self, runs: Runs) -> bool:
        """Add to the paragraph or point that is held back; tell whether there is one."""
        if isinstance(self._held, Paragraph):
            self._held = Paragraph((*self._held.runs, *runs))
        elif isinstance(self._held, Points):
            *others, last = self._held.points
            self._held = Points((*others, replace(last, runs=(*last.runs, *runs))))
        else:
            return False
        return True

    def _depth(self, mark: str) -> int:
        """Return how deep a mark stands: one seen before in this list is level with it."""
        kind = _DIGITS.sub("0", mark)
        if kind in self._kinds:
            del self._kinds[self._kinds.index(kind) + 1 :]
        else:
            self._kinds.append(kind)
        return min(len(self._kinds), DEEPEST) - 1

    def _runs(self, passage: Passage, start: int, end: int) -> Runs:
        """Return the characters `[start:end]` of a passage, what is lit apart from what is not."""
        runs, at = [], start
        for one in self._marks.get(passage.id, ()):
            first, last = max(one.start, at), min(one.end, end)
            if first >= last:
                continue
            runs.append(Run(passage.text[at:first]))
            runs.append(Run(passage.text[first:last], one.quote, one.quote not in self._seen))
            self._seen.add(one.quote)
            at = last
        runs.append(Run(passage.text[at:end]))
        return tuple(run for run in runs if run.text)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    return ((a, b) for a, b in _bounds(text, 0, len(text), "\n") if text[a:b].strip())


def _bounds(text: str, start: int, end: int, separator: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `text[start:end]` between the separators."""
    at = start
    for part in text[start:end].split(separator):
        yield at, at + len(part)
        at += len(part) + len(separator)
