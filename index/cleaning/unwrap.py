"""Hard-wrapped lines, as text extracted from PDF has them, become paragraphs again.

A line is joined to the one before it where that one is full. Whether the joint needs a space is
told by the file, where lines keep the space on which they broke, else by Kiwi.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap

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
from index.cleaning.spacing import last_tag, needs_space
from index.cleaning.titles import is_byline
from index.records import Block, BlockKind
from index.sourcemap import MappedText

# Wrapped text: lines of much the same width, most of which end in mid-sentence.
_LINES = 8
_WIDEST = 140
_FULL, _NEARLY_FULL, _HALF = 0.85, 0.7, 0.5
_SHARE_FULL = 0.4
_SHARE_OPEN = 0.5
# Lines that are all cut at one place were wrapped there, however many short ones stand around.
_EVEN, _EVEN_WIDTH, _EVEN_LINES, _SHARE_EVEN = 0.8, 0.95, 5, 0.2
# Lines that somebody broke where it suited: most are open, and so many leave off where no point of
# an outline ends.
_RAGGED, _RAGGED_OPEN, _LEFT_OFF = 0.6, 0.6, 0.25
# So much of the text stands in full lines, where headings and cells of tables are many lines.
_SHARE_TEXT = 0.55
_NAME = 8  # characters of the name of a column that stands alone in its line
# Where at least this share of full lines keeps its last space, a line without one broke a word.
_TOLD = 0.1

# Syllables of a verb that 다 stands behind: 하였, 있, 없.
_STEMS = tuple(chr(code) for code in range(0xAC00, 0xD7A4) if (code - 0xAC00) % 28 in (18, 20))
_OF_FIELDS = ":：>|"  # and of menus
# Particles and endings with which no heading ends.
_OPEN = frozenset(("JKS", "JKO", "JKG", "JX", "JC", "EC", "EP", "ETM"))
_JOINS = frozenset(("JKG", "JC"))  # nor any line, however short
_ENGLISH_OPEN = re.compile(
    r"\s(?:and|or|of|the|an?|in|on|at|to|for|with|by|from|that|which|because|was|were|is|are|had|has)\s*$"
)
_LEAVES_OFF = _OPEN | {"JKB"}
# A word of another script that a hyphen parts at a line's end, and how it goes on.
_HYPHENED = re.compile(r"[^\W\d_가-힣]{2}[-\u00ad\u2010]$")
_SMALL = re.compile(r"[^\W\d_가-힣A-Z]")
_TOPIC = re.compile(r"(?:[가-힣)][은는]|\)[이가]) \S")
# What a line says something of; a noun may end with 가, too: 국가 재정.
_SUBJECT = re.compile(
    r"[\w’”)%](?:[은는을를이]|에서|에게) \S|[가-힣](?<![국평물증추참작휴인허단주원정대])가 \S"
)
_SPACE_BEFORE = re.compile(r" \S")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text is wrapped.

    Args:
        columns: width of a full line; 0 where the text is not wrapped.
        least: share of it that a line has at least which is as wide as the wrapping lets it be.
        gap: blank lines that stand between any two lines.
        told: whether lines keep the space on which they broke.
        words: whether lines break between words only.
    """

    columns: int = 0
    least: float = _FULL
    gap: int = 0
    told: bool = False
    words: bool = False

    def full(self, line: Block) -> bool:
        """Tell whether `line` is as wide as the wrapping lets it be."""
        return bool(self.columns) and width(line.text.text) >= self.least * self.columns


def wrapping(lines: Sequence[Block]) -> Wrapping:
    """Return how `lines` are wrapped."""
    if len(lines) < _LINES:
        return Wrapping()
    widths = sorted(width(line.text.text) for line in lines)
    columns = widths[int(0.9 * (len(widths) - 1))]
    if columns > _WIDEST or widths[-1] > 1.5 * columns:
        return Wrapping()
    least = _FULL if _is_wrapped(lines, columns, _FULL) else _RAGGED
    if least == _RAGGED and not _is_ragged(lines, columns):
        return Wrapping()
    full = _full(lines, columns, least)
    gaps = Counter(line.gap for line in lines[1:])
    kept = sum(line.text.text[-1:].isspace() for line in full)
    told = _TOLD <= kept / len(full) <= 1 - _TOLD
    return Wrapping(columns, least, gaps.most_common(1)[0][0], told)


def _is_wrapped(lines: Sequence[Block], columns: int, least: float) -> bool:
    """Tell whether enough of `lines` are full, and enough of those end in mid-sentence."""
    full = _full(lines, columns, least)
    open_ = sum(not ends_sentence(line.text.text.rstrip()) for line in full)
    share = _SHARE_OPEN if least == _FULL else _RAGGED_OPEN
    return _many(full, lines, columns) and open_ >= share * len(full)


def _is_ragged(lines: Sequence[Block], columns: int) -> bool:
    """Tell whether lines of many widths are broken in mid-sentence."""
    if not _is_wrapped(lines, columns, _RAGGED):
        return False
    full = _full(lines, columns, _RAGGED)
    left_off = sum(starmap(_leaves_off, pairwise(lines)))
    return left_off >= _LEFT_OFF * len(full)


def _leaves_off(line: Block, below: Block) -> bool:
    """Tell whether a line ends with a particle or an ending, or inside of a word."""
    text, following = line.text.text.strip(), below.text.text.strip()
    if below.gap > 0 or ends_sentence(text):
        return False
    if _SMALL.match(following) or _ENGLISH_OPEN.search(text):
        return True
    return last_tag(text) in _LEAVES_OFF or not needs_space(text, following)


def _full(lines: Sequence[Block], columns: int, least: float) -> list[Block]:
    return [line for line in lines if width(line.text.text) >= least * columns]


def _many(full: Sequence[Block], lines: Sequence[Block], columns: int) -> bool:
    """Tell whether so many lines are full, or hold so much of the text, that it is wrapped."""
    share = _SHARE_EVEN if _even(full, columns) else _SHARE_FULL
    if len(full) >= share * len(lines):
        return True
    text = sum(width(line.text.text) for line in lines)
    return sum(width(line.text.text) for line in full) >= _SHARE_TEXT * text


def _even(full: Sequence[Block], columns: int) -> bool:
    """Tell whether full lines are of so much one width that only wrapping makes them so."""
    even = sum(width(line.text.text) >= _EVEN_WIDTH * columns for line in full)
    return len(full) >= _EVEN_LINES and even >= _EVEN * len(full)


def unwrapped(lines: Sequence[Block], how: Wrapping, source: str) -> list[Block]:
    """Return paragraphs, headings, points, captions and table rows of wrapped `lines`."""
    blocks: list[Block] = []
    for group in _groups(lines, how):
        text = join([line.text for line in group.lines], how, source)
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
    if _is_marked(below, above.rstrip()) or CAPTION.match(below) or CAPTION.match(above):
        return False
    nearly = _NEARLY_FULL * how.columns
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
    if len(group.lines) > 1 or _SUBJECT.search(line.text.text):
        return False
    return is_byline(below.text.text.strip()) or not _leaves_off(line, below)


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
    apart = line.gap > how.gap or not how.full(last) or text[:1].isspace()
    if BULLET.match(text) and (apart or how.least < _FULL):
        return False
    if how.full(last):
        marked = NUMBERED.match(text) or line.gap > how.gap
        return not (marked and ends_sentence(last.text.text))
    if _breaks(last, line, how) or _is_open(group, line, how):
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
    if begun and NUMBERED.match(text):  # the heading of what stands below the table
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
    opens = following and (_breaks(line, following[0], how) or _says(line, following[0], how))
    if opens or _is_left_open(text, how):
        return False
    return bool(following) and (how.full(following[0]) or len(text) < 30) and text[-1] not in ",:"


def _is_left_open(text: str, how: Wrapping) -> bool:
    """Tell whether a line ends with a particle or an ending, as no heading of its width does."""
    wide = width(text) >= _HALF * how.columns
    if wide and _ENGLISH_OPEN.search(text):
        return True
    if any(sign in text for sign in _OF_FIELDS):
        return False
    return " " in text.strip() and last_tag(text.strip()) in (_OPEN if wide else _JOINS)


def _says(line: Block, below: Block, how: Wrapping) -> bool:
    """Tell whether a line says something of something, right above another wide one: no heading."""
    text = line.text.text
    wide = width(text) >= _HALF * how.columns
    wide = wide and width(below.text.text) >= _NEARLY_FULL * how.columns
    if below.gap > how.gap or not wide or NUMBERED.match(text):
        return False
    words = [word for word in text.split() if word[0].isalpha()]
    small = sum(_SMALL.match(word) is not None for word in words)
    return _SUBJECT.search(text) is not None or 2 * small >= max(len(words), 2)


def _is_marked(text: str, above: str) -> bool:
    """Tell whether a line begins with the mark of a point, not with what a break left of 했다."""
    rest = above.endswith(_STEMS) and text.lstrip().startswith("다.")
    return not rest and (NUMBERED.match(text) or BULLET.match(text)) is not None


def _breaks(line: Block, below: Block, how: Wrapping) -> bool:
    """Tell whether a nearly full line breaks in mid-sentence: at a kept space, or inside a word.

    Or behind what a sentence is about: 상호관세율은 한국 25%, 일본 24%, 대만.
    """
    text, following = line.text.text, below.text.text
    if below.gap > how.gap or ends_sentence(text) or width(text) < _NEARLY_FULL * how.columns:
        return False
    if NUMBERED.match(text) or _is_marked(following, text.rstrip()):
        return False
    if any(sign in text for sign in _OF_FIELDS):
        return False
    kept = how.told and text[-1:].isspace()
    begun = kept or _TOPIC.search(text) is not None
    return begun or not needs_space(text.strip(), following.strip(), words=how.words)


def _is_open(group: _Group, line: Block, how: Wrapping) -> bool:
    """Tell whether a paragraph goes on below a shorter line that ends no sentence."""
    text, above = line.text.text, group.lines[-1].text.text.rstrip()
    if line.gap > how.gap or ends_sentence(above) or _is_marked(text, above):
        return False
    said = "\n".join(part.text.text for part in group.lines) + "\n"
    begun = len(group.lines) > 1
    wide = begun and width(above) >= _HALF * how.columns
    told = wide or TOLD_INSIDE.search(said) is not None or _SMALL.match(text) is not None
    prose = told or _is_left_open(above, how) or _says(group.lines[-1], line, how)
    if group.kind == "text" and prose:
        return True
    begun = begun and how.full(group.lines[0])
    return (begun or above.endswith(",")) and width(above) >= _NEARLY_FULL * how.columns


def join(lines: Sequence[MappedText], how: Wrapping, source: str) -> MappedText:
    """Return `lines` as one, with a space at each joint that needs one."""
    text = lines[0].stripped()
    for before, line in pairwise(lines):
        bare = line.stripped()
        if _HYPHENED.search(text.text) and _SMALL.match(bare.text):
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
        stopped = bare[-1] in ".!?" and not number
        return left != bare or stopped or _SPACE_BEFORE.match(right) is not None
    return needs_space(bare, right.lstrip(), source, words=how.words)
