"""Which documents are copies of each other: the release in three outlets, the article updated.

A document's sketch is its MinHash (Broder, 1997): the share of equal values in two sketches
estimates the Jaccard similarity of their shingles. It is kept with the document, so that nothing
unchanged is hashed again; `grouped` is run over the sketches alone at each commit. It works on
arrays: datasketch keeps its buckets as Python sets, and would fill them anew for all documents.
Whether two *passages* of copies say the same is `qa.duplicates`' to tell.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.sourcemap import bare

Hashes = NDArray[np.uint64]
Sketches = NDArray[np.uint32]

# Letters and digits in a row; and how many of them a text has at least, to be compared at all:
# of shorter ones two that differ in the one word that counts are as similar.
_SHINGLE: Final = 5
_SHORTEST: Final = 150
# Values that stand for the shingles, and for the numbers. Banded by threes, two texts of similarity
# .5 meet in one band at least in 99 of 100 cases, of .4 in 94, of .05 in one of 200.
_TEXT, _NUMBERS, _BAND = 126, 32, 3
# At this similarity two texts are copies. Of the 741 pairs of the sample set two are: .53 and .51,
# releases as two outlets print them; the next pair has .03. Of 30,000 passages of law, court
# decisions and speeches 370 are: what two laws, rulings or editions share nearly word for word.
# Reports of one form that are filled in anew each day are as similar, but share hardly a number.
_ALIKE, _SAME_NUMBERS = 0.4, 0.4
_AT_ONCE: Final = 4096  # shingles, or pairs; bounds the memory that they take


def _mixed(values: Hashes) -> Hashes:
    """Return splitmix64's finalizer of each value."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


# One hash function a value, x → (factor · x + term) >> 32, the same on every machine.
_SEEDS = _mixed(np.arange(1, 2 * _TEXT + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
_FACTORS, _TERMS = _SEEDS[:_TEXT] | np.uint64(1), _SEEDS[_TEXT:]


def sketch(texts: Iterable[str]) -> bytes:
    """Return the sketch of a document of these passages; nothing for one that is too short."""
    whole = "\n".join(texts)
    run = bare(whole)
    if len(run) < _SHORTEST:
        return b""
    numbers = [int(number[-18:]) for number in set(re.findall(r"\d+", whole))]
    values = (
        _minima(shingles(run, _SHINGLE), _TEXT),
        _minima(_mixed(np.array(numbers, np.uint64)), _NUMBERS),
    )
    return np.concatenate(values).astype("<u4").tobytes()


def shingles(text: str, size: int) -> Hashes:
    """Return the hashes of each `size` characters in a row, of a shorter text the one of it all."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    size = min(size, len(points))
    count = len(points) - size + 1
    hashes = np.zeros(count, np.uint64)
    for i in range(size):
        hashes = hashes * np.uint64(0x100000001B3) + points[i : i + count]
    return _mixed(hashes)


def _minima(hashes: Hashes, count: int) -> Sketches:
    least = np.full(count, np.iinfo(np.uint32).max, np.uint64)
    for start in range(0, len(hashes), _AT_ONCE):
        some = hashes[start : start + _AT_ONCE, None]
        values = some * _FACTORS[:count]
        values += _TERMS[:count]
        least = np.minimum(least, values.min(axis=0) >> np.uint64(32))
    return least.astype(np.uint32)


def grouped(sketches: Sequence[bytes]) -> NDArray[np.int64]:
    """Return a group for each sketch, the position of its first copy; -1 where it has none."""
    given = np.array([i for i, one in enumerate(sketches) if one], np.int64)
    groups = np.full(len(sketches), -1, np.int64)
    if not len(given):
        return groups
    data = b"".join(sketches[i] for i in given)
    values = np.frombuffer(data, "<u4").reshape(len(given), _TEXT + _NUMBERS)
    first = _joined(len(given), _copies(values))
    several = np.bincount(first, minlength=len(given))[first] > 1
    groups[given[several]] = given[first[several]]
    return groups


def _copies(values: Sketches) -> NDArray[np.int64]:
    """Return pairs of copies: of those that share a band, each compared with its neighbours.

    In a band of many equal ones not all pairs are compared, which would be too many; every copy is
    still next to another, or beside the first one.
    """
    found = [np.empty((0, 2), np.int64)]
    for start in range(0, _TEXT, _BAND):
        band = np.ascontiguousarray(values[:, start : start + _BAND]).view(f"V{4 * _BAND}").ravel()
        _, kind = np.unique(band, return_inverse=True)
        order = np.argsort(kind, kind="stable")
        kinds = kind[order]
        heads = order[np.searchsorted(kinds, kinds)]
        again = kinds[1:] == kinds[:-1]
        found.append(np.stack([order[:-1][again], order[1:][again]], axis=1))
        found.append(np.stack([heads[1:][again], order[1:][again]], axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    some = (pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE))
    return np.concatenate([found[0], *(pair[_are_alike(values, pair)] for pair in some)])


def _are_alike(values: Sketches, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    same = values[pairs[:, 0]] == values[pairs[:, 1]]
    text, numbers = same[:, :_TEXT].mean(axis=1), same[:, _TEXT:].mean(axis=1)
    return np.asarray((text >= _ALIKE) & (numbers >= _SAME_NUMBERS))


def _joined(count: int, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of `count` the first one that it is connected with by pairs, or itself."""
    first = list(range(count))

    def root(i: int) -> int:
        while first[i] != i:
            first[i] = i = first[first[i]]
        return i

    for a, b in pairs:
        one, other = sorted((root(int(a)), root(int(b))))
        first[other] = one
    return np.array([root(i) for i in range(count)], np.int64)
