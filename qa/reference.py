"""What the pronoun refers to that a quote begins with: told beside the quote, never inside it.

그는 is the person that the sentences before speak of, 이 법안은 what they call by that noun, 양국은
the two that they name, 이날 their day or the document's. Where that is unsure nothing is told.
"""

import re
from collections.abc import Sequence

from index.records import Passage
from index.relative_dates import resolved
from index.sourcemap import Span
from index.store import Store
from index.tokens import normal_forms
from qa.antecedent import COUNTRY, Kind, Pointer, antecedent, mentions, pointers
from qa.records import Reference

# Sentences before the quote in which a pronoun may be named, passages in which a day may.
_NEAR, _ABOVE = 3, 8
_KINDS: tuple[Kind, ...] = ("person", "same", "pair", "day")
_MARKS = re.compile(r"^[\s□○ㅇ▲◇◆▶*•\-]+")
_ASIDE = re.compile(r"\s?\([^()]*\)|[“\"][^“”\"]*[”\"]")  # of a speaker's words none is the speaker
_DAY = re.compile(
    r"(?<![~∼–\-\d])(?:(?P<year>(?:19|20)\d\d)년\s?)?(?:(?P<month>\d{1,2})월\s?)?(?P<day>\d{1,2})일"
    r"(?!간|째|부터|까지|\s?[~∼–]|\s?(?:동안|만에|뒤|전|이내|이상|연속))"
)
_DAYS = re.compile(r"\d{1,2}일?\s?(?:부터|[~∼–]\s?\d{1,2}일)")
# What tells when, before a name.
_WHEN = re.compile(r"^(?:(?:이날|이번|지난|오는|당시|또|한편|\d+[년월일])\s*)+(?=\S)")
_BOTH = 2
_TWO = re.compile(r"(?P<one>[가-힣]{1,8})[·ㆍ‧-](?P<other>[가-힣]{1,8})(?=\s|$)")
# 이 경우, 그 결과: no thing that was named before.
_VAGUE = re.compile(
    r"^(?:때|뒤|후|전|중|가운데|경우|결과|밖|외|점|과정|자리|동안|사이|글|자료|이유|까닭|대신|정도|같은|말)$|^.$"
)


def referred(store: Store, passage: Passage, span: Span) -> Reference | None:
    """Return what the pronoun refers to that a quote begins with, as its document says before it.

    Args:
        store: the index.
        passage: that the quote is cut from.
        span: where it stands in the passage.
    """
    quote = passage.text[span.start : span.end]
    if not _points(_MARKS.sub("", quote)):
        return None
    bounds = store.bounds_of(passage.document)
    at = next((i for i, one in enumerate(bounds) if one.start == passage.start), 0)
    above = store.passages_of(passage.document, max(0, at - _ABOVE), at)
    before = [one.text[s.start : s.end] for one in above for s in one.sentences]
    before += [passage.text[s.start : s.end] for s in passage.sentences if s.end <= span.start]
    return reference(quote, before, passage.title, passage.date)


def reference(
    quote: str, before: Sequence[str], title: str = "", written: str | None = None
) -> Reference | None:
    """Return what the pronoun refers to that `quote` begins with, None where none or unsure.

    Args:
        quote: sentences of a document.
        before: the sentences before it, the nearest last.
        title: the document's.
        written: the document's ISO date.

    >>> reference("그는 사과했다.", ["서도윤 시장은 11일 회견을 열었다."])
    Reference(word='그', name='서도윤 시장')
    """
    said = _MARKS.sub("", quote)
    pointer = _points(said)
    if pointer is None:
        return None
    near = [_ASIDE.sub("", one) for one in before[-_NEAR:]]
    if pointer.kind == "day":
        name = _day(before, written)
    elif pointer.kind == "pair":
        name = _pair(pointer, near, title)
    else:
        name = _named(pointer, near)
    word = said[: pointer.end].removesuffix(pointer.particle)
    return Reference(word, name) if name else None


def _points(said: str) -> Pointer | None:
    """Return the pronoun that a sentence begins with, of a kind that can be told for sure."""
    pointer = next(pointers(said), None)
    if pointer is None or pointer.start or pointer.kind not in _KINDS or said.startswith("같은"):
        return None
    if pointer.kind == "same" and (not pointer.particle or _VAGUE.match(pointer.noun)):
        return None  # 이 기준 신호는 is no 기준; 이 경우는 no thing
    return pointer


def _named(pointer: Pointer, before: Sequence[str]) -> str | None:
    for sentence in reversed(before):
        if name := antecedent(pointer, sentence, subject=True):
            return _WHEN.sub("", name)
        goes_on = any(one.kind == pointer.kind and not one.start for one in pointers(sentence))
        if mentions(pointer, sentence) and not goes_on:  # several, or one that is not named
            return None
    return None


def _pair(pointer: Pointer, before: Sequence[str], title: str) -> str | None:
    """Return the two that the nearest sentence names, else the title."""
    for text in (*reversed(before), title):
        if name := antecedent(pointer, text):
            return name
        named = (*COUNTRY.findall(text), *filter(COUNTRY.fullmatch, normal_forms(text)))
        countries = dict.fromkeys(named)
        if len(countries) == _BOTH:
            return "·".join(countries)
        if len(countries) > _BOTH:
            return None
    two = _TWO.search(title)
    return two[0] if two else None


def _day(before: Sequence[str], written: str | None) -> str | None:
    """Return the one day that the nearest sentence with a day names, else the document's."""
    if any(map(_DAYS.search, before[-_NEAR:])):  # which of them is not known
        return None
    dated = [one for one in before if _DAY.search(one)]
    if not dated:
        return _spoken(written) if written else None
    days = {match[0]: match for match in _DAY.finditer(dated[-1])}
    if len(days) > 1 or dated[-1] not in before[-_NEAR:]:
        return None
    ((said, match),) = days.items()
    if match["month"]:
        return said
    whole = [date for date in resolved(dated[-1], written) if date.endswith(f" {match['day']}일")]
    return whole[-1] if whole else said


def _spoken(date: str) -> str:
    year, month, day = map(int, date.split("-"))
    return f"{year}년 {month}월 {day}일"
