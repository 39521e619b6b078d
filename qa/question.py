"""What a question asks: its cleaned text, what earlier ones add to it, the kind of answer."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from index.errors import InputError
from qa.asking import asks_whether
from qa.focus import AnswerType, noun_of, sort_of
from qa.followup import LONGEST, Speaks, standalone

_TURNS = 40  # earlier questions that a question can lean on, as many as the web page keeps
_UNREADABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_WHEN = re.compile(
    r"언제|며칠|몇\s?(?:년|월|일)(?!\s?(?:동안|간|치))|(?:무슨|어느)\s?(?:요일|해|달|날)"
    r"|\bwhen\b|\bwhat (?:date|day|year|month)\b|いつ|何[年月日](?!間)"
    r"|什[么麼]时候|什[么麼]時候|何时|哪一?[年天]"
    r"|когда",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"몇|얼마|\bhow (?:many|much|long|old|far|large|tall)\b"
    r"|\bwhat (?:share|percentage|proportion|time)\b|いくつ|いくら"
    r"|何[人名個隻軒棟台秒分回%％パ]|何時(?!間)|割合|多少|几[个個人次点點]|比例|百分之"
    r"|сколько|(?:какой процент|какая доля|в котором часу)",
    re.IGNORECASE,
)
_WHO = re.compile(r"누구|누가|누군|\bwho(?:se|m)?\b|誰|だれ|谁|誰が|\bкто\b", re.IGNORECASE)
_WHERE = re.compile(r"어디|\bwhere\b|どこ|哪里|哪儿|哪個|\bгде\b|\bкуда\b", re.IGNORECASE)
_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("date", _WHEN),
    ("person", _WHO),
    ("place", _WHERE),
    ("number", _NUMBER),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched for.

    Args:
        asked: what the person typed, cleaned of what no text holds.
        text: the same made whole with what earlier questions said.
        kind: what an answer would be.
        noun: what is asked for by name, the 사업비 of 사업비는 얼마인가?; '' where there is none.
    """

    asked: str
    text: str
    kind: AnswerType
    noun: str

    @classmethod
    def of(cls, text: str, asked: str = "") -> Self:
        """Return the question that is searched for as `text`, typed as `asked`."""
        asked = asked or text
        kind = answer_type(asked)
        return cls(asked, text, kind if kind != "thing" else answer_type(text), noun_of(text))


def read_question(
    question: str, history: Sequence[str] = (), speaks: Speaks | None = None
) -> Question:
    """Return what is asked; `speaks` as `standalone` takes it.

    Raises:
        InputError: the question is empty, or longer than `LONGEST` characters; the history is
            one question and no list.
    """
    asked = clean_question(question)
    if isinstance(history, str):
        raise InputError(f"history is {history!r}, a list of questions is meant: [{history!r}]")
    turns = (_cleaned(turn)[:LONGEST] for turn in history[-_TURNS:])
    return Question.of(standalone(asked, [turn for turn in turns if turn], speaks), asked)


def clean_question(question: str) -> str:
    """Return a question without what no text holds: NUL, lone surrogates, white space around it.

    Raises:
        InputError: nothing is left, or it is longer than `LONGEST` characters.
    """
    cleaned = _cleaned(question)
    if not cleaned:
        raise InputError("the question is empty; ask something")
    if len(cleaned) > LONGEST:
        raise InputError(
            f"the question has {len(cleaned):,} characters, {LONGEST:,} are read; shorten it"
        )
    return cleaned


def _cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", _UNREADABLE.sub("", text)).strip()


def answer_type(question: str) -> AnswerType:
    """Return the kind of answer a question asks for: by its question word, else by its noun.

    >>> answer_type("쇼이구는 언제 평양에 왔나?")
    'date'
    >>> answer_type("경기에서 이긴 선수는?")
    'person'
    """
    found = [(m.start(), kind) for kind, pattern in _TYPES if (m := pattern.search(question))]
    if found:
        return min(found)[1]
    return "whether" if asks_whether(question) else sort_of(noun_of(question))


def parse_date(value: str | None, name: str) -> str | None:
    """Return an ISO date of a filter as given; raises `InputError` naming the option."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):  # a row of a batch may hold anything
        raise InputError(f"{name} is {value!r}, a date looks like 2024-06-20") from None
