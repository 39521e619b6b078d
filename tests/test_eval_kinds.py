"""Every kind of set, put to the real bot: from its files to its figures."""

import argparse
import json
from pathlib import Path

import pytest
from eval_fakes import NEWS, row, write_documents, write_rows

from eval import command, runner


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(runner, "cache_folder", lambda: cache)
    return tmp_path


def evaluate(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, float | None]:
    parser = argparse.ArgumentParser()
    parser.set_defaults(language="ko")
    command.add_arguments(parser)
    assert command.run(parser.parse_args([*arguments, "--json"])) == 0
    [run] = json.loads(capsys.readouterr().out)["runs"]
    assert run["fingerprint"].startswith("sha256:")
    overall: dict[str, float | None] = run["overall"]
    return overall


def test_questions_over_a_folder_of_ones_own(place, capsys):
    write_documents(place / "docs")
    asked = row(1, question="부산항의 물동량은 얼마로 늘었나?", evidence=["10,000상자"])
    path = write_rows(place / "q.jsonl", [asked])
    found = evaluate(capsys, str(path), "--docs", str(place / "docs"))
    assert found["recall@1"] == found["sentence"] == found["citation_exactness"] == 1.0


def test_a_file_in_the_form_of_korquad(place, capsys):
    text = NEWS["b.txt"]
    answer = {"text": "10,000상자", "answer_start": text.index("10,000")}
    qas = [{"id": "1", "question": "부산항의 물동량은 얼마로 늘었나?", "answers": [answer]}]
    others = [{"context": NEWS[name], "qas": []} for name in ("a.txt", "c.txt")]
    data = {"data": [{"title": "t", "paragraphs": [{"context": text, "qas": qas}, *others]}]}
    path = place / "korquad.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    found = evaluate(capsys, str(path))
    assert found["recall@1"] == found["sentence"] == found["citation_exactness"] == 1.0
    assert found["f1"] is not None


def test_a_beir_folder(place, capsys):
    folder = place / "beir"
    (folder / "qrels").mkdir(parents=True)
    write_rows(
        folder / "corpus.jsonl",
        [{"_id": name, "title": "", "text": text} for name, text in NEWS.items()],
    )
    write_rows(folder / "queries.jsonl", [{"_id": "q", "text": "부산항 물동량"}])
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq\tb.txt\t1\n", encoding="utf-8"
    )
    found = evaluate(capsys, str(folder))
    assert found["ndcg@10"] == 1.0
    assert found["sentence"] is None
