"""Dates that name their month in English: June 20, 2024; 20 June 2024; Sept. 13; May 2024.

Here: the reading of them, for the metadata of a document and for search terms alike. Not here:
dates in figures or in Korean, which `tokens` and `readers.frontmatter` read each for its own end.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
# `may` and `march` are words of their own where they are written small.
_NAME = (
    r"(?:(?i:jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|Mar(?:ch)?|MAR(?:CH)?|May|MAY)\b\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DATE = re.compile(
    rf"\b(?P<month>{_NAME})\s(?P<day>{_DAY}){_ORDINAL}(?![\d%:]|[.,]\d)"
    rf"(?:\s?[-–]\s?{_DAY})?(?:,?\s(?P<year>{_YEAR}))?"
    rf"|(?<![\d.,/:\-])(?P<first>{_DAY}){_ORDINAL}\s(?:of\s)?(?P<second>{_NAME})"
    rf"(?:,?\s(?P<behind>{_YEAR}))?"
    rf"|\b(?P<alone>{_NAME}),?\s(?P<only>{_YEAR})"
)


class EnglishDate(NamedTuple):
    """A month, with what stands beside it of day and year."""

    year: str | None
    month: int
    day: int | None


def english_dates(text: str) -> Iterator[EnglishDate]:
    """Yield the dates of `text`, in order.

    >>> list(english_dates("from Sept. 3, 2024"))
    [EnglishDate(year='2024', month=9, day=3)]
    """
    for match in _DATE.finditer(text):
        name = match["month"] or match["second"] or match["alone"]
        month = _MONTHS.index(name[:3].lower()) // 3 + 1
        year = match["year"] or match["behind"] or match["only"]
        day = match["day"] or match["first"]
        yield EnglishDate(year, month, int(day) if day else None)
