"""A body that stands twice in one file: the first stays, what repeats it goes."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from index.records import Block
from index.sourcemap import bare

# Shorter texts repeat for good reasons: table cells, headings, 'same as above'.
_LENGTH = 20
_NEAR_LENGTH = 60
_NEAR = 0.9
_SHINGLE = 4
# Of so many shingles of a text this share must stand in an earlier one for the two to be compared.
_PROBES, _LIKELY = 24, 0.6


def repeats(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the positions of blocks that repeat an earlier one, each with its reason.

    A long text also repeats one that differs in a few words or quotation marks, never one that
    differs in a digit.
    """
    if len(blocks) < 2:
        return {}
    texts = [bare(block.text.text) for block in blocks]
    found: dict[int, str] = {}
    seen: set[str] = set()
    long = _Long()
    for i, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if len(text) < _LENGTH or block.kind in ("row", "header", "excerpt"):
            continue
        if text in seen or (len(text) >= _NEAR_LENGTH and long.holds(text)):
            found[i] = "repeated"
            continue
        seen.add(text)
        if len(text) >= _NEAR_LENGTH:
            long.add(text)
    return found | _short_between(texts, found) if found else {}


def _short_between(texts: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
    """Return short texts that stood before and stand again beside what is repeated."""
    first = {text: i for i, text in reversed(list(enumerate(texts)))}
    return {
        i: "repeated"
        for i, text in enumerate(texts)
        if text and first[text] < i and (i + 1 in found or i - 1 in found)
    }


class _Long:
    """Long texts one after another, of which one that holds nearly all of another is found.

    A few shingles of a text, spread over it, point to the earlier texts that are worth comparing:
    a file of a thousand paragraphs is not compared a million times.
    """

    def __init__(self) -> None:
        self._texts: list[tuple[frozenset[str], frozenset[str]]] = []
        self._where: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, text: str) -> None:
        shingles = _shingles(text)
        for shingle in shingles:
            self._where[shingle].append(len(self._texts))
        self._texts.append((shingles, _numbers(text)))

    def holds(self, text: str) -> bool:
        """Tell whether nearly all of `text` stands in one earlier text, its numbers included."""
        shingles, numbers = _shingles(text), _numbers(text)
        step = max(1, len(text) // _PROBES)
        probes = [text[i : i + _SHINGLE] for i in range(0, len(text) - _SHINGLE + 1, step)]
        often = Counter(i for probe in probes for i in self._where.get(probe, ()))
        likely = (i for i, count in often.items() if count >= _LIKELY * len(probes))
        return any(
            len(shingles & self._texts[i][0]) >= _NEAR * len(shingles)
            and numbers <= self._texts[i][1]
            for i in likely
        )


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1))
