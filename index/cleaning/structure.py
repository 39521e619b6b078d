"""Plain lines that are not wrapped, told apart: headings, points, captions and rows of tables."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from index.cleaning.lines import (
    BRACKETED,
    BULLET,
    CAPTION,
    DATE_ROW,
    DAYS_HEADER,
    END_MARK,
    NUMBERED,
    SUBTITLE,
    TOLD_INSIDE,
    UNIT,
    ends_sentence,
    is_figures,
    is_prose,
)
from index.cleaning.menus import offers_choice
from index.readers.markdown import is_row, is_table_rule, table_row
from index.records import Block, BlockKind
from index.sourcemap import MappedText

_HEADING_LENGTH = 45
# So many short lines at most name the columns of one table.
_HEADER_LINES = 4
_SENTENCE = re.compile(r"[가-힣]다\.$")
# The mark of a point within a line, and how many of them make an outline of it.
_INSIDE = re.compile(r"\s[□■○●◯◦◇◆▶❍]\s")
_POINTS = 3
# Column names that are figures: 구분 2022 2023 2024, 구분 11월 12월.
_YEARS = re.compile(
    r"\D{1,10}(?:\s+(?:['’]?(?:(?:19|20)\d\d|\d\d)년?|\d{1,2}월|[1-4](?:/4)?\s?분기)){2,}"
)


def with_points(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with an outline that stands in one line cut at its points.

    So a site shows a press release above the same in its lines: 확정했다. ○ 예산은 … □ 청장은 …
    Each begins with the space before its mark, as a point in a line of its own may.
    """
    done: list[Block] = []
    for block in blocks:
        marks = _INSIDE.finditer(block.text.text) if block.kind == "text" else ()
        begins = [mark.start() for mark in marks]
        if len(begins) < _POINTS or offers_choice(block.text.text):
            done.append(block)
            continue
        parts = pairwise((0, *begins, len(block.text)))
        pieces = (block.text.slice(*part) for part in parts)
        done += [replace(block, text=piece) for piece in pieces if piece.text.strip()]
    return done


def structured(lines: Sequence[Block]) -> list[Block]:
    """Return `lines` with the role that each has; a line is a paragraph of its own."""
    blocks: list[Block] = []
    for i, line in enumerate(lines):
        if line.kind != "text":  # told before
            blocks.append(line)
            continue
        if is_row(line.text.text) or is_table_rule(line.text.text):
            blocks += _drawn(line, blocks)
            continue
        closed = i > 0 and lines[i - 1].kind == "row"  # all rows of its table were told before
        before = blocks[-1].kind if blocks and not closed else None
        kind = _kind(line, before, lines[i + 1 : i + 2])
        text = without_marks(line.text)
        blocks.append(replace(line, kind=kind, text=text, level=_level(kind)))
    return blocks


def marked(blocks: Sequence[Block]) -> list[Block]:
    """Return paragraphs of an office file with the role that their marks give them.

    Where a style says more it holds, but for a heading that is a whole sentence: Korean reports
    use the styles of an outline for their numbered paragraphs.
    """
    done: list[Block] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        text = block.text.text
        if block.kind == "heading" and (is_prose(text) or _SENTENCE.search(text)):
            block = replace(block, kind="item", level=0)
        elif block.kind == "text" and CAPTION.match(text) and not ends_sentence(text):
            block = replace(block, kind="caption")
        elif block.kind == "text" and BULLET.match(text):
            kind = "item" if ends_sentence(text) else _loose(text, [following] if following else [])
            block = replace(block, kind=kind, level=_level(kind))
        if block.kind in ("text", "heading", "item"):
            block = replace(block, text=without_marks(block.text))
        done.append(block)
    return [block for block in done if block.text.text]


def captioned(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with the lines right above a table that name it, or its unit, as captions.

    What else stands between a caption and the first row names columns. A caption right below a
    table that has none above belongs to it.
    """
    done: list[Block] = []
    for block in reversed(_headed(_raised(blocks))):
        below = done[-1].kind if done else None
        text = block.text.text
        loose = block.kind in ("text", "item") and not ends_sentence(text)
        unit = below == "caption" and UNIT.match(done[-1].text.text) and not _names(text)
        named = _names(text) and below in ("caption", "header", "row")
        if loose and (named or (unit and len(text) <= _HEADING_LENGTH and ":" not in text)):
            block = replace(block, kind="caption")
        done.append(block)
    return done[::-1]


def _raised(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with each caption that stands below its table in front of it."""
    done = list(blocks)
    start = None  # of the table that was last begun
    for i, block in enumerate(blocks):
        table = block.kind in ("header", "row")
        if table and (start is None or blocks[i - 1].kind not in ("header", "row")):
            start = i
        elif not table and start is not None:
            above, below = done[max(0, start - 1) : start], blocks[i + 1 : i + 2]
            text = block.text.text
            named = any(one.kind == "caption" or _names(one.text.text) for one in above)
            free = not below or below[0].kind not in ("caption", "header", "row")
            if CAPTION.match(text) and not ends_sentence(text) and free and not named:
                done.insert(start, replace(done.pop(i), kind="caption"))
            start = None
    return done


def _names(text: str) -> bool:
    """Tell whether a line names a table or its unit, by its shape."""
    return any(shape.match(text) for shape in (CAPTION, UNIT, BRACKETED))


def _headed(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with short lines between a caption and a row as column names."""
    done = list(blocks)
    for i, block in enumerate(blocks):
        if block.kind != "row" or (i and blocks[i - 1].kind == "row"):
            continue
        start = i
        while start and i - start < _HEADER_LINES and _is_short(blocks[start - 1]):
            start -= 1
        if start and blocks[start - 1].kind == "caption":
            done[start:i] = [
                one if UNIT.match(one.text.text) else replace(one, kind="header")
                for one in done[start:i]
            ]
    return done


def _is_short(block: Block) -> bool:
    text = block.text.text
    return block.kind == "text" and len(text) <= _HEADING_LENGTH and not ends_sentence(text)


def _drawn(line: Block, before: Sequence[Block]) -> list[Block]:
    """Return the row of a table drawn with bars; the first of a table is its header."""
    cells = table_row(line.text)
    if is_table_rule(line.text.text) or not cells.text:
        return []
    first = not before or before[-1].kind not in ("header", "row")
    return [replace(line, kind="header" if first else "row", text=cells)]


def without_marks(text: MappedText) -> MappedText:
    """Return `text` without the mark of its point in an outline, and the end mark behind it.

    A subtitle stands between two dashes, and so may the name of a table.
    """
    bullet, end = BULLET.match(text.text), END_MARK.search(text.text)
    start, stop = bullet.end() if bullet else 0, end.start() if end else len(text)
    if SUBTITLE.match(text.text):
        stop = len(text.text.rstrip()) - 1
    return text.slice(start, max(start, stop)).stripped()


def _level(kind: BlockKind) -> int:
    return 2 if kind == "heading" else 0


def _kind(line: Block, before: BlockKind | None, following: Sequence[Block]) -> BlockKind:
    text = line.text.text.strip()
    table = before in ("caption", "header", "row")
    if ends_sentence(text) and not (table and DATE_ROW.match(text)):
        return "item" if BULLET.match(text) else "text"
    if CAPTION.match(text) or UNIT.match(text) or _names_table(text, following):
        return "caption"
    if before == "caption" and _YEARS.fullmatch(text):
        return "header"
    if table and (DATE_ROW.match(text) or _has_figures(text)):
        return "row"
    if before == "caption":
        return "header"
    if "\t" in text:
        return "header" if not table and _names_columns(text, following) else "row"
    return _loose(text, following)


def _names_table(text: str, following: Sequence[Block]) -> bool:
    below = following[0].text.text if following else ""
    rows = any(shape.match(below) for shape in (UNIT, DATE_ROW, DAYS_HEADER))
    rows = rows or is_figures(below) or "\t" in below
    return bool(BRACKETED.match(text) and rows)


def _names_columns(text: str, following: Sequence[Block]) -> bool:
    """Tell whether a line of tabs names the columns of the lines of tabs below it."""
    below = following[0].text.text if following else ""
    same = text.count("\t") == below.count("\t")
    return same and is_figures(" ".join(below.split())) and not re.search(r"\d", text)


def _loose(text: str, following: Sequence[Block]) -> BlockKind:
    """Return what a line without a sentence is: a heading above something, a point, or text."""
    bullet = BULLET.match(text)
    plain = bullet is None or text[0] in "■◆▶▣◎"
    field = any(c in text for c in ":：") or NUMBERED.match(text) or TOLD_INSIDE.search(text)
    if following and plain and not field and len(text) <= _HEADING_LENGTH:
        return "heading"
    return "item" if bullet or NUMBERED.match(text) else "text"


def _has_figures(text: str) -> bool:
    """Tell whether a line is a name and numbers: `서울 1,234 5.6%`."""
    cells = text.split()
    return len(cells) > 1 and any(cell[0].isdigit() for cell in cells[1:])
