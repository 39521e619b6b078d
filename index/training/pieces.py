"""The vocabulary: pieces of each script, and the tokenizer that cuts text into them.

There is one kind of piece, no continuation prefix, so 조약 is the same entry at the start of a
word and inside one. Text is split where the script changes, and punctuation is dropped. Korean
pieces are the stretches that Kiwi cuts text into; those of the other scripts are learned.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.training.pairs import Pairs
from index.training.teacher import Teacher, normal


class Script(NamedTuple):
    """Its characters; how many pieces it gets; the longest that is learned, in characters.

    In an alphabet (`edges`) a piece is learned where a word begins or ends: stems and endings.
    """

    characters: str
    pieces: int
    longest: int
    edges: bool = False


# 84,000 pieces in all: with 256 dimensions in float16 and the tokenizer about 45 MB.
SCRIPTS = {
    "Hangul": Script("가-힣", 26_000, 0),
    "Latin": Script("a-zß-öø-ɏḀ-ỿ", 34_000, 12, edges=True),
    "Han": Script("㐀-䶿一-鿿々", 10_000, 4),
    "Cyrillic": Script("Ѐ-ԯ", 9_500, 12, edges=True),
    "Kana": Script("ぁ-ゟァ-ヿ", 4_000, 7),
    "Digit": Script("0-9", 500, 4),
}
RUNS = "|".join(f"[{script.characters}]+" for script in SCRIPTS.values())


def learn_pieces(pairs: Pairs, teacher: Teacher, scale: float) -> dict[str, float]:
    """Return the vocabulary with log probabilities, each script for itself."""
    runs = Counter(run for text in pairs.numbers for run in re.findall(RUNS, normal(text[:300])))
    vocabulary: dict[str, float] = {}
    for name, script in SCRIPTS.items():
        one_script = re.compile(f"[{script.characters}]+")
        words = {w: n**0.5 for w, n in runs.items() if one_script.match(w)}
        alphabet = Counter(c for w in words for c in w)
        if name == "Hangul":
            words = {w: n for w, n in words.items() if n > 1}
            counted = {w: n for w, n in teacher.counts.items() if n and one_script.fullmatch(w)}
            candidates = {w: n**0.5 for w, n in counted.items()}
            alphabet = Counter({c: n for c, n in alphabet.items() if is_common_syllable(c)})
        else:
            candidates = substrings(words, script)
        vocabulary |= fitted(words, candidates, alphabet, int(script.pieces * scale))
    return vocabulary


def is_common_syllable(character: str) -> bool:
    """Tell whether a syllable is one of the 2,350 of KS X 1001, or of the 11,172."""
    return len(character.encode("euc_kr", "ignore")) == 2


def substrings(words: dict[str, float], script: Script) -> dict[str, float]:
    """Return the pieces that the words may be cut into, weighted by the characters they cover."""
    found: dict[str, float] = defaultdict(float)
    for word, weight in words.items():
        for i in range(len(word)):
            for j in range(i + 2, min(len(word), i + script.longest) + 1):
                if not script.edges or i == 0 or j == len(word):
                    found[word[i:j]] += weight * (j - i)
    return found


def fitted(
    words: dict[str, float], candidates: dict[str, float], alphabet: Counter[str], size: int
) -> dict[str, float]:
    """Fit a unigram model by cutting words its best way, counting, and dropping what is rare."""
    letters = dict(alphabet.most_common(size * 2 // 3))
    kept = letters | strongest(candidates, size * 4)
    for most in (size * 2, size, size):
        model = models.Unigram([("[UNK]", 0.0), *log_shares(kept).items()], unk_id=0)
        used: dict[str, float] = defaultdict(float)
        for word, weight in words.items():
            for token in model.tokenize(word):
                used[token.value] += weight
        longer = {piece: n for piece, n in used.items() if piece in kept and piece not in letters}
        kept = {c: used[c] + 1 for c in letters} | strongest(longer, most - len(letters))
    return log_shares(kept)


def strongest(weights: dict[str, float], most: int) -> dict[str, float]:
    """Return the heaviest entries; equals in the order of their names."""
    return dict(sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))[:most])


def log_shares(counts: dict[str, float]) -> dict[str, float]:
    """Return log probabilities, rounded so that the tokenizer's file stays small."""
    total = sum(counts.values())
    return {piece: round(float(np.log(n / total)), 2) for piece, n in counts.items()}


def build_tokenizer(vocabulary: dict[str, float]) -> Tokenizer:
    """Return the tokenizer: NFKC, lower case, runs of one script, cut into pieces."""
    tokenizer = Tokenizer(models.Unigram([("[UNK]", 0.0), *vocabulary.items()], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(RUNS), "removed", invert=True)
    return tokenizer
