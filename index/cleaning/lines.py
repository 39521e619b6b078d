"""What a line looks like: width, prose or not, bullet, caption, date row. No decisions here."""

import re
import unicodedata
from functools import lru_cache

_WIDE = frozenset("WF")
_ASKED = 1 << 12  # lines whose answer is kept: each rule asks for the same ones again
# The point of a figure ends no sentence, though digits stand behind it as a footnote mark does.
_POINT = r"(?!(?<=\d\.)\d)"
_END = re.compile(
    rf"(?:[.!?。…]{_POINT}|[다요음함임됨])[\"'”’」』)\]〉》]*\d{{0,3}}\s*$"
    rf"|[.!?]{_POINT}[\"'”’」』)\]]*(?:\d{{1,3}}\)?)?\s*$"
)
# The same with a full stop, which a title or a button does not have.
STOPPED = re.compile(rf"\w\w[\"'”’」』)\]]*[.!?]{_POINT}[\"'”’」』)\]]*\d{{0,3}}\s*$")
# The news says -다, a site -니다 or -세요; both may tell what somebody said.
_PLAIN = re.compile(r"(?<!니)다[\"'”’」』)\]]*[.!?]?[\"'”’」』)\]]*\d{0,3}\s*$")
# As _PLAIN, with its full stop: no notice is written so, however short.
TOLD = re.compile(r"(?<!니)다[.][\"'”’」』)\]]*\s*$")
# A sentence ends within the line: 늘었다. 늘어난 돈은
TOLD_INSIDE = re.compile(r"[가-힣]다\.\s|[a-z)]\.\s+[A-Z]")
_REPORTED = re.compile(r"[다라자]고 |기로 [했하]")
# Word's bullets are of fonts of their own, whose letters are private to them. Two circles or boxes
# stand for a name that is not told: ○○시; and several of ㆍ in a line for a menu.
BULLET = re.compile(
    r"\s*(?:[□■○●◯◦◇◆▶▷►❍❏•∙▪▫▣◎☞※*\ue000-\uf8ff](?![□○◯◇])|[ㅇㆍo·](?=\s)|ㆍ(?!.*\sㆍ)|[-–—](?=\s))\s*"
)
NUMBERED = re.compile(r"\s*(?:\d{1,2}[.)]|[가-하][.)]|\(\d{1,2}\)|[①-⑳]|[IVXⅠ-Ⅹ]{1,4}\.)\s+")
# What a press release ends with, behind its last sentence.
END_MARK = re.compile(r"[<〈‹＜\[(]\s*끝\s*[>〉›＞\])]\s*$")
# What stands below a title, between dashes: - 시범사업의 평가를 중심으로 -
SUBTITLE = re.compile(r"\s*[-–—―]\s+\S.*\S\s+[-–—―]\s*$")
# A table has a number, or stands behind a mark: <표 2> 현황, 표: 현황, - 표 : 현황 -
CAPTION = re.compile(
    r"\s*[\[<〈【(]?\s*(?:표|그림|도표|Table|Figure)\s*(?:[IVXⅠ-Ⅻ]{1,4}\s?-\s?)?\d+(?:-\d+)?"
    r"\s*[.:\])>〉】│|–-]?\s*\S"
    r"|\s*(?:[-–—]\s)?[\[<〈【]?도?표\s?[:：\]>〉】]\s*\S",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[(△▲+−-]?\d[\d,.]*(?:%p?|[가-힣]{1,2})?\)?")
# The same as the whole of a cell: 8만 4천 톤, 2024. 4. 11., +11.2%, 9월 2일.
FIGURE_CELL = re.compile(
    r"[(△▲▽+−-]?\s?(?:\d[\d,.:/~∼–-]*+(?:\s?[십백천만억조]{1,2}+)?\s?[^\d\s]{0,3}+\s*+)++"
)
# The name of a column or a row that is a figure: 2024년, 11월, 3분기.
YEAR_NAME = re.compile(
    r"(?:(?:19|20)\d\d|['’]\d\d)(?:년도?)?|\d\d년도?|\d{1,2}월|[1-4](?:/4)?\s?분기"
)
_PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}|p\.?\s*\d+)\s*")
# What the figures of a table are counted in, above it: (단위: 천 톤).
# A day may stand before it, and the name of the table: 쉼터 현황 (2024. 6. 기준, 단위: 곳).
UNIT = re.compile(
    r"(?:\W{0,3}|.{2,60}?\s?[(\[])(?:[^()\[\]]{2,25}[,;·]\s?)?단\s?위\s?[:：]\s?\S.{0,30}$"
)
# The name of a table without a number: < 연도별 지원 현황 >, [붙임] 악기별 대여 계획.
BRACKETED = re.compile(
    r"\s*[<〈＜【\[][^<>〈〉\[\]]{2,40}[>〉＞】\]]\s*[^.!?()]{0,40}(?:\([^()]{2,40}\))?\s*$"
)
# A day that closes a bracket; behind a table's name it ends no sentence: 일지(2023.4.~2024.1.).
_CLOSED_BY_DAY = re.compile(r"\([^()]{0,40}\d\.\s?\)\s*$")
_BRACKET = re.compile(r"\s*[<〈＜【\[]\D")
# Where the figures above come from: no heading of what follows.
ORIGIN = re.compile(r"\s*(?:자료|출처|주|Source|Note)\s?\d?\)?\s?[:：]")
# A line of a table of contents, alone or with its dots and page: 제2장 물동량 ........ 12.
_CONTENTS = re.compile(
    r"\s*(?:(?:표|그림)\s*)?(?:목\s*차|차\s*례)\s*$|.*\S\s*(?:(?:[.·․‥…ㆍ]\s?){5,}|…{2,})\s*\d{1,4}\s*$"
)
_CONTENTS_LENGTH = 200
_DAY = (
    r"(?:\d{1,2}/\d{1,2}|\d{1,2}\.\s?\d{1,2}\.?|\d{1,2}월\s?\d{1,2}(?:일|(?=\s?[~∼–-]))|"
    r"(?:(?:19|20)|['’‘])\d\d[.\-/]\s?\d{1,2}(?:[.\-/]\s?\d{1,2}\.?)?)"
)
_WEEKDAY = r"(?:\s?\([월화수목금토일]\))?"
DATE_ROW = re.compile(
    rf"\s*{_DAY}{_WEEKDAY}(?:\s?[~∼–\-]\s?(?:{_DAY}|\d{{1,2}}[일.]?){_WEEKDAY})?\*{{0,2}}(?=\s|$)"
)

# The names of the columns of a table of days.
DAYS_HEADER = re.compile(
    r"\s*(?:일\s?자|날\s?짜|일\s?시|시\s?기|월\s?일|Date)\s+[^\s\d.,]{1,12}\s*$"
)

# An outlet, a place or nothing, then a date: `[부산=포구신문] 2025-04-23 06:40`.
DATE_LINE = re.compile(
    r"^\W*(?:[^\d.!?]{0,30}[\]|·/,(=]\s*)?(?:19|20)\d\d\s?[.\-/년]\s?\d{1,2}\s?[.\-/월]\s?\d{1,2}"
    r"\s?[일.]?\s*(?:\(?[월화수목금토일](?:요일)?\)?)?[,T]?\s*(?:(?:오전|오후)?\s*\d{1,2}\s?[:시]\s?"
    r"\d{1,2}(?::\d\d|분)?)?(?:\s*(?:댓글|조회수?|공감|추천)\W{0,2}\d[\d,]*(?:개|회)?)*\W*$"
)

# Who published what when, and on how many pages: `산림청  2024.10.28  4p`.
OFFICE_LINE = re.compile(
    r"^\W*[가-힣A-Za-z·]{2,20}\s+(?:19|20)\d\d[.\-/]\s?\d{1,2}[.\-/]\s?\d{1,2}\.?(?:\s+\d{1,3}p)?\s*$"
)
_TIME = r"(?:,?\s(?:at\s)?\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?)?"
# The same in English, whose month is named: `Tuesday, Aug. 20, 2024 at 4:12 p.m. EDT`.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ENGLISH_DATE = (
    r"(?:(?:(?:originally |last )?(?:posted|published|updated))\s?(?:on|:)?\s)?"
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?[.,]*\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}},?|\d{{1,2}}\s{_MONTH},?)\s(?:19|20)\d\d"
    rf"{_TIME}"
)
ENGLISH_DATE_LINE = re.compile(
    rf"^\W*{_ENGLISH_DATE}(?:\s?\W\s?(?:{_ENGLISH_DATE}|\d{{1,2}} min(?:ute)?s? read))?\W*$",
    re.IGNORECASE,
)


def width(text: str) -> int:
    """Return how many columns `text` takes; Hangul and Han take two."""
    return sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text.strip())


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a Korean or English sentence does."""
    if _CLOSED_BY_DAY.search(text) and (CAPTION.match(text) or _BRACKET.match(text)):
        return False
    return _END.search(text) is not None


def is_contents(text: str) -> bool:
    """Tell whether a line is one of a table of contents; a longer one is not looked at."""
    return len(text) <= _CONTENTS_LENGTH and _CONTENTS.match(text) is not None


def is_page_number(text: str) -> bool:
    """Tell whether a line is nothing but the number of a page."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_figures(text: str) -> bool:
    """Tell whether a line is a name and several numbers: `수출 1,204 2,310 5.6%`."""
    cells = text.split()[1:]
    figures = sum(_FIGURE.fullmatch(cell) is not None for cell in cells)
    return "|" not in text and figures > 1 and 2 * figures >= len(cells)


@lru_cache(maxsize=_ASKED)
def is_prose(text: str) -> bool:
    """Tell whether a line is running text: a sentence, or a point of an outline with substance.

    Without a full stop only a longer one is: a title may end as a sentence does.
    """
    bare = text.strip()
    if BULLET.match(bare) and bare[0] in "□■○●◯◦◇◆❍❏ㅇ":
        return len(bare) >= 20
    ends = STOPPED.search(bare) or (len(bare) > 60 and ends_sentence(bare))
    return len(bare) >= 30 and bool(ends)


def is_report(text: str) -> bool:
    """Tell whether a line is a sentence as the news writes it: in the plain style, or reported."""
    told = _PLAIN.search(text) or _REPORTED.search(text)
    return is_prose(text) and told is not None
