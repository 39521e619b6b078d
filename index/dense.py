"""The dense index: FAISS, exact inner product over normalised vectors, so a score is a cosine.

Many vectors are looked through by their codes of a byte a number, a quarter as much to read, and
the best of them are scored by the vectors themselves. How far a code may err is known, so that as
many are taken as it needs for the result to be the exact one.

The one module that imports faiss, when it is first needed. FAISS gives best first already; its
name for a score is `distance`, which never leaves this module. A zero vector scores 0.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.ranking import Mask, Ranked, Scores, rank, rounded_scores

if TYPE_CHECKING:
    import faiss

# Up to as many vectors have no codes. Of 20,000 a search takes 4 ms, beyond it grows with them.
FLAT = 20_000
# Candidates for the best k: 2 k and these, of which the k-th leads the last by more than codes err
# for each of 400 questions over 107,000 passages. Where it does not, more are taken.
_BEYOND = 20
_NOISE = 1e-6  # by which two ways of summing differ


class _Found(NamedTuple):
    """Candidates with their exact scores, best first, and what no other row scores above."""

    ranked: Ranked
    bound: float


class DenseIndex:
    """Vectors by row; row order is the order of passage ids."""

    def __init__(self, index: "faiss.Index") -> None:
        import faiss

        self._index = index
        self._searched = self._exact = index
        self._error = np.zeros(self.dimension, np.float32)
        if isinstance(index, faiss.IndexRefine):
            codes: Any = faiss.downcast_index(index.base_index)
            self._searched, self._exact = codes, index.refine_index
            # The range of each number is in 255 steps, and a code stands for the middle of one.
            ranges = faiss.vector_to_array(codes.sq.trained)[self.dimension :]
            self._error = (ranges / 510).astype(np.float32)

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Return the index of `vectors`, shape (n, dimension), n = 0 included."""
        import faiss

        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        dimension = vectors.shape[1]
        index: faiss.Index = faiss.IndexFlatIP(dimension)
        if len(vectors) > FLAT:
            byte, product = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
            codes = faiss.IndexScalarQuantizer(dimension, byte, product)
            codes.train(np.stack([vectors.min(axis=0), vectors.max(axis=0)]))
            index = faiss.IndexRefineFlat(codes)
        index.add(vectors)
        return cls(index)

    @property
    def count(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, vector: NDArray[np.float32], k: int, allowed: Mask | None = None) -> Ranked:
        """Return the `k` best rows for a question's `vector`, shape (dimension,).

        Args:
            vector: normalised; a zero vector scores 0 everywhere.
            k: how many.
            allowed: shape (n,); only these rows are looked at.
        """
        available = self.count if allowed is None else int(allowed.sum())
        k = min(k, available)
        if not k:
            return Ranked(np.empty(0, np.int64), np.empty(0))
        if not vector.any():  # as it is of "?"; all are as good, and none need be looked at
            rows = np.arange(self.count) if allowed is None else np.flatnonzero(allowed)
            return Ranked(rows[:k], np.zeros(k))
        wanted = min(2 * k + _BEYOND, available)
        found = self._fetch(vector, wanted, allowed)
        # Others may be as good as the k-th: copies of a passage, or what codes do not tell apart.
        while wanted < available and found.bound >= found.ranked.scores[k - 1]:
            wanted = min(wanted * 2, available)
            found = self._fetch(vector, wanted, allowed)
        return Ranked(found.ranked.rows[:k], found.ranked.scores[:k])

    def _fetch(self, vector: NDArray[np.float32], wanted: int, allowed: Mask | None) -> _Found:
        question = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        with _one_thread():
            distances, rows = self._searched.search(question, wanted, params=_only(allowed))
        bound = distances[0, -1] + self._error @ np.abs(vector) + _NOISE
        ranked = rank(rows[0], self.scores(vector, rows[0]), wanted)
        return _Found(ranked, float(rounded_scores(np.asarray(bound))))

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> Scores:
        """Return the scores of these rows, in their order."""
        if not len(rows):
            return np.empty(0)
        vectors = self._exact.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return rounded_scores(vectors @ vector)

    def to_bytes(self) -> NDArray[np.uint8]:
        """Return the index as FAISS writes it (its own file functions fail on some paths)."""
        import faiss

        data: NDArray[np.uint8] = faiss.serialize_index(self._index)
        return data

    @classmethod
    def from_bytes(cls, data: NDArray[np.uint8]) -> Self:
        """Return the index that `to_bytes` wrote.

        Raises:
            ValueError: the bytes are not such an index.
        """
        import faiss

        try:
            return cls(faiss.deserialize_index(data))
        except RuntimeError as error:
            raise ValueError("not a FAISS index") from error


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep FAISS from waking threads that share out questions, of which there is one.

    They wait by spinning, and get in the way of those of numpy: a search takes 10 ms more. What is
    set is the calling thread's own.
    """
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def _only(allowed: Mask | None) -> Any:
    """Return FAISS's search parameters for a mask; None searches all."""
    import faiss

    if allowed is None:
        return None
    bitmap = np.packbits(allowed, bitorder="little")
    selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg,arg-type]  # its stubs err
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
