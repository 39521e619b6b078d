"""Whether a sentence of another document tells the same figure of the same thing, or another one.

Of one flood an article counts 312채, a later one of another outlet 347채. Only quantities are told
apart: what they count stands beside them. A wrong disagreement is worse than none, so that a figure
disagrees only where nothing else differs: neither place, time nor part, nor whether it is planned;
rounded figures agree with many. What copies of a document say is `qa.duplicates`' to tell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.relative_dates import resolved
from index.sourcemap import Span
from index.tokens import Token, terms_of
from qa.duplicates import Said
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
_TIMES = (_YEAR, re.compile(r"\d+(?=월)"), re.compile(r"\d+월\s?\d+(?=일)"))
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
# A place is a name whatever Kiwi makes of it.
_PLACE = re.compile(
    r"(?<![가-힣])[가-힣]{2,4}(?:시|군|구|도|읍|면|동|리)(?=(?:[은는이가의에]|에서[는도]?|에는)?(?:[\s,.]|$))"
)
_CLAUSE_ENDS = ("고", "며", "지만", "나", "는데", "ᆫ데", "면서")
_WORDS = frozenset(("NNG", "NNP", "XR", "VV", "VA", "SL", "SH"))
# What a report says of a figure besides, and changes nothing of what it counts.
_REPORTS = frozenset((
    "밝히다", "말하다", "전하다", "집계", "확인", "조사", "추산", "추정", "파악", "나타나다",
    "발표", "알리다", "기록", "달하다", "이르다", "늘다", "줄다", "불어나다", "그치다", "모두",
    "총", "총계", "최종", "이번", "현재", "규모", "결과", "확정", "공식", "따르다", "의하다",
    "대하다", "나오다",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document.

    Args:
        tokens: of `text`, and offsets in it.
        about: the titles that it stands under.
        around: the passage that it is of.
        date: ISO date of its document.
    """

    text: str
    tokens: Sequence[Token]
    about: str
    around: str
    date: str | None


class Figure(NamedTuple):
    """A quantity in its statement; `beside` are all that are told there."""

    statement: Statement
    quantity: Quantity
    beside: Sequence[Quantity]

    @property
    def clause(self) -> Span:
        """The tokens of the clause that it stands in."""
        tokens, own = self.statement.tokens, self.quantity
        ends = [i + 1 for i in range(len(tokens)) if _ends_clause(tokens, i)]
        start = max((end for end in ends if end <= own.first), default=0)
        return Span(start, min((end for end in ends if end > own.last), default=len(tokens)))

    @property
    def said(self) -> str:
        """The text of its clause."""
        tokens, (start, end) = self.statement.tokens, self.clause
        return self.statement.text[tokens[start].start : tokens[end - 1].end]

    @property
    def terms(self) -> set[str]:
        """What its clause says of it, and the names in its sentence."""
        start, end = self.clause
        counted = {i for q in self.beside for i in range(q.first, q.last + 1)}
        words = [
            token
            for i, token in enumerate(self.statement.tokens)
            if i not in counted and (token.tag == "NNP" or (start <= i < end and _is_word(token)))
        ]
        others = {q.noun for q in self.beside} - {self.quantity.noun}
        terms = {term for token in words for term in terms_of(token)} - others - _REPORTS
        return terms.union(_PLACE.findall(self.statement.text))

    def counts_the_same(self, other: Quantity) -> bool:
        """Tell whether a quantity is of the same unit, and of what is called by the same noun."""
        return (other.unit, other.noun) == (self.quantity.unit, self.quantity.noun)


class Relation(NamedTuple):
    """What another statement tells of a figure, and where in its text."""

    said: Said
    span: Span


_NOTHING = Relation("nothing", Span(0, 0))


def figure_of(statement: Statement, mark: Span) -> Figure | None:
    """Return the figure that is marked in a statement; None where there are none or several."""
    found = [*quantities(statement.text, statement.tokens)]
    marked = [q for q in found if q.span.start < mark.end and mark.start < q.span.end]
    return Figure(statement, marked[0], found) if len(marked) == 1 else None


def relation(told: Figure, other: Statement, question: str) -> Relation:
    """Tell what a sentence of another document says of a figure.

    Args:
        told: the figure that answers.
        other: the sentence.
        question: what is asked, of which both are to speak.
    """
    beside = [*quantities(other.text, other.tokens)]
    if not told.quantity.exact or not beside or _shut_out(told.statement, other):
        return _NOTHING
    if (revised := _revised(told, other, beside)) is not None:
        return Relation("otherwise", revised.span)
    found = [q for q in beside if told.counts_the_same(q)]
    if len(found) != 1 or sum(map(told.counts_the_same, told.beside)) != 1:
        return _NOTHING  # which of them is to be compared is not known
    figure = Figure(other, found[0], beside)
    if not (_are_near(told.statement, other) and _are_of_one_thing(told, figure, question)):
        return _NOTHING
    if found[0].equals(told.quantity):
        return Relation("same", found[0].span)
    return Relation("otherwise", found[0].span) if _differ(told, figure) else _NOTHING


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
    shared = _words(later) & _words(earlier)
    if old.value < _BY_CHANCE:
        return bool(shared)
    return len(shared | (_terms(later.about) & _terms(earlier.about))) > 1


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
    """Return the years, months and days that a sentence tells of, but for that of its telling."""
    text = _TOLD_ON.sub("", statement.text)
    text = "\n".join([text, *resolved(text, statement.date)])
    return tuple(set(re.findall(pattern, text)) for pattern in _TIMES)


def _are_near(one: Statement, other: Statement) -> bool:
    """Tell whether two documents are of one time; without their dates, whether they name a year."""
    if one.date and other.date:
        return abs((date.fromisoformat(one.date) - date.fromisoformat(other.date)).days) <= _DAYS
    years = (set(_YEAR.findall(statement.text + statement.about)) for statement in (one, other))
    return bool(set.intersection(*years))


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    is_auxiliary = tokens[at + 1 : at + 2] and tokens[at + 1].tag == "VX"  # 가지고 있는
    is_end = tokens[at].tag in ("EC", "JKQ") and tokens[at].form.endswith(_CLAUSE_ENDS)
    return is_end and not is_auxiliary


def _is_word(token: Token) -> bool:
    return token.tag.partition("-")[0] in _WORDS


def _words(statement: Statement) -> set[str]:
    words = (token for token in statement.tokens if _is_word(token))
    return {term for token in words for term in terms_of(token)} - _REPORTS


def _names(text: str, term: str) -> bool:
    """Tell whether a text holds a term, be it in a compound."""
    stem = term.removesuffix("다")
    return stem in text if len(stem) > 1 else term in _terms(text)


def _terms(text: str) -> set[str]:
    return {term for token in tokens_of(text) for term in terms_of(token)}
