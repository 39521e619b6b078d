"""The words that ask, and what a question is about."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from index.tokens import Token, analyse

# Kiwi's forms of the words that ask, and what each asks for.
QUESTION_WORDS = {
    "언제": "when", "며칠": "when", "누구": "who", "누가": "who", "누": "who", "어디": "where",
    "무엇": "what", "뭐": "what", "무어": "what", "무슨": "which", "어느": "which",
    "어떤": "which", "몇": "many", "얼마": "many", "얼마나": "many", "왜": "why",
    "어떻게": "how", "어떻": "how",
}  # fmt: skip


# Questions whose analysis is kept: all that read one ask for it anew.
_ASKED = 64


class Topic(NamedTuple):
    """Where a question's topic ends: its name, and the particle 은 or 는 behind it."""

    name_end: int
    end: int


def topic_of(question: str, tokens: Sequence[Token]) -> Topic | None:
    """Return the topic that stands before the question word, None where there is none."""
    for token in tokens:
        if token.form in QUESTION_WORDS:
            return None
        if token.tag == "JX" and token.form in ("은", "는") and question[: token.start].strip():
            return Topic(token.start, token.end)
    return None


def has_question_word(text: str) -> bool:
    """Tell whether a Korean word that asks stands in a text."""
    return any(token.form in QUESTION_WORDS for token in tokens_of(text))


@lru_cache(maxsize=_ASKED)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a question, whatever sentences it has; each is analysed once."""
    return tuple(token for sentence in next(iter(analyse([text]))) for token in sentence.tokens)


def is_korean(text: str) -> bool:
    """Tell whether most letters of a text are Hangul."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("가" <= char <= "힣" for char in letters) > len(letters)
