"""Writing an index: one writer, one transaction, and a commit that is whole or never was.

Rows and derived files become current together: the files are on the disk, under new names, before
the transaction that records their checksums ends. Until then, and after a crash at any instant,
the generation before is the one that is read. What to write `build` decides.
"""

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from index.database import Settings, connect, explained
from index.generation import Generation, Step, recorded, unheld, write_parts, written
from index.opening import (
    begin,
    lock,
    prepare,
    put_back,
    put_back_if_interrupted,
    remove_before,
    set_aside,
)
from index.roots import Root
from index.rows import Rows


def no_step(_: str) -> None:
    """Do nothing between two steps; tests put a crash here."""


class Writer(Rows):
    """The one writer of an index, from its making to `close`; use as a context manager.

    Leaving without `commit` leaves the index as it was.

    Args:
        path: the index's folder, made if need be.
        settings: what rows are made with.
        rebuild: take an index that was made with other settings, or is of another format or
            damaged; vectors of before are not reused.
        step: called with the name of each step of the commit.

    Raises:
        BusyError: somebody else is writing.
        MismatchError: other settings, and not `rebuild`.
        InputError: the folder holds something else than an index.
    """

    def __init__(
        self,
        path: str | Path,
        settings: Settings,
        *,
        rebuild: bool = False,
        step: Step = no_step,
    ) -> None:
        folder = Path(path)
        self._step = step
        self._aside: list[Root] | None = None  # a rebuild's roots of before
        with explained(folder):
            prepare(folder)
            self._lock = lock(folder)
            try:
                connection = self._connect(folder, rebuild=rebuild)
            except BaseException:
                os.close(self._lock)
                raise
            try:
                number = begin(connection, folder, settings, rebuild=rebuild)
                super().__init__(folder, connection, settings, number, reusing=not rebuild)
                self._put_rescued()
            except BaseException:
                connection.close()
                if self._aside is not None:
                    put_back(folder)
                os.close(self._lock)
                raise

    def _connect(self, folder: Path, *, rebuild: bool) -> sqlite3.Connection:
        put_back_if_interrupted(folder)
        self._aside = set_aside(folder) if rebuild else None
        return connect(folder, write=True)

    def _put_rescued(self) -> None:
        for root in self._aside or ():
            self.put_root(root)

    def close(self) -> None:
        """Undo what was not committed, and unlock."""
        with suppress(sqlite3.Error, OSError):
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if not any(one.number == self.number for one in recorded(self.connection)):
                self._remove({self.number})
        self.connection.close()
        if self._aside is not None:
            with suppress(OSError):
                put_back(self.folder)
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def commit(self) -> Generation:
        """Make what was written current and durable, then remove what nobody reads any more.

        Raises:
            StoreError: the disk is full; the index is as it was.
        """
        with explained(self.folder):
            self._step("begin")
            parts = write_parts(
                self.connection, self.folder, self.number, self.settings.dimension, self._step
            )
            created = datetime.now(UTC).isoformat(timespec="seconds")
            counts = [self.live(table) for table in ("files", "documents", "passages")]
            generation = Generation(self.number, created, self.settings, parts, *counts)
            generation.record(self.connection)
            self._step("recorded")
            self.connection.execute("COMMIT")
        self._aside = None
        self._step("committed")
        with suppress(sqlite3.Error, OSError):  # what is left over, the next writer removes
            self._tidy()
        return generation

    def commit_notes(self) -> None:
        """End the transaction where only `touch` or `put_root` wrote: no new generation."""
        with explained(self.folder):
            self.connection.execute("COMMIT")

    def _tidy(self) -> None:
        """Remove the generations that no reader holds, their files and the rows only they saw."""
        kept = {one.number for one in recorded(self.connection)}
        old = (kept | set(written(self.folder))) - {self.number}
        free = dict(unheld(self.folder, old))
        try:
            kept -= set(free)
            self.connection.execute("BEGIN IMMEDIATE")
            for number in free:
                self.connection.execute("DELETE FROM generations WHERE key = ?", (number,))
            for table in ("files", "documents", "passages"):
                self.connection.execute(f"DELETE FROM {table} WHERE died <= ?", (min(kept),))
            self.connection.execute("COMMIT")
            self._step("rows tidied")
            self._remove(set(free))
            remove_before(self.folder)
            self._step("files tidied")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            for lock in free.values():
                if lock is not None:
                    os.close(lock)

    def _remove(self, numbers: set[int]) -> None:
        for number, paths in written(self.folder).items():
            for path in paths if number in numbers else ():
                path.unlink(missing_ok=True)
