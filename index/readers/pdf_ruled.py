"""Tables that lying rules alone draw: a rule between any two rows, and nothing between columns.

Here: where such a table stands, its rows by the rules and its columns by what no character crosses.
Not here: tables with standing rules (`pdf_page`), and those without any (`pdf_lines`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.readers.pdf_page import Character, Page, Rule

_LONG = 20.0  # points that a rule of a table is long at least
_ALIKE = 4.0  # points by which the ends of one table's rules differ
_LEVELS = 4  # rules; with three of them, above, below and under the header, rows are lines
_HIGHEST = 150.0  # points from one rule to the next
_GUTTER = 1.02  # ems between two columns, more than a space is wide


class Ruled(NamedTuple):
    """A table: the heights between its rows from low to high, its ends, and its columns' sides."""

    levels: list[float]
    left: float
    right: float
    columns: list[float]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is inside."""
        inside = self.left - _ALIKE <= x <= self.right + _ALIKE
        return inside and self.levels[0] <= y < self.levels[-1]

    def sides(self, _row: int) -> list[float]:
        """Return the places between the cells of a row: the same in each."""
        return self.columns


def ruled_tables(page: Page) -> list[Ruled]:
    """Return the tables of a page that lying rules alone draw, from above."""
    standing = [rule for rule in page.rules if not rule.lies and rule.top - rule.bottom > _LONG]
    found = []
    for left, right, levels in _stacks(page.rules):
        across = [c for c in page.characters if left <= (c.left + c.right) / 2 <= right]
        for part in _parted(levels, across):
            drawn = any(r.bottom < part[-1] and part[0] < r.top for r in standing)
            if len(part) >= _LEVELS and not drawn:
                found.append(Ruled(part, left, right, _gutters(_between(across, part))))
    return sorted(found, key=lambda table: -table.levels[-1])


def _parted(levels: Sequence[float], characters: Sequence[Character]) -> Iterator[list[float]]:
    """Yield the levels of each table: one ends where what stands between two rules has no columns.

    That is the text from one table to the next.
    """
    part: list[float] = []
    for level in levels:
        if part and not _gutters(_between(characters, [*part, level])):
            yield part
            part = part[-1:] if _gutters(_between(characters, [part[-1], level])) else []
        part.append(level)
    if part:
        yield part


def _between(characters: Sequence[Character], levels: Sequence[float]) -> list[Character]:
    return [c for c in characters if levels[0] <= (c.bottom + c.top) / 2 < levels[-1]]


def _stacks(rules: Sequence[Rule]) -> Iterator[tuple[float, float, list[float]]]:
    """Yield the ends and heights of rules that stand below each other, alike."""
    alike: defaultdict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    for left, right, level in _whole(rules):
        alike[round(left / _ALIKE), round(right / _ALIKE)].append((left, right, level))
    for group in alike.values():
        levels: list[float] = []
        for level in sorted({round(level, 1) for _, _, level in group}):
            if levels and level - levels[-1] > _HIGHEST:
                if len(levels) >= _LEVELS:
                    yield group[0][0], group[0][1], levels
                levels = []
            if not levels or level - levels[-1] > _ALIKE:
                levels.append(level)
        if len(levels) >= _LEVELS:
            yield group[0][0], group[0][1], levels


def _whole(rules: Sequence[Rule]) -> Iterator[tuple[float, float, float]]:
    """Yield left end, right end and height of lying rules, those that touch end to end as one."""
    lying: defaultdict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.lies:
            lying[round(rule.bottom)].append(rule)
    for row in lying.values():
        row.sort()
        left, right, level = row[0].left, row[0].right, row[0].bottom
        for rule in row[1:]:
            if rule.left - right > _ALIKE:
                if right - left > _LONG:
                    yield left, right, level
                left = rule.left
            right = max(right, rule.right)
        if right - left > _LONG:
            yield left, right, level


def _gutters(characters: Sequence[Character]) -> list[float]:
    """Return the middles of the strips that no character crosses, between the columns."""
    boxes = sorted((c.left, c.right, c.size) for c in characters if not c.text.isspace())
    gutters, reached = [], None
    for left, right, size in boxes:
        if reached is not None and left - reached > _GUTTER * size:
            gutters.append((left + reached) / 2)
        reached = right if reached is None else max(reached, right)
    return gutters
