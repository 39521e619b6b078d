"""How well passages hold a question piece by piece, where the encoder can tell: a reranking."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Aligner, Pieces
from index.store import Store

# Passages whose pieces are kept: about 600 bytes each.
_KEPT = 50_000


class Alignment:
    """Scores passages of one index by `Aligner.align`; a passage is cut into pieces once."""

    def __init__(self, store: Store, aligner: Aligner) -> None:
        """Align passages of `store` with what `aligner` knows."""
        self._store = store
        self._aligner = aligner
        self._kept: OrderedDict[str, Pieces] = OrderedDict()
        self._lock = threading.Lock()

    def scores(self, question: str, ids: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of each passage for a question, up to 1; shape (n,)."""
        with self._lock:
            missing = [id_ for id_ in ids if id_ not in self._kept]
            texts = self._store.texts(missing)
            pieces = (np.unique(one) for one in self._aligner.pieces(texts))
            self._kept.update(zip(missing, pieces, strict=True))
            cut = [self._kept[id_] for id_ in ids]
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._aligner.align(self._aligner.pieces([question]), cut)[:, 0]

    def text_scores(self, words: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how well texts hold words, or whole questions; shape (texts, words)."""
        aligner = self._aligner
        return aligner.align(aligner.pieces(words), aligner.pieces(texts))

    def weights(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return how much each word says, of any language; shape (words,)."""
        return self._aligner.weights(self._aligner.pieces(words))
