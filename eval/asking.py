"""A statement made a question: a date, amount, person or place of it is asked for, or left blank.

Rules of thumb over Kiwi's analysis, for proposals that a person reads before they count. What is
changed are the asked words, the particle behind them, and the ending of the sentence; the rest
stays as it was written.

>>> sentence = "부산항의 물동량이 2024년 6월에 10,000상자로 늘었다."
>>> [asked.question for asked in ask(sentence)]
['부산항의 물동량이 언제 10,000상자로 늘었나?', '부산항의 물동량이 2024년 6월에 몇 상자로 늘었나?']
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.tokens import Token, analyse, kiwi

_SHORTEST, _LONGEST = 15, 100  # characters of a sentence that is asked about
# What leans on the sentence before it, or quotes somebody, is no question by itself.
_LEANING = re.compile(
    r"(?:이|그|저)(?:는|런|러한|에|와)?\s|(?:이|그|저)(?:들|것|날|때|녀|곳)[가-힣]*\s|그(?:가|의)\s"
    r"|우리[가-힣]*\s|이번\s|당시|양측|해당\s|또|다만|하지만|그러나|한편|특히|반면|반대로|따라서|이른바"
    r"|같은|첫째|둘째|셋째|[-·*]"
)
_QUOTING = re.compile(r"[\"“”'‘’「」():~]|,(?!\d)")  # nor is one with a clause behind a comma
_DATE = re.compile(
    r"(?<![\d.])(?:(?:19|20)\d\d년(?:\s?\d{1,2}월(?:\s?\d{1,2}일)?)?|\d{1,2}월(?:\s?\d{1,2}일)?)"
    r"(?:\s?(?:초|중순|하순|말|상반기|하반기)(?![가-힣]))?(?=에(?:는|도)?\s|부터\s|까지\s|\s)(?!\s?(?:초|중순|하순|말|상반기|하반기)(?![가-힣])|\s(?:\d|첫째|둘째|셋째|넷째))"
)
_MONEY = re.compile(
    r"(?<![\d.,])\d[\d,.]*(?:\s?[십백천만억조]\s?[\d,]*)*\s?(?:원|달러|유로|위안|엔)(?![가-힣]{2})"
)
_COUNT = re.compile(
    r"(?<![\d.,~∼제-])\d[\d,.]*(?:\s?[십백천만억조](?:\s?\d[\d,]*)?)*\s?"
    r"(?P<unit>명|개국|개사|개월|개|곳|건|척|회|차례|가구|마리|권|석|표|시간|킬로미터|km|㎞|톤|상자"
    r"|%|퍼센트|배|층|편)(?!\s중\s)"
)
_TITLES = (
    "대통령|총리|총재|장관|차관|국장|의원|대표|회장|사장|위원장|소장|청장|시장"
    "|교수|감독|선수|대사|총장"
)
_PERSON = re.compile(rf"(?P<name>[가-힣]{{2,4}}) (?:{_TITLES})(?=[이가은는을를과와의]\s|에게\s)")
_EXPLAINING = re.compile(r"\s?[^\d\s십백천만억조,.]+$")
_CLAUSES = frozenset(("고", "며", "으며", "지만", "는데", "ᆫ데", "은데", "거나", "자", "다가"))
_AFTER_VOWEL = {"이": "가", "은": "는", "을": "를", "과": "와", "으로": "로"}
_ADJECTIVES = ("VA", "VCP", "VCN", "XSA", "VX")


class Asked(NamedTuple):
    """A question made from a statement, and the words of it that answer."""

    question: str
    answer: str


class _Place(NamedTuple):
    """What is asked for: where it stands with its particle, the words that ask, the answer."""

    start: int
    end: int
    asking: str
    answer: str


def ask(sentence: str) -> Iterator[Asked]:
    """Yield questions that a sentence answers, one a thing that can be asked for."""
    if not _stands_alone(sentence):
        return
    tokens = tokens_of(sentence)
    question = interrogative(sentence, tokens)
    if question is None:
        return
    for place in _places(sentence, tokens):
        if _clause_after(place.end, tokens):
            continue
        if place.asking == "언제" and _describes(place, tokens):
            continue
        if question[place.start : place.end] == sentence[place.start : place.end]:
            asked = question[: place.start] + place.asking + question[place.end :]
            yield Asked(asked, place.answer)


def cloze(sentence: str) -> Iterator[Asked]:
    """Yield a statement with a blank for each thing of it that can be asked for.

    What explains it stays, the unit of a number or the title of a person: ____ 원, ____ 장관.
    """
    if not (sentence.endswith("다.") and _stands_alone(sentence)):
        return
    for place in _places(sentence, tokens_of(sentence)):
        explained = place.asking not in ("언제", "어디")
        answer = _EXPLAINING.sub("", place.answer) if explained else place.answer
        before, after = sentence[: place.start], sentence[place.start + len(answer) :]
        if answer not in before + after:
            yield Asked(f"{before}____{after}", answer)


def _stands_alone(sentence: str) -> bool:
    fits = _SHORTEST <= len(sentence) <= _LONGEST
    return fits and not _LEANING.match(sentence) and not _QUOTING.search(sentence)


def tokens_of(sentence: str) -> list[Token]:
    """Return Kiwi's morphemes of a sentence."""
    return [token for part in next(iter(analyse([sentence]))) for token in part.tokens]


def interrogative(sentence: str, tokens: Sequence[Token]) -> str | None:
    """Return a plain statement with the ending of a question; None for any other sentence.

    늘었다 → 늘었나, 한다 → 하나, 크다 → 큰가, 도시이다 → 도시인가.
    """
    ends = [n for n, token in enumerate(tokens) if token.tag == "EF"]
    if len(ends) != 1 or ends[0] < 1 or tokens[ends[0]].form not in ("다", "ᆫ다", "는다"):
        return None
    end = tokens[ends[0]]
    if sentence[end.end :].strip() not in (".", ""):
        return None
    start = sentence.rfind(" ", 0, end.end) + 1
    last = [token for token in tokens[: ends[0]] if token.start >= start]
    if not last or any(token.tag in ("SSO", "SSC", "SP") for token in last):
        return None
    before = last[-1]
    adjective = before.tag.partition("-")[0] in _ADJECTIVES and before.form not in ("있", "없")
    ending = "ᆫ가" if end.form == "다" and adjective else "나"
    word: str = kiwi().join([*((token.form, token.tag) for token in last), (ending, "EF")])
    return None if " " in word else f"{sentence[:start]}{word}?"


def _places(sentence: str, tokens: Sequence[Token]) -> Iterator[_Place]:
    yield from _date(sentence)
    yield from _amount(sentence)
    yield from _person(sentence, tokens)
    for place in places(sentence, tokens):
        yield _Place(place.start, place.end, "어디", sentence[place.start : place.end])
        return


def _date(sentence: str) -> Iterator[_Place]:
    if found := _DATE.search(sentence):
        particle = re.match(r"에는?|에도|", sentence[found.end() :])
        length = len(particle[0]) if particle else 0
        yield _Place(found.start(), found.end() + length, "언제", found[0])


def _amount(sentence: str) -> Iterator[_Place]:
    if found := _MONEY.search(sentence):
        yield _with_particle(sentence, found.start(), found.end(), "얼마")
    elif found := _COUNT.search(sentence):
        yield _Place(found.start(), found.end(), f"몇 {found['unit']}", found[0])


def _person(sentence: str, tokens: Sequence[Token]) -> Iterator[_Place]:
    found = _PERSON.search(sentence)
    names = {token.start for token in tokens if token.tag == "NNP"}
    if not found or found.start("name") not in names:
        return
    if sentence[found.end()] in "이가은는":
        yield _Place(found.start(), found.end() + 1, "누가", found[0])
    else:
        yield _with_particle(sentence, found.start(), found.end(), "누구")


def places(sentence: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the names of places where something happens: 부산 in 부산에서."""
    for token, particle in pairwise(tokens):
        at_word = token.start == 0 or sentence[token.start - 1] == " "
        if at_word and token.tag == "NNP" and (particle.form, particle.tag) == ("에서", "JKB"):
            yield token


def _clause_after(end: int, tokens: Sequence[Token]) -> bool:
    """Return whether what is asked for stands in another clause than the one that asks."""
    return any(
        token.tag == "EC" and token.start >= end and token.form in _CLAUSES and after.tag != "VX"
        for token, after in pairwise(tokens)
    )


def _describes(date: _Place, tokens: Sequence[Token]) -> bool:
    """Return whether a date belongs to words that describe a noun, or is itself described.

    내가 간 11월 9일까지 누적 관람객은, 11월 9일에 연 전시는: neither can be asked for by 언제.
    """
    before = [token for token in tokens if token.end <= date.start][-1:]
    if any(token.tag == "ETM" for token in before):
        return True
    behind = [pair for pair in pairwise(tokens) if pair[1].start >= date.end]
    verb, ending = next((pair for pair in behind if pair[1].tag[0] == "E"), (None, None))
    if verb is None or ending is None or ending.tag != "ETM":
        return False
    return verb.tag.partition("-")[0] in ("VV", "XSV")


def _with_particle(sentence: str, start: int, end: int, asking: str) -> _Place:
    """Return the place with its particle, which follows a vowel now: 원을 → 얼마를."""
    particle = re.match(r"(?:으로|[이은을과])(?=\s)", sentence[end:])
    if not particle:
        return _Place(start, end, asking, sentence[start:end])
    behind = _AFTER_VOWEL[particle[0]]
    return _Place(start, end + len(particle[0]), asking + behind, sentence[start:end])


def topic(word: str) -> str:
    """Return the word with the topic particle that it takes: 승점은, 무게는."""
    return word + ("은" if ends_in_consonant(word) else "는")


def ends_in_consonant(word: str) -> bool:
    """Return whether a word, read aloud, ends in a consonant; what stands in brackets is silent."""
    spoken = re.sub(r"\([^)]*\)\s*$", "", word).rstrip()
    last = spoken[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 > 0
    return last.lower() in set("013678lmnr")
