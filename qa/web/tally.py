"""How many questions were answered how, day by day: numbers alone, never what was asked.

geungeo.index/               the index
geungeo.index.tally.sqlite   what is counted here, so that it outlasts the server
"""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from qa.records import Level

_PATIENCE = 30.0  # seconds that a count waits for those of other processes
_SUFFIX: Final = ".tally.sqlite"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS answers (
    day TEXT NOT NULL, level TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, level)
)"""
_COUNT: Final = """
INSERT INTO answers VALUES (?, ?, 1)
ON CONFLICT (day, level) DO UPDATE SET count = count + 1"""

_log = logging.getLogger(__name__)


class Counted(NamedTuple):
    """The answers of one day and one level."""

    day: str
    level: str
    number: int


class Tally:
    """The answers given over one index. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        """Count in the SQLite file `path`, which is made with the first answer."""
        self.path = path
        self._lock = threading.Lock()
        self._silent = False  # a disk that takes nothing is told of once

    @classmethod
    def beside(cls, index: Path) -> "Tally":
        """Return the tally of the index in the folder `index`."""
        folder = index.resolve()
        return cls(folder.with_name(folder.name + _SUFFIX))

    def count(self, level: Level, day: str = "") -> None:
        """Count an answer, of today unless `day` says otherwise; what fails is only logged."""
        day = day or datetime.now(UTC).date().isoformat()
        try:
            with self._lock, self._connected() as connection:
                connection.execute(_SCHEMA)
                connection.execute(_COUNT, (day, level))
        except sqlite3.Error as error:
            if not self._silent:
                _log.warning("%s: %s; answers are not counted", self.path, error)
            self._silent = True

    def days(self) -> list[Counted]:
        """Return all that was counted, by day; nothing where the file cannot be read."""
        if not self.path.exists():
            return []
        try:
            with self._connected() as connection:
                rows = connection.execute("SELECT day, level, count FROM answers ORDER BY day")
                return [Counted(*row) for row in rows]
        except sqlite3.Error as error:
            _log.warning("%s: %s", self.path, error)
            return []

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level="IMMEDIATE")
        try:
            # no answer waits for the disk; a power cut may cost the last few counts
            with suppress(
                sqlite3.OperationalError
            ):  # another connection is about it at this moment
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            with connection:
                yield connection
        finally:
            connection.close()
