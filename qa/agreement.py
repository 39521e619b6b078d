"""Whether a sentence of another document tells the same figure of the same thing, or another one.

Of one flood an article counts 312채, a later one of another outlet 347채. Only quantities are told
apart: what they count stands beside them. A wrong disagreement is worse than none, so that a figure
disagrees only where nothing else differs: neither place, time nor part, nor whether it is planned;
rounded figures agree with many. What copies of a document say is `qa.duplicates`' to tell.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from index.relative_dates import resolved
from index.tokens import terms_of
from qa.duplicates import Said
from qa.figures import Figure, Statement
from qa.mismatch import contradicts
from qa.quantities import Quantity, quantities, replacements
from qa.topic import tokens_of

# Figures of documents further apart than these days may both be right: things change.
_DAYS = 92
_PLANNED = re.compile(
    r"예정|계획|전망|예상|목표|추진|방침|예측|내다[봤보]|기로|[갈할될릴칠을]\s것|겠|요청|요구|제안|주장|한도"
)
_DENIED = re.compile(r"않|못하|아니|없[었다는이]")
# Another each day: two documents that tell two figures of it disagree on nothing.
_CHANGING = re.compile(r"환율|주가|지수|시세|기온|가격|금리|거래|마감|수위|유가|풍속|습도|농도")
# For how long and at which age it was counted.
_PER = re.compile(
    r"\d+\s?(?:년|개월|달|주|일|시간)\s?(?:간|동안|만에|째|치|새)|\d+\s?(?:대|세|살)(?![가-힣]{2})"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=년)")
_TIMES = (
    _YEAR,
    re.compile(r"\d+(?=월)"),
    re.compile(r"\d+월\s?\d+(?=일)"),
    re.compile(r"\d+(?=시(?!간))"),
)
# The day on which a figure was told is not that of what it counts.
_TELLING = r"(?:발표|밝[혔히힌]|말[했하]|전[했하]|설명|공개|보도|집계|알[렸리])"
_TOLD_ON = re.compile(
    rf"(?:지난\s)?\d{{1,2}}일(?:\s?(?:오전|오후))?(?=\s{_TELLING})"
    rf"|(?<=[은는이가]\s)(?:지난\s)?\d{{1,2}}일(?=\s.*{_TELLING})"
)
# A smaller figure stands in two sentences by chance.
_BY_CHANCE = 10
_CORRECTS = re.compile(r"바로잡|정정|고[쳐쳤]|수정|아니라|잘못|당초|애초")
# '전년 2,310명에서 2,480명으로 늘었다': both are right, each of its year.
_COMPARES = re.compile(r"전년|전월|전분기|전기|작년|지난해|지난달|재작년|년 전|달 전|새\s")


class Relation(NamedTuple):
    """What another statement tells of a figure, and by which of its own, if by any."""

    said: Said
    by: Quantity | None = None


_NOTHING = Relation("nothing")


def relation(told: Figure, other: Statement, question: str) -> Relation:
    """Tell what a sentence of another document says of a figure.

    Args:
        told: the figure that answers.
        other: the sentence.
        question: what is asked, of which both are to speak.
    """
    beside = [*quantities(other.text, other.tokens)]
    if not told.quantity.exact or told.quantity.unit not in {q.unit for q in beside}:
        return _NOTHING
    if _shut_out(told.statement, other):
        return _NOTHING
    if (revised := _revised(told, other, beside)) is not None:
        return Relation("otherwise", revised)
    found = [q for q in beside if told.counts_the_same(q)]
    if len(found) != 1 or sum(map(told.counts_the_same, told.beside)) != 1:
        return _NOTHING  # which of them is to be compared is not known
    figure = Figure(other, found[0], beside)
    if not (_is_asked(told.statement, other, question) and _are_near(told.statement, other)):
        return _NOTHING
    if not _are_of_one_thing(told, figure, question):
        return _NOTHING
    if found[0].equals(told.quantity):
        return Relation("same", found[0])
    return Relation("otherwise", found[0]) if _differ(told, figure) else _NOTHING


def _differ(told: Figure, figure: Figure) -> bool:
    one, other = told.quantity, figure.quantity
    changing = _CHANGING.search(told.statement.text + told.statement.about)
    return other.exact and not other.is_rounded(one) and not changing


def _revised(told: Figure, other: Statement, beside: Sequence[Quantity]) -> Quantity | None:
    """Return the figure of `other` that takes the place of `told`, or that `told` took it from."""
    for old, new in replacements(other.text, beside):
        if old.equals(told.quantity) and _is_revision(other, told.statement, old):
            return new
    for old, new in replacements(told.statement.text, told.beside):
        if new is told.quantity and _is_revision(told.statement, other, old):
            return next((q for q in beside if q.equals(old)), None)
    return None


def _is_revision(later: Statement, earlier: Statement, old: Quantity) -> bool:
    """Tell whether what takes the place of a figure in `later` is of the same thing as `earlier`.

    That both tell the old figure says much already, and the more the larger it is.
    """
    if not _CORRECTS.search(later.text):
        compared = _COMPARES.search(later.text) or _PER.search(later.text)
        if compared or not _are_near(later, earlier):
            return False
    shared = later.words & earlier.words
    if old.value < _BY_CHANCE:
        return bool(shared)
    return len(shared | (_terms(later.about) & _terms(earlier.about))) > 1


def _is_asked(one: Statement, other: Statement, question: str) -> bool:
    """Tell whether `other` stands in what speaks of all that `one` is asked for.

    이 사고로 3명이 숨졌다 is of many an accident.
    """
    names = {token.form for token in tokens_of(question) if token.tag in ("NNG", "NNP", "SL")}
    return all(name in other.whole for name in names if name in one.whole)


def _are_of_one_thing(told: Figure, figure: Figure, question: str) -> bool:
    """Tell whether two figures are of one thing, by all that their clauses and titles say.

    What only one of them says must be asked for, and stand around the other: a title names a place
    once and for all.
    """
    one, other = told.statement, figure.statement
    missing = {t for t in told.terms - figure.terms if not _names(other.about, t)}
    more = {t for t in figure.terms - told.terms if not _names(one.about, t)}
    around = other.around if missing else one.around
    return (
        bool(told.terms & figure.terms)
        and not (missing and more)
        and all(
            _names(question, term) and term.removesuffix("다") in around for term in missing | more
        )
        and not _DENIED.search(told.said + figure.said)
        and bool(_PLANNED.search(told.said)) == bool(_PLANNED.search(figure.said))
        and set(_PER.findall(one.text)) == set(_PER.findall(other.text))
    )


def _shut_out(one: Statement, other: Statement) -> bool:
    """Tell whether one sentence is of another year, day, edition or kind than the other."""
    return (
        contradicts(one.text, other.text, other.about)
        or contradicts(other.text, one.text, one.about)
        or any(a and b and not a & b for a, b in zip(_times(one), _times(other), strict=True))
    )


def _times(statement: Statement) -> tuple[set[str], ...]:
    """Return the years, months, days and hours that a sentence names, but for its own telling."""
    text = _TOLD_ON.sub("", statement.text)
    text = "\n".join([text, *resolved(text, statement.date)])
    return tuple(set(re.findall(pattern, text)) for pattern in _TIMES)


def _are_near(one: Statement, other: Statement) -> bool:
    """Tell whether two documents are of one time; without their dates, whether they name a year."""
    if one.date and other.date:
        return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days) <= _DAYS
    years = (set(_YEAR.findall(statement.text + statement.about)) for statement in (one, other))
    return bool(set.intersection(*years))


def _names(text: str, term: str) -> bool:
    """Tell whether a text holds a term, be it in a compound."""
    stem = term.removesuffix("다")
    return stem in text if len(stem) > 1 else term in _terms(text)


def _terms(text: str) -> set[str]:
    return {term for token in tokens_of(text) for term in terms_of(token)}
