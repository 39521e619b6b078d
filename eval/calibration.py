"""Thresholds for one's own documents, chosen on the risk–coverage curve of one's own questions.

A threshold is a point of that curve. `maybe` is the one where the share of the answerable questions
that are answered rightly is farthest above the share of the unanswerable that are answered (Youden
1950), so that it does not matter how many of either a set has; `sure` is the one with the most
answers of which at most `_RISK` are wrong. What may be expected of thresholds chosen so is told by
cross-validation, on questions that they were not chosen with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from eval.confidence import risk_coverage
from eval.records import Column, Table
from index.errors import InputError
from qa.confidence import NOT_BOLD
from qa.thresholds import DEFAULT, Thresholds

_RISK = 0.1
_FOLDS = 5
# Fewer say nothing: among 40 answers a share of .1 is known to about ±.1.
LEAST, LEAST_UNANSWERABLE = 40, 5
_NEVER = 1.01  # a threshold that no confidence reaches


@dataclass(frozen=True, slots=True)
class Expected:
    """What thresholds come to over some questions; shares, NaN where nothing is counted.

    Args:
        answered: of all questions; `wrong` of the answers.
        bold: of all questions, those answered boldly; `bold_wrong` of these.
        false_answers: of the unanswerable questions, those answered.
        wrong_refusals: of the answerable questions, those refused.
    """

    answered: float
    wrong: float
    bold: float
    bold_wrong: float
    false_answers: float
    wrong_refusals: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was chosen for a set, and what it is worth.

    Args:
        expected: by cross-validation, no question judged by thresholds chosen with it.
        before: of the thresholds that come with the program, over the same questions.
        coverage, risk: the curve, one point for each answer, the most confident first.
    """

    questions: int
    unanswerable: int
    thresholds: Thresholds
    expected: Expected
    before: Expected
    coverage: Column
    risk: Column


def calibrate(table: Table) -> Calibration:
    """Return thresholds for the questions of a run that gave every answer it had.

    Raises:
        InputError: there are too few questions, or too few without an answer.
    """
    sure, right = table.columns["confidence"], table.columns["right"]
    unanswerable = table.columns["unanswerable"] == 1
    _require(table, unanswerable)
    levels = np.zeros((2, len(sure)), np.bool_)  # given, and given boldly
    for fold in _folds(table.ids, unanswerable):
        chosen = choose(sure[~fold], right[~fold], unanswerable[~fold])
        levels[:, fold] = _given(sure[fold], right[fold], chosen)
    thresholds = choose(sure, right, unanswerable)
    if thresholds.maybe > 1:
        raise InputError(
            "at every confidence more is answered that has no answer than rightly that has one; "
            "no thresholds were set"
        )
    coverage, risk = risk_coverage(sure, right)
    return Calibration(
        questions=len(sure),
        unanswerable=int(unanswerable.sum()),
        thresholds=thresholds,
        expected=_expected(levels, right, unanswerable),
        before=_expected(_given(sure, right, DEFAULT), right, unanswerable),
        coverage=coverage,
        risk=risk,
    )


def choose(confidence: Column, right: Column, unanswerable: NDArray[np.bool_]) -> Thresholds:
    """Return the best thresholds for some questions.

    Args:
        confidence: of each question's answer.
        right: 1 or 0, NaN where not even a doubtful answer was given.
        unanswerable: questions of both kinds.
    """
    answered = np.flatnonzero(~np.isnan(right))
    order = answered[np.argsort(-confidence[answered], kind="stable")]
    ranked, wrong = confidence[order], np.cumsum(1 - right[order])
    # Between equal confidences no threshold fits.
    ends = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True)) if len(ranked) else order
    given = ends + 1
    falsely = np.cumsum(unanswerable[order])[ends] / unanswerable.sum()
    worth = (given - wrong[ends]) / (~unanswerable).sum() - falsely
    maybe = _between(ranked, ends[int(worth.argmax())]) if worth.max(initial=0.0) > 0 else _NEVER
    bold = ends[(wrong[ends] <= _RISK * given) & (ranked[ends] > NOT_BOLD)]
    sure = max(_between(ranked, bold[-1]), NOT_BOLD + 0.001) if len(bold) else _NEVER
    return Thresholds(round(max(sure, maybe), 4), round(maybe, 4))


def _between(ranked: Column, last: int) -> float:
    """Return the threshold midway between the last answer that is given and the next."""
    following = ranked[last + 1] if last + 1 < len(ranked) else 0.0
    return float(ranked[last] + following) / 2


def _require(table: Table, unanswerable: NDArray[np.bool_]) -> None:
    count, without = len(table.ids), int(unanswerable.sum())
    if count < LEAST or without < LEAST_UNANSWERABLE or count - without < LEAST_UNANSWERABLE:
        raise InputError(
            f"the set has {count} questions, {without} of them without an answer; calibrating "
            f"takes at least {LEAST}, {LEAST_UNANSWERABLE} without and {LEAST_UNANSWERABLE} with"
        )


def _folds(ids: tuple[str, ...], unanswerable: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    """Yield the questions of each fold, every one with its share of the unanswerable."""
    pairs = zip(ids, unanswerable, strict=True)
    keys = [(bool(without), sha256(id_.encode()).digest()) for id_, without in pairs]
    number = np.empty(len(ids), np.int64)
    number[sorted(range(len(ids)), key=keys.__getitem__)] = np.arange(len(ids)) % _FOLDS
    yield from (number == fold for fold in range(_FOLDS))


def _given(confidence: Column, right: Column, thresholds: Thresholds) -> NDArray[np.bool_]:
    there = ~np.isnan(right)
    return np.array(
        [there & (confidence >= least) for least in (thresholds.maybe, thresholds.sure)]
    )


def _expected(
    levels: NDArray[np.bool_], right: Column, unanswerable: NDArray[np.bool_]
) -> Expected:
    given, bold = levels
    return Expected(
        answered=_mean(given),
        wrong=_mean(right[given] == 0),
        bold=_mean(bold),
        bold_wrong=_mean(right[bold] == 0),
        false_answers=_mean(given[unanswerable]),
        wrong_refusals=_mean(~given[~unanswerable]),
    )


def _mean(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")
