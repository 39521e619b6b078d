"""A body that stands twice in one file: the first stays, what repeats it goes."""

import re
from collections.abc import Mapping, Sequence

from index.records import Block
from index.sourcemap import squeeze

# Shorter texts repeat for good reasons: table cells, headings, 'same as above'.
_LENGTH = 20
_NEAR_LENGTH = 60
_NEAR = 0.9
_SHINGLE = 4


def repeats(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the positions of blocks that repeat an earlier one, each with its reason.

    A long text also repeats one that differs in a few words or quotation marks, never one that
    differs in a digit.
    """
    found: dict[int, str] = {}
    seen: dict[str, int] = {}
    long: list[tuple[frozenset[str], list[str]]] = []
    for i, block in enumerate(blocks):
        text = re.sub(r"\W", "", squeeze(block.text.text))
        if len(text) < _LENGTH or block.kind in ("row", "header", "excerpt"):
            continue
        if text in seen or (len(text) >= _NEAR_LENGTH and _is_near(text, long)):
            found[i] = "repeated"
            continue
        seen[text] = i
        if len(text) >= _NEAR_LENGTH:
            long.append((_shingles(text), re.findall(r"\d+", text)))
    return found | _short_between(blocks, found)


def _short_between(blocks: Sequence[Block], found: Mapping[int, str]) -> dict[int, str]:
    """Return short texts that stood before and stand again beside what is repeated."""
    texts = [re.sub(r"\W", "", squeeze(block.text.text)) for block in blocks]
    first = {text: i for i, text in reversed(list(enumerate(texts)))}
    return {
        i: "repeated"
        for i, text in enumerate(texts)
        if text and first[text] < i and (i + 1 in found or i - 1 in found)
    }


def _is_near(text: str, long: Sequence[tuple[frozenset[str], list[str]]]) -> bool:
    """Tell whether nearly all of `text` stands in one earlier text, its numbers included."""
    shingles, digits = _shingles(text), re.findall(r"\d+", text)
    return any(
        len(shingles & other) >= _NEAR * len(shingles) and set(digits) <= set(numbers)
        for other, numbers in long
    )


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1))
