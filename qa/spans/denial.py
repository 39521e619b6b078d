"""What a sentence says that something is not: the crane of 크레인 사고가 아니라 용접 작업이었다."""

import re
from collections.abc import Iterator, Sequence

from index.sourcemap import Span
from index.tokens import Token
from qa.spans.candidates import INSIDE, base

# What stands between what is denied and 아니다; 만 (뿐만, 것만이) denies nothing but the limit.
_MARKS = ("이", "가", "은", "는")
_LIMITS = ("만", "뿐")
# Heads that stand for all of their clause: 사람이 실수한 것이 아니라.
_WHOLE = ("것", "때문", "탓", "뜻")
# Who asks what something is not is told that.
DENIES = re.compile("아니|아닌|아닙")
_ENDS = ("EC", "SF", "SP")


def denied(tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield what a sentence denies, up to its 아니라 or 아닌; `tokens` are its analysis.

    >>> from qa.topic import tokens_of
    >>> text = "원인은 크레인 사고가 아니라 용접 작업이었다."
    >>> [text[one.start : one.end] for one in denied(tokens_of(text))]
    ['크레인 사고가 ']
    """
    for at, token in enumerate(tokens):
        if token.tag == "VCN" and at > 1 and tokens[at - 1].form in _MARKS:
            last = at - 2
            if tokens[last].form not in _LIMITS:
                yield Span(tokens[_first(tokens, last)].start, token.start)


def _first(tokens: Sequence[Token], last: int) -> int:
    """Return the first token of what is denied, which `last` ends."""
    whole = tokens[last].form in _WHOLE
    first = last
    while first and (_goes_on(tokens[first - 1]) if whole else base(tokens[first - 1]) in INSIDE):
        first -= 1
    return first


def _goes_on(token: Token) -> bool:
    return token.tag not in _ENDS and (token.tag, token.form) not in (("JX", "은"), ("JX", "는"))
