"""How well passages hold a question piece by piece, where the encoder can tell: a reranking."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoder import Aligner
from index.store import Store
from index.tokens import Token, terms_of
from qa.cache import BatchCache

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


class Compared(NamedTuple):
    """How well texts hold a question.

    Several texts together hold it as well as the best of them holds each piece: `shares` times
    the greatest of their `pieces`.

    Args:
        pieces: the best cosine of each piece of the question, shape (texts, pieces).
        shares: what each piece has in the question, shape (pieces,).
        words: how well each word is held, up to 1; shape (texts, words).
    """

    pieces: NDArray[np.float64]
    shares: NDArray[np.float64]
    words: NDArray[np.float64]


class Alignment:
    """Scores passages of one index, and texts beside it, by `Aligner.align`."""

    def __init__(self, store: Store, aligner: Aligner) -> None:
        """Align passages of `store`, whose pieces it holds, with what `aligner` knows."""
        self._store = store
        self._aligner = aligner
        self._pieces = BatchCache(aligner.pieces)

    def scores(self, question: str, ids: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of each passage for a question, up to 1; shape (n,)."""
        return self._aligner.align(self._aligner.pieces([question]), self._store.pieces(ids))[:, 0]

    def compared(self, question: str, words: Sequence[str], texts: Sequence[str]) -> Compared:
        """Return how well texts hold a question piece by piece, and words of it."""
        aligner = self._aligner
        pieces = aligner.pieces([question])[0]
        asked = np.split(pieces, len(pieces)) if len(pieces) else []
        weights = aligner.weights(asked)
        held = aligner.align([*asked, *aligner.pieces(words)], self._pieces(texts))
        return Compared(
            held[:, : len(asked)], weights / (weights.sum() or 1.0), held[:, len(asked) :]
        )

    def held(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how well a question holds each of some short texts, up to 1."""
        scores = self._aligner.align(self._aligner.pieces(texts), self._pieces([question]))
        held: list[float] = scores[0].tolist()
        return held

    def likenesses(self, question: str, tokens: Sequence[Token]) -> dict[str, Likeness]:
        """Return how like a question each term of a sentence is."""
        terms = list(dict.fromkeys(term for token in tokens for term in terms_of(token)))
        cosines, weights, _ = self.compared(question, (), terms)
        if not cosines.size:
            return {}
        tells = (cosines == cosines.max(axis=0)) & (cosines >= _TOLD)
        shares = np.where(tells, cosines, 0.0) @ weights
        best = cosines.max(axis=1)
        told = zip(best.tolist(), shares.tolist(), strict=True)
        return {term: Likeness(*one) for term, one in zip(terms, told, strict=True)}

    def weights(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return how much each word says, of any language; shape (words,)."""
        return self._aligner.weights(self._aligner.pieces(words))
