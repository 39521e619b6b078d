"""The gate: which measures have fallen beyond what chance explains, against an earlier result.

Where both runs have the same questions, the difference is taken question by question: a measure
has fallen when the whole 95 % interval of the difference is on the worse side. Over other
questions it has fallen when the new value is beyond the worse end of the earlier interval. Quotes
must be exact, always: there any fall counts. Times are never held, for machines differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.bootstrap import difference, paired, value
from eval.measures import MEASURES, Measure
from eval.records import Run
from eval.report import shown
from index.errors import InputError

_STRICT = "citation_exactness"
_PAIRED = 2  # questions that two runs must share to be compared by question


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure that has fallen.

    Args:
        bound: the interval that it fell out of, of the difference where `paired`.
    """

    run: str
    measure: str
    before: float
    after: float
    bound: tuple[float, float]
    paired: bool

    def __str__(self) -> str:
        """`news hybrid: sentence 59.2 → 50.1 (difference −14.1 to −4.2, same questions)`."""
        low, high = (shown(self.measure, one) for one in self.bound)
        what = "difference" if self.paired else "was within"
        questions = "same" if self.paired else "other"
        return (
            f"{self.run}: {self.measure} {shown(self.measure, self.before)} → "
            f"{shown(self.measure, self.after)} ({what} {low} to {high}, {questions} questions)"
        )


def fallen(runs: Sequence[Run], earlier: Sequence[Run]) -> list[Fall]:
    """Return what has fallen, run by run.

    Raises:
        InputError: no run has a counterpart among the earlier ones.
    """
    known = {_key(run): run for run in earlier}
    pairs = [(run, known[_key(run)]) for run in runs if _key(run) in known]
    if not pairs:
        there = ", ".join(sorted(" ".join(key) for key in known)) or "nothing"
        raise InputError(
            f"nothing to compare with: {', '.join(' '.join(_key(run)) for run in runs)} is not "
            f"among the earlier results, which hold {there}"
        )
    return [fall for run, before in pairs for fall in _falls(run, before)]


def _key(run: Run) -> tuple[str, str, str]:
    return run.name, run.mode, run.encoder


def _falls(run: Run, before: Run) -> Iterator[Fall]:
    for measure in MEASURES:
        if measure.better != "none" and (fall := _fall(measure, run, before)):
            yield fall


def _fall(measure: Measure, run: Run, before: Run) -> Fall | None:
    ours, theirs = paired(run.table, before.table)
    name = f"{run.name} {run.mode}"
    sign = 1 if measure.better == "higher" else -1
    if len(ours.ids) >= _PAIRED:
        apart = difference(measure, ours, theirs)
        if apart is None:
            return None
        best = max(sign * apart.low, sign * apart.high)
        if (sign * apart.value if measure.name == _STRICT else best) >= 0:
            return None
        values = value(measure, theirs), value(measure, ours)
        return Fall(name, measure.name, *values, (apart.low, apart.high), True)
    old, new = before.overall.estimates[measure.name], run.overall.estimates[measure.name]
    if old is None or new is None:
        return None
    bound = (old.low, old.high)
    if sign * new.value >= min(sign * old.low, sign * old.high):
        return None
    return Fall(name, measure.name, old.value, new.value, bound, False)
