"""What derives from the rows: the numbered files of a generation, their checksums and their lock.

A generation is the state that one commit left. Its files are written under new names before the
commit that records their checksums, so that they are never altered. Whoever reads a generation
holds a shared lock on its lock file; the next writer removes what nobody holds.
"""

import hashlib
import json
import os
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

import numpy as np
import portalocker
from numpy.typing import NDArray

from index.copies import grouped
from index.database import REBUILD, Settings, is_empty, seal
from index.dense import DenseIndex
from index.errors import DamagedError
from index.lexical import Arrays, LexicalIndex

Step = Callable[[str], None]

FIELDS: Final = ("terms", "bigrams")
# File names by part; a name that is not of this shape is not ours and is never touched.
_NAMES: Final = {
    "rows": "rows.{}.npz",
    "copies": "copies.{}.npz",
    "terms": "terms.{}.npz",
    "bigrams": "bigrams.{}.npz",
    "dense": "dense.{}.faiss",
}
_OURS: Final = re.compile(
    r"(?:rows|copies|terms|bigrams)\.(\d+)\.npz|dense\.(\d+)\.faiss|reader\.(\d+)\.lock"
)

COUNTS: Final = np.dtype([("term", "<u4"), ("count", "<u2")])  # a passage's terms, as a blob


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was written: its checksum, and what tells quickly that it is still the same."""

    sha256: str
    size: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Return the stamp of a file, reading all of it."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        status = path.stat()
        return cls(digest, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Generation:
    """One row of `generations`."""

    number: int
    created: str
    settings: Settings
    parts: Mapping[str, Stamp]
    files: int
    documents: int
    passages: int

    def record(self, connection: sqlite3.Connection) -> None:
        """Write the row, within the transaction that is open."""
        parts = {part: (s.sha256, s.size, s.mtime_ns) for part, s in self.parts.items()}
        values = (
            self.number,
            self.created,
            self.settings.to_json(),
            json.dumps(parts),
            self.files,
            self.documents,
            self.passages,
        )
        connection.execute(
            "INSERT INTO generations VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, seal(values))
        )


def recorded(connection: sqlite3.Connection) -> list[Generation]:
    """Return the generations that are recorded, the current one last; none before the first."""
    if is_empty(connection):
        return []
    rows = connection.execute(
        "SELECT key, created, settings, parts, files, documents, passages"
        " FROM generations ORDER BY key"
    ).fetchall()
    try:
        return [_generation(row) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedError(
            f"the index's own description cannot be read ({error}); {REBUILD} PATH"
        ) from error


def _generation(row: tuple[Any, ...]) -> Generation:
    key, created, settings, parts, *counts = row
    stamps = {part: Stamp(*stamp) for part, stamp in json.loads(parts).items()}
    if stamps.keys() != _NAMES.keys():
        raise ValueError(f"parts {sorted(stamps)}")
    return Generation(key, created, Settings(**json.loads(settings)), stamps, *counts)


def part_path(folder: Path, part: str, number: int) -> Path:
    """Return where a part of a generation stands."""
    return folder / _NAMES[part].format(number)


def lock_path(folder: Path, number: int) -> Path:
    """Return the lock file of a generation."""
    return folder / f"reader.{number}.lock"


def written(folder: Path) -> dict[int, list[Path]]:
    """Return the files in the folder that have the name of a generation's file, by number."""
    found: dict[int, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if match := _OURS.fullmatch(path.name):
            found.setdefault(int(next(filter(None, match.groups()))), []).append(path)
    return found


def hold(folder: Path, number: int, *, alone: bool = False) -> int | None:
    """Lock a generation, shared or `alone`; None where that cannot be had or its file is gone.

    The lock lasts until the returned file descriptor is closed, or the process ends.
    """
    flags = portalocker.LOCK_EX if alone else portalocker.LOCK_SH
    try:
        descriptor = os.open(lock_path(folder, number), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        portalocker.lock(descriptor, flags | portalocker.LOCK_NB)
    except portalocker.LockException:
        os.close(descriptor)
        return None
    return descriptor


def write_parts(
    connection: sqlite3.Connection, folder: Path, number: int, dimension: int, step: Step
) -> dict[str, Stamp]:
    """Derive every part from the live rows and write it, fsynced with the folder."""
    parts: dict[str, Callable[[IO[bytes]], object]] = {
        "rows": lambda file: _save(file, _rows(connection)),
        "copies": lambda file: _save(file, _copies(connection)),
        "terms": lambda file: _save(file, _lexical(connection, "terms")),
        "bigrams": lambda file: _save(file, _lexical(connection, "bigrams")),
        "dense": lambda file: file.write(_dense(connection, dimension).to_bytes().data),
    }
    stamps = {}
    for part, write in parts.items():
        path = part_path(folder, part, number)
        with path.open("wb") as file:
            step(f"{part} opened")
            write(file)
            step(f"{part} written")
            file.flush()
            os.fsync(file.fileno())
        stamps[part] = Stamp.of(path)
        step(f"{part} synced")
    lock_path(folder, number).touch()
    sync_folder(folder)
    step("folder synced")
    return stamps


def _save(file: IO[bytes], arrays: Arrays) -> None:
    np.savez(file, allow_pickle=False, **arrays)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does so by itself and cannot be asked."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _live(connection: sqlite3.Connection, columns: str) -> sqlite3.Cursor:
    """Select from the live passages in the order of their ids, which is the order of rows."""
    return connection.execute(f"SELECT {columns} FROM passages WHERE died IS NULL ORDER BY id")


def _rows(connection: sqlite3.Connection) -> Arrays:
    pairs = np.array(_live(connection, "key, document").fetchall(), np.int64).reshape(-1, 2)
    return {"keys": pairs[:, 0].copy(), "documents": pairs[:, 1].copy()}


def _copies(connection: sqlite3.Connection) -> Arrays:
    """Return the documents that have copies, each with the number of its group."""
    sql = "SELECT key, sketch FROM documents WHERE died IS NULL ORDER BY key"
    found = connection.execute(sql).fetchall()
    keys, groups = np.array([key for key, _ in found], np.int64), grouped([s for _, s in found])
    return {"documents": keys[groups >= 0], "groups": groups[groups >= 0]}


def _lexical(connection: sqlite3.Connection, field: str) -> Arrays:
    blobs = [blob for (blob,) in _live(connection, field)]
    sizes = np.array([len(blob) // COUNTS.itemsize for blob in blobs], np.int64)
    counts = np.frombuffer(b"".join(blobs), COUNTS)
    return LexicalIndex.build(counts["term"], counts["count"], sizes).to_arrays()


def _dense(connection: sqlite3.Connection, dimension: int) -> DenseIndex:
    data = b"".join(blob for (blob,) in _live(connection, "vector"))
    return DenseIndex.build(np.frombuffer(data, "<f4").reshape(-1, dimension))


def verified(folder: Path, generation: Generation, part: str, *, closely: bool = False) -> Path:
    """Return the path of a part whose content is what was written.

    The file is read whole only where its size and time do not already tell, or `closely` is set.

    Raises:
        DamagedError: it is missing, cut short or altered.
    """
    path, stamp = part_path(folder, part, generation.number), generation.parts[part]
    try:
        status = path.stat()
        quick = (status.st_size, status.st_mtime_ns) == (stamp.size, stamp.mtime_ns)
        if status.st_size != stamp.size:
            raise _damaged(path, f"has {status.st_size} bytes instead of {stamp.size}")
        if (closely or not quick) and Stamp.of(path).sha256 != stamp.sha256:
            raise _damaged(path, "is not what was written (its checksum differs)")
    except FileNotFoundError:
        raise _damaged(path, "is missing") from None
    return path


def _damaged(path: Path, what: str) -> DamagedError:
    return DamagedError(f"{path} {what}; mend it: qa repair --index {path.parent}")


def load_arrays(folder: Path, generation: Generation, part: str) -> Arrays:
    """Return the arrays of an npz part.

    Raises:
        DamagedError: as `verified`, or it cannot be read as arrays.
    """
    path = verified(folder, generation, part)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise _damaged(path, f"cannot be read ({error})") from error


def load_lexical(folder: Path, generation: Generation, field: str) -> LexicalIndex:
    """Return one lexical field's index; raises `DamagedError`."""
    arrays = load_arrays(folder, generation, field)
    try:
        return LexicalIndex.from_arrays(arrays)
    except (ValueError, KeyError) as error:
        path = part_path(folder, field, generation.number)
        raise _damaged(path, f"cannot be read ({error})") from error


def load_dense(folder: Path, generation: Generation) -> DenseIndex:
    """Return the dense index; raises `DamagedError`."""
    path = verified(folder, generation, "dense")
    data: NDArray[np.uint8] = np.fromfile(path, np.uint8)
    try:
        return DenseIndex.from_bytes(data)
    except ValueError as error:
        raise _damaged(path, f"cannot be read ({error})") from error


def unheld(folder: Path, numbers: set[int]) -> Iterator[tuple[int, int | None]]:
    """Yield those generations that no reader holds, each with the lock that keeps it so."""
    for number in sorted(numbers):
        descriptor = hold(folder, number, alone=True)
        if descriptor is not None or not lock_path(folder, number).exists():
            yield number, descriptor
