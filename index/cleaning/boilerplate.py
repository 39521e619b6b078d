"""What a web page puts around its article: menus, share buttons, contacts, licences, link lists.

Rules on where lines stand. Each line that goes carries its reason, for the report.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.cleaning.lines import (
    BULLET,
    CAPTION,
    DATE_ROW,
    DAYS_HEADER,
    STOPPED,
    TOLD,
    UNIT,
    is_figures,
    is_prose,
    is_report,
)
from index.cleaning.menus import is_menu
from index.cleaning.notices import asks_reader, field_reason, is_list, reason_of
from index.cleaning.titles import title_line
from index.records import Block
from index.sourcemap import squeeze

_READ = re.compile(r"읽|보기|보러|more", re.IGNORECASE)
_PROMOTION = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?:앱|채널|뉴스레터|카카오톡|텔레그램|유튜브|알림).{0,20}(?:구독|추가|다운|설치|받)"
)
_ROW = re.compile(r"\s*\|(?:[^|]+\|){2,}\s*$")
# What stands below an article and nowhere else.
_BELOW = ("related news", "licence", "posting rules", "read more")
# Prose below one of these in this share of the article's length: the article goes on.
_GOES_ON = 0.2
# A longer line is no field; so many stamps and buttons among them tell that they are fields.
_FIELD_LENGTH, _FEWEST_GONE = 10, 2
# Fewer lines above the article than this are its title and subtitle, not a menu.
_MENU_LINES = 3
# Words between bars.
_BARS = re.compile(r"[^|.:]{1,14}(?:\|[^|.:]{1,14}){3,}")
# So many lines that are menus by themselves tell that a text was taken from a site.
_MENUS = 3
# So many lines of this length that stand twice are a body that stands twice.
_REPEATED_LINES, _REPEATED_LENGTH = 3, 20
# A heading and its page.
_PAGED = re.compile(r"\s*(\S.{0,80}?)\s+\d{1,4}\s*")
# What is no text in an office file either.
_OFFICE = frozenset(("contact", "time stamp", "end mark", "table of contents"))
# What names what is enclosed with a release: 붙임 2. 용어 풀이.
_ENCLOSED = re.compile(r"\W*(?:붙\s?임|별\s?첨|참\s?고)(?:\s?\d+)?[.\s]\s?\S")
# A notice stands among others: so many lines above it are looked at.
_NEAR = 3


def boilerplate(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the positions of the blocks that are not the article, each with its reason."""
    page = _Page(blocks)
    page.judge_lines()
    page.mark(_recurring(page, read=True), "read more")
    page.mark(_recurring(page), "recurring line")
    page.mark(_after_article(page), "below the article")
    page.mark(_link_lists(page), "related news")
    page.mark(_edges(page), "around the article")
    page.mark(_fields(page), "around the article")
    return page.reasons


def is_site(blocks: Sequence[Block]) -> bool:
    """Tell whether a site's menus stand around a text, as around no report."""
    return sum(is_menu(" ".join(block.text.text.split())) for block in blocks) >= _MENUS


def site_lines(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the lines of a site above and below an article, told by themselves alone.

    What else stands around it is told by paragraphs, once these lines are joined.
    """
    page = _Page(blocks)
    page.judge_lines()
    page.mark((i for i, text in enumerate(page.texts) if _BARS.fullmatch(text)), "menu")
    prose = [i for i, text in enumerate(page.texts) if is_prose(text)] or [len(blocks)]
    inside = range(prose[0], prose[-1] + 1)
    return {
        i: reason
        for i, reason in page.reasons.items()
        if i not in inside and not asks_reader(page.texts[i])  # a sentence, which may go on below
    }


def office_boilerplate(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the same for an office file, which has no site around it.

    Only what a line is by itself counts there: a short point below the last sentence is text.
    """
    found = _contents(blocks)
    for i, block in enumerate(blocks):
        text = block.text.text.strip()
        if block.kind in ("row", "header"):
            reason = field_reason(text)
        else:
            reason = reason_of(text, below=True, near=False) if block.kind != "heading" else None
        if reason in _OFFICE:
            found[i] = reason
    return found


def _contents(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the lines of a table of contents: headings that stand below, with their pages."""
    headings = {squeeze(block.text.text) for block in blocks if block.kind == "heading"}
    paged = {
        i: "table of contents"
        for i, block in enumerate(blocks)
        if block.kind in ("text", "item")
        and (line := _PAGED.fullmatch(block.text.text))
        and squeeze(line[1]) in headings
    }
    return paged if len(paged) > 1 else {}


class _Page:
    """The lines of one document, and what was decided on them so far."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.texts = [" ".join(block.text.text.split()) for block in blocks]
        self.fixed = [b.kind in ("heading", "header", "row", "caption", "excerpt") for b in blocks]
        self.headings = [block.kind == "heading" for block in blocks]
        self.reasons: dict[int, str] = {}

    def judge_lines(self) -> None:
        """Give the lines that are no article, whatever stands around them, their reason."""
        first = next((i for i, text in enumerate(self.texts) if is_prose(text)), len(self.texts))
        twice = _end_of_repeats(self.texts)
        for i, text in enumerate(self.texts):
            near = i > first and any(j in self.reasons for j in range(i - _NEAR, i))
            if self.headings[i] and is_list(text):
                self.reasons[i] = "related news"
            elif not self.fixed[i]:
                reason = reason_of(text, below=i > first, near=near or i >= twice)
                self.reasons |= {i: reason} if reason else {}

    def mark(self, lines: Iterator[int], reason: str) -> None:
        for i in list(lines):
            self.reasons.setdefault(i, reason)

    def reports(self, i: int) -> bool:
        """Tell whether a line is a sentence of an article, a point of it, or fixed."""
        return self.fixed[i] or is_report(self.texts[i]) or bool(BULLET.match(self.texts[i]))

    def prose(self) -> list[int]:
        """Return the positions of running text and of what is fixed, in order."""
        return [
            i
            for i, text in enumerate(self.texts)
            if i not in self.reasons and (self.fixed[i] or is_prose(text))
        ]


def _end_of_repeats(texts: Sequence[str]) -> int:
    """Return where a body that stands twice ends; n where there is none."""
    if len(texts) <= _REPEATED_LINES:
        return len(texts)
    seen: set[str] = set()
    again = []
    for i, text in enumerate(map(squeeze, texts)):
        if text in seen and len(text) >= _REPEATED_LENGTH:
            again.append(i)
        seen.add(text)
    return again[-1] + 1 if len(again) >= _REPEATED_LINES else len(texts)


def _recurring(page: _Page, *, read: bool = False) -> Iterator[int]:
    """Yield lines that stand three times in one page and are no sentences: its furniture."""
    if len(page.texts) < 3:
        return
    bare = [squeeze(text) for text in page.texts]
    counts = Counter(bare)
    for i, text in enumerate(page.texts):
        recurs = counts[bare[i]] >= 3 and len(text) < (20 if read else 80)
        loose = not page.fixed[i] and not STOPPED.search(text)
        if recurs and loose and (not read or _READ.search(text)):
            yield i


def _after_article(page: _Page) -> Iterator[int]:
    """Yield all lines from where the article is over: a foot's line with little prose behind it."""
    ends = [i for i, reason in page.reasons.items() if reason == "end mark"]
    feet = _feet(page, ends)
    prose, seen = [], set()
    for i in page.prose() if feet else ():  # a body that is given twice counts once
        if squeeze(page.texts[i]) not in seen and not page.headings[i]:
            seen.add(squeeze(page.texts[i]))
            prose.append(i)
    teasers = [i for i, reason in page.reasons.items() if reason == "read more"]
    for start in feet:
        last = teasers[-1] if len([i for i in teasers if i > start]) > 1 else start
        before = sum(len(page.texts[i]) for i in prose if i < start)
        below = (i for i in prose if i > last)  # below an end mark politeness is the site's
        after = sum(len(page.texts[i]) for i in below if start not in ends or page.reports(i))
        if before and after <= _GOES_ON * before:
            yield from range(start, len(page.texts))
            return
        if last > start:
            yield from range(start, last)


def _feet(page: _Page, ends: Sequence[int]) -> list[int]:
    """Return where the article may be over; the text above a first 'read more' is a teaser."""
    feet = [i - (reason == "read more") for i, reason in page.reasons.items() if reason in _BELOW]
    tables = [i for i, text in enumerate(page.texts) if CAPTION.match(text) or _ROW.match(text)]
    if ends and not any(i > max(ends) for i in tables if i not in page.reasons):
        feet.append(max(ends))
    return sorted(feet)


def _link_lists(page: _Page) -> Iterator[int]:
    """Yield the links below a list's heading that stands above or inside the article."""
    starts = [i for i, reason in page.reasons.items() if reason == "related news"]
    prose = page.prose() if starts else []
    for start in starts:
        yield from range(start, next((i for i in prose if i > start), len(page.texts)))


def _edges(page: _Page) -> Iterator[int]:
    """Yield lines without a sentence above and below the article; its title and points stay."""
    prose = [i for i in page.prose() if not page.fixed[i]] or page.prose()
    if not prose:
        return
    last = prose[-1]
    first = {squeeze(page.texts[i]): i for i in reversed(prose)}
    prose = sorted(first.values())  # what stands around a body that is given again is the site's
    loose = [i for i in range(len(page.texts)) if i not in page.reasons and not page.fixed[i]]
    outside = [i for i in loose if i < prose[0] or i > prose[-1]]
    if not outside:
        return
    above = [i for i in loose if i < prose[0]]
    headings = [i for i, heading in enumerate(page.headings) if heading and i < prose[0]]
    title = title_line(page.texts, headings or above)
    kept = {title, *(i for i in _tables(page.texts) if i > prose[-1])}
    for i in outside:
        promotes = _promotes(page.texts[i])
        if i in kept or not (promotes or not _says_something(page.texts[i])):
            continue
        if i < last and _ENCLOSED.match(page.texts[i]):  # it names a table between the two
            continue
        if i > prose[-1] or promotes or (len(above) >= _MENU_LINES and i < title):
            yield i


def _fields(page: _Page) -> Iterator[int]:
    """Yield short lines above the article among stamps and menus: names of fields, departments."""
    prose = page.prose()
    first = next((i for i in prose if not page.fixed[i]), 0)
    group: list[int] = []
    for i in range(first + 1):
        if i < first and (i in page.reasons or _is_field(page, i)):
            group.append(i)
            continue
        gone = sum(j in page.reasons for j in group)
        if gone >= _FEWEST_GONE and 3 * gone >= len(group):
            yield from (j for j in group if j not in page.reasons)
        group = []


def _is_field(page: _Page, i: int) -> bool:
    text = page.texts[i]
    return not page.fixed[i] and len(text) <= _FIELD_LENGTH and not STOPPED.search(text)


def _promotes(text: str) -> bool:
    """Tell whether a short line asks the reader to follow or install something: no report does."""
    return len(text) < 120 and not TOLD.search(text) and _PROMOTION.search(text) is not None


def _tables(texts: Sequence[str]) -> Iterator[int]:
    """Yield the lines of tables that lost their cells: figures, and what names and heads them."""
    figures = [is_figures(text) for text in texts]
    for i, text in enumerate(texts):
        beside = any(figures[j] for j in (i - 1, i + 1) if 0 <= j < len(texts))
        if (figures[i] and beside) or UNIT.match(text):
            yield from (i - 1, i)
        if UNIT.match(text):
            yield i + 1
        if DAYS_HEADER.match(text) and any(map(DATE_ROW.match, texts[i + 1 : i + 2])):
            yield from (i - 1, i)


def _says_something(text: str) -> bool:
    """Tell whether a short line may be a sentence, a point, a table's row or a filled field."""
    return bool(
        STOPPED.search(text)
        or _ROW.match(text)
        or BULLET.match(text)
        or CAPTION.match(text)
        or DATE_ROW.match(text)
        or re.search(
            r"\S\s?[:：]\s?\S|\t|\d\s?[십백천만억조]{0,2}\s?(?:%|명|원|건|개|대|톤|달러|도|㎜|mm|km|㎞|위|점|세|시)",
            text,
        )
    )
