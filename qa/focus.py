"""The noun that a question asks for, and the kind of thing that it names.

우승한 선수는? asks for a person, 어느 도시에서 열렸나? for a place, 발효일은 무엇인가? for a date,
though none of them has the word that asks for one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal

from index.tokens import Token
from qa.topic import QUESTION_WORDS, tokens_of

AnswerType = Literal["date", "number", "person", "place", "whether", "thing"]

# Each by how such nouns end. What may be counted as well as named (사망자, 참가자) is not here.
_SORTS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"(?:\b날|날짜|일자|일시|\b해|연도|년도|시기|시점|기한|생일|기념일|개[막통관장봉]일|폐막일|체결일|서명일"
            r"|발[효표]일|출[시생]일|시행일|마감일|[완준착]공일|[창설]립일|취임일|선거일|투표일)$"
        ),
    ),
    (
        "person",
        re.compile(
            r"(?:사람|인물|직책|직위|직함|장본인|주인공|선수|감독|코치|장관|차관|총리|대통령|주석|국왕|왕비|의원|대표"
            r"|(?:위원|의|회|사|행|원|총|청|서|구청|단|부|국|소|시|대|참모총|본부|이사|은행|교|협회|조합)장"
            r"|군수|지사|사령관|총재|교수|박사|연구원|과학자|학자|작가|저자|배우|가수|화가|기자|대사|특사"
            r"|변호사|대변인|당선인|정치인|시인|소설가|사업가|(?:우승|수상|담당|책임|진행|창업|창시|창립"
            r"|설립|발명|제작|지도|후보|연출|설계|제안|발표|후계)자)$"
        ),
    ),
    (
        "place",
        re.compile(
            r"(?:\b곳|장소|나라|국가|도시|지역|위치|고향|수도|개최지|출생지|발생지|행선지|목적지|출발지|도착지"
            r"|소재지|발원지|근거지)$"
        ),
    ),
    (
        "number",
        re.compile(
            r"(?:\b수|[개갯횟건편점]수|[원자구객]\s?수|학생\s?수|숫자|수치|나이|금액|액수|가격|규모|면적|길이|높이|무게"
            r"|너비|깊이|온도|기온|속도|인구|인원|비율|예산|비용|요금|지수|득표율|[가-힣]{2}[률율액량])$"
        ),
    ),
)
_NOUN_TAGS = ("NNG", "NNP", "NNB", "XSN", "XPN", "SN", "SL")


def sort_of(noun: str) -> AnswerType:
    """Return the kind of thing that a noun names, `thing` where it does not tell."""
    return next((kind for kind, ends in _SORTS if noun and ends.search(noun)), "thing")


def noun_of(question: str) -> str:
    """Return the noun that a question asks for, with the nouns right before it, or ''.

    >>> noun_of("복구비 총액은 얼마로 정해졌나?")
    '복구비 총액'
    """
    tokens = tokens_of(question)
    at = next((i for i, token in enumerate(tokens) if token.form in QUESTION_WORDS), None)
    if at is None:
        return _last(question, tokens)
    word = QUESTION_WORDS[tokens[at].form]
    if word == "which":
        return _word(question, list(takewhile(_is_noun, tokens[at + 1 :])))
    copula = at + 1 < len(tokens) and tokens[at + 1].tag == "VCP"
    return _last(question, tokens[:at]) if word == "many" or copula else ""


# Nouns that only say what kind of thing is asked for: an answer need not have them.
_KINDS_OF_THINGS = frozenset((
    "날짜", "일자", "시기", "시점", "때", "날", "장소", "곳", "지역", "위치", "도시", "나라",
    "국가", "사람", "인물", "이름", "명칭", "직책", "직위", "직함", "신분", "규모", "금액",
    "액수", "숫자", "비율", "크기", "이유", "까닭", "원인", "배경", "계기", "목적", "내용",
    "주제", "성격", "입장", "반응", "평가", "결과", "방법", "방식", "것", "점", "정체", "의미",
    "기관", "단체", "회사", "업체", "기업",
))  # fmt: skip


def words_that_ask(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a question that ask, and need not stand in what answers it.

    누구, 언제; and a noun that only tells the kind of thing: 직책은?, 어느 도시, 원인은 무엇인가?
    """
    for i, token in enumerate(tokens):
        kind = token.form in _KINDS_OF_THINGS and _is_asked_for(tokens, i)
        if kind or token.form in QUESTION_WORDS:
            yield token


def _is_asked_for(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a noun is asked for: behind 어느, before a question word or at the end."""
    if at and QUESTION_WORDS.get(tokens[at - 1].form) in ("which", "many"):
        return True
    after = at + 1
    while after < len(tokens) and tokens[after].tag in ("JX", "JKS", "VCP", "EF", "SF", "SP"):
        after += 1
    return after == len(tokens) or tokens[after].form in QUESTION_WORDS


def _last(question: str, tokens: Sequence[Token]) -> str:
    """Return the nouns that `tokens` end with, but for a particle and a question mark."""
    end = len(tokens)
    while end and tokens[end - 1].tag in ("SF", "SP", "JX", "JKS", "VCP", "EF"):
        end -= 1
    run = list(takewhile(_is_noun, reversed(tokens[:end])))[::-1]
    return _word(question, run)


def _is_noun(token: Token) -> bool:
    return token.tag in _NOUN_TAGS


def _word(question: str, run: Sequence[Token]) -> str:
    return question[run[0].start : run[-1].end] if run else ""
