"""What happened when, as columns of a chart: by days, months or years, empty ones included."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

DAYS: Final = 62  # a longer time is told by months
MONTHS: Final = 48  # a longer one by years
LEAST: Final = 12  # columns: a single one would fill the chart

Unit = Literal["day", "month", "year"]
_LENGTHS: Final[dict[Unit, int]] = {"day": 10, "month": 7, "year": 4}  # of `2024-06-20`


class Piece(NamedTuple):
    """What one kind has of a column; places are per cent of the chart's height, from its top."""

    kind: str
    top: float
    height: float


class Column(NamedTuple):
    """A day, month or year, and how many there were in all."""

    label: str
    total: int
    pieces: tuple[Piece, ...]


def timeline(
    counted: Iterable[tuple[str, str, int]],
    kinds: Iterable[str],
    finest: Literal["day", "month"] = "month",
) -> list[Column]:
    """Return the columns of a chart, the kinds of each piled up in their order.

    Args:
        counted: day (`2024-06-20`), kind and number.
        kinds: those that are shown, the lowest first.
        finest: what a column is at the least.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for day, kind, count in counted:
        counts[day, kind] += count
    days = sorted(day for day, _ in counts)
    if not days:
        return []
    unit = _unit(days[0], days[-1], finest)
    length, sums = _LENGTHS[unit], Counter[tuple[str, str]]()
    for (day, kind), count in counts.items():
        sums[day[:length], kind] += count
    shown = tuple(kinds)
    labels = list(_labels(days[0], days[-1], unit))
    totals = {label: sum(sums[label, kind] for kind in shown) for label in labels}
    most = max(totals.values()) or 1
    return [
        Column(label, totals[label], tuple(_pile([(k, sums[label, k]) for k in shown], most)))
        for label in labels
    ]


def _pile(counts: Iterable[tuple[str, int]], most: int) -> Iterator[Piece]:
    below = 0
    for kind, count in counts:
        below += count
        if count:
            yield Piece(kind, 100 - 100 * below / most, 100 * count / most)


def _unit(first: str, last: str, finest: Literal["day", "month"]) -> Unit:
    if finest == "day" and _number(last, "day") - _number(first, "day") < DAYS:
        return "day"
    return "month" if _number(last, "month") - _number(first, "month") < MONTHS else "year"


def _labels(first: str, last: str, unit: Unit) -> Iterator[str]:
    """Yield all there are from `first` to `last`, and before it until there are enough."""
    start, end = (_number(day, unit) for day in (first, last))
    for number in range(max(1, min(start, end - LEAST + 1)), end + 1):
        if unit == "year":
            yield f"{number:04}"
        elif unit == "month":
            yield f"{number // 12:04}-{number % 12 + 1:02}"
        else:
            yield date.fromordinal(number).isoformat()


def _number(day: str, unit: Unit) -> int:
    if unit == "day":
        return date.fromisoformat(day).toordinal()
    return int(day[:4]) if unit == "year" else int(day[:4]) * 12 + int(day[5:7]) - 1
