"""What stands on the disk: names, sizes and times; no file is opened.

Hidden files, the index itself and files of no known format are passed over; folders that are
links are not followed, so a loop of links ends.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from index.config import NAME as CONFIG
from index.readers import SUFFIXES
from index.roots import Root, gone, shown

FileKey = tuple[int, bytes]


class Scope(NamedTuple):
    """The part of a root that is to be brought in line: `at` is the root or below it."""

    root: Root
    at: Path


@dataclass(frozen=True, slots=True)
class Found:
    """A file on the disk; `path` as `Writer.upsert` takes it."""

    root: Root
    path: bytes
    shown: str
    size: int
    mtime_ns: int

    @property
    def key(self) -> FileKey:
        """What tells a file of the index from all others."""
        return self.root.key, self.path

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time, which tell quickly whether a file is still the same."""
        return self.size, self.mtime_ns

    @property
    def place(self) -> Path:
        """The file, absolute."""
        return self.root.folder / os.fsdecode(self.path)


@dataclass(slots=True)
class Listing:
    """What a scan found.

    Args:
        unread: number of files by suffix that no reader reads.
        problems: files and folders that could not be looked at, and why.
    """

    files: list[Found] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    problems: dict[Path, str] = field(default_factory=dict)

    def hides(self, path: Path) -> str | None:
        """Return why `path` may be there although it was not found; None where it is gone."""
        for problem, reason in self.problems.items():
            if path.is_relative_to(problem):
                return reason
        return None


def innermost(roots: Iterable[Root], path: Path) -> Root | None:
    """Return the root that a path belongs to: of those that cover it, the deepest."""
    covering = [root for root in roots if root.covers(path)]
    return max(covering, key=lambda root: len(root.path.parts), default=None)


def plan(paths: Sequence[Path], roots: Sequence[Root]) -> tuple[list[Root], list[Scope]]:
    """Return the roots that `paths` add, and what is to be looked at.

    A path below a root is that part of the root; a root below a path is looked at with it. So no
    file belongs to two roots.
    """
    known, new = list(roots), []
    for path in paths:
        if innermost(known, path) is None:
            root = Root.of(max((one.key for one in known), default=0) + 1, path)
            known.append(root)
            new.append(root)
    scopes: dict[Scope, None] = {}
    for path in paths:
        if holder := innermost(known, path):
            scopes[Scope(holder, path)] = None
        scopes.update((Scope(r, r.path), None) for r in known if r.path.is_relative_to(path))
    whole = [scope for scope in scopes if not any(_within(scope, other) for other in scopes)]
    return new, whole


def _within(scope: Scope, other: Scope) -> bool:
    below = scope.at != other.at and scope.at.is_relative_to(other.at)
    return scope.root == other.root and below


def scan(scope: Scope, roots: Sequence[Root], index: Path) -> Listing:
    """Return what stands in a scope, other roots' files left out, in the order of names."""
    listing = Listing()
    passed = {root.path for root in roots if root != scope.root} | {index.resolve()}
    for path in _walk(scope.at, passed, listing):
        if path.name == CONFIG and path.parent == scope.root.folder:
            continue
        if path.suffix.lower() not in SUFFIXES:
            listing.unread[path.suffix.lower()] += 1
        elif found := _look(scope.root, path, listing):
            listing.files.append(found)
    listing.files = sorted(_told_apart(listing.files), key=lambda found: found.shown)
    return listing


def _walk(at: Path, passed: set[Path], listing: Listing) -> Iterator[Path]:
    """Yield the files at or below `at`; none where nothing stands there any more."""

    def note(error: OSError) -> None:
        listing.problems[Path(error.filename)] = error.strerror or str(error)

    try:
        is_folder = stat.S_ISDIR(at.stat().st_mode)
    except OSError as error:
        if not gone(at):
            note(error)
        return
    if not is_folder:
        yield at
        return
    for folder, folders, names in os.walk(at, onerror=note):
        here = Path(folder)
        folders[:] = [n for n in folders if n[0] != "." and here / n not in passed]
        yield from (here / n for n in names if n[0] != "." and here / n not in passed)


def _look(root: Root, path: Path, listing: Listing) -> Found | None:
    try:
        status = path.stat()
    except OSError as error:
        listing.problems[path] = error.strerror or str(error)
        return None
    if not stat.S_ISREG(status.st_mode):
        listing.problems[path] = "not a regular file"
        return None
    name = path.relative_to(root.folder).as_posix()
    return Found(root, os.fsencode(name), shown(name), status.st_size, status.st_mtime_ns)


def _told_apart(files: list[Found]) -> Iterator[Found]:
    """Yield the files, those that would be shown alike (NFC and NFD of one name) apart."""
    common = Counter(file.shown for file in files)
    for file in files:
        name = os.fsdecode(file.path)
        if common[file.shown] == 1 or name == file.shown:
            yield file
        else:
            apart = name if name.isascii() or _is_text(name) else f"{file.shown}~{file.path.hex()}"
            yield Found(file.root, file.path, apart, file.size, file.mtime_ns)


def _is_text(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)
