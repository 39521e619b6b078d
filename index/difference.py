"""How the disk differs from an index: by size and time, and where these differ by content.

Nothing is read as text here, and nothing is written.
"""

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from index.config import Config
from index.errors import InputError
from index.records import Removal
from index.report import Status
from index.roots import Root, shown
from index.scan import FileKey, Found, Scope, scan


class Entry(NamedTuple):
    """A file as the index has it."""

    id: int
    shown: str
    sha256: str
    size: int
    mtime_ns: int
    reason: str | None
    told: str
    sections: int | None

    def stamped(self, found: Found) -> bool:
        """Tell whether size, time and name are the same."""
        return (self.size, self.mtime_ns, self.shown) == (found.size, found.mtime_ns, found.shown)


def entries(connection: sqlite3.Connection) -> dict[FileKey, Entry]:
    """Return the live files of an index."""
    rows = connection.execute(
        "SELECT root, path, id, shown, sha256, size, mtime_ns, reason, told, sections FROM files"
        " WHERE died IS NULL ORDER BY root, shown"
    )
    return {(root, path): Entry(*facts) for root, path, *facts in rows}


class ToRead(NamedTuple):
    """A file to read.

    Args:
        file: where it is.
        status: what it gets if that works.
        reason: why it is read, where it has not changed.
        first: the section to begin with, of a long text of which the index has those before.
    """

    file: Found
    status: Status
    reason: str = ""
    first: int = 0


@dataclass(slots=True)
class Difference:
    """What one scope asks for.

    Args:
        root: of the scope.
        fresh: files to read.
        same: files that are as they were; `touched` ones have another time only.
        gone: indexed files that are not there any more.
        hidden: indexed files that cannot be looked at now, and why.
        problems: what could not be looked at, by name, and why; not indexed.
        unread: number of files by suffix that no reader reads.
    """

    root: Root
    fresh: list[ToRead] = field(default_factory=list)
    same: list[Found] = field(default_factory=list)
    touched: list[Found] = field(default_factory=list)
    gone: list[FileKey] = field(default_factory=list)
    hidden: list[tuple[FileKey, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)


def compare(
    scope: Scope,
    roots: Sequence[Root],
    index: Path,
    known: Mapping[FileKey, Entry],
    config: Config,
    *,
    rebuild: bool = False,
) -> Difference:
    """Return how a scope differs from the index; hashes only files whose size or time differ.

    A file of which something else is told than when it was read is to be read again.
    """
    listing = scan(scope, roots, index)
    result = Difference(scope.root, unread=listing.unread)
    for found in listing.files:
        entry = known.get(found.key)
        told = config.rules(found.shown).told
        _sort_in(found, entry, told, result, rebuild=rebuild)
    found_keys = {found.key for found in listing.files}
    for key in known.keys() - found_keys:
        place = _place(scope.root, key)
        if key[0] == scope.root.key and place.is_relative_to(scope.at):
            _miss(key, listing.hides(place), result)
    indexed = {_place(scope.root, key) for key, _ in result.hidden}
    result.problems = [
        (shown(str(path.relative_to(scope.root.folder))), reason)
        for path, reason in listing.problems.items()
        if path not in indexed
    ]
    return result


def taken_off(
    unwanted: Sequence[Path], roots: Sequence[Root], known: Iterable[FileKey], folder: Path
) -> tuple[list[Root], dict[FileKey, Root]]:
    """Return the roots that are left without `unwanted`, and the files that go, with their roots.

    A link that is no document of a folder stands for what it leads to, as where it was indexed.

    Raises:
        InputError: the index in `folder` has nothing at or below one of them.
    """
    left, files = list(roots), list(known)
    gone: dict[FileKey, Root] = {}
    for path in unwanted:
        for place in (path, path.resolve()):
            keys = {
                key: root
                for root in left
                for key in files
                if key[0] == root.key and key not in gone
                if _place(root, key).is_relative_to(place)
            }
            kept = [root for root in left if not root.path.is_relative_to(place)]
            if keys or len(kept) < len(left):
                break
        else:
            raise InputError(f"{path} is not in {folder}; nothing was removed: see qa info")
        gone |= keys
        left = kept
    return left, gone


def _sort_in(
    found: Found, entry: Entry | None, told: str, result: Difference, *, rebuild: bool
) -> None:
    if entry is None or entry.reason is not None:  # what was skipped is tried again
        result.fresh.append(ToRead(found, "added"))
    elif rebuild:
        result.fresh.append(ToRead(found, "changed"))
    elif entry.told != told:
        result.fresh.append(ToRead(found, "changed", "read again: something else is told of it"))
    elif entry.sections is not None:
        first = entry.sections if entry.stamped(found) else 0
        result.fresh.append(ToRead(found, "changed", first=first))
    elif entry.stamped(found):
        result.same.append(found)
    elif _same_content(found, entry):
        result.touched.append(found)
    else:
        result.fresh.append(ToRead(found, "changed"))


def _miss(key: FileKey, reason: str | None, result: Difference) -> None:
    if reason is None:
        result.gone.append(key)
    else:
        result.hidden.append((key, reason))


def _place(root: Root, key: FileKey) -> Path:
    return root.folder / os.fsdecode(key[1])


def _same_content(found: Found, entry: Entry) -> bool:
    if (found.size, found.shown) != (entry.size, entry.shown):
        return False
    try:
        with found.place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False  # reading it will say why


def indexed_facts(connection: sqlite3.Connection, file: int) -> dict[str, Any]:
    """Return what a `FileReport` says of an indexed file."""
    kind, encoding, warnings = connection.execute(
        "SELECT format, encoding, warnings FROM files WHERE id = ? AND died IS NULL", (file,)
    ).fetchone()
    rows = connection.execute(
        "SELECT passages, removals FROM documents WHERE file = ? AND died IS NULL ORDER BY key",
        (file,),
    ).fetchall()
    return {
        "format": kind,
        "encoding": encoding,
        "documents": len(rows),
        "passages": sum(count for count, _ in rows),
        "removals": tuple(Removal(*cut) for _, cuts in rows for cut in json.loads(cuts)),
        "warnings": tuple(json.loads(warnings)),
    }
