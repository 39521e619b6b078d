"""What a sentence counts: its numbers with their units, and of what each one is told.

Numbers that tell when, which or how old are no quantities. Whether two of them are of the same
thing is `qa.agreement`'s to tell.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.sourcemap import Span
from index.tokens import Token, amount, fold
from qa.kinds import SAME_UNIT

_NO_COUNT = frozenset((
    "년", "월", "일", "시", "분", "초", "회", "차", "호", "위", "번", "세", "살", "도", "층",
    "조", "항", "장", "주", "주년", "분기", "세기", "라운드", "번째", "학년", "단계", "급", "부",
    "권", "기",
))  # fmt: skip
_ONE_NAME = {fold(name): group[0] for group in SAME_UNIT for name in group}
_NUMBERS = frozenset(("SN", "NR"))
_COUNTERS = frozenset(("NNB", "NNG", "SW", "SL"))
_NOUNS = frozenset(("NNG", "NNP", "XSN", "SL"))
# Stands between what is counted and its number: 주택이 모두 347채, 주민은 현재 1,240명.
_BETWEEN = frozenset(("JKS", "JX", "JKO", "MAG", "MM"))
_PASSED_OVER = frozenset(("모두", "총", "전체", "최종", "현재", "당초", "잠정"))
_BEFORE = re.compile(r"(?:약|대략|거의|최소|최대|적어도|많게는|적게는|많아야|줄잡아|만|[~∼–])\s?$")
_AFTER = re.compile(
    r"\s?(?:이상|이하|미만|초과|안팎|가량|정도|쯤|남짓|가까이|내외|[~∼]"
    r"|[이가을를에]?\s?(?:넘|육박|웃돌|밑돌|못\s?미|가깝))"
)
# '20채가 늘었다', '20채 적다' tell a difference, '347채로 늘었다' does not.
_DIFFERENCE = re.compile(
    r"[이가을를나]?\s?(?:더|추가로)?\s?(?:늘|줄|증가|감소|오르|오른|올랐|올라|내린|내렸|많[은았]|적[은었]|높|낮)"
)
# '312채에서 347채로', '5명이 아니라 7명', '312채로 알렸으나 347채로'
_MOVED = re.compile(r"\s?(?:에서|→)\s")
_REPLACED = re.compile(r"\s?(?:[이가]\s아니라|으?로\s\S{1,6}(?:으나|지만))\s")
_MOVED_TO = re.compile(r"\s?(?:으?로|$|,|\)|·)")
_FORMER = re.compile(r"당초|애초|처음|최초|원래|기존|잠정|이전|전에")
_OF_A_YEAR = re.compile(r"작년|지난해|전년|\d년|몇\s?\S{1,3}에서")


class Quantity(NamedTuple):
    """A number with its unit.

    Args:
        value: 10000 of 1만 and of 10,000.
        step: what the last digit that is told counts: 100 of 300, 1 of 312, .1 of 8.1.
        noun: what is counted; '' where that does not stand beside it.
        exact: whether it is told as it is, and not as 약, 이상 or a difference.
        first, last: its tokens, that of the unit included.
        span: where it stands.
    """

    value: float
    step: float
    unit: str
    noun: str
    exact: bool
    first: int
    last: int
    span: Span

    def equals(self, other: "Quantity") -> bool:
        """Tell whether both say the same number of the same unit."""
        return self.unit == other.unit and math.isclose(self.value, other.value)

    def is_rounded(self, other: "Quantity") -> bool:
        """Tell whether one of both may be the other, rounded or cut off.

        300채 may be 312채, 350채 may not be 312채.
        """
        return abs(self.value - other.value) < max(self.step, other.step)


def quantities(text: str, tokens: Sequence[Token]) -> Iterator[Quantity]:
    """Yield the quantities of a sentence in order; `tokens` are its analysis."""
    at = 0
    while at < len(tokens):
        if tokens[at].tag != "SN":
            at += 1
            continue
        end = _end_of_number(text, tokens, at)
        if (found := _quantity(text, tokens, at, end)) is not None:
            yield found
        at = end


def _end_of_number(text: str, tokens: Sequence[Token], first: int) -> int:
    end = first + 1
    while (
        end < len(tokens)
        and tokens[end].tag in _NUMBERS
        and "NR" in (tokens[end - 1].tag, tokens[end].tag)  # 12 34 are two cells of a row
        and text[tokens[end - 1].end : tokens[end].start].strip() == ""
    ):
        end += 1
    return end


def _quantity(text: str, tokens: Sequence[Token], first: int, end: int) -> Quantity | None:
    about = end < len(tokens) and tokens[end].form in ("여", "수")
    unit = end + about
    if unit == len(tokens) or tokens[unit].tag not in _COUNTERS:
        return None
    name = fold(tokens[unit].form)
    if name in _NO_COUNT or tokens[unit].start - tokens[unit - 1].end > 1:
        return None
    start, number_end = tokens[first].start, tokens[end - 1].end
    value = amount(text[start:number_end])
    before, after = text[:start], text[tokens[unit].end :]
    exact = not (about or _BEFORE.search(before) or _AFTER.match(after) or _DIFFERENCE.match(after))
    noun = _counted(tokens, first, unit)
    span = Span(start, tokens[unit].end)
    return Quantity(value, _step(value), _ONE_NAME.get(name, name), noun, exact, first, unit, span)


def _step(value: float) -> float:
    """Return what the last digit other than 0 of a number counts, 1 of 0 itself."""
    digits = f"{value:.6f}".rstrip("0")
    whole, _, decimals = digits.partition(".")
    if decimals:
        return 10.0 ** -len(decimals)
    if value == 0.0:
        return 1.0
    return 10.0 ** (len(whole) - len(whole.rstrip("0")))


def _counted(tokens: Sequence[Token], first: int, unit: int) -> str:
    """Return the noun that a number counts: 주택이 모두 347채, 347채의 주택."""
    for at in range(first - 1, -1, -1):
        token = tokens[at]
        if token.tag in _NOUNS and token.form not in _PASSED_OVER:
            stem = tokens[at - 1].form if at and token.tag == "XSN" else ""  # 찬성+률
            return fold(stem + token.form)
        if token.tag not in _BETWEEN and token.form not in _PASSED_OVER:
            break
    behind = tokens[unit + 1 : unit + 3]
    if len(behind) > 1 and behind[0].tag == "JKG" and behind[1].tag in _NOUNS:
        return fold(behind[1].form)
    return ""


def replacements(text: str, found: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield each quantity of a sentence that another one takes the place of, and that one.

    >>> from qa.topic import tokens_of
    >>> text = "침수된 집은 312채에서 347채로 늘었다."
    >>> found = [*quantities(text, tokens_of(text))]
    >>> [(old.value, new.value) for old, new in replacements(text, found)]
    [(312.0, 347.0)]
    """
    for old, new in pairwise(found):
        behind = text[old.span.end :]
        moved = _MOVED.match(behind) and _MOVED_TO.match(text[new.span.end :])
        if old.unit == new.unit and (moved or _REPLACED.match(behind)):
            yield old, new


def asks_former(question: str) -> bool:
    """Tell whether a question asks for a figure that another one has taken the place of."""
    return bool(_FORMER.search(question))


def in_force(text: str, tokens: Sequence[Token], mark: Span, question: str) -> Span:
    """Return the figure that is asked for, of the marked one and the one it replaces; else `mark`.

    Who asks how many houses are flooded is not told the first count of 312채에서 347채로 늘었다,
    who asks how many were flooded at first (당초) is not told the second.
    """
    former = asks_former(question)
    if _OF_A_YEAR.search(question) and not former:
        return mark
    for old, new in replacements(text, [*quantities(text, tokens)]):
        if former and new.span.start < mark.end and mark.start < new.span.end:
            return old.span
        if not former and old.span.start < mark.end <= new.span.start:
            return new.span
    return mark
