"""Formats that are no text: told by their first bytes, each read by the room that owns its library.

Here: which format a file is, and who reads it. Not here: the readers themselves. A library is
imported when the first file of its format is read.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

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


READERS: dict[str, BinaryReader] = {}  # by format, which is also the suffix


def sniff(data: bytes) -> str | None:
    """Return the binary format that `data` is in, None for text.

    Raises:
        ReadError: a format that is known and not read, such as a picture.
    """
    return None
