"""Footnotes at the foot of a wrapped page: behind the paragraph or table that goes on below it."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.cleaning.lines import CAPTION, DATE_ROW, NUMBERED, ORIGIN, ends_sentence
from index.cleaning.wrapping import Wrapping
from index.records import Block

_NOTE = re.compile(r"\s*(\d{1,3})\)\s+\S")
# What calls a note: its number, glued to a word or a mark of punctuation.
_CALL = r"(?<=[^\s\d(]){}\)"
# How the last of them ends.
_ENDED = re.compile(r"(?:[.)」』”’\"]|쪽|면|p\.?\s?\d+)\s*$")


class Pages(NamedTuple):
    """Lines of wrapped pages, and which of them are the first of a page."""

    lines: list[Block]
    first: set[int]


def with_notes_behind(lines: Sequence[Block], first: Collection[int], how: Wrapping) -> Pages:
    """Return `lines` with the notes that part a sentence moved to where its paragraph ends.

    Args:
        lines: without page numbers and running heads.
        first: which of them are the first of a page.
        how: how they are wrapped.
    """
    order: list[int] = []
    notes: list[int] = []
    begun = 0  # where the page began
    for i, line in enumerate(lines):
        if i in first:
            parting = _parting(lines, begun, i)
            del order[len(order) - len(parting) :]
            notes += parting
            begun = i
        order.append(i)
        if notes and _ends_paragraph(line, lines[i + 1 : i + 3], how):
            order += notes
            notes = []
    order += notes
    return Pages([lines[i] for i in order], {at for at, i in enumerate(order) if i in first})


def _parting(lines: Sequence[Block], begun: int, end: int) -> list[int]:
    """Return the notes at the foot of the page `[begun:end]` that part what goes on below it."""
    if not _ENDED.search(lines[end - 1].text.text):
        return []
    for start in range(begun + 1, end):
        note = _NOTE.match(lines[start].text.text)
        if not note or not _goes_on(lines[start - 1].text.text, lines[end].text.text):
            continue
        call = re.compile(_CALL.format(note[1]))
        if not all(map(_is_of_notes, lines[start:end], lines[start + 1 : end])):
            continue  # text stands below: the foot of another page, which was not seen
        if any(call.search(line.text.text) for line in lines[begun:start]):
            return [*range(start, end)]
    return []


def _is_of_notes(line: Block, below: Block) -> bool:
    """Tell whether the line below one of a note is of notes, too."""
    return not ends_sentence(line.text.text) or _NOTE.match(below.text.text) is not None


def _goes_on(last: str, below: str) -> bool:
    """Tell whether the `last` line of a page's text is open, or it and `below` are rows of days."""
    if day := DATE_ROW.match(last):  # alone it is a cell, and what happened on it stands below
        return day.end() == len(last.rstrip()) or DATE_ROW.match(below) is not None
    point = NUMBERED.match(last) and not last.startswith("다.")  # which ends a verb
    return not (point or CAPTION.match(last) or ORIGIN.match(last) or ends_sentence(last))


def _ends_paragraph(line: Block, following: Sequence[Block], how: Wrapping) -> bool:
    """Tell whether a line ends its paragraph, or a table of days, whose rows may take two lines."""
    text = line.text.text
    if day := DATE_ROW.match(text):
        rows = any(DATE_ROW.match(below.text.text) for below in following)
        return day.end() < len(text.rstrip()) and not rows
    below = following[:1]
    apart = any(one.gap > how.gap or NUMBERED.match(one.text.text) for one in below)
    return ends_sentence(text) and (apart or not how.full(line))
