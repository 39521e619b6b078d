"""How well passages hold a question piece by piece, where the encoder can tell: a reranking."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoder import Aligner
from index.store import Store
from index.tokens import Token, terms_of

# A piece of a question is told by a term that is at least this like it.
_TOLD = 0.3


class Likeness(NamedTuple):
    """How like a question a term is, in whatever language.

    Args:
        best: the cosine of the two pieces that are most alike.
        share: of the question, what no other term of its sentence tells better.
    """

    best: float
    share: float


class Alignment:
    """Scores passages of one index, and texts beside it, by `Aligner.align`."""

    def __init__(self, store: Store, aligner: Aligner) -> None:
        """Align passages of `store`, whose pieces it holds, with what `aligner` knows."""
        self._store = store
        self._aligner = aligner

    def scores(self, question: str, ids: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of each passage for a question, up to 1; shape (n,)."""
        return self._aligner.align(self._aligner.pieces([question]), self._store.pieces(ids))[:, 0]

    def piece_scores(
        self, question: str, texts: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how well each text holds each piece of a question, and the piece's share of it.

        Shapes (texts, pieces) and (pieces,). The score of several texts together is the dot product
        of the shares and the best score of each piece.
        """
        aligner = self._aligner
        pieces = aligner.pieces([question])[0]
        asked = np.split(pieces, len(pieces)) if len(pieces) else []
        weights = aligner.weights(asked)
        return aligner.align(asked, aligner.pieces(texts)), weights / (weights.sum() or 1.0)

    def text_scores(self, words: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        """Return how well texts hold words, or whole questions; shape (texts, words)."""
        aligner = self._aligner
        return aligner.align(aligner.pieces(words), aligner.pieces(texts))

    def likenesses(self, question: str, tokens: Sequence[Token]) -> dict[str, Likeness]:
        """Return how like a question each term of a sentence is."""
        aligner = self._aligner
        terms = list(dict.fromkeys(term for token in tokens for term in terms_of(token)))
        pieces = aligner.pieces([question])[0]
        if not len(pieces) or not terms:
            return {}
        asked = np.split(pieces, len(pieces))
        cosines = aligner.align(asked, aligner.pieces(terms))
        weights = aligner.weights(asked)
        tells = (cosines == cosines.max(axis=0)) & (cosines >= _TOLD)
        shares = np.where(tells, cosines, 0.0) @ (weights / weights.sum())
        best = cosines.max(axis=1)
        told = zip(best.tolist(), shares.tolist(), strict=True)
        return {term: Likeness(*one) for term, one in zip(terms, told, strict=True)}

    def weights(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return how much each word says, of any language; shape (words,)."""
        return self._aligner.weights(self._aligner.pieces(words))
