"""Rows of tables whose cells are parted by wide spaces, slashes or bars: parted by tabs.

`참돔 / 9 / 31`, `가람시  184,000  58,200`: only where several lines that stand together part in as
many cells. The names of the columns may stand above the rows one below the other, a line each.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from index.cleaning.cells import announces, is_closed, is_figure, is_name, named
from index.cleaning.lines import (
    BULLET,
    CAPTION,
    DATE_ROW,
    ORIGIN,
    TOLD_INSIDE,
    UNIT,
    ends_sentence,
)
from index.readers.markdown import is_row, is_table_rule
from index.records import Block, BlockKind
from index.sourcemap import MappedText

_MARKED, _SPACED = re.compile(r"\s+(?:/|\|)\s+"), re.compile(r"[ \u00a0\u3000]{2,}")
# What parts a cell from the next one; a bar is drawn, a slash may be said.
_MARKS, _BARS = "/| ", "| "
_COLUMNS, _ROWS, _ANNOUNCED = 3, 2, 2  # fewer columns where the table has a name
_LENGTH, _NAME_LENGTH = 120, 25
# The name of a column of names, above which the others name columns, too: 9.24 국문판.
_NAMES_ROWS = re.compile(r"구\s?분|항\s?목|지\s?표|분\s?류")
# A figure behind a word: 칠레 68. With what it counts it names no column: 초당 5,200㎥, 하류 68km.
_FIGURED = re.compile(r"[가-힣A-Za-z]{1,10}\s\d[\d,.]*(?P<counted>\s?[^\d\s).년월]{1,2})?")
# How a sentence ends, with the mark of a note.
_SAID = re.compile(r"[가-힣]\)?[.!?][\"'”’)\d]*$")
# A figure stands in this share of the rows at least: the lines of menus have none.
_SHARE = 0.5


def with_columns(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with the cells of rows parted by tabs, the names of columns as header."""
    done: list[Block] = []
    at = 0
    while at < len(lines):
        announced = bool(done) and announces(done[-1].text.text.strip())
        marked = _run(lines, at, _MARKED, _ANNOUNCED if announced else _COLUMNS)
        spaced = _run(lines, at, _SPACED)
        header: Sequence[Block] = []
        rows = _rows(lines[at : at + len(marked)], marked, announced=announced)
        if not rows and _is_table(spaced, marked=False):
            # what only spaces part is a table below names that stand one below the other
            header = _names(done, len(spaced[0]))
            rows = [_joined(*row, "row") for row in zip(lines[at:], spaced, strict=False)]
            rows = rows if header else []
        if not rows:
            step = max(len(marked), len(spaced))
            done += lines[at : at + step]
            at += step
            continue
        del done[len(done) - len(header) :]
        named(done)
        if header:
            done.append(_joined(header[0], [line.text.stripped() for line in header], "header"))
        done += rows
        at += len(rows)
    return done


def with_words(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with the cells of rows of words parted, where something announces a table."""
    return _with_tables(lines, _worded)


def with_whole_rows(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with the rows of an announced table whose cells nothing parts, wide ones too.

    사업 상대 사업비 비고, then a row a line of as many words or more, until a note or a blank line.
    """
    return _with_tables(lines, _whole)


def _with_tables(
    lines: Sequence[Block], table: Callable[[Sequence[Block], int], list[Block]]
) -> list[Block]:
    """Return `lines` with the rows that `table` finds from a line on, where one is announced."""
    done: list[Block] = []
    at = 0
    while at < len(lines):
        rows = table(lines, at) if done and announces(done[-1].text.text) else []
        if rows:
            named(done)
        done += rows or lines[at : at + 1]
        at += max(1, len(rows))
    return done


def _whole(lines: Sequence[Block], start: int) -> list[Block]:
    """Return the rows of a table that nothing parts, its columns' names first; [] where none is."""
    header, below = lines[start], (lines[i] for i in range(start + 1, len(lines)))
    names = header.text.text.split()
    whole = takewhile(lambda line: _is_whole(line, len(names)), below)
    rows = [replace(line, kind="row") for line in whole]
    headed = header.kind == "text" and not announces(header.text.text)
    headed = headed and len(names) > 1 and all(map(is_name, names))
    if not headed or len(rows) < _ROWS or not is_closed(lines, start + 1 + len(rows)):
        return []
    return [replace(header, kind="header"), *rows]


def _is_whole(line: Block, words: int) -> bool:
    """Tell whether a line of at least so many words may be a row: no sentence, day or point."""
    text = line.text.text.strip()
    told = _SAID.search(text) or TOLD_INSIDE.search(text) or DATE_ROW.match(text)
    other = line.kind != "text" or line.gap or len(text) > _LENGTH or "\t" in text
    return len(text.split()) >= words and not (other or told or _is_other(text))


def _worded(lines: Sequence[Block], start: int) -> list[Block]:
    """Return the rows of a table that wide gaps part, its columns' names first; [] where none is.

    성명, 소속, 직위, then a person a line, in as many cells.
    """
    cells = _run(lines, start, _SPACED)
    headed = all(is_name(cell.text) for cell in cells[0])
    if not headed or len(cells) <= _ROWS or len({row[0].text for row in cells}) < len(cells):
        return []
    return [_joined(lines[start + i], row, "row" if i else "header") for i, row in enumerate(cells)]


def _run(
    lines: Sequence[Block], start: int, mark: re.Pattern[str], least: int = _COLUMNS
) -> Sequence[Sequence[MappedText]]:
    """Return the cells of the lines from `start` on that stand together and part in as many."""
    rows = [_cells(lines[start], mark)]
    while len(rows[0]) >= least and start + len(rows) < len(lines):
        line = lines[start + len(rows)]
        cells = _cells(line, mark)
        if len(cells) != len(rows[0]) or line.gap > lines[start + 1].gap:
            break
        rows.append(cells)
    return rows


def _rows(
    lines: Sequence[Block], cells: Sequence[Sequence[MappedText]], *, announced: bool
) -> list[Block]:
    """Return the rows of lines that marks part, a header among them; none where they are none."""
    dated = all(DATE_ROW.fullmatch(_bare(row[0].text)) for row in cells)
    headed = not dated and all(_is_name(_bare(cell.text)) for cell in cells[0])
    headed = headed or _NAMES_ROWS.fullmatch(_bare(cells[0][0].text)) is not None
    named = announced and (headed or dated) and len(cells) > _ROWS and len(cells[0]) > 1
    if not named and not _is_table(cells[headed:], marked=True):
        return []
    return [
        _joined(line, row, "header" if headed and not i else "row")
        for i, (line, row) in enumerate(zip(lines, cells, strict=True))
    ]


def _cells(line: Block, mark: re.Pattern[str]) -> list[MappedText]:
    """Return the cells of a line; one alone where it is no row."""
    text = line.text.stripped()
    if line.kind != "text" or len(text) > _LENGTH or _is_other(text.text):
        return [text]
    begins = [0, *(match.end() for match in mark.finditer(text.text)), len(text)]
    return [text.slice(*bounds).stripped() for bounds in pairwise(begins)]


def _is_other(text: str) -> bool:
    """Tell whether a line is no row, whatever parts it."""
    shapes = (BULLET, CAPTION, UNIT, ORIGIN)
    told = text.endswith("다.") or any(shape.match(text) for shape in shapes)
    return told or is_row(text) or is_table_rule(text)


def _bare(cell: str) -> str:
    """Return a cell without the mark that parts it from the next one."""
    return cell.rstrip(_MARKS)


def _is_table(rows: Sequence[Sequence[MappedText]], *, marked: bool) -> bool:
    """Tell whether rows are a table's: names of rows, and figures in many of them.

    Where only spaces part them, each has figures and nothing that is spread over the line.
    """
    figures = [[_has_figure(_bare(cell.text)) for cell in row[1:]] for row in rows]
    share = sum(map(any, figures)) if marked else sum(map(all, figures))
    return (
        len(rows) >= _ROWS
        and share >= _SHARE * len(rows)
        and len({row[0].text for row in rows}) == len(rows)
    )


def _has_figure(cell: str) -> bool:
    """Tell whether a cell is a figure, or ends in one: 칠레 68."""
    return is_figure(cell) is True or _FIGURED.fullmatch(cell) is not None


def _is_name(cell: str) -> bool:
    """Tell whether a cell may name a column, with nothing counted in it."""
    figured = _FIGURED.fullmatch(cell)
    return is_name(cell) and not (figured and figured["counted"])


def _names(above: Sequence[Block], columns: int) -> Sequence[Block]:
    """Return the last lines of `above` where they are names of so many columns."""
    lines = above[-columns:]
    names = [line.text.text.strip() for line in lines]
    fit = len(lines) == columns < len(above) and all(
        line.kind == "text" and len(name) <= _NAME_LENGTH and is_name(name) and not _is_other(name)
        for line, name in zip(lines, names, strict=True)
    )
    together = fit and not any(line.gap > lines[1].gap for line in lines[2:])
    return lines if together and not any(map(_ends, names)) else []


def _ends(name: str) -> bool:
    return ends_sentence(name) and name.endswith(".")


def _joined(line: Block, cells: Sequence[MappedText], kind: BlockKind) -> Block:
    """Return a row, whose slashes stay, or a header, whose slashes go; bars go in both."""
    marks = _MARKS if kind == "header" else _BARS
    cells = [cell.slice(0, len(cell.text.rstrip(marks))) for cell in cells]
    return replace(line, kind=kind, text=MappedText.joined(cells, "\t"))
