"""Footnotes at the foot of a wrapped page: behind the paragraph that goes on over the page."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from index.cleaning.lines import CAPTION, DATE_ROW, NUMBERED, ORIGIN, ends_sentence
from index.cleaning.wrapping import Wrapping
from index.records import Block

_NOTE = re.compile(r"\s*(\d{1,3})\)\s+\S")
_OTHER = (NUMBERED, CAPTION, DATE_ROW, ORIGIN)  # what no sentence begins with
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
            order += notes
            notes = _parting(lines, begun, i)
            del order[len(order) - len(notes) :]
            begun = i
        order.append(i)
        if notes and _ends_paragraph(line, lines[i + 1 : i + 2], how):
            order += notes
            notes = []
    order += notes
    return Pages([lines[i] for i in order], {at for at, i in enumerate(order) if i in first})


def _parting(lines: Sequence[Block], begun: int, end: int) -> list[int]:
    """Return the notes at the foot of the page `[begun:end]`, below a sentence that goes on."""
    if not _ENDED.search(lines[end - 1].text.text):
        return []
    for start in range(begun + 1, end):
        note = _NOTE.match(lines[start].text.text)
        if not note or not _is_open(lines[start - 1]):
            continue
        call = re.compile(_CALL.format(note[1]))
        if any(call.search(line.text.text) for line in lines[begun:start]):
            return [*range(start, end)]
    return []


def _is_open(line: Block) -> bool:
    text = line.text.text
    return not (ends_sentence(text) or any(shape.match(text) for shape in _OTHER))


def _ends_paragraph(line: Block, following: Sequence[Block], how: Wrapping) -> bool:
    text = line.text.text
    apart = any(below.gap > how.gap or NUMBERED.match(below.text.text) for below in following)
    return ends_sentence(text) and (apart or not how.full(line))
