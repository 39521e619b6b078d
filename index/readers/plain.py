"""Text, Markdown and HTML in one: what a file holds is decided by its content, not its suffix."""

import re
from dataclasses import replace

from index.readers.frontmatter import FrontMatter, read_front_matter
from index.readers.markdown import read_lines, with_headers
from index.readers.markup import removals
from index.readers.page import main_blocks, markup_metadata, read_markup
from index.records import Block, Metadata, Reading, Removal
from index.sourcemap import MappedText

_PAGE = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]", re.IGNORECASE)
_TAGS = re.compile(r"</(?:p|div|h[1-6]|table|tr|td|li|ul|ol|span|article|section)>", re.IGNORECASE)
# So many closing tags make a text HTML: a sentence that speaks of one does not.
_FEW_TAGS = 3


def kind_of(text: str, suffix: str = "") -> str:
    """Return `html`, `markdown` or `text`."""
    if _PAGE.search(text[:2000]):
        return "html"
    fenced = re.match(r"\s*---[ \t]*\r?\n", text) is not None
    tags = sum(1 for _, _ in zip(_TAGS.finditer(text), range(_FEW_TAGS), strict=False))
    if suffix in (".md", ".markdown") or fenced:
        return "markdown"
    return "html" if tags >= _FEW_TAGS else "text"


def read_text(source: str, suffix: str = "", *, whole: bool = False) -> Reading:
    """Return the blocks of `source`: paragraphs and rows of markup, or raw lines of plain text.

    Of a page they are those of its main text, unless it is read `whole`.
    """
    kind = kind_of(source, suffix)
    text = MappedText.of(source)
    front = read_front_matter(text)
    body = text.slice(front.end, len(text)) if front else text
    if kind == "text":
        reading = Reading(None, source, tuple(raw_lines(body)), Metadata(), hard=True)
    else:
        reading = _marked_up(source, body, whole)
    return _with_front(reading, front, text) if front else reading


def raw_lines(text: MappedText) -> list[Block]:
    """Return the lines that hold anything, each with the number of blank lines before it."""
    blocks, gap = [], 0
    for line in text.resolved().composed().lines():
        if line.text.strip():
            blocks.append(Block("text", line, gap=gap))
            gap = 0
        else:
            # a line of white space is a break of its own, as PDF text has it between sections
            gap += 2 if line.text else 1
    return blocks


def _marked_up(source: str, body: MappedText, whole: bool) -> Reading:
    parser = read_markup(body, whole=whole)
    raw = {id(parser.blocks[i]) for i in parser.raw}
    kept, outside = (parser.blocks, []) if whole else main_blocks(parser)
    blocks: list[Block] = []
    for block in kept:
        blocks += read_lines(block.text) if id(block) in raw else [block]
    done = [replace(b, text=b.text.resolved().composed().stripped()) for b in with_headers(blocks)]
    return Reading(
        None,
        source,
        tuple(b for b in done if b.text.text),
        markup_metadata(parser),
        removals=(*parser.removals, *outside),
    )


def _with_front(reading: Reading, front: FrontMatter, text: MappedText) -> Reading:
    blocks = reading.blocks
    if front.excerpt is not None:
        lines = [line.stripped() for line in front.excerpt.text.resolved().composed().lines()]
        blocks = (Block("excerpt", MappedText.joined(lines, " ").stripped()), *blocks)
    removed: list[Removal] = list(
        removals("front matter", [Block("text", text.slice(0, front.end).stripped())])
    )
    return replace(
        reading,
        blocks=blocks,
        metadata=merged(front.metadata, reading.metadata),
        removals=(*removed, *reading.removals),
    )


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Return `first` with what it leaves empty taken from `second`."""
    dated = first if first.date else second
    return Metadata(
        title=first.title or second.title,
        date=dated.date,
        date_origin=dated.date_origin,
        source=first.source or second.source,
        excerpt=first.excerpt or second.excerpt,
    )
