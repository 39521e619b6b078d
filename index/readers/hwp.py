"""HWP 5: the compound file of Hangul, whose text is a stream of records.

Comments, memos, equations and the instructions of fields are not read; what a field shows is.
Notes, text boxes and tables follow the paragraph that they hang on.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from index.errors import ReadError
from index.readers import hwprecords as records
from index.readers.flow import Cell, Content, Paragraph, Table, paragraphs_of
from index.readers.hangulstyles import Shape, Style, role
from index.readers.hwprecords import Record
from index.readers.hwpsummary import read_summary
from index.readers.office import written
from index.records import Metadata, Reading

if TYPE_CHECKING:
    from olefile import OleFileIO

_Kind = TypeVar("_Kind")

# Rises when the same file yields another source text.
VERSION = "hwp 1"

TOTAL_BYTES = 256 << 20
_PACKED, _PASSWORD, _DISTRIBUTION, _RIGHTS, _CERTIFICATE = 1, 2, 4, 16, 256
_HEADING_TYPES = ("NONE", "OUTLINE", "NUMBER", "BULLET")
_MARGINS = {"head": "page header", "foot": "page footer"}
_TITLE_CELL = 1 << 18
_SUMMARY = "\x05HwpSummaryInformation"
_BROKEN = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError,
    struct.error, RecursionError,
)  # fmt: skip


def version() -> str:
    """Return the versions of this reader and of the library that opens the file."""
    import olefile

    return f"{VERSION}, olefile {olefile.__version__}"


def read_hwp(data: bytes, warnings: list[str]) -> Iterator[Reading]:
    """Yield the one document of a HWP 5 file.

    Raises:
        ReadError: it is damaged, protected, too large, or holds no text.
    """
    file = _File(data)
    body = _Body(records.tree(file.records("DocInfo"), "DocInfo"))
    content: list[Content] = []
    for name in file.sections():
        content += body.contents(records.tree(file.records(name), name).children)
    yield written([*content, *body.margins], file.metadata())


class _File:
    """The streams of a compound file.

    Raises:
        ReadError: on opening, it is damaged or protected.
    """

    def __init__(self, data: bytes) -> None:
        import olefile

        # Counts of sectors in the head, on which the library would rely.
        counts = [int.from_bytes(data[at : at + 4], "little") for at in (44, 64, 72)]
        if max(counts) > len(data) // 512:
            raise ReadError("a damaged HWP file: its tables do not fit; save the document again")
        self._size, self._left = len(data), TOTAL_BYTES
        try:
            self._ole: OleFileIO = olefile.OleFileIO(io.BytesIO(data))
        except _BROKEN as error:
            raise ReadError(f"a damaged HWP file: {error}; save the document again") from None
        head = self._read("FileHeader")
        flags = int.from_bytes(head[36:40], "little")
        self._packed = bool(flags & _PACKED)
        if flags & (_PASSWORD | _RIGHTS | _CERTIFICATE):
            raise ReadError("protected by a password or by rights; save it without")
        if flags & _DISTRIBUTION:
            raise ReadError(
                "a distribution document (배포용 문서), whose text is locked; ask for PDF"
            )
        if head[35:36] != b"\x05":
            raise ReadError("not HWP 5; save it as .hwpx or PDF")

    def records(self, name: str) -> bytes:
        """Return the bytes of a stream of records, unpacked."""
        data = self._read(name)
        data = records.inflated(data, name) if self._packed else data
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"inflates to more than {TOTAL_BYTES >> 20} MB: not read")
        return data

    def sections(self) -> list[str]:
        """Return the names of the sections, in order."""
        found = [path for path in self._ole.listdir() if len(path) == 2 and path[0] == "BodyText"]
        ends = [path[1].removeprefix("Section") for path in found]
        numbers = sorted(int(end) for end in ends if end.isascii() and end.isdigit())
        return [f"BodyText/Section{number}" for number in numbers]

    def metadata(self) -> Metadata:
        """Return title and days of the properties; nothing where they cannot be read."""
        try:
            return read_summary(self._read(_SUMMARY))
        except ReadError:
            return Metadata()

    def _read(self, name: str) -> bytes:
        try:
            sizes = self._ole.get_size(name), self._ole.root.size
            if max(sizes) > self._size:
                raise ReadError(f"{name} is damaged: longer than the file; save the document again")
            found: bytes = self._ole.openstream(name).read()
        except _BROKEN as error:
            raise ReadError(f"{name} is damaged: {error}; save the document again") from None
        return found


class _Body:
    """Walks over the sections; collects their headers and footers in `margins`."""

    def __init__(self, info: Record) -> None:
        found = list(_all(info))
        self.shapes = [_shape(r) for r in found if r.tag == records.PARA_SHAPE]
        self.styles = [_style(r) for r in found if r.tag == records.STYLE]
        self.margins: list[Content] = []

    def contents(self, siblings: list[Record]) -> Iterator[Content]:
        """Yield the paragraphs among `siblings`, and what hangs on them."""
        for record in siblings:
            if record.tag != records.PARA_HEADER:
                continue
            texts = [r.data for r in record.children if r.tag == records.PARA_TEXT]
            shape = _at(self.shapes, record.number(8), Shape())
            what = role(_at(self.styles, record.number(10, "B"), Style()), shape)
            text = "".join(map(records.paragraph_text, texts))
            yield Paragraph(text, what.kind, what.level, what.dropped, what.title)
            for control in record.children:
                if control.tag == records.CTRL_HEADER:
                    yield from self._control(control)

    def _control(self, control: Record) -> Iterator[Content]:
        name = control.data[3::-1].decode("latin-1")
        if name == "tbl ":
            yield self._table(control)
        elif name in ("fn  ", "en  "):
            yield from self._lists(control)
        elif name == "gso ":
            yield from self._drawing(control)
        elif name in _MARGINS:
            margin = paragraphs_of(list(self._lists(control)))
            self.margins += (replace(p, dropped=_MARGINS[name]) for p in margin)

    def _drawing(self, record: Record) -> Iterator[Content]:
        """Yield the caption of a drawing and what its boxes hold, one inside another too."""
        yield from self._lists(record)
        for inner in record.children:
            if inner.tag == records.SHAPE_COMPONENT:
                yield from self._drawing(inner)

    def _lists(self, record: Record) -> Iterator[Content]:
        for head, paragraphs in _lists(record.children):
            yield from self.contents([*head.children, *paragraphs])

    def _table(self, control: Record) -> Table:
        tags = [record.tag for record in control.children]
        at = tags.index(records.TABLE) if records.TABLE in tags else 0
        caption = [
            replace(paragraph, kind="caption")
            for head, inside in _lists(control.children[:at])
            for paragraph in paragraphs_of(self.contents([*head.children, *inside]))
        ]
        cells = [
            self._cell(head, [*head.children, *inside])
            for head, inside in _lists(control.children[at:])
        ]
        return Table(tuple(cells), tuple(caption))

    def _cell(self, head: Record, inside: list[Record]) -> Cell:
        column, row, columns, rows = (head.number(at) for at in (8, 10, 12, 14))
        header = bool(head.number(4, "I") & _TITLE_CELL)
        content = tuple(self.contents(inside))
        return Cell(content, row, column, max(1, rows), max(1, columns), header)


def _lists(siblings: list[Record]) -> Iterator[tuple[Record, list[Record]]]:
    """Yield each head of a list with the records that follow it, up to the next."""
    head: Record | None = None
    inside: list[Record] = []
    for record in [*siblings, Record(records.LIST_HEADER, b"")]:
        if record.tag != records.LIST_HEADER:
            inside.append(record)
            continue
        if head is not None:
            yield head, inside
        head, inside = record, []


def _all(record: Record) -> Iterator[Record]:
    yield record
    for inner in record.children:
        yield from _all(inner)


def _at(items: Sequence[_Kind], place: int, default: _Kind) -> _Kind:
    return items[place] if place < len(items) else default


def _shape(record: Record) -> Shape:
    """Return how a paragraph is numbered: bits 23 and 24, its level 25 to 27."""
    bits = record.number(0, "I")
    return Shape(_HEADING_TYPES[bits >> 23 & 3], bits >> 25 & 7)


def _style(record: Record) -> Style:
    """Return a style's two names, each of which has its length in front."""
    names, at = [], 0
    for _ in range(2):
        length = 2 * record.number(at)
        names.append(record.data[at + 2 : at + 2 + length].decode("utf-16-le", "replace"))
        at += 2 + length
    return Style(*names)
