"""Korean amounts in other languages: 3조 2천억 원, 약 1만 2천 명, 1시간 42분, 98.3%.

Values are exact: a number is written out where a shorter form would round it.
"""

import re
from collections.abc import Mapping

from index.tokens import amount
from qa.glossing.names import Foreign

_PART = r"\d[\d,]*(?:\.\d+)?(?:\s?[십백천만억조])"
_NUMBER = rf"(?:{_PART}+\s?)*{_PART}*"
_AMOUNT = re.compile(
    rf"(?:(?P<before>약|최대|최소|총|모두)\s?)?(?P<number>{_NUMBER})(?P<over>\s?여)?\s?"
    r"(?P<unit>[가-힣%℃㎞㎏㎝㎜㎡a-zA-Z]*)(?:\s(?P<after>이상|이하|미만|이내))?"
)
_DURATION = re.compile(
    r"(?:(\d+)\s?년)?\s?(?:(\d+)\s?개월)?\s?(?:(\d+)\s?주)?\s?(?:(\d+)\s?일)?\s?(?:(\d+)\s?시간)?"
    r"\s?(?:(\d+)\s?분)?\s?(?:(\d+)\s?초)?(?:\s?(?:간|동안))?"
)
# Singular and plural in English; Japanese; Chinese; one, few and many in Russian. What counts
# several things is left out: 3주 are weeks or shares, 18회 is a number of times or the eighteenth.
_UNITS: Mapping[str, tuple[str, str, str, str]] = {
    "원": ("won", "ウォン", "韩元", "вона вон вон"),
    "달러": ("dollar dollars", "ドル", "美元", "доллар доллара долларов"),
    "엔": ("yen", "円", "日元", "иена иены иен"),
    "위안": ("yuan", "元", "元", "юань юаня юаней"),
    "유로": ("euro euros", "ユーロ", "欧元", "евро евро евро"),
    "명": ("person people", "人", "人", "человек человека человек"),
    "개국": ("country countries", "か国", "个国家", "страна страны стран"),
    "퍼센트": ("%", "%", "%", "%"), "%": ("%", "%", "%", "%"),
    "%p": ("percentage_point percentage_points", "ポイント", "个百分点", "п.п."),
    "%포인트": ("percentage_point percentage_points", "ポイント", "个百分点", "п.п."),
    "톤": ("ton tons", "トン", "吨", "тонна тонны тонн"),
    "km": ("km", "km", "公里", "км"), "㎞": ("km", "km", "公里", "км"),
    "킬로미터": ("km", "km", "公里", "км"),
    "m": ("m", "m", "米", "м"), "미터": ("m", "m", "米", "м"),
    "㎝": ("cm", "cm", "厘米", "см"), "cm": ("cm", "cm", "厘米", "см"),
    "㎜": ("mm", "mm", "毫米", "мм"), "mm": ("mm", "mm", "毫米", "мм"),
    "kg": ("kg", "kg", "公斤", "кг"), "㎏": ("kg", "kg", "公斤", "кг"),
    "킬로그램": ("kg", "kg", "公斤", "кг"),
    "세": ("year_old years_old", "歳", "岁", "год года лет"),
    "살": ("year_old years_old", "歳", "岁", "год года лет"),
    "개월": ("month months", "か月", "个月", "месяц месяца месяцев"),
    "시간": ("hour hours", "時間", "小时", "час часа часов"),
    "차례": ("time times", "回", "次", "раз раза раз"),
    "배": ("times", "倍", "倍", "раз раза раз"),
    "채": ("house houses", "棟", "栋", "дом дома домов"),
    "가구": ("household households", "世帯", "户", "семья семьи семей"),
    "척": ("vessel vessels", "隻", "艘", "судно судна судов"),
    "석": ("seat seats", "席", "个座位", "место места мест"),
}  # fmt: skip
# Years are left to the words that make them a length of time: 2024년 is a year.
_LENGTHS: tuple[tuple[str, str, str, str], ...] = (
    ("year years", "年", "年", "год года лет"), _UNITS["개월"],
    ("week weeks", "週間", "周", "неделя недели недель"),
    ("day days", "日", "天", "день дня дней"), _UNITS["시간"],
    ("minute minutes", "分", "分钟", "минута минуты минут"),
    ("second seconds", "秒", "秒", "секунда секунды секунд"),
)  # fmt: skip
_AROUND: Mapping[str, Mapping[Foreign, str]] = {
    "약": {"en": "about {}", "ja": "約{}", "zh": "约{}", "ru": "около {}"},
    "여": {"en": "more than {}", "ja": "{}余り", "zh": "超过{}", "ru": "более {}"},
    "총": {"en": "a total of {}", "ja": "計{}", "zh": "共{}", "ru": "всего {}"},
    "모두": {"en": "{} in all", "ja": "合わせて{}", "zh": "共{}", "ru": "всего {}"},
    "최대": {"en": "up to {}", "ja": "最大{}", "zh": "最多{}", "ru": "до {}"},
    "최소": {"en": "at least {}", "ja": "少なくとも{}", "zh": "至少{}", "ru": "не менее {}"},
    "이상": {"en": "{} or more", "ja": "{}以上", "zh": "{}以上", "ru": "{} и более"},
    "이하": {"en": "{} or less", "ja": "{}以下", "zh": "{}以下", "ru": "{} и менее"},
    "미만": {"en": "less than {}", "ja": "{}未満", "zh": "不到{}", "ru": "менее {}"},
    "이내": {"en": "within {}", "ja": "{}以内", "zh": "{}以内", "ru": "в пределах {}"},
}  # fmt: skip
_SCALES: Mapping[Foreign, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    "ja": ((1e12, "兆"), (1e8, "億"), (1e4, "万")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    "ru": ((1e12, " трлн"), (1e9, " млрд"), (1e6, " млн")),
}
_EXACT = 3  # decimals of a number with a word of scale
_LANGUAGES: tuple[Foreign, ...] = ("en", "ja", "zh", "ru")


def gloss_amount(korean: str, language: Foreign) -> str:
    """Return a number with its unit in another language; '' where it is none that is known.

    >>> gloss_amount("3조 2천억 원", "en")
    '3.2 trillion won'
    """
    if length := _length(korean, language):
        return length
    match = _AMOUNT.fullmatch(korean)
    unit = _UNITS.get(match["unit"]) if match and match["unit"] else None
    if match is None or (match["unit"] and unit is None):
        return ""
    said = _counted(amount(match["number"]), unit, language)
    for sign in (match["before"], (match["over"] or "").strip(), match["after"]):
        if sign in _AROUND:
            said = _AROUND[sign][language].format(said)
    # Behind a Russian preposition stands the genitive, which only the plural of many has here.
    cased = language == "ru" and not said[0].isdigit() and not said.startswith("всего")
    return "" if cased and unit and not said.endswith(unit[-1].split()[-1]) else said


def _length(korean: str, language: Foreign) -> str:
    match = _DURATION.fullmatch(korean)
    parts = list(match.groups()) if match else []
    counted = [(int(part), unit) for part, unit in zip(parts, _LENGTHS, strict=False) if part]
    told = korean.endswith(("간", "동안", "개월", "분", "초"))  # 3년, 13일 may be dates
    if not counted or not told:
        return ""
    joint = " " if language in ("en", "ru") else ""
    return joint.join(_counted(float(number), unit, language) for number, unit in counted)


def _counted(value: float, unit: tuple[str, str, str, str] | None, language: Foreign) -> str:
    number = _written(value, language)
    if unit is None:
        return number
    forms = unit[_LANGUAGES.index(language)].split()
    form = forms[_form(value, number, language, len(forms))].replace("_", " ")
    spaced = language in ("en", "ru") and form != "%"
    return f"{number} {form}" if spaced else f"{number}{form}"


def _form(value: float, number: str, language: Foreign, forms: int) -> int:
    """Return which form of a unit a number takes."""
    if forms == 1 or language == "en":
        return min(forms - 1, int(value != 1))
    if number[-1].isalpha():  # тысяч, млн, млрд: always the genitive plural
        return 2
    if value != int(value):
        return 1
    tens, ones = int(value) % 100, int(value) % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if ones in (2, 3, 4) and tens not in (12, 13, 14) else 2


def _written(value: float, language: Foreign) -> str:
    """Return a number as it is written, exactly."""
    for scale, word in _SCALES[language]:
        if value >= scale and value >= 1e4 and round(value / scale, _EXACT) * scale == value:
            return f"{_grouped(value / scale, language)}{word}"
    return _grouped(value, language)


def _grouped(value: float, language: Foreign) -> str:
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",") if language == "ru" else text
