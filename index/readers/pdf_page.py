"""What stands on a page of a PDF: its characters and ruled lines with their places, in points.

The origin is the lower left. Here: the records, and the tables that the rules draw.
"""

from collections.abc import Sequence
from typing import NamedTuple

_NEAR = 2.5  # points between two rules that are one
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


class Grid:
    """The tables that a page's rules draw."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        lying = [rule for rule in rules if rule.lies and rule.right - rule.left > 20]
        self._standing = [r for r in rules if not r.lies and r.top - r.bottom > 5]
        self._tables = [
            table for table in _connected([*lying, *self._standing]) if _is_table(table)
        ]
        self._levels = [_distinct([r.bottom for r in t if r.lies]) for t in self._tables]
        self.rows = sum(len(levels) - 1 for levels in self._levels)

    def place(self, character: Character) -> Place:
        """Return the table, the row on the page and the cell that a character stands in."""
        x, y = (character.left + character.right) / 2, (character.bottom + character.top) / 2
        before = 0
        for number, (table, levels) in enumerate(zip(self._tables, self._levels, strict=True)):
            left, right = min(r.left for r in table), max(r.right for r in table)
            if levels[0] <= y <= levels[-1] and left - _NEAR <= x <= right + _NEAR:
                row = sum(level > y for level in levels) - 1
                sides = _distinct(
                    [r.left for r in table if not r.lies and r.bottom - 1 <= y <= r.top + 1]
                )
                return Place(number, before + row, sum(side <= x for side in sides))
            before += len(levels) - 1
        return NOWHERE


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
    groups: list[list[Rule]] = []
    for rule in rules[:_MOST_RULES]:
        touching = [g for g in groups if any(_touch(rule, other) for other in g)]
        groups = [g for g in groups if g not in touching]
        groups.append([rule, *(other for group in touching for other in group)])
    return groups


def _touch(one: Rule, two: Rule) -> bool:
    across = one.left <= two.right + _NEAR and two.left <= one.right + _NEAR
    return across and one.bottom <= two.top + _NEAR and two.bottom <= one.top + _NEAR
