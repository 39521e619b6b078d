"""What went wrong, question by question, for who mends it."""

from dataclasses import asdict, dataclass
from typing import Any

from eval.records import Outcome, Run


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong.

    Args:
        failure: see `failure_of`.
        rank: of the first relevant item among the first ten, None where there is none.
        wanted: the evidence, or the first gold document.
        said: the short answer and the first quote; None where nothing was said.
    """

    id: str
    type: str
    failure: str
    rank: int | None
    question: str
    wanted: str | None
    said: str | None


def failed(run: Run) -> list[dict[str, Any]]:
    """Return the failures of a run as JSON objects."""
    return [asdict(one) for one in failures(run)]


def failures(run: Run) -> list[Failure]:
    """Return for each question that went wrong what a person needs to mend it."""
    return [
        Failure(
            id=outcome.question.id,
            type=outcome.question.type,
            failure=failure,
            rank=rank_of(outcome),
            question=outcome.question.question,
            wanted=next(iter(outcome.question.evidence or outcome.question.documents), None),
            said=_said(outcome),
        )
        for outcome in run.outcomes
        if (failure := failure_of(outcome))
    ]


def failure_of(outcome: Outcome) -> str | None:
    """Return what is wrong with an outcome, the gravest first; None where all is well.

    inexact: a quote is not what the file holds. false answer: to an unanswerable question.
    not found: no relevant item in the top ten of a search. refused: there was an answer.
    wrong: no citation holds the evidence. not first: another than the first does.
    """
    answer, answerable = outcome.answer, outcome.question.answerable
    if answer is None:
        return "not found" if answerable and not rank_of(outcome) else None
    answered = answer.text is not None
    checks = {
        "inexact": not all(outcome.exact),
        "false answer": answered and not answerable,
        "refused": answerable and not answered,
        "wrong": answerable and not any(outcome.holding),
        "not first": answerable and not any(outcome.holding[:1]),
    }
    return next((name for name, wrong in checks.items() if wrong), None)


def rank_of(outcome: Outcome) -> int | None:
    """Return the rank of the first relevant item among the first ten."""
    found = (place for place, item in enumerate(outcome.ranking[:10], 1) if item in outcome.qrels)
    return next(found, None)


def _said(outcome: Outcome) -> str | None:
    if outcome.answer is None or not outcome.answer.citations:
        return None
    return f"{outcome.answer.short} ← {outcome.answer.citations[0].quote}"
