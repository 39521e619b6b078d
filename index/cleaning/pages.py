"""What PDF pages leave in their text: page numbers, running heads, footnote marks."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.cleaning.lines import DATE_ROW, is_contents, is_figures, is_page_number
from index.records import Block
from index.sourcemap import Span

# A number glued to a word, a closing mark or a full stop, with nothing that it counts behind it;
# not that of a chapter, a table or an enclosure, nor the end of 22.5.
_MARK = re.compile(
    r"(?<=[가-힣.,”’\"'」』)])(?<!제)(?<!표)(?<!그림)(?<!붙임)(?<!별첨)(?<!참고)(?<!부록)(?<!\d[.,])(?P<number>\d{1,3})(?=\s|$|[가-힣]{1,2}(?=\s)|[,.)”’])"
)
_FEWEST_MARKS = 3
# How often a head recurs at least, beside a page's number too, and how far apart its pages are.
_HEADS, _TWICE, _STEP = 3, 2, 3
# What is drawn between the text of a page and its notes.
_DRAWN = re.compile(r"\s*[-–—―─━_=]{4,}\s*")
# A running head or foot with the page's number in the same line; on left pages it may stand first.
_PAGED_HEAD = re.compile(
    r"\s*(?P<head>\S.{6,60}\S)(?:(?P<gap>\s+)(?P<last>\d{1,4})|\s+[-–—]\s*(?P<dashed>\d{1,4})\s*[-–—])\s*"
    r"|\s*(?P<first>\d{1,4})(?P<apart>\s+)(?P<behind>\S.{6,60}\S)\s*"
)


class _Paged(NamedTuple):
    """A running head and its page's number, which may be set off, and stands first or last."""

    head: str
    number: int
    apart: bool
    first: bool


def page_furniture(lines: Sequence[Block]) -> dict[int, str]:
    """Return the positions of page numbers and running heads among raw lines, with the reason."""
    texts = [" ".join(line.text.text.split()) for line in lines]
    heads = Counter(_unnumbered(text) for text in texts if 4 <= len(text) <= 60)
    found: dict[int, str] = {}
    for i, text in enumerate(texts):
        if is_page_number(text):
            found[i] = "page number"
        elif is_contents(text):
            found[i] = "table of contents"
    alone = {i: _number(texts[i]) for i, reason in found.items() if reason == "page number"}
    paged = _paged_heads(lines, alone)
    found |= paged
    numbers = alone.keys() | paged.keys()

    def beside(i: int) -> bool:
        return lines[i].kind == "text" and not numbers.isdisjoint((i - 1, i + 1))

    again = [
        i
        for i, text in enumerate(texts)
        if heads[_unnumbered(text)] >= (_TWICE if beside(i) else _HEADS)
        and not (DATE_ROW.match(text) or is_figures(text))
    ]
    pairs = _foot_and_head(again, [_unnumbered(text) for text in texts], lines)
    for i in again:
        if i in pairs or _at_page_edge(i, lines, numbers):
            found.setdefault(i, "running head")
    return found


def drawn_lines(lines: Sequence[Block]) -> dict[int, str]:
    """Return the positions of lines that are drawn of dashes, with the reason."""
    return {i: "drawn line" for i, line in enumerate(lines) if _DRAWN.fullmatch(line.text.text)}


def _paged_heads(lines: Sequence[Block], alone: Mapping[int, int]) -> dict[int, str]:
    """Return lines that stand three times and differ in a page number that goes up.

    Left and right pages may have a head each, which are counted together: those that stand twice,
    or are a line of the text besides, as a title is. A number that is not set off tells a head only
    where it stands first on some pages and last on others.

    Args:
        lines: of the document.
        alone: the numbers that are a line of their own: the other pages' where only some have them
            beside a head, which stands twice then.
    """
    texts = {" ".join(line.text.text.split()) for line in lines}
    found = {i: paged for i, line in enumerate(lines) if (paged := _paged(line.text.text))}
    often = Counter(one.head for one in found.values())
    groups = [
        {i: one for i, one in found.items() if one.head == head and one.apart} for head in often
    ]
    both = {i: one for i, one in found.items() if often[one.head] >= _TWICE or one.head in texts}
    if all(one.apart for one in both.values()) or len({one.first for one in both.values()}) > 1:
        groups.append(both)
    return {i: "running head" for group in groups if _are_pages(group, alone) for i in group}


def _paged(text: str) -> _Paged | None:
    match = _PAGED_HEAD.fullmatch(text)
    if not match:
        return None
    head = " ".join((match["head"] or match["behind"]).split())
    number = int(match["last"] or match["dashed"] or match["first"])
    gap = match["gap"] or match["apart"]
    return _Paged(head, number, gap is None or len(gap) > 1, match["first"] is not None)


def _are_pages(heads: Mapping[int, _Paged], alone: Mapping[int, int]) -> bool:
    """Tell whether the numbers of some heads go up, with those `alone` where the heads are few."""
    numbers = {i: one.number for i, one in heads.items()}
    return _goes_up(numbers) or (len(numbers) >= _TWICE and _goes_up({**alone, **numbers}))


def _goes_up(numbers: Mapping[int, int]) -> bool:
    pages = [numbers[i] for i in sorted(numbers)]
    return len(pages) >= _HEADS and all(0 < b - a <= _STEP for a, b in pairwise(pages))


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _foot_and_head(again: Sequence[int], texts: Sequence[str], lines: Sequence[Block]) -> set[int]:
    """Return recurring lines that stand by twos, set off from the text: a foot, then a head.

    One alone may be a heading that differs in its number: 제1절 개요.
    """
    usual = Counter(line.gap for line in lines).most_common(1)[0][0] if lines else 0
    known, found = set(again), set[int]()
    for i in again:
        two = {i, i + 1} <= known and texts[i] != texts[i + 1]
        if two and not {i - 1, i + 2} & known:
            after = lines[i + 2 : i + 3]
            if lines[i].gap > usual and all(line.gap > usual for line in after):
                found |= {i, i + 1}
    return found


def _at_page_edge(i: int, lines: Sequence[Block], numbers: Collection[int]) -> bool:
    """Tell whether a line is the first or last of a page: beside its number, or set off."""
    number = any(j in numbers for j in (i - 2, i - 1, i + 1, i + 2))
    return number or lines[i].text.text[:1].isspace() or lines[i].gap > 1


def _with_bracket(text: str, number: Span) -> Span:
    """Return a mark with the bracket behind it, 3) of 합의했다3), where that closes no other."""
    open_ = text.rfind("(", 0, number.start) > text.rfind(")", 0, number.start)
    return Span(number.start, number.end + (text.startswith(")", number.end) and not open_))


def footnote_marks(texts: Sequence[str]) -> list[list[Span]]:
    """Return for each text the footnote marks in it: a run of glued numbers 1, 2, 3 … over all.

    A single glued number is left: only their order over the document tells marks from quantities.
    """
    found = [
        (int(match["number"]), i, _with_bracket(text, Span(*match.span("number"))))
        for i, text in enumerate(texts)
        for match in _MARK.finditer(text)
    ]
    chain: list[tuple[int, int, Span]] = []
    for number, i, span in found:
        if number == (chain[-1][0] + 1 if chain else 1) or (chain and number == chain[-1][0] + 2):
            chain.append((number, i, span))
    marks: list[list[Span]] = [[] for _ in texts]
    if len(chain) >= _FEWEST_MARKS:
        for _, i, span in chain:
            marks[i].append(span)
    return marks
