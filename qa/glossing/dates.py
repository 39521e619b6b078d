"""Korean dates and times in other languages: 2024년 9월 13일, 9월 초, 오전 9시 30분."""

import re
from collections.abc import Mapping

from qa.glossing.names import Foreign

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s?(?:년|[.\-/])|(?P<near>올해|지난해|작년|내년))?\s?"
    r"(?:(?P<month>1[0-2]|0?[1-9])\s?(?:월|[.\-/](?=\s?\d)))?\s?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])\s?(?:일|\.)?)?\s?(?P<part>초|중순|말|하순)?"
    r"(?:\s?\([월화수목금토일]\))?"
)
_TIME = re.compile(r"(?P<half>오전|오후)\s?(?P<hour>1[0-2]|\d)시(?:\s?(?P<minute>[1-5]?\d)분)?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# Nominative and genitive.
_RUSSIAN = (
    ("январь", "января"), ("февраль", "февраля"), ("март", "марта"), ("апрель", "апреля"),
    ("май", "мая"), ("июнь", "июня"), ("июль", "июля"), ("август", "августа"),
    ("сентябрь", "сентября"), ("октябрь", "октября"), ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
)  # fmt: skip
_NEAR: Mapping[str, Mapping[Foreign, str]] = {
    "올해": {"en": "this year", "ja": "今年", "zh": "今年", "ru": "этого года"},
    "지난해": {"en": "last year", "ja": "昨年", "zh": "去年", "ru": "прошлого года"},
    "작년": {"en": "last year", "ja": "昨年", "zh": "去年", "ru": "прошлого года"},
    "내년": {"en": "next year", "ja": "来年", "zh": "明年", "ru": "следующего года"},
}  # fmt: skip
_PARTS: Mapping[str, Mapping[Foreign, str]] = {
    "초": {"en": "early {}", "ja": "{}初め", "zh": "{}初", "ru": "начало {}"},
    "중순": {"en": "mid-{}", "ja": "{}中旬", "zh": "{}中旬", "ru": "середина {}"},
    "말": {"en": "late {}", "ja": "{}末", "zh": "{}底", "ru": "конец {}"},
    "하순": {"en": "late {}", "ja": "{}下旬", "zh": "{}下旬", "ru": "конец {}"},
}  # fmt: skip


def gloss_date(korean: str, language: Foreign) -> str:
    """Return a date or a time of day in another language; '' where it is none.

    A day alone is left out: 13일 is the 13th, and thirteen days.

    >>> gloss_date("9월 13일", "en")
    'September 13'
    """
    if time := _TIME.fullmatch(korean):
        return _time(time, language)
    date = _DATE.fullmatch(korean)
    if date is None or not (date["month"] or date["year"]) or (date["day"] and not date["month"]):
        return ""
    part = date["part"]
    said = _said(date, language, of_part=part is not None)
    return _PARTS[part][language].format(said) if part else said


def _said(date: re.Match[str], language: Foreign, *, of_part: bool) -> str:
    month, day = int(date["month"] or 0), int(date["day"] or 0)
    year = date["year"] or ""
    near = _NEAR[date["near"]][language] if date["near"] else ""
    if language == "en":
        return _english(year, near, month, day)
    if language == "ru":
        return _russian(year, near, month, day, of_part=of_part)
    said = (f"{year}年" if year else near, f"{month}月" if month else "", f"{day}日" if day else "")
    return "".join(said)


def _english(year: str, near: str, month: int, day: int) -> str:
    if not month:
        return year
    said = f"{_MONTHS[month - 1]} {day}" if day else _MONTHS[month - 1]
    if near:
        return f"{said} {near}" if not day else f"{said}, {near}"
    return f"{said}{',' if day else ''} {year}" if year else said


def _russian(year: str, near: str, month: int, day: int, *, of_part: bool) -> str:
    if not month:
        return f"{year} года" if of_part else f"{year} год"
    name = _RUSSIAN[month - 1][bool(day) or of_part]
    parts = (str(day) if day else "", name, f"{year} года" if year else near)
    return " ".join(part for part in parts if part)


def _time(time: re.Match[str], language: Foreign) -> str:
    hour, minute, morning = int(time["hour"]), int(time["minute"] or 0), time["half"] == "오전"
    if language == "ja":
        return f"{'午前' if morning else '午後'}{hour}時{f'{minute}分' if minute else ''}"
    if language == "zh":
        return f"{'上午' if morning else '下午'}{hour}点{f'{minute}分' if minute else ''}"
    if language == "ru":
        return f"{hour % 12 + (0 if morning else 12)}:{minute:02}"
    clock = f"{hour}:{minute:02}" if minute else f"{hour}"
    return f"{clock} {'a.m.' if morning else 'p.m.'}"
