import argparse
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from eval_fakes import FakeBot, row, write_documents, write_rows
from rich.console import Console

from eval import command, runner
from eval.baselines import Baseline
from eval.bm25 import bm25_words
from eval.failures import failed, failure_of
from eval.report import show
from eval.results import to_json
from eval.sets import load_set
from index.errors import InputError


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of four questions, the last of which has no answer and gets one."""
    passages = write_documents(tmp_path / "set" / "documents")
    rows = [
        row(1, type="direct", answers=["서울"]),
        row(2, type="para", question="xyz", evidence=["위성"]),
        row(3, type="para", evidence=["물동량"]),
        row(4, type="none", evidence=[]),
    ]
    write_rows(tmp_path / "set" / "questions.jsonl", rows)
    monkeypatch.setattr(runner, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(runner, "open_bot", lambda *_: FakeBot(passages))
    return tmp_path / "set"


def evaluate(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    parser.set_defaults(language="ko")
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def test_the_command_prints_a_table_by_type_and_the_other_scores(place, capsys):
    assert evaluate(str(place)) == 0
    out = capsys.readouterr().out
    assert "set · all · hybrid · bundled" in out
    for word in ("nDCG", "direct", "para", "all", "exactness 100.0 (", "false answers 100.0 ("):
        assert word in out
    assert "compared" not in out


def test_json_is_one_object_with_stable_keys(place, capsys):
    assert evaluate(str(place), "--json", "--mode", "all", "--failures") == 0
    result = json.loads(capsys.readouterr().out)
    assert [one["mode"] for one in result["runs"]] == ["hybrid", "lexical", "dense"]
    first = result["runs"][0]
    assert list(first) == [
        *("set", "kind", "split", "encoder", "fingerprint", "mode", "overall"),
        *("types", "languages", "formats", "splits", "intervals", "scores", "failures"),
    ]
    assert list(first["overall"]) == [
        *("questions", "unanswerable"),
        *("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10"),
        *("sentence", "cited", "em", "f1", "citation_precision", "citation_exactness"),
        *("abstention_precision", "abstention_recall", "false_answers", "refused"),
        *("wrong_refusals", "auroc", "auroc_right", "aurc", "ece"),
        *("seconds_p50", "seconds_p95", "search_p50"),
    ]
    assert result["questions"]["set"]["id"] == ["q1", "q2", "q3", "q4"]
    assert first["scores"]["sentence"] == [1, 0, 0, None]
    assert result["made"]["settings"] == {"split": "all", "mode": ["all"], "search_only": False}
    assert result["made"]["versions"]["geungeo"]
    assert all(list(one) == list(first["overall"]) for one in first["types"].values())


def test_modes_and_encoders_are_compared_in_one_table(place, capsys):
    evaluate(str(place), "--mode", "dense", "--mode", "hybrid", "--encoder", "a", "--encoder", "b")
    table = capsys.readouterr().out.split("compared")[1]
    rows = [line.split()[:2] for line in table.splitlines()[3:7]]
    assert rows == [["hybrid", "a"], ["dense", "a"], ["hybrid", "b"], ["dense", "b"]]


def test_failures_are_named_for_what_went_wrong(place, capsys):
    evaluate(str(place), "--failures", "--json")
    rows = json.loads(capsys.readouterr().out)["runs"][0]["failures"]
    assert [(one["id"], one["failure"]) for one in rows] == [
        ("q2", "refused"),
        ("q3", "wrong"),
        ("q4", "false answer"),
    ]
    assert rows[1]["wanted"] == "물동량"
    assert rows[1]["said"].startswith("서울 ← 서울의 어제 기온은")
    evaluate(str(place), "--failures")
    assert "3 of 4 questions went wrong" in capsys.readouterr().out


def test_a_quote_that_is_not_in_the_file_is_the_gravest_failure(place):
    eval_set = load_set(str(place), cache=place.parent)
    passages = write_documents(place / "documents")
    (place / "documents" / "a.txt").write_text("서울", encoding="utf-8")
    run = runner.run_set(eval_set, FakeBot(passages))
    assert failure_of(run.outcomes[0]) == "inexact"
    assert run.overall.value("citation_exactness") == 0.0


def test_a_table_without_a_terminal_shows_no_markup_of_the_documents(place):
    passages = write_documents(place / "documents", {"a.txt": "[red]서울의 어제 기온은[/red] 31도"})
    run = runner.run_set(load_set(str(place), cache=place.parent), FakeBot(passages))
    console = Console(file=io.StringIO(), width=200)
    show(console, [run], list_failures=True)
    assert "[red]서울의" in console.file.getvalue()
    assert failed(run) == to_json([run], failures=True)["runs"][0]["failures"]


def test_an_index_of_ones_own_serves_one_set_and_one_encoder(place, tmp_path):
    with pytest.raises(InputError, match="--index holds one set with one encoder"):
        evaluate(str(place), str(place), "--index", str(tmp_path / "x"))
    with pytest.raises(InputError, match="has its encoder"):
        evaluate(str(place), "--index", str(tmp_path), "--encoder", "a")


def test_a_baseline_that_is_not_installed_is_skipped_aloud_and_is_an_error_where_it_is_named(
    place, capsys, monkeypatch
):
    absent = Baseline("absent", ("no_such_module",), bm25_words, "")
    monkeypatch.setattr(command, "BASELINES", (absent,))
    assert evaluate(str(place), "--baselines") == 0
    assert "skipped: absent needs no_such_module, not installed here" in capsys.readouterr().err
    monkeypatch.setattr(command, "BASELINES", (replace(absent, name="bm25-words"),))
    with pytest.raises(InputError, match=r'pip install "geungeo\[evaluation\]"'):
        evaluate(str(place), "--system", "bm25-words")


def test_the_gate_passes_what_has_not_fallen_and_fails_what_has(place, capsys, tmp_path):
    assert evaluate(str(place), "--json") == 0
    kept = tmp_path / "kept.json"
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    assert evaluate(str(place), "--against", str(kept)) == 0
    assert "nothing has fallen since" in capsys.readouterr().err
    (place / "documents" / "a.txt").write_text("서울", encoding="utf-8")
    assert evaluate(str(place), "--against", str(kept)) == 1
    assert "fallen: set hybrid: citation_exactness 100.0 → 0.0" in capsys.readouterr().err


def test_what_is_compared_with_must_be_a_result(place, tmp_path):
    for text, reason in (("{}", "is not what"), (None, "cannot be opened")):
        if text:
            (tmp_path / "x.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=reason):
            evaluate(str(place), "--against", str(tmp_path / ("x.json" if text else "y.json")))


def test_a_page_without_a_folder_is_told_before_anything_is_asked(place, tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "open_bot", lambda *_: pytest.fail("it was asked"))
    with pytest.raises(InputError, match=r"there is no folder .*nowhere for the page"):
        evaluate(str(place), "--html", str(tmp_path / "nowhere" / "report.html"))


def test_page_and_trec_files_are_written_beside_the_table(place, tmp_path, capsys):
    page, trec = tmp_path / "report.html", tmp_path / "trec"
    assert evaluate(str(place), "--html", str(page), "--trec", str(trec)) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert {path.name for path in trec.iterdir()} == {
        "set.all.bundled.hybrid.run",
        "set.all.bundled.hybrid.qrels",
    }


def test_nothing_is_printed_on_stdout_when_a_set_is_missing(place, capsys):
    with pytest.raises(InputError, match="is no evaluation set"):
        evaluate(str(place), "no-such-set", "--json")
    assert capsys.readouterr().out == ""


def test_wrong_usage_ends_with_two(place, capsys):
    with pytest.raises(SystemExit) as end:
        evaluate(str(place), "--split", "train")
    assert end.value.code == 2
    assert "invalid choice" in capsys.readouterr().err
