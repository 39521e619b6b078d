"""How sure a value is, and whether two systems differ: by resampling the questions.

Intervals are percentile bootstrap intervals over questions (Efron and Tibshirani 1993); where all
questions agree, and resampling says nothing, Wilson's (1927) over the questions counted. The test
of a difference is the paired randomisation test (Fisher; for retrieval Smucker, Allan and
Carterette 2007). Both are seeded, so that the same run gives the same figures. Questions are taken
as drawn at random from those that users ask: the intervals say nothing of other documents.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.measures import MEASURES, Measure
from eval.records import Column, Estimate, Scores, Table

RESAMPLES = 1_000
LEVEL = 0.95
_Z = 1.96  # the normal quantile of that level
_SEED = 0
_CELLS = 2_000_000  # of one batch of resamples: bounds the memory


class Difference(NamedTuple):
    """What one system has more than another of a measure, over the same questions.

    Args:
        p: how often a difference as large comes up when the two change places at random.
    """

    value: float
    low: float
    high: float
    p: float


def scores(table: Table, measures: Sequence[Measure] = MEASURES) -> Scores:
    """Return every measure of the questions with its interval."""
    unanswerable = table.columns["unanswerable"]
    return Scores(len(table.ids), int(unanswerable.sum()), estimates(table, measures))


def grouped(table: Table) -> dict[str, dict[str, Scores]]:
    """Return the scores by facet and its values; a facet with one value is left out."""
    return {
        facet: {value: scores(table.where(facet, value)) for value in dict.fromkeys(values)}
        for facet, values in table.facets.items()
        if len(set(values)) > 1
    }


def estimates(table: Table, measures: Sequence[Measure] = MEASURES) -> dict[str, Estimate | None]:
    """Return measures with their intervals, by name; None where nothing was counted."""
    counted = [measure for measure in measures if not np.isnan(value(measure, table))]
    drawn: dict[str, list[Column]] = {measure.name: [] for measure in counted}
    for rows in _draws(len(table.ids)) if counted else ():
        for measure in counted:
            drawn[measure.name].append(measure.of(*_columns(measure, table, rows)))
    found: dict[str, Estimate | None] = dict.fromkeys(measure.name for measure in measures)
    for measure in counted:
        exactly = value(measure, table)
        low, high = _interval(np.concatenate(drawn[measure.name]))
        if low == high and exactly in (0.0, 1.0) and not measure.timed:
            low, high = _wilson(exactly, _count(measure, table))
        found[measure.name] = Estimate(exactly, low, high)
    return found


def _count(measure: Measure, table: Table) -> int:
    """Return of how many questions a measure says something."""
    columns = _columns(measure, table)
    known = np.logical_and.reduce([~np.isnan(column) for column in columns])
    if measure.over == "rarer":
        return min(int((known & (columns[-1] == kind)).sum()) for kind in (0, 1))
    if measure.over == "answerable":
        known &= table.columns["unanswerable"] == 0
    elif measure.over != "all":
        known &= table.columns[measure.over] == 1
    return int(known.sum())


def _wilson(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's interval for a share of 0 or 1 among `count` questions."""
    reach = _Z**2 / (count + _Z**2)
    return (1 - reach, 1.0) if share else (0.0, reach)


def value(measure: Measure, table: Table) -> float:
    """Return a measure of all the questions; NaN where nothing was counted."""
    columns = _columns(measure, table)
    if not table.ids or any(np.isnan(column).all() for column in columns):
        return float("nan")
    return float(measure.of(*columns))


def difference(measure: Measure, ours: Table, theirs: Table) -> Difference | None:
    """Return ours − theirs over the same questions in the same order; None where not counted.

    Raises:
        ValueError: the two are not over the same questions.
    """
    if ours.ids != theirs.ids:
        raise ValueError("two runs are compared over the same questions only")
    apart = value(measure, ours) - value(measure, theirs)
    if np.isnan(apart):
        return None
    columns = list(zip(_columns(measure, ours), _columns(measure, theirs), strict=True))
    drawn, larger = [], 0
    for rows in _draws(len(ours.ids)):
        drawn.append(
            measure.of(*(a[rows] for a, _ in columns)) - measure.of(*(b[rows] for _, b in columns))
        )
    for swapped in _swaps(len(ours.ids)):
        mixed = measure.of(*(np.where(swapped, b, a) for a, b in columns))
        mixed = mixed - measure.of(*(np.where(swapped, a, b) for a, b in columns))
        larger += int((np.abs(np.nan_to_num(mixed)) >= abs(apart) - 1e-12).sum())
    low, high = _interval(np.concatenate(drawn))
    return Difference(apart, low, high, (larger + 1) / (RESAMPLES + 1))


def paired(ours: Table, theirs: Table) -> tuple[Table, Table]:
    """Return both tables over the questions that they share, in the same order."""
    places = {id_: row for row, id_ in enumerate(theirs.ids)}
    rows = [row for row, id_ in enumerate(ours.ids) if id_ in places]
    matching = [places[ours.ids[row]] for row in rows]
    return ours.take(np.array(rows, np.int64)), theirs.take(np.array(matching, np.int64))


def _columns(measure: Measure, table: Table, rows: NDArray[np.int64] | None = None) -> list[Column]:
    found = [table.columns[name] for name in measure.columns]
    return found if rows is None else [column[rows] for column in found]


def _interval(values: Column) -> tuple[float, float]:
    """Return the middle 95 % of the resampled values; those where nothing was counted left out."""
    values = values[~np.isnan(values)]
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _batches(count: int) -> Iterator[int]:
    batch = max(1, min(RESAMPLES, _CELLS // max(1, count)))
    for done in range(0, RESAMPLES, batch):
        yield min(batch, RESAMPLES - done)


def _draws(count: int) -> Iterator[NDArray[np.int64]]:
    """Yield rows drawn with replacement, shape (batch, count), `RESAMPLES` of them in all."""
    chance = np.random.default_rng(_SEED)
    for batch in _batches(count):
        yield chance.integers(count, size=(batch, count))


def _swaps(count: int) -> Iterator[NDArray[np.bool_]]:
    """Yield which questions change sides, shape (batch, count), `RESAMPLES` of them in all."""
    chance = np.random.default_rng(_SEED)
    for batch in _batches(count):
        yield chance.random((batch, count)) < 0.5
