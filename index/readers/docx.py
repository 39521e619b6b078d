"""DOCX: the XML of Word, as Word, LibreOffice and Hangul write it.

Deleted text, comments, hidden text and the instructions of fields are not read; what was inserted,
and what a field shows, is. Notes and text boxes follow the paragraph that they hang on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from index.readers.flow import Cell, Content, Paragraph, Table
from index.readers.office import properties, written
from index.readers.package import Package, attribute, child, local, number
from index.readers.wordstyles import Styles
from index.records import Metadata, Reading

# Rises when the same file yields another source text.
VERSION = "docx 1"

_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# Deleted, moved away, replaced by what stands beside it, or a reading above the words.
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "rt", "rPr", "pPr", "tblPr", "sdtPr")
)
_BOXES = frozenset(("drawing", "pict", "object", "AlternateContent"))


def version() -> str:
    """Return the version of this reader."""
    return VERSION


def read_docx(data: bytes, warnings: list[str]) -> Iterator[Reading]:
    """Yield the one document of a DOCX file.

    Raises:
        ReadError: it is damaged, protected, too large, or holds no text.
    """
    package = Package(data)
    body = _Body(package)
    document = package.tree("word/document.xml")
    content = [*body.contents(child(document, "body")), *_margins(package, body)]
    yield written(content, _metadata(package))


def _margins(package: Package, body: "_Body") -> Iterator[Content]:
    """Yield headers and footers as text that is dropped."""
    for kind in ("header", "footer"):
        for name in sorted(package.names):
            if name.startswith(f"word/{kind}") and name.endswith(".xml"):
                for paragraph in body.flat(body.contents(package.tree(name))):
                    yield replace(paragraph, dropped=f"page {kind}")


def _metadata(package: Package) -> Metadata:
    if "docProps/core.xml" not in package:
        return Metadata()
    values = {local(e): e.text for e in package.tree("docProps/core.xml")}
    return properties(values.get("title"), values.get("modified"), values.get("created"))


class _Body:
    """Walks over the body, and over the notes that it refers to."""

    def __init__(self, package: Package) -> None:
        name = "word/styles.xml"
        self.styles = Styles(package.tree(name) if name in package else None)
        self.notes = {
            kind: {attribute(e, "id"): e for e in package.tree(f"word/{kind}s.xml")}
            for kind in ("footnote", "endnote")
            if f"word/{kind}s.xml" in package
        }

    def contents(self, parent: Element | None) -> Iterator[Content]:
        """Yield the paragraphs and tables below `parent`, and what hangs on them."""
        for element in () if parent is None else parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield Table(tuple(self._cells(element)))
            elif name not in _SKIPPED:  # content controls, custom XML, what was inserted
                yield from self.contents(element)

    def flat(self, content: Iterable[Content]) -> Iterator[Paragraph]:
        """Yield the paragraphs of `content`, those of its tables too."""
        for piece in content:
            if isinstance(piece, Paragraph):
                yield piece
            else:
                for cell in piece.cells:
                    yield from self.flat(cell.content)

    def _paragraph(self, element: Element) -> Iterator[Content]:
        texts: list[str] = []
        hanging: list[Content] = []
        self._inline(element, texts, hanging)
        role = self.styles.role(child(element, "pPr"))
        yield Paragraph("".join(texts), role.kind, role.level, role.dropped, role.title)
        yield from hanging

    def _inline(self, parent: Element, texts: list[str], hanging: list[Content]) -> None:
        """Collect the text below `parent`, and the notes and boxes that hang on it."""
        for element in parent:
            name = local(element)
            if name == "t":
                texts.append(element.text or "")
            elif name in _SIGNS:
                texts.append(_SIGNS[name])
            elif name in _BOXES:
                hanging += self._boxes(element)
            elif name in ("footnoteReference", "endnoteReference"):
                note = self.notes.get(name.removesuffix("Reference"), {})
                hanging += self.contents(note.pop(attribute(element, "id"), None))
            elif name not in _SKIPPED and not (name == "r" and self.styles.is_hidden(element)):
                self._inline(element, texts, hanging)

    def _boxes(self, element: Element) -> Iterator[Content]:
        """Yield what text boxes hold; of two drawings of the same, the first."""
        if local(element) == "AlternateContent":
            found = child(element, "Choice")
            element = element if found is None else found
        for inner in element:
            if local(inner) == "txbxContent":
                yield from self.contents(inner)
            else:
                yield from self._boxes(inner)

    def _cells(self, table: Element) -> Iterator[Cell]:
        """Yield cells; one that goes on over rows is one cell, `rows` high."""
        open_: dict[int, Cell] = {}  # by column
        done: list[Cell] = []
        for row, line in enumerate(_rows(table)):
            column = number(attribute(child(line, "trPr", "gridBefore"), "val"))
            header = child(line, "trPr", "tblHeader") is not None
            for element in _descend(line, "tc"):
                shape = child(element, "tcPr")
                columns = max(1, number(attribute(child(shape, "gridSpan"), "val"), 1))
                merge = child(shape, "vMerge")
                above = open_.get(column) if merge is not None else None
                if above and attribute(merge, "val", "continue") == "continue":
                    open_[column] = replace(above, rows=row - above.row + 1)
                else:
                    if column in open_:
                        done.append(open_.pop(column))
                    content = tuple(self.contents(element))
                    open_[column] = Cell(content, row, column, 1, columns, header)
                column += columns
        yield from sorted([*done, *open_.values()], key=lambda cell: (cell.row, cell.column))


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in _descend(table, "tr") if child(row, "trPr", "del") is None)


def _descend(parent: Element, name: str) -> Iterator[Element]:
    """Yield children of a name, also those inside a content control."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _descend(element, name)
