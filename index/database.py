"""The SQLite file of an index: its tables, its settings, and what its errors mean to a person.

A row of `files`, `documents` or `passages` is seen by generation g where `born <= g < died`; of
what it holds only `died` is ever altered, and the size and time of a file with the same content.
`sections` of a file is how many of a long text were read, NULL where none is left to read.
Each row carries a checksum of what it holds (`seal`), because
SQLite's own check does not look into the values. What derives from the rows is `generation`'s.
"""

import errno
import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from index.errors import (
    BusyError,
    DamagedError,
    InputError,
    MismatchError,
    MissingIndexError,
    StoreError,
)

NAME: Final = "index.sqlite3"
# Raise it when a table, a blob or a derived file changes its meaning.
FORMAT: Final = 4
_APPLICATION: Final = 0x67656F6E  # 'geon'

# The columns that a row's seal covers; `key` comes with them.
SEALED: Final = {
    "roots": "folder, relative, only_file",
    "files": (
        "id, root, path, shown, format, encoding, sha256, size, mtime_ns, warnings, reason, told,"
        " sections, born"
    ),
    "documents": (
        "file, record, title, date, date_origin, source, excerpt, digest, sketch, edges,"
        " learned, removals, passages, born"
    ),
    "passages": (
        "id, document, ordinal, heading, text, origin, sentences, kind, first, last,"
        " terms, bigrams, content, vector, pieces, born"
    ),
    "generations": "created, settings, parts, files, documents, passages",
}

_SCHEMA: Final = """
CREATE TABLE roots (key INTEGER PRIMARY KEY, folder BLOB NOT NULL, relative BLOB,
    only_file BLOB, seal INTEGER NOT NULL);
CREATE TABLE files (key INTEGER PRIMARY KEY, id INTEGER NOT NULL, root INTEGER NOT NULL,
    path BLOB NOT NULL, shown TEXT NOT NULL, format TEXT NOT NULL, encoding TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    warnings TEXT NOT NULL, reason TEXT, told TEXT NOT NULL, sections INTEGER,
    born INTEGER NOT NULL, died INTEGER, seal INTEGER NOT NULL);
CREATE UNIQUE INDEX files_live ON files (root, path) WHERE died IS NULL;
CREATE INDEX files_id ON files (id);
CREATE INDEX files_shown ON files (shown);
CREATE TABLE documents (key INTEGER PRIMARY KEY, file INTEGER NOT NULL, record TEXT,
    title TEXT NOT NULL, date TEXT, date_origin TEXT NOT NULL, source TEXT NOT NULL,
    excerpt TEXT NOT NULL, digest BLOB NOT NULL, sketch BLOB NOT NULL,
    edges BLOB NOT NULL, learned BLOB NOT NULL, removals TEXT NOT NULL,
    passages INTEGER NOT NULL, born INTEGER NOT NULL, died INTEGER, seal INTEGER NOT NULL);
CREATE INDEX documents_file ON documents (file, record);
CREATE TABLE passages (key INTEGER PRIMARY KEY, id TEXT NOT NULL, document INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, origin BLOB NOT NULL,
    sentences BLOB NOT NULL, kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    terms BLOB NOT NULL, bigrams BLOB NOT NULL, content BLOB NOT NULL, vector BLOB NOT NULL,
    pieces BLOB NOT NULL, born INTEGER NOT NULL, died INTEGER, seal INTEGER NOT NULL);
CREATE UNIQUE INDEX passages_live ON passages (id) WHERE died IS NULL;
CREATE INDEX passages_id ON passages (id);
CREATE INDEX passages_document ON passages (document);
CREATE INDEX passages_content ON passages (content);
CREATE TABLE vocabulary (key INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE);
CREATE TABLE generations (key INTEGER PRIMARY KEY, created TEXT NOT NULL, settings TEXT NOT NULL,
    parts TEXT NOT NULL, files INTEGER NOT NULL, documents INTEGER NOT NULL,
    passages INTEGER NOT NULL, seal INTEGER NOT NULL)
"""

REBUILD: Final = "rebuild it: qa index --rebuild"

Value = str | bytes | int | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What an index was made with.

    Args:
        encoder: the name that `load_encoder` takes; `fingerprint` tells two of one name apart.
        dimension: length of a vector.
        analyser: what made the terms, Kiwi's version included.
    """

    encoder: str
    fingerprint: str
    dimension: int
    analyser: str

    def to_json(self) -> str:
        """Return the settings as a JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)


def seal(values: Sequence[Value]) -> int:
    """Return the checksum of a row's values, in the order of `SEALED`, the key first."""
    parts: list[bytes] = []
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode()
        parts += f"{type(value).__name__}{len(data)}:".encode(), data
    return zlib.crc32(b"".join(parts))


def connect(folder: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the SQLite file in autocommit mode, shared between threads.

    Raises:
        MissingIndexError: there is none, and `write` is not set.
    """
    path = folder / NAME
    if write:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection
    if not path.is_file():
        raise MissingIndexError(f"no index at {folder}; make one: qa index PATH --index {folder}")
    return _read_only(path)


def _read_only(path: Path) -> sqlite3.Connection:
    """Open for reading; on a medium that cannot be written, where nobody else writes either."""
    try:
        return _opened(path, "mode=ro")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if not name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise
    return _opened(path, "immutable=1")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def is_empty(connection: sqlite3.Connection) -> bool:
    """Tell whether nothing was ever written into this SQLite file."""
    return not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]


def create(connection: sqlite3.Connection) -> None:
    """Create the tables, within the transaction that is open."""
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={FORMAT}")
    connection.execute(f"PRAGMA application_id={_APPLICATION}")


def require_format(connection: sqlite3.Connection, folder: Path) -> None:
    """Raise `MismatchError` where the tables are of another format than this program's."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != _APPLICATION and not is_empty(connection):
        raise DamagedError(
            f"{folder / NAME} is not an index of this program's; {REBUILD} --index {folder}"
        )
    if version != FORMAT and not is_empty(connection):
        raise MismatchError(
            f"{folder} has index format {version}, this is {FORMAT}; {REBUILD} --index {folder}"
        )


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into errors that a person can act on."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _explain(error, folder) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full(folder) from error
        raise StoreError(f"{folder}: {error.strerror or error}; the index is as it was") from error


def _full(folder: Path) -> StoreError:
    return StoreError(
        f"no space left on the device of {folder}; the index is as it was: make room, run it again"
    )


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite found its file to be something else than what was written."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_IOERR_SHORT")) or any(
        sign in str(error) for sign in ("decode to UTF-8", "no such column", "no such table")
    )


def _explain(error: sqlite3.Error | UnicodeDecodeError, folder: Path) -> Exception:
    name = getattr(error, "sqlite_errorname", "") or str(error)
    if "FULL" in name or "disk is full" in str(error):
        return _full(folder)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"{folder} is in use by another process; wait for it, then run it again")
    if isinstance(error, UnicodeDecodeError) or is_damage(error):
        return DamagedError(
            f"{folder / NAME} is damaged ({error}); see qa check, then mend it:"
            " qa repair, or qa index --rebuild PATH"
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR")):
        return InputError(f"{folder / NAME}: {error}")
    return StoreError(f"{folder / NAME}: {error}; see qa check")
