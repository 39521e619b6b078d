"""Proposals as a CSV file for Excel: written to be read by a person, and read back."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.proposals import Proposal
from index.errors import InputError

_FIELDS = (
    "accept", "id", "type", "said", "history", "question", "answer", "evidence", "document",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")  # what people asked must not be carried out by Excel
_YES = ("y", "yes", "예", "o", "1", "true")


def write_sheet(path: Path, proposals: Sequence[Proposal]) -> None:
    """Write proposals into a new file, with an empty column `accept` before them.

    Raises:
        InputError: the file is there already or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:  # the mark is for Excel
            rows = csv.writer(file)
            rows.writerow(_FIELDS)
            rows.writerows(map(_row, proposals))
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None


def read_sheet(path: Path) -> list[Proposal]:
    """Return the proposals whose column `accept` says yes.

    Raises:
        InputError: the file cannot be read, lacks a column, or an accepted question is still open.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    if rows and (missing := [name for name in _FIELDS if name not in rows[0]]):
        raise InputError(f"{path} has no column {', '.join(missing)}")
    accepted = list(_accepted(rows))
    if unfinished := [one.id for one in accepted if one.is_open]:
        raise InputError(
            f"{path}: put the sentence that answers into the column evidence of "
            f"{', '.join(unfinished)}"
        )
    return accepted


def _row(one: Proposal) -> Iterator[str]:
    firsts = ("".join(texts[:1]) for texts in (one.answers, one.evidence, one.documents))
    cells = ("", one.id, one.type, one.said, "\n".join(one.history), one.question, *firsts)
    return (f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)


def _accepted(rows: Sequence[dict[str, str | None]]) -> Iterator[Proposal]:
    for row in rows:
        cells = {name: _cell(row[name]) for name in _FIELDS}
        if cells["accept"].lower() in _YES:
            yield Proposal(
                id=cells["id"],
                type=cells["type"],
                question=cells["question"],
                documents=tuple(filter(None, [cells["document"]])),
                evidence=tuple(filter(None, [cells["evidence"]])),
                answers=tuple(filter(None, [cells["answer"]])),
                history=tuple(cells["history"].splitlines()),
            )


def _cell(written: str | None) -> str:
    cell = (written or "").strip(" \r\n")
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
