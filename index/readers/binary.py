"""Formats that are no text: told by their first bytes, each read by the room that owns its library.

Here: which format a file is, and who reads it. Not here: the readers themselves. A library is
imported when the first file of its format is read.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from index.errors import ReadError
from index.readers import docx, hwp, hwpx, pdf
from index.readers.officekind import compound_kind, zipped_kind
from index.records import Reading


class BinaryReader(NamedTuple):
    """Who reads a format.

    Args:
        read: the bytes of a file, and a list that takes warnings → its documents, whose source
            text is what the library extracts (see `sourcemap`); raises `ReadError`.
        version: returns name and version of the library, which are kept with the index.
    """

    read: Callable[[bytes, list[str]], Iterator[Reading]]
    version: Callable[[], str]


READERS: dict[str, BinaryReader] = {  # by format, which is also the suffix
    "docx": BinaryReader(docx.read_docx, docx.version),
    "hwp": BinaryReader(hwp.read_hwp, hwp.version),
    "hwpx": BinaryReader(hwpx.read_hwpx, hwpx.version),
    "pdf": BinaryReader(pdf.read_pdf, pdf.version),
}
_PDF_WITHIN = 1024  # bytes; what stands before the mark is passed over, as viewers do
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")


def sniff(data: bytes) -> str | None:
    """Return the binary format that `data` is in, None for text.

    Raises:
        ReadError: a format that is known and not read, such as a picture.
    """
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_PICTURES):
        raise ReadError("a picture, not text; run text recognition (OCR) over it first")
    return compound_kind(data) or zipped_kind(data)
