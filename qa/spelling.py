"""A word that no passage holds, and the word one slip away that passages do hold: 러시야, 러시아.

One slip is one Jamo put for another, left out or put in, or a syllable written twice. Nothing is
kept for it: all that a slip away could stand is made and looked up, some 65 a syllable.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.lexical import Statistics
from index.tokens import Token, is_word
from qa.topic import tokens_of

_FIRST, _INITIALS, _VOWELS, _FINALS = ord("가"), 19, 21, 28
# What is heard or typed one for the other, by their order in Unicode: ㅐㅔ, ㅒㅖ, ㅘㅏ … ; ㄱㄲㅋ …
_VOWELS_ALIKE = (
    {1, 5}, {3, 7}, {10, 11, 15}, {0, 2}, {4, 6}, {8, 12}, {13, 17}, {13, 18}, {19, 20}, {16, 20},
)  # fmt: skip
_INITIALS_ALIKE = ({0, 1, 15}, {3, 4, 16}, {7, 8, 17}, {9, 10}, {12, 13, 14})
# The shortest words that are corrected, by how likely a slip is: alike, in the final, any other.
# Of 480 words that no passage holds, of the sample sets' and KorQuAD's half A, 14 are so read as
# slips, most of which are; of 168 slips made at random that left such a word 82 are mended rightly
# and 3 wrongly.
_ALIKE, _FINAL, _OTHER = range(3)
_SHORTEST = {_ALIKE: 2, _FINAL: 3, _OTHER: 3}
_LONGEST = 8
_PIECE = 2  # syllables of the words that a long one is made of, at least


class _Slip(NamedTuple):
    """A word as it may have been meant.

    Args:
        at: the syllable that was mistaken.
        around: it and the one before or behind, two by two.
    """

    word: str
    rank: int
    at: int
    around: tuple[str, ...]


def corrections(
    text: str, unknown: Collection[str], terms: Statistics, bigrams: Statistics
) -> dict[str, str]:
    """Return what words of a question are slips for, by the word as it is written.

    A word that Kiwi's dictionary holds is no slip, whether passages hold it or not.

    Args:
        text: the question.
        unknown: what of it no passage holds.
        terms: what passages hold.
        bigrams: the same, two syllables at a time.
    """
    found: dict[str, str] = {}
    for run in _runs(tokens_of(text)):
        if not any(text[token.start : token.end] in unknown for token in run):
            continue
        ends = [run[-1].end]
        if run[-1].tag == "XSN" and len(run) > 1:  # 대통려이 may have a particle
            ends.append(run[-2].end)
        words = [text[run[0].start : end] for end in ends]
        meanings = ((word, meant(word, terms, bigrams)) for word in words if not is_word(word))
        found |= next(({word: right} for word, right in meanings if right), {})
    return found


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the nouns that are written as one word."""
    nouns = [token for token in tokens if token.tag[0] == "N" or token.tag in ("XPN", "XSN")]
    run = nouns[:1]
    for before, token in pairwise(nouns):
        if token.start != before.end:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def meant(word: str, terms: Statistics, bigrams: Statistics) -> str | None:
    """Return the word that `word` is a slip for, None where none is one away, or several are.

    Args:
        word: a word that no passage holds.
        terms: what passages hold.
        bigrams: the same, two syllables at a time.
    """
    slips = [slip for slip in _slips(word) if len(slip.word) >= _SHORTEST[slip.rank]]
    pairs = bigrams.known({pair for slip in slips for pair in slip.around})
    likely = [slip for slip in slips if pairs.issuperset(slip.around)]
    known = terms.known({piece for slip in likely for piece in _pieces(slip.word)})
    found = [slip for slip in likely if _is_likely(word, slip, known)]
    best = min((slip.rank for slip in found), default=_ALIKE)
    words = {slip.word for slip in found if slip.rank == best}
    return words.pop() if len(words) == 1 else None


def _slips(word: str) -> Iterator[_Slip]:
    if len(word) > _LONGEST or not all("가" <= char <= "힣" for char in word):
        return
    for at, char in enumerate(word):
        if word[at : at + 1] == word[at + 1 : at + 2]:
            yield _Slip(word[:at] + word[at + 1 :], _ALIKE, at, ())
        for other, rank in _neighbours(char):
            around = (word[at - 1 : at] + other, other + word[at + 1 : at + 2])
            pairs = tuple(pair for pair in around if len(pair) == _PIECE)
            yield _Slip(word[:at] + other + word[at + 1 :], rank, at, pairs)


def _neighbours(char: str) -> Iterator[tuple[str, int]]:
    """Yield the syllables that differ from one in one Jamo, and how likely the slip is."""
    code = ord(char) - _FIRST
    initial, vowel, final = code // (_VOWELS * _FINALS), code // _FINALS % _VOWELS, code % _FINALS
    for other in {*range(_INITIALS)} - {initial}:
        yield syllable(other, vowel, final), _rank(initial, other, _INITIALS_ALIKE)
    for other in {*range(_VOWELS)} - {vowel}:
        yield syllable(initial, other, final), _rank(vowel, other, _VOWELS_ALIKE)
    for other in {*range(_FINALS)} - {final}:
        yield syllable(initial, vowel, other), _FINAL


def _rank(one: int, other: int, alike: Sequence[set[int]]) -> int:
    return _ALIKE if any({one, other} <= group for group in alike) else _OTHER


def syllable(initial: int, vowel: int, final: int) -> str:
    """Return the syllable of these Jamo, by their order in Unicode."""
    return chr(_FIRST + (initial * _VOWELS + vowel) * _FINALS + final)


def _pieces(word: str) -> Iterator[str]:
    """Yield a word and what it may be made of."""
    for start in range(len(word)):
        for end in range(start + _PIECE, len(word) + 1):
            yield word[start:end]


def _is_likely(word: str, slip: _Slip, known: frozenset[str]) -> bool:
    """Tell whether a slip gives known words, in the place of one that is none."""
    more = len(word) - len(slip.word)
    return any(
        slip.word[start:end] in known and not is_word(word[start : end + more])
        for start, end in _places(slip)
        if _is_made(slip.word[:start], known) and _is_made(slip.word[end:], known)
    )


def _places(slip: _Slip) -> Iterator[tuple[int, int]]:
    """Yield where the word with the mistaken syllable may stand, which is long enough."""
    for start in range(slip.at + 1):
        for end in range(slip.at + 1, len(slip.word) + 1):
            if end - start >= _SHORTEST[slip.rank]:
                yield start, end


def _is_made(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is nothing, known, or made of known ones."""
    return not word or any(
        word[:cut] in known and _is_made(word[cut:], known) for cut in range(_PIECE, len(word) + 1)
    )
