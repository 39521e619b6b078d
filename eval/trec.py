"""Rankings as the field counts and keeps them: ir_measures over them, TREC's run and qrels files.

The one module that imports ir_measures (and with it trec_eval), when it is first needed.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.records import Outcome, Run

if TYPE_CHECKING:
    from ir_measures import Qrel, ScoredDoc

RETRIEVAL = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")


def retrieval(outcomes: Sequence[Outcome]) -> list[dict[str, float]]:
    """Return for each outcome its R@k, RR@10 and nDCG@10, as ir_measures (trec_eval) counts them.

    An outcome without relevant ids has an empty dict.
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    names = dict(zip((R @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10), RETRIEVAL, strict=True))
    queries = [str(number) for number in range(len(outcomes))]
    values: list[dict[str, float]] = [{} for _ in outcomes]
    for metric in ir_measures.iter_calc(names, _qrels(outcomes, queries), _run(outcomes, queries)):
        values[int(metric.query_id)][names[metric.measure]] = metric.value
    return values


def _qrels(outcomes: Sequence[Outcome], queries: Sequence[str]) -> list["Qrel"]:
    import ir_measures

    return [
        ir_measures.Qrel(query, item, grade)
        for query, outcome in zip(queries, outcomes, strict=True)
        for item, grade in outcome.qrels.items()
    ]


def _run(outcomes: Sequence[Outcome], queries: Sequence[str]) -> list["ScoredDoc"]:
    import ir_measures

    return [
        ir_measures.ScoredDoc(query, item, -float(place))  # trec_eval sorts by score
        for query, outcome in zip(queries, outcomes, strict=True)
        for place, item in enumerate(outcome.ranking)
    ]


def write_files(folder: Path, run: Run) -> tuple[Path, Path]:
    """Write `SET.MODE.run` and `SET.MODE.qrels` into `folder`; return the two paths.

    Each run has its own qrels, for in our own sets the relevant passage is the first that holds
    the evidence; the id `-` stands for one that was not found. White space in ids becomes `_`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = _word(f"{run.name}.{run.split}.{run.encoder}.{run.mode}".replace("/", "_"))
    ranking, relevant = folder / f"{stem}.run", folder / f"{stem}.qrels"
    queries = [_word(outcome.question.id) for outcome in run.outcomes]
    with ranking.open("w", encoding="utf-8") as file:
        for place in _run(run.outcomes, queries):
            rank = int(-place.score)
            file.write(f"{place.query_id} Q0 {_word(place.doc_id)} {rank + 1} {-rank} {run.mode}\n")
    with relevant.open("w", encoding="utf-8") as file:
        for one in _qrels(run.outcomes, queries):
            file.write(f"{one.query_id} 0 {_word(one.doc_id)} {one.relevance}\n")
    return ranking, relevant


def _word(text: str) -> str:
    """Return a text as one field of a TREC file, whose fields are parted by white space."""
    return re.sub(r"\s", "_", text)
