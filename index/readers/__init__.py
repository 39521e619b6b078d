"""One file in, its documents out: text with a map to the file, metadata, and what was skipped."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from index.errors import ReadError
from index.readers.archive import read_archive, version
from index.readers.binary import READERS, sniff
from index.readers.csv_table import read_csv
from index.readers.decode import decode
from index.readers.frontmatter import plain_line
from index.readers.jsonl import read_jsonl, read_records
from index.readers.plain import kind_of, merged, read_text
from index.readers.sections import Part, is_long, read_part, section_text
from index.records import Metadata, Reading

_SINGLE = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".csv", ".jsonl",
    *(f".{format_}" for format_ in READERS),
)  # fmt: skip
SUFFIXES = (*_SINGLE, ".zip")
# What is no long text (`sections`) is held whole, with its terms: 120 MB of memory a megabyte of
# Korean, of the 4 GB that a worker has (`pool`). Of more it is said at once, and not after minutes.
LARGEST_TEXT = 32_000_000


class FileReading(NamedTuple):
    """A file's documents before cleaning, and what the file is."""

    format: str
    encoding: str
    sha256: str
    size: int
    mtime_ns: int
    readings: tuple[Reading, ...]
    warnings: tuple[str, ...]


def read_documents(path: Path, *, whole: bool = False) -> FileReading:
    """Read one file.

    Args:
        path: where it stands.
        whole: whether of a page its menus and margins are read, too.

    Raises:
        ReadError: it cannot be opened, is empty, is binary, or holds no document.
    """
    try:
        data, mtime_ns = _loaded(path)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror or error}") from None
    warnings: list[str] = []
    parsed = _parse(data, path.suffix.lower(), warnings, whole)
    if not parsed.readings:
        raise ReadError("holds no document" + "".join(f"; {w}" for w in warnings[:1]))
    return FileReading(
        parsed.format,
        parsed.encoding,
        hashlib.sha256(data).hexdigest(),
        len(data),
        mtime_ns,
        parsed.readings,
        tuple(warnings),
    )


def read_section(path: Path, part: Part) -> FileReading:
    """Read one section of a long file; it is no page, so that nothing around it is looked for.

    Raises:
        ReadError: it cannot be opened, or has changed since it was parted.
    """
    file, warnings = part.file, list[str]()
    try:
        text = read_part(path, part)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror or error}") from None
    if replaced := text.count("\ufffd"):
        start = part.section.start
        warnings.append(
            f"from byte {start} on, {replaced} characters could not be read as {file.encoding}"
        )
    suffix = ".md" if file.format == "markdown" else f".{file.format}"
    title = plain_line(path.stem)
    readings = tuple(_section_readings(text, suffix, warnings, part, title))
    return FileReading(
        file.format, file.encoding, file.sha256, file.size, file.mtime_ns, readings, tuple(warnings)
    )


def _section_readings(
    text: str, suffix: str, warnings: list[str], part: Part, title: str
) -> Iterator[Reading]:
    before = part.section.before
    if part.file.format == "jsonl":
        yield from read_jsonl(text, warnings, before=before)
        return
    _, readings = _parse_text(text, suffix, warnings, whole=True)
    above = before - 1 if suffix == ".csv" and before else before  # the header is read again
    record = str(part.section.start)
    for reading in readings:
        about = merged(reading.metadata, Metadata(title=title))
        yield replace(reading, record=record, before=above, metadata=about)


def _loaded(path: Path) -> tuple[bytes, int]:
    """Return a file's bytes and the time they were written; read again once if that changes.

    Raises:
        OSError: it cannot be opened.
        ReadError: somebody keeps writing to it.
    """
    for _ in range(2):
        before = path.stat()
        data = path.read_bytes()
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return data, before.st_mtime_ns
    raise ReadError("changes while it is read; run again when it is written")


class _Parsed(NamedTuple):
    format: str
    encoding: str
    readings: tuple[Reading, ...]


def _parse(data: bytes, suffix: str, warnings: list[str], whole: bool) -> _Parsed:
    """Return what bytes hold; their first ones tell a binary format, the rest is text."""
    if sniff(data) == "zip":
        return _Parsed("zip", version(), tuple(_archived(data, warnings, whole)))
    return _parse_single(data, suffix, warnings, whole)


def _archived(data: bytes, warnings: list[str], whole: bool = False) -> Iterator[Reading]:
    """Yield the documents of an archive; one inside another is not looked into."""

    def parse(content: bytes, suffix: str, told: list[str]) -> tuple[Reading, ...]:
        return _parse_single(content, suffix, told, whole).readings

    return read_archive(data, warnings, SUFFIXES, parse)


def _parse_single(data: bytes, suffix: str, warnings: list[str], whole: bool) -> _Parsed:
    if format_ := sniff(data):
        if format_ == "zip":
            raise ReadError("an archive inside an archive; unpack it")
        reader = READERS[format_]
        return _Parsed(format_, reader.version(), tuple(reader.read(data, warnings)))
    if len(data) > LARGEST_TEXT:
        size, most = (f"{count / 1e6:.1f} MB" for count in (len(data), LARGEST_TEXT))
        raise ReadError(f"{size} of text, more than the {most} that are read; split it")
    decoded = decode(data)
    if decoded.replaced:
        warnings.append(f"{decoded.replaced} characters could not be read as {decoded.encoding}")
    format_, readings = _parse_text(decoded.text, suffix, warnings, whole)
    return _Parsed(format_, decoded.encoding, readings)


def _parse_text(
    text: str, suffix: str, warnings: list[str], whole: bool
) -> tuple[str, tuple[Reading, ...]]:
    if suffix == ".jsonl":
        return "jsonl", tuple(read_jsonl(text, warnings, whole=whole))
    if suffix == ".csv":
        return "csv", (read_csv(text),)
    return kind_of(text, suffix), (read_text(text, suffix, whole=whole),)


def read_sources(
    path: Path, format_: str, encoding: str, record: str | None = None
) -> dict[str | None, str]:
    """Return the source texts of a file's documents again, by record; None is the file itself.

    Of a long file only those of the section that holds `record`.

    Raises:
        ReadError: the file cannot be opened.
    """
    try:
        if is_long(path.stat().st_size, format_, encoding):
            text, before = section_text(path, record, format_, encoding)
            sources = _text_sources(text, format_, before)
            return {record: sources[None]} if None in sources else sources
        data = path.read_bytes()
        if format_ == "zip":
            return {found.record: found.source for found in _archived(data, [])}
        if format_ in READERS:
            return {found.record: found.source for found in READERS[format_].read(data, [])}
        return _text_sources(data.decode(encoding, errors="replace"), format_)
    except (OSError, LookupError) as error:
        raise ReadError(f"cannot be opened: {error}") from None


def _text_sources(text: str, format_: str, before: int = 0) -> dict[str | None, str]:
    if format_ == "csv":
        return {None: read_csv(text).source}
    if format_ != "jsonl":
        return {None: text}
    return {found.id: found.source for found in read_records(text, [], before=before)}
