"""What an outcome is worth: each measure once, with its definition and where it comes from.

Here: when a quote or a passage is right, the measures of one question, their means. Not here:
asking (`runner`) and showing (`report`). Every score is between 0 and 1 and higher is better,
except `false_answers` and `wrong_refusals`, and the two times, which are seconds.

*One need, one gold.* A question of our own sets is met by any passage that holds its evidence,
and duplicates may hold it too. The first such passage is its one gold item, the later ones keep
their places and gain nothing; where none was found, the gold item is one that is not in the list.
So recall@k is the share of questions with evidence in the top k (success@k), and nDCG@10 is
1/log2(rank + 1). SQuAD and BEIR judge documents: passages count as their document, at its best
rank, and recall@k is the share of a question's relevant documents in the top k.
"""

import math
import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from eval.records import Outcome, Question, Scores
from index.records import Hit
from index.sourcemap import squeeze
from qa.records import Citation

RETRIEVAL = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")
_MISSED = ""  # the gold item that no list holds; ids are never empty
_QUOTES = re.compile(r"['\"《》<>〈〉()‘’]")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(answer: str) -> str:
    """Return a short answer as the official KorQuAD 1.0 script (evaluate-v1.0.py) compares it.

    Lower case, quotes and brackets to spaces, ASCII punctuation dropped, white space single.

    >>> normalise("《대한민국 헌법》(제1조)")
    '대한민국 헌법 제1조'
    """
    spaced = _QUOTES.sub(" ", answer).lower()
    return " ".join(spaced.translate(_PUNCTUATION).split())


def exact_match(answer: str, golds: Iterable[str]) -> float:
    """Return 1 if the normalised answer is one of the normalised golds (KorQuAD's EM), else 0."""
    return float(any(normalise(answer) == normalise(gold) for gold in golds))


def f1(answer: str, golds: Iterable[str]) -> float:
    """Return the best F1 over characters, white space not counted (KorQuAD's F1)."""
    return max((_f1(answer, gold) for gold in golds), default=0.0)


def _f1(answer: str, gold: str) -> float:
    ours, theirs = ("".join(normalise(text).split()) for text in (answer, gold))
    same = (Counter(ours) & Counter(theirs)).total()
    return 2 * same / (len(ours) + len(theirs)) if same else 0.0


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
    qrels = {next(gold, _MISSED): 1} if question.evidence else {}
    return tuple(hit.passage.id for hit in hits), qrels


def retrieval(outcomes: Sequence[Outcome]) -> list[dict[str, float]]:
    """Return for each outcome its R@k, RR@10 and nDCG@10, as ir_measures (trec_eval) counts them.

    An outcome without relevant ids has an empty dict.
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    names = dict(zip((R @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10), RETRIEVAL, strict=True))
    qrels = [
        ir_measures.Qrel(str(number), item, grade)
        for number, outcome in enumerate(outcomes)
        for item, grade in outcome.qrels.items()
    ]
    ranking = [
        ir_measures.ScoredDoc(str(number), item, -float(place))  # trec_eval sorts by score
        for number, outcome in enumerate(outcomes)
        for place, item in enumerate(outcome.ranking)
    ]
    values: list[dict[str, float]] = [{} for _ in outcomes]
    for metric in ir_measures.iter_calc(names, qrels, ranking):
        values[int(metric.query_id)][names[metric.measure]] = metric.value
    return values


def answering(outcome: Outcome) -> dict[str, float]:
    """Return what the answer to one answerable question is worth; no answer is worth nothing.

    sentence: the first citation holds the evidence. cited: any citation does. em, f1: of
    `answer.short`, where short answers are known. wrong_refusals: there was no answer.
    """
    answer, question = outcome.answer, outcome.question
    if answer is None or not question.answerable:
        return {}
    values = {
        "sentence": float(any(outcome.holding[:1])),
        "cited": float(any(outcome.holding)),
        "wrong_refusals": float(answer.text is None),
    }
    if question.answers:
        values["em"] = exact_match(answer.short, question.answers)
        values["f1"] = f1(answer.short, question.answers)
    return values


def abstention(outcomes: Iterable[Outcome]) -> Scores:
    """Return how well not answering went.

    precision: share of the refusals that were right. recall: share of the unanswerable questions
    that were refused. false_answers: share of them that were answered, 1 − recall. refused: share
    of all questions.
    """
    pairs = [
        (not one.question.answerable, one.answer.text is None)
        for one in outcomes
        if one.answer is not None
    ]
    recall = mean(refused for unanswerable, refused in pairs if unanswerable)
    return {
        "abstention_precision": mean(unanswerable for unanswerable, refused in pairs if refused),
        "abstention_recall": recall,
        "false_answers": None if recall is None else 1 - recall,
        "refused": mean(refused for _, refused in pairs),
    }


def citing(outcomes: Iterable[Outcome]) -> Scores:
    """Return the quality of all the citations given, those to unanswerable questions included.

    precision: share whose quote holds the evidence. exactness: share that is `verified` and whose
    spans, read from the file independently of the bot, yield the quote.
    """
    given = list(outcomes)
    return {
        "citation_precision": mean(held for one in given for held in one.holding),
        "citation_exactness": mean(exact for one in given for exact in one.exact),
    }


def mean(values: Iterable[float]) -> float | None:
    """Return the arithmetic mean; None of nothing."""
    held = list(values)
    return fmean(held) if held else None


def _column(rows: Iterable[Mapping[str, float]], name: str) -> float | None:
    return mean(row[name] for row in rows if name in row)


def percentile(values: Iterable[float], share: float) -> float | None:
    """Return the smallest value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else None


def scores(outcomes: Sequence[Outcome]) -> Scores:
    """Return every score of the outcomes, under stable names; None where nothing was counted."""
    found = retrieval(outcomes)
    answered = [answering(outcome) for outcome in outcomes]
    seconds = [outcome.seconds for outcome in outcomes]
    return {
        "questions": len(outcomes),
        "unanswerable": sum(not outcome.question.answerable for outcome in outcomes),
        **{name: _column(found, name) for name in RETRIEVAL},
        **{name: _column(answered, name) for name in ("sentence", "cited", "em", "f1")},
        **citing(outcomes),
        **abstention(outcomes),
        "wrong_refusals": _column(answered, "wrong_refusals"),
        "seconds_p50": percentile(seconds, 0.5),
        "seconds_p95": percentile(seconds, 0.95),
    }
