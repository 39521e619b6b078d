"""Texts that say the same, but for a word here and there: the press release in three outlets.

Which documents are copies of each other the index knows (`index.copies`); here it is told which of
their passages belong together, which version of them is shown, and whether an earlier one differs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from index.copies import Hashes, shingles
from index.records import Passage
from index.sourcemap import bare, squeeze

# Texts that share this much of their character 4-grams (Jaccard) and all their numbers are alike;
# so are passages of copies where this much of the shorter one stands in the other.
_SAME, _HELD = 0.75, 0.7
_SHINGLE = 4
# The smallest hashes of a text stand for all of them: two alike share some (Broder's MinHash).
_SKETCH = 12
# Where this much of a sentence stands in a copy, it is there, in other words.
_REWORDED = 0.4
_FIGURE = re.compile(r"\d+(?!\d*\s?[년월일시])")

Said = Literal["same", "otherwise", "nothing"]


class _Text(NamedTuple):
    shingles: Hashes  # distinct, ascending
    numbers: frozenset[str]
    figures: frozenset[str]  # numbers that are no date, which each outlet puts as seen from its day
    copies: int | None  # of which group of copies its document is
    date: str | None

    @classmethod
    def of(cls, passage: Passage, copies: int | None) -> "_Text":
        text = passage.text
        figures = frozenset(_FIGURE.findall(text))
        return cls(_shingles(text), _numbers(text), figures, copies, passage.date)

    def is_like(self, other: "_Text") -> bool:
        sizes = len(self.shingles), len(other.shingles)
        both = _shared(self.shingles, other.shingles)
        if self.numbers == other.numbers and both >= _SAME * (sum(sizes) - both):
            return True
        if self.copies is None or self.copies != other.copies:
            return False
        versions = self.date and other.date and self.date != other.date
        differ = self.figures - other.figures and other.figures - self.figures
        held = both >= _HELD * min(sizes)
        return held and bool(versions or not differ)


class Folding:
    """Passages one after another, each put to those before it that say the same.

    Args:
        copies: the group of each document that is a copy of others, by its id.
    """

    def __init__(self, copies: Mapping[str, int]) -> None:
        """Begin with no passage."""
        self.groups: list[list[Passage]] = []
        self._copies = copies
        self._texts: list[_Text] = []
        self._sketches: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, passage: Passage) -> bool:
        """Take a passage; tell whether it says what none before it did."""
        text = _Text.of(passage, self._copies.get(passage.document))
        sketch = text.shingles[:_SKETCH].tolist()
        shared = Counter(i for value in sketch for i in self._sketches[value])
        for i, _ in shared.most_common():
            if text.is_like(self._texts[i]):
                self.groups[i].append(passage)
                return False
        for value in sketch:
            self._sketches[value].append(len(self._texts))
        self._texts.append(text)
        self.groups.append([passage])
        return True

    def shown(self, group: Sequence[Passage]) -> "Shown":
        """Return how a group of passages is shown: the latest version of the first one."""
        kin = self._copies.get(group[0].document)
        versions = [p for p in group if kin is not None and self._copies.get(p.document) == kin]
        dated = [p for p in versions if p.date and group[0].date]
        latest = max(dated, key=lambda p: p.date or "", default=group[0])  # of several the first
        others: dict[str, Passage] = {}
        for passage in group:
            if passage.document != latest.document:
                others.setdefault(passage.document, passage)
        earlier = [p for p in others.values() if p in dated and p.date != latest.date]
        same = [
            document
            for document, p in others.items()
            if p not in earlier or _numbers(p.text) == _numbers(latest.text)
        ]
        return Shown(latest, tuple(same), tuple(earlier))


class Shown(NamedTuple):
    """What stands for a group of passages that say the same.

    Args:
        same_as: ids of further documents that hold the passage.
        earlier: the passages of earlier versions of its document, other figures in them or not.
    """

    passage: Passage
    same_as: tuple[str, ...]
    earlier: tuple[Passage, ...]


def compared(
    sentences: Sequence[str], passages: Iterable[Passage]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the documents that hold a quote as it is, and those that hold it otherwise.

    Args:
        sentences: of the quote; one that a document lacks is no contradiction.
        passages: of copies of the quoted document.
    """
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for passage in passages:
        texts[passage.document].append(passage.text)
    told = {
        document: {_told(sentence, found) for sentence in sentences}
        for document, found in texts.items()
    }
    same = tuple(document for document, found in told.items() if found == {"same"})
    return same, tuple(document for document, found in told.items() if "otherwise" in found)


def _told(sentence: str, texts: Iterable[str]) -> Said:
    found = {said(sentence, text) for text in texts}
    return "same" if "same" in found else "otherwise" if "otherwise" in found else "nothing"


def said(sentence: str, text: str) -> Said:
    """Tell whether a copy's passage holds a sentence, holds it otherwise, or not at all.

    Punctuation and white space do not count. A sentence with figures is not another one where all
    of them stand there: it is put in other words.
    """
    if bare(sentence) in bare(text):
        return "same"
    figures = frozenset(_FIGURE.findall(sentence))
    if figures and figures <= frozenset(_FIGURE.findall(text)):
        return "nothing"
    parts = _shingles(sentence)
    held = _shared(parts, _shingles(text)) >= _REWORDED * len(parts)
    return "otherwise" if held else "nothing"


def _shingles(text: str) -> Hashes:
    return np.unique(shingles(squeeze(text), _SHINGLE))


def _shared(one: Hashes, other: Hashes) -> int:
    return np.intersect1d(one, other, assume_unique=True).size


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))
