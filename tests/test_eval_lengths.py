"""The curve over passage lengths cuts the same documents anew for each point."""

import json
from pathlib import Path

import pytest

from eval.lengths import main

SENTENCES = [f"나루시 {n}번 부두는 {n}월에 문을 열었다." for n in range(1, 13)]


def test_each_length_is_measured_on_passages_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "부두.txt").write_text(" ".join(SENTENCES), encoding="utf-8")
    row = {
        "id": "1",
        "question": "7번 부두는 언제 문을 열었나?",
        "documents": ["부두.txt"],
        "evidence": [SENTENCES[6]],
    }
    (tmp_path / "questions.jsonl").write_text(json.dumps(row), encoding="utf-8")
    arguments = ["--length", "40", "--length", "400", "--overlap", "0", "--search-only"]
    assert main([str(tmp_path), *arguments]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    assert [row[0] for row in rows] == ["40", "*400"]
    short, long = (int(row[2]) for row in rows)
    assert short > long == 1


def test_a_set_that_is_none_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "없음")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
