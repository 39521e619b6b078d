"""What a run would do, without doing it: `--dry-run`, and whether a folder has changed since."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from index.config import Config
from index.database import NAME, connect, explained, require_format
from index.difference import Difference, Entry, compare, entries, taken_off
from index.errors import InputError
from index.generation import Generation, recorded
from index.opening import roots_of_unsound
from index.report import BuildReport, Changes, FileReport
from index.roots import Root, gone, load_roots
from index.scan import FileKey, Scope, plan, scan
from index.store import Store


def rehearse(
    folder: Path, wanted: list[Path], unwanted: list[Path], *, rebuild: bool, keep_all: bool
) -> BuildReport:
    """Say what a run would do, by names, sizes, times and hashes: no file is read as text."""
    with explained(folder):
        rescued = roots_of_unsound(folder) if rebuild else None
    generation, roots, known = as_it_is(folder) if rescued is None else (None, rescued, {})
    left, gone = taken_off(unwanted, roots, known, folder)
    rows = [
        FileReport(known.pop(key).shown, str(root.folder), "removed") for key, root in gone.items()
    ]
    new, scopes = plan(wanted or ([] if unwanted else all_roots(left, folder)), left)
    unread: Counter[str] = Counter()
    for scope in scopes:
        config = Config.of(scope.root, keep_all=keep_all)
        one = compare(scope, [*left, *new], folder, known, config, rebuild=rebuild)
        unread += one.unread
        rows += _rehearsed(one, known)
    rows.sort(key=lambda row: (row.root, row.path))
    documents, passages = (generation.documents, generation.passages) if generation else (0, 0)
    return BuildReport(tuple(rows), unread, documents, passages)


def _rehearsed(one: Difference, known: Mapping[FileKey, Entry]) -> Iterator[FileReport]:
    place = str(one.root.folder)
    for found, status, reason, _ in one.fresh:
        yield FileReport(found.shown, place, status, reason=reason)
    yield from (FileReport(f.shown, place, "unchanged") for f in (*one.same, *one.touched))
    yield from (FileReport(known[key].shown, place, "removed") for key in one.gone)
    for key, reason in one.hidden:
        yield FileReport(known[key].shown, place, "kept", reason=reason)
    yield from (FileReport(name, place, "skipped", reason=r) for name, r in one.problems)


def as_it_is(folder: Path) -> tuple[Generation | None, list[Root], dict[FileKey, Entry]]:
    """Return the current generation, the roots and the files; nothing where there is no index."""
    if not (folder / NAME).is_file():
        return None, [], {}
    with explained(folder), closing(connect(folder)) as connection:
        require_format(connection, folder)
        before = recorded(connection)
        if not before:
            return None, [], {}
        return before[-1], load_roots(connection, folder), entries(connection)


def changed_since(store: Store, but: Path | None = None) -> Changes:
    """Return how the files differ from the index by name, size and time: quick, nothing is read.

    A root that is not there any more counts as gone with all its files; the root `but` is not
    looked at.
    """
    roots = [root for root in store.roots if root.path != but]
    keys = {root.key for root in roots}
    stamps = {key: stamp for key, stamp in store.files() if key[0] in keys}
    added = changed = 0
    hidden: set[FileKey] = set()
    seen: set[FileKey] = set()
    for root in roots:
        listing = scan(Scope(root, root.path), store.roots, store.folder)
        for found in listing.files:
            seen.add(found.key)
            added += found.key not in stamps
            changed += stamps.get(found.key, found.stamp) != found.stamp
        if listing.problems:
            ours = (key for key in stamps if key[0] == root.key and key not in seen)
            hidden |= {k for k in ours if listing.hides(root.folder / os.fsdecode(k[1]))}
    return Changes(added, changed, len(stamps.keys() - seen - hidden))


def all_roots(roots: Sequence[Root], folder: Path) -> list[Path]:
    """Return the places of all roots; raises `InputError` where one is gone, or there is none."""
    if not roots:
        raise InputError(f"no folder was named, and {folder} has none: qa index PATH")
    for root in roots:
        if gone(root.path):
            raise InputError(
                f"{root.path} does not exist any more; nothing was removed:"
                " qa index --remove PATH takes it off, --relocate OLD NEW says where it is"
            )
    return [root.path for root in roots]
