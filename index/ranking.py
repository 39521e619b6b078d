"""The one order of every list: best first, equal scores by passage id.

Rows of an index stand in the order of their passage ids, so that a tie is broken by the row.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Engines and processors differ in the sixth digit; rounded, their lists are the same.
DIGITS = 5
_UNIT = 10.0**-DIGITS

Rows = NDArray[np.int64]
Scores = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Ranked(NamedTuple):
    """Rows and their scores, best first; both of shape (n,)."""

    rows: Rows
    scores: Scores


def rounded_scores(scores: NDArray[np.floating]) -> Scores:
    """Return scores to `DIGITS` digits."""
    return np.round(scores.astype(np.float64), DIGITS).astype(np.float64)


def rank(rows: Rows, scores: NDArray[np.floating], k: int) -> Ranked:
    """Return the `k` best of `rows`, scores rounded to `DIGITS`, ties by row.

    Args:
        rows: shape (n,), rising.
        scores: shape (n,), higher is better.
        k: at least 0.
    """
    if k < len(rows):
        threshold = np.partition(scores, len(rows) - max(k, 1))[len(rows) - max(k, 1)]
        kept = scores >= threshold - _UNIT  # rounding moves two scores by a unit at most
        rows, scores = rows[kept], scores[kept]
    rounded = rounded_scores(scores)
    order = np.lexsort((rows, -rounded))[:k]
    return Ranked(rows[order].astype(np.int64), rounded[order])
