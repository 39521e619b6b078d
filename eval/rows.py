"""From an outcome to its row in a `Table`: all that the measures need of one question.

The columns: R@k, RR@10 and nDCG@10 of an answerable question's search; `sentence`, `cited`, `em`
and `f1` of its answer, 0 where it was refused. Of every question: whether it is `unanswerable` and
was `refused`, and the `confidence`. Of every answer given: its `quotes`, those that `held` the
evidence and that were `exact`, and whether it was `right`. Last the times.
"""

from collections.abc import Sequence

import numpy as np

from eval.korquad import exact_match, f1
from eval.records import Outcome, Table
from eval.trec import RETRIEVAL, retrieval

FACETS = ("types", "languages", "formats", "splits")
COLUMNS = (
    *RETRIEVAL,
    *("sentence", "cited", "em", "f1"),
    *("unanswerable", "refused", "confidence", "quotes", "held", "exact", "right"),
    *("seconds", "search_seconds"),
)


def tabulate(outcomes: Sequence[Outcome]) -> Table:
    """Return what each outcome came to."""
    rows = [
        found | _answering(outcome) | _asking(outcome)
        for found, outcome in zip(retrieval(outcomes), outcomes, strict=True)
    ]
    questions = [outcome.question for outcome in outcomes]
    return Table(
        ids=tuple(question.id for question in questions),
        facets={
            "types": tuple(question.type for question in questions),
            "languages": tuple(question.lang for question in questions),
            "formats": tuple(question.format for question in questions),
            "splits": tuple(question.split for question in questions),
        },
        columns={
            name: np.array([row.get(name, np.nan) for row in rows], np.float64) for name in COLUMNS
        },
    )


def _answering(outcome: Outcome) -> dict[str, float]:
    """Return what the answer to one answerable question is worth; no answer is worth nothing."""
    answer, question = outcome.answer, outcome.question
    if answer is None or not question.answerable:
        return {}
    values = {
        "sentence": float(any(outcome.holding[:1])),
        "cited": float(any(outcome.holding)),
    }
    if question.answers:
        values["em"] = exact_match(answer.short, question.answers)
        values["f1"] = f1(answer.short, question.answers)
    return values


def _asking(outcome: Outcome) -> dict[str, float]:
    """Return what is known of every question; of its answer only where it was asked for one."""
    values = {
        "unanswerable": float(not outcome.question.answerable),
        "seconds": outcome.seconds,
        "search_seconds": outcome.search_seconds,
    }
    if outcome.answer is None:
        return values
    values |= {
        "refused": float(outcome.answer.text is None),
        "confidence": outcome.answer.confidence,
    }
    if outcome.answer.text is not None:
        values |= {
            "quotes": len(outcome.holding),
            "held": sum(outcome.holding),
            "exact": sum(outcome.exact),
            "right": float(any(outcome.holding[:1])),
        }
    return values
