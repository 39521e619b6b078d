"""Long texts are read in sections, one after another, so that none takes the memory of a whole one.

Here: where a section begins and ends. A section of a text or of a table is a document of its own,
whose record is the byte at which it begins; in a file of records each record stays its own. Not
long: pages and binary formats, which only make sense whole, and text whose line breaks are no
single byte (UTF-16).
"""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from index.errors import ReadError
from index.readers.binary import sniff
from index.readers.csv_table import delimiter_of
from index.readers.decode import decode
from index.readers.jsonl import read_records
from index.readers.plain import kind_of

# A text of more bytes is long. Reading takes 120 MB of memory a megabyte of Korean.
LONG: Final = 8_000_000
SECTION: Final = 2_000_000
# A record, or a row of a table, that does not end within so many bytes is cut.
LONGEST_RECORD: Final = 32_000_000
_HEAD: Final = 100_000  # bytes that tell what parts the cells of a table
_BREAKS: Final = (b"\n\n", b"\n\r\n", b"\n", b" ")  # where a text is cut, the best first


class Section(NamedTuple):
    """A part of a file: its bytes, half-open, and how many lines stand before it."""

    start: int
    end: int
    before: int


class LongText(NamedTuple):
    """A long file: what it is, and its sections."""

    format: str
    encoding: str
    sha256: str
    size: int
    mtime_ns: int
    sections: tuple[Section, ...]

    def is_at(self, path: Path) -> bool:
        """Tell whether the file at `path` is still this one, by size and time."""
        try:
            stat = path.stat()
        except OSError:
            return False
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.mtime_ns)


class Part(NamedTuple):
    """One section of a long file, by its number from 0."""

    file: LongText
    number: int

    @property
    def section(self) -> Section:
        """The section itself."""
        return self.file.sections[self.number]


def parted(path: Path) -> LongText | None:
    """Return the sections of a file, None where it is not long and is to be read whole.

    Raises:
        OSError: it cannot be opened.
        ReadError: it is no text, or a picture.
    """
    stat = path.stat()
    if stat.st_size <= LONG:
        return None
    with path.open("rb") as file:
        head = next(_sections(file, "text"))[1]
        if sniff(head) is not None:
            return None
        decoded = decode(head)
        format_ = {".jsonl": "jsonl", ".csv": "csv"}.get(path.suffix.lower())
        format_ = format_ or kind_of(decoded.text, path.suffix.lower())
        if format_ == "html" or not _is_bytewise(decoded.encoding):
            return None
        digest = hashlib.sha256()
        sections = []
        for section, data in _sections(file, format_):
            digest.update(data)
            sections.append(section)
        encoding = _encoding(file, format_, decoded.encoding)
    return LongText(
        format_, encoding, digest.hexdigest(), stat.st_size, stat.st_mtime_ns, tuple(sections)
    )


def _encoding(file: BinaryIO, format_: str, first: str) -> str:
    """Return the encoding that reads all sections; that of the `first` one where none does."""
    return next(
        (name for name in dict.fromkeys((first, "utf-8", "cp949")) if _reads(file, format_, name)),
        first,
    )


def _reads(file: BinaryIO, format_: str, encoding: str) -> bool:
    try:
        for _, data in _sections(file, format_):
            data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sections(file: BinaryIO, format_: str) -> Iterator[tuple[Section, bytes]]:
    """Yield the sections of a file with their bytes, from its beginning."""
    start = before = 0
    while data := _section_at(file, start, format_):
        yield Section(start, start + len(data), before), data
        start += len(data)
        before += data.count(b"\n")


def _section_at(file: BinaryIO, start: int, format_: str) -> bytes:
    """Return the bytes of the section that begins at `start`; none where the file ends there."""
    size = SECTION
    quoted = _quoted_cells(file) if format_ == "csv" else None
    while True:
        file.seek(start)
        data = file.read(size + 1)
        if len(data) <= size:
            return data
        if end := _cut(data[:size], format_, quoted):
            return data[:end]
        if size >= LONGEST_RECORD:
            return data[:size]
        size = min(2 * size, LONGEST_RECORD)


def _cut(data: bytes, format_: str, quoted: re.Pattern[bytes] | None) -> int:
    """Return where to cut: behind a paragraph, a record or a row; 0 where none ends."""
    if quoted:
        return _without(quoted, data).rfind(b"\n") + 1
    if format_ == "jsonl":
        return data.rfind(b"\n") + 1
    half = len(data) // 2
    found = (data.rfind(one, half) + len(one) for one in _BREAKS if data.rfind(one, half) >= 0)
    return next(found, _end_of_character(data))


def _quoted_cells(file: BinaryIO) -> re.Pattern[bytes]:
    """Return what finds the cells in quotes; a quote inside another cell is a character."""
    file.seek(0)
    parts = re.escape(delimiter_of(file.read(_HEAD).decode("latin-1")).encode())
    return re.compile(rb'(?:\A(?:\xef\xbb\xbf)?|(?<=[\r\n%b]))"[^"]*+(?:""[^"]*+)*+"?' % parts)


def _without(quoted: re.Pattern[bytes], data: bytes) -> bytes:
    """Return a table with something else in place of its quoted cells, in which rows may break."""
    return quoted.sub(lambda cell: b" " * len(cell[0]), data)


def _end_of_character(data: bytes) -> int:
    """Return the last place that parts no character of UTF-8."""
    end = len(data)
    while end > len(data) - 4 and data[end - 1] & 0xC0 == 0x80:
        end -= 1
    return end - 1


def read_part(path: Path, part: Part) -> str:
    """Return the text of a section, behind the names of the columns where it is one of a table.

    Raises:
        OSError: it cannot be opened.
        ReadError: the file is another one than when it was parted.
    """
    start, end, _ = part.section
    with path.open("rb") as file:
        file.seek(start)
        text = _text(file, start, file.read(end - start), part.file.format, part.file.encoding)
    if not part.file.is_at(path):
        raise ReadError("changes while it is read; run again when it is written")
    return text


def _text(file: BinaryIO, start: int, data: bytes, format_: str, encoding: str) -> str:
    if format_ == "csv" and start:
        first = _section_at(file, 0, format_)
        end = _without(_quoted_cells(file), first).find(b"\n") + 1
        data = first[:end] + data
    return data.decode(encoding, errors="replace")


def is_long(size: int, format_: str, encoding: str) -> bool:
    """Tell whether an indexed file was read in sections."""
    return (
        size > LONG and format_ in ("text", "markdown", "csv", "jsonl") and _is_bytewise(encoding)
    )


def _is_bytewise(encoding: str) -> bool:
    """Tell whether a line break is one byte, the same wherever it stands."""
    return not encoding.replace("_", "-").startswith(("utf-16", "utf-32"))


def section_text(path: Path, record: str | None, format_: str, encoding: str) -> tuple[str, int]:
    """Return the text of the section that holds a record, and the lines before it.

    Raises:
        ReadError: the file holds no such record.
        OSError: it cannot be opened.
    """
    start, before = _place(path, record, format_, encoding)
    with path.open("rb") as file:
        return _text(file, start, _section_at(file, start, format_), format_, encoding), before


def _place(path: Path, record: str | None, format_: str, encoding: str) -> tuple[int, int]:
    if format_ == "jsonl":
        stat = path.stat()
        places = _record_places(path, encoding, stat.st_size, stat.st_mtime_ns)
        if record not in places:
            raise ReadError(f"no longer holds the record {record}")
        return places[record]
    if record is None or not (record.isascii() and record.isdigit()):
        raise ReadError(f"no longer holds the record {record}")
    return int(record), 0


@lru_cache(maxsize=4)
def _record_places(
    path: Path, encoding: str, _size: int, _mtime_ns: int
) -> dict[str | None, tuple[int, int]]:
    """Return for each record where its section begins, and the lines before that."""
    places: dict[str | None, tuple[int, int]] = {}
    with path.open("rb") as file:
        for section, data in _sections(file, "jsonl"):
            text = data.decode(encoding, errors="replace")
            for record in read_records(text, [], before=section.before):
                places.setdefault(record.id, (section.start, section.before))
    return places
