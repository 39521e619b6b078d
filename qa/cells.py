"""The short answer in a table's row: the cell whose column the question asks for.

A row stands in its passage as `cell⇥cell⇥…`, its columns' names in the last part of its heading, as
`index.passages` writes them. The ranker of spans has learned from sentences and knows nothing of
columns.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.sourcemap import Span
from index.tokens import count_bigrams, fold, normal_forms
from qa.kinds import first_date, measure, units_of
from qa.question import Question
from qa.spans import Choice

CELL, COLUMN, HEADING = "\t", " | ", " › "

_UNIT = re.compile(r"[(\[][^)\]]*[)\]]")
# What may part a cell from the next one, and is none of it: 참돔 / 9 / 31.
_BETWEEN = " /|"
# What a cell gains whose column the question names, and whose content is of the kind asked for; on
# the scale of the span ranker, whose right spans have about 2.
_COLUMN, _KIND = 2.0, 1.0
# The cell that the question itself says names the row, and does not answer.
_LABEL = -4.0


def is_row(text: str) -> bool:
    """Tell whether a text is a row of a table."""
    return CELL in text


def best_cell(text: str, heading: str, question: Question) -> Choice:
    """Return the cell of a row that most likely answers, offsets in `text`.

    Args:
        text: the row, its cells parted by tabs.
        heading: what explains it; its last part may name the columns.
        question: what is asked.
    """
    cells = _cells(text)
    columns = heading.rpartition(HEADING)[2].split(COLUMN)
    names = columns if len(columns) >= len(cells) else [""] * len(cells)
    asked = set(count_bigrams(question.text))
    bare = fold("".join(question.text.split()))
    scored = [
        Choice(cell, _score(text[cell.start : cell.end], name, question, asked, bare))
        for cell, name in zip(cells, names, strict=False)
        if cell.start < cell.end
    ]
    best = max(scored, key=lambda one: one.score, default=Choice(Span(0, len(text)), _LABEL))
    return replace(best, span=_decisive(text, best.span, question))


def _decisive(text: str, cell: Span, question: Question) -> Span:
    """Return the date or the amount in a cell that says more: 2026년 11월 준공."""
    said = text[cell.start : cell.end]
    if question.kind == "date":
        inside = first_date(said)
    else:
        inside = measure(said, units_of(question)) if question.kind == "number" else None
    return Span(cell.start + inside.start, cell.start + inside.end) if inside else cell


def _cells(text: str) -> Sequence[Span]:
    start, found = 0, []
    for cell in text.split(CELL):
        inside = start + len(cell) - len(cell.lstrip())
        found.append(Span(inside, start + max(len(cell.rstrip(_BETWEEN)), inside - start)))
        start += len(cell) + len(CELL)
    return found


def _score(cell: str, column: str, question: Question, asked: set[str], bare: str) -> float:
    named = set(count_bigrams(_UNIT.sub(" ", column)))
    score = _COLUMN * (len(named & asked) / len(named) if named else 0.0)
    if fold("".join(cell.split())) in bare or _named(cell) & _named(question.text):
        score += _LABEL
    return score + _KIND * _is_kind(cell, column, question)


def _named(text: str) -> set[str]:
    """Return the days and amounts that a text names, however it writes them."""
    return {form for form in normal_forms(text) if not form.endswith("월")}


def _is_kind(cell: str, column: str, question: Question) -> bool:
    """Tell whether a cell could be the answer: of numbers and dates it must hold one."""
    digits = any(char.isdigit() for char in cell)
    if question.kind == "number":
        return digits and first_date(cell) is None
    if question.kind == "date":
        return first_date(cell) is not None
    return not digits and bool(column or cell)
