"""Sentences that line breaks part here and there, in a text that is not wrapped as a whole.

A line goes on in the next where no blank line lies between, its sentence is open, and its own end,
or many such lines of the text, tell that it is no heading. A text that is wrapped is for `unwrap`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.cleaning.lines import (
    BRACKETED,
    BULLET,
    CAPTION,
    DATE_LINE,
    NUMBERED,
    STOPPED,
    UNIT,
    ends_sentence,
    is_figures,
    width,
)
from index.cleaning.spacing import last_tag, needs_space
from index.cleaning.titles import FIELD
from index.records import Block
from index.sourcemap import MappedText

# A wider line is a paragraph that nobody has broken; a broken one has so many lines at most.
_WIDEST, _MOST = 140, 12
# Narrower lines are headings and cells; the last line of a paragraph may be of any width.
_FIRST, _INNER = 16, 24
# A longer line of an outline is no heading; in a text whose lines break often, one of such width.
_LONG, _WIDE = 45, 40
# So many paragraphs that are likely broken tell that the lines of a text break often.
_OFTEN = 2
# Where so few lines without a space at their end break between words, the space tells.
_TOLD = 0.1
# How a sentence ends, and no notice: 재배포 금지.
_SENTENCE = re.compile(r"[다요죠까음함임됨]\W*$")
_UNSTOPPED = frozenset("다요음함임됨")
# What a break has left of a sentence for the next line, where no points are 가, 나 and 다.
_REST, _POINT_BEFORE = re.compile(r"\s*다\."), re.compile(r"\s*나\.\s")
# Endings and particles with which headings end too.
_OF_HEADINGS = ("EC", "JKB")


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that are one paragraph, if the first of them goes on.

    Args:
        start: which line is the first.
        lines: two or more; the last one ends a sentence.
        inside: whether it begins with the mark of a point, or behind a sentence of its paragraph.
    """

    start: int
    lines: Sequence[Block]
    inside: bool

    @property
    def first(self) -> str:
        return self.lines[0].text.text.strip()

    @property
    def wide(self) -> bool:
        """Whether the first line is too wide for a heading of an outline."""
        return self.inside and width(self.first) >= _WIDE

    def is_open(self, tag: str) -> bool:
        """Tell whether the first line surely goes on, with a last word of the kind `tag`."""
        if self.inside and (len(self.first) > _LONG or self.first.endswith(",")):
            return True
        ending = tag.startswith("J") or tag in ("EC", "EP", "ETM")
        return ending and (self.inside or tag not in _OF_HEADINGS)

    def parts_word(self, source: str) -> bool:
        """Tell whether the first line breaks inside of a word."""
        possible = self.inside or len(self.first) > _LONG
        return possible and not _needs_space(self.lines[0], self.lines[1], source)


def mended(lines: Sequence[Block], source: str) -> list[Block]:
    """Return `lines` with those of a broken paragraph as one."""
    runs = list(_runs(lines))
    tags = [last_tag(run.first) for run in runs]
    open_ = [run.is_open(tag) for run, tag in zip(runs, tags, strict=True)]
    parted = [run.parts_word(source) for run in runs]
    likely = (
        certain or (part and run.wide)
        for run, certain, part in zip(runs, open_, parted, strict=True)
    )
    often = sum(likely) >= _OFTEN
    broken = [
        run
        for run, certain, part in zip(runs, open_, parted, strict=True)
        if certain or (often and (part or run.wide))
    ]
    return list(_joined(lines, broken, source))


def _runs(lines: Sequence[Block]) -> Iterator[_Run]:
    points = any(_POINT_BEFORE.match(line.text.text) for line in lines)
    at, inside = 0, False  # inside of a paragraph that has begun above
    while at < len(lines):
        inside = BULLET.match(lines[at].text.text) is not None or (inside and not lines[at].gap)
        end = _end(lines, at, points=points)
        if end:
            yield _Run(at, lines[at:end], inside)
        at = end or at + 1
        inside = inside and STOPPED.search(lines[at - 1].text.text) is not None


def _end(lines: Sequence[Block], start: int, *, points: bool) -> int:
    """Return behind which line the sentence ends that line `start` leaves open; 0 where none."""
    if not _begins(lines[start], lines[start + 1 : start + 2]):
        return 0
    for at in range(start + 1, min(start + _MOST, len(lines))):
        text = lines[at].text.text
        if not _continues(lines[at], points=points):
            return 0
        if _ends(text, lines[at + 1 : at + 2]):
            return at + 1 if _SENTENCE.search(text) else 0
        if width(text) < _INNER:
            return 0
    return 0


def _begins(line: Block, following: Sequence[Block]) -> bool:
    text = line.text.text
    if width(text) < _FIRST or _stands_alone(line) or FIELD.match(text):
        return False
    return not _ends(text, following)


def _ends(text: str, following: Sequence[Block]) -> bool:
    """Tell whether a line ends a sentence, without a stop only where no word goes on below.

    One that ends like a sentence may end with another word: 다음, 필요, or with a part of one.
    """
    below = following[0].text.text.strip() if following and not following[0].gap else ""
    if not below or BULLET.match(below) or text.rstrip()[-1:] not in _UNSTOPPED:
        return ends_sentence(text)
    return last_tag(text.strip()) == "EF" and needs_space(text.strip(), below)


def _continues(line: Block, *, points: bool) -> bool:
    text = line.text.text
    numbered = NUMBERED.match(text) and (points or not _REST.match(text))
    told = BULLET.match(text) or numbered or FIELD.match(text)
    return not (line.gap or told or _stands_alone(line))


def _stands_alone(line: Block) -> bool:
    """Tell whether a line is none of running text: a caption, a row, a menu, a long paragraph."""
    text = line.text.text
    if line.kind != "text" or width(text) > _WIDEST or any(sign in text for sign in "|\t>"):
        return True
    shapes = (CAPTION, UNIT, BRACKETED, DATE_LINE)
    return any(shape.match(text) for shape in shapes) or is_figures(text)


def _joined(lines: Sequence[Block], runs: Sequence[_Run], source: str) -> Iterator[Block]:
    joints = [joint for run in runs for joint in pairwise(run.lines)]
    told = _tells_spaces(joints, source)
    at = 0
    for run in runs:
        yield from lines[at : run.start]
        yield replace(run.lines[0], text=_one_line(run.lines, source, told=told))
        at = run.start + len(run.lines)
    yield from lines[at:]


def _tells_spaces(joints: Sequence[tuple[Block, Block]], source: str) -> bool:
    """Tell whether the file keeps the space on which a line breaks, so that none is none."""
    bare = [joint for joint in joints if not _keeps_space(*joint)]
    apart = sum(_needs_space(*joint, source) for joint in bare)
    return 0 < len(bare) < len(joints) and apart <= _TOLD * len(bare)


def _keeps_space(before: Block, line: Block) -> bool:
    return before.text.text[-1:].isspace() or line.text.text[:1].isspace()


def _needs_space(before: Block, line: Block, source: str) -> bool:
    return needs_space(before.text.text.strip(), line.text.text.strip(), source)


def _one_line(lines: Sequence[Block], source: str, *, told: bool) -> MappedText:
    text = lines[0].text.stripped()
    for before, line in pairwise(lines):
        bare = line.text.stripped()
        space = _keeps_space(before, line) or (not told and _needs_space(before, line, source))
        text = MappedText.joined([text.bridged(bare, source), bare], " " if space else "")
    return text
