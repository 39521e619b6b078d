"""How sure it is that the best sentence answers: a logistic of its own score and two others.

Calibrated on questions with and without an answer: 700 of KorQuAD's half A as they are, 330 of them
said in other words and 330 in four other languages; 1,010 of these once more with the paragraph
that answers taken out and its article left; 110 about what the right article does not say. Answered
in five folds by article, with a logistic of the sentence's features and then with this one:

    as they are                                97 → 98 %
    in other words                             17 → 29 %
    in other languages                         57 → 74 %
    as they are, their paragraph taken out     58 → 37 %
    what the right article does not say        73 → 76 %

An answer whose document lacks a name or number of the question, or whose sentence names another
thing in its place, is less sure: of the last row 63 % are answered with that, of the paragraphs
taken out 31 %, of the others as many as before. Fitted anew with the two, on these questions and on
the development parts of three sets of messy documents, a logistic is no better on either.

Where it answers a question as it is, one of the best three sentences is right in 93 %, in another
language in 68 %. With the passage's score beside sentence and lead, and a paragraph taken out
counting half, 47 % of such questions in another language are answered whose paragraph is taken out,
73 % before; of those right 50 are left of 55 in a hundred.
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
