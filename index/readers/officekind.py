"""Which office format a file is, by its content; those that are not read are named."""

from collections.abc import Sequence

from index.errors import ReadError
from index.readers.package import Package

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_HWP3 = b"HWP Document File V"
_ADVICE = "save it as .docx, .hwpx or PDF"
# Names of streams in old files of Office, and what a file with one is.
_STREAMS = {
    "EncryptedPackage": "an Office document protected by a password",
    "WordDocument": "an old Word document (.doc)",
    "Workbook": "an old Excel table (.xls)",
    "PowerPoint Document": "an old PowerPoint presentation (.ppt)",
    "FileHeader": "a compound file like HWP without its mark",
}
# Parts of zips that are office files, and what a file with one is.
_PARTS = {
    "xl/workbook.xml": "an Excel table (.xlsx)",
    "xl/workbook.bin": "an Excel table (.xlsb)",
    "ppt/presentation.xml": "a PowerPoint presentation (.pptx)",
}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "an OpenDocument text (.odt)",
    b"application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument table (.ods)",
    b"application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation (.odp)",
    b"application/epub+zip": "an e-book (.epub)",
}


def compound_kind(data: bytes) -> str | None:
    """Return `hwp` for HWP 5, None for what is no compound file.

    Raises:
        ReadError: HWP 3, or a compound file of another program.
    """
    if data.startswith(_HWP3):
        raise _unread("a document of HWP 3 or older")
    if not data.startswith(_COMPOUND):
        return None
    if b"HWP Document File" in data:
        return "hwp"
    for stream, name in _STREAMS.items():
        if stream.encode("utf-16-le") in data:
            raise _unread(name)
    raise _unread("a compound file (OLE) of an unknown program")


def zipped_kind(data: bytes) -> str | None:
    """Return `docx`, `hwpx`, or `zip` for an archive of files, None for what is no zip.

    Raises:
        ReadError: a damaged zip, or an office format that is not read.
    """
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    package = Package(data)
    if "word/document.xml" in package:
        return "docx"
    kind = package.read("mimetype").strip() if "mimetype" in package else b""
    if kind == b"application/hwp+zip" or _has_section(package.names):
        return "hwpx"
    found = [name for part, name in _PARTS.items() if part in package]
    if found or kind in _MIMETYPES:
        raise _unread((found or [_MIMETYPES[kind]])[0])
    return "zip"


def _has_section(names: Sequence[str]) -> bool:
    return any(n.startswith("Contents/section") and n.endswith(".xml") for n in names)


def _unread(name: str) -> ReadError:
    return ReadError(f"{name} is not read: {_ADVICE}")
