"""What stands on top of a text and tells of it: title, date, source, excerpt.

The YAML block of a Jekyll post, or lines such as `제목: …`, `날짜: …` above a blank one.
"""

import datetime
import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from index.english_dates import english_dates
from index.records import Block, Metadata
from index.sourcemap import MappedText

_FENCED = re.compile(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_EXCERPT = re.compile(
    r"^(?:excerpt|description|summary)[ \t]*+:[ \t]*+(?:[>|][+-]?\d?[ \t]*+\r?\n)?"
    r"(?P<text>[^\r\n]*+(?:\r?\n[ \t]++[^\r\n]*+)*+)(?=\r?\n\S|\r?\n?\Z)",
    re.MULTILINE,
)
# The same without fences, also that of a mail: two lines of a name and a value, then a blank one.
_FIELD = (
    r"[ \t]*(제목|날짜|일자|작성일|등록일|게시일|출처|매체|언론사|기관|작성자|기자|분류|주소|키워드"
    r"|보낸 ?사람|받는 ?사람|숨은 ?참조|참조|보낸 ?날짜|첨부|발신|수신"
    r"|title|date|source|url|author|category|tags|from|to|cc|bcc|sent|subject|attachments?)"
    r"[ \t]*:[ \t]*(\S[^\r\n]*?)[ \t]*\r?\n"
)
_HEAD = 4_000  # of a text: there its fields end
_FIELDS = re.compile(rf"(?i)\s*(?:{_FIELD}){{2,12}}[ \t]*\r?\n")
_NAMES = {
    "제목": "title", "subject": "title", "sent": "date", "보낸날짜": "date", "보낸 날짜": "date",
     "출처": "source", "매체": "outlet", "언론사": "press", "기관": "publisher",
    "날짜": "date", "일자": "date", "작성일": "date", "등록일": "date", "게시일": "date",
}  # fmt: skip
_SOURCES = ("source", "outlet", "publisher", "media", "press", "author", "byline")
_EXCERPTS = ("excerpt", "description", "summary")
_LONGEST = 4_000  # characters of a value: no title and no excerpt has more
_DATES = ("date", "published", "published_at", "pubdate", "created", "datetime")


class FrontMatter(NamedTuple):
    """What the block says, where it ends, and its excerpt as a block that can be quoted."""

    metadata: Metadata
    end: int
    excerpt: Block | None


def read_front_matter(text: MappedText) -> FrontMatter | None:
    """Return the front matter of `text`, or None where it has none."""
    match = _FENCED.match(text.text)
    if not match:
        return _read_fields(text)
    try:
        values = yaml.load(match[1], _Loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        # a colon in an unquoted title breaks a whole block
        values = dict(re.findall(r"(?m)^(\w+)[ \t]*:[ \t]*[\"']?(\S[^\r\n]*?)[\"']?\r?$", match[1]))
    if not isinstance(values, Mapping):
        return None
    excerpt = _EXCERPT.search(text.text, match.start(1), match.end(1) + 1)
    quoted = _unquoted(text.slice(*excerpt.span("text")).stripped()) if excerpt else None
    block = Block("excerpt", quoted) if quoted and quoted.text else None
    return FrontMatter(_metadata(values), match.end(), block)


class _Loader(yaml.SafeLoader):
    """Takes no aliases: a few lines of them are a value of gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def _unquoted(text: MappedText) -> MappedText:
    value = text.text
    if len(value) > 1 and value[0] in "\"'" and value[0] == value[-1]:
        return text.slice(1, len(value) - 1).stripped()
    return text


def _read_fields(text: MappedText) -> FrontMatter | None:
    head = text.text[:_HEAD]
    match = _FIELDS.match(head)
    if not match:
        return None
    found = re.findall(rf"(?i){_FIELD}", match[0])
    return FrontMatter(
        _metadata({_NAMES.get(k.lower(), k.lower()): v for k, v in found}), match.end(), None
    )


def _metadata(values: Mapping[str, Any]) -> Metadata:
    day = next((d for key in _DATES if (d := iso_date(values.get(key)))), None)
    return Metadata(
        title=plain_line(values.get("title")),
        date=day,
        date_origin="front matter" if day else "",
        source=next((s for key in _SOURCES if (s := plain_line(values.get(key)))), ""),
        excerpt=next((s for key in _EXCERPTS if (s := plain_line(values.get(key)))), ""),
    )


def plain_line(value: object) -> str:
    """Return a value of metadata as one line of text in NFC, without character references.

    A list gives its items, an object its name; what they hold deeper down is left out.
    """
    if isinstance(value, Mapping):
        value = value.get("name")
    items = value if isinstance(value, list) else [value]
    flat = [str(item) for item in items if not (item is None or isinstance(item, list | Mapping))]
    # escapes such as \ud83d\ude00 come as two halves of a character
    whole = ", ".join(flat)[:_LONGEST].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", " ".join(html.unescape(whole).split()))


def iso_date(value: object) -> str | None:
    """Return a date as ISO 8601, from YAML's own date or from text; None where it is none.

    >>> iso_date("2025. 1. 31.(금) 배포")
    '2025-01-31'
    >>> iso_date("Published Sept. 3, 2024")
    '2024-09-03'
    """
    if isinstance(value, datetime.date):  # datetime.datetime is one, too
        return value.strftime("%Y-%m-%d")
    match = re.search(
        r"((?:19|20)\d\d)\s?(?:년|[.\-/])\s?(\d{1,2})\s?(?:월|[.\-/])\s?(\d{1,2})(?!\d)",
        str(value or ""),
    )
    match = match or re.fullmatch(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)\s*", str(value or ""))
    if match:
        return _day(match[1], int(match[2]), match[3])
    for date in english_dates(str(value or "")):
        if date.year and date.day:
            return _day(date.year, date.month, date.day)
    return None


def _day(year: str, month: int, day: str | int) -> str | None:
    try:
        return datetime.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None
