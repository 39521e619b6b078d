"""Example questions made of the documents' own sentences: what is told becomes what is asked.

    쇼이구 서기는 9월 13일 평양을 방문했다.   →   쇼이구 서기는 언제 평양을 방문했나?
    시는 다리에 등불 40개를 달았다.           →   시는 다리에 등불 몇 개를 달았나?
    9/13 쇼이구 서기 방북, 정상 면담          →   쇼이구 서기 방북은 언제였나?

The sentence stays as it is, particles included; a date, a number or a person gives way to its
question word, and the ending to that of a question. Only sentences that stand by themselves are
taken, and rows of a date and what was on it. Whether the bot answers such a question is not known
here: `qa.bot` tries them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.records import Passage
from index.tokens import Sentence, Token, analyse, kiwi

_TOLD, _ASKED = range(14, 161), range(12, 61)  # characters of a sentence, of its question
_BEST = 30  # characters of a question that is read at a glance
_NAMED = 2.5  # names in a question, common nouns counting half
_SENTENCE = re.compile(r"[^\n.?!]+(?:\.\d[^\n.?!]*)*다\.(?=\s|$)")
_ASIDE = re.compile(r"\s?\([^()\n]*\)")  # 한국은행(BOK)은 → 한국은행은
_LEAD = re.compile(r"^(?:한편|또한|또|특히|앞서|이에 앞서|아울러|이와 함께)[,\s]+")
# What a reader could not follow without the text around it, and what is more than one statement.
_LEANING = re.compile(
    r"(?:^|\s)(?:이|그|저|이들?[은는이가의]|그[는가의]|이날|그날|당시|같은|해당|이번|이후|이어|올해|지난해|작년|"
    r"오늘|어제|최근|현재|우리|다음|앞의|그러나|하지만|그런데|그리고|그래서|다만|따라서|이처럼|이런|그런|여기|이날로|"
    r"거기|양측|양국|모두|대신|이달|지난달|내년|각각|첫째|둘째|셋째)(?=[\s,])|^\S+로는\s"
    r"|[\"'“”‘’「」『』<>()\[\]:;·…,]|(?:19|20)\d\d년 언제"
)
_DATE = re.compile(
    r"(?:지난\s)?(?:(?:19|20)\d\d년\s?\d{1,2}월(?:\s?\d{1,2}일)?|\d{1,2}월\s?\d{1,2}일)"
    r"(?:에|(?:\s(?:오전|오후|새벽|아침|저녁|밤)(?:에|,)?)|(?=\s\S+(?:[을를에과와]|에서)\s)),?(?=\s)"
)
_NUMBER = re.compile(
    r"(?<![\d.,제~\-])(?:약\s)?\d[\d,.]*(?:\s?[천만억조]\s?(?:\d[\d,]*)?)*여?\s?"
    r"(?P<unit>명|개국|개월|개|건|대|곳|척|발|마리|가구|채|그루|차례|%|㎞|km|m|톤|원|달러)"
    r"(?P<particle>으로|로|을|를|이|가|에)(?=\s|다)"
)
_ACTS = (
    "방북|방러|방문|방한|방미|방중|방일|회담|면담|체결|발효|비준|서명|타결|합의|수교|파병|발사|착륙|성공|개최|"
    "개막|폐막|개통|개장|착공|준공|완공|출범|취임|당선|선출|시행|공포|제정|개정|채택|발표|사고|화재|지진"
)
_ROW = re.compile(
    r"^(?P<date>\d{1,2}/\d{1,2})(?:\s?~\s?\d{1,2}/\d{1,2})?\s+"
    rf"(?P<what>[가-힣]+(?:\s[가-힣\d]+)*\s(?:{_ACTS}))(?=,|$)",
    re.MULTILINE,
)
_SUMS = ("원", "달러")  # 얼마 ends in a vowel
_AFTER_VOWEL = {"으로": "로", "을": "를", "이": "가"}
_TITLES = (
    "대통령|총리|장관|차관|의원|서기|위원장|부위원장|대표|사장|감독|교수|총장|시장|회장|국장|청장|대사|"
    "사령관|의장|총재|원장|소장|이사장|지사|군수|선수|작가|기자|박사|대변인|직무대행"
)
_PERSON = re.compile(rf"^(?:[가-힣]+\s){{0,3}}?[가-힣]*(?:{_TITLES})[은는이가]\s")
_SPEECH = frozenset(
    (
        "밝히",
        "말하",
        "전하",
        "주장하",
        "설명하",
        "강조하",
        "덧붙이",
        "보도하",
        "알리",
        "알려지",
        "보",
    )
)
_LONG = {"갖": "가지", "딛": "디디", "머물": "머무르"}  # only the long form takes 었
_LINKS = frozenset(("고", "며", "으며"))


@dataclass(frozen=True, slots=True)
class Example:
    """A question that a sentence of a passage answers.

    Args:
        answer: what the question word stands for.
    """

    question: str
    passage: Passage
    answer: str


def examples(passages: Sequence[Passage]) -> list[Example]:
    """Return the questions that the sentences of some passages give, the handiest first.

    Each passage gives one at most.
    """
    told = [(passage, text) for passage in passages for text in _statements(passage.text)]
    made: dict[str, Example] = {}
    analysed = zip(told, analyse(text for _, text in told), strict=True)
    asked = [one for (passage, text), parsed in analysed for one in _asked(passage, text, parsed)]
    asked += [row for passage in passages for row in _rows(passage)]
    for one in sorted(asked, key=_unhandy):
        made.setdefault(one.passage.id, one)
    return list(made.values())


def _statements(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(_ASIDE.sub("", text)):
        statement = _LEAD.sub("", found[0].strip())
        if len(statement) in _TOLD and (_DATE.search(statement) or _NUMBER.search(statement)):
            yield statement


def _asked(passage: Passage, text: str, parsed: Sequence[Sentence]) -> Iterator[Example]:
    if len(parsed) != 1:
        return
    clause = _first_clause(text, parsed[0].tokens)
    if clause is None or not _stands_alone(clause.tokens):
        return
    for start, end, word in _gaps(clause.question):
        question = " ".join(f"{clause.question[:start]}{word}{clause.question[end:]}".split())
        if len(question) in _ASKED and not _LEANING.search(question):
            yield Example(question, passage, clause.question[start:end].rstrip("에, "))


def _rows(passage: Passage) -> Iterator[Example]:
    """Yield questions for rows of a table of events: a date, and what was on it."""
    for row in _ROW.finditer(_ASIDE.sub("", passage.text)):
        what = row["what"]
        question = f"{what}{'은' if (ord(what[-1]) - ord('가')) % 28 else '는'} 언제였나?"
        if len(question) in _ASKED:
            yield Example(question, passage, row["date"])


def _gaps(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where what may be asked for stands, with its question word; unequivocal ones only."""
    dates, numbers = list(_DATE.finditer(text)), list(_NUMBER.finditer(text))
    if len(dates) == 1 and dates[0].start():
        yield dates[0].start(), dates[0].end(), "언제"
    if len(numbers) == 1:
        start, end = numbers[0].start(), numbers[0].start("particle")
        if numbers[0]["unit"] in _SUMS:
            particle = numbers[0]["particle"]
            yield start, numbers[0].end(), f"얼마{_AFTER_VOWEL.get(particle, particle)}"
        else:
            yield start, end, f"몇 {numbers[0]['unit']}"
    if (person := _PERSON.match(text)) and (dates or numbers):
        yield person.start(), person.end(), "누가 "


class _Clause(NamedTuple):
    """The first statement of a sentence, ending as a question does, and its morphemes."""

    question: str
    tokens: Sequence[Token]


def _first_clause(text: str, tokens: Sequence[Token]) -> _Clause | None:
    """Return what a sentence states first, None where its ending is none that is known.

    북한은 6월에 조약을 맺고, 10월에 군대를 보냈다. → 북한은 6월에 조약을 맺었나?
    """
    last = next((i for i in reversed(range(len(tokens))) if tokens[i].tag == "EF"), 0)
    link = next((i for i, t in enumerate(tokens[:last]) if _links(text, t)), None)
    if link is None:
        question = _question(text.rstrip("."), tokens[last], tokens[last - 1]) if last else ""
        return _Clause(question, tokens[:last]) if question else None
    stem = tokens[link - 1]
    past = any(token.tag == "EP" and token.form in "었았였" for token in tokens[link:last])
    if not past or stem.tag.partition("-")[0] not in ("VV", "XSV"):
        return None
    form = _LONG.get(stem.form, stem.form)
    verb = kiwi().join([(form, stem.tag), ("었", "EP"), ("나", "EF")])
    return _Clause(f"{text[: stem.start]}{verb}?", tokens[:link])


def _links(text: str, token: Token) -> bool:
    return token.tag == "EC" and token.form in _LINKS and text[token.end : token.end + 1] in " ,"


def _question(told: str, ending: Token, stem: Token) -> str:
    """Return a statement as a question, '' where its ending is unknown: 했다 → 했나."""
    kind = stem.tag.partition("-")[0]
    if not told.endswith("다"):
        return ""
    if ending.form.endswith("니다"):
        return f"{told[:-1]}까?"
    if kind == "VCP":
        return f"{told.removesuffix('이다') if told.endswith('이다') else told[:-1]}인가?"
    if kind == "EP" or (ending.form == "다" and told.endswith(("있다", "없다"))):
        return f"{told[:-1]}나?"
    if ending.form == "는다":
        return f"{told[:-2]}나?"
    if ending.form == "ᆫ다":  # its consonant stands in the syllable before: 온다
        return f"{told[:-2]}{chr(ord(told[-2]) - (ord('한') - ord('하')))}나?"
    return ""


def _stands_alone(tokens: Sequence[Token]) -> bool:
    """Tell whether a clause is one, and names what it speaks of."""
    tags = [token.tag.partition("-")[0] for token in tokens]
    subject = any(t.tag == "JKS" or (t.tag == "JX" and t.form in "은는") for t in tokens)
    speech = any(t.form in _SPEECH for t in tokens if t.tag.startswith("VV"))
    names = tags.count("NNP") + tags.count("NNG") / 2
    return subject and not speech and names >= _NAMED and tags.count("EC") <= 1


def _unhandy(example: Example) -> tuple[int, str]:
    return abs(len(example.question) - _BEST), example.question
