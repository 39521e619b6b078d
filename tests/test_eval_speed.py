import argparse
import gzip
import json

import pytest

from eval import speed_command
from eval.records import Costs
from eval.speed import enough_texts, measure_speed, read_texts
from index.errors import InputError


def measure(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    speed_command.add_arguments(parser)
    return speed_command.run(parser.parse_args(arguments))


def test_every_engine_is_timed_on_the_same_passages_and_finds_what_the_exact_one_does(capsys):
    assert measure("--passages", "30", "--json") == 0
    [(count, found)] = json.loads(capsys.readouterr().out)["passages"].items()
    assert count == "30"
    assert found["costs"]["passages"] == found["texts"] == 30
    assert found["costs"]["build_seconds"] > 0
    assert found["kiwi_seconds"] > 0
    assert set(found["searches"]) == {"lexical", "dense", "hybrid"}
    for name in ("lexical", "rank-bm25", "dense", "faiss flat", "dot products"):
        assert found["agreement"][name] == 1.0, name
        assert found["engines"][name] > 0


def test_generated_text_is_the_same_each_time_and_no_passage_twice():
    texts, questions = speed_command.generated(50)
    assert speed_command.generated(50) == (texts, questions)
    assert len(set(texts)) == len(questions) == 50


def test_real_text_is_taken_from_distinct_passages(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    rows = [{"query": f"물음 {n}", "passage": f"글 {n // 2}"} for n in range(8)]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    assert read_texts(path, 2) == (["글 0", "글 1"], ["물음 0", "물음 2"])


def test_as_many_texts_are_taken_as_make_the_passages_that_are_asked_for():
    sentence = "나루시는 강을 건너는 새 다리를 열었고 시민 수백 명이 함께 걸었다."
    long, short = " ".join([sentence] * 20), sentence  # two passages, and one
    texts = [long, short, long]
    for count, taken in ((1, 1), (2, 1), (3, 2), (4, 3), (5, 3)):
        assert enough_texts(texts, count) == texts[:taken]
    with pytest.raises(InputError, match="makes 5 passages, 6 were asked for"):
        enough_texts(texts, 6)


def test_what_was_not_all_indexed_is_not_compared(monkeypatch, tmp_path):
    costs = Costs(2, 1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    monkeypatch.setattr("eval.speed.measure_costs", lambda *_: costs)
    with pytest.raises(InputError, match="1 of the files were not read in time"):
        measure_speed(["가", "나"], ["무엇?"], tmp_path)


def test_too_little_text_and_no_text_are_errors_that_name_the_numbers(tmp_path):
    with pytest.raises(InputError, match="makes 0 passages, 5 were asked for"):
        measure("--passages", "5", "--data", str(tmp_path / "none.jsonl.gz"))
    with pytest.raises(InputError, match="--passages is 0"):
        measure("--passages", "0")
