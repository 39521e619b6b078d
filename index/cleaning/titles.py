"""Which line of a document is its title, where nothing declares one.

Rules on the lines above the text, against each other and against what the text speaks of.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.cleaning.lines import NUMBERED, STOPPED
from index.sourcemap import squeeze

# What is told of a document above its text: `장소: 대회의실`, `오가온 교통연구원 연구위원`.
FIELD = re.compile(
    r"^\W*(?:\d\.\s)?(?:때|곳|장소|일시|일자|날짜|시간|기간|참석자?|출석\S{0,3}|배석|참고인|안건"
    r"|사건번호|온 사람|대상|주최|주관|후원|작성자?|담당자?|질문|답변|발신|수신|참조|받는 ?사람"
    r"|보낸 ?사람|발표자?|진행|사회|기록|정리|글|글쓴이|사진|자료|출처|문의처?)"
    r"\s?(?:\([^()]{1,10}\))?\s?[:：]\s?\S"
)
# The same without a colon, in minutes: 참석  위원장 …; letters may be spaced out: 일    시 : …
_PRESENT = re.compile(r"^\W*(?:일시|장소|참석|배석|불참|출석|의사일정)\s+\S")
_SPACED = re.compile(r"(?<![가-힣])([가-힣])\s+([가-힣])(?=\s*[:：])")
_POST = r"(?:연구위원|연구원|교수|박사|기자|위원|[팀실과소원터]장)"
_DATE = r"(?:19|20)\d\d\s?[.년/-]\s?\d{1,2}\s?[.월/-]\s?\d{1,2}"
_WRITER = re.compile(
    rf"^[가-힣]{{2,4}}(?:\s?\([^()]*\))?\s.{{0,60}}{_POST}\s?(?:[|,(]\s?{_DATE}\W*|\(\S+@\S+\))?$|^[가-힣]{{2,4}}\s?\([^()]*{_POST}\)"
    r"|^(?:연구책임자?|공동연구|책임연구|집필진?)\s"
)
# With what the names of those end who publish reports.
INSTITUTE = "(?:연구[원소회]|센터|포럼|전망원|개발원)"
_NOT_OF_TITLE = re.compile(f"{INSTITUTE}|{_DATE}")
# A series of reports, with who publishes it and its number.
_SERIES = re.compile(
    rf"^(?!.*회의록)\S*{INSTITUTE}"
    r"(?:\s.{0,30}(?:\d{2,4}-\d{1,3}|\d)호?(?:\s?\(.*\))?)?$"
    rf"|^(?!.*회의록)\S{{2,12}}\s.{{0,20}}(?:제\s?)?\d{{1,4}}(?:-\d{{1,3}})?호(?:\s?\(.*\)|\s?[|｜,]\s?{_DATE}\W*)?$"
)
_ADDRESS = re.compile(r"www\.|https?://|\S@\S")
# A shorter line that stands twice is a button or the name of the site.
_TITLE_LENGTH = 12
# So many characters of the text below tell what its title speaks of: this share of its words.
_OPENING, _SPOKEN = 2_000, 0.3


def tight(text: str) -> str:
    """Return a line with the name of its field in one word: 일    시 : 2025년."""
    return _SPACED.sub(r"\1\2", text)


def is_byline(text: str) -> bool:
    """Tell whether a line says who wrote a report, or of which series it is."""
    return (_WRITER.search(text) or _SERIES.match(text)) is not None


def title_line(texts: Sequence[str], above: Sequence[int]) -> int:
    """Return which of the lines `above` the article is its title; -1 where none can be.

    One that stands twice, as a page and the release on it have it; then the longest, of those that
    are no breadcrumb, subtitle in dashes or line of a date, and whose words the text below has.
    """
    if not above:
        return -1
    counts = Counter(squeeze(text) for text in texts)
    below = "".join(texts[max(above) + 1 :])[:_OPENING]

    def rank(i: int) -> tuple[float, int]:
        twice = counts[squeeze(texts[i])] == 2 and len(texts[i]) >= _TITLE_LENGTH
        return _title_length(texts[i]) + 60 * twice + _spoken_of(below, texts[i]), -i

    return max(above, key=rank)


def goes_on_below(texts: Sequence[str], title: int) -> bool:
    """Tell whether a title goes on in the line below it: right above who wrote it."""
    below = texts[title + 1 : title + 3]
    return (
        len(below) > 1
        and is_byline(below[1])
        and not (_is_field(below[0]) or NUMBERED.match(below[0]) or _NOT_OF_TITLE.search(below[0]))
    )


def _is_field(text: str) -> bool:
    return bool(FIELD.match(tight(text)) or _PRESENT.match(text) or is_byline(text))


def _spoken_of(text: str, line: str) -> float:
    """Return what a title gains by a text that has its words; those of a menu it has not.

    Of Hangul, which takes endings, pairs of letters are looked for.
    """
    words = re.findall(r"\w{2,}", line)
    pairs = {
        p for word in words for p in ([word] if word.isascii() else map("".join, pairwise(word)))
    }
    share = sum(pair in text for pair in pairs) / max(len(pairs), 1)
    return 60 * min(1.0, share / _SPOKEN)


def _title_length(text: str) -> int:
    marks = len(re.findall(r"[|｜┃/>▶▷›»〉ㅣ]|\s[l-]\s", text))
    marks += 2 * text.startswith(("-", "<", "(", "※"))
    dated = re.search(_DATE, text)
    said = _is_field(text) or _ADDRESS.search(text)
    part = NUMBERED.match(text) or (STOPPED.search(text) and not text.endswith(("?", "!")))
    return min(len(text), 60) - 20 * marks - 30 * (bool(dated) + bool(part)) - 60 * bool(said)
