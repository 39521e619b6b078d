"""BM25: the reference, rank-bm25 with an idf that stays positive, and the matrix that serves it.

The score of a passage d for query weights w, summed over the terms t (Robertson et al., 1994):

    w(t) · tf(t, d) (k1 + 1) / (tf(t, d) + k1 (1 - b + b |d| / avgdl)),    w(t) = idf(t) · qtf(t)
    idf(t) = log(1 + (N - n(t) + .5) / (n(t) + .5))

Here terms are numbers of a vocabulary; what a term is `tokens` decides, and `store` numbers them.
The library walks every document in Python; the matrix touches only those that hold a term.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.ranking import Mask, Ranked, Rows, Scores, rank

K1 = 1.5  # rank-bm25's own values
B = 0.75

Arrays = dict[str, NDArray[np.generic]]


def idf(count: int, df: int) -> float:
    """Return log(1 + (N - n + .5)/(n + .5)), positive for every n in 0..N."""
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


class BM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """rank-bm25's Okapi with `idf`: the library's own inverts on folders of one or two passages."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: idf(self.corpus_size, df) for term, df in nd.items()}


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Document weights by term: column i holds the rows and weights of term `terms[i]`.

    Args:
        terms: vocabulary numbers that occur, rising, shape (m,).
        starts: shape (m + 1,); column i is `[starts[i]:starts[i + 1]]` of `rows` and `weights`.
        rows: shape (nnz,), rising within a column.
        weights: shape (nnz,), float32, idf not included.
        count: number of passages, N.
        avgdl: mean number of terms of a passage, repeated ones counted.
    """

    terms: NDArray[np.uint32]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    count: int
    avgdl: float

    @classmethod
    def build(
        cls, terms: NDArray[np.integer], counts: NDArray[np.integer], sizes: NDArray[np.integer]
    ) -> Self:
        """Return the index of passages whose terms stand one after another.

        Args:
            terms: vocabulary numbers, shape (nnz,), distinct within a passage.
            counts: how often each occurs in its passage, shape (nnz,).
            sizes: how many entries each passage has, shape (N,), summing to nnz.
        """
        from scipy.sparse import csr_array  # only writers pay for its import

        used, columns = np.unique(terms, return_inverse=True)
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        row_of = np.repeat(np.arange(len(sizes)), sizes)
        tf = counts.astype(np.float64)
        lengths = np.bincount(row_of, weights=tf, minlength=len(sizes))
        avgdl = float(lengths.mean()) if len(sizes) else 0.0
        norm = K1 * (1 - B + B * lengths / avgdl) if avgdl else lengths
        weights = (tf * (K1 + 1) / (tf + norm[row_of])).astype(np.float32)
        shape = (len(sizes), len(used))
        matrix = csr_array((weights, columns.astype(np.int32), bounds), shape=shape).tocsc()
        return cls(
            used.astype(np.uint32),
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int32),
            matrix.data,
            len(sizes),
            avgdl,
        )

    def _column(self, term: int) -> slice | None:
        at = int(np.searchsorted(self.terms, np.uint32(term)))
        if at == len(self.terms) or self.terms[at] != term:
            return None
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    def df(self, term: int) -> int:
        """Return how many passages hold the term."""
        column = self._column(term)
        return column.stop - column.start if column else 0

    def scores(self, weights: Mapping[int, float]) -> Scores:
        """Return the score of every passage, shape (N,), for query weights by vocabulary number."""
        scores = np.zeros(self.count)
        for term in sorted(weights):  # a sum depends on its order in the last digit
            if column := self._column(term):
                scores[self.rows[column]] += weights[term] * self.weights[column]
        return scores

    def scores_of(self, weights: Mapping[int, float], rows: Rows) -> Scores:
        """Return the scores of these rows, in their order: what `scores` gives them."""
        scores = np.zeros(len(rows))
        for term in sorted(weights):
            if column := self._column(term):
                holding = self.rows[column]
                at = np.minimum(np.searchsorted(holding, rows), len(holding) - 1)
                gained = weights[term] * self.weights[column][at]
                scores += np.where(holding[at] == rows, gained, 0.0)
        return scores

    def search(self, weights: Mapping[int, float], k: int, allowed: Mask | None = None) -> Ranked:
        """Return the `k` best passages that score above 0, among the `allowed` rows."""
        scores = self.scores(weights)
        found = scores > 0 if allowed is None else (scores > 0) & allowed
        rows: Rows = np.flatnonzero(found)
        return rank(rows, scores[rows], k)

    def to_arrays(self) -> Arrays:
        """Return what `from_arrays` takes, for an npz file."""
        return {
            "terms": self.terms,
            "starts": self.starts,
            "rows": self.rows,
            "weights": self.weights,
            "count": np.array(self.count),
            "avgdl": np.array(self.avgdl),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """Return the index that `to_arrays` described.

        Raises:
            ValueError, KeyError: the arrays are not such an index.
        """
        terms, starts = arrays["terms"], arrays["starts"]
        rows, weights = arrays["rows"], arrays["weights"]
        if len(starts) != len(terms) + 1 or starts[-1] != len(rows) or len(rows) != len(weights):
            raise ValueError("columns do not fit together")
        return cls(
            terms.astype(np.uint32, copy=False),
            starts.astype(np.int64, copy=False),
            rows.astype(np.int32, copy=False),
            weights.astype(np.float32, copy=False),
            int(arrays["count"].item()),
            float(arrays["avgdl"].item()),
        )


class Statistics:
    """What one lexical field knows of its corpus: enough to weigh a question's terms.

    Args:
        index: the field's index.
        number: gives the vocabulary numbers of terms, unknown ones left out.
    """

    def __init__(
        self, index: LexicalIndex, number: Callable[[Iterable[str]], Mapping[str, int]]
    ) -> None:
        self._index = index
        self._number = number

    @property
    def count(self) -> int:
        """Number of passages, N."""
        return self._index.count

    @property
    def avgdl(self) -> float:
        """Mean number of terms of a passage."""
        return self._index.avgdl

    def df(self, term: str) -> int:
        """Return how many passages hold the term."""
        return sum(self._index.df(number) for number in self._number([term]).values())

    def known(self, terms: Iterable[str]) -> frozenset[str]:
        """Return those of many terms that passages hold."""
        return frozenset(term for term, n in self._number(terms).items() if self._index.df(n))

    def idf(self, term: str) -> float:
        """Return the term's idf; for a term that no passage holds, the largest there is."""
        return idf(self.count, self.df(term))

    def weights(self, counts: Mapping[str, float]) -> dict[str, float]:
        """Return BM25's query weights, idf · qtf, for a question's terms and their counts."""
        dfs = {term: self._index.df(number) for term, number in self._number(counts).items()}
        return {t: idf(self.count, dfs.get(t, 0)) * often for t, often in counts.items()}
