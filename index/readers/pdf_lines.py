"""The characters of a page become lines, in the order of the page's own content.

Here: lines, the spaces in them, footnote marks, the cells of tables. Not here: which lines belong
together (`pdf_blocks`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median

from index.readers.pdf_page import Character, Grid, Page
from index.readers.pdf_ruled import ruled_tables

_SAME_LINE = 0.5  # of the height, by which the middle of a character may be off its line's
_CELL_GAP = 1.8  # ems between two cells of a table without rules
_RAISED = 0.8  # of a line's size: a footnote mark
# Ems beyond the letters' own: between words of one script; between scripts, where no gap of words
# tells; and the share of a gap between words from which one between scripts was typed.
_WORD_GAP, _MIXED_GAP, _TYPED = 0.1, 0.25, 0.93


@dataclass(slots=True, eq=False)
class Line:
    """A line of a page, or of one cell of a table.

    Args:
        row: number of the table row on its page that it belongs to, -1 for none.
        cell: number of the cell in that row.
        size: of most of its characters, in points.
        marks: where footnote marks stand in its text.
        start: where its text begins in the source text.
    """

    characters: list[Character]
    row: int = -1
    cell: int = 0
    start: int = 0
    text: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list)
    size: float = field(init=False)

    def __post_init__(self) -> None:
        self.size = median(c.size for c in self.characters)

    @property
    def left(self) -> float:
        """Its left end."""
        return self.characters[0].left

    @property
    def right(self) -> float:
        """Its right end."""
        return self.characters[-1].right

    @property
    def bottom(self) -> float:
        """The lowest place of its boxes."""
        return min(c.bottom for c in self.characters)

    @property
    def top(self) -> float:
        """The highest place of its boxes."""
        return max(c.top for c in self.characters)


def lines_of(page: Page) -> list[Line]:
    """Return the lines of a page in the order of reading; those of tables cell by cell."""
    grid = Grid(page.rules, ruled_tables(page))
    lines: list[Line] = []
    for row, cell, characters in _groups(page, grid):
        for line in _split(characters):
            line.row, line.cell = row, cell
            _finish(line)
            if line.text:
                lines.append(line)
    return lines if grid.rows else _aligned(lines)


def _groups(page: Page, grid: Grid) -> Iterator[tuple[int, int, list[Character]]]:
    """Yield the characters outside of tables, and those of each cell, where the table stands."""
    places = [grid.place(c) for c in page.characters]
    done: set[int] = set()
    for table, run in groupby(zip(places, page.characters, strict=True), key=lambda p: p[0].table):
        if table < 0:
            yield -1, 0, [character for _, character in run]
        elif table not in done:
            done.add(table)
            cells: dict[tuple[int, int], list[Character]] = {}
            for place, character in zip(places, page.characters, strict=True):
                if place.table == table:
                    cells.setdefault((place.row, place.cell), []).append(character)
            for (row, cell), characters in sorted(cells.items()):
                yield row, cell, characters


def _split(characters: Sequence[Character]) -> Iterator[Line]:
    """Yield lines: a character that stands lower or higher, or back to the left, begins one."""
    line: list[Character] = []
    for character in characters:
        if character.text.isspace() and not line:
            continue
        if line and not character.text.isspace() and _leaves(line, character):
            yield Line(line)
            line = []
        line.append(character)
    if line:
        yield Line(line)


def _leaves(line: Sequence[Character], character: Character) -> bool:
    last = next((c for c in reversed(line) if not c.text.isspace()), line[-1])
    height = max(last.top - last.bottom, character.top - character.bottom, 1.0)
    apart = abs((last.top + last.bottom) - (character.top + character.bottom)) / 2
    return apart > _SAME_LINE * height or character.left < last.left - 2 * character.size


def _finish(line: Line) -> None:
    """Set the text of a line, and where raised figures stand in it."""
    while line.characters and line.characters[-1].text.isspace():
        line.characters.pop()
    if not line.characters:
        return
    text, size = "", line.size
    for character, space in _spaced(line.characters):
        raised = character.size < _RAISED * size and character.text.isdigit()
        if raised and not space and (not text or not text[-1].isascii()):  # km² is no mark
            line.marks.append((len(text), len(text) + 1))
        text += " " * space + character.text
    line.text = text


def _spaced(characters: Sequence[Character]) -> Iterator[tuple[Character, bool]]:
    """Yield the characters other than spaces, and whether a space stands before each.

    Programs set Hangul apart from figures and Latin by a little, and stretch lines to the margin;
    both come as spaces that nobody typed. A gap counts where it is wider than those that part
    letters in this line, and, where the script changes, about as wide as those between words.
    """
    pairs = list(_neighbours(characters))
    letters = [gap for _, gap, space in pairs if not space]
    stretch = max(0.0, median(letters)) if letters else 0.0
    words = [g - stretch for pair, g, space in pairs if space and all(map(_is_hangul, pair))]
    words = [gap for gap in words if gap > _WORD_GAP]
    typed = _TYPED * median(words) if words else _MIXED_GAP
    yield characters[0], False
    for (left, right), gap, space in pairs:
        least = typed if _is_hangul(left) != _is_hangul(right) else _WORD_GAP
        yield right, space and gap - stretch > least


def _neighbours(
    characters: Sequence[Character],
) -> Iterator[tuple[tuple[Character, Character], float, bool]]:
    """Yield characters side by side, the gap between them in ems, whether a space was in it."""
    last, space = characters[0], False
    for character in characters[1:]:
        if character.text.isspace():
            space = True
            continue
        yield (last, character), (character.left - last.right) / max(last.size, 1), space
        last, space = character, False


def _is_hangul(character: Character) -> bool:
    return "\uac00" <= character.text <= "\ud7a3"


def _aligned(lines: list[Line]) -> list[Line]:
    """Return the lines with those that have wide gaps, several in turn, as rows of a table."""
    parted = [_cells(line) for line in lines]
    found: list[Line] = []
    row = 0
    for i, cells in enumerate(parted):
        beside = [len(parted[j]) for j in (i - 1, i + 1) if 0 <= j < len(parted)]
        if len(cells) > 1 and len(cells) in beside:
            for number, cell in enumerate(cells):
                one = Line(cell, row, number)
                _finish(one)
                found.append(one)
            row += 1
        else:
            found.append(lines[i])
    return found


def _cells(line: Line) -> list[list[Character]]:
    cells: list[list[Character]] = []
    last: Character | None = None
    for character in line.characters:
        if character.text.isspace():
            if cells:
                cells[-1].append(character)
            continue
        if last is None or character.left - last.right > _CELL_GAP * line.size:
            cells.append([])
        cells[-1].append(character)
        last = character
    return cells
