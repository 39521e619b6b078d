"""Whether the rows of an index are what was written: SQLite's own check, and each row's seal."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from index.database import NAME, SEALED, is_damage, is_empty, seal


def database_problems(connection: sqlite3.Connection, folder: Path) -> Iterator[str]:
    """Yield what SQLite itself finds."""
    try:
        for (line,) in connection.execute("PRAGMA integrity_check(20)").fetchall():
            if line != "ok":
                yield f"{folder / NAME}: {line}"
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        yield f"{folder / NAME}: {error}"


def broken_rows(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the rows whose values are not those that were sealed; none before the first row."""
    if is_empty(connection):
        return
    try:
        for table, columns in SEALED.items():
            for *values, sealed in connection.execute(f"SELECT key, {columns}, seal FROM {table}"):
                if seal(values) != sealed:
                    yield f"{NAME}: row {values[0]} of {table} is not what was written"
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        yield f"{NAME}: {error}"
    except UnicodeDecodeError as error:  # SQLite's message quotes what is no text any more
        yield f"{NAME}: {error}"
