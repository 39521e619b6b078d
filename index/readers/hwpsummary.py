"""The property set of HWP 5: title and days, after [MS-OLEPS].

Read here and not by olefile, whose reader of properties believes any count that a damaged file
names, and counts to four billion.
"""

import datetime
import struct

from index.readers.office import properties
from index.records import Metadata

_TITLE, _CREATED, _SAVED = 2, 12, 13  # ids of properties
_TEXT, _TIME = 31, 64  # types
_FIRST = datetime.datetime(1601, 1, 1)
_MOST = 64  # properties, of which Hangul writes some fifteen


def read_summary(data: bytes) -> Metadata:
    """Return title and days; nothing where they cannot be read."""
    try:
        (section,) = struct.unpack_from("<I", data, 44)
        (count,) = struct.unpack_from("<I", data, section + 4)
        values = {}
        for i in range(min(count, _MOST)):
            id_, offset = struct.unpack_from("<II", data, section + 8 + 8 * i)
            values[id_] = _value(data, section + offset)
    except (struct.error, OverflowError):
        return Metadata()
    return properties(values.get(_TITLE), values.get(_SAVED), values.get(_CREATED))


def _value(data: bytes, at: int) -> str:
    """Return a text, or a time as ISO 8601; '' for what is neither."""
    (type_,) = struct.unpack_from("<I", data, at)
    if type_ == _TEXT:
        (length,) = struct.unpack_from("<I", data, at + 4)
        return data[at + 8 : at + 8 + 2 * length].decode("utf-16-le", "replace").strip("\0")
    if type_ == _TIME:
        (ticks,) = struct.unpack_from("<Q", data, at + 4)  # of 100 ns since 1601
        return (_FIRST + datetime.timedelta(microseconds=ticks // 10)).isoformat() if ticks else ""
    return ""
