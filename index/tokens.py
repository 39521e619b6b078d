"""Korean terms for BM25: Kiwi's morphemes, and the normal forms of dates, numbers, names.

One analysis serves passages and questions. Here folding happens freely, because terms only find
passages; the text that is quoted is never touched. This module owns kiwipiepy.
"""

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from importlib.metadata import version
from operator import add, attrgetter
from typing import TYPE_CHECKING, NamedTuple

from index.bodies import bodies_in
from index.english_dates import english_dates

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

TERMS_VERSION = 7
ANALYSER = f"kiwipiepy {version('kiwipiepy')}/terms {TERMS_VERSION}"

# Particles, endings, punctuation and the copula find nothing; all else may.
_CONTENT = frozenset((
    "NNG", "NNP", "NNB", "NR", "NP", "SL", "SH", "SN", "XR", "XPN", "XSN", "VV", "VA", "MM", "MAG",
    "W_URL", "W_EMAIL", "W_HASHTAG", "W_SERIAL",
))  # fmt: skip
_VERBS = ("VV", "VA")
_FREQUENT = frozenset(("하다", "있다", "되다", "없다", "것", "등", "수", "때", "이", "그", "저"))
# In a Korean corpus the little words of English are rare, and would weigh as much as names.
_ENGLISH = frozenset((
    "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "be", "been", "before",
    "between", "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has",
    "have", "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "many", "more",
    "most", "much", "no", "not", "of", "on", "or", "out", "over", "s", "she", "so", "than",
    "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "under",
    "until", "up", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose",
    "why", "will", "with", "would", "you", "your",
))  # fmt: skip

# Hanja that the news writes in place of a syllable, each before the reading that people type.
_READINGS = (
    "對대新신反반美미北북中중日일韓한露러英영佛불獨독南남親친非비脫탈駐주訪방軍군黨당核핵與여"
    "野야前전現현故고大대小소總총副부長장兵병戰전亞아印인泰태濠호伊이西서東동越월蒙몽理리政정"
    "府부國국會회法법檢검警경市시道도郡군區구人인民민者자男남女녀父부母모子자學학校교高고初초"
    "金금銀은土토水수火화木목月월年년時시分분第제一일二이三삼四사五오六육七칠八팔九구十십百백"
    "千천萬만億억兆조條조約약協협定정經경濟제外외交교部부安안保보同동盟맹通통封봉氏씨家가發발"
    "文문化화說설再재全전最최無무有유內내上상下하首수相상主주席석院원議의員원選선擧거株주價가"
    "稅세靑청白백黑흑王왕宮궁妻처夫부兄형弟제死사生생車차船선機기線선性성超초"
)
_HANJA = str.maketrans(_READINGS[::2], _READINGS[1::2])
_HANJA_SIGN = re.compile(f"[{_READINGS[::2]}]")
_COUNTRIES = {
    "한": "한국", "남": "한국", "북": "북한", "미": "미국", "중": "중국", "일": "일본",
    "러": "러시아", "우": "우크라이나", "이": "이스라엘",
}  # fmt: skip
# Two to four countries as one word, in any order: 북러, 한·미·일, 북-중-러. Without a mark only
# those pairs that are no ordinary word.
_MARK = "[·ㆍ‧・\\-]"
_COUNTRY_WORD = re.compile(
    rf"(?<![가-힣])[한남북미중일러우](?:{_MARK}[한남북미중일러우]){{1,3}}(?![한남북미중일러우])"
    r"|(?<![가-힣])(?:북중러|한미일|한중일|북러|러북|한미|미북|북미|북중|중러|러중|한일|한중|미중|남북|북남|"
    r"북일|일북|미일|중일|한러|미러|러우)(?=[가-힣]|\W|$)"
)
_DATE = re.compile(
    r"(?<![\d/.,\-])(?:(?P<year>(?:19|20)\d\d|’\d\d|'\d\d)\s?(?:년|[.\-/])\s?)?"
    r"(?P<month>1[0-2]|0?[1-9])\s?(?P<sign>월|[/.\-])\s?(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?:\s?일|(?![\d%]|[.,]\d|\s?(?:[십백천만억조배명원도점개]|퍼센트|[a-z㎜㎞])))"
)
_MONTH = re.compile(r"(?:(?P<year>(?:19|20)\d\d)\s?[년.]\s?)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s?월")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=\s?년|\s?[.\-/]\s?\d)")
_SCALES = {"십": 10, "백": 10**2, "천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12}
_AMOUNT = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.,])\d+(?:\.\d+)?(?:\s?[십백천만억조])+"
    r"(?:\s?\d[\d,]*(?:\.\d+)?(?:\s?[십백천만억조])*)*|(?<![\d.,])\d{4,}(?![\d.,])"
)
_AMOUNT_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?((?:[십백천만억조]\s?)*)")
_DIGIT = re.compile(r"\d")
_SURROGATE = re.compile(r"[\ud800-\udfff\x00]")
_HANGUL = r"\uac00-\ud7a3\u3040-\u30ff\u3400-\u9fff"
_RUN = re.compile(rf"([{_HANGUL}]+)|([^\W_{_HANGUL}]+)")

# Kiwi numbers the words that it makes up, one for each part of speech, before its dictionary's.
_NAMELESS = 64
_NOUNS = ("NNG", "NNP", "NNB", "NR", "XPN", "XSN")

# Morphemes whose terms are kept; in 1,000 passages of law and news stand 10,000 different ones.
_MORPHEMES = 1 << 15

_lock = threading.Lock()


class Token(NamedTuple):
    """A morpheme with its offsets in the text; tokens may overlap (그건 is 그거 and ᆫ)."""

    form: str
    tag: str
    start: int
    end: int


_FACTS = attrgetter(*Token._fields)
_token = partial(tuple.__new__, Token)  # what `Token._make` does, without a call of Python's


class Sentence(NamedTuple):
    """A sentence: offsets in the text, and its tokens with offsets in the same text."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def kiwi() -> "Kiwi":
    """Return the one Kiwi of this process; loading it takes about a second."""
    with _lock:
        return _loaded()


@cache
def _loaded() -> "Kiwi":
    from kiwipiepy import Kiwi

    return Kiwi()


def analyse(texts: Iterable[str]) -> Iterator[tuple[Sentence, ...]]:
    """Yield the sentences of each text, in order, from one batched pass over all of them."""
    safe = (_SURROGATE.sub("\ufffd", text) for text in texts)
    for sentences in kiwi().split_into_sents(safe, return_tokens=True, return_sub_sents=False):
        yield tuple(
            Sentence(s.start, s.end, tuple(map(_token, map(_FACTS, s.tokens or ()))))
            for s in sentences
        )


def count_terms(text: str, sentences: Sequence[Sentence]) -> Counter[str]:
    """Count the terms of `text`, of which `sentences` is the analysis.

    >>> sorted(count_terms("9/13 방북", next(analyse(["9/13 방북"]))))
    ['9', '13', '@09-13', '@9월', '방북']
    """
    counts = Counter(
        [t for s in sentences for form, tag, _, _ in s.tokens for t in _terms(form, tag)]
    )
    counts.update(normal_forms(text))
    return counts


def terms_of(token: Token) -> tuple[str, ...]:
    """Return the terms that a morpheme gives: several for a name of several words."""
    return _terms(token.form, token.tag)


@lru_cache(maxsize=_MORPHEMES)
def _terms(form: str, tag: str) -> tuple[str, ...]:
    term = _term(form, tag)
    return tuple(term.split()) if term else ()


def term_of(token: Token) -> str | None:
    """Return the term that a morpheme gives, None for particles, endings and the most frequent."""
    return _term(token.form, token.tag)


def _term(form: str, tag: str) -> str | None:
    tag = tag.partition("-")[0]
    if tag not in _CONTENT:
        return None
    form = fold(form)
    if tag in _VERBS:
        form += "다"
    return None if form in _FREQUENT or form in _ENGLISH else form


def fold(text: str) -> str:
    """Return `text` with full-width forms, case and Hanja folded."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return folded.translate(_HANJA) if _HANJA_SIGN.search(folded) else folded


def normal_forms(text: str) -> Iterator[str]:
    """Yield terms for what a text may write in many ways: dates, amounts, pairs of countries.

    9월 13일, 9/13, 9.13 and Sept. 13 give `@09-13` and `@9월`, with a year also `@2024-09-13`; 1만
    and 10,000 give `#10000`; 북·러 and 러북 give 북한 and 러시아, 나토 gives `nato`.
    """
    if _DIGIT.search(text):
        yield from _dates(text)
        yield from (f"#{amount(match[0]):g}" for match in _AMOUNT.finditer(text))
    for match in _COUNTRY_WORD.finditer(fold(text)):
        yield from (_COUNTRIES[sign] for sign in match[0] if sign in _COUNTRIES)
    yield from bodies_in(text)


def _dates(text: str) -> Iterator[str]:
    named = list(english_dates(text))
    years = {match["year"] for match in _YEAR.finditer(text)} | {d.year for d in named if d.year}
    only = years.pop() if len(years) == 1 else None  # a caption's year holds for its rows
    for match in _DATE.finditer(text):
        year = match["year"]
        if year and not year[0].isdigit():
            year = f"20{year[1:]}"
        yield from _date_terms(year or only, int(match["month"]), int(match["day"]))
    for match in _MONTH.finditer(text):
        yield from _date_terms(match["year"] or only, int(match["month"]), None)
    for date in named:
        yield from _date_terms(date.year or only, date.month, date.day)


def _date_terms(year: str | None, month: int, day: int | None) -> Iterator[str]:
    yield f"@{month}월"
    if day:
        yield f"@{month:02}-{day:02}"
    if year:
        yield f"@{year}-{month:02}-{day:02}" if day else f"@{year}-{month}월"


def amount(text: str) -> float:
    """Return the value of a number as Korean writes it: `3조 2천억` and `3.2조` are 3.2e12."""
    total = 0.0
    for match in _AMOUNT_PART.finditer(text):
        value, large = float(match[1].replace(",", "")), 1
        for sign in "".join(match[2].split()):
            if _SCALES[sign] < 10**4:
                value *= _SCALES[sign]
            else:
                large *= _SCALES[sign]
        total += value * large
    return total


def count_bigrams(text: str) -> Counter[str]:
    """Count the pairs of neighbouring Hangul, Kana or Han, and the whole words of other scripts.

    They find what morphemes miss: compounds written together or apart, words Kiwi cuts elsewhere.
    """
    found: list[str] = []
    for paired, other in _RUN.findall(fold(text)):
        if len(paired) > 1:
            found += map(add, paired, paired[1:])
        elif (run := paired or other) not in _ENGLISH:
            found.append(run)
    return Counter(found)


def is_word(text: str) -> bool:
    """Tell whether Kiwi's dictionary holds a text: as one noun, or as several, a longer one first.

    >>> is_word("대중교통"), is_word("대통려")
    (True, False)
    """
    words = kiwi().tokenize(text)
    known = all(word.id > _NAMELESS and word.tag in _NOUNS for word in words)
    return known and words[0].len > 1


def spaced(left: str, right: str) -> bool:
    """Tell whether Kiwi would write a space between two pieces that a line break parts.

    It is asked where it would put spaces into the two written together: its model of spacing is
    right on more joints than a comparison of the two readings (`python -m eval.joints`).
    """
    before = sum(not char.isspace() for char in left)
    seen = 0
    written: str = kiwi().space(left.rstrip() + right.lstrip())
    for char in written:
        if seen == before:
            return char.isspace()
        seen += not char.isspace()
    return False
