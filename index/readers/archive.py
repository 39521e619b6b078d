"""Zip archives: each member that a reader reads is a document of the archive's.

Here: which members are read, their names, and how much they may inflate to. Not here: what a
member holds, which the function that is handed in finds out. Nothing is written to the disk.
"""

import io
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import ReadError
from index.records import Reading

Parse = Callable[[bytes, str, list[str]], Iterable[Reading]]

# Counted while a member is read, since a header may say anything.
MEMBERS = 10_000
MEMBER_BYTES = 64 << 20
TOTAL_BYTES = 256 << 20
# The standard library inflates these piece by piece; bzip2 and LZMA without a bound.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, OverflowError,
    RuntimeError, ValueError,
)  # fmt: skip


def version() -> str:
    """Return what stands as the encoding of an archive: its members each have their own."""
    return "zip"


def read_archive(
    data: bytes, warnings: list[str], suffixes: Collection[str], parse: Parse
) -> Iterator[Reading]:
    """Yield the documents of an archive; a member that cannot be read is told in `warnings`.

    Args:
        data: the archive.
        warnings: takes a line a member that is left out.
        suffixes: of the members that are read.
        parse: bytes, suffix and warnings → documents; raises `ReadError`.

    Yields:
        documents whose record is the member's name (NFC), `member.jsonl#id` for a record in it.

    Raises:
        ReadError: it is no archive, or a damaged one.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise ReadError(f"a damaged archive: {error}; pack it again") from None
    with archive:
        room = TOTAL_BYTES
        for name, info in _members(archive.infolist(), warnings, suffixes):
            told: list[str] = []
            try:
                content = _content(archive, info, room)
                room -= len(content)
                for reading in parse(content, PurePosixPath(name).suffix.lower(), told):
                    yield _named(reading, name)
            except ReadError as error:
                told = [str(error)]
            except Exception as error:  # one odd member must not end the reading of the others
                told = [f"cannot be read: {type(error).__name__}: {error}"]
            warnings.extend(f"{name}: {line}" for line in told)


def _named(reading: Reading, member: str) -> Reading:
    record = member if reading.record is None else f"{member}#{reading.record}"
    return replace(reading, record=record, name=PurePosixPath(member).name)


def _members(
    infos: list[zipfile.ZipInfo], warnings: list[str], suffixes: Collection[str]
) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the members that are to be read, by their names."""
    if len(infos) > MEMBERS:
        warnings.append(f"{len(infos)} members; the first {MEMBERS} are read")
    named = [(member_name(info), info) for info in infos[:MEMBERS] if not info.is_dir()]
    shown = [(name, info) for name, info in named if not _is_hidden(name)]
    seen: set[str] = set()
    for name, info in shown:
        if PurePosixPath(name).suffix.lower() not in suffixes:
            continue
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            warnings.append(f"{name}: a name that leads out of the archive; not read")
        elif name in seen:
            warnings.append(f"{name}: stands twice, the second is left out")
        else:
            seen.add(name)
            yield name, info
    unread = Counter(PurePosixPath(name).suffix.lower() for name, _ in shown)
    kinds = [f"{n} {kind or '?'}" for kind, n in sorted(unread.items()) if kind not in suffixes]
    if kinds:
        warnings.append(f"members not of a format that is read: {', '.join(kinds)}")


def _is_hidden(name: str) -> bool:
    """Tell whether a member is hidden, or what macOS keeps beside each file."""
    parts = PurePosixPath(name).parts
    return parts[:1] == ("__MACOSX",) or any(p[0] == "." and p != ".." for p in parts)


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name in NFC, whichever encoding it was written in.

    Without the flag for UTF-8 the standard library takes any name for CP437; macOS writes UTF-8
    there, Korean Windows CP949.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        name = _redecoded(name)
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _redecoded(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:  # taken from the extra field for Unicode names
        return name
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """Return what a member holds, at most `room` bytes of it.

    Raises:
        ReadError: it is encrypted, packed in a way that cannot be bounded, damaged, or too large.
    """
    if info.flag_bits & _ENCRYPTED:
        raise ReadError("encrypted; unpack it with its password")
    if info.compress_type not in _METHODS:
        raise ReadError("packed with neither store nor deflate; pack it again as an ordinary zip")
    limit = min(MEMBER_BYTES, room)
    try:
        with archive.open(info) as member:
            content = member.read(limit + 1)
    except _DAMAGED as error:
        raise ReadError(f"damaged: {error}") from None
    if len(content) > MEMBER_BYTES:
        raise ReadError(f"larger than {MEMBER_BYTES >> 20} MB; unpack it")
    if len(content) > limit:
        raise ReadError(f"the archive holds more than {TOTAL_BYTES >> 20} MB; unpack it")
    return content
