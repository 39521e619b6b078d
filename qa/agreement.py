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
_PER = re.compile(r"\d+\s?(?:년|개월|달|주|일|시간)\s?(?:간|동안|만에|째|치|새)|\d+\s?(?:대|세|살)(?![가-힣]{2})")
_TELLING = r"(?:발표|밝[혔히힌]|말[했하]|전[했하]|설명|공개|보도|집계|알[렸리])"
_TOLD_ON = re.compile(
    rf"(?:지난\s)?\d{{1,2}}일(?:\s?(?:오전|오후))?(?=\s{_TELLING})"
    rf"|(?<=[은는이가]\s)(?:지난\s)?\d{{1,2}}일(?=\s.*{_TELLING})"
)
# A figure as large as this stands in two sentences by chance less than a small one.
_TELLING_FIGURE = 10
_CORRECTS = re.compile(r"바로잡|정정|고[쳐쳤]|수정|아니라|잘못|당초|애초")
_CLAUSE_ENDS = ("고", "며", "지만", "나", "는데", "ᆫ데", "면서")
_WORDS = frozenset(("NNG", "NNP", "XR", "VV", "VA", "SL", "SH"))
# What a report says of a figure besides, and changes nothing of what it counts.
_REPORTS = frozenset((
    "밝히다", "말하다", "전하다", "집계", "확인", "조사", "추산", "추정", "파악", "나타나다", "발표", "알리다",
    "기록", "달하다", "이르다", "늘다", "줄다", "불어나다", "그치다", "모두", "총", "총계", "최종", "이번", "현재",
    "규모", "결과", "확정", "공식", "따르다", "의하다", "대하다", "나오다",
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


class Relation(NamedTuple):
    """What another statement tells of a figure, and where in its text."""

    said: Said
    span: Span


_NOTHING = Relation("nothing", Span(0, 0))


def relation(one: Statement, mark: Span, other: Statement, question: str) -> Relation:
    """Tell what `other` says of the figure that is marked in `one`.

    Args:
        one: the sentence that answers.
        mark: the span in it that does.
        other: a sentence of another document.
        question: what is asked, of which both are to speak.
    """
    counted = [*quantities(one.text, one.tokens)]
    marked = [q for q in counted if q.span.start < mark.end and mark.start < q.span.end]
    beside = [*quantities(other.text, other.tokens)]
    if len(marked) != 1 or not marked[0].exact or not _may_be_one(one, other):
        return _NOTHING
    told = marked[0]
    revised = _revised(one, told, counted, other, beside)
    if revised is not None:
        return Relation("otherwise", revised.span)
    found = [q for q in beside if _counts_the_same(q, told)]
    if len(found) != 1 or sum(_counts_the_same(q, told) for q in counted) != 1:
        return _NOTHING
    [figure] = found
    if not (_is_near(one, other) and _is_of_the_same(_Figure(one, told, counted), _Figure(other, figure, beside), question)):
        return _NOTHING
    if figure.equals(told):
        return Relation("same", figure.span)
    if not figure.exact or figure.is_rounded(told) or _CHANGING.search(one.text + one.about):
        return _NOTHING
    return Relation("otherwise", figure.span)


class _Figure(NamedTuple):
    statement: Statement
    quantity: Quantity
    beside: Sequence[Quantity]  # all of its sentence

    def terms(self) -> set[str]:
        """Return what the clause says of the quantity, and the names of the sentence."""
        tokens = self.statement.tokens
        start, end = _clause(tokens, self.quantity)
        inside = {i for q in self.beside for i in range(q.first, q.last + 1)}
        words = [
            token
            for i, token in enumerate(tokens)
            if i not in inside and (token.tag == "NNP" or (start <= i < end and _is_word(token)))
        ]
        others = {q.noun for q in self.beside if q is not self.quantity} - {self.quantity.noun}
        return {term for token in words for term in terms_of(token)} - others - _REPORTS

    def clause(self) -> str:
        """Return the text of its clause."""
        start, end = _clause(self.statement.tokens, self.quantity)
        return self.statement.text[self.statement.tokens[start].start : self.statement.tokens[end - 1].end]


def _words(statement: Statement) -> set[str]:
    words = (token for token in statement.tokens if _is_word(token))
    return {term for token in words for term in terms_of(token)} - _REPORTS


def _is_word(token: Token) -> bool:
    return token.tag.partition("-")[0] in _WORDS


def _clause(tokens: Sequence[Token], quantity: Quantity) -> Span:
    """Return the tokens of the clause that a quantity stands in."""
    ends = [i + 1 for i, token in enumerate(tokens) if _ends_clause(tokens, i)]
    start = max((end for end in ends if end <= quantity.first), default=0)
    return Span(start, min((end for end in ends if end > quantity.last), default=len(tokens)))


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    is_auxiliary = tokens[at + 1 : at + 2] and tokens[at + 1].tag == "VX"  # 가지고 있는
    is_end = tokens[at].tag in ("EC", "JKQ") and tokens[at].form.endswith(_CLAUSE_ENDS)
    return is_end and not is_auxiliary


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    return (one.unit, one.noun) == (other.unit, other.noun)


def _is_of_the_same(one: _Figure, other: _Figure, question: str) -> bool:
    """Tell whether two figures are told of one thing, as far as their clauses and titles say."""
    mine, theirs = one.terms(), other.terms()
    missing = mine - theirs - _terms(other.statement.about)
    more = theirs - mine - _terms(one.statement.about)
    if not mine & theirs or (missing and more) or not missing | more <= _terms(question):
        return False
    held = other.statement.around if missing else one.statement.around
    return (
        all(term.removesuffix("다") in held for term in missing | more)
        and bool(_PLANNED.search(one.clause())) == bool(_PLANNED.search(other.clause()))
        and not _DENIED.search(one.clause() + other.clause())
        and set(_PER.findall(one.statement.text)) == set(_PER.findall(other.statement.text))
    )


def _terms(text: str) -> set[str]:
    return {term for token in tokens_of(text) for term in terms_of(token)}


def _revised(
    one: Statement, told: Quantity, counted: Sequence[Quantity], other: Statement, beside: Sequence[Quantity]
) -> Quantity | None:
    """Return the figure that `other` puts in the place of `told`, or that `told` was put in place of."""
    for old, new in replacements(other.text, beside):
        if old.equals(told) and not new.equals(told):
            return new if _is_revision(other, one, old) else None
    for old, new in replacements(one.text, counted):
        if new is told:
            return next((q for q in beside if q.equals(old) and _is_revision(one, other, q)), None)
    return None


def _is_revision(later: Statement, earlier: Statement, figure: Quantity) -> bool:
    """Tell whether a sentence that puts a figure in another's place speaks of the one in `earlier`."""
    if not (_CORRECTS.search(later.text) or _is_near(later, earlier)):
        return False
    shared = _words(later) & _words(earlier)
    if figure.value < _TELLING_FIGURE:
        return bool(shared)
    return len(shared | (_terms(later.about) & _terms(earlier.about))) > 1


def _may_be_one(one: Statement, other: Statement) -> bool:
    """Tell whether nothing that two sentences name of the world shuts the other out."""
    if contradicts(one.text, other.text, other.about) or contradicts(other.text, one.text, one.about):
        return False
    return not any(mine and theirs and not mine & theirs for mine, theirs in zip(_times(one), _times(other), strict=True))


def _times(statement: Statement) -> tuple[set[str], set[str], set[str]]:
    """Return the years, months and days that a sentence tells of, but for that of its telling."""
    text = _TOLD_ON.sub("", statement.text)
    text = "\n".join([text, *resolved(text, statement.date)])
    patterns = (r"\d{4}(?=년)", r"\d+(?=월)", r"\d+월\s?\d+(?=일)")
    years, months, days = (set(re.findall(pattern, text)) for pattern in patterns)
    return years, months, days


def _is_near(one: Statement, other: Statement) -> bool:
    """Tell whether two documents are of one time; of one without a date, whether they name one."""
    written, also = one.date, other.date
    if written and also:
        return abs((date.fromisoformat(written) - date.fromisoformat(also)).days) <= _DAYS
    mine, theirs = (set(re.findall(r"(?:19|20)\d\d(?=년)", s.text + s.about)) for s in (one, other))
    return bool(mine & theirs)
