"""The flow of an office document: paragraphs and tables in order, and their place in its text.

Here: what DOCX, HWPX and HWP have in common once their own markup is understood. Not here: that
markup, how a table becomes rows (`grid`), and the document as a whole (`office`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from index.errors import ReadError
from index.readers.markup import one_line
from index.records import Block, BlockKind
from index.sourcemap import MappedText

# The most a document may hold: characters of text, and cells of one table.
CHARACTERS, CELLS = 50_000_000, 500_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, which may hold line breaks and tabs.

    Args:
        dropped: why it is not read, '' where it is: it stands in the source text all the same.
        title: whether its style says that it is the document's title.
    """

    text: str
    kind: BlockKind = "text"
    level: int = 0
    dropped: str = ""
    title: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, at the first row and column that it covers, counted from 0."""

    content: tuple["Paragraph | Table", ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table's cells in document order, and the caption that belongs to it."""

    cells: tuple[Cell, ...]
    caption: tuple[Paragraph, ...] = ()


Content = Paragraph | Table


@dataclass(slots=True)
class Placed:
    """The paragraphs of a document, each with its place in the source text."""

    source: MappedText
    _begins: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Iterable[Content]) -> "Placed":
        """Return the source text of `content`, and where each paragraph begins in it.

        Raises:
            ReadError: it holds no text, or more than a document does.
        """
        begins, texts, at = {}, [], 0
        for paragraph in paragraphs_of(content):
            if not paragraph.text.strip():
                continue
            begins[id(paragraph)] = at
            texts.append(paragraph.text)
            at += len(paragraph.text) + 1
            if at > CHARACTERS:
                raise ReadError(f"holds more than {CHARACTERS // 1_000_000} million characters")
        if not texts:
            raise ReadError("holds no text; a scanned picture has to be read by OCR first")
        return cls(MappedText.of("\n".join(texts)), begins)

    @property
    def parts(self) -> tuple[int, ...]:
        """Where each paragraph begins."""
        return tuple(self._begins.values())

    def text(self, paragraph: Paragraph) -> MappedText:
        """Return a paragraph's text, empty where it holds nothing."""
        start = self._begins.get(id(paragraph))
        if start is None:
            return self.source.slice(0, 0)
        return self.source.slice(start, start + len(paragraph.text)).resolved().composed()

    def line(self, paragraphs: Iterable[Paragraph]) -> MappedText:
        """Return paragraphs as one line."""
        texts = [one_line(self.text(p)) for p in paragraphs if not p.dropped]
        return MappedText.joined([t for t in texts if t.text], " ")


def paragraph_blocks(paragraph: Paragraph, placed: Placed) -> Iterator[Block]:
    """Yield a paragraph's lines, each a block; a heading or caption is one line."""
    if paragraph.dropped:
        return
    if paragraph.kind in ("heading", "caption"):
        lines = [placed.line([paragraph])]
    else:
        lines = [one_line(line) for line in placed.text(paragraph).lines()]
    yield from (Block(paragraph.kind, ln, paragraph.level) for ln in lines if ln.text)


def paragraphs_of(content: Iterable[Content]) -> Iterator[Paragraph]:
    """Yield all paragraphs in document order, those of captions and cells included.

    Raises:
        ReadError: a table has more cells than a document's does.
    """
    for piece in content:
        if isinstance(piece, Paragraph):
            yield piece
            continue
        yield from piece.caption
        if len(piece.cells) > CELLS:
            raise ReadError(f"a table of more than {CELLS:,} cells; save it as CSV")
        for cell in piece.cells:
            yield from paragraphs_of(cell.content)
