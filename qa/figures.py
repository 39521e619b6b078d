"""A figure in a sentence, and what its clause says of it.

What two of them say of each other is `qa.agreement`'s to tell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.sourcemap import Span
from index.tokens import Token, terms_of
from qa.quantities import Quantity, quantities

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

    @property
    def whole(self) -> str:
        """Its passage and what that stands under."""
        return f"{self.about}\n{self.around}"

    @property
    def words(self) -> set[str]:
        """The terms of its nouns, verbs and names, but for those that only report."""
        words = (token for token in self.tokens if _is_word(token))
        return {term for token in words for term in terms_of(token)} - _REPORTS


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


def figure_of(statement: Statement, mark: Span) -> Figure | None:
    """Return the figure that is marked in a statement; None where there are none or several."""
    found = [*quantities(statement.text, statement.tokens)]
    marked = [q for q in found if q.span.start < mark.end and mark.start < q.span.end]
    return Figure(statement, marked[0], found) if len(marked) == 1 else None


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    is_auxiliary = tokens[at + 1 : at + 2] and tokens[at + 1].tag == "VX"  # 가지고 있는
    is_end = tokens[at].tag in ("EC", "JKQ") and tokens[at].form.endswith(_CLAUSE_ENDS)
    return is_end and not is_auxiliary


def _is_word(token: Token) -> bool:
    return token.tag.partition("-")[0] in _WORDS
