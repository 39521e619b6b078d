"""Notes at the foot of a wrapped page: behind the paragraph or table that goes on below it.

A table's source may stand there, too.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.cleaning.continuation import is_marked
from index.cleaning.lines import (
    CAPTION,
    DATE_ROW,
    NUMBERED,
    ORIGIN,
    STOPPED,
    TOLD_INSIDE,
    ends_sentence,
)
from index.cleaning.pages import footnote_marks
from index.cleaning.spacing import leaves_off
from index.cleaning.wrapping import Wrapping
from index.records import Block
from index.sourcemap import MappedText

_NOTE = re.compile(r"\s*(\d{1,3})\)\s+\S")
# The same without a bracket: 2 각서는 구속력이 없다.
_BARE = re.compile(r"\s*(\d{1,3})\s+[^\s\d]")
# A call that the break of a line put at its start: 감소한다. / 2) 따라서
_FALLEN = re.compile(r"\s*((\d{1,3})\)?)\s+[^\s\d]")
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
    lines = _with_calls(lines, how)
    bare = _bare_notes(lines)
    anew = {*bare}  # lines that begin a paragraph
    order: list[int] = []
    notes: list[int] = []
    begun = 0  # where the page began
    for i, line in enumerate(lines):
        if i in first:
            parting = _parting(lines, begun, i, bare, how)
            del order[len(order) - len(parting) :]
            notes += parting
            begun = i
        order.append(i)
        if notes and _ends_paragraph(line, lines[i + 1 : i + 3], how):
            anew |= {notes[0], i + 1}
            order += notes
            notes = []
    order += notes
    apart = [replace(x, gap=how.gap + 1) if i in anew else x for i, x in enumerate(lines)]
    return Pages([apart[i] for i in order], {at for at, i in enumerate(order) if i in first})


def _with_calls(lines: Sequence[Block], how: Wrapping) -> list[Block]:
    """Return `lines` with each call that a break put at the start of a line at its sentence again.

    It is the one that is missing between the calls above and below it, and stands above the notes.
    """
    texts = [line.text.text for line in lines]
    calls = _calls(texts)
    known = set().union(*calls)
    begins = [_FALLEN.match(text) for text in texts]
    lowest = {int(number[2]): i for i, number in enumerate(begins) if number}
    found, last = [*lines], 0
    for i in range(1, len(lines)):
        last = max([last, *calls[i - 1]])
        fallen = begins[i]
        if not fallen or int(fallen[2]) != last + 1 or last + 1 in known:
            continue
        noted = max(lowest.get(last, 0), lowest[last + 1]) > i
        above, line = found[i - 1].text, lines[i].text
        if noted and how.full(lines[i - 1]) and STOPPED.search(above.text):
            start, end = fallen.span(1)
            ended = above.slice(0, len(above.text.rstrip()))
            glued = MappedText.joined([ended, line.slice(start, end)], "")
            found[i - 1] = replace(found[i - 1], text=glued)
            found[i] = replace(lines[i], text=line.slice(end, len(line.text)))
            last += 1
    return found


def _calls(texts: Sequence[str]) -> list[set[int]]:
    """Return for each line the numbers in it that call notes."""
    marks = zip(texts, footnote_marks(texts), strict=True)
    return [{int(text[a:b].rstrip(")")) for a, b in spans} for text, spans in marks]


def _bare_notes(lines: Sequence[Block]) -> set[int]:
    """Return the lines that begin a note with its number and no bracket: 1, 2, 3 … in order.

    Each stands below what calls it, a number glued to a word, as no line that counts does: 11 곳.
    One may be missing.
    """
    texts = [line.text.text for line in lines]
    called, found, last = set[int](), set[int](), 0
    for i, marks in enumerate(footnote_marks(texts)):
        note = _BARE.match(texts[i])
        number = int(note[1]) if note else 0
        if number in called and last < number <= last + 2:
            found.add(i)
            last = number
        called |= {int(texts[i][a:b]) for a, b in marks if texts[i][a:b].isdigit()}
    return found


def _parting(
    lines: Sequence[Block], begun: int, end: int, bare: Collection[int], how: Wrapping
) -> list[int]:
    """Return the notes at the foot of the page `[begun:end]` that part what goes on below it.

    Args:
        lines: of all pages.
        begun: the first line of the page.
        end: the first line of the next page.
        bare: the lines that begin a note without a bracket.
        how: how the lines are wrapped.
    """
    last, below = lines[end - 1].text.text, lines[end].text.text
    if not (_ENDED.search(last) or ORIGIN.match(last)):
        return []
    for start in range(begun + 1, end):
        above = lines[start - 1]
        if ORIGIN.match(lines[start].text.text):
            found = how.full(above) and _is_prose(above, below)
        else:
            found = start in bare or _is_called(lines, begun, start)
        if not found or not _goes_on(above.text.text, below):
            continue
        if all(_is_of_notes(lines, i, bare) for i in range(start + 1, end)):
            return [*range(start, end)]
    return []


def _is_prose(line: Block, below: str) -> bool:
    """Tell whether a line is part of running text, no row above its table's source."""
    text = line.text.text
    return line.kind == "text" and bool(TOLD_INSIDE.search(text) or leaves_off(text, below))


def _is_of_notes(lines: Sequence[Block], at: int, bare: Collection[int]) -> bool:
    """Tell whether a line below one of a note is of notes, too: a page's foot may be unseen."""
    begins = _NOTE.match(lines[at].text.text) or ORIGIN.match(lines[at].text.text)
    return at in bare or begins is not None or not ends_sentence(lines[at - 1].text.text)


def _is_called(lines: Sequence[Block], begun: int, at: int) -> bool:
    """Tell whether a line begins a note with a bracket, which its page calls above it."""
    note = _NOTE.match(lines[at].text.text)
    call = re.compile(_CALL.format(note[1])) if note else None
    return call is not None and any(call.search(x.text.text) for x in lines[begun:at])


def _goes_on(last: str, below: str) -> bool:
    """Tell whether the `last` line of a page's text is open, or it and `below` are rows of days."""
    if day := DATE_ROW.match(last):  # alone it is a cell, and what happened on it stands below
        return day.end() == len(last.rstrip()) or DATE_ROW.match(below) is not None
    point = NUMBERED.match(last) and not last.startswith("다.")  # which ends a verb
    told = CAPTION.match(last) or ORIGIN.match(last) or is_marked(below, last.rstrip())
    return not (point or told or ends_sentence(last))


def _ends_paragraph(line: Block, following: Sequence[Block], how: Wrapping) -> bool:
    """Tell whether a line ends its paragraph, or a table of days, whose rows may take two lines."""
    text = line.text.text
    if day := DATE_ROW.match(text):
        rows = any(DATE_ROW.match(below.text.text) for below in following)
        return day.end() < len(text.rstrip()) and not rows
    below = following[:1]
    apart = any(one.gap > how.gap or NUMBERED.match(one.text.text) for one in below)
    return ends_sentence(text) and (apart or not how.full(line))
