"""The short answer in a table's row: the cell whose column the question asks for.

A row stands in its passage as `cell⇥cell⇥…`, its columns' names in the last part of its heading, as
`index.passages` writes them. The ranker of spans has learned from sentences and knows nothing of
columns. The weights were chosen by hand with the 170 rows that answer questions of the tuning set.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.sourcemap import Span
from index.tokens import count_bigrams, fold, normal_forms
from qa.kinds import first_date, measure, units_of
from qa.question import Question
from qa.spans import Choice

CELL, COLUMN, HEADING = "\t", " | ", " › "

_UNIT = re.compile(r"[(\[][^)\]]*[)\]]")
# What may part a cell from the next one, and is none of it: 참돔 / 9 / 31.
_BETWEEN = " /|"
_EMPTY = re.compile(r"[-–—…]?")
# Of two columns that tell what was and what will be: their names, and who asks for what was.
_BEFORE = re.compile(r"현행|현재|기존|종전|당초|(?:변경|개정|개편|조정)\s?전")
_AFTER = re.compile(
    r"^(?:변경|개정|개선|조정|개편)(?:안)?$|(?:변경|개정|개편|조정|바뀐)\s?[후뒤]|향후|앞으로"
)
_ASKS_BEFORE = re.compile(r"지금|현재|현행|기존|종전|원래|당초|이전|전에")
# What a cell gains whose column the question names, or says in other words; whose content is of the
# kind asked for, in its unit; that tells the state which is asked for. On the scale of the span
# ranker, whose right spans have about 2.
_COLUMN, _LIKE, _KIND, _COUNTED, _STATE = 1.0, 2.0, 1.0, 1.5, 1.0
# What it loses that the question itself says, word for word or nearly: it names the row.
_LABEL, _SAID = -4.0, -2.0

# Tells how well a question holds each of some texts, 0 to 1.
Held = Callable[[Sequence[str]], Sequence[float]]


class _Cell(NamedTuple):
    """A cell that says something, and how well the question holds it and its column's name."""

    span: Span
    text: str
    column: str
    said: float
    like: float


def is_row(text: str) -> bool:
    """Tell whether a text is a row of a table."""
    return CELL in text


def best_cell(text: str, heading: str, question: Question, held: Held | None = None) -> Choice:
    """Return the cell of a row that most likely answers, offsets in `text`.

    Args:
        text: the row, its cells parted by tabs.
        heading: what explains it; its last part may name the columns.
        question: what is asked.
        held: how well the question holds texts; None where no encoder can tell.
    """
    cells = _cells(text, heading, held)
    states = _in_state([one.column for one in cells], question)
    scored = [
        Choice(one.span, _score(one, question) + _STATE * in_state)
        for one, in_state in zip(cells, states, strict=True)
    ]
    best = max(scored, key=lambda one: one.score, default=Choice(Span(0, len(text)), _LABEL))
    return replace(best, span=_decisive(text, best.span, question))


def _in_state(columns: Sequence[str], question: Question) -> list[bool]:
    """Tell of each column whether it has what is asked for, of what was and what will be."""
    if not all(any(map(state.search, columns)) for state in (_BEFORE, _AFTER)):
        return [False] * len(columns)
    asked = _BEFORE if _ASKS_BEFORE.search(question.text) else _AFTER
    return [asked.search(column) is not None for column in columns]


def _decisive(text: str, cell: Span, question: Question) -> Span:
    """Return the date or the amount in a cell that says more: 2026년 11월 준공."""
    said = text[cell.start : cell.end]
    if question.kind == "date":
        inside = first_date(said)
    else:
        inside = measure(said, units_of(question)) if question.kind == "number" else None
    return Span(cell.start + inside.start, cell.start + inside.end) if inside else cell


def _cells(text: str, heading: str, held: Held | None) -> list[_Cell]:
    """Return the cells of a row that are not empty."""
    spans = _spans(text)
    columns = heading.rpartition(HEADING)[2].split(COLUMN)
    names = columns[: len(spans)] if len(columns) >= len(spans) else [""] * len(spans)
    said = [text[span.start : span.end] for span in spans]
    alike = held([*said, *(_UNIT.sub(" ", name) for name in names)]) if held else [0.0] * len(spans)
    halves = alike[: len(spans)], alike[-len(spans) :]
    found = map(_Cell._make, zip(spans, said, names, *halves, strict=True))
    return [one for one in found if not _EMPTY.fullmatch(one.text)]


def _spans(text: str) -> list[Span]:
    start, found = 0, []
    for cell in text.split(CELL):
        inside = start + len(cell) - len(cell.lstrip())
        found.append(Span(inside, start + max(len(cell.rstrip(_BETWEEN)), inside - start)))
        start += len(cell) + len(CELL)
    return found


def _score(cell: _Cell, question: Question) -> float:
    named = set(count_bigrams(_UNIT.sub(" ", cell.column)))
    shared = len(named & set(count_bigrams(question.text))) / len(named) if named else 0.0
    score = _COLUMN * shared + _LIKE * cell.like + _SAID * cell.said
    bare = fold("".join(question.text.split()))
    if fold("".join(cell.text.split())) in bare or _named(cell.text) & _named(question.text):
        score += _LABEL
    return score + _KIND * _is_kind(cell, question) + _COUNTED * _is_counted(cell, question)


def _named(text: str) -> set[str]:
    """Return the days and amounts that a text names, however it writes them."""
    return {form for form in normal_forms(text) if not form.endswith("월")}


def _is_kind(cell: _Cell, question: Question) -> bool:
    """Tell whether a cell could be the answer: of numbers and dates it must hold one."""
    digits = any(char.isdigit() for char in cell.text)
    if question.kind == "number":
        return digits and first_date(cell.text) is None
    if question.kind == "date":
        return first_date(cell.text) is not None
    return not digits


def _is_counted(cell: _Cell, question: Question) -> bool:
    """Tell whether a cell is in the unit that is asked for, or its column is."""
    units = units_of(question) if question.kind == "number" else ()
    above = "".join(_UNIT.findall(cell.column))
    return measure(cell.text, units) is not None or any(unit in above for unit in units)
