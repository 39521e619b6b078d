"""Proposals from what people said of answers in the web chat, which `qa.feedback` keeps.

Where they say what is true, the question comes with it: a good answer with its quote, one that
should have been refused with nothing. Where they only say what is wrong, the question is open: the
sentence that answers it is for the person to name who takes it.
"""

from pathlib import Path

from eval.proposals import FEEDBACK, Proposal
from index.errors import InputError
from qa.feedback import Feedback, Json, export, latest
from qa.messages import Language, say


def judged(index: Path, language: Language) -> list[Proposal]:
    """Return a proposal for each question that was judged, by the last word on it, oldest first.

    A question asked under filters is left out: an evaluation set has none.

    Raises:
        InputError: there is no feedback to make a question of.
        StoreError: the file of the feedback is not one of this program's.
    """
    rows = [row for row in latest(Feedback.beside(index).rows()) if not row["filters"]]
    if not rows:
        raise InputError(f"there is no feedback on answers from {index} yet to make questions of")
    return [_proposal(f"feedback-{n:03}", row, language) for n, row in enumerate(rows, start=1)]


def _proposal(id_: str, row: Json, language: Language) -> Proposal:
    known = next(export([row]), {"type": FEEDBACK, "documents": (), "evidence": (), "answers": ()})
    answers = known["answers"]
    if row["reason"] == "source" and row["short"]:
        answers = (row["short"],)  # only where it stands was found wrong
    return Proposal(
        id=id_,
        type="none" if known["type"] == "unanswerable" else FEEDBACK,
        question=row["question"],
        documents=tuple(known["documents"]),
        evidence=tuple(known["evidence"]),
        answers=tuple(answers),
        history=tuple(row["history"]),
        said=_said(row, language),
    )


def _said(row: Json, language: Language) -> str:
    """Return what was said, and of which answer: 답이 틀렸어요 (2019년 · 다리는 그해 열렸다.)."""
    quotes = [one["quote"] for one in row["citations"][:1]]
    given = " · ".join(filter(None, [row["short"], *quotes]))
    said = say(row["reason"], language)
    return f"{said} ({given})" if given else said
