"""How well passages hold a question piece by piece, where the encoder can tell: a reranking."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Aligner
from index.store import Store


class Alignment:
    """Scores passages of one index, and texts beside it, by `Aligner.align`."""

    def __init__(self, store: Store, aligner: Aligner) -> None:
        """Align passages of `store`, whose pieces it holds, with what `aligner` knows."""
        self._store = store
        self._aligner = aligner

    def scores(self, question: str, ids: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of each passage for a question, up to 1; shape (n,)."""
        return self._aligner.align(self._aligner.pieces([question]), self._store.pieces(ids))[:, 0]

    def text_scores(self, words: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how well texts hold words, or whole questions; shape (texts, words)."""
        aligner = self._aligner
        return aligner.align(aligner.pieces(words), aligner.pieces(texts))

    def weights(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return how much each word says, of any language; shape (words,)."""
        return self._aligner.weights(self._aligner.pieces(words))
