"""The folders and files that an index was told of, and how their names are kept.

A root is a folder, or a single file of a folder. It is stored absolute and relative to the index,
so that the index and its documents can be moved together. Names are kept as the bytes that the
disk has (NFD, CP949 …) for opening, and shown in NFC.
"""

import os
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.database import Value, seal


@dataclass(frozen=True, slots=True)
class Root:
    """One root.

    Args:
        folder: absolute; paths of files are relative to it.
        only: name of the single file that the root is; None for the whole folder.
    """

    key: int
    folder: Path
    only: str | None = None

    @classmethod
    def of(cls, key: int, path: Path) -> Self:
        """Return the root that `path`, absolute, names."""
        return cls(key, path.parent, path.name) if path.is_file() else cls(key, path)

    @property
    def path(self) -> Path:
        """The folder or the file itself."""
        return self.folder / self.only if self.only else self.folder

    def covers(self, path: Path) -> bool:
        """Tell whether `path` is the root or below it."""
        return path == self.path or (self.only is None and path.is_relative_to(self.folder))

    def row(self, index: Path) -> tuple[Value, ...]:
        """Return the values of the root's row, its seal last; `index` is the index's folder."""
        try:
            relative = os.fsencode(os.path.relpath(self.folder, index.resolve()))
        except ValueError:  # another drive
            relative = None
        only = None if self.only is None else os.fsencode(self.only)
        values = (self.key, os.fsencode(self.folder), relative, only)
        return (*values, seal(values))


def load_roots(connection: sqlite3.Connection, index: Path, *, found: bool = True) -> list[Root]:
    """Return the roots of the index in the folder `index`, each where it is now.

    A folder that is no longer at its absolute place is looked for at its place relative to the
    index; one that is at neither keeps its absolute place.
    With `found` false every root is where it was when it was stored.
    """
    rows = connection.execute("SELECT key, folder, relative, only_file FROM roots ORDER BY key")
    return [
        Root(
            key,
            _place(folder, relative if found else None, index),
            None if only is None else os.fsdecode(only),
        )
        for key, folder, relative, only in rows.fetchall()
    ]


def _place(folder: bytes, relative: bytes | None, index: Path) -> Path:
    absolute = Path(os.fsdecode(folder))
    if relative is None or not gone(absolute):
        return absolute
    moved = Path(os.path.normpath(index.resolve() / os.fsdecode(relative)))
    return absolute if gone(moved) else moved


def gone(path: Path) -> bool:
    """Tell whether nothing stands at `path`; what may not be looked at is not gone."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def root_names(roots: Sequence[Root]) -> dict[int, str]:
    """Return the name of each root, told apart by its number where two have the same."""
    names = {root.key: shown(root.folder.name or "root") for root in roots}
    common = Counter(names.values())
    return {k: name if common[name] == 1 else f"{name}~{k}" for k, name in names.items()}


def shown(name: str) -> str:
    """Return a path as it is shown and kept in ids: NFC, `/` separators, valid text.

    A name that is not UTF-8 on the disk is read as CP949, which Korean archives leave behind.
    """
    name = name.replace(os.sep, "/")
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("cp949", errors="replace")
    return unicodedata.normalize("NFC", name)
