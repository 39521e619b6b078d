"""What takes the place of another in a question asked again: a month, a country, the other half.

그럼 7월에는? asks of July what was asked of June, 그 전해에는? of the year before it.
"""

import datetime
import re
from collections.abc import Sequence

from qa.antecedent import COUNTRY
from qa.phrases import agreeing

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_COUNTRIES = (
    f"{COUNTRY.pattern}|(?:North |South )?Korea|China|Japan|Russia|Ukraine|Germany|France"
    r"|Australia|India|Vietnam|the (?:United States|US|U\.S\.|UK)|Norway|Canada"
    "|韓国|北朝鮮|中国|日本|ロシア|米国|アメリカ|ウクライナ"
)
_HALVES = tuple(
    map(
        re.compile,
        ("남성|여성", "상반기|하반기", "수출|수입", "국내|해외|국외", "찬성|반대", "최고|최저"),
    )
)
# Each holds what may stand in the place of another of its kind.
_KINDS = (
    *(
        re.compile(pattern)
        for pattern in (
            r"(?:19|20)\d\d(?=\s?[년年])|(?<!\d)(?:19|20)\d\d(?![\d,])|작년|올해|지난해|내년|재작년",
            r"(?<!\d)\d{1,2}[월月](?:\s?\d{1,2}[일日])?|지난달|이번 달|다음 달|" + "|".join(MONTHS),
            r"[1-4]분기",
            r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])",
            _COUNTRIES,
            r"남자|여자|\b(?:wo)?men(?:'s)?\b",
        )
    ),
    *_HALVES,
)
# As these, with what belongs to each: what a question names another of than the one before, it does
# not ask of.
_OTHERS = (
    re.compile(r"(?:19|20)\d\d\s?년(?:도|의)?"),
    re.compile(r"(?<!\d)\d{1,2}월(?:\s?\d{1,2}일)?(?:의)?"),
    re.compile(r"(?:제\s?)?\d+\s?[차회호기위](?![가-힣])"),
    re.compile(r"[1-4]분기(?:의)?"),
    re.compile(r"(?:남자|여자)부?"),
    *_HALVES,
)
_BEHIND = "(?:에는|에|은|는|엔|には|は)?$"
# 그 전해, 이듬해, the previous month: by how much of which unit.
_YEAR, _MONTH, _DAY, _QUARTER = "year", "month", "day", "quarter"
_SHIFTS = tuple(
    (
        re.compile(rf"(?:그\s?|바로\s?)?(?:{pattern}){_BEHIND}", re.IGNORECASE),
        unit,
        by,
    )
    for pattern, unit, by in (
        (r"전해|전년|직전 해|the (?:previous year|year before)|前年", _YEAR, -1),
        (r"이듬해|다음\s?해|다음 연도|the (?:next|following) year|翌年", _YEAR, 1),
        (r"전달|전월|직전 달|the (?:previous month|month before)|前月", _MONTH, -1),
        (r"다음\s?달|the (?:next|following) month|翌月", _MONTH, 1),
        (r"전날|the (?:previous day|day before)|前日", _DAY, -1),
        (r"다음\s?날|이튿날|the (?:next|following) day|翌日", _DAY, 1),
        (r"전 분기|직전 분기|the previous quarter", _QUARTER, -1),
        (r"다음 분기|the (?:next|following) quarter", _QUARTER, 1),
    )
)  # fmt: skip
_SIGNS = {_YEAR: "년", _MONTH: "월", _QUARTER: "분기"}
_CYCLES = {_MONTH: 12, _QUARTER: 4}
_PARTS = {
    _YEAR: re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d,])"),
    _MONTH: re.compile(r"(?<!\d)\d{1,2}(?=\s?[월月])|\b(?:" + "|".join(MONTHS) + r")\b"),
    _DAY: re.compile(r"(?<=[월月])\s?\d{1,2}(?=\s?[일日])"),
    _QUARTER: re.compile(r"[1-4](?=\s?분기)"),
}
_COMMON_YEAR = 2001  # of a day whose year is not said
_HOW = re.compile(
    r"\s?(?:어땠|어때|어떤가|어떤지|어떻게\s?(?:되|됐|돼))\S*|\b(?:in|on|about|what|the|for)\b|[\s?？]"
)
_PARTICLES = re.compile(r"(?:에서|에게|으로|로|에|과|와)?(?:은|는|도|엔|의|は|には|では|も)?$")
_LONGEST = 30  # characters of a question that names nothing but what is new in it
_TIMES = _KINDS[:4]
_LATER = re.compile(
    r"^(?:\S+\s?(?:년|개월|달|주|일)\s?(?:뒤|후|전)|그?\s?(?:다음|이후|이전|전|뒤))(?:에는|에|은|는|엔)?$"
)


def shifted(question: str, before: str) -> str | None:
    """Return the question before of the year, month, day or quarter that this one counts off.

    >>> shifted("그 전해에는?", "2024년 실업률은 얼마인가?")
    '2023년 실업률은 얼마인가?'
    """
    said = question.rstrip(" ?？")
    found = next(((unit, by) for pattern, unit, by in _SHIFTS if pattern.match(said)), None)
    return _moved(before, *found) if found else None


def counted_off(question: str, before: str) -> str:
    """Return a question with the year, month or quarter written out that it begins to count off.

    >>> counted_off("그다음 해에는 얼마로 늘었나?", "2024년 예산은 얼마인가?")
    '2025년에는 얼마로 늘었나?'
    """
    first = re.match(
        r"(?:(?:그|바로|직전)\s?)?(?:다음\s?|전\s)?[가-힣]+?(?=에는|에|엔|은|는)", question
    )
    if first is None:
        return question
    for pattern, unit, by in _SHIFTS:
        if unit in _SIGNS and pattern.fullmatch(first[0]):
            moved = _moved(before, unit, by)
            found = _PARTS[unit].search(moved) if moved else None
            if found:
                return f"{found[0]}{_SIGNS[unit]}{question[first.end() :]}"
    return question


def without_others(told: str, question: str) -> str:
    """Return what a question was about without that of which another one names another.

    >>> without_others("1차 이행계약 금액", "2차 때는 얼마였나?")
    '이행계약 금액'
    """
    for kind in _OTHERS:
        if new := kind.search(question):
            for old in reversed([one for one in kind.finditer(told) if one[0] != new[0]]):
                told = told[: old.start()] + told[old.end() :]
    return " ".join(told.split())


def _moved(text: str, unit: str, by: int) -> str | None:
    found = {part: match for part, pattern in _PARTS.items() if (match := pattern.search(text))}
    if unit not in found or (unit == _DAY and _MONTH not in found):
        return None
    values = {part: _value(match[0]) for part, match in found.items()}
    year = values.get(_YEAR, _COMMON_YEAR)
    if unit == _DAY:
        try:
            day = datetime.date(year, values[_MONTH], values[_DAY]) + datetime.timedelta(by)
        except ValueError:  # 2월 30일
            return None
        values |= {_MONTH: day.month, _DAY: day.day}
        year = day.year
    elif unit == _YEAR:
        year += by
    else:
        count = _CYCLES[unit]
        years, at = divmod(values[unit] - 1 + by, count)
        values[unit] = at + 1
        year += years
    values[_YEAR] = year
    for part, match in sorted(found.items(), key=lambda one: -one[1].start()):
        text = text[: match.start()] + _written(values[part], match[0]) + text[match.end() :]
    return text


def _value(said: str) -> int:
    return MONTHS.index(said) + 1 if said in MONTHS else int(said)


def _written(value: int, like: str) -> str:
    if like in MONTHS:
        return MONTHS[value - 1]
    return f"{' ' * (len(like) - len(like.lstrip()))}{value}"


def swapped(question: str, before: str) -> str | None:
    """Return the question before with the month, country or other half of this one in its place.

    >>> swapped("7월에는?", "2024년 6월에는 누가 왔나?")
    '2024년 7월에는 누가 왔나?'
    """
    if len(question) > _LONGEST:
        return None
    for kind in _KINDS:
        new = set(kind.findall(question))
        if len(new) != 1:
            continue
        (name,) = new
        rest = _PARTICLES.sub("", _HOW.sub("", kind.sub("", question)))
        old = [match for match in kind.finditer(before) if match[0] != name]
        if len(rest) <= 1 and old:
            return _in_place(before, _same_role(question, name, before, old), name)
    return None


def dated(question: str, before: str) -> str | None:
    """Return the question before at a time that it does not name itself: 작년에는?"""
    said = question.rstrip(" ?？")
    bare = _PARTICLES.sub("", _HOW.sub("", said))
    if not _LATER.match(said) and not any(time.fullmatch(bare) for time in _TIMES):
        return None
    return f"{re.sub('[은는]$', '', said)} {before}"


def _same_role(
    question: str, name: str, before: str, old: Sequence[re.Match[str]]
) -> re.Match[str]:
    """Return the one that has the particle of the new one, else the first."""
    role = re.escape(name) + r"([가-힣]*)"
    said = re.search(role, question)
    particle = re.sub("[은는]$", "", said[1]) if said else ""
    return next((m for m in old if particle and before.startswith(particle, m.end())), old[0])


def _in_place(text: str, old: re.Match[str], new: str) -> str:
    """Return `text` with `new` for `old`, and the particle behind it as `new` wants it."""
    rest = text[old.end() :]
    particle = re.match(r"(?:[은는이가을를과와로]|으로)(?=[\s의도]|$)", rest)
    if particle is None:
        return text[: old.start()] + new + rest
    return text[: old.start()] + new + agreeing(new, particle[0]) + rest[particle.end() :]
