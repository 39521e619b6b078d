"""HWPX: the XML of Hangul (OWPML, KS X 6101).

Deleted text, comments, memos and the instructions of fields are not read; what was inserted, and
what a field shows, is. Notes, text boxes and tables follow the paragraph that they hang on.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from index.errors import ReadError
from index.readers.flow import Cell, Content, Paragraph, Table, paragraphs_of
from index.readers.hangulstyles import Shape, Style, role
from index.readers.office import properties, written
from index.readers.package import Package, attribute, child, children, local, number
from index.records import Metadata, Reading

# Rises when the same file yields another source text.
VERSION = "hwpx 1"

_SECTION = re.compile(r"Contents/section(\d{1,6})\.xml", re.IGNORECASE)
_SIGNS = {"tab": "\t", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
# Drawn text is read; a memo, a comment, the script of an equation and how things look are not.
_SKIPPED = frozenset((
    "hiddenComment", "fieldBegin", "parameters", "equation", "secPr", "shapeComment",
    "linesegarray",
))  # fmt: skip


def version() -> str:
    """Return the version of this reader."""
    return VERSION


def read_hwpx(data: bytes, warnings: list[str]) -> Iterator[Reading]:
    """Yield the one document of a HWPX file.

    Raises:
        ReadError: it is damaged, protected, too large, or holds no text.
    """
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read(
        "META-INF/manifest.xml"
    ):
        raise ReadError("protected by a password; save it without one")
    sections = [(int(m[1]), m[0]) for name in package.names if (m := _SECTION.fullmatch(name))]
    body = _Body(package)
    content: list[Content] = []
    for _, name in sorted(sections):
        content += body.contents(package.tree(name))
    yield written([*content, *body.margins], _metadata(package))


def _metadata(package: Package) -> Metadata:
    if "Contents/content.hpf" not in package:
        return Metadata()
    head = child(package.tree("Contents/content.hpf"), "metadata")
    title = child(head, "title")
    values = {attribute(e, "name"): e.text for e in children(head, "meta")}
    days = values.get("ModifiedDate"), values.get("CreatedDate")
    return properties(title.text if title is not None else "", *days)


class _Body:
    """Walks over the sections; collects their headers and footers in `margins`."""

    def __init__(self, package: Package) -> None:
        name = "Contents/header.xml"
        root = package.tree(name) if name in package else None
        found = list(root.iter()) if root is not None else []
        self.shapes = {attribute(e, "id"): _shape(e) for e in found if local(e) == "paraPr"}
        self.styles = {attribute(e, "id"): _style(e) for e in found if local(e) == "style"}
        self.margins: list[Content] = []
        self._deleted = False  # a deletion may reach over several paragraphs

    def contents(self, parent: Element | None) -> Iterator[Content]:
        """Yield the paragraphs below `parent`, and what hangs on them."""
        for element in children(parent, "p"):
            texts: list[str] = []
            hanging: list[Content] = []
            self._inline(element, texts, hanging)
            style = self.styles.get(attribute(element, "styleIDRef"), Style())
            shape = self.shapes.get(attribute(element, "paraPrIDRef"), Shape())
            what = role(style, shape)
            text = "".join(texts)
            yield Paragraph(text, what.kind, what.level, what.dropped, what.title)
            yield from hanging

    def _inline(self, parent: Element, texts: list[str], hanging: list[Content]) -> None:
        for element in parent:
            name = local(element)
            if name == "t":
                self._text(element, texts)
            elif name == "tbl":
                hanging.append(self._table(element))
            elif name in ("footNote", "endNote", "drawText", "caption"):
                hanging += self.contents(child(element, "subList"))
            elif name in ("header", "footer"):
                margin = paragraphs_of(list(self.contents(child(element, "subList"))))
                self.margins += (replace(p, dropped=f"page {name}") for p in margin)
            elif name == "dutmal":
                texts.append(getattr(child(element, "mainText"), "text", "") or "")
            elif name not in _SKIPPED:
                self._inline(element, texts, hanging)

    def _text(self, element: Element, texts: list[str]) -> None:
        """Collect the characters of a run between marks of all kinds; none that were deleted."""
        self._say(element.text, texts)
        for mark in element:
            name = local(mark)
            if name in ("deleteBegin", "deleteEnd"):
                self._deleted = name == "deleteBegin"
            self._say(_SIGNS.get(name), texts)
            self._say(mark.tail, texts)

    def _say(self, text: str | None, texts: list[str]) -> None:
        if text and not self._deleted:
            texts.append(text)

    def _table(self, table: Element) -> Table:
        caption = paragraphs_of(self.contents(child(table, "caption", "subList")))
        cells = [
            self._cell(cell, row, column)
            for row, line in enumerate(children(table, "tr"))
            for column, cell in enumerate(children(line, "tc"))
        ]
        return Table(tuple(cells), tuple(replace(p, kind="caption") for p in caption))

    def _cell(self, cell: Element, row: int, column: int) -> Cell:
        """Return a cell; its place in the file holds where it does not say one."""
        place, span = child(cell, "cellAddr"), child(cell, "cellSpan")
        return Cell(
            tuple(self.contents(child(cell, "subList"))),
            number(attribute(place, "rowAddr"), row),
            number(attribute(place, "colAddr"), column),
            max(1, number(attribute(span, "rowSpan"), 1)),
            max(1, number(attribute(span, "colSpan"), 1)),
            attribute(cell, "header") in ("1", "true"),
        )


def _shape(element: Element) -> Shape:
    heading = next((e for e in element.iter() if local(e) == "heading"), None)
    return Shape(attribute(heading, "type", "NONE"), number(attribute(heading, "level")))


def _style(element: Element) -> Style:
    return Style(attribute(element, "name"), attribute(element, "engName"))
