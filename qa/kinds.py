"""The decisive span of a sentence: a date, a number, a name, a place or a noun phrase."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.sourcemap import Span
from index.tokens import Sentence, Token, fold, term_of
from qa.question import AnswerType

_DATE = re.compile(
    r"(?:(?:19|20)\d\d\s?년|작년|지난해|올해|내년|이듬해)?\s?(?:\d{1,2}\s?월|지난달|이달|다음 달)"
    r"\s?(?:\d{1,2}\s?일|초|말|중순|하순)?"
    r"|(?:19|20)\d\d\s?년(?:대)?(?:\s?(?:초|말|중반|상반기|하반기|\d분기))?"
    r"|(?:19|20)\d\d[.\-/]\s?\d{1,2}(?:[.\-/]\s?\d{1,2})?|(?<![\d.])\d{1,2}/\d{1,2}(?:\s?~\s?\d{1,2}/\d{1,2})?"
    r"|\d{1,2}\s?일|\d분기|(?:오전|오후)?\s?\d{1,2}시(?:\s?\d{1,2}분)?"
)
_NUMBER = re.compile(
    r"(?:약|총|최대|최소|평균|연|시속)?\s?\d[\d,.]*(?:\s?[십백천만억조]+)*"
    r"(?:\s?\d[\d,.]*\s?[십백천만억조]*)*\s?여?\s?"
    r"(?:%p|%|퍼센트|포인트|명|원|달러|엔|위안|유로|건|개국|개월|개|곳|대|척|톤|t|㎏|kg|㎞|km|m|㎜|mm|cm|㎢|㏊|ha|"
    r"도|℃|배|회|차례|차|세|살|년|일|시간|분|초|점|위|호|채|마리|가구|표|석|쪽|권|편|kW|MW|GW|TEU)?"
)
_YEAR = re.compile(r"^(?:19|20)\d\d\s?년$")
_NAMES = ("NNP", "SL", "SH")
_NOUNS = ("NNG", "NNP", "SL", "SH", "SN", "XPN", "XSN", "NR", "XR", "NNB", "SW", "SO")
_ROLES = frozenset((
    "대통령", "총리", "장관", "차관", "위원장", "국장", "실장", "대표", "의장", "총장", "청장",
    "처장", "시장", "지사", "군수", "구청장", "회장", "사장", "원장", "센터장", "소장", "교수",
    "박사", "의원", "대사", "감독", "선수", "코치", "기자", "서기", "부장", "과장", "팀장",
    "단장", "본부장", "대변인", "연구원", "위원", "주석", "외무상", "국방상",
))  # fmt: skip
_LONGEST = 40
# '몇 채', '몇 ℃': what stands behind the question word is the unit of the answer.
_UNIT = re.compile(
    r"몇\s?([가-힣%㎜㎞℃]+?)(?:였|이|인|나|을|를|은|는|가|에|로|까지|부터|쯤|정도|만에|입|예|\W|$)"
)
_HOW_OLD = re.compile(r"나이[는가]?\s?(?:얼마|\?|$)|how old\b|what age\b", re.IGNORECASE)
_NUMERAL = "(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|수십|수백)"
_SAME_UNIT = (
    ("살", "세", "years old", "year-old"), ("명", "사람", "인"), ("퍼센트", "%", "％", "프로"),
    ("번", "차례", "회"),
    ("센티미터", "센티", "cm", "㎝"), ("킬로미터", "km", "㎞"), ("미터", "m"), ("달", "개월"),
    ("킬로그램", "kg", "㎏"), ("톤", "t"), ("도", "℃"), ("대", "척", "기"), ("가지", "종", "개"),
    ("나라", "개국", "국"), ("군데", "곳"), ("일", "날"), ("주", "주일"), ("해", "년"),
)  # fmt: skip
_REPEAT = 2.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence that could be the answer, and how well it fits; higher is better."""

    start: int
    end: int
    score: float


def best_span(
    text: str, sentence: Sentence, kind: AnswerType, terms: Mapping[str, float], question: str
) -> Candidate:
    """Return the span of `text` that most likely answers, offsets in `text`.

    Args:
        text: the quote.
        sentence: its analysis.
        kind: what kind of answer is asked for.
        terms: the question's terms and their weights.
        question: its text, which the answer does not repeat.
    """
    anchors = _anchors(sentence.tokens, terms)
    asked = fold(re.sub(r"\s", "", question))
    unit = _unit(question)
    found = []
    for span, fit in _candidates(text, sentence.tokens, kind):
        score = fit + _near(span, anchors) - _REPEAT * _repeats(text, span, asked)
        if kind == "number" and unit and unit in text[span.start : span.end]:
            score += 1.0
        found.append(Candidate(span.start, span.end, score))
    if not found:
        return Candidate(0, len(text), 0.0)
    return max(found, key=lambda c: (c.score, c.start - c.end))


def holds(text: str, kind: AnswerType, question: str, heading: str = "") -> bool:
    """Tell whether `text` holds something of the kind that `question` does not itself name.

    Who asks 몇 살 is not answered by a number of anything else; a table's unit stands in `heading`.
    """
    if kind == "number" and (unit := _unit(question)):
        names = next((group for group in _SAME_UNIT if unit in group), (unit,))
        counted = rf"(?:\d|{_NUMERAL})[십백천만억조]*\s?여?\s?(?:{'|'.join(map(re.escape, names))})"
        return bool(re.search(counted, text)) or any(name in heading for name in names)
    pattern = {"date": _DATE, "number": _NUMBER}.get(kind)
    if pattern is None:
        return True
    asked = re.sub(r"\s", "", question)
    return any(re.sub(r"\s", "", m[0]) not in asked for m in pattern.finditer(text) if m[0].strip())


def _unit(question: str) -> str | None:
    """Return the unit that a question asks a number of, None where it names none."""
    if _HOW_OLD.search(question):
        return "살"
    match = _UNIT.search(question)
    return match[1] if match else None


def _candidates(
    text: str, tokens: Sequence[Token], kind: AnswerType
) -> Iterator[tuple[Span, float]]:
    if kind in ("date", "number"):
        pattern = _DATE if kind == "date" else _NUMBER
        for match in pattern.finditer(text):
            bare = match[0].strip()
            if bare and not (kind == "number" and _YEAR.search(bare)):
                start = match.start() + match[0].index(bare[0])
                unit = 0.3 * (not bare[-1].isdigit()) + 0.02 * len(bare)
                yield Span(start, start + len(bare)), 1.0 + unit
    for span, group in _noun_phrases(tokens):
        yield span, _fit(group, kind)


def _noun_phrases(tokens: Sequence[Token]) -> Iterator[tuple[Span, list[Token]]]:
    """Yield runs of nouns; a gap of one space does not end a run, a particle does."""
    group: list[Token] = []
    for token in [*tokens, Token("", "", -1, -1)]:
        joins = group and token.start - group[-1].end <= 1 and token.tag in _NOUNS
        if group and not joins:
            start, end = group[0].start, max(t.end for t in group)
            if 1 < end - start <= _LONGEST:
                yield Span(start, end), group
            group = []
        if token.tag in _NOUNS and (group or token.tag not in ("XSN", "NNB", "SW", "SO")):
            group.append(token)


def _fit(group: Sequence[Token], kind: AnswerType) -> float:
    names = sum(token.tag in _NAMES for token in group) / len(group)
    if kind == "person":
        return 0.6 * names + 0.4 * (group[-1].form in _ROLES)
    if kind == "place":
        return 0.8 * names
    if kind in ("date", "number"):
        return -1.0
    return 0.3 * names + 0.05 * min(len(group), 4)


def _anchors(tokens: Sequence[Token], terms: Mapping[str, float]) -> list[tuple[float, float]]:
    """Return (place, weight) of the tokens that the question names, too."""
    return [
        ((token.start + token.end) / 2, terms[term])
        for token in tokens
        if (term := term_of(token)) in terms and term is not None
    ]


def _near(span: Span, anchors: Sequence[tuple[float, float]]) -> float:
    """Return how close `span` stands to what the question names, 0 to 1."""
    whole = sum(weight for _, weight in anchors)
    if not whole:
        return 0.0
    near = 0.0
    for place, weight in anchors:
        distance = max(span.start - place, place - span.end, 0)
        near += weight / (1 + distance / 8)
    return near / whole


def _repeats(text: str, span: Span, asked: str) -> bool:
    """Tell whether the question itself holds a span."""
    return fold(re.sub(r"\s", "", text[span.start : span.end])) in asked
