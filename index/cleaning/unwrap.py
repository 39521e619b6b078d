"""Hard-wrapped lines, as text extracted from PDF has them, become paragraphs again.

A line is joined to the one before it where that one is full. Whether the joint needs a space is
told by the file, where lines keep the space on which they broke, else by Kiwi.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.cleaning.continuation import (
    HALF,
    NEARLY_FULL,
    SUBJECT,
    breaks_inside,
    is_left_open,
    is_marked,
    says_something,
)
from index.cleaning.lines import (
    BULLET,
    CAPTION,
    DATE_ROW,
    NUMBERED,
    ORIGIN,
    SUBTITLE,
    TOLD_INSIDE,
    UNIT,
    ends_sentence,
    width,
)
from index.cleaning.spacing import CALLED, SMALL, leaves_off, needs_space
from index.cleaning.titles import is_byline
from index.cleaning.wrapping import FULL, Wrapping
from index.records import Block, BlockKind
from index.sourcemap import MappedText

_NAME = 8  # characters of the name of a column that stands alone in its line
# A word of another script that a hyphen parts at a line's end, and how it goes on.
_HYPHENED = re.compile(r"[^\W\d_가-힣]{2}[-\u00ad\u2010]$")
_FIELDS = re.compile(r"\S\s?[|｜┃]\s?\S")  # 2025년 3월 4일 발간 ｜ 나루연구원
_INDENTED = re.compile(r"\s{2}\s*\S")  # one space may have come from the line above
_NAMED = re.compile(r"\s*[<〈＜【\[][^<>〈〉＜＞【】\[\]]{2,20}[>〉＞】\]]\s*$")  # <요  약>
_SPACE_BEFORE = re.compile(r" \S")


def unwrapped(lines: Sequence[Block], how: Wrapping, source: str) -> list[Block]:
    """Return paragraphs, headings, points, captions and table rows of wrapped `lines`."""
    blocks: list[Block] = []
    for group in _groups(lines, how):
        texts = [line.text for line in group.lines]
        if group.kind == "row" and len(texts) > 1 and DATE_ROW.fullmatch(texts[0].text.strip()):
            # cells break where they suit, whatever spaces full lines keep
            day, told = texts[0].stripped(), join(texts[1:], replace(how, some=True), source)
            text = MappedText.joined([day, told], " ")
        else:
            text = join(texts, how, source)
        blocks.append(replace(group.lines[0], kind=group.kind, text=text, level=group.level))
    return blocks


def over_pages(
    lines: Sequence[Block], first: Collection[int], how: Wrapping, source: str
) -> list[Block]:
    """Return `lines` with those as one that a page parts in mid-sentence.

    The last line of a page may be short, and would seem to be a heading of what stands on the next.

    Args:
        lines: without page numbers and running heads.
        first: which of them are the first of a page.
        how: how they are wrapped.
        source: the source text.
    """
    found: list[Block] = []
    for i, line in enumerate(lines):
        if i in first and found and _goes_over(found[-1], line, how):
            text = join([found[-1].text, line.text], how, source)
            found[-1] = replace(found[-1], text=text)
        else:
            found.append(line)
    return found


def _goes_over(last: Block, line: Block, how: Wrapping) -> bool:
    """Tell whether the last line of a page goes on in the first of the next."""
    above, below = last.text.text, line.text.text
    if last.kind != "text" or line.kind != "text" or how.full(last) or ends_sentence(above):
        return False
    if is_marked(below, above.rstrip()) or CAPTION.match(below) or CAPTION.match(above):
        return False
    nearly = NEARLY_FULL * how.columns
    return width(below) >= nearly and (width(above) >= nearly or bool(TOLD_INSIDE.search(above)))


@dataclass(slots=True)
class _Group:
    kind: BlockKind
    lines: list[Block]
    level: int = 0


def _groups(lines: Sequence[Block], how: Wrapping) -> Iterator[_Group]:
    group: _Group | None = None
    table = False  # inside a table whose rows begin with dates
    head = True  # above the first sentence
    for i, line in enumerate(lines):
        if group is not None and table and _goes_on_in_table(group, line, how):
            group.lines.append(line)
            continue
        following = lines[i + 1 : i + 4]
        alone = head and group is not None and _stands_alone(group, line)
        if group is not None and not (table or alone) and _goes_on(group, line, how):
            heads = ends_sentence(group.lines[-1].text.text) and _is_heading(line, following, how)
            if not heads or not line.text.text[:1].isspace():
                group.lines.append(line)
                continue
        if group is not None:
            head = head and not ends_sentence(group.lines[-1].text.text)
            yield group
        group = _started(line, following, how, after=group)
        table = group.kind == "row" or (table and group.kind in ("caption", "header"))
        table = table or group.kind in ("caption", "header")
    if group is not None:
        yield group


def _started(
    line: Block, following: Sequence[Block], how: Wrapping, *, after: _Group | None
) -> _Group:
    text = line.text.text
    if line.kind != "text":  # told before: a row
        return _Group(line.kind, [line], level=line.level)
    in_table = after is not None and after.kind in ("caption", "header", "row")
    in_table = in_table and not _is_told_row(after)
    if (CAPTION.match(text) or UNIT.match(text)) and not ends_sentence(text):
        return _Group("caption", [line])
    if in_table and DATE_ROW.match(text):
        return _Group("row", [line])
    if after is not None and _names_columns(after, line, how):
        return _Group("header", [line])
    if in_table and after is not None and after.kind != "caption" and _is_figures(text, how, line):
        return _Group("row", [line])
    if _is_heading(line, following, how):
        return _Group("heading", [line], level=2)
    return _Group("item" if BULLET.match(text) else "text", [line])


def _names_columns(after: _Group, line: Block, how: Wrapping) -> bool:
    """Tell whether a line right below a table's name, or the name of a column, names one, too."""
    if after.kind == "header":
        text = line.text.text
        return line.gap == 0 and len(text) <= _NAME and not any(char.isdigit() for char in text)
    return after.kind == "caption" and not how.full(line)


def _stands_alone(group: _Group, below: Block) -> bool:
    """Tell whether a line above the first sentence says nothing: a title, an author, a series."""
    line = group.lines[-1]
    if len(group.lines) > 1 or SUBJECT.search(line.text.text):
        return False
    if _FIELDS.search(line.text.text):
        return True
    return is_byline(below.text.text.strip()) or not (
        below.gap == 0 and leaves_off(line.text.text, below.text.text)
    )


def _is_told_row(group: _Group | None) -> bool:
    """Tell whether a group is a row that was told before: all rows of its table were."""
    return group is not None and group.lines[0].kind == "row"


def _is_figures(text: str, how: Wrapping, line: Block) -> bool:
    """Tell whether a short line under a table's header is a row of names and numbers."""
    cells = text.split()
    if NUMBERED.match(text):  # `2. 2024년의 변화` is a heading
        return False
    return not how.full(line) and any(c[0].isdigit() for c in cells[1:]) and not ends_sentence(text)


def _goes_on(group: _Group, line: Block, how: Wrapping) -> bool:
    """Tell whether `line` belongs to the paragraph before it."""
    last, text = group.lines[-1], line.text.text
    told = line.kind != "text" or CAPTION.match(text)
    if group.kind in ("heading", "caption", "header", "row") or told:
        return False
    if SUBTITLE.match(text) or SUBTITLE.match(group.lines[0].text.text):
        return False
    if _NAMED.match(text) and not how.full(line):
        return False
    apart = line.gap > how.gap or not how.full(last) or text[:1].isspace()
    if BULLET.match(text) and (apart or how.least < FULL):
        return False
    if how.full(last):
        marked = any(sign.match(text) for sign in (NUMBERED, BULLET, _INDENTED))
        marked = marked or line.gap > how.gap
        return not (marked and ends_sentence(last.text.text))
    if breaks_inside(last, line, how) or _is_open(group, line, how):
        return True
    # a page ends in mid-sentence: the next one goes on with it
    return text[:1].isspace() and not ends_sentence(last.text.text) and line.gap <= how.gap


def _goes_on_in_table(group: _Group, line: Block, how: Wrapping) -> bool:
    """Tell whether `line` belongs to the row before it, which may be broken over many lines."""
    text = line.text.text
    told = line.kind != "text" or any(o.match(text) for o in (DATE_ROW, CAPTION, ORIGIN))
    if group.kind != "row" or told or _is_told_row(group):
        return False
    if line.gap > how.gap + 1 or not DATE_ROW.match(group.lines[0].text.text):
        return False
    body = " ".join(part.text.text for part in group.lines).strip()
    begun = len(body) > 12 and not body.endswith((",", ":", "(", "·"))
    apart = begun or line.gap > how.gap
    if apart and NUMBERED.match(text):  # the heading of what stands below the table
        return False
    page = text[:1].isspace() and not group.lines[0].text.text[:1].isspace()
    quoted = body.count("“") > body.count("”") or body.count('"') % 2 == 1
    if BULLET.match(text) or quoted or not begun:
        return True
    paragraph = line.gap > how.gap and how.full(line)
    return not (page or paragraph) and width(text) < 0.93 * how.columns


def _is_heading(line: Block, following: Sequence[Block], how: Wrapping) -> bool:
    """Tell whether a short line that ends no sentence stands above running text."""
    text = line.text.text.strip()
    if how.full(line) or ends_sentence(text) or len(text) > 60 or TOLD_INSIDE.search(text):
        return False
    if BULLET.match(text) or ORIGIN.match(text):
        return False
    opens = following and (
        breaks_inside(line, following[0], how) or says_something(line, following[0], how)
    )
    if opens or is_left_open(text, how):
        return False
    return bool(following) and (how.full(following[0]) or len(text) < 30) and text[-1] not in ",:"


def _is_open(group: _Group, line: Block, how: Wrapping) -> bool:
    """Tell whether a paragraph goes on below a shorter line that ends no sentence."""
    text, above = line.text.text, group.lines[-1].text.text.rstrip()
    if line.gap > how.gap or ends_sentence(above) or is_marked(text, above):
        return False
    said = any(TOLD_INSIDE.search(f"{part.text.text}\n") for part in group.lines)
    begun = len(group.lines) > 1
    wide = begun and width(above) >= HALF * how.columns
    told = wide or said or SMALL.match(text) is not None
    prose = told or is_left_open(above, how) or says_something(group.lines[-1], line, how)
    if group.kind == "text" and prose:
        return True
    begun = begun and how.full(group.lines[0])
    return (begun or above.endswith(",")) and width(above) >= NEARLY_FULL * how.columns


def join(lines: Sequence[MappedText], how: Wrapping, source: str) -> MappedText:
    """Return `lines` as one, with a space at each joint that needs one."""
    text = lines[0].stripped()
    for before, line in pairwise(lines):
        bare = line.stripped()
        if _HYPHENED.match(text.text[-3:]) and SMALL.match(bare.text):
            text = MappedText.joined([text.slice(0, len(text.text) - 1), bare], "")
            continue
        space = " " if _needs_space(before.text, _below(text, line, source), how, source) else ""
        text = MappedText.joined([text.bridged(bare, source), bare], space)
    return text


def _below(text: MappedText, line: MappedText, source: str) -> str:
    """Return what `line` holds; without its own space where a page ends before it."""
    between = source[text.origin.ends[-1] : line.origin.starts[0]]
    return line.text.lstrip() if between.strip() else line.text


def _needs_space(left: str, right: str, how: Wrapping, source: str) -> bool:
    bare = left.rstrip()
    if how.told:  # a space that is no indentation may have come to the line below
        number = bare[-2:-1].isdigit() and right[:1].isdigit()
        stopped = (bare[-1] in ".!?" and not number) or CALLED.search(bare) is not None
        space = left != bare or stopped or _SPACE_BEFORE.match(right) is not None
        if space or not how.some:
            return space
    return needs_space(bare, right.lstrip(), source, words=how.words)
