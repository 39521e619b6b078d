"""From pairs to vectors: contrastive learning within a batch, and a pull towards the teacher.

The last epoch lets go of the teacher and adds the loss of `interaction`.
"""

import logging
from typing import NamedTuple

import numpy as np
import torch
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from index.training.corpus import Corpus, Ints
from index.training.interaction import WEIGHT, Interaction
from index.training.pairs import Pairs, draw_of
from index.training.teacher import Floats, Teacher

BATCH, RATE, EPOCHS = 1024, 3e-3, 4
# A passage must be told from others of its source, by what is rare in it: sharply. What says the
# same in other words or another language lies near much that is nearly the same: softly.
SHARP, SOFT = 0.05, 0.1  # temperatures
SHARPLY = frozenset({"ask", "passage", "cloze"})
PULL = 1.0  # weight of the teacher against the contrastive loss

log = logging.getLogger("index.train")


def first_vectors(
    corpus: Corpus, tokenizer: Tokenizer, teacher: Teacher, rng: np.random.Generator
) -> Floats:
    """Start a Korean piece from its morphemes, any other from the texts that it stands in."""
    size, dimension = tokenizer.get_vocab_size(), corpus.wishes.shape[1]
    lengths = np.diff(corpus.offsets)
    owner = np.repeat(corpus.wished, lengths)
    held = owner >= 0
    shape = size, len(corpus.wishes)
    places = csr_array((np.ones(held.sum(), np.float32), (corpus.pieces[held], owner[held])), shape)
    vectors = places @ (corpus.wishes - corpus.wishes.mean(axis=0))
    vectors /= np.maximum(places.sum(axis=1), 5)[:, None]  # what is rare starts near zero
    for piece, row in tokenizer.get_vocab().items():
        if piece in teacher.stretches:
            vectors[row] = teacher.stretches[piece]
    noise = rng.normal(0, 0.001, (size, dimension))
    started: Floats = (vectors + noise).astype(np.float32)
    return started


class Batch(NamedTuple):
    """Pairs of one family, shape (at most `BATCH`, 2), and the temperature of its loss."""

    pairs: Ints
    temperature: float


def batches(pairs: Pairs, rng: np.random.Generator) -> list[Batch]:
    """Draw one epoch: batches of one family each, so that what must be told apart is alike."""
    drawn: list[Batch] = []
    for family, members in sorted(pairs.families.items()):
        times, most = draw_of(family)
        count = min(int(len(members) * times), most)
        order = np.concatenate([rng.permutation(len(members)) for _ in range(int(times) or 1)])
        chosen = np.array(members)[order[:count]]
        temperature = SHARP if family.split()[0] in SHARPLY else SOFT
        drawn += [Batch(chosen[i : i + BATCH], temperature) for i in range(0, count, BATCH)]
    return [drawn[i] for i in rng.permutation(len(drawn))]


def loss_of(left: torch.Tensor, right: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the contrastive loss both ways; pairs that share a text are no negatives."""
    count = len(batch.pairs)
    numbers = torch.from_numpy(batch.pairs)
    same = (numbers[:, None] == numbers[None]).any(dim=2) & ~torch.eye(count, dtype=torch.bool)
    scores = (left @ right.T / batch.temperature).masked_fill(same, -1e4)
    target = torch.arange(count)
    cross_entropy = torch.nn.functional.cross_entropy
    return cross_entropy(scores, target) + cross_entropy(scores.T, target)


def train(
    pairs: Pairs, corpus: Corpus, vectors: Floats, rng: np.random.Generator, epochs: int = EPOCHS
) -> Floats:
    """Return the vectors after all epochs; the learning rate falls linearly to zero."""
    bag = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(vectors), freeze=False, mode="mean", sparse=True
    )
    optimizer = torch.optim.SparseAdam(list(bag.parameters()), lr=RATE)
    interaction = Interaction(pairs, corpus, rng)
    drawn = [batches(pairs, rng) for _ in range(epochs)]
    steps = sum(map(len, drawn))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0, 1 - step / steps))
    for number, epoch in enumerate(drawn, start=1):
        total = 0.0
        for batch in epoch:
            texts = batch.pairs.T.reshape(-1)
            encoded = torch.nn.functional.normalize(bag(*corpus.bags(texts)))
            left, right = encoded.chunk(2)
            loss = loss_of(left, right, batch)
            if number < epochs:
                loss = loss + PULL * pull_of(encoded, texts, corpus)
            else:
                loss = loss + WEIGHT * interaction.loss(bag.weight)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()  # type: ignore[no-untyped-call]
            schedule.step()
            total += loss.item()
        log.info("%s batches, loss %.3f", len(epoch), total / len(epoch))
    return bag.weight.detach().numpy()


def pull_of(encoded: torch.Tensor, texts: Ints, corpus: Corpus) -> torch.Tensor:
    """Return how far the texts lie from where the teacher wishes them, as 1 - cosine."""
    held = corpus.wished[texts] >= 0
    wishes = torch.from_numpy(corpus.wishes[corpus.wished[texts[held]]])
    cosines = torch.nn.functional.cosine_similarity(encoded[torch.from_numpy(held)], wishes)
    return (1 - cosines).sum() / len(texts)
