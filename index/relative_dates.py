"""What a relative date means: 지난달, 작년 12월, 오는 3일 in a text of a known day.

Here: the reading of such words, beside the text. Not here: dates that say their month, whose normal
forms `tokens` gives. Nothing of this stands in a quote; it only lets a passage be found.
"""

import datetime
import re
from collections.abc import Iterator

from index.tokens import normal_forms

# A month word moves by months, a year word by years; longer words first.
_MONTHS = {"지난달": -1, "이달": 0, "이번 달": 0, "다음 달": 1, "다음달": 1, "내달": 1}
_YEARS = {"재작년": -2, "지난해": -1, "작년": -1, "올해": 0, "금년": 0, "내년": 1}
_DAY = r"(?P<{}>3[01]|[12]\d|0?[1-9])\s?일(?!간|째|\s?(?:동안|만에|정도|가량|이내|이상|넘))"
_BY_MONTH = re.compile(
    rf"(?<![가-힣])(?P<word>{'|'.join(_MONTHS)})(?![가-힣]*\s?부로)(?:\s?{_DAY.format('day')})?"
)
_BY_YEAR = re.compile(
    rf"(?<![가-힣])(?P<word>{'|'.join(_YEARS)})(?:\s(?P<month>1[0-2]|0?[1-9])\s?월"
    rf"(?:\s?{_DAY.format('day')})?)?"
)
# A day alone: nothing before it that would be its month, or make it a number of days.
_ALONE = re.compile(rf"(?<![\d월달.,/\-~∼])(?<![월달]\s)(?P<ahead>오는\s)?{_DAY.format('day')}")
# `31일` in a text of the 1st is the last month's; in one of the 12th the 28th is still to come.
_LONG_AHEAD = 20
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def resolved(text: str, written: str | None) -> list[str]:
    """Return what the relative dates of `text` mean, each once, in order, as Korean writes dates.

    A day alone is of the month of writing, as the news uses it; of the next one where it is `오는`
    and past; of the last one where it lies more than twenty days ahead.

    Args:
        text: a passage.
        written: ISO date of its document; without one nothing is resolved.

    >>> resolved("지난달 3일과 작년을 견주면", "2025-01-15")
    ['2024년 12월 3일', '2024년']
    """
    if written is None:
        return []
    day = datetime.date.fromisoformat(written)
    found = sorted([*_months(text, day), *_years(text, day), *_days(text, day)])
    return list(dict.fromkeys(meaning for _, meaning in found))


def terms_of_dates(text: str, written: str | None) -> frozenset[str]:
    """Return the terms of the dates that `text` leaves to the date of its document: of the year.

    Dates that it names by its day, 지난달, are told by that; those that it names without a year
    are of the year of writing, and so is what it tells where it names none.

    >>> sorted(terms_of_dates("5월 교역액은 늘었다.", "2025-06-26"))
    ['#2025', '2025', '@2025-5월', '@5월']
    """
    if written is None or _YEAR.search(text):
        return frozenset()
    year = written[:4]
    dates = resolved(text, written) or [f"{year}년 {text}"]
    forms = {form for date in dates for form in normal_forms(date)}
    return frozenset(forms | {found[0] for found in map(_YEAR.search, dates) if found})


def _months(text: str, written: datetime.date) -> Iterator[tuple[int, str]]:
    for match in _BY_MONTH.finditer(text):
        year, month = _moved(written, _MONTHS[match["word"]])
        if meaning := _named(year, month, match["day"]):
            yield match.start(), meaning


def _years(text: str, written: datetime.date) -> Iterator[tuple[int, str]]:
    for match in _BY_YEAR.finditer(text):
        year, month = written.year + _YEARS[match["word"]], match["month"]
        if meaning := _named(year, int(month) if month else None, match["day"]):
            yield match.start(), meaning


def _days(text: str, written: datetime.date) -> Iterator[tuple[int, str]]:
    for match in _ALONE.finditer(text):
        ahead = int(match["day"]) - written.day
        months = 0
        if match["ahead"] and ahead < 0:
            months = 1
        elif not match["ahead"] and ahead > _LONG_AHEAD:
            months = -1
        if meaning := _named(*_moved(written, months), match["day"]):
            yield match.start(), meaning


def _moved(day: datetime.date, months: int) -> tuple[int, int]:
    """Return year and month of the month so many after that of `day`."""
    at = day.year * 12 + day.month - 1 + months
    return at // 12, at % 12 + 1


def _named(year: int, month: int | None, day: str | None) -> str | None:
    """Return a date as Korean writes it; None where there is no such day."""
    if month is None:
        return f"{year}년"
    if day is None:
        return f"{year}년 {month}월"
    try:
        datetime.date(year, month, int(day))
    except ValueError:
        return None
    return f"{year}년 {month}월 {int(day)}일"
