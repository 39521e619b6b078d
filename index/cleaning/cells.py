"""Tables whose cells stand one below the other, as programs copy them out of a PDF: rows again.

`구분 / 인원 / 비율 / 임대 집단 / 1,204 / 71.0 / 비임대 집단 / 2,377 / 49.0`, a line each: only
where figures, or cells of one shape, come round regularly below names of columns. What stands
above names the table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from index.cleaning.lines import (
    BRACKETED,
    BULLET,
    CAPTION,
    DATE_ROW,
    FIGURE_CELL,
    NUMBERED,
    ORIGIN,
    UNIT,
    YEAR_NAME,
    ends_sentence,
    is_page_number,
)
from index.cleaning.names import as_header, names_in
from index.cleaning.rounds import shape_comes_round
from index.cleaning.structure import without_marks
from index.records import Block
from index.sourcemap import MappedText

_CELL_LENGTH, _LONG_CELL = 25, 80
_NAME_LENGTH = 60
_COLUMNS = range(2, 11)
# So many columns, and rows below their names, make a table; more where nothing announces one.
_ROWS, _LOOSE_COLUMNS, _LOOSE_ROWS = 2, 3, 3
# So many columns tell a table that has one row.
_WIDE = 4
# So many columns a table of days may have, its cells one below the other.
_DATED = range(2, 5)
# So many rows tell a table of words, in one of whose columns alone all cells are of one shape.
_SHAPED_ROWS = 3
# Where a day stands so few lines below, one of its rows is broken, which `unwrap` puts together.
_NEXT = 8
# An empty cell may stand in any column.
_EMPTY = re.compile(r"[-–—…]")
_STOPPED = re.compile(r"[가-힣][.!?][\"'”’]?$")
# So many lines at most stand between the two halves of a table: a foot and a head.
BETWEEN = 3
FOOT = re.compile(r"(?:^|[\s|│–—-])\d{1,4}\s*(?:[-–—]\s*)?$")


def with_rows(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with those that are the cells of a table joined row by row."""
    ends = _ends(lines)
    done: list[Block] = []
    at = 0
    while at < len(lines):
        table = _table(lines, at, ends) if at and ends[at] - at > 2 * _ROWS else None
        table = table or (_announced(lines, at) if at else None)
        if table is None or _breaks_off(lines, table):
            done.append(lines[at])
            at += 1
            continue
        named(done)
        done += [as_header(line, len(table.figures)) for line in lines[at : table.start]]
        done += table.rows(lines[table.start : table.end], header=table.headed)
        at = table.end
        between: list[Block] = []  # the edges of pages, which stand behind the whole table then
        while (more := _continued(lines, at, ends, table)) is not None:
            between += lines[at : more.start]
            done += more.rows(lines[more.start : more.end], header=more.headed)
            at = more.end
        done += between
    return done


def named(done: list[Block]) -> None:
    """Give the last of the lines `done`, a table's name, the role that it has above the table."""
    line = done[-1] if done else None
    if line is None or line.kind != "text" or not may_name(line.text.text):
        return
    bare = line.text.text.strip()
    if NUMBERED.match(bare) and not UNIT.match(bare):
        done[-1] = replace(line, kind="heading", level=2)
    else:
        done[-1] = replace(line, kind="caption", text=without_marks(line.text))


def may_name(text: str) -> bool:
    """Tell whether a line is short and plain enough to be the name of the table below it."""
    return len(text.strip()) <= _NAME_LENGTH and not (
        ends_sentence(text) or ORIGIN.match(text) or is_page_number(text)
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells `[start:end]` of a table, and whether each of its columns holds figures.

    Args:
        figures: by column; `None` where some cells are figures and some are not.
        names: of the columns.
        headed: whether the cells begin with the names.
    """

    start: int
    end: int
    figures: tuple[bool | None, ...]
    names: tuple[str, ...]
    headed: bool = True

    def rows(self, cells: Sequence[Block], *, header: bool) -> Iterator[Block]:
        """Yield a block for each row of `cells`."""
        n = len(self.figures)
        for at in range(0, len(cells), n):
            row = cells[at : at + n]
            text = MappedText.joined([cell.text.stripped() for cell in row], "\t")
            yield replace(row[0], kind="header" if header and not at else "row", text=text)


def _ends(lines: Sequence[Block]) -> list[int]:
    """Return for each line where the cells that begin with it end; itself where it is none."""
    ends = [*range(len(lines)), len(lines)]
    for i in range(len(lines) - 1, -1, -1):
        if not _is_cell(lines[i]):
            continue
        after = ends[i + 1]
        ends[i] = i + 1 if after == i + 1 or _is_parted(lines[i : i + 3]) else after
    return ends[:-1]


def _is_parted(lines: Sequence[Block]) -> bool:
    """Tell whether the second of `lines` is set off from the first."""
    return len(lines) > 1 and lines[1].gap > min(line.gap for line in (lines[0], *lines[2:]))


def _is_cell(line: Block, length: int = _CELL_LENGTH) -> bool:
    text = line.text.text.strip()
    bullet = BULLET.match(text)
    return (
        line.kind == "text"
        and len(text) <= length
        and "\t" not in text
        and not _STOPPED.search(text)
        and not (bullet and bullet.end() < len(text))
        and (not NUMBERED.match(text) or is_figure(text) is True)
        and not (announces(text) or ORIGIN.match(text))
        and (text.isdigit() or not is_page_number(text))
    )


def announces(text: str) -> bool:
    """Tell whether a line names a table or its unit, by its shape."""
    return any(shape.match(text) for shape in (CAPTION, UNIT, BRACKETED)) and not ends_sentence(
        text
    )


def is_closed(lines: Sequence[Block], end: int) -> bool:
    """Tell whether what stands at `end` surely is below a table: a note, a mark, a blank line."""
    shapes = (ORIGIN, CAPTION, BULLET, NUMBERED)
    below = lines[end : end + 1]
    return all(one.gap or any(o.match(one.text.text) for o in shapes) for one in below)


def is_figure(text: str) -> bool | None:
    """Tell whether a cell is a figure; None where it is empty."""
    if _EMPTY.fullmatch(text.strip()):
        return None
    return FIGURE_CELL.fullmatch(text.strip()) is not None


def _table(lines: Sequence[Block], start: int, ends: Sequence[int]) -> _Table | None:
    """Return the table that begins at `start` with the names of the fewest columns that fit."""
    above = lines[start - 1].text.text.strip()
    points = BULLET.match(above) or NUMBERED.match(above)
    announced = announces(above) or (points is not None and may_name(above))
    first = announced or ends[start - 1] <= start
    if not (first or ends[max(0, start - 2)] < start):
        return None
    cells = [line.text.text.strip() for line in lines[start : ends[start]]]
    for n in _COLUMNS if announced else _COLUMNS[_LOOSE_COLUMNS - _COLUMNS[0] :]:
        rows, rest = divmod(len(cells), n)
        enough = rows > (_ROWS if announced else _LOOSE_ROWS)
        if rest == 0 and enough and all(map(is_name, cells[:n])):
            figures = _columns(cells[n:], n)
            round_ = _come_round(figures) and (first or not figures[0])
            if round_ or (announced and _is_dated(cells[n:], n)):
                return _Table(start, ends[start], figures, tuple(cells[:n]))
    pairs = announced and len(cells) > 2 * _ROWS and len(cells) % 2 == 0
    if pairs and _columns(cells, 2) == (False, True):  # names and figures alone
        return _Table(start, ends[start], (False, True), (), headed=False)
    return _of_one_row(start, cells) if announced else None


def _of_one_row(start: int, cells: Sequence[str]) -> _Table | None:
    """Return a table of names and one row of figures below them: 구분, 강원, 배정, 118."""
    n, odd = divmod(len(cells), 2)
    figures = tuple(is_figure(cell) is True for cell in cells)
    shaped = figures == (False,) * (n + 1) + (True,) * (n - 1)
    if odd or n < _WIDE or not shaped or not all(map(is_name, cells[:n])):
        return None
    return _Table(start, start + 2 * n, figures[n:], tuple(cells[:n]))


def _announced(lines: Sequence[Block], start: int) -> _Table | None:
    """Return the table below what announces it whose rows blank lines part, or begin with days.

    Its cells may be longer than others: what happened on a day.
    """
    if not announces(lines[start - 1].text.text.strip()):
        return None
    first = takewhile(lambda line: line.gap == 0, _cells_from(lines, start + 1))
    size = 1 + sum(1 for _ in first)
    dated = ((n, _days(lines, start, n)) for n in _DATED)
    for n, rows in ((size, _groups(lines, start, size)), *dated):
        cells = [line.text.text.strip() for line in lines[start : start + n * (rows + 1)]]
        if rows >= _ROWS and n in _COLUMNS and all(map(is_name, cells[:n])):
            figures = _columns(cells[n:], n)
            if _come_round(figures) or _is_dated(cells[n:], n):
                return _Table(start, start + len(cells), figures, tuple(cells[:n]))
    return _of_words(lines, start, start + size)


def _of_words(lines: Sequence[Block], start: int, end: int) -> _Table | None:
    """Return the table of words that lines `[start:end]` are, where it surely ends.

    The names of its columns stand a line each, or all in the first, where only the cells tell how
    many there are.
    """
    if not (is_closed(lines, end) and _is_cell(lines[start], _LONG_CELL)):
        return None
    first, *below = cells = [line.text.text.strip() for line in lines[start:end]]
    for n in _COLUMNS:
        if _are_rows(cells[:n], cells[n:], n):
            return _Table(start, end, _columns(cells[n:], n), tuple(cells[:n]))
    names = [first[one.start : one.end] for one in names_in(first)]
    for n in _COLUMNS[: max(0, len(names) - 1)]:
        if _are_rows(names, below, n):
            return _Table(start + 1, end, _columns(below, n), (), headed=False)
    return None


def _are_rows(names: Sequence[str], cells: Sequence[str], n: int) -> bool:
    """Tell whether cells are whole rows of n columns, told by days, figures or a shape."""
    rows, rest = divmod(len(cells), n)
    if rows < _SHAPED_ROWS or rest or not all(map(is_name, names)):
        return False
    told = _is_dated(cells, n) or _come_round(_columns(cells, n))
    return told or shape_comes_round(names, cells, n)


def _cells_from(lines: Sequence[Block], start: int) -> Iterator[Block]:
    """Yield lines from `start` on while each may be a cell of a table that was announced."""
    some = (lines[i] for i in range(start, len(lines)))
    return takewhile(lambda line: _is_cell(line, _LONG_CELL), some)


def _groups(lines: Sequence[Block], start: int, n: int) -> int:
    """Return how many groups of n cells, each behind a blank line, stand below the first."""
    rows = 0
    while True:
        at = start + (rows + 1) * n
        gaps = [line.gap > 0 for line in islice(_cells_from(lines, at), n)]
        if gaps != [True] + [False] * (n - 1):
            return rows
        rows += 1


def _days(lines: Sequence[Block], start: int, n: int) -> int:
    """Return how many days, each with what n - 1 cells tell of it, stand below n names."""
    below = (
        bool(DATE_ROW.fullmatch(line.text.text.strip())) for line in _cells_from(lines, start + n)
    )
    rows = iter(lambda: tuple(islice(below, n)), ())
    return sum(1 for _ in takewhile(lambda row: row == (True,) + (False,) * (n - 1), rows))


def _breaks_off(lines: Sequence[Block], table: _Table) -> bool:
    """Tell whether days stand below a table of days, of which one row is broken then."""
    last = lines[table.end - len(table.figures)].text.text.strip()
    below = (line.text.text.strip() for line in lines[table.end : table.end + _NEXT])
    return bool(DATE_ROW.fullmatch(last)) and any(map(DATE_ROW.fullmatch, below))


def is_name(text: str) -> bool:
    """Tell whether a cell may name a column: it is no figure but a year's."""
    return bool(YEAR_NAME.fullmatch(text)) or is_figure(text) is False


def _columns(cells: Sequence[str], n: int) -> tuple[bool | None, ...]:
    """Return for each of n columns whether its cells are figures; None where some are."""
    kinds = [is_figure(cell) for cell in cells]
    if all(map(YEAR_NAME.fullmatch, cells[::n])):  # names of rows: 2023년, 1분기
        kinds[::n] = [False] * len(cells[::n])
    columns = ({kind for kind in kinds[i::n] if kind is not None} for i in range(n))
    return tuple(column.pop() if len(column) == 1 else None for column in columns)


def _come_round(figures: Sequence[bool | None]) -> bool:
    """Tell whether columns are a table's: those of names and of figures are apart."""
    if figures[0] is False:
        return True in figures[1:]
    return figures[0] is True and False in figures[1:] and len(figures) >= _LOOSE_COLUMNS


def _is_dated(cells: Sequence[str], n: int) -> bool:
    """Tell whether each row begins with a date, and nothing else is one: a table of events."""
    dates = [DATE_ROW.fullmatch(cell) is not None for cell in cells]
    return all(dates[::n]) and sum(dates) == len(cells) // n


def _continued(
    lines: Sequence[Block], at: int, ends: Sequence[int], table: _Table
) -> _Table | None:
    """Return the rest of a table that goes on over the page; words alone do not tell it."""
    n = len(table.figures)
    if True not in table.figures:
        return None
    for start in range(at + 1, min(at + BETWEEN + 1, len(lines))):
        between = [line.text.text for line in lines[at:start]]
        cells = [line.text.text.strip() for line in lines[start : ends[start]]]
        if not any(map(FOOT.search, between)) or not cells or len(cells) % n:
            continue
        headed = tuple(cells[:n]) == table.names
        figures = _columns(cells[n * headed :], n)
        fits = all(one in (None, two) for one, two in zip(table.figures, figures, strict=True))
        if fits and len(cells) > n * headed:
            return _Table(start, ends[start], table.figures, table.names, headed)
    return None
