"""A question that lives on the one before it, made whole, so that it can be searched for alone.

What was left out is taken from the last question: another month, country or name takes the place of
the old one, a pronoun is named, and what says nothing of its subject is given the last one's.
"""

import re
from collections.abc import Callable, Sequence

from index.tokens import Token
from qa.topic import QUESTION_WORDS, tokens_of, topic_of

# Longer than any question; a pasted document is not one.
LONGEST = 2_000

_LEAN = re.compile(
    r"^(?:그럼|그러면|그렇다면|그리고|그런데|또|또한|아니면|and|then|so|what about|how about)\b"
    r"[\s,]*",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^(?:그|이|해당|위|앞의|같은|다음|당시|이후)\s|^(?:그는|그가|그의|그녀|그들|그것|그게|그건|이것|이는|거기|"
    r"여기|그곳|이곳|그때|이때|그중|이\s?중|둘|양측|양국|두\s?나라)|(?:^|\s)(?:거기서|그곳에서|그때|그중에|그에게|그와)(?:\s|$)"
    r"|\b(?:he|she|it|they|his|her|its|their|there|that|this|those|these|him|them)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:그|그녀|그분)(은|는|이|가|을|를|과|와|의|도|에게)\s+(?=\S)")
# '중국은?', '인명 피해는?': a topic, and nothing that is asked of it.
_BARE = re.compile(
    r"^(?P<name>\S{1,12}(?:\s\S{1,8})?)"
    r"(?:은|는|이랑|하고|도|에는|에서는|에게는|부터는|까지는)?\s?\?*$"
)
_HOW = re.compile(r"\s?(?:어땠|어때|어떤가|어떤지|어떻게\s?(?:되|됐|돼))\S*|\b(?:in|about|what)\b")
_REQUEST = re.compile(
    r"\s*(?:을|를|에\s?(?:대해|대하여|관해)(?:서)?)?\s*"
    r"(?:(?:알려|설명해|말해|요약해|정리해)\s?(?:줘|주세요|달라|줄래\??)|궁금해|궁금합니다)[.?!]*\s*$"
)
# A particle after a consonant, and after a vowel.
_AGREE = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"))
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
_SWAPPABLE = 30  # characters of a question that names nothing but what is new in it


def standalone(question: str, history: Sequence[str]) -> str:
    """Return `question` with what it leaves to the last question of `history`, oldest first.

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
    ways: list[Callable[[str, str], str | None]] = [_swapped, _named, _retold]
    if _POINTS.search(question) or _is_thin(question) or leaning or _is_bare(question):
        ways += [_taken_up, _joined]
    whole = next(filter(None, (way(bare, before) for way in ways)), question)
    return whole if len(whole) <= LONGEST else question


def _swapped(question: str, before: str) -> str | None:
    """Return the question before with the month, year or country of this one in its place."""
    for slot in _SLOTS if len(question) <= _SWAPPABLE else ():
        new, old = slot.findall(question), slot.findall(before)
        if len(set(new)) == 1 and len(set(old)) == 1 and new[0] != old[0]:
            rest = _HOW.sub("", slot.sub("", question))
            if len(re.sub(r"[\s?은는에도]|에는|에서는", "", rest)) <= 1:
                return _in_place(before, old[0], new[0])
    return None


def _in_place(text: str, old: str, new: str) -> str:
    """Return `text` with `new` for `old`, and the particle behind it as `new` wants it."""
    pattern = (
        rf"{re.escape(old)}([{''.join(map(''.join, _AGREE))}])?(?=[\s의도]|$)|{re.escape(old)}"
    )
    return re.sub(pattern, lambda found: new + _agreeing(new, found[1] or ""), text)


def _named(question: str, before: str) -> str | None:
    """Return the question with its pronoun named by the topic of the question before."""
    pronoun = _PERSON.match(question)
    topic = topic_of(before, tokens_of(before)) if pronoun else None
    if pronoun is None or topic is None:
        return None
    name = before[: topic.name_end]
    return f"{name}{_agreeing(name, pronoun[1])} {question[pronoun.end() :]}"


def _retold(question: str, before: str) -> str | None:
    """Return the question before, asked of the topic that this one names: 쇼이구는? 인명 피해는?

    A single word takes the place of a single word, anything else is added to the topic.
    """
    if not _is_bare(question):
        return None
    topic = topic_of(before, tokens_of(before))
    if topic is None:
        return None
    said = question.rstrip(" ?")
    own = topic_of(said, tokens_of(said))
    name = said[: own.name_end] if own else said
    asked = f"{name}{_agreeing(name, '은')} {before[topic.end :].strip()}"
    old = before[: topic.name_end]
    return f"{old}, {asked}" if " " in f"{old}{name}" else asked


def _taken_up(question: str, before: str) -> str | None:
    """Return a question that has no topic with the topic of the one before: 누가 서명했어?"""
    asked, topic = tokens_of(question), topic_of(before, tokens_of(before))
    if topic is None or _POINTS.search(question) or not _asks(asked) or topic_of(question, asked):
        return None
    return f"{before[: topic.end]} {question}"


def _joined(question: str, before: str) -> str:
    """Return the question behind all that the one before said, but for the words that asked."""
    said = _REQUEST.sub("", before).rstrip("?!. ")
    tokens = tokens_of(said)
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].form in QUESTION_WORDS:
            said = said[: tokens[at].start] + said[_word_end(said, tokens, at) :].lstrip()
    return f"{said.rstrip(', ')}, {question}"


def _word_end(text: str, tokens: Sequence[Token], at: int) -> int:
    """Return where the eojeol ends that a token begins."""
    space = text.find(" ", tokens[at].end)
    return len(text) if space < 0 else space


def _agreeing(name: str, particle: str) -> str:
    """Return `particle` in the form that it has behind `name`."""
    pair = next((pair for pair in _AGREE if particle in pair), (particle, particle))
    ends_open = "가" <= name[-1] <= "힣" and (ord(name[-1]) - ord("가")) % 28 == 0
    return pair[ends_open]


def _is_bare(question: str) -> bool:
    return bool(_BARE.match(question)) and not _asks(tokens_of(question))


def _asks(tokens: Sequence[Token]) -> bool:
    return any(token.form in QUESTION_WORDS for token in tokens)


def _is_thin(question: str) -> bool:
    """Tell whether a question names nothing: it has no proper noun and at most one noun."""
    return sum(_names(token) for token in tokens_of(question)) <= 1


def _names(token: Token) -> int:
    if token.form in QUESTION_WORDS:
        return 0
    return 2 if token.tag in ("NNP", "SL", "SH", "SN") else int(token.tag == "NNG")
