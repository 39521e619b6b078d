"""A page as a whole: its main text, and what its head says of it."""

import re
from collections.abc import Sequence

from index.readers.frontmatter import iso_date, plain_line
from index.readers.markup import MAIN_LENGTH, MarkupParser, removals
from index.records import Block, Metadata, Removal
from index.sourcemap import MappedText

# So many times a page is read again without skipping what should not have been skipped.
_READINGS = 12
# What parts a title from the name of its site; a shorter beginning is no title.
_TITLE_PARTS = re.compile(r"\s+[-–—:|·<>«»]\s+")
_TITLE_LENGTH, _SITE_LENGTH = 6, 20
_HEAD = 60  # blocks
_META_DATES = ("article:published_time", "date", "dc.date", "pubdate", "article:modified_time")


def read_markup(text: MappedText, *, whole: bool = False) -> MarkupParser:
    """Return what one pass over the markup of `text` found.

    An element that should be skipped and never ends would take the rest of the page with it, and
    a class such as `no-sidebar` the article: then the page is read again with that element kept.
    """
    kept: frozenset[int] = frozenset()
    for _ in range(_READINGS):
        parser = MarkupParser(text, kept, whole=whole)
        parser.run()
        wrong = parser.wrongly_skipped()
        if not wrong:
            break
        kept |= wrong
    return parser


def main_blocks(parser: MarkupParser) -> tuple[list[Block], list[Removal]]:
    """Return the blocks of the page's main text, and the others as removals."""
    inside = [block for i, block in enumerate(parser.blocks) if i in parser.main]
    if sum(len(block.text) for block in inside) < MAIN_LENGTH:
        return parser.blocks, []
    outside = (block for i, block in enumerate(parser.blocks) if i not in parser.main)
    return inside, list(removals("outside the article", outside))


def markup_metadata(parser: MarkupParser) -> Metadata:
    """Return title, date, outlet and description from `<title>` and `<meta>`."""
    meta = parser.meta
    day = next((d for key in _META_DATES if (d := iso_date(meta.get(key)))), None)
    title, site = _without_site(plain_line(meta.get("og:title")) or parser.title, parser.blocks)
    return Metadata(
        title=title,
        date=day,
        date_origin="meta tag" if day else "",
        source=plain_line(meta.get("og:site_name") or meta.get("author")) or site,
        excerpt=plain_line(meta.get("og:description") or meta.get("description")),
    )


def _without_site(title: str, blocks: Sequence[Block]) -> tuple[str, str]:
    """Return a page's title without the name of its site, and that name: `제목 | 보도자료 | 기관`.

    Which part is the title a line of the page tells that is it, or a heading that holds it.
    """
    parts = [part for part in _TITLE_PARTS.split(title) if part]
    lines = [(" ".join(b.text.text.split()), b.kind == "heading") for b in blocks[:_HEAD]]
    for part in parts if len(parts) > 1 else ():
        if len(part) < _TITLE_LENGTH:
            continue
        for line, heading in lines:
            if line == part or (heading and part in line and len(line) < 2 * len(part)):
                site = parts[0] if part is parts[-1] else parts[-1]
                return line, site if len(site) <= _SITE_LENGTH else ""
    return title, ""
