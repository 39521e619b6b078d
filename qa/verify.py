"""Quote ↔ file: the file is read again, and the quote must still stand where it is said to."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from index.errors import ReadError
from index.readers import read_source
from index.records import Document
from index.sourcemap import pieces, squeeze
from qa.records import Status

# Source texts that are kept, in characters: a conversation goes back to the same few files.
_KEPT = 32_000_000


class _Key(NamedTuple):
    path: Path
    record: str | None
    size: int
    mtime_ns: int


class Verifier:
    """Checks quotes against files; a file that has not changed since is not read twice."""

    def __init__(self) -> None:
        self._texts: OrderedDict[_Key, str] = OrderedDict()
        self._lock = threading.Lock()

    def status(self, document: Document, spans: Iterable[Sequence[int]], quote: str) -> Status:
        """Return whether `spans` of the document's file, as it is now, still yield `quote`."""
        try:
            source = self._source(document)
        except FileNotFoundError:
            return "missing"
        except (OSError, ReadError):
            return "changed"
        return "verified" if squeeze(pieces(source, spans)) == squeeze(quote) else "changed"

    def _source(self, document: Document) -> str:
        path = Path(document.path)
        stat = path.stat()
        key = _Key(path, document.record, stat.st_size, stat.st_mtime_ns)
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
                return self._texts[key]
        text = read_source(path, document.record, document.format, document.encoding)
        with self._lock:
            self._texts[key] = text
            while len(self._texts) > 1 and sum(map(len, self._texts.values())) > _KEPT:
                self._texts.popitem(last=False)
        return text
