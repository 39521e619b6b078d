"""The dense index: FAISS, exact inner product over normalised vectors, so a score is a cosine.

The one module that imports faiss, when it is first needed. FAISS gives best first already; its
name for a score is `distance`, which never leaves this module. A zero vector scores 0.
"""

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from index.ranking import Mask, Ranked, Scores, rank, rounded_scores

if TYPE_CHECKING:
    import faiss

# Fetched beyond k, so that the passages that tie with the k-th after rounding are all at hand.
OVER_FETCH = 20


class DenseIndex:
    """Vectors by row; row order is the order of passage ids."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Return the index of `vectors`, shape (n, dimension), n = 0 included."""
        import faiss

        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
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
        wanted = min(k + OVER_FETCH, available)
        found = self._fetch(vector, wanted, allowed)
        while wanted < available and k and found.scores[-1] == found.scores[k - 1]:
            wanted = min(
                wanted * 2, available
            )  # all of them tie with the k-th: copies of a passage
            found = self._fetch(vector, wanted, allowed)
        return Ranked(found.rows[:k], found.scores[:k])

    def _fetch(self, vector: NDArray[np.float32], wanted: int, allowed: Mask | None) -> Ranked:
        if not wanted:
            return Ranked(np.empty(0, np.int64), np.empty(0))
        question = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        distances, rows = self._index.search(question, wanted, params=_only(allowed))
        return rank(rows[0], distances[0], wanted)

    def scores(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> Scores:
        """Return the scores of these rows, in their order."""
        if not len(rows):
            return np.empty(0)
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
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


def _only(allowed: Mask | None) -> Any:
    """Return FAISS's search parameters for a mask; None searches all."""
    import faiss

    if allowed is None:
        return None
    bitmap = np.packbits(allowed, bitorder="little")
    selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg,arg-type]  # its stubs err
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
