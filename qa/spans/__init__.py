"""The short answer in a sentence: which of its spans, chosen by a learned ranker.

`anatomy` takes the question apart, `candidates` lists the spans, `features` compares the two,
`trees` weighs the comparison; `ranker` joins them. Which sentence answers is `qa.answerer`'s.
"""

from qa.spans.anatomy import Anatomy, take_apart
from qa.spans.ranker import Choice, best_span

__all__ = ["Anatomy", "Choice", "best_span", "take_apart"]
