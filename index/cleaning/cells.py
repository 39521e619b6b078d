"""Tables whose cells stand one below the other, as programs copy them out of a PDF: rows again.

Only below a line that names a table or its unit, and only where the figures come round regularly:
`구분 / 인원 / 비율 / 임대 집단 / 1,204 / 71.0 / 비임대 집단 / 2,377 / 49.0`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.cleaning.lines import CAPTION, UNIT, ends_sentence
from index.records import Block
from index.sourcemap import MappedText

_FIGURE = re.compile(r"\s*(?:[(△▲+−-]?\d[\d,.]*(?:%p?|[가-힣]{1,2})?\)?|[-–—…])\s*")
_CELL_LENGTH = 25
_COLUMNS, _ROWS = (2, 10), 2  # how many columns, and rows at least


def with_rows(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with those that are the cells of a table joined row by row."""
    done: list[Block] = []
    at = 0
    while at < len(lines):
        done.append(lines[at])
        at += 1
        if _names(done[-1]) and at < len(lines) and not _names(lines[at]):
            rows = _rows(lines[at:])
            done += rows
            at += sum(row.text.text.count("\t") + 1 for row in rows)
    return done


def _names(line: Block) -> bool:
    text = line.text.text
    return bool(CAPTION.match(text) or UNIT.match(text)) and not ends_sentence(text)


def _rows(lines: Sequence[Block]) -> list[Block]:
    """Return the header and the rows that `lines` begin with; none where they are no table."""
    cells = 0
    while cells < len(lines) and _is_cell(lines[cells].text.text) and not _names(lines[cells]):
        cells += 1
    figures = [_FIGURE.fullmatch(line.text.text) is not None for line in lines[:cells]]
    first = next((i for i, figure in enumerate(figures) if figure), 0)
    columns = first - 1  # the names of the columns, then that of the first row
    if not _COLUMNS[0] <= columns <= _COLUMNS[1]:
        return []
    count = 1
    while _is_row(figures[count * columns : (count + 1) * columns], columns):
        count += 1
    if count <= _ROWS:
        return []
    rows = (lines[n * columns : (n + 1) * columns] for n in range(count))
    return [_joined(row, header=n == 0) for n, row in enumerate(rows)]


def _is_cell(text: str) -> bool:
    return len(text.strip()) <= _CELL_LENGTH and "\t" not in text and not text.endswith("다.")


def _is_row(figures: Sequence[bool], columns: int) -> bool:
    """Tell whether cells are a name and figures."""
    return len(figures) == columns and not figures[0] and all(figures[1:])


def _joined(cells: Sequence[Block], *, header: bool) -> Block:
    text = MappedText.joined([cell.text.stripped() for cell in cells], "\t")
    return replace(cells[0], kind="header" if header else "row", text=text)
