"""A table of an office document as blocks: caption, column names, rows; or the box that it is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.readers.flow import Cell, Paragraph, Placed, Table, paragraph_blocks
from index.readers.markup import CELL_LENGTH, REACHING
from index.records import Block
from index.sourcemap import MappedText

# The first cell of a table of fields, as a press release has it at head and foot: no column name.
_FIELD = re.compile(
    r"\W*(?:보\s*도|배\s*포|담\s*당|책\s*임|문\s*의|연\s*락|수\s*신|발\s*신|제\s*공)"
)


def blocks_of(table: Table, placed: Placed) -> Iterator[Block]:
    """Yield the blocks of `table`, those of tables inside its cells after the row they stand in.

    A table of one column is a box around text, one with whole paragraphs in its cells a layout:
    what they hold is yielded as it is.
    """
    caption = placed.line(table.caption)
    if caption.text:
        yield Block("caption", caption)
    lines = [_line(cell, placed) for cell in table.cells]
    if _is_layout(table.cells, lines):
        for cell in table.cells:
            yield from _inside(cell, placed)
        return
    header = _header_rows(table.cells, lines)
    names = [i for i, cell in enumerate(table.cells) if cell.row < header and lines[i].text]
    if names:
        yield Block("header", MappedText.joined([lines[i] for i in names], "\t"))
    yield from _nested([c for c in table.cells if c.row < header], placed)
    yield from _rows(table.cells, lines, header, placed)


def _rows(
    cells: Sequence[Cell], lines: Sequence[MappedText], header: int, placed: Placed
) -> Iterator[Block]:
    """Yield the rows below the header.

    A cell that reaches down from a row above stands in front, wherever its column is: the text of
    a passage keeps to the order of the file, in which that cell comes first.
    """
    rows = defaultdict(list)
    for i, cell in enumerate(cells):
        if cell.row >= header:
            rows[cell.row].append(i)
    above: list[int] = []  # cells that reach into the row
    for row, own in sorted(rows.items()):
        above = [i for i in above if cells[i].row + cells[i].rows > row][:REACHING]
        if any(lines[i].text for i in own):
            yield Block("row", MappedText.joined([lines[i] for i in [*above, *own]], "\t"))
        above += [i for i in own if cells[i].rows > 1 and lines[i].text]
        yield from _nested([cells[i] for i in own], placed)


def _line(cell: Cell, placed: Placed) -> MappedText:
    return placed.line(p for p in cell.content if isinstance(p, Paragraph))


def _is_layout(cells: Sequence[Cell], lines: Sequence[MappedText]) -> bool:
    filled = [cell for cell, line in zip(cells, lines, strict=True) if line.text]
    columns = {cell.column for cell in filled} | {cell.column for cell in cells if cell.column == 0}
    if len(columns) < 2:
        return True
    return any(len(line) > CELL_LENGTH for line in lines)


def _inside(cell: Cell, placed: Placed) -> Iterator[Block]:
    for piece in cell.content:
        if isinstance(piece, Table):
            yield from blocks_of(piece, placed)
        else:
            yield from paragraph_blocks(piece, placed)


def _nested(cells: Sequence[Cell], placed: Placed) -> Iterator[Block]:
    for cell in cells:
        for piece in cell.content:
            if isinstance(piece, Table):
                yield from blocks_of(piece, placed)


def _header_rows(cells: Sequence[Cell], lines: Sequence[MappedText]) -> int:
    """Return how many rows at the top name the columns: those declared, or the first.

    A first row in which one cell reaches down and another across goes on in the rows below.
    """
    last = max(cell.row for cell in cells)
    top = [cell for cell in cells if cell.row == 0]
    first = next((line.text for line in lines if line.text), "")
    if _FIELD.match(first) or last == 0:
        return 0
    declared = {cell.row for cell in cells if cell.header}
    count = next((n for n in range(last + 1) if n not in declared), last + 1)
    if any(cell.columns > 1 for cell in top):
        count = max(count, *(cell.rows for cell in top))
    count = max(count, 1)
    return count if count <= last else 1
