"""The words of a sentence that give a reason, for a question that asks why.

씻을 곳이 두 군데뿐이어서, 소득이 더 높게 분류되기 때문: a clause, where other questions are
answered by a noun and what belongs to it.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.sourcemap import Span
from index.tokens import Token, fold
from qa.spans import Anatomy
from qa.spans.denial import denied

_ASKED = frozenset(("이유", "까닭", "원인", "배경", "요인", "계기", "비결", "명분"))
# What asks why beside 왜, in a question without white space; and in other languages.
_ALSO_WHY = re.compile(r"어째서|무슨(?:이유|까닭|일)로|(?:무엇|뭐|뭣|무슨일|무얼)(?:때문|탓)")
_WHY_ABROAD = frozenset(("why", "почему", "なぜ", "为什", "為什", "为何", "為何"))
# 가장 큰 원인으로 사흘 내리 쏟아진 비를 꼽았다.
_NAMED = re.compile(
    r"(?:원인|이유|까닭|요인)(?:으로는?|은|는)\s(?P<cause>.{2,60}?)(?:[을를]\s(?:꼽|들[었며]|지목|짚)"
    r"|(?:이?라고|으로)\s(?:보[고았]|봤|밝|설명|지목|분석))"
)
# What ends a clause that gives a reason, the surest first: 때문, …어서, …어, …면서, …려고.
_NOUNS = ("때문", "탓", "덕분", "여파", "바람")
_ENDINGS = (
    ("어서", "아서", "므로", "니까", "느라"), ("어", "아"), ("면서",), ("다며", "자며", "라며"),
    ("려는", "려고", "고자", "도록"),
)  # fmt: skip
_OPENING = "“‘\"'「『《〈("
# What stands before a clause: the end of another, a topic, a comma.
_BEFORE = ("EC", "JX", "SP", "SF")
_WITHIN = ("게", "지", "도록")  # endings inside of a clause: 높게 분류되다
_SHORTEST = 3  # characters
# What asks for a reason or a way, in any language, and what may tell one: more than those that are
# sure, for the trees that weigh them (`sentences.table`).
_ASKS = re.compile(
    r"왜|까닭|이유|때문|어째서|어떻게|무슨 일로|어쩌다|\bwhy\b|なぜ|どうして|为什么|为何|почему",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    "때문|탓[에이]|덕[분에]|따라[ ,]|인[해한]|말미암|이유|까닭|원인|배경|위[해한하]|려고|고자 |므로"
    "|니까|[어아해돼]서 |면서|으로써|도록|영향으로|여파로|계기로|목적|취지|바람에|고 있어|우려|판단"
)


def asks_why(asked: Anatomy) -> bool:
    """Tell whether a question asks for a reason."""
    if asked.word == "why" or asked.focus in _ASKED:
        return True
    return not _WHY_ABROAD.isdisjoint(asked.wording) or bool(_ALSO_WHY.search(asked.bare))


def may_ask_why(question: str) -> bool:
    """Tell whether a question, in whatever language, seems to ask for a reason or a way."""
    return _ASKS.search(question) is not None


def signs_of_reason(text: str) -> int:
    """Return how many words of a text may tell a reason or a purpose."""
    return len(_SIGNS.findall(text))


def explains(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence gives the reason for what the one before it says: … 때문이다.

    Args:
        tokens: the analysis of the sentence.
    """
    return any(_is_reason(one) and after.tag == "VCP" for one, after in pairwise(tokens))


def cause(text: str, tokens: Sequence[Token], asked: Anatomy) -> Span | None:
    """Return the clause of a sentence that gives a reason, None where none is marked as one.

    Args:
        text: the sentence.
        tokens: its analysis, offsets in `text`.
        asked: a question that asks why, taken apart.
    """
    if found := _NAMED.search(text):
        return Span(*found.span("cause"))
    ends = [[i for i, token in enumerate(tokens) if _is_reason(token)]]
    ends += [[i for i, one in enumerate(tokens) if _ends_with(one, forms)] for forms in _ENDINGS]
    clauses = (_clause(tokens, at) for places in ends for at in places)
    no = [*denied(tokens)]  # 게으름 때문이 아니라
    clauses = (one for one in clauses if not any(a < one.end <= b for a, b in no))
    return next((one for one in clauses if _tells(text, one, asked)), None)


def _is_reason(token: Token) -> bool:
    return token.form in _NOUNS and token.tag in ("NNB", "NNG")


def _ends_with(token: Token, forms: Sequence[str]) -> bool:
    return token.tag == "EC" and token.form.endswith(tuple(forms))


def _clause(tokens: Sequence[Token], at: int) -> Span:
    """Return the clause that token `at` ends, without the one before it."""
    before = (i for i in range(at - 1, -1, -1) if _parts(tokens, i))
    first = next(before, -1) + 1
    first += first < at and tokens[first].form in _OPENING
    return Span(tokens[first].start, tokens[at].end)


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token parts clauses: no auxiliary's ending, as that of 늦어지다, does."""
    token, after = tokens[at], tokens[at + 1]
    if token.tag not in _BEFORE or after.tag in ("VX", "JX") or token.form in _WITHIN:
        return False
    return token.tag != "JX" or token.form in ("은", "는")


def _tells(text: str, clause: Span, asked: Anatomy) -> bool:
    """Tell whether a clause says more than the question does."""
    said = fold("".join(text[clause.start : clause.end].split()))
    return len(said) >= _SHORTEST and said not in asked.bare
