"""A question that lives on the one before it, made whole, so that it can be searched for alone.

What was left out is taken from the last question: another month, name or question word takes the
place of the old one, a pronoun is named, and what says nothing of its subject is given the last
one's. Here: which way is tried when. The ways themselves are in the modules beside this one.
"""

import re
from collections.abc import Callable, Sequence
from itertools import filterfalse
from typing import Protocol

from qa.courtesy import asks_nothing
from qa.followup import foreign, korean
from qa.followup.swaps import dated, shifted, swapped

# Longer than any question; a pasted document is not one.
LONGEST = 2_000

_ANOTHER = re.compile(
    r"^(?:다른|새로운|별개의|another|different|new) (?:질문|얘기|이야기|question|topic)"
    r"(?:인데요?|입니다만|입니다|이야|인데)?\s?[,:.]\s*"
    r"|^(?:화제를 바꿔서?|그건 그렇고|別の質問ですが)[,、]?\s*",
    re.IGNORECASE,
)
_LEAN = re.compile(
    r"^(?:그럼|그러면|그렇다면|그리고|그런데|또|또한|아니면|では|じゃあ"
    r"|and|then|so|what about|how about)\b[\s,、]*",
    re.IGNORECASE,
)
_HANGUL = re.compile(r"[가-힣]")
_WORD = re.compile(r"\w")


class Speaks(Protocol):
    """Tells whether what answers a question speaks of any of some nouns."""

    def __call__(self, question: str, nouns: Sequence[str], *, literally: bool = False) -> bool:
        """`literally` asks for the nouns themselves, and not for what is like them."""


Way = Callable[[str, str], str | None]
_KOREAN: tuple[Way, ...] = (
    shifted, swapped, korean.conditioned, korean.asked_otherwise, dated, korean.named,
    korean.retold,
)  # fmt: skip
_FOREIGN: tuple[Way, ...] = (
    shifted, swapped, foreign.asked_otherwise, foreign.renamed, foreign.named,
)  # fmt: skip


def standalone(question: str, history: Sequence[str], speaks: Speaks | None = None) -> str:
    """Return `question` with what it leaves to the last question of `history`, oldest first.

    Args:
        question: as it was typed.
        history: the questions before it.
        speaks: tells whether what answers a question speaks of any of some nouns; a short one that
            names something else begins anew. Without it a short one goes on.

    >>> standalone("그럼 7월에는?", ["2024년 6월에는 누가 왔나?"])
    '2024년 7월에는 누가 왔나?'
    """
    whole = ""
    for turn in (*filterfalse(asks_nothing, history), question):
        whole = _continued(turn, whole, speaks)
    return whole


def _continued(question: str, before: str, speaks: Speaks | None) -> str:
    """Return `question` with what it leaves to `before`, unless that is more than can be asked."""
    if asks_nothing(question):
        return question
    if another := _ANOTHER.match(question):
        return question[another.end() :] or question
    leaning = _LEAN.match(question)
    bare = question[leaning.end() :] if leaning else question
    if not (_WORD.search(bare) and _WORD.search(before)):  # 그럼? or ?, which ask nothing
        return question
    hangul = _HANGUL.search(question) is not None
    language, ways = (korean, _KOREAN) if hangul else (foreign, _FOREIGN)
    if hangul and not leaning and _has_own_subject(question, before, speaks):
        return question
    alike = hangul is (_HANGUL.search(before) is not None)  # who changes the language begins anew
    goes_on = alike and language.leans(question) and not _names_another(question, before, speaks)
    if leaning or goes_on:
        ways += (language.taken_up, language.joined)
    whole = next(filter(None, (way(bare, before) for way in ways)), question)
    return whole if len(whole) <= LONGEST else question


def _has_own_subject(question: str, before: str, speaks: Speaks | None) -> bool:
    """Tell whether a Korean question names a subject that the one before is not about."""
    words = korean.subject(question) if speaks else ()
    if not words or speaks is None or any(word in before for word in words):
        return False
    return not speaks(before, words, literally=True)


def _names_another(question: str, before: str, speaks: Speaks | None) -> bool:
    """Tell whether a Korean question, however short, names what the one before is not about."""
    nouns = korean.named_alone(question) if _HANGUL.search(question) else ()
    return bool(nouns) and speaks is not None and not speaks(before, nouns)
