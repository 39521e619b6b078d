"""Whether an index is what was written, and mending what derives from its rows.

`check` looks at every file in the index's folder and alters nothing. `repair` derives the files of
a generation again from SQLite, without encoding or tokenising; rows that are damaged themselves
can only be made again from the documents. Asking never repairs by itself.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from index.database import NAME, connect, explained, require_format
from index.errors import BusyError, DamagedError, MissingIndexError
from index.generation import (
    FIELDS,
    Generation,
    hold,
    load_arrays,
    load_dense,
    load_lexical,
    lock_path,
    recorded,
    verified,
    written,
)
from index.integrity import broken_rows, database_problems
from index.opening import LOCK, foreign_files, lock
from index.writer import Writer

_COUNTED = ("files", "documents", "passages")


def check(path: str | Path) -> list[str]:
    """Return what is wrong with the index in the folder `path`, one line a problem.

    Raises:
        MissingIndexError: there is no index.
        MismatchError: it has another format.
    """
    folder = Path(path)
    try:
        with explained(folder), closing(connect(folder)) as connection, _held(folder):
            require_format(connection, folder)
            connection.execute("BEGIN")  # all that follows is of one moment
            return list(_problems(connection, folder))
    except DamagedError as error:
        return [str(error)]


def repair(path: str | Path) -> list[str]:
    """Derive the files of the index again from its rows; return what had been wrong.

    Raises:
        DamagedError: the rows themselves are damaged.
        BusyError: somebody is writing.
    """
    folder = Path(path)
    left_alone = set(_foreign(folder))
    problems = [problem for problem in check(folder) if problem not in left_alone]
    if not problems:
        return []
    with explained(folder), closing(connect(folder)) as connection:
        before = recorded(connection)
    if not before:
        raise MissingIndexError(f"the index at {folder} was begun and not finished: qa index PATH")
    with Writer(folder, before[-1].settings) as writer, explained(folder):
        writer.connection.execute("REINDEX")
        beyond = [*database_problems(writer.connection, folder), *broken_rows(writer.connection)]
        if beyond:
            raise DamagedError(
                f"{folder / NAME}: {beyond[0]}; make it again from the documents:"
                " qa index --rebuild PATH"
            )
        writer.commit()
    return problems


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep a writer from removing any generation that there is."""
    locks = [hold(folder, number) for number in written(folder)]
    try:
        yield
    finally:
        for lock in locks:
            if lock is not None:
                os.close(lock)


def _problems(connection: sqlite3.Connection, folder: Path) -> Iterator[str]:
    yield from database_problems(connection, folder)
    before = recorded(connection)
    if not before:
        yield f"the index at {folder} was begun and not finished; run it again: qa index PATH"
        return
    yield from broken_rows(connection)
    yield from _counts(connection, before[-1])
    for generation in before:
        current = generation is before[-1]
        found = list(_parts(connection, folder, generation, current=current))
        if found and generation.number in _numbers_now(folder):  # a writer was removing it
            yield from found
    yield from _other_files(folder, {generation.number for generation in before})


def _counts(connection: sqlite3.Connection, generation: Generation) -> Iterator[str]:
    for table in _COUNTED:
        read = " AND reason IS NULL" if table == "files" else ""
        sql = f"SELECT count(*) FROM {table} WHERE died IS NULL{read}"
        found, wanted = connection.execute(sql).fetchone()[0], getattr(generation, table)
        if found != wanted:
            yield f"{NAME}: {found} {table}, {wanted} were committed"


def _parts(
    connection: sqlite3.Connection, folder: Path, generation: Generation, *, current: bool
) -> Iterator[str]:
    """Yield what is wrong with the files of a generation."""
    if not lock_path(folder, generation.number).exists():
        yield f"{lock_path(folder, generation.number)} is missing; mend it: qa repair"
    whole = True
    for part in generation.parts:
        try:
            verified(folder, generation, part, closely=True)
        except DamagedError as error:
            whole = False
            yield str(error)
    if whole and current:
        yield from _agreement(connection, folder, generation)


def _agreement(
    connection: sqlite3.Connection, folder: Path, generation: Generation
) -> Iterator[str]:
    """Yield where rows, terms and vectors do not speak of the same passages."""
    sql = "SELECT key FROM passages WHERE died IS NULL ORDER BY id"
    keys = np.array([key for (key,) in connection.execute(sql)], np.int64)
    if not np.array_equal(load_arrays(folder, generation, "rows")["keys"], keys):
        yield f"rows of generation {generation.number} are not the passages; mend it: qa repair"
    counts = {field: load_lexical(folder, generation, field).count for field in FIELDS}
    counts["dense"] = load_dense(folder, generation).count
    for part, count in counts.items():
        if count != len(keys):
            yield f"{part} counts {count} passages of {len(keys)}; mend it: qa repair"


def _other_files(folder: Path, numbers: set[int]) -> Iterator[str]:
    left = {n: paths for n, paths in written(folder).items() if n not in numbers}
    if left and not _is_written(folder):
        committed = _numbers_now(folder)  # meanwhile
        yield from (
            f"{path} is left over from a commit that did not end; qa repair removes it"
            for number, paths in left.items()
            for path in paths
            if number not in committed and path.exists()
        )
    yield from _foreign(folder)


def _numbers_now(folder: Path) -> set[int]:
    """Return which generations are recorded now, whatever was seen when the check began."""
    with closing(connect(folder)) as connection:
        return {generation.number for generation in recorded(connection)}


def _is_written(folder: Path) -> bool:
    """Tell whether a writer is at work: its files are not current yet, or not any more."""
    if not (folder / LOCK).exists():
        return False
    try:
        os.close(lock(folder))
    except BusyError:
        return True
    except OSError:  # a medium that cannot be written
        return False
    return False


def _foreign(folder: Path) -> Iterator[str]:
    for name in foreign_files(folder) if folder.is_dir() else ():
        yield f"{folder / name} is not the index's; it is left alone"
