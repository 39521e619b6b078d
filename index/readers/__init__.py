"""One file in, its documents out: text with a map to the file, metadata, and what was skipped."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from index.errors import ReadError
from index.readers.binary import READERS, sniff
from index.readers.csv_table import read_csv
from index.readers.decode import decode
from index.readers.jsonl import read_jsonl, read_records
from index.readers.plain import kind_of, read_text
from index.records import Reading

SUFFIXES = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".csv", ".jsonl",
    *(f".{format_}" for format_ in READERS),
)  # fmt: skip


class FileReading(NamedTuple):
    """A file's documents before cleaning, and what the file is."""

    format: str
    encoding: str
    sha256: str
    size: int
    mtime_ns: int
    readings: tuple[Reading, ...]
    warnings: tuple[str, ...]


def read_documents(path: Path, load: Callable[[Path], bytes] = Path.read_bytes) -> FileReading:
    """Read one file.

    Raises:
        ReadError: it cannot be opened, is empty, is binary, or holds no document.
    """
    try:
        before = path.stat()
        data = load(path)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror or error}") from None
    warnings: list[str] = []
    parsed = _parse(data, path.suffix.lower(), warnings)
    if not parsed.readings:
        raise ReadError("holds no document" + "".join(f"; {w}" for w in warnings[:1]))
    return FileReading(
        parsed.format,
        parsed.encoding,
        hashlib.sha256(data).hexdigest(),
        len(data),
        before.st_mtime_ns,
        parsed.readings,
        tuple(warnings),
    )


class _Parsed(NamedTuple):
    format: str
    encoding: str
    readings: tuple[Reading, ...]


def _parse(data: bytes, suffix: str, warnings: list[str]) -> _Parsed:
    """Return what bytes hold; their first ones tell a binary format, the rest is text."""
    if format_ := sniff(data):
        reader = READERS[format_]
        return _Parsed(format_, reader.version(), tuple(reader.read(data, warnings)))
    decoded = decode(data)
    if decoded.replaced:
        warnings.append(f"{decoded.replaced} characters could not be read as {decoded.encoding}")
    format_, readings = _parse_text(decoded.text, suffix, warnings)
    return _Parsed(format_, decoded.encoding, readings)


def _parse_text(text: str, suffix: str, warnings: list[str]) -> tuple[str, tuple[Reading, ...]]:
    if suffix == ".jsonl":
        return "jsonl", tuple(read_jsonl(text, warnings))
    if suffix == ".csv":
        return "csv", (read_csv(text),)
    return kind_of(text, suffix), (read_text(text, suffix),)


def read_sources(path: Path, format_: str, encoding: str) -> dict[str | None, str]:
    """Return the source texts of a file's documents again, by record; None is the file itself.

    Raises:
        ReadError: the file cannot be opened.
    """
    try:
        data = path.read_bytes()
        if format_ in READERS:
            return {found.record: found.source for found in READERS[format_].read(data, [])}
        text = data.decode(encoding, errors="replace")
    except (OSError, LookupError) as error:
        raise ReadError(f"cannot be opened: {error}") from None
    if format_ == "csv":
        return {None: read_csv(text).source}
    if format_ != "jsonl":
        return {None: text}
    return {found.id: found.source for found in read_records(text, [])}


def read_source(path: Path, record: str | None, format_: str, encoding: str) -> str:
    """Return the source text of one document again, as it was when it was indexed.

    Raises:
        ReadError: the file cannot be opened, or no longer holds the record.
    """
    sources = read_sources(path, format_, encoding)
    if record not in sources:
        raise ReadError(f"no longer holds the record {record}")
    return sources[record]
