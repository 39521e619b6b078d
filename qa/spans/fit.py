"""Which candidates may answer at all: of the kind asked for, in its unit, not the condition itself.

The trees weigh all of this softly; here it is made sure of. What no candidate of a sentence meets
is not asked of any. When it came in, EM was as before on KorQuAD's articles that were not seen, and
higher where figures stand side by side: by 3.5 of 100 on the office set's development part.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.tokens import fold
from qa.kinds import measure
from qa.spans.anatomy import Anatomy
from qa.spans.candidates import Candidate
from qa.spans.features import CLASSES

_NUMERIC = frozenset(("date", "time", "count", "number"))
# What may answer a question word; of any other, anything.
_ANSWERS = {
    "when": frozenset(("date", "time")),
    "many": _NUMERIC,
    "who": frozenset(CLASSES) - _NUMERIC,
    "where": frozenset(CLASSES) - _NUMERIC,
}

_ENDS = ("부터", "까지")

Mask = NDArray[np.bool_]


def fit(found: Sequence[Candidate], classes: Sequence[str], text: str, asked: Anatomy) -> Mask:
    """Return which candidates may answer, at least one of them.

    Args:
        found: the candidates of a sentence.
        classes: what kind of thing each is.
        text: the sentence.
        asked: the question taken apart.
    """
    said = [text[one.span.start : one.span.end] for one in found]
    mask = np.ones(len(found), np.bool_)
    mask = _narrowed(mask, (one in _allowed(asked.word) for one in classes))
    mask = _narrowed(mask, (one in _allowed(asked.expects) for one in classes))
    if asked.particle == "에서" and asked.expects == "where":
        mask = _narrowed(mask, (text.startswith("에서", one.span.end) for one in found))
    if asked.particle in _ENDS:  # 언제까지: 밤 10시까지, not 오전 9시부터
        mask = _narrowed(mask, (text.startswith(asked.particle, one.span.end) for one in found))
    if asked.units:
        mask = _narrowed(mask, (measure(one, asked.units) is not None for one in said))
    if asked.expects == "many":  # 지난해의 21만 명보다: what is compared with
        mask = _narrowed(mask, (not text.startswith("보다", one.span.end) for one in found))
    if asked.condition:
        bare = (fold("".join(one.split())) for one in said)
        mask = _narrowed(mask, (one not in asked.condition for one in bare))
    return mask


def _allowed(word: str) -> frozenset[str]:
    return _ANSWERS.get(word, frozenset(CLASSES))


def _narrowed(mask: Mask, meets: Iterable[bool]) -> Mask:
    narrow = mask & np.fromiter(meets, np.bool_, len(mask))
    return narrow if narrow.any() else mask
