"""Whether a text holds a thing of the kind that is asked for: a date, a number with its unit."""

import re

from qa.focus import AnswerType

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
