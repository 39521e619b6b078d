"""The days that a phrase means, of a document's date: 2024년 6월, 지난 3월, 9월부터 11월 사이."""

import re
from typing import NamedTuple

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?P<year>{_YEAR})\s?[년年.\-/]\s?(?:(?P<part>상반기|하반기|[1-4]\s?분기)"
    r"|(?P<month>1[0-2]|0?[1-9])(?!\d)\s?[월月.\-/]?\s?(?:(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s?[일日]?)?)?"
    r"|(?<!\d)(?P<month_>1[0-2]|0?[1-9])\s?[월月]\s?(?:(?P<day_>3[01]|[12]\d|0?[1-9])\s?[일日])?"
    rf"|\b(?P<name>{'|'.join(_MONTHS)})\b(?: (?P<day__>3[01]|[12]\d|[1-9])(?!\d))?"
    rf"(?:,? (?P<year_>{_YEAR}))?"
    rf"|\b(?P<year__>{_YEAR})\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"부터|에서|사이|[~∼–]|\bto\b|\band\b|から|到|至", re.IGNORECASE)
_SINCE = re.compile(r"\s*(?:이후|부터)|.*\b(?:since|after) $", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"\s*(?:이전|까지)|.*\b(?:before|until) $", re.IGNORECASE | re.DOTALL)
_HALVES = {"상반기": (1, 6), "하반기": (7, 12)}
_FIRST, _LAST = "0000-00-00", "9999-12-31"
_LEFT = re.compile(
    r"부터|사이의?|까지의?|이후의?|이전의?|[~∼–]|일?자|\b(?:between|since|after|before|until)\b"
)


class Period(NamedTuple):
    """The days that a date may be, both included: `2024-06-01`, or `06-01` of any year."""

    since: str
    until: str

    def holds(self, date: str) -> bool:
        """Tell whether an ISO date lies in the period.

        >>> Period("06-01", "06-31").holds("2024-06-20")
        True
        """
        return self.since <= date[-len(self.since) :] <= self.until


def read_period(phrase: str) -> tuple[Period | None, str]:
    """Return the period that a phrase means, None where it names no date, and its other words.

    >>> read_period("2024년 6월")
    (Period(since='2024-06-01', until='2024-06-31'), '')
    """
    found = [*_DATE.finditer(phrase)]
    if not found:
        return None, phrase
    rest = _LEFT.sub(" ", _DATE.sub(" ", phrase)).strip()
    first = _days(found[0], None)
    last = _days(found[-1], first.since[:4] if len(first.since) == len(_FIRST) else None)
    if len(found) > 1 and _BETWEEN.search(phrase) and len(first.since) == len(last.until):
        return Period(first.since, last.until), rest
    around = (phrase[: found[0].start()], phrase[found[0].end() :])
    since = _FIRST if any(map(_UNTIL.match, around)) else first.since
    until = _LAST if any(map(_SINCE.match, around)) else first.until
    open_ended = (since, until) != first and len(first.since) == len(_FIRST)
    return (Period(since, until) if open_ended else first), rest


def _days(match: re.Match[str], year: str | None) -> Period:
    """Return the days of one date; the 31st ends every month: they are compared as text."""
    year = match["year"] or match["year_"] or match["year__"] or year
    first, last = _months(match)
    head = f"{year}-" if year else ""
    if day := match["day"] or match["day_"] or match["day__"]:
        return Period(*[f"{head}{first:02}-{int(day):02}"] * 2)
    return Period(f"{head}{first:02}-01", f"{head}{last:02}-31")


def _months(match: re.Match[str]) -> tuple[int, int]:
    if part := match["part"]:
        return _HALVES.get(part) or (3 * int(part[0]) - 2, 3 * int(part[0]))
    if name := match["name"]:
        return (_MONTHS.index(name.lower()) + 1,) * 2
    month = match["month"] or match["month_"]
    return (int(month),) * 2 if month else (1, 12)
