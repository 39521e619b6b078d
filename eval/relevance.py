"""When a passage or a quote is right.

*One need, one gold.* A question of our own sets is met by any passage that holds its evidence,
and duplicates may hold it too. The first such passage is its one gold item, the later ones keep
their places and gain nothing; where none was found, the gold item is one that is not in the list.
So recall@k is the share of questions with evidence in the top k (success@k), and nDCG@10 is
1/log2(rank + 1). SQuAD and BEIR judge documents: passages count as their document, at its best
rank, and recall@k is the share of a question's relevant documents in the top k.
"""

from collections.abc import Iterable, Mapping, Sequence

from eval.records import Question
from index.records import Hit
from index.sourcemap import squeeze
from qa.records import Citation

MISSED = "-"  # the gold item that no list holds; ids are never so short


def holds(text: str, evidence: Iterable[str]) -> bool:
    """Return whether any one of `evidence` lies inside `text`, white space ignored, in NFC."""
    squeezed = squeeze(text)
    return any(squeeze(one) in squeezed for one in evidence)


def cites(citation: Citation, question: Question) -> bool:
    """Return whether a citation's quote holds the evidence of a question.

    Where the place of the answer is known (SQuAD), the quote has to cover that very place, not
    another sentence in which the same words occur.
    """
    if not question.places:
        return holds(citation.quote, question.evidence)
    return citation.document in question.grades and any(
        any(start <= place.start < end for start, end in citation.spans)
        and any(start < place.end <= end for start, end in citation.spans)
        for place in question.places
    )


def judged(question: Question, hits: Sequence[Hit]) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """Return the ranked ids of `hits`, best first, and the relevant ids with their grades."""
    if question.grades:
        found = [name for hit in hits for name in (hit.passage.document, *hit.same_as)]
        return tuple(dict.fromkeys(found)), question.grades
    gold = (hit.passage.id for hit in hits if holds(hit.passage.text, question.evidence))
    qrels = {next(gold, MISSED): 1} if question.evidence else {}
    return tuple(hit.passage.id for hit in hits), qrels
