"""All texts as pieces, and where the teacher wishes them: what learning draws from."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.pairs import Pairs
from index.training.teacher import Floats, Teacher

Ints = NDArray[np.int64]

MOST_CHARACTERS = 300  # of a text, while training
# Families whose pairs say the same in two languages: what the teacher wishes for the Korean is
# wished for the other.
TRANSLATED = frozenset({"parallel", "news", "docs", "word", "name"})


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pieces of all texts in one array, and the vectors that the teacher wishes for some."""

    pieces: Ints
    offsets: Ints
    wishes: Floats
    wished: Ints  # row of `wishes` by text, -1 for none

    def cut(self, text: int) -> Ints:
        """Return the pieces of a text."""
        return self.pieces[self.offsets[text] : self.offsets[text + 1]]

    def bags(self, texts: Ints) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what an `EmbeddingBag` takes: pieces, and where each text begins."""
        cuts = [*map(self.cut, texts.tolist())]
        starts = np.cumsum([0, *map(len, cuts[:-1])])
        return torch.from_numpy(np.concatenate(cuts)), torch.from_numpy(starts)


def build_corpus(pairs: Pairs, tokenizer: Tokenizer, teacher: Teacher) -> Corpus:
    """Cut all texts into pieces; a translation is wished where the Korean is."""
    texts = [text[:MOST_CHARACTERS] for text in pairs.numbers]
    cuts: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), 10_000):
        found = tokenizer.encode_batch_fast(texts[start : start + 10_000])
        cuts += (np.array([i for i in one.ids if i], np.int32) for one in found)
    wishes = dict(teacher.texts)
    for family, members in pairs.families.items():
        if family.split()[0] in TRANSLATED:
            for one, two in members:
                for left, right in ((one, two), (two, one)):
                    if left in teacher.texts:
                        wishes.setdefault(right, teacher.texts[left])
    wished = np.full(len(texts), -1)
    wished[list(wishes)] = np.arange(len(wishes))
    offsets = np.cumsum([0, *map(len, cuts)])
    return Corpus(
        np.concatenate(cuts).astype(np.int64), offsets, np.stack([*wishes.values()]), wished
    )
