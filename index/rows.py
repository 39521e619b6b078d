"""Rows of an index as they are written, within the transaction that `writer` begins and ends.

A changed row dies in the new generation and another is born, so that readers of the generation
before go on; only `touch` alters a row, where a file has the same content and another time.
Documents, and what the encoder made of a passage, stay or are taken over where they are the same.
"""

import hashlib
import json
import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.cleaning.recurring import packed
from index.copies import sketch
from index.database import SEALED, Settings, Value, explained, seal
from index.encoder import Pieces
from index.errors import EncoderError
from index.generation import COUNTS
from index.records import DocumentText, FileText, Locator, Metadata, PassageText, Removal
from index.roots import Root, load_roots

Vector = NDArray[np.float32]

# The fields of a record, as `dataclasses.astuple` gives them, which copies each and is slow.
_METADATA, _REMOVAL, _LOCATOR = (
    attrgetter(*kind.__slots__) for kind in (Metadata, Removal, Locator)
)
_MOST: Final = 0xFFFF  # a term's count is kept in two bytes


class Encoded(NamedTuple):
    """What an encoder makes of a passage.

    Args:
        vector: shape (dimension,).
        pieces: the distinct ones, ascending; none of an encoder that does not align.
    """

    vector: Vector
    pieces: Pieces


class Rows:
    """The rows of one transaction.

    Args:
        connection: with the transaction open.
        number: of the generation in which rows are born and die.
        reusing: whether documents and vectors of before may be taken over.
    """

    def __init__(
        self,
        folder: Path,
        connection: sqlite3.Connection,
        settings: Settings,
        number: int,
        *,
        reusing: bool,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.number = number
        self.connection = connection
        self._reusing = reusing
        self._vocabulary: dict[str, int] | None = None

    def roots(self) -> list[Root]:
        """Return the roots of the index."""
        return load_roots(self.connection, self.folder)

    def stored_roots(self) -> list[Root]:
        """Return the roots where they were when they were stored."""
        return load_roots(self.connection, self.folder, found=False)

    def put_root(self, root: Root) -> None:
        """Add a root, or move it."""
        with explained(self.folder):
            self.connection.execute(
                "INSERT OR REPLACE INTO roots VALUES (?, ?, ?, ?, ?)", root.row(self.folder)
            )

    def drop_root(self, key: int) -> None:
        """Take off a root; its files are deleted one by one before."""
        self.connection.execute("DELETE FROM roots WHERE key = ?", (key,))

    def encoded(self, texts: Sequence[str]) -> dict[str, Encoded]:
        """Return what the index holds already of these encoder inputs."""
        if not self._reusing:
            return {}
        sql = (
            "SELECT vector, pieces FROM passages"
            " WHERE content = ? AND (died IS NULL OR died = ?) LIMIT 1"  # gone files' too
        )
        found = {}
        for text in texts:
            if row := self.connection.execute(sql, (_digest(text), self.number)).fetchone():
                found[text] = Encoded(np.frombuffer(row[0], "<f4"), np.frombuffer(row[1], "<i4"))
        return found

    def touch(self, root: int, path: bytes, size: int, mtime_ns: int) -> None:
        """Note that a file has another size or time and the same content."""
        where = "WHERE root = ? AND path = ? AND died IS NULL"
        sql = f"UPDATE files SET size = ?, mtime_ns = ? {where}"
        self.connection.execute(sql, (size, mtime_ns, root, path))
        values = self.connection.execute(
            f"SELECT key, {SEALED['files']} FROM files {where}", (root, path)
        ).fetchone()
        self.connection.execute(
            "UPDATE files SET seal = ? WHERE key = ?", (seal(values), values[0])
        )

    def upsert(
        self,
        root: int,
        path: bytes,
        shown: str,
        file: FileText,
        encoded: Mapping[str, Encoded],
        told: str = "",
    ) -> None:
        """Write a file and its documents; documents that are the same as before stay.

        Args:
            root: its number.
            path: relative to the root, as the disk has it.
            shown: the same as it is shown; what ids are made of.
            file: its documents.
            encoded: by encoder input (`encoder_input`), at least that of new passages.
            told: the digest of what was told of it (`Rules.told`).

        Raises:
            UnicodeEncodeError: a text holds lone surrogates; nothing of the file was written.
            EncoderError: vectors of another dimension, or that are not numbers.
        """
        with self.undoable(), explained(self.folder):
            self._upsert(root, path, shown, file, encoded, told)

    def extend(
        self,
        root: int,
        path: bytes,
        shown: str,
        file: FileText,
        encoded: Mapping[str, Encoded],
        told: str = "",
    ) -> None:
        """Write the next part of a long file, whose first one `upsert` wrote; as there.

        A file of which parts are left says how many there are, for a run that goes on with it.
        """
        with self.undoable(), explained(self.folder):
            id_ = self._live_file(root, path)
            if id_ is None:
                raise ValueError(f"{shown} has no first part")
            sql = "SELECT warnings FROM files WHERE id = ? AND died IS NULL"
            above = json.loads(self.connection.execute(sql, (id_,)).fetchone()[0])
            self._end("files", "id", id_)
            whole = replace(file, warnings=(*above, *file.warnings))
            self._put_file(root, path, shown, whole, None, told, id_)
            fresh = [(one, _document_digest(one, shown)) for one in file.documents]
            self._put_documents(id_, root, shown, fresh, encoded)

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """Undo what is written inside where that fails or is stopped."""
        self.connection.execute("SAVEPOINT file")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:  # a full disk ends the transaction by itself
                self.connection.execute("ROLLBACK TO file")
                self.connection.execute("RELEASE file")
                self._vocabulary = None
            raise
        self.connection.execute("RELEASE file")

    def skip(self, root: int, path: bytes, shown: str, reason: str, size: int, mtime: int) -> None:
        """Note that a file cannot be read, and why."""
        self.delete(root, path)
        file = FileText("", "", "", size, mtime, ())
        self._put_file(root, path, shown, file, reason, "")

    def delete(self, root: int, path: bytes) -> None:
        """Take off a file and its documents."""
        file = self._live_file(root, path)
        if file is not None:
            for key, _, _ in self._live_documents(file):
                self._end_document(key)
            self._end("files", "id", file)

    # Inside

    def _upsert(
        self,
        root: int,
        path: bytes,
        shown: str,
        file: FileText,
        encoded: Mapping[str, Encoded],
        told: str,
    ) -> None:
        id_ = self._live_file(root, path)
        old: dict[bytes, list[int]] = {}
        for key, _, digest in self._live_documents(id_) if id_ is not None else ():
            old.setdefault(digest, []).append(key)
        if id_ is not None:
            self._end("files", "id", id_)
        id_ = self._put_file(root, path, shown, file, None, told, id_)
        fresh = []
        for document in file.documents:
            digest = _document_digest(document, shown)
            if self._reusing and old.get(digest):
                old[digest].pop()
            else:
                fresh.append((document, digest))
        for key in (key for keys in old.values() for key in keys):
            self._end_document(key)
        self._put_documents(id_, root, shown, fresh, encoded)

    def _put_documents(
        self,
        file: int,
        root: int,
        shown: str,
        fresh: Sequence[tuple[DocumentText, bytes]],
        encoded: Mapping[str, Encoded],
    ) -> None:
        # a `#` of the path is told from the one before a record
        name = f"{root}:{shown.replace('#', '/#')}"
        taken: set[str] = set()
        for document, digest in fresh:
            key = self._put_document(file, document, digest)
            prefix = name + ("" if document.record is None else f"#{document.record}")
            self._put_passages(key, prefix, document.passages, encoded, taken)

    def _put_file(
        self,
        root: int,
        path: bytes,
        shown: str,
        file: FileText,
        reason: str | None,
        told: str,
        id_: int | None = None,
    ) -> int:
        key = self._next("files")
        id_ = key if id_ is None else id_
        read = file.part + 1
        values: list[Value] = [
            key,
            id_,
            root,
            path,
            shown,
            file.format,
            file.encoding,
            file.sha256,
            file.size,
            file.mtime_ns,
            json.dumps(file.warnings, ensure_ascii=False),
            reason,
            told,
            None if read == file.parts else read,
            self.number,
        ]
        self._insert("files", [[*values, None, seal(values)]])
        return id_

    def _put_document(self, file: int, document: DocumentText, digest: bytes) -> int:
        key = self._next("documents")
        about = document.metadata
        removals = json.dumps(list(map(_REMOVAL, document.removals)), ensure_ascii=False)
        values: list[Value] = [
            key,
            file,
            document.record,
            about.title,
            about.date,
            about.date_origin,
            about.source,
            about.excerpt,
            digest,
            sketch(passage.text for passage in document.passages),
            packed(document.edges),
            packed(document.learned),
            removals,
            len(document.passages),
            self.number,
        ]
        self._insert("documents", [[*values, None, seal(values)]])
        return key

    def _put_passages(
        self,
        document: int,
        prefix: str,
        passages: Sequence[PassageText],
        encoded: Mapping[str, Encoded],
        taken: set[str],
    ) -> None:
        first, rows = self._next("passages"), []
        for i, passage in enumerate(passages):
            start, end = int(passage.origin.starts[0]), int(passage.origin.ends[-1])
            id_ = f"{prefix}@{start}-{end}"
            while id_ in taken:
                id_ += "~"
            taken.add(id_)
            text = encoder_input(passage)
            values: list[Value] = [
                first + i,
                id_,
                document,
                i,
                passage.heading,
                passage.text,
                passage.origin.to_bytes(),
                np.array(passage.sentences, "<u4").tobytes(),
                passage.locator.kind,
                passage.locator.first,
                passage.locator.last,
                self._counts(passage.terms),
                self._counts(passage.bigrams),
                _digest(text),
                self._vector(encoded[text].vector),
                encoded[text].pieces.astype("<i4").tobytes(),
                self.number,
            ]
            rows.append([*values, None, seal(values)])
        self._insert("passages", rows)

    def _vector(self, vector: Vector) -> bytes:
        if vector.shape != (self.settings.dimension,) or not np.isfinite(vector).all():
            raise EncoderError(
                f"{self.settings.encoder} gave a vector of shape {vector.shape} or one that is not"
                f" a number; expected {self.settings.dimension} finite values"
            )
        return vector.astype("<f4").tobytes()

    def _counts(self, counts: Mapping[str, int]) -> bytes:
        """Return the terms as vocabulary numbers and counts, numbering those that are new."""
        if self._vocabulary is None:
            rows = self.connection.execute("SELECT term, key FROM vocabulary").fetchall()
            self._vocabulary = dict(rows)
        known = self._vocabulary
        new = [term for term in counts if term not in known]
        if new:
            numbered = list(enumerate(new, start=len(known) + 1))
            self.connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", numbered)
            known.update((term, key) for key, term in numbered)
        pairs = np.empty(len(counts), COUNTS)
        pairs["term"] = np.fromiter(map(known.__getitem__, counts), np.uint32, len(counts))
        often = np.fromiter(counts.values(), np.int64, len(counts))
        pairs["count"] = np.minimum(often, _MOST)
        return pairs[often > 0].tobytes()

    def _insert(self, table: str, rows: list[list[Value]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _next(self, table: str) -> int:
        row = self.connection.execute(f"SELECT coalesce(max(key), 0) + 1 FROM {table}").fetchone()
        return int(row[0])

    def live(self, table: str) -> int:
        """Return how many rows the new generation sees, skipped files not counted."""
        read = " AND reason IS NULL" if table == "files" else ""
        sql = f"SELECT count(*) FROM {table} WHERE died IS NULL{read}"
        return int(self.connection.execute(sql).fetchone()[0])

    def _live_file(self, root: int, path: bytes) -> int | None:
        row = self.connection.execute(
            "SELECT id FROM files WHERE root = ? AND path = ? AND died IS NULL", (root, path)
        ).fetchone()
        return None if row is None else int(row[0])

    def _live_documents(self, file: int) -> list[Any]:
        return self.connection.execute(
            "SELECT key, record, digest FROM documents WHERE file = ? AND died IS NULL", (file,)
        ).fetchall()

    def _end_document(self, key: int) -> None:
        self._end("documents", "key", key)
        self._end("passages", "document", key)

    def _end(self, table: str, column: str, key: int) -> None:
        sql = f"UPDATE {table} SET died = ? WHERE {column} = ? AND died IS NULL"
        self.connection.execute(sql, (self.number, key))


def encoder_input(passage: PassageText) -> str:
    """Return what the encoder reads of a passage."""
    return f"{passage.heading}\n{passage.text}".strip()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def _document_digest(document: DocumentText, shown: str) -> bytes:
    """Return a digest of all that would be written: equal ones need not be written again.

    Terms are left out: the same analyser makes the same of the same text.
    """
    digest = hashlib.blake2b(digest_size=16)
    about = [shown, document.record, document.sha256, _METADATA(document.metadata)]
    digest.update(packed(document.edges) + b"\0" + packed(document.learned))
    digest.update(json.dumps([about, list(map(_REMOVAL, document.removals))]).encode())
    for passage in document.passages:
        facts = [passage.heading, passage.text, passage.sentences, _LOCATOR(passage.locator)]
        origin = passage.origin.to_bytes()
        data = json.dumps(facts).encode()
        digest.update(struct.pack("<qq", len(data), len(origin)) + data + origin)
    return digest.digest()
