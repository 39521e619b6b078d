"""What stands on a page of a PDF: its characters and ruled lines with their places, in points.

The origin is the lower left. Here: the records, and the tables that the rules draw.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

_NEAR = 2.5  # points between two rules that are one
_LONG, _HIGH = 20.0, 5.0  # points that a lying, and a standing rule of a table is long at least
_MOST_RULES = 4_000  # a page with more is a drawing


class Character(NamedTuple):
    """A character and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


class Rule(NamedTuple):
    """A line drawn on the page, lying or standing."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def lies(self) -> bool:
        """Whether it is wider than high."""
        return self.right - self.left > self.top - self.bottom


class Page(NamedTuple):
    """What stands on a page."""

    width: float
    height: float
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]


class Place(NamedTuple):
    """Where a character stands: its table, its row on the page and its cell; -1 for none."""

    table: int
    row: int
    cell: int


NOWHERE = Place(-1, -1, 0)


class Table(Protocol):
    """A table on a page, by the heights between its rows, from low to high."""

    @property
    def levels(self) -> list[float]:
        """The heights."""

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is inside."""

    def sides(self, row: int) -> list[float]:
        """Return the places between the cells of a row, counted from 0."""


class Grid:
    """The tables that a page's rules draw, and those that were found `otherwise`."""

    def __init__(self, rules: Sequence[Rule], otherwise: Sequence[Table] = ()) -> None:
        drawn = [r for r in rules if (r.right - r.left > _LONG) or (r.top - r.bottom > _HIGH)]
        groups = _connected(list(dict.fromkeys(drawn)))
        tables: list[Table] = [_Table(group) for group in groups if _is_table(group)]
        self._tables: list[tuple[Table, int]] = []  # with the number of its first row
        self.rows = 0
        for table in [*tables, *otherwise]:
            self._tables.append((table, self.rows))
            self.rows += len(table.levels) - 1

    def place(self, character: Character) -> Place:
        """Return the table, the row on the page and the cell that a character stands in."""
        x, y = (character.left + character.right) / 2, (character.bottom + character.top) / 2
        for number, (table, first) in enumerate(self._tables):
            if table.holds(x, y):
                row = sum(level > y for level in table.levels) - 1
                return Place(number, first + row, sum(s <= x for s in table.sides(row)))
        return NOWHERE


class _Table:
    """Rules that touch."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.levels = _distinct([r.bottom for r in rules if r.lies])
        self._standing = [r for r in rules if not r.lies]
        self._left, self._right = min(r.left for r in rules), max(r.right for r in rules)
        self._sides: dict[int, list[float]] = {}

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place is inside."""
        inside = self._left - _NEAR <= x <= self._right + _NEAR
        return inside and self.levels[0] <= y < self.levels[-1]

    def sides(self, row: int) -> list[float]:
        """Return the places of the rules that stand between the cells of a row, counted from 0."""
        if row not in self._sides:
            upper, lower = self.levels[-1 - row], self.levels[-2 - row]
            middle = (upper + lower) / 2
            beside = [r.left for r in self._standing if r.bottom <= middle <= r.top]
            self._sides[row] = _distinct(beside)
        return self._sides[row]


def _is_table(rules: Sequence[Rule]) -> bool:
    """Tell whether rules that touch draw a table: two rows and two columns, or more."""
    levels = _distinct([r.bottom for r in rules if r.lies])
    sides = _distinct([r.left for r in rules if not r.lies])
    return len(levels) > 2 and len(sides) > 1


def _distinct(values: Sequence[float]) -> list[float]:
    """Return values from low to high, those within `_NEAR` of one another once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the rules in groups of those that touch."""
    rules = rules[:_MOST_RULES]
    if not rules:
        return []
    left, bottom, right, top = np.array(list(rules)).T
    across = (left[:, None] <= right + _NEAR) & (right[:, None] >= left - _NEAR)
    touching = across & (bottom[:, None] <= top + _NEAR) & (top[:, None] >= bottom - _NEAR)
    groups, waiting = [], np.ones(len(rules), bool)
    while waiting.any():
        group = np.zeros(len(rules), bool)
        reached = np.arange(len(rules)) == waiting.argmax()
        while reached.any():
            group |= reached
            reached = touching[reached].any(axis=0) & ~group
        waiting &= ~group
        groups.append([rules[i] for i in np.flatnonzero(group).tolist()])
    return groups
