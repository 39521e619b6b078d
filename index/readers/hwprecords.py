"""The record stream of HWP 5: bytes → a tree of records, and the text of a paragraph's record.

After Hancom's public specification of the format, revision 1.3. Not here: what records mean.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.errors import ReadError

PARA_SHAPE, STYLE = 25, 26  # of DocInfo
PARA_HEADER, PARA_TEXT, CTRL_HEADER, LIST_HEADER = 66, 67, 71, 72
SHAPE_COMPONENT, TABLE = 76, 77

# What one stream may inflate to, and what may stand in it; a table in a table is three levels.
STREAM_BYTES, RECORDS, DEPTH = 64 << 20, 1_000_000, 120
# Control characters of one unit; all others below 32 take eight.
_SINGLE = frozenset((0, 10, 13, *range(24, 32)))
_SIGNS = {9: "\t", 10: "\n", 24: "-", 30: " ", 31: " "}


@dataclass(slots=True)
class Record:
    """A record and those below it."""

    tag: int
    data: bytes
    children: list["Record"] = field(default_factory=list)

    def number(self, offset: int, form: str = "H") -> int:
        """Return the little-endian number at `offset`, 0 where the record is too short."""
        size = struct.calcsize(form)
        found: bytes = self.data[offset : offset + size]
        return int(struct.unpack("<" + form, found)[0]) if len(found) == size else 0


def inflated(data: bytes, name: str) -> bytes:
    """Return what a packed stream holds.

    Raises:
        ReadError: it is damaged, or inflates to more than `STREAM_BYTES`.
    """
    try:
        found = zlib.decompressobj(-15).decompress(data, STREAM_BYTES + 1)
    except zlib.error as error:
        raise ReadError(f"{name} is damaged: {error}; save the document again") from None
    if len(found) > STREAM_BYTES:
        raise ReadError(f"{name} inflates to more than {STREAM_BYTES >> 20} MB: not read")
    return found


def tree(data: bytes, name: str) -> Record:
    """Return a root over the records of a stream.

    Raises:
        ReadError: a record ends behind the stream, or there are more, or deeper ones, than a
            document has.
    """
    root = Record(0, b"")
    open_ = [root]  # the last record of each level, below the root
    for count, (tag, level, payload) in enumerate(_records(data, name)):
        if level > DEPTH or count > RECORDS:
            raise ReadError(f"{name} nests deeper or holds more than a document does")
        record = Record(tag, payload)
        del open_[level + 1 :]
        open_[-1].children.append(record)
        open_.append(record)
    return root


def _records(data: bytes, name: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield tag, level and bytes; the head is 10 bits of tag, 10 of level and 12 of length."""
    at = 0
    while at + 4 <= len(data):
        head = int.from_bytes(data[at : at + 4], "little")
        at += 4
        size = head >> 20
        if size == 0xFFF:
            size = int.from_bytes(data[at : at + 4], "little")
            at += 4
        if at + size > len(data):
            raise ReadError(f"{name} is damaged: it breaks off; save the document again")
        yield head & 0x3FF, head >> 10 & 0x3FF, data[at : at + size]
        at += size


def paragraph_text(data: bytes) -> str:
    """Return the characters of a PARA_TEXT record, without what stands for a control."""
    units = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    texts: list[str] = []
    at = start = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            at += 1
            continue
        texts += data[2 * start : 2 * at].decode("utf-16-le", "replace"), _SIGNS.get(unit, "")
        at += 1 if unit in _SINGLE else 8
        start = at
    return "".join(texts) + data[2 * start : 2 * len(units)].decode("utf-16-le", "replace")
