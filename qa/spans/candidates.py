"""The spans of a sentence that could be a short answer, and what kind of thing each one is.

Nearly all answers that people mark are runs of nouns and numbers with what joins them. Of the
answers of KorQuAD's half A that stand in one sentence, `python -m qa.train` prints how many are
among the candidates. Which of them answers a question is not decided here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.sourcemap import Span
from index.tokens import Token

# Tokens, eojeols (words between spaces) and characters of the longest candidate.
_TOKENS, _EOJEOLS, _CHARACTERS = 14, 5, 32

_NOUNS = frozenset(("NNG", "NNP", "NR", "SN", "SL", "SH", "XR"))
_STARTS = _NOUNS | {"NNB", "NP", "XPN", "MM", "MAG", "W_SERIAL", "W_URL", "W_EMAIL"}
_ENDS = _NOUNS | {"NNB", "XSN", "ETN", "W_SERIAL", "W_URL", "W_EMAIL"}
_JOINS = frozenset(("JKG", "JC", "ETM", "VCP", "XSN", "SP", "SO", "SW", "SSO", "SSC", "SS"))
INSIDE = _STARTS | _ENDS | _JOINS
_SIGNS = frozenset("%％℃㎞㎢㎡㎏㎜㎝㎿")
_CURRENCIES = frozenset("$₩€¥£")
_PAIRS = dict(zip("([‘“「『《〈<", ")]’”」』》〉>", strict=True))
_OPENING, _CLOSING = frozenset(_PAIRS), frozenset(_PAIRS.values())
_QUOTED = re.compile(
    r"‘([^‘’]+)’|“([^“”]+)”|'([^']+)'|\"([^\"]+)\"|《([^》]+)》|〈([^〉]+)〉|「([^」]+)」|『([^』]+)』"
    r"|<([^<>]+)>|\(([^()]+)\)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence, and the tokens that it is made of.

    Args:
        span: offsets in the sentence's text.
        first, last: indices of its tokens, last included.
    """

    span: Span
    first: int
    last: int


def candidates(text: str, tokens: Sequence[Token]) -> list[Candidate]:
    """Return the spans of a sentence that could be an answer, each once, in order.

    >>> from index.tokens import analyse
    >>> text = "회의는 부산에서 열렸다"
    >>> tokens = [token for sentence in next(analyse([text])) for token in sentence.tokens]
    >>> [text[one.span.start : one.span.end] for one in candidates(text, tokens)]
    ['회의', '부산']
    """
    found = {one.span: one for one in _runs(text, tokens)}
    for one in _quoted(text, tokens):
        found.setdefault(one.span, one)
    return sorted(found.values(), key=lambda one: one.span)


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    for first, token in enumerate(tokens):
        if not _starts(text, tokens, first):
            continue
        eojeols = 1
        for last in range(first, min(first + _TOKENS, len(tokens))):
            if not _fits_inside(text, tokens[last], last == first):
                break
            eojeols += last > first and tokens[last].start > tokens[last - 1].end
            end = tokens[last].end
            if eojeols > _EOJEOLS or end - token.start > _CHARACTERS:
                break
            if _ends(text, tokens, last) and _is_balanced(text[token.start : end]):
                yield Candidate(Span(token.start, end), first, last)


def _starts(text: str, tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    sign = text[token.start : token.end]
    if base(token) not in _STARTS and sign not in _OPENING and sign not in _CURRENCIES:
        return False
    before = tokens[at - 1] if at else None
    inside_word = before is not None and before.end >= token.start
    return not (inside_word and before is not None and before.tag[0] in "EJ")


def _fits_inside(text: str, token: Token, is_first: bool) -> bool:
    return is_first or base(token) in INSIDE or text[token.start : token.end] in _SIGNS


def _ends(text: str, tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    sign = text[token.start : token.end]
    if base(token) not in _ENDS and sign not in _SIGNS and sign not in _CLOSING:
        return False
    if at + 1 == len(tokens):
        return True
    after = tokens[at + 1]
    if after.start < token.end and base(after) in _NOUNS:
        return False  # they overlap: the word goes on
    glued = after.start == token.end
    counted = base(after) in ("NNB", "NR") or text[after.start : after.end] in _SIGNS
    return not (base(token) in ("SN", "NR") and glued and counted)


def _is_balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS.items())


def _quoted(text: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Yield what stands between quotation marks or brackets, as a whole."""
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        span = Span(*match.span(group))
        inside = [
            i
            for i, t in enumerate(tokens)
            if span.start <= t.start and t.end <= span.end and t.form
        ]
        if inside and span.end - span.start <= 2 * _CHARACTERS:
            yield Candidate(span, inside[0], inside[-1])


def base(token: Token) -> str:
    """Return a token's tag without Kiwi's mark of regular and irregular verbs."""
    return token.tag.partition("-")[0]
