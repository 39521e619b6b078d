"""The noun phrases of a Korean text, and the particles behind them.

북한과 러시아의 조약은 is one phrase, whose head is 조약: nouns, what joins them (의, 과) and what
counts or describes them. What they refer to is `qa.antecedent`'s.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.tokens import Token
from qa.topic import QUESTION_WORDS

_NOUNS = ("NNG", "NNP", "NNB", "NR", "SN", "SL", "SH", "XPN", "XSN", "MM")
_VERBAL = ("XSV", "XSA")
_JOINS = ("JKG", "JC")  # 의; 과, 와, 이나
_TIES = ("SO", "SW", "SP")  # 북·러, U-20
# What points back, and stands for no thing of its own.
POINTERS = frozenset(("그", "이", "저", "해당", "동", "그런", "이런"))
# A particle after a consonant, and after a vowel.
_AGREE = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"))
_RIEUL = 8  # the final of 서울로, which takes the form behind a vowel
_CLOSED = "LMNR013678"  # letters and digits whose Korean names end in a consonant


class Phrase(NamedTuple):
    """A noun phrase `[start:end]`, and its particle, which reaches to `after`.

    Args:
        head: the last noun.
        proper: whether that is a name.
    """

    start: int
    end: int
    particle: str
    after: int
    head: str
    proper: bool


def phrases(text: str, tokens: Sequence[Token]) -> list[Phrase]:
    """Return the noun phrases of `text`, of which `tokens` is the analysis, in order."""
    return [_phrase(text, tokens, *run) for run in _runs(text, tokens)]


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where the tokens of each phrase begin and end."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _goes_on(text, tokens, end, begun=end > at):
            end += 1
        if end < len(tokens) and tokens[end].tag in _VERBAL:  # 방문 of 방문하다 is no phrase
            end -= 1
        while end > at and not _is_noun(tokens[end - 1]):
            end -= 1
        if end > at:
            yield at, end
        at = max(end + 1, at + 1)


def _goes_on(text: str, tokens: Sequence[Token], at: int, *, begun: bool) -> bool:
    token = tokens[at]
    if _is_noun(token):
        return True
    if not begun or at + 1 == len(tokens):
        return False
    if token.tag in _JOINS or (token.form in ("과", "와") and tokens[at + 1].tag == "JKG"):
        return True
    tied = text[token.start - 1 : token.end + 1]
    return token.tag in _TIES and len(tied) > 1 and not any(map(str.isspace, tied))


def _is_noun(token: Token) -> bool:
    if token.form in QUESTION_WORDS or (token.tag == "MM" and token.form in POINTERS):
        return False
    return token.tag in _NOUNS


def _phrase(text: str, tokens: Sequence[Token], first: int, stop: int) -> Phrase:
    last, end = tokens[stop - 1], stop
    while end < len(tokens) and tokens[end].tag[0] == "J":
        end += 1
    after = tokens[end - 1].end
    run = tokens[first:stop]
    head = next(t for t in reversed(run) if t.tag != "XSN" or t is run[0])
    return Phrase(
        tokens[first].start,
        last.end,
        text[last.end : after],
        after,
        text[head.start : last.end],
        head.tag == "NNP",
    )


def agreeing(name: str, particle: str) -> str:
    """Return `particle` in the form that it has behind `name`.

    >>> agreeing("조약", "는"), agreeing("회의", "은"), agreeing("서울", "으로")
    ('은', '는', '로')
    """
    pair = next((pair for pair in _AGREE if particle in pair), (particle, particle))
    last = name[-1].upper()
    final = (ord(last) - ord("가")) % 28 if "가" <= last <= "힣" else int(last in _CLOSED)
    return pair[not final or (final == _RIEUL and pair[1] == "로")]


# Behind these stands what is counted or chosen from.
_COUNTING = ("몇", "며칠", "어느", "어떤", "무슨")


class Asking(NamedTuple):
    """Where a question says what it asks, `[start:end]`: 몇 명이, 어느 팀과, 언제, 얼마인가.

    Args:
        copula: whether that is all that it says of its topic.
    """

    start: int
    end: int
    copula: bool


def asking_of(text: str, tokens: Sequence[Token]) -> Asking | None:
    """Return where a question asks; None where no word does."""
    first = next((i for i, t in enumerate(tokens) if t.form in QUESTION_WORDS), None)
    if first is None:
        return None
    counts = tokens[first].form in _COUNTING
    end = first + 1
    while end < len(tokens) and (
        tokens[end].tag[0] == "J" or (counts and _is_counted(tokens, end))
    ):
        end += 1
    copula = end < len(tokens) and tokens[end].tag == "VCP"
    stop = len(text.rstrip(" ?.")) if copula else tokens[end - 1].end
    return Asking(tokens[first].start, stop, copula)


def _is_counted(tokens: Sequence[Token], at: int) -> bool:
    verbal = at + 1 < len(tokens) and tokens[at + 1].tag in _VERBAL
    return tokens[at].tag in _NOUNS and not verbal
