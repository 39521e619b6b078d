"""What a question says of the documents that are to answer: 국방부 보도자료에 따르면, 6월 기사에서.

Here: reading it from the question. How well a document fits it is `qa.fitting`'s.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from qa.period import Period, read_period
from qa.topic import tokens_of, topic_of

Kind = Literal["press", "report", "article", "editorial", "minutes"]

# What a question calls a document of each kind; the first that is found counts: a 보도자료 is no
# 보도. A document of `None` may be of any.
_CALLED: dict[Kind | None, str] = {
    "press": r"보도\s?자료|브리핑|발표문?|성명서?|\bpress releases?\b|\bannouncements?\b"
    r"|報道資料|プレスリリース|新闻稿|新聞稿|пресс-релиз\w*",
    "report": r"[가-힣]*보고서|리포트|백서|논문|현안\s?분석|이슈\s?브리프|\breports?\b"
    r"|\bwhite paper\b|報告書|报告|報告|отч[её]т\w*|доклад\w*",
    "editorial": r"사설|칼럼|논평|기고문|\beditorials?\b|\bop-eds?\b|\bcolumns?\b"
    r"|社説|社论|社論|передовиц\w*",
    "minutes": r"[가-힣]*회의록|속기록|의사록|\bminutes\b|議事録|会议记录|會議記錄|протокол\w*",
    "article": r"기사|보도|뉴스|\barticles?\b|\bnews\b|記事|报道|報道|стать\w*",
    None: r"자료|문서|문건|[\w가-힣.\-]+\.(?:txt|md|html?|pdf|docx|hwpx?|csv|jsonl)",
}
_NOUN = "|".join(_CALLED.values())
_FOLLOW = re.compile(r"에\s?(?:따르면|의하면)[\s,]*")
# As the subject only what is nothing else than a document: a 기사 may be a driver.
_STANDS = re.compile(
    rf"(?<![가-힣])(?P<noun>{_NOUN})"
    r"(?:에서는|에서|에는|에선|엔|으?로는|으?로 보면|[을를] 보면)(?=[\s,])[\s,]*"
    r"|(?P<subject>[가-힣]*보고서|사설|칼럼|논평|회의록|보도\s?자료)[은는이가]\s+",
    re.IGNORECASE,
)
_OTHERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:according to|as per) (?P<said>[^,?]+),\s*",
        r",?\s*\baccording to (?P<said>[^,?]+)(?=\?|$)",
        rf"^in (?=[^,?]*,)(?P<said>[^,?]*(?:{_NOUN})[^,?]*),\s*",
        rf"^what (?:does|do|did) (?P<said>[^,?]*(?:{_NOUN})) (?:say|tell us|state|mention)"
        r"(?: about)?\s*",
        r"^(?P<said>[^、,?？]{1,40}?)に?よ(?:ると|れば)[、,]?",
        r"^(?:根据|根據|据|據)(?P<said>[^，,?？]{1,40}?)[，,]",
        r"^(?:согласно|по данным) (?P<said>[^,?]+),\s*",
    )
)
_QUOTED = re.compile(r"[‘'“\"「『《〈<]([^’'”\"」』》〉>]{2,})[’'”\"」』》〉>](?![a-z])")
# No two neighbours in it take the same character, or a long word would take minutes to be none.
_FILE = re.compile(
    r"(?:\.|[^\WA-Za-z])*+[A-Za-z][^\W_]*(?:(?:_++[-.]?|[-.])_*+[^\W_]+)+"
    r"|[^\W_]+(?:[-_]_*[^\W_]+)*[-_]_*[A-Za-z][\w.-]*"
)
_VERB = r"(?:낸|펴낸|내놓은|발표한|배포한|작성한|쓴|나온|실린|공개한)"
_PUBLISHED = re.compile(rf"(?:[이가]|에서|에)?\s{_VERB}(?=\s|$)|[’']s\b|의(?=\s|$)")
# A word that no condition goes on before: what stands there is asked, or tells when it happened.
_ELSEWHERE = re.compile(r"(?:[은는을를]|에게|에서|으로|[^\d월일년]에|[이가])$")
_EMPTY = frozenset((
    "지난", "이번", "최근", "해당", "관련", "나온", "실린", "이후", "이전", "일자", "날짜",
    "という", "the", "an", "of", "by", "in", "on", "from", "its", "this", "their", "that",
    "published", "issued", "dated",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """What a question says of the documents that are to answer.

    Args:
        start, end: where it says so.
        kind: of document; None where it does not say.
        document: whether it speaks of a document at all, and not of who says something.
        names: words of an outlet, a title or a file's name.
        title: the words of a title in quotation marks.
        period: of the document's date; None where it does not say.
    """

    start: int
    end: int
    kind: Kind | None
    document: bool
    names: tuple[str, ...]
    title: tuple[str, ...]
    period: Period | None

    def rest(self, question: str, told: Collection[str]) -> str:
        """Return what a question asks besides.

        Words of the condition that are not `told`, by which no document is known, are part of it:
        a text may hold them.
        """
        words = [word for word in (*self.names, *self.title) if word not in told]
        left = f"{question[: self.start]} {question[self.end :]}"
        return " ".join([*words, *left.split()])


def read_condition(question: str) -> Condition | None:
    """Return the condition that a question sets, None where it sets none.

    >>> read_condition("국방부 보도자료에 따르면 회담은 언제 열렸나?").names
    ('국방부',)
    """
    place = _place(question)
    if place is None:
        return None
    start, end, said = place
    title = tuple(word for quoted in _QUOTED.findall(said) for word in quoted.split())
    kind, noun, rest = _kind(_QUOTED.sub(" ", said))
    files = tuple(_FILE.findall(rest))
    period, rest = read_period(_FILE.sub(" ", rest))
    words = (word.strip("()[],.·") for word in _PUBLISHED.sub(" ", rest).split())
    names = files + tuple(word for word in words if len(word) > 1 and word.lower() not in _EMPTY)
    asks = f"{question[:start]} {question[end:]}".strip(" ?.")
    if not asks or not (names or title or period or kind):
        return None
    return Condition(start, end, kind, noun or bool(title), names, title, period)


def _place(question: str) -> tuple[int, int, str] | None:
    """Return where a condition stands, and what it says of the documents."""
    if found := _FOLLOW.search(question):
        topic = topic_of(question, tokens_of(question))
        start = topic.end if topic and topic.end <= found.start() else 0
        return start, found.end(), question[start : found.start()].strip(" ,")
    if found := _STANDS.search(question):
        name = "noun" if found["noun"] else "subject"
        start = _begin(question, found.start())
        return start, found.end(), question[start : found.end(name)]
    for pattern in _OTHERS:
        if found := pattern.search(question):
            return found.start(), found.end(), found["said"]
    return None


def _begin(question: str, noun: int) -> int:
    """Return where the words begin that belong to the noun of a document."""
    masked = _QUOTED.sub(lambda found: "x" * len(found[0]), question)
    begin, published = noun, False
    for word in reversed([*re.finditer(r"\S+", masked[:noun])]):
        if _ELSEWHERE.search(word[0]) and not published:
            break
        published = re.fullmatch(_VERB, word[0]) is not None
        begin = word.start()
    return begin


def _kind(said: str) -> tuple[Kind | None, bool, str]:
    """Return the kind of document, whether one is named, and the other words.

    A file's name is left among them: it is a name.
    """
    for kind, called in _CALLED.items():
        if found := [*re.finditer(rf"(?<![가-힣])(?:{called})(?![가-힣])", said, re.IGNORECASE)]:
            last = found[-1]
            is_file = "." in last[0]
            return kind, True, said if is_file else f"{said[: last.start()]} {said[last.end() :]}"
    return None, False, said
