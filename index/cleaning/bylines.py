"""Date and outlet of a document that does not declare them: from its first and last lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.cleaning.lines import DATE_LINE, ENGLISH_DATE_LINE, OFFICE_LINE, is_prose
from index.cleaning.titles import INSTITUTE, tight
from index.readers.frontmatter import iso_date
from index.records import Block, Metadata

# With what the names of outlets end.
_PRESS = "(?:신문|일보|경제|뉴스|통신|방송|저널|타임[즈스]|투데이|매일|일일)"
_DATED = re.compile(
    r"(?:입력|등록|승인|수정|발행|게재|작성|배포|보도\s?(?:시점|일시|일자)|기사입력|최종수정|날짜|일시|개정|"
    r"발표|송고|posted|published|updated|date)\s?(?:일|일시|일자)?\s*[:：|.]?\s*",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"(?:ⓒ|©|\(c\)|copyright|저작권자[\s:(])[\s:(ⓒ©]*(?:(?:19|20)\d\d)?[\s,.]*"
    r"(?!허락|동의|승인|무단)(?P<name>[가-힣A-Za-z][가-힣A-Za-z0-9 ]{1,18}?)"
    r"(?=\s*(?:[,.)(|·&\-–—]|무단|all\b|제공|$))",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"^\W*\[(?:[가-힣]{2,4}=)?"
    rf"(?P<name>[가-힣A-Za-z ]{{1,10}}{_PRESS})\]"
)
# What an agency begins its text with: `(나루=새벽통신) 김도윤 기자 =`, `NARU, June 3 (Dawn) --`.
_DATELINE = re.compile(
    r"^\W{0,3}\((?:[가-힣·]{2,12}|[A-Z][A-Za-z. ]{1,20})\s?="
    r"\s?(?P<name>[가-힣A-Za-z0-9 ]{2,20})\)\s"
)
_ENGLISH_DATELINE = re.compile(
    r"^[A-Z][A-Za-z .,'/-]{1,40},?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"\s\d{1,2}\s\((?P<name>[A-Z][A-Za-z0-9 ]{1,20})\)\s?[-–—]"
)
_RELEASE = re.compile(
    r"(?P<name>[가-힣]{2,14}(?:부|처|청|원|회|공사|공단|시|도|군|구|연구소|대학교))(?:[가이은는]|의|에서)?\s?"
    r"(?:제공한 |배포한 |낸 )?보도자료"
)
# Whose notice of rights it is: 갈매군이 창작한 보도자료 저작물은 …
_MAKER = re.compile(
    r"(?P<name>[가-힣]{2,14}(?:부|처|청|원|회|공사|공단|시|도|군|구|연구소|대학교))[이가] "
    r"(?:창작|제작|작성|생산)한 .{0,20}(?:저작물|자료|게시물)"
)
_STATED = re.compile(
    r"^\s*(?:출처|제공|매체|언론사|발행처|제호|source)\s*[:：]\s*"
    r"(?!.*(?:토대로|바탕으로|종합|정리|필자|저자|작성|compil|authors?))(?P<name>\S[^|\n]{0,30})",
    re.IGNORECASE,
)
# Who publishes a report, alone in a line or before the name and number of a series.
_INSTITUTE = re.compile(
    rf"^\W*(?P<name>[가-힣]{{2,16}}{INSTITUTE}"
    r"|(?:[A-Z][a-z]+ ){1,4}(?:Institute|Cent(?:er|re)|Foundation)"
    r"(?: (?:for|of|and|[A-Z][a-z]+)){0,8})"
    r"(?:[\s|·:/].{0,30})?(?<!다\.)$"
)
# What a page begins with, and what it ends with: `한들신문 디지털`, `새길경제 | 주소 …`.
_MASTHEAD = re.compile(
    rf"^\W*(?P<name>[가-힣]{{1,8}}{_PRESS})"
    r"(?:\s(?:디지털|뉴스|NEWS|닷컴|인터넷))?\W*$"
    r"|^\W*(?P<office>[가-힣]{2,10}(?:부|처|청|원|시|도|군|구))\s(?:\|\s)?(?:누리집|홈페이지|보도자료)\W*$"
)
# What a page's title ends with: 파업 13일 만에 종료 - 새아침뉴스.
_SIGNED = re.compile(rf"\s[-–—|:]\s(?P<name>[가-힣]{{1,8}}{_PRESS})\s*$")
_IMPRINT = re.compile(
    rf"^\W*(?P<name>[가-힣]{{1,10}}(?:{_PRESS}|청|공사|공단))"
    r"\s*\|\s*(?:주소|등록|발행|대표|본사|사업자|제호|[가-힣]{2,5}(?:특별|광역)?[시도] )"
)
_TOP = 3  # lines in which a masthead stands
# A date and who it is from: `2024년 11월 8일 해온수산연구소`.
_DATED_LINE = re.compile(
    r"^\W*(?:19|20)\d\d\s?[.년]\s?\d{1,2}\s?[.월]\s?\d{1,2}\s?[일.]\s*(?:\(?[월화수목금토일]\)?)?"
    r"[\s,|·/]*[가-힣A-Za-z()· ]{2,20}$"
)
# The first and last so many lines are where a page says who it is.
_HEAD, _TAIL = 25, 60
_LONGEST = 160


def described(metadata: Metadata, blocks: Sequence[Block]) -> Metadata:
    """Return `metadata` with what is missing in it taken from the lines of the document."""
    head = [block.text.text.strip() for block in blocks[:_HEAD]]
    around = [*head, *(block.text.text for block in blocks[-_TAIL:])]
    if not _is_dated(metadata) and (day := _byline_date(head)):
        metadata = replace(metadata, date=day, date_origin="byline")
    if not metadata.source:
        metadata = replace(metadata, source=_outlet(around))
    if signed := _SIGNED.search(metadata.title):
        source = metadata.source or signed["name"]
        metadata = replace(metadata, title=metadata.title[: signed.start()], source=source)
    return metadata


def file_date(metadata: Metadata, name: str) -> Metadata:
    """Return `metadata` with the date that the file's name begins with, where it has none."""
    if _is_dated(metadata):
        return metadata
    match = re.search(r"(?<!\d)(?:19|20)\d\d([-_.]?)\d\d\1\d\d(?!\d)", name)
    day = iso_date(match[0].replace("_", "-")) if match else None
    return replace(metadata, date=day, date_origin="file name") if day else metadata


def _is_dated(metadata: Metadata) -> bool:
    """Tell whether there is a date to rely on: an office file was last saved on any other day."""
    return metadata.date is not None and metadata.date_origin != "properties"


def _byline_date(lines: Iterable[str]) -> str | None:
    for line in map(tight, lines):
        if len(line) <= 80 and _is_date_line(line):
            day = iso_date(line)
            if day and (_DATED.match(line) or not is_prose(line)):  # `배포 2024. 11. 12.`
                return day
    return None


def _is_date_line(line: str) -> bool:
    lines = (DATE_LINE, _DATED_LINE, ENGLISH_DATE_LINE, OFFICE_LINE)
    return _DATED.search(line) is not None or any(one.match(line) for one in lines)


def _outlet(lines: Sequence[str]) -> str:
    short = [line for line in lines if len(line) <= _LONGEST]
    own = _named(short[:_TOP], (_MASTHEAD, _INSTITUTE))
    own = own or _named(short, (_STATED, _BRACKETED, _MAKER, _OUTLET, _RELEASE, _IMPRINT))
    return own or _named(lines, (_DATELINE, _ENGLISH_DATELINE))


def _named(lines: Iterable[str], patterns: Sequence[re.Pattern[str]]) -> str:
    for line in lines:
        for pattern in patterns:
            if match := pattern.search(line):
                name = match.groupdict().get("office") or match["name"]
                return " ".join(name.split()).strip(" .")
    return ""
