"""How sure it is that the best sentence answers: trees that see what it holds of the question.

They learn from questions with and without an answer, the hard kind too: on the right topic, asking
what is not said (`qa.learn`). They look at the sentence, at how far it lies before the others, at
its best span as those see it that rank spans, at what of the question it and its document lack or
say otherwise, and at what is asked for.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from qa.causes import may_ask_why
from qa.models import learned
from qa.question import Question
from qa.sentences import Features
from qa.spans import WIDTH
from qa.topic import is_korean

# The most of what is never told boldly: a question in another language, whose sentences are found
# by their vectors alone, or a word without a question.
NOT_BOLD = 0.65
# Where the trees cannot tell: what a thing costs that the document lacks, or the sentence says
# otherwise. All of it was chosen by hand, so that the default thresholds fit.
_LACKING, _CONTRADICTED = 0.8, 1.45


class Scores(NamedTuple):
    """What was found, in the scores of those who found it.

    Args:
        features: of the best sentence.
        sentence: its score.
        lead: by which it surpasses the second one's.
        words: the part of its plain score that its words gave, without the vectors.
        span: the score of its best span.
        passage: the score of its passage, `best` of the best one; `first` whether it is that one.
        row: whether it is the row of a table.
        length: its characters.
        cited: how many sentences score nearly as well.
        spread: of the first three, see `spread`.
        asked: see `asked_for`.
        candidate: `Choice.features` of its best span.
        foreign: whether the question shares no words with the passages.
        lacking: what the question names and the document does not; `unknown` what no passage does.
        contradicted: whether the sentence names another thing in its place.
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
    cited: int = 1
    spread: tuple[float, ...] = (1.0, 0.0, 0.0)
    asked: tuple[float, ...] = (0.0,) * 8
    candidate: tuple[float, ...] = ()
    foreign: bool = False
    lacking: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    contradicted: bool = False

    def values(self) -> tuple[float, ...]:
        """Return what the learned confidence looks at, in one row."""
        features = self.features
        *asked, why = self.asked
        return (
            self.sentence, self.lead, self.span, self.passage, self.best, self.first, self.row,
            math.log1p(self.length), self.cited, self.foreign, len(self.lacking),
            len(self.unknown), self.contradicted, *self.spread, *asked, why, why * features.reasons,
            *features.values(), *features.missed, *features.elsewhere,
            *(self.candidate or (0.0,) * WIDTH),
        )  # fmt: skip


def spread(scores: Sequence[float]) -> tuple[float, ...]:
    """Return how sentences lie that score so, best first, at least one.

    The share of the first one (softmax), by how much it surpasses the last, and their mean.
    """
    share = 1 / sum(math.exp(one - scores[0]) for one in scores)
    return share, scores[0] - scores[-1], sum(scores) / len(scores)


def asked_for(question: Question) -> tuple[float, ...]:
    """Return what is known of a question: its kind, language and length; last, if it asks why."""
    text, kind = question.text, question.kind
    kinds = (kind == one for one in ("date", "number", "person", "place", "whether"))
    return (*kinds, is_korean(text), len(text), may_ask_why(text))


def confidence(scores: Scores) -> float:
    """Return the probability that one of the cited sentences answers, 0 to 1."""
    if not scores.features.held:  # an encoder's cosines have their own sizes: the words decide
        wrong = scores.contradicted or not scores.features.kind
        missed = _LACKING * bool(scores.lacking) + _CONTRADICTED * wrong
        return _logistic(1.18 * scores.words + 0.22 * scores.span - 6.5 - missed)
    sure = _logistic(float(learned().confidence.scores(np.array([scores.values()]))[0]))
    return min(NOT_BOLD, sure) if scores.foreign else sure


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
