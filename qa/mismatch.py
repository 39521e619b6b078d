"""What a question names and a document does not: another name, number or year, the other race.

A sentence may hold most of a question and speak of something else: of the women's race where the
men's is asked for, of 2024 where 2022 is. Such an answer is less sure, and the person is told which
words its document does not hold.
"""

import re

from index.tokens import fold, normal_forms
from qa.topic import QUESTION_WORDS, tokens_of

# Names of which one shuts out the other.
_RIVALS = (
    (("남자", "남성", "남녀"), ("여자", "여성", "남녀")),
    (("국내",), ("국제", "국외", "해외")),
    (("수출",), ("수입",)),
    (("상반기",), ("하반기",)),
    (("최고",), ("최저",)),
    (("최대",), ("최소",)),
    (("찬성",), ("반대",)),
    (("입국",), ("출국",)),
    (("오전",), ("오후",)),
)
_NUMBERED = re.compile(r"(?<![\d.,])(\d{1,4})\s?(년|월|분기|회|차|위|호|라운드)(?!간|\s?동안)")
# A year, an edition, a number of some size. Days and hours are written in too many ways, and told
# from the document's own day; of small numbers each stands somewhere.
_NUMBER = re.compile(
    r"(?<![\d.,/’'])(?:(\d{1,4})\s?(년|회|차|호)(?!간|\s?동안)|(\d[\d,]{2,})(?![\d,.]|\s?[월일시분/]))"
)
_YEAR_DIGITS = 2
# Who writes in Korean need not name it.
_OWN = frozenset(("한국", "우리나라", "대한민국", "국내"))


def lacking(question: str, text: str) -> tuple[str, ...]:
    """Return the names and numbers of a question that `text` does not hold, as they were asked.

    Args:
        question: what is asked.
        text: all of a document, its title and date.
    """
    bare = _bare(text)
    names = (
        token.form
        for token in tokens_of(question)
        if token.tag == "NNP" and len(token.form) > 1 and token.form not in QUESTION_WORDS
    )
    asked = [(name, name) for name in names if name not in _OWN]
    asked += [(m[0], m[3] or _number(m[1], m[2])) for m in _NUMBER.finditer(question)]
    missed = [(said, name) for said, name in asked if not _stands(name, bare)]
    if not missed:
        return ()
    forms = frozenset(normal_forms(text))  # slow over a long report
    return tuple(said for said, name in missed if not _stands_otherwise(name, bare, forms))


def _number(digits: str, unit: str) -> str:
    if unit == "년" and len(digits) == _YEAR_DIGITS:
        return f"20{digits}"
    return digits if unit == "년" else digits + unit  # 2024-06-20 is of 2024 too


def _stands(name: str, bare: str) -> bool:
    start = r"(?<!\d)" if name[0].isdigit() else ""
    return re.search(start + re.escape(_bare(name)), bare) is not None


def _stands_otherwise(name: str, bare: str, forms: frozenset[str]) -> bool:
    """Tell whether a text holds what a name is otherwise written as: 10,000 as 1만."""
    own = tuple(normal_forms(name))
    return bool(own) and all(form in forms or form in bare for form in own)


def _bare(text: str) -> str:
    return re.sub(r"[\s,]", "", fold(text))


def contradicts(question: str, text: str, about: str = "", *, dates: bool = True) -> bool:
    """Tell whether `text` names another thing in the place of one that `question` names.

    Args:
        question: what is asked.
        text: a sentence; one that is silent about a thing contradicts nothing.
        about: its title and headings: what they name is not contradicted.
        dates: whether years and months count; not where a date is asked for.

    >>> contradicts("여자 1500m 우승자는?", "남자 1500m에서는 김가온이 우승했다.")
    True
    """
    return _names_rival(question, text, about) or _is_numbered_otherwise(
        question, text, about, dates
    )


def _names_rival(question: str, text: str, about: str) -> bool:
    pairs = ((own, other) for pair in _RIVALS for own, other in (pair, pair[::-1]))
    return any(
        _any(own, question)
        and _any(other, text)
        and not _any(other, question)
        and not _any(own, text + about)
        for own, other in pairs
    )


def _any(names: tuple[str, ...], text: str) -> bool:
    return any(name in text for name in names)


def _is_numbered_otherwise(question: str, text: str, about: str, dates: bool) -> bool:
    asked, told, above = _numbered(question), _numbered(text), _numbered(about)
    units = asked.keys() & told.keys() - (set() if dates else {"년", "월"})
    return any(not asked[unit] & (told[unit] | above.get(unit, set())) for unit in units)


def _numbered(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, unit in _NUMBERED.findall(text):
        found.setdefault(unit, set()).add(number)
    return found
