"""A body that stands twice in one file: the first stays, what repeats it goes."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.records import Block
from index.sourcemap import bare
from index.tokens import analyse

# Shorter texts repeat for good reasons: table cells, headings, 'same as above'.
_LENGTH = 20
_NEAR_LENGTH = 60
_NEAR = 0.9
_SHINGLE = 4
# Of so many shingles of a text this share must stand in an earlier one for the two to be compared.
_PROBES, _LIKELY = 24, 0.6
# Kiwi's tags of the words that say something: names and nouns, verbs and their negation.
_NOUNS = frozenset(("NNG", "NNP", "NR", "XR", "SL", "SH"))
_SAYING = _NOUNS | {"VV", "VA", "VX", "VCN", "MAG"}


def repeats(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the positions of blocks that repeat an earlier one, each with its reason.

    A long text also repeats one that differs in quotation marks, particles or endings; never where
    it has a word or a figure of its own, which is new.
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
        near = len(text) >= _NEAR_LENGTH
        if text in seen or (near and long.holds(text, block.text.text)):
            found[i] = "repeated"
            continue
        seen.add(text)
        if near:
            long.add(text, block.text.text)
    return found | _short_between(texts, found) if found else {}


def _short_between(texts: Sequence[str], found: Mapping[int, str]) -> dict[int, str]:
    """Return short texts that stood before and stand again beside what is repeated."""
    first = {text: i for i, text in reversed(list(enumerate(texts)))}
    return {
        i: "repeated"
        for i, text in enumerate(texts)
        if text and first[text] < i and (i + 1 in found or i - 1 in found)
    }


class _Text(NamedTuple):
    """A text without spaces and marks, its shingles, and the same as it is written."""

    bare: str
    shingles: frozenset[str]
    written: str


class _Long:
    """Long texts one after another, of which one that holds nearly all of another is found.

    A few shingles of a text, spread over it, point to the earlier texts that are worth comparing:
    a file of a thousand paragraphs is not compared a million times.
    """

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._where: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, text: str, written: str) -> None:
        shingles = _shingles(text)
        for shingle in shingles:
            self._where[shingle].append(len(self._texts))
        self._texts.append(_Text(text, shingles, written))

    def holds(self, text: str, written: str) -> bool:
        """Tell whether nearly all of `text` stands in one earlier text, with all that it says."""
        shingles = _shingles(text)
        step = max(1, len(text) // _PROBES)
        probes = [text[i : i + _SHINGLE] for i in range(0, len(text) - _SHINGLE + 1, step)]
        often = Counter(i for probe in probes for i in self._where.get(probe, ()))
        likely = (self._texts[i] for i, n in often.items() if n >= _LIKELY * len(probes))
        near = [one for one in likely if len(shingles & one.shingles) >= _NEAR * len(shingles)]
        return bool(near) and _says_nothing_new(_Text(text, shingles, written), near)


def _says_nothing_new(text: _Text, earlier: Sequence[_Text]) -> bool:
    """Tell whether one of the `earlier` texts has each word and each figure of `text`.

    Kiwi may cut a noun otherwise there: it has it where it has its letters.
    """
    words, numbers = _words(text.written), _numbers(text.bare)
    for one in earlier:
        new = words - _words(one.written)
        letters = all(tag in _NOUNS and bare(form) in one.bare for form, tag in new)
        if letters and numbers <= _numbers(one.bare):
            return True
    return False


def _words(text: str) -> set[tuple[str, str]]:
    tokens = (token for sentence in next(iter(analyse([text]))) for token in sentence.tokens)
    plain = ((token.form, token.tag.partition("-")[0]) for token in tokens)
    return {(form, tag) for form, tag in plain if tag in _SAYING}


def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1))
