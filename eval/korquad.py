"""Short answers as KorQuAD 1.0 compares them: the official script, evaluate-v1.0.py, written anew.

Kim, Lim, Kim, Kim and Lee, KorQuAD1.0: Korean QA Dataset for Machine Reading Comprehension (2019);
SQuAD's EM and F1 (Rajpurkar et al. 2016) with Korean in mind: F1 counts characters, not words.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable

_QUOTES = re.compile(r"['\"《》<>〈〉()‘’]")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(answer: str) -> str:
    """Return a short answer as the script compares it.

    Lower case, quotes and brackets to spaces, ASCII punctuation dropped, white space single.

    >>> normalise("《대한민국 헌법》(제1조)")
    '대한민국 헌법 제1조'
    """
    spaced = _QUOTES.sub(" ", answer).lower()
    return " ".join(spaced.translate(_PUNCTUATION).split())


def exact_match(answer: str, golds: Iterable[str]) -> float:
    """Return 1 if the normalised answer is one of the normalised golds, else 0."""
    return float(any(normalise(answer) == normalise(gold) for gold in golds))


def f1(answer: str, golds: Iterable[str]) -> float:
    """Return the best F1 over characters, white space not counted."""
    return max((_f1(answer, gold) for gold in golds), default=0.0)


def _f1(answer: str, gold: str) -> float:
    ours, theirs = ("".join(normalise(text).split()) for text in (answer, gold))
    same = (Counter(ours) & Counter(theirs)).total()
    return 2 * same / (len(ours) + len(theirs)) if same else 0.0
