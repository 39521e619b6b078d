"""The records of one generation, read from SQLite: passages, documents, files, the vocabulary.

What is asked for by score is `store`'s; here everything is asked for by name.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.database import explained
from index.encoder import Pieces
from index.errors import InputError
from index.records import Document, Locator, Metadata, Passage, Removal, Where
from index.roots import Root, load_roots, root_names
from index.sourcemap import Origin, Span


def _live(*tables: str) -> str:
    """Return the condition that rows of these tables are seen by the generation `:now`."""
    seen = "{0}.born <= :now AND ({0}.died IS NULL OR {0}.died > :now)"
    return " AND ".join(seen.format(table) for table in tables)


_DOCUMENTS: Final = (
    "SELECT d.key, f.root, f.path, f.shown, d.record, f.format, f.encoding, f.sha256, d.title,"
    " d.date, d.date_origin, d.source, d.excerpt, d.passages, d.removals, f.warnings"
    f" FROM documents d JOIN files f ON f.id = d.file WHERE {_live('d', 'f')}"
)
_PASSAGES: Final = (
    "SELECT p.id, f.root, f.shown, d.record, d.title, d.source, d.date, p.heading, p.text,"
    " p.origin, p.sentences, p.kind, p.first, p.last"
    " FROM passages p JOIN documents d ON d.key = p.document JOIN files f ON f.id = d.file"
    f" WHERE {_live('p', 'f')}"
)
_NAMES: Final = f"SELECT f.root, f.shown FROM files f WHERE {_live('f')}"
_AT_ONCE: Final = 500  # values in one SQL list; SQLite's own limit was 999 for long


class Catalog:
    """The rows that the generation `now` sees; safe to share between threads."""

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, now: int, roots: Sequence[Root]
    ) -> None:
        self.folder = folder
        self._connection = connection
        self._now = now
        self._mutex = threading.Lock()
        self._folders = {root.key: root.folder for root in roots}
        self._names = root_names(roots)
        self._clashing = self._clashes() if len(roots) > 1 else frozenset()
        self._like_records = self._those_like_records()

    def newest(self) -> int:
        """Return the number of the newest generation there is, this one's or a later."""
        ((number,),) = self._select("SELECT max(key) FROM generations")
        return int(number)

    def roots(self) -> tuple[Root, ...]:
        """Return the roots as they are now, whatever they were in this generation."""
        with self._mutex, explained(self.folder):
            return tuple(load_roots(self._connection, self.folder))

    # Passages

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Return these passages, in their order; raises `InputError` for one that is not here."""
        rows = self._select_in(_PASSAGES, "p.id", ids)
        found = {row[0]: self._passage(row) for row in rows}
        return [found[id_] for id_ in self._all_of(ids, found)]

    def pieces(self, ids: Sequence[str]) -> list[Pieces]:
        """Return the distinct pieces of these passages, in their order; raises `InputError`."""
        sql = f"SELECT p.id, p.pieces FROM passages p WHERE {_live('p')}"
        found = dict(self._select_in(sql, "p.id", ids))
        return [np.frombuffer(found[id_], "<i4") for id_ in self._all_of(ids, found)]

    def passages_of(
        self, document_id: str, first: int = 0, stop: int | None = None
    ) -> list[Passage]:
        """Return a document's passages `[first:stop]` in their order; raises `InputError`."""
        key = self._find(document_id)[0]
        some = "AND p.ordinal >= :first AND (:stop IS NULL OR p.ordinal < :stop)"
        rows = self._select(
            f"{_PASSAGES} AND p.document = :key {some} ORDER BY p.ordinal",
            key=key, first=first, stop=stop,
        )  # fmt: skip
        return [self._passage(row) for row in rows]

    def bounds_of(self, document_id: str) -> list[Span]:
        """Return from where to where each of a document's passages reaches, in their order."""
        key = self._find(document_id)[0]
        rows = self._select(
            f"SELECT p.origin FROM passages p WHERE {_live('p')} AND p.document = :key"
            " ORDER BY p.ordinal",
            key=key,
        )
        return [Origin.bounds_from_bytes(origin) for (origin,) in rows]

    def ids(self) -> list[str]:
        """Return the ids of all passages, in order."""
        rows = self._select(f"SELECT p.id FROM passages p WHERE {_live('p')} ORDER BY p.id")
        return [id_ for (id_,) in rows]

    def terms(self, terms: Iterable[str]) -> dict[str, int]:
        """Return the vocabulary numbers of terms, unknown ones left out."""
        return dict(self._select_in("SELECT term, key FROM vocabulary WHERE 1", "term", [*terms]))

    # Documents

    def documents(self) -> Iterator[Document]:
        """Yield the documents, by root, path and place in the file."""
        for row in self._select(f"{_DOCUMENTS} ORDER BY f.root, f.shown, d.key"):
            yield self._document(row)

    def document(self, document_id: str, sha256: str | None = None) -> Document:
        """Return a document by its id, or by that of before; raises `InputError`."""
        return self._document(self._find(document_id, sha256))

    def names(self, keys: Sequence[int]) -> list[str]:
        """Return the ids of documents by their keys."""
        sql = (
            "SELECT d.key, f.root, f.shown, d.record FROM documents d JOIN files f ON f.id = d.file"
            f" WHERE {_live('d', 'f')}"
        )
        names = {key: self._id(*name) for key, *name in self._select_in(sql, "d.key", keys)}
        return [names[key] for key in keys]

    def matching(self, where: Where) -> list[int]:
        """Return the keys of the documents that a filter lets through."""
        sources, values = _in("d.source", where.sources)
        sql = f"SELECT d.key FROM documents d WHERE {_live('d')}{sources}"
        if where.since is not None:
            sql += " AND d.date >= :since"
        if where.until is not None:
            sql += " AND d.date <= :until"
        rows = self._select(sql, since=where.since, until=where.until, **values)
        return [key for (key,) in rows]

    def undated(self, where: Where) -> int:
        """Return how many documents of the filter's sources have no date."""
        sources, values = _in("d.source", where.sources)
        sql = f"SELECT count(*) FROM documents d WHERE {_live('d')} AND d.date IS NULL{sources}"
        return int(self._select(sql, **values)[0][0])

    def sources(self) -> list[str]:
        """Return the outlets that the documents name, in order."""
        sql = f"SELECT DISTINCT d.source FROM documents d WHERE {_live('d')} AND d.source != ''"
        return sorted(source for (source,) in self._select(sql))

    def files(self) -> list[tuple[tuple[int, bytes], tuple[int, int]]]:
        """Return the files as (root, path) with (size, time), those that were skipped too."""
        rows = self._select(f"SELECT root, path, size, mtime_ns FROM files f WHERE {_live('f')}")
        return [((root, path), (size, mtime_ns)) for root, path, size, mtime_ns in rows]

    # Inside

    def _select(self, sql: str, /, **values: Any) -> list[Any]:
        with self._mutex, explained(self.folder):
            return self._connection.execute(sql, {"now": self._now, **values}).fetchall()

    def _select_in(self, sql: str, column: str, values: Sequence[Any]) -> Iterator[Any]:
        known = [value for value in values if _is_storable(value)]
        for start in range(0, len(known), _AT_ONCE):
            condition, named = _in(column, known[start : start + _AT_ONCE])
            yield from self._select(sql + condition, **named)

    def _all_of(self, ids: Sequence[str], found: Iterable[str]) -> Sequence[str]:
        if missing := sorted(set(ids).difference(found)):
            raise InputError(f"no passage {missing[0]!r} in {self.folder}")
        return ids

    def _clashes(self) -> frozenset[str]:
        """Return the relative paths that two roots hold, or that one, named in front, makes."""
        rows = self._select(f"{_NAMES} GROUP BY f.shown HAVING count(DISTINCT f.root) > 1")
        found: set[str] = set()
        fresh = {name for _, name in rows}
        while fresh:
            found |= fresh
            holders = self._select_in(_NAMES, "f.shown", [*fresh])
            made = [f"{self._names[root]}/{name}" for root, name in holders]
            fresh = {name for _, name in self._select_in(_NAMES, "f.shown", made)} - found
        return frozenset(found)

    def _those_like_records(self) -> frozenset[str]:
        """Return the relative paths that may also be read as a record of another file."""
        rows = self._select(f"{_NAMES} AND instr(f.shown, '#')")
        files = {name: {p for at, _ in _cuts(name) for p in self._plain(at)} for _, name in rows}
        every = sorted({file for cut in files.values() for file in cut})
        there = {name for _, name in self._select_in(_NAMES, "f.shown", every)}
        return frozenset(name for name, cut in files.items() if cut & there)

    def _plain(self, name: str) -> set[str]:
        """Return the paths that may stand behind a name, with a root's name in front or without."""
        return {name, *(name.removeprefix(f"{root}/") for root in self._names.values())}

    def _id(self, root: int, name: str, record: str | None) -> str:
        prefix = f"{self._names[root]}/" if name in self._clashing else ""
        # no file stands below another one: nothing else has that name
        apart = name.replace("#", "/#") if name in self._like_records else name
        return prefix + apart + ("" if record is None else f"#{record}")

    def _passage(self, row: Any) -> Passage:
        id_, root, name, record, title, source, date, heading, text, origin, sentences, *place = row
        bounds = np.frombuffer(sentences, "<u4").reshape(-1, 2).tolist()
        return Passage(
            id=id_,
            document=self._id(root, name, record),
            title=title,
            source=source,
            date=date,
            heading=heading,
            text=text,
            origin=Origin.from_bytes(origin),
            sentences=tuple(Span(start, end) for start, end in bounds),
            locator=Locator(*place),
        )

    def _document(self, row: Any) -> Document:
        _, root, path, name, record, kind, encoding, sha256, *metadata, count, cut, warned = row
        return Document(
            id=self._id(root, name, record),
            path=str(self._folders[root] / os.fsdecode(path)),
            record=record,
            format=kind,
            encoding=encoding,
            sha256=sha256,
            metadata=Metadata(*metadata),
            passages=count,
            removals=tuple(Removal(*removal) for removal in json.loads(cut)),
            warnings=tuple(json.loads(warned)),
        )

    def _find(self, document_id: str, sha256: str | None = None) -> Any:
        """Return the row of a document; a `#` may belong to its path or begin the record."""
        before = None
        names = [(document_id, None), *_cuts(document_id)]
        sql = f"{_DOCUMENTS} AND f.shown = :name AND d.record IS :record"
        for name, record in names if _is_storable(document_id) else ():
            for plain in self._plain(name) | self._plain(name.replace("/#", "#")):
                for row in self._select(sql, name=plain, record=record):
                    if self._id(row[1], row[3], row[4]) == document_id:
                        return row
                    before = row if row[7] == sha256 else before
        if before:
            return before
        raise InputError(f"no document {document_id!r} in {self.folder}")


def _cuts(name: str) -> Iterator[tuple[str, str]]:
    """Yield the file and the record that a name may consist of, for each `#` in it."""
    for at, character in enumerate(name):
        if character == "#":
            yield name[:at], name[at + 1 :]


def _in(column: str, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """Return ` AND column IN (…)` and its parameters; nothing for no values."""
    if not values:
        return "", {}
    # what no row can hold becomes NULL, which no row equals
    named = {f"v{i}": value if _is_storable(value) else None for i, value in enumerate(values)}
    return f" AND {column} IN ({', '.join(f':{name}' for name in named)})", named


def _is_storable(value: Any) -> bool:
    """Tell whether a row can hold it: a lone surrogate has no UTF-8 form."""
    return not isinstance(value, str) or value.isascii() or _encodes(value)


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
