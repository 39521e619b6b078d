"""PDF: the characters of each page with their places; `pdf_lines`, `pdf_blocks` make text of them.

Here: opening the file, what its pages hold, and the document as a whole: running heads, paragraphs
that go on over a page. pypdfium2 is taken for its licence (BSD, Apache-2.0), its speed and its
tolerance of damaged files.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import byref
from importlib.metadata import version as version_of
from typing import Any

from index.errors import ReadError
from index.readers.pdf_blocks import blocks_of
from index.readers.pdf_lines import Line, lines_of
from index.readers.pdf_page import Character, Page, Rule
from index.records import Metadata, Reading
from index.sourcemap import squeeze

MOST_PAGES = 5_000
_SCARCE = 8  # characters; a page with fewer is a picture, or empty
# PDFium's line ends, its soft hyphen, and what is no character; the tilt of text that is turned.
_NO_CHARACTERS, _TURNED = frozenset((0, 2, 10, 13, 0xFFFE, 0xFFFF)), 0.1
_EDGE = 0.12  # of a page's height, above and below, where running heads and page numbers stand
_PAGE_NUMBER = re.compile(
    r"[-–—<\[(]?\s*(?:p\.?|page)?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–—>\])]?", re.IGNORECASE
)
_LEAST_RECURRING = 3  # pages
_TITLE_LINES = 15


def version() -> str:
    """Return the name and version of the library."""
    return f"pypdfium2 {version_of('pypdfium2')}"


def read_pdf(data: bytes, warnings: list[str]) -> Iterator[Reading]:
    """Yield the one document of a PDF file.

    Raises:
        ReadError: it is damaged or encrypted, or its pages are pictures.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error)
        if "password" in reason.lower():
            raise ReadError("a PDF with a password; save it without one") from None
        raise ReadError(f"a damaged PDF: {reason}") from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise ReadError(f"a PDF of {count:,} pages, at most {MOST_PAGES:,} are read; split it")
        pages = [_page(document, number) for number in range(count)]
        title = str(document.get_metadata_value("Title") or "")
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        raise ReadError(f"a damaged PDF: {error}") from None
    finally:
        document.close()
    _warn(pages, warnings)
    yield _reading(pages, title)


def _page(document: Any, number: int) -> Page:
    import pypdfium2.raw as pdfium

    page = document[number]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        rules = tuple(_rules(page))
        return Page(width, height, tuple(_characters(text, pdfium)), rules)
    finally:
        text.close()
        page.close()


def _characters(text: Any, pdfium: Any) -> Iterator[Character]:
    """Yield the characters in the order of the page's own content, which is that of reading.

    Those that are turned, as a stamp across the page is, are none of its text.
    """
    box, matrix, raw = pdfium.FS_RECTF(), pdfium.FS_MATRIX(), text.raw
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if code in _NO_CHARACTERS or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, i, byref(box))
        pdfium.FPDFText_GetMatrix(raw, i, byref(matrix))
        if abs(matrix.b) > _TURNED * abs(matrix.a or matrix.d):
            continue
        size = pdfium.FPDFText_GetFontSize(raw, i) * abs(matrix.d)
        yield Character(
            chr(code), box.left, box.bottom, box.right, box.top, size or box.top - box.bottom
        )


def _rules(page: Any) -> Iterator[Rule]:
    """Yield the thin lines on a page, and the sides of its boxes: what tables are drawn with."""
    import pypdfium2.raw as pdfium

    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = one.get_bounds()
        if right - left < 3 or top - bottom < 3:
            yield Rule(left, bottom, right, top)
        else:
            yield Rule(left, bottom, right, bottom)
            yield Rule(left, top, right, top)
            yield Rule(left, bottom, left, top)
            yield Rule(right, bottom, right, top)


def _warn(pages: Sequence[Page], warnings: list[str]) -> None:
    """Tell of pages without text; raises `ReadError` where none has any."""
    empty = [n for n, page in enumerate(pages, start=1) if len(page.characters) < _SCARCE]
    if len(empty) == len(pages):
        raise ReadError(
            "a PDF without text, only pictures of pages; run text recognition (OCR) over it first"
        )
    if empty:
        shown = ", ".join(map(str, empty[:10])) + (" …" if len(empty) > 10 else "")
        warnings.append(f"no text on page {shown}: a picture, or empty")


def _reading(pages: Sequence[Page], title: str) -> Reading:
    lines = [lines_of(page) for page in pages]
    furniture = _furniture(pages, lines)
    texts: list[str] = []
    begins: list[int] = []
    length = 0
    for page in lines:
        begins.append(length)
        for line in page:
            line.start = length
            texts.append(line.text)
            length += len(line.text) + 1
    source = "\n".join(texts)
    blocks, removals = blocks_of(lines, furniture, source)
    held = squeeze(title) and squeeze(title) in squeeze("".join(texts[:_TITLE_LINES]))
    return Reading(
        None,
        source,
        blocks,
        Metadata(title=" ".join(title.split()) if held else ""),
        locator="page",
        removals=removals,
        parts=tuple(begins),
    )


def _furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> dict[int, str]:
    """Return why a line, by its identity, is no part of the text: page numbers, running heads."""
    edges = [
        [line for line in page if line.row < 0 and _at_edge(line, pages[number])]
        for number, page in enumerate(lines)
    ]
    often = Counter(key for page in edges for key in {_key(line.text) for line in page})
    least = min(_LEAST_RECURRING, max(2, len(pages)))
    found: dict[int, str] = {}
    for number, page in enumerate(edges):
        for line in page:
            if _PAGE_NUMBER.fullmatch(line.text.strip()):
                found[id(line)] = "page number"
            elif often[_key(line.text)] >= least or _drawn_last(line, lines[number]):
                found[id(line)] = "running head"
    return found


def _at_edge(line: Line, page: Page) -> bool:
    margin = _EDGE * page.height
    return line.top > page.height - margin or line.bottom < margin


def _drawn_last(line: Line, page: Sequence[Line]) -> bool:
    """Tell whether a line above all others comes last on its page, as a fixed head does."""
    return page[-1] is line and len(page) > 1 and line.bottom > max(x.top for x in page[:-1])


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))
