"""How far a confidence can be trusted: does it order the answers, and is it right on average?

Every function takes arrays whose last axis are the questions, shape (..., n), and returns shape
(...), NaN where nothing can be said; so a bootstrap hands in all of its resamples at once.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.records import Column

BINS = 10


def auroc(confidence: Column, positive: Column) -> Column:
    """Return the chance that a positive question has the higher confidence, ties counting half.

    The area under the ROC curve, as the Mann–Whitney statistic (Hanley and McNeil 1982). NaN in
    `positive` leaves a question out.
    """
    from scipy.stats import rankdata

    counted = ~np.isnan(positive)
    ranks = rankdata(np.where(counted, confidence, -1.0), axis=-1)  # those left out rank lowest
    ranks -= (~counted).sum(axis=-1, keepdims=True)
    positives, negatives = (positive == 1).sum(axis=-1), (positive == 0).sum(axis=-1)
    above = np.where(positive == 1, ranks, 0.0).sum(axis=-1) - positives * (positives + 1) / 2
    return _divided(above, positives * negatives)


def risk_coverage(confidence: Column, right: Column) -> tuple[Column, Column]:
    """Return coverage and risk when only the most confident answers are given, shape (m,) each.

    Coverage is the share of all questions that are answered, risk the share of those answers that
    are wrong (El-Yaniv and Wiener 2010). NaN in `right` is a question that was refused: it is
    never answered. One row only; equal confidences stay in the order of the questions.
    """
    answered = np.flatnonzero(~np.isnan(right))
    order = answered[np.argsort(-confidence[answered], kind="stable")]
    given = np.arange(1, len(order) + 1)
    return given / max(1, len(right)), np.cumsum(1 - right[order]) / given


def aurc(confidence: Column, right: Column) -> Column:
    """Return the mean risk over the coverages of the answers given (Geifman et al. 2019)."""
    answered = ~np.isnan(right)
    order = np.argsort(np.where(answered, -confidence, np.inf), axis=-1, kind="stable")
    wrong = np.take_along_axis(np.where(answered, 1 - right, 0.0), order, axis=-1)
    given = np.arange(1, right.shape[-1] + 1)
    risks = np.cumsum(wrong, axis=-1) / given
    count = answered.sum(axis=-1)
    return _divided(np.where(given <= count[..., None], risks, 0.0).sum(axis=-1), count)


class Bin(NamedTuple):
    """The answers of one range of confidence."""

    answers: int
    confidence: float
    right: float


def reliability(confidence: Column, right: Column) -> Iterator[Bin]:
    """Yield the ranges of confidence that hold answers, lowest first; one row only."""
    for inside in _bins(confidence, right):
        if inside.any():
            yield Bin(
                int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean())
            )


def ece(confidence: Column, right: Column) -> Column:
    """Return the expected calibration error over ten ranges of equal width.

    The mean distance of confidence and share of right answers, ranges weighed by their answers
    (Naeini et al. 2015; Guo et al. 2017). NaN in `right` is a question that was refused.
    """
    apart = sum(
        np.abs(np.where(inside, confidence - right, 0.0).sum(axis=-1))
        for inside in _bins(confidence, right)
    )
    return _divided(np.asarray(apart), (~np.isnan(right)).sum(axis=-1))


def _bins(confidence: Column, right: Column) -> Iterator[NDArray[np.bool_]]:
    number = np.minimum((np.nan_to_num(confidence) * BINS).astype(np.int64), BINS - 1)
    for one in range(BINS):
        yield (number == one) & ~np.isnan(right)


def _divided(top: Column, bottom: Column) -> Column:
    return np.where(bottom > 0, top / np.maximum(bottom, 1), np.nan)
