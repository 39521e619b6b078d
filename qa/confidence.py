"""How sure it is that the best sentence answers: trees that see what it holds of the question.

They learn from questions with and without an answer, the hard kind too: on the right topic, asking
what is not said (`qa.learn`). An answer whose document lacks a name or number of the question, or
whose sentence names another thing in its place, is less sure by as much as was found to tell such
answers apart before the trees were there.
"""

import math
from typing import NamedTuple

import numpy as np

from qa.models import learned
from qa.sentences import Features

# The most of what is never told boldly: a question in another language, whose sentences are found
# by their vectors alone, or a word without a question.
NOT_BOLD = 0.65
_LACKING, _CONTRADICTED = 0.8, 1.45


class Scores(NamedTuple):
    """What was found, in the scores of those who found it.

    Args:
        features: of the best sentence.
        sentence: its score.
        lead: by which it surpasses the second's.
        words: the part of its plain score that its words gave, without the vectors.
        span: the score of its best span.
        passage: the score of its passage, `best` of the best one; `first` whether it is that one.
        row: whether it is the row of a table.
        length: its characters.
        foreign: whether the question shares no words with the passages.
        lacking: whether the question names what the document does not.
        contradicted: whether the sentence names another thing in its place, or holds nothing of
            the kind that is asked for.
    """

    features: Features
    sentence: float
    lead: float
    words: float
    span: float
    passage: float
    best: float
    first: bool
    row: bool
    length: int
    foreign: bool = False
    lacking: bool = False
    contradicted: bool = False

    def values(self) -> tuple[float, ...]:
        """Return what the learned confidence looks at, in one row."""
        scores = self.sentence, self.lead, self.span, self.passage, self.best
        return (
            *scores, self.first, self.row, math.log1p(self.length), self.foreign,
            *self.features.values(),
        )  # fmt: skip


def confidence(scores: Scores) -> float:
    """Return the probability that one of the cited sentences answers, 0 to 1."""
    missed = _LACKING * scores.lacking + _CONTRADICTED * scores.contradicted
    if not scores.features.held:  # an encoder's cosines have their own sizes: the words decide
        return _logistic(1.18 * scores.words + 0.22 * scores.span - 6.96 - missed)
    logit = float(learned().confidence.scores(np.array([scores.values()]))[0])
    sure = _logistic(logit - missed)
    return min(NOT_BOLD, sure) if scores.foreign else sure


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
