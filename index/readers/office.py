"""An office document as a whole: its paragraphs and tables → the blocks, parts and title of it."""

import re
from collections.abc import Sequence

from index.readers.flow import Content, Paragraph, Placed, Table, paragraph_blocks, paragraphs_of
from index.readers.frontmatter import iso_date, plain_line
from index.readers.grid import blocks_of
from index.readers.markup import removals
from index.records import Block, Metadata, Reading, Removal
from index.sourcemap import MappedText, squeeze

_CAPTION = re.compile(
    r"\s*(?:[<\[〈【(《「].{1,80}[>\]〉】)》」]|[\[<〈【(]?\s*(?:표|그림|도표|Table|Figure)\s*\d.{0,80})\s*"
)
# So many paragraphs from the top are where a document says what it is called.
_HEAD = 15
# A shorter title may as well be a word in a cell.
_TITLE_LENGTH = 6


def written(content: Sequence[Content], metadata: Metadata) -> Reading:
    """Return the document that `content` is.

    A title in the properties counts only where it is a paragraph of the first page too: it is
    copied from template to template. That of a paragraph whose style is the title's goes before.

    Raises:
        ReadError: it holds no text, or more than a document does.
    """
    placed = Placed.of(content)
    blocks: list[Block] = []
    removed: list[Removal] = []
    for i, piece in enumerate(content):
        if isinstance(piece, Table):
            caption = _captions(blocks, content[max(0, i - 2) : i]) if not piece.caption else []
            blocks += [*_merged(caption), *blocks_of(piece, placed)]
        elif piece.dropped:
            removed += removals(piece.dropped, [Block("text", placed.text(piece).stripped())])
        else:
            blocks += paragraph_blocks(piece, placed)
    title = _title(content, placed, metadata.title)
    return Reading(
        None,
        placed.source.text,
        tuple(blocks),
        Metadata(title=title, date=metadata.date, date_origin=metadata.date_origin),
        locator="paragraph",
        removals=tuple(removed),
        parts=placed.parts,
    )


def _captions(blocks: list[Block], above: Sequence[Content]) -> list[Block]:
    """Take the lines right above a table that name it, or its unit, off `blocks`."""
    taken: list[Block] = []
    for piece in reversed(above):
        named = isinstance(piece, Paragraph) and not piece.dropped and blocks
        last = blocks[-1] if named else None
        if last is None or last.kind not in ("text", "caption", "item"):
            break
        if last.kind != "caption" and not _CAPTION.fullmatch(last.text.text):
            break
        taken.insert(0, blocks.pop())
    return taken


def _merged(captions: Sequence[Block]) -> list[Block]:
    text = MappedText.joined([block.text for block in captions], " ")
    return [Block("caption", text)] if captions else []


def _title(content: Sequence[Content], placed: Placed, declared: str) -> str:
    head = list(paragraphs_of(content[:_HEAD]))
    titles = [p for p in head if p.title]
    if titles:
        return placed.line(titles[:1]).text
    wanted = squeeze(declared)
    known = len(wanted) >= _TITLE_LENGTH and any(wanted == squeeze(p.text) for p in head[:_HEAD])
    return declared if known else ""


def properties(title: str | None, *days: str | None) -> Metadata:
    """Return what a file's properties say: its title, and the first of `days` that is a date.

    Who wrote it is left out: it is the name of an account, hardly ever of an office.
    """
    day = next((found for text in days if text and (found := iso_date(text[:10]))), None)
    return Metadata(plain_line(title), day, "properties" if day else "")
