"""What a question asks: its cleaned text, what earlier ones add to it, the kind of answer."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from index.errors import InputError
from index.tokens import Token, analyse

# Longer than any question; a pasted document is not one.
LONGEST = 2_000
_TURNS = 40  # earlier questions that a question can lean on, as many as the web page keeps
_UNREADABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Kiwi's forms of the words that ask, and what each asks for.
QUESTION_WORDS = {
    "언제": "when", "며칠": "when", "누구": "who", "누가": "who", "누": "who", "어디": "where",
    "무엇": "what", "뭐": "what", "무어": "what", "무슨": "which", "어느": "which",
    "어떤": "which", "몇": "many", "얼마": "many", "얼마나": "many", "왜": "why",
    "어떻게": "how", "어떻": "how",
}  # fmt: skip

AnswerType = Literal["date", "number", "person", "place", "thing"]

_WHEN = re.compile(
    r"언제|며칠|몇\s?(?:년|월|일)(?!\s?(?:동안|간|치))|날짜|시점|(?:무슨|어느)\s?(?:요일|해|달|날)"
    r"|\bwhen\b|\bwhat (?:date|day|year|month)\b|いつ|何[年月日]"
    r"|什[么麼]时候|什[么麼]時候|何时|哪一?[年天]"
    r"|когда",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"몇|얼마|수치|비율|규모|[가-힣]+(?:률|율|액|량|수)[은는이가]?\s?\?"
    r"|\bhow (?:many|much|long|old|far|large|tall)\b|いくつ|いくら|何[人個%パ]"
    r"|多少|几[个人]|сколько",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"누구|누가|누군|단장은|\bwho(?:se|m)?\b|誰|だれ|谁|誰が|\bкто\b|이름은\s?\?", re.IGNORECASE
)
_WHERE = re.compile(
    r"어디|어느\s?(?:곳|나라|도시|지역|장소)|\bwhere\b|どこ|哪里|哪儿|哪個|\bгде\b|\bкуда\b",
    re.IGNORECASE,
)
_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("date", _WHEN),
    ("person", _WHO),
    ("place", _WHERE),
    ("number", _NUMBER),
)

# What begins a question that lives on the one before it.
_LEAN = re.compile(
    r"^(?:그럼|그러면|그렇다면|그리고|그런데|또|또한|아니면|and|then|so|what about|how about)\b"
    r"[\s,]*",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^(?:그|이|해당|위|앞의|같은)\s|^(?:그는|그가|그의|그녀|그들|그것|그게|그건|이것|이는|거기|"
    r"여기|그곳|이곳|그때|이때|그중|이\s?중|둘|양측|양국|두\s?나라)|(?:^|\s)(?:거기서|그곳에서|그때|그중에|그에게|그와)(?:\s|$)"
    r"|\b(?:he|she|it|they|his|her|its|their|there|that|this|those|these|him|them)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:그|그녀|그분)(은|는|이|가|을|를|과|와|의|도|에게)\s+(?=\S)")
# A particle after a consonant, and after a vowel.
_AGREE = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"))
_BARE = re.compile(r"^\S{1,12}(?:은|는|이랑|하고|도|에는|에서는|에게는|부터는|까지는)?\s?\?*$")
_REQUEST = re.compile(
    r"\s*(?:에\s?(?:대해|대하여|관해)(?:서)?)?\s*"
    r"(?:(?:알려|설명해|말해|요약해|정리해)\s?(?:줘|주세요|달라|줄래\??)|궁금해|궁금합니다)[.?!]*\s*$"
)
# What may stand in another's place: a month, a year, a day, a country, a quarter.
_SLOTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:19|20)\d\d년", r"\d{1,2}월(?:\s?\d{1,2}일)?", r"\d분기", r"\d{1,2}/\d{1,2}",
        r"한국|북한|남한|미국|중국|일본|러시아|영국|프랑스|독일|호주|인도|베트남|우크라이나|대만|캐나다|이탈리아|"
        r"스페인|폴란드|필리핀",
        r"January|February|March|April|May|June|July|August|September|October|November|December",
        r"작년|올해|지난해|내년|상반기|하반기|지난달|이번 달",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched for.

    Args:
        asked: what the person typed, cleaned of what no text holds.
        text: the same made whole with what earlier questions said.
        kind: what an answer would be.
    """

    asked: str
    text: str
    kind: AnswerType


def read_question(question: str, history: Sequence[str] = ()) -> Question:
    """Return what is asked.

    Raises:
        InputError: the question is empty, or longer than `LONGEST` characters.
    """
    asked = clean_question(question)
    turns = (_cleaned(turn)[:LONGEST] for turn in history[-_TURNS:])
    text = standalone(asked, [turn for turn in turns if turn])
    kind = answer_type(asked)
    return Question(asked, text, kind if kind != "thing" else answer_type(text))


def clean_question(question: str) -> str:
    """Return a question without what no text holds: NUL, lone surrogates, white space around it."""
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
    """Return the kind of answer a question asks for.

    >>> answer_type("쇼이구는 언제 평양에 왔나?")
    'date'
    """
    found = [(m.start(), kind) for kind, pattern in _TYPES if (m := pattern.search(question))]
    return min(found)[1] if found else "thing"


def standalone(question: str, history: Sequence[str]) -> str:
    """Return `question` with what it leaves to the last question of `history`, oldest first.

    A month, year or country in place of another's is put in its place; a pronoun or a bare topic
    takes the words of the last question along.

    >>> standalone("그럼 7월에는?", ["2024년 6월에는 누가 왔나?"])
    '2024년 7월에는 누가 왔나?'
    """
    whole = ""
    for turn in (*history, question):
        whole = _continued(turn, whole)
    return whole


def _continued(question: str, before: str) -> str:
    """Return `question` with what it leaves to `before`, unless that is more than can be asked."""
    if not before:
        return question
    leaning = _LEAN.match(question)
    bare = question[leaning.end() :] if leaning else question
    if not (leaning or _POINTS.search(question) or _BARE.match(question) or _is_thin(question)):
        return question
    whole = _swapped(bare, before) if len(bare) <= 30 else None
    whole = whole or _named(bare, before)
    if whole is None:
        topic = _REQUEST.sub("", before).rstrip("?!. ")
        whole = f"{topic}, {bare}"
    return whole if len(whole) <= LONGEST else question


def _swapped(question: str, before: str) -> str | None:
    """Return the question before with the month, year or country of this one in its place."""
    for slot in _SLOTS:
        new, old = slot.findall(question), slot.findall(before)
        if len(set(new)) == 1 and len(set(old)) == 1 and new[0] != old[0]:
            rest = slot.sub("", question)
            if len(re.sub(r"[\s?은는에도]|에는|에서는|in|about|what", "", rest)) <= 1:
                return before.replace(old[0], new[0])
    return None


def _named(question: str, before: str) -> str | None:
    """Return the question with its pronoun named by the topic of the question before.

    >>> _named("그는 누구를 만났나?", "쇼이구는 언제 평양에 왔나?")
    '쇼이구는 누구를 만났나?'
    """
    pronoun = _PERSON.match(question)
    topic = topic_of(before, _tokens(before)) if pronoun else None
    if pronoun is None or topic is None:
        return None
    name = before[: topic.name_end]
    pair = next((pair for pair in _AGREE if pronoun[1] in pair), (pronoun[1], pronoun[1]))
    open_ended = "가" <= name[-1] <= "힣" and (ord(name[-1]) - ord("가")) % 28 == 0
    return f"{name}{pair[open_ended]} {question[pronoun.end() :]}"


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


def _tokens(text: str) -> list[Token]:
    return [token for sentence in next(iter(analyse([text]))) for token in sentence.tokens]


def _is_thin(question: str) -> bool:
    """Tell whether a question names nothing: it has no proper noun and at most one noun."""
    return sum(_names(token) for token in _tokens(question)) <= 1


def _names(token: Token) -> int:
    return 2 if token.tag in ("NNP", "SL", "SH", "SN") else int(token.tag == "NNG")


def parse_date(value: str | None, name: str) -> str | None:
    """Return an ISO date of a filter as given; raises `InputError` naming the option."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):  # a row of a batch may hold anything
        raise InputError(f"{name} is {value!r}, a date looks like 2024-06-20") from None
