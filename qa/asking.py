"""How much a question asks for: one thing, several, or only whether something is so."""

import re

from index.tokens import Token
from qa.topic import QUESTION_WORDS, tokens_of

# 끝났나?, 사실인가요?: verb and ending, where no word asks; 논의됐어 alone may also tell or beg.
_WHETHER = re.compile(r"(?:나|니|ᆫ가|는가|은가|던가|을까|ᆯ까|냐|.*니까)요?")
_CHOICE = re.compile(r"ᆫ가|는가|은가")  # 신뢰인가 필요인가
_WHETHER_ASKED = re.compile(r"[어아여지]요?|죠")
_VERBAL = frozenset(("VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA", "EP"))
_ASKING = re.compile(r"누구|누가|어디|무엇|뭐|뭘|언제|몇|얼마|얼만|어떻|어떤|어떠|어느|무슨")
_OTHERS = re.compile(
    r"^(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b"
    r"|[吗嗎][?？]?$|^(?!.*(?:何|誰|だれ|いつ|どこ|どの|どれ|なぜ|どう|どん|いく|幾)).*か[?？。]?$",
    re.IGNORECASE,
)
# Could you explain it?, 설명해 주시겠어요?: asked of whoever answers, to be told more than yes.
_REQUEST = re.compile(
    r"(?:알려|설명해|말해|요약해|정리해|보여|가르쳐)\s?(?:줄\s?수|주실\s?수|주시겠|주겠)"
    r"|^(?:can|could|will|would|do) you (?:please )?"
    r"(?:tell|explain|describe|show|say|list|give|know|summari[sz]e)\b",
    re.IGNORECASE,
)
_NUMERALS = {
    "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
}  # fmt: skip
_NUMERAL = rf"(?:{'|'.join(_NUMERALS)}|[2-9]|1\d)"
_COUNTED = r"(?:곳|가지|나라|개국|명|사람|팀|종|개|도시|마을|분야|군데|회사|기관|단체|지역|종목)"
_MANY = r"들(?:에|에는|에서|에게|은|이|을|를|의|로)?"
_SEVERAL = re.compile(
    rf"누구누구|어디어디|무엇무엇|뭐뭐|(?:어떤|어느|무슨)\s(?:\S+\s)?\S+{_MANY}(?=[\s?]|$)"
    rf"|{_MANY}\s?(?:누구|어디|무엇|뭐|뭔|이름|명단|알려|말해|\?|$)"
    rf"|(?P<number>{_NUMERAL})\s?{_COUNTED}(?:은|는|이|를|을)?\s?(?:누구|어디|무엇|뭐|뭔|알려|말해|\?|$)"
    r"|\b(?:which|what) (?:\w+ )?(?:countries|nations|cities|towns|teams|companies|members)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(r"몇|얼마|언제|\bhow (?:many|much)\b|\bwhen\b", re.IGNORECASE)


def asks_whether(question: str) -> bool:
    """Tell whether a question is to be answered by yes or no.

    >>> asks_whether("파업은 끝났나?"), asks_whether("파업은 언제 끝났나?")
    (True, False)
    """
    if _REQUEST.search(question):
        return False
    if _OTHERS.search(question):
        return True
    tokens = [token for token in tokens_of(question) if token.tag != "SF"]
    if _ASKING.search(question) or any(token.form in QUESTION_WORDS for token in tokens):
        return False
    if len(tokens) < 2 or tokens[-1].tag not in ("EF", "EC") or not _is_verbal(tokens[-2]):
        return False
    ending = tokens[-1].form
    if _WHETHER.fullmatch(ending):
        return not any(_CHOICE.fullmatch(token.form) for token in tokens[:-1])
    begs = (tokens[-2].form, tokens[-2].tag) == ("주", "VX")
    return "?" in question and not begs and bool(_WHETHER_ASKED.fullmatch(ending))


def _is_verbal(token: Token) -> bool:
    return token.tag.partition("-")[0] in _VERBAL


def asks_for_several(question: str) -> bool:
    """Tell whether a question asks for several things by name.

    >>> asks_for_several("어떤 나라들이 참가했나?"), asks_for_several("나라들은 몇 곳인가?")
    (True, False)
    """
    return bool(_SEVERAL.search(question)) and not _COUNT.search(question)


def how_many(question: str) -> int:
    """Return how many things a question asks for by name, at least 2.

    >>> how_many("후보지 세 곳은?"), how_many("후보지들은?")
    (3, 2)
    """
    found = _SEVERAL.search(question)
    number = found["number"] if found else None
    return _NUMERALS.get(number) or int(number) if number else 2
