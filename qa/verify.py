"""Quote ↔ file: the file is read again, and the quote must still stand where it is said to."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from index.errors import ReadError
from index.readers import read_sources
from index.readers.sections import is_long
from index.records import Document, Locator
from index.sourcemap import Span, pieces, squeeze
from qa.records import Status

# Source texts that are kept, in characters: a conversation goes back to the same few files.
_KEPT = 32_000_000


class _Key(NamedTuple):
    """A file in one state; a change of size or time makes another. A long one is read by parts."""

    path: Path
    size: int
    mtime_ns: int
    record: str | None = None


class Verifier:
    """Checks quotes against files; a file that has not changed since is not read twice."""

    def __init__(self) -> None:
        self._files: OrderedDict[_Key, Mapping[str | None, str]] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def status(self, document: Document, spans: Iterable[Sequence[int]], quote: str) -> Status:
        """Return whether `spans` of the document's file, as it is now, still yield `quote`."""
        try:
            source = self._sources(document).get(document.record)
        except FileNotFoundError:
            return "missing"
        except (OSError, ReadError):
            return "changed"
        if source is None or squeeze(pieces(source, spans)) != squeeze(quote):
            return "changed"
        return "verified"

    def source(self, document: Document) -> str | None:
        """Return the document's source text as its file holds it now, None where it holds none."""
        try:
            return self._sources(document).get(document.record)
        except (OSError, ReadError):
            return None

    def locate(self, document: Document, passage: Locator, span: Span) -> Locator:
        """Return the lines of the file that a quote stands in, or where its passage stands.

        Args:
            document: what is quoted.
            passage: where its passage stands.
            span: from the quote's first to its last character in the source text.
        """
        if passage.kind != "text" or _is_section(document):  # which has lines above it
            return passage
        source = self.source(document)
        if source is None:
            return passage
        first = source.count("\n", 0, span.start) + 1
        return Locator("text", first, first + source.count("\n", span.start, span.end - 1))

    def _sources(self, document: Document) -> Mapping[str | None, str]:
        path = Path(document.path)
        stat = path.stat()
        long = is_long(stat.st_size, document.format, document.encoding)
        key = _Key(path, stat.st_size, stat.st_mtime_ns, document.record if long else None)
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        sources = read_sources(path, document.format, document.encoding, document.record)
        with self._lock:
            if key not in self._files:
                self._files[key] = sources
                self._held += _size(sources)
            while len(self._files) > 1 and self._held > _KEPT:
                self._held -= _size(self._files.popitem(last=False)[1])
        return sources


def _is_section(document: Document) -> bool:
    return document.format in ("text", "markdown") and document.record is not None


def _size(sources: Mapping[str | None, str]) -> int:
    return sum(map(len, sources.values()))
