"""The short answer in a sentence: which of its spans, chosen by a learned ranker.

`anatomy` takes the question apart, `candidates` lists the spans, `denial` tells what the sentence
says that is not so, `features` compares the two, `trees` weighs the comparison; `ranker` joins
them. Which sentence answers is `qa.answerer`'s.
"""

from qa.spans.anatomy import Anatomy, take_apart
from qa.spans.features import WIDTH
from qa.spans.ranker import Choice, Ranker, shipped

__all__ = ["WIDTH", "Anatomy", "Choice", "Ranker", "shipped", "take_apart"]
