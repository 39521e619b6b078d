import math

import ir_measures
import pytest
from eval_fakes import (
    FakeBot,
    hits_of,
    outcome,
    passage,
    question,
    row,
    write_documents,
    write_rows,
)
from ir_measures import RR, R, nDCG

from eval import trec
from eval.relevance import judged
from eval.runner import run_set
from eval.sets import load_set


def test_a_gold_that_was_not_found_counts_as_missed_and_an_unanswerable_one_does_not_count():
    hits = hits_of(passage("a", "맑음"))
    missed = outcome(question(evidence=("눈",)), ranking=("a:0",), qrels={})
    _, qrels = judged(missed.question, hits)
    _, none = judged(question(), hits)
    values = trec.retrieval(
        [
            outcome(missed.question, ranking=("a:0",), qrels=qrels),
            outcome(question(), ranking=("a:0",), qrels=none),
        ]
    )
    assert values == [dict.fromkeys(trec.RETRIEVAL, 0.0), {}]


def test_retrieval_measures_equal_their_definitions():
    one = outcome(question(evidence=("x",)), ranking=("a", "b", "c"), qrels={"c": 1})
    two = outcome(question(grades={"a": 2, "z": 1}), ranking=("a", "b"), qrels={"a": 2, "z": 1})
    found = trec.retrieval([one, two])
    assert found[0] == pytest.approx(
        {"recall@1": 0, "recall@5": 1, "recall@10": 1, "mrr@10": 1 / 3, "ndcg@10": 1 / math.log2(4)}
    )
    assert found[1] == pytest.approx(
        {
            "recall@1": 1 / 2,
            "recall@5": 1 / 2,
            "recall@10": 1 / 2,
            "mrr@10": 1,
            "ndcg@10": 2 / (2 + 1 / math.log2(3)),
        }
    )


def test_the_files_of_a_run_give_ir_measures_the_same_figures(tmp_path):
    passages = write_documents(tmp_path / "set" / "documents")
    rows = [row(1), row(2, question="xyz", evidence=["위성"]), row(3, evidence=["없는 말"])]
    write_rows(tmp_path / "set" / "questions.jsonl", [*rows, row(4, id="with space")])
    run = run_set(load_set(str(tmp_path / "set"), cache=tmp_path), FakeBot(passages))
    ranking, relevant = trec.write_files(tmp_path / "trec", run)
    assert ranking.name == "set.all.bundled.hybrid.run"
    assert ranking.read_text(encoding="utf-8").splitlines()[0] == "q1 Q0 a.txt:0 1 0 hybrid"
    names = {R @ 1: "recall@1", R @ 5: "recall@5", RR @ 10: "mrr@10", nDCG @ 10: "ndcg@10"}
    found = ir_measures.calc_aggregate(
        names, ir_measures.read_trec_qrels(str(relevant)), ir_measures.read_trec_run(str(ranking))
    )
    for measure, name in names.items():
        assert found[measure] == pytest.approx(run.overall.value(name)), name
    assert run.overall.value("recall@1") == 0.5
