"""Rows of tables whose cells single spaces part, as most programs take them out of a PDF: by tabs.

`서해군 1,204 310 25.1`: lines that stand together and end in figures, below what names a table or
its columns. Days with what happened on each, a line a day, are a table, too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from index.cleaning.cells import (
    BETWEEN,
    FOOT,
    announces,
    is_closed,
    is_figure,
    is_name,
    may_name,
    named,
)
from index.cleaning.lines import (
    BULLET,
    CAPTION,
    DATE_ROW,
    NUMBERED,
    ORIGIN,
    TOLD_INSIDE,
    UNIT,
    YEAR_NAME,
    ends_sentence,
)
from index.cleaning.names import as_header, names_in, parted, words_of
from index.cleaning.titles import FIELD
from index.readers.markdown import is_row, is_table_rule
from index.records import Block
from index.sourcemap import Span

_FIGURE = re.compile(r"[(△▲▽+−-]?\d[\d,.]*(?:\s?[십백천만억조]{1,2})?\s?[^\d\s:]{0,3}\)?")
_LENGTH, _LEAD, _NAMES = 120, 40, 70
_ROWS, _DAYS = 2, 3
# So many columns of figures, and rows, make a table where nothing names it or its columns.
_UNNAMED = 3
# Columns of words at most behind the first: 순위 국가 수출액.
_WORDS = 2
_HEADER_LINES = 2
# No table of days that was announced, nor one whose rows are broken, stands so few lines above.
_NEAR = 4
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, its words, and how many of them, its last, are figures."""

    line: Block
    words: tuple[Span, ...]
    figures: int

    @property
    def names_years(self) -> bool:
        """Whether it names columns: 구분 2023년 2024년."""
        text = self.line.text.text
        years = (text[one.start : one.end] for one in self.words[-self.figures :])
        return 1 < self.figures < len(self.words) and all(map(YEAR_NAME.fullmatch, years))

    @property
    def columns(self) -> int:
        """How many figures stand behind its name, which may be one itself: 2023년 1,204 310."""
        return self.figures - (self.figures == len(self.words))

    def parted(self, cells: int) -> Block:
        """Return the row, its last words as so many cells, and what stands before them as one."""
        return replace(self.line, kind="row", text=parted(self.line.text, self.words[-cells:]))


def with_figures(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with the cells of rows that end in figures, or begin with days, parted."""
    done: list[Block] = []
    at = 0
    while at < len(lines):
        if days := _days(lines, at, done):
            named(done)
            done += days
            at += len(days)
            continue
        run = _run(lines, at)
        cells, above, headed = _table(run, done) if len(run) >= _ROWS else (0, 0, False)
        if not cells:
            step = max(1, len(run))
            done += lines[at : at + step]
            at += step
            continue
        at += len(run)
        names = [*done[len(done) - above :], *(row.line for row in run[:headed])]
        del done[len(done) - above :]
        named(done)
        done += [as_header(line, cells + 1) for line in names]
        done += [row.parted(cells) for row in run[headed:]]
        between: list[Block] = []  # the edges of pages, which stand behind the whole table then
        while start := _continued(lines, at, cells):
            more = _run(lines, start)
            between += lines[at:start]
            done += [row.parted(cells) for row in more]
            at = start + len(more)
        done += between
    return done


def _run(lines: Sequence[Block], start: int) -> list[_Row]:
    """Return the lines from `start` on that stand together and end in figures."""
    rows: list[_Row] = []
    for line in _from(lines, start):
        row = _row(line)
        if row is None or (len(rows) > 1 and line.gap > rows[1].line.gap):
            break
        rows.append(row)
    return rows


def _from(lines: Sequence[Block], start: int) -> Iterator[Block]:
    return (lines[i] for i in range(start, len(lines)))


def _row(line: Block) -> _Row | None:
    text = line.text.text
    if line.kind != "text" or len(text) > _LENGTH or _is_other(text):
        return None
    words = tuple(words_of(text))
    said = (text[one.start : one.end] for one in reversed(words))
    figures = sum(1 for _ in takewhile(_is_cell, said))
    return _Row(line, words, figures) if figures and words[-figures].start <= _LEAD else None


def _is_cell(word: str) -> bool:
    """Tell whether a word may be a figure or an empty cell; the time of a day is none."""
    return is_figure(word) is None or _FIGURE.fullmatch(word) is not None


def _is_other(text: str) -> bool:
    """Tell whether a line is no row, however it ends."""
    bare = text.strip()
    told = ends_sentence(bare) and not bare[-1:].isdigit() and not _is_cell(bare[-1:])
    shapes = (BULLET, CAPTION, UNIT, ORIGIN, NUMBERED)
    drawn = "\t" in bare or is_row(bare) or is_table_rule(bare)
    told = told or (TOLD_INSIDE.search(text) or FIELD.match(text)) is not None
    return told or drawn or any(shape.match(bare) for shape in shapes)


def _table(run: Sequence[_Row], above: Sequence[Block]) -> tuple[int, int, bool]:
    """Return into how many cells the rows of a run part behind their names; 0: they are no table.

    And how many lines above them name the columns, or whether their first row does.
    """
    headed = run[0].names_years
    rows = run[headed:]
    columns = min(row.columns for row in rows)
    lines = 0 if headed else _header_lines(above)
    header = run[0].line if headed else above[-1] if lines else None
    names = len(names_in(header.text.text)) - 1 if header else 0
    worded = columns <= names <= columns + _WORDS and all(len(row.words) > names for row in rows)
    # The names of rows may end in a figure, too: 만 60세 1,204.
    cells = names if worded or (lines < _HEADER_LINES and names == columns - 1) else columns
    announced = len(above) > lines and _names_table(above[-lines - 1])
    enough = announced or names == cells > 1 or min(cells, len(rows)) >= _UNNAMED
    return (cells, lines, headed) if columns and cells and enough else (0, 0, False)


def _header_lines(above: Sequence[Block]) -> int:
    """Return how many of the last lines of `above` name columns: two only below a table's name."""
    lines = sum(1 for _ in takewhile(_names_columns, reversed(above[-_HEADER_LINES:])))
    if lines == _HEADER_LINES and not (len(above) > lines and _names_table(above[-lines - 1])):
        return 1
    return lines


def _names_columns(line: Block) -> bool:
    text = line.text.text
    words = [text[one.start : one.end] for one in names_in(text)]
    return (
        line.kind == "text"
        and len(text) <= _NAMES
        and len(words) > 1
        and not (announces(text) or _is_other(text))
        and all(map(is_name, words))
    )


def _names_table(line: Block) -> bool:
    """Tell whether a line names the table below it: by its shape, its mark, or its role."""
    text = line.text.text
    marked = BULLET.match(text) or NUMBERED.match(text)
    return (
        line.kind in ("caption", "heading")
        or announces(text)
        or bool(marked and len(text) <= _NAMES and not ends_sentence(text))
    )


def _continued(lines: Sequence[Block], at: int, cells: int) -> int:
    """Return where a table goes on over the page; 0 where it does not."""
    for start in range(at + 1, min(at + BETWEEN + 1, len(lines))):
        between = [line.text.text for line in lines[at:start]]
        run = _run(lines, start)
        if run and any(map(FOOT.search, between)) and all(row.columns == cells for row in run):
            return start
    return 0


def _days(lines: Sequence[Block], at: int, above: Sequence[Block]) -> list[Block]:
    """Return the rows from `at` on that tell of days, below a plain line that names them.

    Below the caption of a table they are known as such anyway, broken over lines, too.
    """
    near = above[-_NEAR:]
    if not near or any(_names_table(one) or DATE_ROW.match(one.text.text) for one in near):
        return []
    if not may_name(near[-1].text.text):
        return []
    rows = [replace(line, kind="row") for line in takewhile(_is_day, _from(lines, at))]
    return rows if len(rows) >= _DAYS and is_closed(lines, at + len(rows)) else []


def _is_day(line: Block) -> bool:
    """Tell whether a line begins with a day, and says no whole sentence of it."""
    text = line.text.text
    day = DATE_ROW.match(text)
    told = "\t" in text or text.rstrip().endswith("다.")
    return (
        day is not None
        and line.kind == "text"
        and not told
        and bool(_HANGUL.search(text, day.end()))
    )
