"""Boosted trees, evaluated with numpy: the answers are LightGBM's, without LightGBM.

A tree is a run of nodes; an inner node sends a row to its left child where the row's feature is at
most the threshold, to its right child otherwise; a leaf sends every row to itself. So all trees are
walked at once, as many steps as the deepest one has. Training (`qa.train`) needs LightGBM, asking
does not: its import takes longer than most answers, and its own wheel is 3.5 MB.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Trees:
    """The sum of many regression trees.

    Args:
        feature: column that a node looks at, shape (nodes,).
        threshold: shape (nodes,), float64; infinite in leaves.
        children: node that comes next, left and right, shape (nodes, 2); a leaf names itself.
        value: what a leaf adds, shape (nodes,), float32.
        roots: the first node of each tree, shape (trees,).
        depth: steps that reach every leaf.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float64]
    children: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    def scores(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the score of each row, shape (n,), for features of shape (n, features)."""
        values, children = rows.ravel(), self.children.ravel()  # in one row, which is taken faster
        starts = np.arange(0, values.size, rows.shape[1])[:, None]
        at = np.tile(self.roots, (len(rows), 1))
        for _ in range(self.depth):
            right = values.take(starts + self.feature.take(at)) > self.threshold.take(at)
            at = children.take(2 * at + right)
        scores: NDArray[np.float64] = self.value.take(at).sum(axis=1, dtype=np.float64)
        return scores

    def to_arrays(self) -> Arrays:
        """Return what `from_arrays` takes, for an npz file."""
        return {
            "feature": self.feature,
            "threshold": self.threshold,
            "children": self.children,
            "value": self.value,
            "roots": self.roots,
            "depth": np.array(self.depth),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Self:
        """Return the trees that `to_arrays` described; raises `KeyError` without a part."""
        return cls(
            arrays["feature"].astype(np.int16, copy=False),
            arrays["threshold"].astype(np.float64, copy=False),
            arrays["children"].astype(np.int32, copy=False),
            arrays["value"].astype(np.float32, copy=False),
            arrays["roots"].astype(np.int32, copy=False),
            int(arrays["depth"].item()),
        )
