"""A body that stands twice in one file: the first stays, what repeats it goes."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.cleaning.lines import STOPPED
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
# No names: 서구 is not named where 강서구 is.
_CUT_OTHERWISE = _NOUNS - {"NNP"}


def repeats(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the positions of blocks that repeat an earlier one, each with its reason.

    A long text also repeats one that differs in quotation marks, particles or endings; never where
    it has a word or a figure of its own, which is new. A line or a point also repeats a paragraph
    in which it stands word for word.
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
        whole = _Text(text, block.text.text)
        may_stand_in = len(text) >= _NEAR_LENGTH or block.kind in ("text", "item")
        if text in seen or (may_stand_in and long.holds(whole)):
            found[i] = "repeated"
            continue
        seen.add(text)
        if len(text) >= _NEAR_LENGTH:
            long.add(whole)
    return found | _short_between(blocks, texts, found) if found else {}


def _short_between(
    blocks: Sequence[Block], texts: Sequence[str], found: Mapping[int, str]
) -> dict[int, str]:
    """Return short texts that stood before and stand again beside what is repeated.

    The last line of a broken paragraph stood at the end of the whole one.
    """
    first = {text: i for i, text in reversed(list(enumerate(texts)))}
    start = min(found)
    above = "\n".join(texts[:start])
    return {
        i: "repeated"
        for i, text in enumerate(texts)
        if text
        and (i + 1 in found or i - 1 in found)
        and (first[text] < i or (_ends(blocks[i]) and i > start and f"{text}\n" in above))
    }


def _ends(block: Block) -> bool:
    """Tell whether a block is the end of a sentence."""
    return block.kind == "text" and STOPPED.search(block.text.text) is not None


@dataclass(frozen=True)
class _Text:
    """A text without spaces and marks, and the same as it is written.

    What it is compared by is made once: many texts may be near it.
    """

    bare: str
    written: str

    @cached_property
    def shingles(self) -> frozenset[str]:
        return frozenset(self.bare[i : i + _SHINGLE] for i in range(len(self.bare) - _SHINGLE + 1))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(re.findall(r"\d+", self.bare))

    @cached_property
    def words(self) -> frozenset[tuple[str, str]]:
        [sentences] = analyse([self.written])
        tokens = (token for sentence in sentences for token in sentence.tokens)
        plain = ((token.form, token.tag.partition("-")[0]) for token in tokens)
        return frozenset((form, tag) for form, tag in plain if tag in _SAYING)

    def stands_in(self, other: "_Text") -> bool:
        """Tell whether a text stands in `other`, a long one nearly."""
        if len(self.bare) < _NEAR_LENGTH:
            return self.bare in other.bare
        return len(self.shingles & other.shingles) >= _NEAR * len(self.shingles)

    def says_no_more_than(self, other: "_Text") -> bool:
        """Tell whether `other` has each figure and each word of this text.

        Kiwi may cut a noun otherwise there: it has it where it has its letters, two at least.
        """
        if not self.numbers <= other.numbers:
            return False
        new = self.words - other.words
        return all(
            tag in _CUT_OTHERWISE and len(form) > 1 and bare(form) in other.bare
            for form, tag in new
        )


class _Long:
    """Long texts one after another, of which one that holds nearly all of another is found.

    A few shingles of a text, spread over it, point to the earlier texts that are worth comparing:
    a file of a thousand paragraphs is not compared a million times.
    """

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._where: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, text: _Text) -> None:
        for shingle in text.shingles:
            self._where[shingle].append(len(self._texts))
        self._texts.append(text)

    def holds(self, text: _Text) -> bool:
        """Tell whether nearly all of `text` stands in one earlier text, with all that it says."""
        step = max(1, len(text.bare) // _PROBES)
        starts = range(0, len(text.bare) - _SHINGLE + 1, step)
        probes = [text.bare[i : i + _SHINGLE] for i in starts]
        often = Counter(i for probe in probes for i in self._where.get(probe, ()))
        likely = (self._texts[i] for i, n in often.items() if n >= _LIKELY * len(probes))
        return any(text.stands_in(one) and text.says_no_more_than(one) for one in likely)
