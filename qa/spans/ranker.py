"""A question's anatomy + a sentence → the span that answers, by the model in `qa/model`.

The model is two parts, made by `python -m qa.train`: a multinomial logistic that tells from the
question which class of thing its answer is, and boosted trees over the features of a candidate,
that logistic's among them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import QAError
from index.sourcemap import Span
from index.tokens import Token
from qa.spans.anatomy import Anatomy
from qa.spans.candidates import Candidate, candidates
from qa.spans.denial import DENIES, denied
from qa.spans.edges import settle
from qa.spans.features import CLASS, CLASSES, Likenesses, features, look_around
from qa.spans.fit import fit
from qa.trees import Trees

MODEL = Path(__file__).parent.parent / "model" / "spans.npz"

# The score of a sentence without any candidate: as sure as the least likely of spans.
_NOTHING = -10.0
# Below this a class is as good as impossible; the logarithm of 0 is no feature.
_LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class Choice:
    """The span of a sentence that most likely answers, offsets in its text.

    Args:
        score: of the best span of any class, comparable between sentences and questions; about -10
            to 5. It tells how sure the sentence is.
        features: of the span, as the trees see it, shape (WIDTH,); () where none was weighed.
    """

    span: Span
    score: float
    features: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Prior:
    """Which class an answer is of, told from the question alone.

    Args:
        signs: what of a question counts, each with its row of `weights`.
        weights: shape (signs, classes), classes in the order of `features.CLASSES`.
        bias: shape (classes,).
    """

    signs: Mapping[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def log_probabilities(self, asked: Anatomy) -> dict[str, float]:
        """Return for each class the logarithm of its probability."""
        rows = [self.signs[sign] for sign in asked.signs() if sign in self.signs]
        scores = self.weights[rows].sum(axis=0, dtype=np.float64) + self.bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return {name: math.log(p + _LEAST) for name, p in zip(CLASSES, shares, strict=True)}


@dataclass(frozen=True, slots=True)
class Ranker:
    """The two parts of the model."""

    prior: Prior
    trees: Trees

    @classmethod
    def load(cls, path: Path = MODEL) -> Self:
        """Return the model in `path`; raises `QAError` where it cannot be read."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                signs = {sign: row for row, sign in enumerate(arrays["signs"].tolist())}
                prior = Prior(signs, arrays["weights"].astype(np.float32), arrays["bias"])
                return cls(prior, Trees.from_arrays(arrays))
        except (OSError, KeyError, ValueError) as error:
            raise QAError(
                f"the span model {path} cannot be read ({error}); install the package again"
            ) from error

    def best(
        self,
        text: str,
        tokens: Sequence[Token],
        asked: Anatomy,
        terms: Mapping[str, float],
        likenesses: Likenesses | None = None,
    ) -> Choice:
        """Return the span of a sentence that most likely answers; all of it without a candidate.

        Args:
            text: the sentence.
            tokens: its analysis, offsets in `text`.
            asked: the question taken apart.
            terms: the question's terms and their weights.
            likenesses: how like the question the sentence's terms are, where an encoder can tell.
        """
        prior = self.prior.log_probabilities(asked)
        found = candidates(text, tokens)
        if not found:
            return Choice(Span(0, len(text)), _NOTHING)
        around = look_around(text, tokens, asked, terms, likenesses or {})
        rows = np.array([features(one, around, prior) for one in found])
        scores = self.trees.scores(rows)
        best = choose(text, found, rows, scores, asked, [*denied(tokens)])
        span = settle(text, found[best].span, asked)
        return Choice(span, float(scores.max()), tuple(rows[best].tolist()))


def choose(
    text: str,
    found: Sequence[Candidate],
    rows: NDArray[np.float64],
    scores: NDArray[np.float64],
    asked: Anatomy,
    denials: Sequence[Span] = (),
) -> int:
    """Return which candidate answers: of those that fit the best one. Its edges are to be settled.

    Args:
        text: the sentence.
        found: its candidates, at least one.
        rows: their features, shape (candidates, features).
        scores: what the trees give each, shape (candidates,).
        asked: the question taken apart.
        denials: what the sentence denies: the best span behind that answers in its place.
    """
    fitting = fit(found, [CLASSES[int(one)] for one in rows[:, CLASS]], text, asked)
    best = int(np.where(fitting, scores, -np.inf).argmax())
    denial = next((one for one in denials if _is_in(found[best].span, one)), None)
    if denial is None or DENIES.search(asked.bare):
        return best
    spans = [one.span for one in found]
    told = [i for i, span in enumerate(spans) if span.start >= denial.end]
    told = told or [i for i, span in enumerate(spans) if not _is_in(span, denial)]
    if not told:
        return best
    others = [found[i] for i in told]
    return told[choose(text, others, rows[told], scores[told], asked, denials)]


def _is_in(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end <= other.end


@cache
def shipped() -> Ranker:
    """Return the model that comes with the package; raises as `Ranker.load`."""
    return Ranker.load()
