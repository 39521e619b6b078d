"""The index on disk, as it is read: one generation, the same whatever a writer does meanwhile.

This is the narrow interface that the retriever talks to: `dense`, `sparse`, `fetch`, `count`,
`stats`. Lists are best first, equal scores by passage id. Writing is `writer`'s, bringing an index
in line with a folder is `build`'s, checks and repairs are `health`'s.
"""

import os
import sqlite3
import threading
import weakref
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.database import REBUILD, Settings, connect, explained, require_format
from index.dense import DenseIndex
from index.encoder import Encoder, Pieces
from index.errors import DamagedError, InputError, MismatchError, MissingIndexError
from index.generation import (
    FIELDS,
    Generation,
    hold,
    load_arrays,
    load_dense,
    load_lexical,
    lock_path,
    recorded,
)
from index.lexical import LexicalIndex, Statistics
from index.ranking import DIGITS, Mask, Ranked, Rows
from index.records import Document, Passage, Scored, Where
from index.roots import Root, load_roots
from index.sourcemap import Span

Vector = NDArray[np.float32]

_TRIES: Final = 5  # to lock a generation before a writer replaces it
_MASKS: Final = 16  # filters that are kept


class _Held(NamedTuple):
    """A generation that cannot go away while `lock` is open."""

    generation: Generation
    roots: tuple[Root, ...]
    lock: int


class Store:
    """An opened index; use as a context manager, or let it go. Safe to share between threads."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, held: _Held) -> None:
        """Use `Store.open`."""
        self.folder = folder
        self.generation = held.generation
        self.roots = held.roots
        self._catalog = Catalog(connection, folder, self.generation.number, self.roots)
        rows = load_arrays(folder, self.generation, "rows")
        self._keys, self._documents = rows["keys"], rows["documents"]
        self._agree("rows", self.generation.passages)
        self._mutex = threading.Lock()
        self._lexical: dict[str, LexicalIndex] = {}
        self._vectors: DenseIndex | None = None
        self._masks: dict[Where, Mask] = {}
        self._release = weakref.finalize(self, _release, connection, held.lock)

    @classmethod
    def open(cls, path: str | Path, *, analyser: str | None = None) -> Self:
        """Open the index in the folder `path` and hold its current generation.

        Args:
            path: the index's folder.
            analyser: what makes the terms of questions; None is `tokens.ANALYSER`.

        Raises:
            MissingIndexError: there is no index, or none that was finished.
            MismatchError: it has another format, or another analyser made its terms.
            DamagedError: a file of it is missing or altered.
        """
        folder = Path(path)
        if analyser is None:
            from index.tokens import ANALYSER

            analyser = ANALYSER
        with explained(folder):
            connection = connect(folder)
            try:
                require_format(connection, folder)
                held = _hold_current(connection, folder)
            except BaseException:
                connection.close()
                raise
            try:
                _require(folder, "terms", held.generation.settings.analyser, analyser)
                return cls(folder, connection, held)
            except BaseException:
                _release(connection, held.lock)
                raise

    def close(self) -> None:
        """Let go of the generation, so that a writer may remove it."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def settings(self) -> Settings:
        """What the index was made with."""
        return self.generation.settings

    def require_encoder(self, encoder: Encoder) -> None:
        """Raise `MismatchError` unless this encoder made the vectors."""
        require_encoder(self.folder, self.settings, encoder)

    def is_outdated(self) -> bool:
        """Tell whether a newer generation was committed since this was opened, or documents moved.

        That they moved makes no generation: `qa index --relocate`.
        """
        return (
            self._catalog.newest() > self.generation.number or self._catalog.roots() != self.roots
        )

    # Search

    def dense(self, vector: Vector, k: int, where: Where | None = None) -> list[Scored]:
        """Return the `k` passages nearest to a question's vector; scores are cosines."""
        return self._scored(self._dense().search(vector, k, self._allow(where)))

    def sparse(
        self,
        weights: Mapping[str, float],
        k: int,
        where: Where | None = None,
        field: str = "terms",
    ) -> list[Scored]:
        """Return the `k` best passages by BM25, those that hold one of the terms at least.

        Args:
            weights: the question's, idf · qtf: `stats(field).weights(counts)`.
            k: how many.
            where: only passages of such documents.
            field: `terms` or `bigrams`.
        """
        numbered = self._numbered(weights)
        return self._scored(self._field(field).search(numbered, k, self._allow(where)))

    def dense_scores(self, vector: Vector, ids: Sequence[str]) -> list[float]:
        """Return the cosines of these passages, in their order."""
        return [float(score) for score in self._dense().scores(vector, self._rows(ids))]

    def sparse_scores(
        self, weights: Mapping[str, float], ids: Sequence[str], field: str = "terms"
    ) -> list[float]:
        """Return the BM25 scores of these passages, in their order."""
        scores = self._field(field).scores_of(self._numbered(weights), self._rows(ids))
        return [round(float(score), DIGITS) for score in scores]

    def stats(self, field: str = "terms") -> Statistics:
        """Return the statistics of a lexical field, `terms` or `bigrams`."""
        return Statistics(self._field(field), self._catalog.terms)

    def count(self) -> int:
        """Return the number of passages."""
        return self.generation.passages

    # Records

    def fetch(self, ids: Sequence[str]) -> list[Passage]:
        """Return these passages, in their order; raises `InputError` for one that is not here."""
        return self._catalog.passages(ids)

    def pieces(self, ids: Sequence[str]) -> list[Pieces]:
        """Return the distinct pieces that the encoder cut these passages into, in their order.

        Empty where it is no `Aligner`; raises `InputError` for a passage that is not here.
        """
        return self._catalog.pieces(ids)

    def documents(self) -> Iterator[Document]:
        """Yield the documents, by root, path and place in the file."""
        return self._catalog.documents()

    def document(self, document_id: str, sha256: str | None = None) -> Document:
        """Return the document that a citation calls `document_id`; raises `InputError`.

        Args:
            document_id: its id, or that of before, when no other root held a file of its path.
            sha256: of its file; without it, it goes by no id of before.
        """
        return self._catalog.document(document_id, sha256)

    @cached_property
    def copies(self) -> Mapping[str, int]:
        """The group of each document that is a copy of others, by its id."""
        found = load_arrays(self.folder, self.generation, "copies")
        names = self._catalog.names(found["documents"].tolist())
        return dict(zip(names, found["groups"].tolist(), strict=True))

    def passages_of(
        self, document_id: str, first: int = 0, stop: int | None = None
    ) -> list[Passage]:
        """Return a document's passages `[first:stop]` in the order of the text.

        Raises:
            InputError: there is no such document.
        """
        return self._catalog.passages_of(document_id, first, stop)

    def bounds_of(self, document_id: str) -> list[Span]:
        """Return from where to where in the source text each passage of a document reaches.

        In the order of the text; a fraction of what `passages_of` costs.

        Raises:
            InputError: there is no such document.
        """
        return self._catalog.bounds_of(document_id)

    def undated(self, where: Where | None = None) -> int:
        """Return how many documents of `where`'s sources have no date."""
        return self._catalog.undated(where or Where())

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The outlets that the documents name, in order."""
        return tuple(self._catalog.sources())

    def files(self) -> list[tuple[tuple[int, bytes], tuple[int, int]]]:
        """Return the files as (root, path) with (size, time), those that were skipped too."""
        return self._catalog.files()

    # Inside

    def _field(self, field: str) -> LexicalIndex:
        if field not in FIELDS:
            raise ValueError(f"no lexical field {field!r}: {', '.join(FIELDS)}")
        with self._mutex:
            if field not in self._lexical:
                index = load_lexical(self.folder, self.generation, field)
                self._agree(field, index.count)
                self._lexical[field] = index
            return self._lexical[field]

    def _dense(self) -> DenseIndex:
        with self._mutex:
            if self._vectors is None:
                index = load_dense(self.folder, self.generation)
                self._agree("dense", index.count)
                self._vectors = index
            return self._vectors

    def _agree(self, part: str, count: int) -> None:
        if count != len(self._keys):
            raise DamagedError(
                f"{self.folder}: {part} counts {count} passages, there are {len(self._keys)} rows;"
                f" mend it: qa repair --index {self.folder}"
            )

    def _allow(self, where: Where | None) -> Mask | None:
        if where is None or where == Where():
            return None
        with self._mutex:
            if where not in self._masks:
                if len(self._masks) == _MASKS:
                    self._masks.clear()
                matching = np.array(self._catalog.matching(where), np.int64)
                self._masks[where] = np.isin(self._documents, matching)
            return self._masks[where]

    def _numbered(self, weights: Mapping[str, float]) -> dict[int, float]:
        return {number: weights[term] for term, number in self._catalog.terms(weights).items()}

    def _scored(self, ranked: Ranked) -> list[Scored]:
        pairs = zip(ranked.rows.tolist(), ranked.scores.tolist(), strict=True)
        return [Scored(self._ids[row], score) for row, score in pairs]

    def _rows(self, ids: Sequence[str]) -> Rows:
        """Return the rows of passages; raises `InputError` for one that is not here."""
        rows = [bisect_left(self._ids, id_) for id_ in ids]
        for row, id_ in zip(rows, ids, strict=True):
            if row == len(self._ids) or self._ids[row] != id_:
                raise InputError(f"no passage {id_!r} in {self.folder}")
        return np.array(rows, np.int64)

    @cached_property
    def _ids(self) -> list[str]:
        """The ids of all passages by row, some 80 bytes each."""
        return self._catalog.ids()


def require_encoder(folder: Path, settings: Settings, encoder: Encoder) -> None:
    """Raise `MismatchError` unless `encoder` made the vectors of the index."""
    _require(folder, "vectors", settings.encoder, encoder.name)
    _require(folder, f"vectors of {encoder.name}", settings.fingerprint, encoder.fingerprint)
    _require(folder, "vectors of dimension", str(settings.dimension), str(encoder.dimension))


def _require(folder: Path, what: str, theirs: str, ours: str) -> None:
    if theirs != ours:
        raise MismatchError(
            f"{folder} was built with {what} {theirs}, this is {ours}; {REBUILD} --index {folder}"
        )


def _hold_current(connection: sqlite3.Connection, folder: Path) -> _Held:
    """Lock the current generation; a writer may replace it between our look and our lock."""
    for _ in range(_TRIES):
        connection.execute("BEGIN")  # generations and roots of one moment
        before = recorded(connection)
        roots = tuple(load_roots(connection, folder)) if before else ()
        connection.execute("COMMIT")
        if not before:
            raise MissingIndexError(
                f"the index at {folder} was begun and not finished; run it again: qa index PATH"
            )
        lock = hold(folder, before[-1].number)
        if lock is None:
            continue
        if any(one.number == before[-1].number for one in recorded(connection)):
            return _Held(before[-1], roots, lock)
        os.close(lock)
    missing = lock_path(folder, before[-1].number)
    raise DamagedError(f"{missing} is missing; mend it: qa repair --index {folder}")


def _release(connection: sqlite3.Connection, lock: int) -> None:
    connection.close()
    os.close(lock)
