"""The measures, each once, with its definition and where it comes from.

Here: what a measure is of the columns of a `Table`. Not here: what a question's row holds
(`rows`), when a quote is right (`relevance`), how sure a value is (`bootstrap`). Shares are between
0 and 1, times are seconds. A measure takes its columns as arrays of shape (..., n) and returns
shape (...), NaN where nothing was counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval import confidence
from eval.records import Column


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Args:
        name: its key in JSON; `label` its name in tables.
        columns: what it needs of each question.
        of: those columns → its value.
        better: which way is better; `none` for what is neither, and is never held by the gate.
        definition: what it is, in one sentence.
        source: who defined it.
        over: the questions that it is counted over; `rarer` are those of the rarer of two kinds,
            which its last column parts.
    """

    name: str
    label: str
    columns: tuple[str, ...]
    of: Callable[..., Column]
    better: Literal["higher", "lower", "none"]
    definition: str
    source: str = ""
    over: Literal["all", "refused", "unanswerable", "answerable", "rarer"] = "all"

    @property
    def timed(self) -> bool:
        """Whether it is in seconds, and no share."""
        return self.columns[0].endswith("seconds")


def _share(top: Column, bottom: Column) -> Column:
    """Return the sum of `top` over the sum of `bottom`: of all that is counted, not of means."""
    counted = np.nansum(bottom, axis=-1)
    return np.where(counted > 0, np.nansum(top, axis=-1) / np.maximum(counted, 1), np.nan)


def _mean(column: Column) -> Column:
    return _share(column, (~np.isnan(column)).astype(np.float64))


def _percentile(share: float) -> Callable[[Column], Column]:
    """Return the measure: the smallest value that `share` of the values do not exceed."""

    def nearest_rank(column: Column) -> Column:
        if not column.shape[-1]:
            return np.full(column.shape[:-1], np.nan)
        return np.asarray(np.quantile(column, share, axis=-1, method="inverted_cdf"))

    return nearest_rank


def _right_refusals(refused: Column, unanswerable: Column) -> Column:
    any_right = np.nansum(unanswerable, axis=-1) > 0  # else it says nothing, whatever is refused
    return np.where(any_right, _share(refused * unanswerable, refused), np.nan)


def _refused_unanswerable(refused: Column, unanswerable: Column) -> Column:
    return _share(refused * unanswerable, unanswerable)


def _answered_unanswerable(refused: Column, unanswerable: Column) -> Column:
    return _share((1 - refused) * unanswerable, unanswerable)


def _refused_answerable(refused: Column, unanswerable: Column) -> Column:
    return _share(refused * (1 - unanswerable), 1 - unanswerable)


def _answerable_auroc(sure: Column, refused: Column, unanswerable: Column) -> Column:
    return confidence.auroc(sure, np.where(np.isnan(refused), np.nan, 1 - unanswerable))


_TREC = "trec_eval, through ir_measures"
_SQUAD = "KorQuAD 1.0's official script (Kim et al. 2019)"
_SQUAD2 = "Rajpurkar et al. 2018 (SQuAD 2.0)"

MEASURES = (
    Measure("recall@1", "R@1", ("recall@1",), _mean, "higher",
            "Share of the relevant items among the first hit; of our own sets, of the questions "
            "whose evidence stands in the first passage.", _TREC),
    Measure("recall@5", "R@5", ("recall@5",), _mean, "higher",
            "The same among the first five.", _TREC),
    Measure("recall@10", "R@10", ("recall@10",), _mean, "higher",
            "The same among the first ten.", _TREC),
    Measure("mrr@10", "MRR@10", ("mrr@10",), _mean, "higher",
            "Mean of 1/rank of the first relevant item, 0 beyond rank ten.",
            f"Voorhees 1999; {_TREC}"),
    Measure("ndcg@10", "nDCG@10", ("ndcg@10",), _mean, "higher",
            "Mean of the gains of the first ten, each over log2(rank + 1), over the best there is.",
            f"Järvelin and Kekäläinen 2002; {_TREC}"),
    Measure("sentence", "sentence", ("sentence",), _mean, "higher",
            "Share of the answerable questions whose first quote holds the evidence; a refusal "
            "counts as wrong."),
    Measure("cited", "cited", ("cited",), _mean, "higher",
            "Share of the answerable questions with the evidence in any quote: the recall of the "
            "citations.", "Gao et al. 2023 (ALCE), with verbatim evidence for entailment"),
    Measure("em", "EM", ("em",), _mean, "higher",
            "Share of the short answers that equal a gold answer, normalised.", _SQUAD),
    Measure("f1", "F1", ("f1",), _mean, "higher",
            "Mean best F1 of a short answer's characters with a gold answer's.", _SQUAD),
    Measure("citation_precision", "precision", ("held", "quotes"), _share, "higher",
            "Share of all quotes given that hold the evidence, those to unanswerable questions "
            "included.", "Gao et al. 2023 (ALCE), likewise"),
    Measure("citation_exactness", "exactness", ("exact", "quotes"), _share, "higher",
            "Share of all quotes whose spans, read from the file again by other code, yield the "
            "quote."),
    Measure("abstention_precision", "precision", ("refused", "unanswerable"), _right_refusals,
            "higher", "Share of the refusals that were right, where any question is "
            "unanswerable.", _SQUAD2, over="refused"),
    Measure("abstention_recall", "recall", ("refused", "unanswerable"), _refused_unanswerable,
            "higher", "Share of the unanswerable questions that were refused.", _SQUAD2,
            over="unanswerable"),
    Measure("false_answers", "false answers", ("refused", "unanswerable"), _answered_unanswerable,
            "lower", "Share of the unanswerable questions that were answered.",
            over="unanswerable"),
    Measure("refused", "refused", ("refused",), _mean, "none",
            "Share of all questions that were refused."),
    Measure("wrong_refusals", "wrong refusals", ("refused", "unanswerable"), _refused_answerable,
            "lower", "Share of the answerable questions that were refused.", over="answerable"),
    Measure("auroc", "AUROC", ("confidence", "refused", "unanswerable"), _answerable_auroc,
            "higher", "Chance that an answerable question gets a higher confidence than an "
            "unanswerable one.", "Hanley and McNeil 1982", over="rarer"),
    Measure("auroc_right", "AUROC right", ("confidence", "right"), confidence.auroc, "higher",
            "Chance that a right answer has a higher confidence than a wrong one; right: the first "
            "quote holds the evidence.", "Kamath, Jia and Liang 2020", over="rarer"),
    Measure("aurc", "AURC", ("confidence", "right"), confidence.aurc, "lower",
            "Area under the risk–coverage curve: mean share of wrong answers when only the most "
            "confident ones of those given are counted.", "Geifman, Uziel and El-Yaniv 2019"),
    Measure("ece", "ECE", ("confidence", "right"), confidence.ece, "lower",
            "Expected calibration error: mean distance between confidence and share of right "
            "answers, in ten ranges of equal width.", "Naeini et al. 2015; Guo et al. 2017"),
    Measure("seconds_p50", "p50", ("seconds",), _percentile(0.5), "none",
            "Wall time that half of the questions do not exceed (nearest rank)."),
    Measure("seconds_p95", "p95", ("seconds",), _percentile(0.95), "none",
            "The same for 95 of 100."),
    Measure("search_p50", "search p50", ("search_seconds",), _percentile(0.5), "none",
            "The same for the search alone, half of the questions."),
)  # fmt: skip

BY_NAME = {measure.name: measure for measure in MEASURES}
