"""What must be so before an index is written: its folder, the lock, the tables, the settings."""

import os
import sqlite3
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Final

import portalocker

from index.database import (
    NAME,
    REBUILD,
    Settings,
    connect,
    create,
    is_damage,
    is_empty,
    require_format,
)
from index.errors import BusyError, DamagedError, InputError, MismatchError
from index.generation import recorded, written
from index.integrity import broken_rows, database_problems
from index.roots import Root, load_roots

LOCK: Final = "write.lock"
BEFORE: Final = f"{NAME}.before"
_SUFFIXES: Final = ("", "-wal", "-shm")
_OURS: Final = {LOCK, *(name + suffix for name in (NAME, BEFORE) for suffix in _SUFFIXES)}


def prepare(folder: Path) -> None:
    """Make the folder; refuse one that holds something else than an index."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; an index is a folder: name another with --index")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / NAME).exists() and (foreign := foreign_files(folder)):
        raise InputError(
            f"{folder} holds other files ({foreign[0]}) and no index; name a new folder: --index"
        )


def foreign_files(folder: Path) -> list[str]:
    """Return the names in an index's folder that no index wrote."""
    ours = _OURS | {path.name for paths in written(folder).values() for path in paths}
    return sorted({path.name for path in folder.iterdir()} - ours)


def lock(folder: Path) -> int:
    """Lock the index for writing until the returned descriptor is closed; raises `BusyError`."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        portalocker.lock(descriptor, portalocker.LOCK_EX | portalocker.LOCK_NB)
    except portalocker.LockException:
        os.close(descriptor)
        raise BusyError(
            f"another process is writing to {folder}; wait until it has ended, then run it again"
        ) from None
    return descriptor


def begin(
    connection: sqlite3.Connection, folder: Path, settings: Settings, *, rebuild: bool
) -> int:
    """Begin the transaction, with tables in it; return the number of the generation it makes."""
    connection.execute("BEGIN IMMEDIATE")
    if is_empty(connection):
        create(connection)
    require_format(connection, folder)
    before = recorded(connection)
    if before and before[-1].settings != settings and not rebuild:
        raise _mismatch(folder, before[-1].settings, settings)
    numbers = {one.number for one in before} | set(written(folder))
    return max(numbers, default=0) + 1


def _mismatch(folder: Path, theirs: Settings, ours: Settings) -> MismatchError:
    one, other = astuple(theirs), astuple(ours)
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    was, is_ = (", ".join(str(pair[i]) for pair in differing) for i in (0, 1))
    return MismatchError(
        f"{folder} was built with {was}, this is {is_}; {REBUILD} --index {folder}"
    )


def set_aside(folder: Path) -> list[Root] | None:
    """Rename a SQLite file that is damaged or of another format, so that a rebuild begins anew.

    Returns:
        The roots that could still be read from it; None where the file can stay.
    """
    roots = roots_of_unsound(folder)
    if roots is not None:
        remove_before(folder)
        for suffix in _SUFFIXES:  # the file itself first: without it the others wait for it
            _move(folder / f"{NAME}{suffix}", folder / f"{BEFORE}{suffix}")
    return roots


def roots_of_unsound(folder: Path) -> list[Root] | None:
    """Return what can be read of the roots of a SQLite file that is damaged or of another format.

    None where a rebuild can go on with the file, or there is none.
    """
    if not (folder / NAME).exists():
        return None
    try:
        with closing(connect(folder)) as connection:
            if _is_sound(connection, folder):
                return None
            return _rescued(connection, folder)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if isinstance(error, sqlite3.Error) and not is_damage(error):
            raise  # a full disk or a lock says nothing about the file
        return []


def _is_sound(connection: sqlite3.Connection, folder: Path) -> bool:
    try:
        require_format(connection, folder)
        recorded(connection)
    except (MismatchError, DamagedError, sqlite3.OperationalError, UnicodeDecodeError):
        return False
    problems = [*database_problems(connection, folder), *broken_rows(connection)]
    return is_empty(connection) or not problems


def _rescued(connection: sqlite3.Connection, folder: Path) -> list[Root]:
    try:
        return load_roots(connection, folder)
    except (sqlite3.Error, UnicodeDecodeError, TypeError):
        return []


def put_back(folder: Path) -> None:
    """Undo `set_aside`, where the rebuild did not end, or go on with that.

    The file itself goes and comes last. So what is beside it belongs to the rebuild where it is
    there, and else to the file that was set aside.
    """
    last_itself = _SUFFIXES[::-1]
    if (folder / NAME).exists():
        for suffix in last_itself:
            (folder / f"{NAME}{suffix}").unlink(missing_ok=True)
    for suffix in last_itself:
        _move(folder / f"{BEFORE}{suffix}", folder / f"{NAME}{suffix}")


def put_back_if_interrupted(folder: Path) -> None:
    """Undo the `set_aside` of a rebuild that was killed before it had made anything."""
    if not (folder / BEFORE).exists():
        return
    made = False
    if (folder / NAME).exists():
        try:
            with closing(connect(folder)) as connection:
                made = bool(recorded(connection))
        except (sqlite3.Error, DamagedError):
            made = True
    if not made:
        put_back(folder)


def remove_before(folder: Path) -> None:
    """Remove what was set aside, now that the index is rebuilt."""
    for suffix in _SUFFIXES:
        (folder / f"{BEFORE}{suffix}").unlink(missing_ok=True)


def _move(old: Path, new: Path) -> None:
    if old.exists():
        old.replace(new)
