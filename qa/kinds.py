"""Whether a text holds a thing of the kind that is asked for: a date, a number with its unit."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.sourcemap import Span
from qa.asking import asks_for_several
from qa.question import Question
from qa.topic import tokens_of

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
_HOW_OLD = re.compile(r"나이[는가]?\s?(?:얼마|\?|$)|how old\b|what age\b", re.IGNORECASE)
_NUMERAL = (
    "(?:[한두세석네넉닷엿열십백천만]|다섯|여섯|일곱|여덟|아홉|열[한두]|스무|서른|마흔|쉰|수[십백])"
)
_COUNTERS = ("NNB", "NNG", "NNP", "NR", "SW", "SL")
# Without it 영하 11.4도 and -0.3% say the contrary.
MINUS = r"(?:(?:영하|마이너스)\s?|(?<![^\s(])[-−])"
# Each text matches in one way only, and an amount has few parts (3조 2천억): a run of fifty digits,
# or a line of figures, took longer than anyone waits.
_DIGITS = r"\d[\d,.]*+"
_SCALES = r"(?:\s?(?:여\s?)?[십백천만억조]){0,6}"
_AMOUNT = (
    rf"(?:(?<![\d.,])(?!(?:19|20)\d\d\s?년){_DIGITS}(?:\s?~\s?{_DIGITS})?{_SCALES}"
    rf"(?:\s?{_DIGITS}{_SCALES}){{0,4}}|(?<![가-힣]){_NUMERAL}++)\s?여?\s?"
)
# What is counted in so many words that a part of them is often taken for it: 억 달러, %포인트.
_WHOLE_AMOUNT = re.compile(
    rf"{_AMOUNT}(?:%\s?포인트|%p|퍼센트\s?포인트|%|퍼센트|포인트|원|달러|불|엔|유로|위안|루블|파운드"
    r"|명|건|개국|개교|개소|개사|개월|개|곳|대|척|톤|㎏|kg|㎞|km|배럴|리터|그루|마리|가구|채|표)"
)
# Units that count the same, as documents and questions write them.
SAME_UNIT = (
    ("살", "세", "years old", "year-old"), ("명", "사람", "인"), ("%", "퍼센트", "％", "프로"),
    ("번", "차례", "회"), ("달", "개월"), ("일", "날"), ("주", "주일"), ("해", "년"),
    ("센티미터", "센티", "cm", "㎝"), ("킬로미터", "km", "㎞"), ("미터", "m"),
    ("킬로그램", "kg", "㎏"), ("톤", "t"), ("도", "℃"), ("대", "척", "기"), ("가지", "종", "개"),
    ("나라", "개국", "국"), ("군데", "곳"), ("ha", "헥타르", "㏊"),
)  # fmt: skip
# '사업비는 얼마인가': a noun by its ending, and the units in which such a thing is told.
_MEASURED = (
    (
        re.compile(
            r"(?:(?<![대정준장경설너나낭예])비|비용|예산|금액|총액|액수|가격|요금|임금|연봉|월급|시급|수당|[출입부소잔]액"
            r"|매출|이익|부채|벌금|과태료|상금|[상원조]금|국비|도비)$"
        ),
        ("원", "달러", "엔", "유로", "위안", "루블", "won", "dollars"),
    ),
    (
        re.compile(r"(?:[율률]|비중|금리|퍼센트)$"),
        ("%", "％", "퍼센트", "포인트", "분의", "할", "배"),
    ),
    (
        re.compile(
            r"(?:인원|인구|[방관람입승이]객|학생|주민|직원|[사부]상?자|참[가여]자|[람명객자]\s?수)$"
        ),
        ("명", "사람", "인"),
    ),
    (
        re.compile(r"(?:기간|소요\s?시간)$"),
        ("년", "개월", "달", "주", "일", "시간", "분", "초", "박", "해"),
    ),
    (
        re.compile(r"(?:길이|거리|높이|너비|폭|깊이)$"),
        ("m", "㎞", "㎝", "㎜", "미터", "리", "cm", "km"),
    ),
    (re.compile(r"(?:면적|넓이)$"), ("㎡", "㎢", "㏊", "ha", "헥타르", "제곱", "평", "배")),
    (re.compile(r"(?:무게|중량|체중)$"), ("g", "㎏", "톤", "t", "그램")),
    (re.compile(r"(?:기온|온도|수온)$"), ("도", "℃")),
)
# 인도와 프랑스, 호주; 안개골과 버들골; 추가람·경해솔
_SEVERAL = re.compile(r"\w(?:[와과]\s|·)[\w‘“]|\w,\s[\w‘“][\w\s’”]{0,20},\s\w|\w\s(?:및|and)\s\w")
# What is counted in other languages, and in which units documents tell it.
_ABROAD = (
    (
        r"how many (?:\w+ ){0,3}(?:people|residents|workers|soldiers|troops|visitors|victims"
        r"|students|passengers|patients|children|pupils|members|men|women|prisoners|pows|voters"
        r"|employees|staff"
        r"|participants|applicants|evacuees|refugees|engineers|technicians|teachers|doctors|nurses)\b"
        r"|何[人名]|几[个個]?人|多少(?:[名位]|\w{0,6}(?:人|民|员|員|生|兵)\b)"
        r"|сколько (?:\w+ )?(?:человек|людей|жителей|рабочих|солдат|пассажиров|погибших|раненых)",
        ("명", "사람", "인", "people"),
    ),
    (
        r"how many (?:\w+ ){0,3}(?:buses|trucks|lorries|cars|vehicles|tanks|drones)\b"
        r"|何台|多少[辆輛台]",
        ("대", "vehicles"),
    ),
    (
        r"what time\b|何時(?!間)|[几幾][点點]|во сколько|в котором часу",
        ("시", "o'clock", "a.m.", "p.m."),
    ),
    (r"how many (?:\w+ ){0,3}(?:houses|homes)|何[軒棟]", ("채", "가구", "동", "houses", "homes")),
    (r"how many (?:\w+ )?(?:countries|nations)|何か国|多少个国家", ("개국", "나라", "countries")),
    (r"how many times|何回|几次|多少次|сколько раз", ("차례", "회", "번", "times")),
    (r"how many (?:\w+ ){0,3}(?:ships|vessels|boats)|何隻", ("척", "ships", "vessels", "boats")),
    (r"how many years|何年間|多少年", ("년", "해", "years")),
    (r"how many days|何日間|多少天|几天", ("일", "days")),
    (r"how many hours|何時間|多少小时", ("시간", "hours")),
    (r"how many minutes|何分|多少分钟", ("분", "minutes")),
    (r"how many seconds|何秒|多少秒", ("초", "seconds")),
    (
        r"what (?:share|percentage|proportion)|how many percent|何(?:%|％|パーセント)|割合"
        r"|百分之|比例|какой процент|какая доля",
        ("%", "％", "퍼센트", "percent"),
    ),
)
# What is counted without a known unit is at least no degree, share or sum.
_HOW_MANY = re.compile(r"\bhow many\b|いくつ|多少[个個名]|几[个個]", re.IGNORECASE)
_COUNTS = (
    "명", "사람", "마리", "그루", "채", "척", "대", "건", "개", "곳", "가구", "석", "표", "장",
    "권", "편", "회", "차례", "종", "쌍", "벌", "점",
)  # fmt: skip
_COUNTED_ABROAD = tuple((re.compile(asks, re.IGNORECASE), units) for asks, units in _ABROAD)
# Its 대 counts nothing.
_SCORE = re.compile(r"몇\s?대\s?몇")
# Where a table's heading names units: in brackets, among its columns. A title may hold any word.
_UNITS_ABOVE = re.compile(r"[(\[][^)\]]*[)\]]|[^›]*\s\|\s[^›]*$")
_LASTING = re.compile(r"얼마\s?동안|얼마나\s?(?:오래|걸)|\bhow long\b", re.IGNORECASE)


def holds(text: str, question: Question, heading: str = "") -> bool:
    """Tell whether `text` holds something of the kind that `question` does not itself name.

    Who asks 몇 살 is not answered by a number of anything else, nor who asks for a 사업비 by one
    without money; a table's unit stands in `heading`.
    """
    if question.kind == "number" and (units := units_of(question)):
        above = "".join(_UNITS_ABOVE.findall(heading))
        return measure(text, units) is not None or any(unit in above for unit in units)
    if asks_for_several(question.text):
        return bool(_SEVERAL.search(text))
    pattern = {"date": _DATE, "number": _NUMBER}.get(question.kind)
    if pattern is None:
        return True
    asked = re.sub(r"\s", "", question.text)
    return any(re.sub(r"\s", "", m[0]) not in asked for m in pattern.finditer(text) if m[0].strip())


def fitness(text: str, question: Question, heading: str = "") -> float:
    """Return how well `text` fits the kind that is asked for: 1 where it holds such a thing.

    Several things may be told one by one, but a run of names fits by half as much again.
    """
    held = float(holds(text, question, heading))
    return 1.0 + held / 2 if asks_for_several(question.text) else held


def first_date(text: str) -> Span | None:
    """Return where the first date or time stands in `text`, None where none does."""
    said = ((match.start(), match[0]) for match in _DATE.finditer(text))
    return next((Span(at, at + len(one.rstrip())) for at, one in said if one.strip()), None)


def amount_at(text: str, end: int) -> Span | None:
    """Return the amount inside of which `end` lies in `text`, with its unit; None where none does.

    >>> text = "0.2%p 올랐다"
    >>> text[amount_at(text, 4).start : amount_at(text, 4).end]
    '0.2%p'
    """
    found = (Span(*match.span()) for match in _WHOLE_AMOUNT.finditer(text))
    return next((one for one in found if one.start < end < one.end), None)


def measure(text: str, units: Sequence[str]) -> Span | None:
    """Return where the first number in one of `units` stands in `text`, None where none does."""
    if not units:
        return None
    unit = "|".join(
        rf"{re.escape(one)}{'(?![a-z])' * one.isascii()}{'(?!간)' * (one == '시')}" for one in units
    )
    found = re.search(f"{MINUS}?{_AMOUNT}(?:{unit})", text)
    return Span(*found.span()) if found else None


def units_of(question: Question) -> tuple[str, ...]:
    """Return the units of the number that is asked for, none where the question names none.

    >>> units_of(Question.of("집은 몇 채 잠겼나?"))
    ('채',)
    """
    if _HOW_OLD.search(question.text):
        return SAME_UNIT[0]
    if unit := _counted(question.text):
        return next((group for group in SAME_UNIT if unit in group), (unit,))
    if abroad := [units for asks, units in _COUNTED_ABROAD if asks.search(question.text)]:
        return abroad[0]
    noun = "기간" if _LASTING.search(question.text) else question.noun
    return next((units for ends, units in _MEASURED if ends.search(noun)), ())


def counts_of(question: Question) -> tuple[str, ...]:
    """Return the units in which Korean tells what another language counts without one."""
    return _COUNTS if _HOW_MANY.search(question.text) else ()


def _counted(question: str) -> str:
    """Return the unit behind the question word, 채 of 몇 채인가?; '' where there is none."""
    if _SCORE.search(question):
        return ""
    tokens = tokens_of(question)
    after = (b for a, b in pairwise(tokens) if a.form == "몇" and b.tag in _COUNTERS)
    return next((token.form for token in after), "")
