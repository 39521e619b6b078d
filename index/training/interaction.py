"""Late interaction as it is used: a question's pieces against those of the text that answers.

`Aligner.align` compares piece by piece, which the mean of a text does not teach. So in the last
epoch a loss of its own is added: of a batch of questions each shall find its own text, by the score
that `align` gives (ColBERT, Khattab and Zaharia 2020, over static vectors).
"""

import numpy as np
import torch

from index.training.corpus import Corpus, Ints
from index.training.pairs import Pairs

BATCH, TEMPERATURE = 128, 0.05
WEIGHT = 2.0  # against the loss of the means
MOST_PIECES = 100  # of a text
# How often a family is drawn, by how its name begins; of several one, whatever its size.
SHARES = {
    "question ko": 0.3, "question en": 0.1, "question other": 0.1, "ask": 0.25, "passage": 0.1,
    "parallel tatoeba": 0.05, "news ko": 0.1,
}  # fmt: skip


class Interaction:
    """Draws batches of questions and texts, and tells their loss."""

    def __init__(self, pairs: Pairs, corpus: Corpus, rng: np.random.Generator) -> None:
        self._corpus, self._rng = corpus, rng
        named = {
            begin: [np.array(m) for f, m in sorted(pairs.families.items()) if f.startswith(begin)]
            for begin in SHARES
        }
        self._families = [families for families in named.values() if families]
        shares = np.array([SHARES[begin] for begin, families in named.items() if families])
        self._shares = shares / shares.sum()

    def loss(self, vectors: torch.Tensor) -> torch.Tensor:
        """Return the contrastive loss of one batch, both ways; the question's counts double."""
        questions, texts = self._drawn()
        owner = torch.tensor(np.repeat(np.arange(len(questions)), [*map(len, questions)]))
        asked = _rows(vectors, torch.from_numpy(np.concatenate(questions)))
        lengths = asked.norm(dim=1)
        held = _padded(texts)
        found = _unit(_rows(vectors, held.reshape(-1)))
        cosines = (_unit(asked) @ found.T).view(len(asked), *held.shape)
        best = cosines.masked_fill((held == 0)[None], -1).amax(dim=2) * lengths[:, None]
        size = len(questions)
        scores = torch.zeros(size, size).index_add(0, owner, best)
        scores = scores / torch.zeros(size).index_add(0, owner, lengths)[:, None] / TEMPERATURE
        target = torch.arange(size)
        cross_entropy = torch.nn.functional.cross_entropy
        return cross_entropy(scores, target) + cross_entropy(scores.T, target) / 2

    def _drawn(self) -> tuple[list[Ints], list[Ints]]:
        """Return the pieces of questions and of their texts, no text twice."""
        families = self._families[int(self._rng.choice(len(self._families), p=self._shares))]
        family = families[int(self._rng.integers(len(families)))]
        chosen = self._rng.permutation(len(family))[:BATCH]
        questions, texts, seen = [], [], set[int]()
        for question, text in family[chosen].tolist():
            pieces = self._corpus.cut(question), np.unique(self._corpus.cut(text)[:MOST_PIECES])
            if all(map(len, pieces)) and not seen & {question, text}:
                questions.append(pieces[0])
                texts.append(pieces[1])
            seen |= {question, text}
        return questions, texts


def _rows(vectors: torch.Tensor, pieces: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.embedding(pieces, vectors, sparse=True)


def _padded(texts: list[Ints]) -> torch.Tensor:
    """Return pieces as rows of one length, 0 behind the shorter ones."""
    rows = np.zeros((len(texts), max(map(len, texts))), np.int64)
    for row, pieces in zip(rows, texts, strict=True):
        row[: len(pieces)] = pieces
    return torch.from_numpy(rows)


def _unit(vectors: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.normalize(vectors, dim=-1, eps=1e-6)
