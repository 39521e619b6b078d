"""Texts that say the same, but for a word here and there: the press release in three outlets."""

import re
from collections import Counter, defaultdict
from heapq import nsmallest
from zlib import crc32

from index.sourcemap import squeeze

# Texts that share this much of their character 4-grams (Jaccard) and all their numbers are alike.
_SAME = 0.75
_SHINGLE = 4
# The smallest hashes of a text stand for all of them: two alike share some (Broder's MinHash).
_SKETCH = 12


class Alike:
    """Texts one after another, each compared with those before it."""

    def __init__(self) -> None:
        self._texts: list[tuple[frozenset[str], frozenset[str]]] = []
        self._sketches: defaultdict[int, list[int]] = defaultdict(list)

    def find_or_add(self, text: str) -> int | None:
        """Return which earlier text, counted from 0, `text` is like; None where it is a new one."""
        shingles, numbers = _shingles(text), frozenset(re.findall(r"\d+", text))
        sketch = nsmallest(_SKETCH, (crc32(one.encode("utf-8", "replace")) for one in shingles))
        shared = Counter(i for value in sketch for i in self._sketches[value])
        for i, _ in shared.most_common():
            others, theirs = self._texts[i]
            if numbers == theirs and len(shingles & others) >= _SAME * len(shingles | others):
                return i
        for value in sketch:
            self._sketches[value].append(len(self._texts))
        self._texts.append((shingles, numbers))
        return None


def _shingles(text: str) -> frozenset[str]:
    bare = squeeze(text)
    return frozenset(bare[i : i + _SHINGLE] for i in range(max(1, len(bare) - _SHINGLE + 1)))
