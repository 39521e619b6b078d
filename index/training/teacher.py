"""Korean meaning out of Kiwi: the vectors of its morphemes, and of the texts that they make up."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from kiwipiepy import Kiwi, Token
from numpy.typing import NDArray

from index.training.pairs import Pairs

Floats = NDArray[np.float32]

TEXTS = 80_000  # Korean texts that Kiwi analyses
LANDMARKS = 320  # the vectors have rank 256; a few more even out the rounded cosines
SMOOTH = 1e-3  # a in the inverse frequency weight a / (a + p)
RANK_COUNT = 60_000  # occurrences that a morpheme of Kiwi's is granted, divided by its rank


@dataclass(frozen=True, slots=True)
class Teacher:
    """What Kiwi knows: how often a stretch of Hangul occurs; vectors of stretches and texts."""

    counts: Counter[str]
    stretches: dict[str, Floats]
    texts: dict[int, Floats]


def normal(text: str) -> str:
    """Return the form in which the tokenizer sees a text."""
    return unicodedata.normalize("NFKC", text).lower()


def morpheme_vectors(kiwi: Kiwi, dimension: int, rng: np.random.Generator) -> Floats:
    """Recover the vectors of Kiwi's morphemes from their cosines, by the Nyström map.

    With C the cosines of all morphemes to some landmarks and L D Lᵀ those among the landmarks,
    the rows of C L D^-½ are the vectors up to a rotation. They are centred and lose their three
    strongest components, which all morphemes share (raw cosines are all near .7).
    """
    size = len(kiwi.most_similar_morphemes(1000, top_n=10**6))
    landmarks = rng.choice(np.arange(100, min(size, 30_000)), LANDMARKS, replace=False)
    cosines = np.zeros((size, LANDMARKS))
    for column, landmark in enumerate(landmarks):
        near = kiwi.most_similar_morphemes(int(landmark), top_n=size)
        cosines[[one.id for one in near], column] = [one.score for one in near]
        cosines[landmark, column] = 1  # Kiwi puts a morpheme last in its own list
    values, axes = np.linalg.eigh(cosines[landmarks])
    strong = values > values[-1] * 1e-4
    vectors = cosines @ (axes[:, strong] / np.sqrt(values[strong]))
    vectors -= vectors.mean(axis=0)
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    vectors = vectors @ axes[:, ::-1][:, 3 : 3 + dimension]
    vectors = np.pad(vectors, ((0, 0), (0, dimension - vectors.shape[1])))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)
    unit: Floats = (vectors / norms).astype(np.float32)
    return unit


def stretches(text: str, tokens: Sequence[Token], size: int) -> Iterator[tuple[str, list[int]]]:
    """Yield stretches of text and their morphemes: 보냈 → 보내, 었, whose places overlap."""
    start = end = 0
    morphemes: list[int] = []
    for token in tokens:
        if morphemes and token.len and token.start >= end:
            yield text[start:end], morphemes
            morphemes = []
        if not morphemes:
            start = token.start
        end = max(end, token.start + token.len)
        morphemes.append(token.id if token.id < size else 0)  # spelling variants have no vector
    if morphemes:
        yield text[start:end], morphemes


def teach(pairs: Pairs, dimension: int, rng: np.random.Generator) -> Teacher:
    """Analyse a sample of the Korean texts; morphemes weigh by smooth inverse frequency."""
    kiwi = Kiwi(num_workers=2)
    vectors = morpheme_vectors(kiwi, dimension, rng)
    korean = [t for t in pairs.numbers if len(re.findall("[가-힣]", t)) > len(t) / 3]
    sample = [korean[i] for i in rng.permutation(len(korean))[:TEXTS]]
    texts = [normal(text[:200]) for text in sample]
    analysed = [
        list(stretches(text, tokens, len(vectors)))
        for text, tokens in zip(texts, kiwi.tokenize(texts), strict=True)
    ]
    counts = Counter(form for cuts in analysed for form, _ in cuts)
    ids = np.array([i for cuts in analysed for _, morphemes in cuts for i in morphemes])
    share = np.bincount(ids, minlength=len(vectors)) / len(ids)
    vectors *= (SMOOTH / (SMOOTH + share)).astype(np.float32)[:, None]
    vectors[0] = 0
    meaning: dict[str, list[int]] = {}
    # Kiwi's morphemes, the frequent ones first, also those that are not in the sample.
    for rank in range(len(vectors)):
        form = kiwi.morpheme(rank).form
        meaning.setdefault(form, [rank])
        counts[form] += RANK_COUNT // (rank + 100)
    meaning.update(cut for cuts in analysed for cut in cuts)
    means = {
        pairs.numbers[text]: vectors[[i for _, ids in cuts for i in ids]].mean(axis=0)
        for text, cuts in zip(sample, analysed, strict=True)
        if cuts
    }
    sums = {form: vectors[ids].sum(axis=0) for form, ids in meaning.items()}
    return Teacher(counts, sums, means)
