"""CSV: a row is a block, its cells parted by tabs; the source text is a row a line."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from index.errors import ReadError
from index.records import Block, Metadata, Reading
from index.sourcemap import MappedText

csv.field_size_limit(2**31 - 1)  # a C long, which has 32 bits on Windows

_DELIMITERS = (",", "\t", ";", "|")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read_csv(text: str) -> Reading:
    """Return the table in `text`; its first row of several cells is the header.

    What stands above it in rows of one cell, a title and a unit, is its caption.

    Raises:
        ReadError: it is no table.
    """
    try:
        rows = [
            "\t".join(" ".join(cell.split()) for cell in row)
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise ReadError(f"not a CSV table: {error}") from None
    source = "\n".join(rows)
    lines = MappedText.of(source).resolved().composed().lines()
    return Reading(None, source, tuple(_blocks(list(lines))), Metadata(), locator="record")


def _blocks(lines: Sequence[MappedText]) -> Iterator[Block]:
    header = next((n for n, line in enumerate(lines) if "\t" in line.text.strip()), 0)
    for n, line in enumerate(lines):
        if n < header:
            yield Block("caption", line.stripped())
        else:
            yield Block("header" if n == header else "row", line)


def delimiter_of(text: str) -> str:
    """Return what parts the cells: what stands most often outside of quotes in the first row."""
    first = _QUOTED.sub("", text[:100_000].lstrip()).lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=first.count)
