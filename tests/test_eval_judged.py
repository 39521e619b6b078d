import argparse
import csv
import json
from pathlib import Path

import pytest
from web_fakes import citation, found, nothing

from eval import make_command
from eval.judged import judged
from eval.sets import load_set
from index.errors import InputError
from qa.feedback import Feedback

QUOTE = citation().quote


@pytest.fixture
def index(tmp_path) -> Path:
    return tmp_path / "news.index"


@pytest.fixture
def feedback(index) -> Feedback:
    return Feedback.beside(index)


def make(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    parser.set_defaults(language="ko")
    make_command.add_arguments(parser)
    return make_command.run(parser.parse_args([*map(str, arguments)]))


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    waiting = iter(lines)
    monkeypatch.setattr("builtins.input", lambda _prompt: next(waiting))


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_good_answer_brings_its_evidence_and_a_wrong_one_is_open(index, feedback):
    feedback.record("good", found("다리는 언제 열렸나?", citation()))
    feedback.record("answer", found("다리는 누가 지었나?", citation()))
    feedback.record("source", found("다리는 언제 닫혔나?", citation()))
    feedback.record("missed", nothing("다리는 어디에 있나?"))
    good, wrong, elsewhere, missed = judged(index, "ko")
    assert (good.evidence, good.answers, good.documents) == (
        (QUOTE,),
        ("2019년",),
        ("city/bridge.md",),
    )
    assert [one.is_open for one in (good, wrong, elsewhere, missed)] == [False, True, True, True]
    assert (wrong.answers, elsewhere.answers) == ((), ("2019년",))
    assert wrong.said == f"답이 틀렸어요 (2019년 · {QUOTE})"
    assert missed.said == "문서에 답이 있어요"


def test_what_should_not_have_been_answered_becomes_unanswerable(
    index, feedback, tmp_path, monkeypatch, capsys
):
    feedback.record("refuse", found("우주선은 언제 왔나?", citation()))
    typed(monkeypatch, "y")
    out = tmp_path / "questions.jsonl"
    assert make("--feedback", index, "--out", out) == 0
    assert "사용자 의견: 답이 없다고 해야 했어요 (2019년 · 다리는" in capsys.readouterr().out
    [one] = load_set(str(out), cache=tmp_path, documents=tmp_path).questions
    assert (one.type, one.answerable) == ("none", False)


def test_who_takes_an_open_question_names_what_answers_it(index, feedback, tmp_path, monkeypatch):
    feedback.record("answer", found("그럼 길이는?", citation()), history=["다리는 언제 열렸나?"])
    feedback.record("missed", nothing("다리는 어디에 있나?"))
    typed(monkeypatch, "y", "다리의 길이는 1.2km이다.", "1.2km", "y", "")
    out = tmp_path / "questions.jsonl"
    assert make("--feedback", index, "--out", out) == 0
    [one] = rows(out)  # the second was left open, so it is not taken
    assert one == {
        "id": "feedback-001",
        "type": "feedback",
        "lang": "ko",
        "split": "",
        "question": "그럼 길이는?",
        "history": ["다리는 언제 열렸나?"],
        "documents": [],
        "evidence": ["다리의 길이는 1.2km이다."],
        "answers": ["1.2km"],
    }


def test_feedback_comes_before_what_the_documents_propose(index, feedback, tmp_path):
    feedback.record("good", found("다리는 언제 열렸나?", citation()))
    folder, table = tmp_path / "documents", tmp_path / "proposals.csv"
    folder.mkdir()
    (folder / "table.csv").write_text("도시,승점,기온\n서울,31,20\n", encoding="utf-8")
    assert make(folder, "--feedback", index, "--csv", table) == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["question"], first["said"]) == (
        "다리는 언제 열렸나?",
        f"도움이 됐어요 (2019년 · {QUOTE})",
    )
    assert (second["question"], second["said"]) == ("서울의 승점은 얼마인가?", "")


def test_a_csv_keeps_earlier_questions_and_is_no_formula_for_excel(index, feedback, tmp_path):
    feedback.record("good", found("=1+1은 얼마인가?", citation()), history=["하나?", "둘?"])
    table, out = tmp_path / "proposals.csv", tmp_path / "questions.jsonl"
    assert make("--feedback", index, "--csv", table) == 0
    written = table.read_text(encoding="utf-8-sig")
    assert "'=1+1" in written
    table.write_text(written.replace("\n,feedback", "\ny,feedback"), encoding="utf-8")
    assert make("--accepted", table, "--out", out) == 0
    [one] = rows(out)
    assert (one["question"], one["history"]) == ("=1+1은 얼마인가?", ["하나?", "둘?"])


def test_an_open_row_of_a_csv_is_not_taken_without_its_evidence(index, feedback, tmp_path):
    feedback.record("missed", nothing("다리는 어디에 있나?"))
    table, out = tmp_path / "proposals.csv", tmp_path / "questions.jsonl"
    make("--feedback", index, "--csv", table)
    written = table.read_text(encoding="utf-8-sig")
    table.write_text(written.replace("\n,feedback", "\ny,feedback"), encoding="utf-8")
    with pytest.raises(InputError, match="the column evidence of feedback-001"):
        make("--accepted", table, "--out", out)
    assert not out.exists()


def test_no_feedback_yet_is_an_error_in_one_line(index, feedback):
    with pytest.raises(InputError, match=r"there is no feedback on answers from .*news\.index yet"):
        make("--feedback", index)
    feedback.record("good", found("언제?", citation()), filters={"since": "2019-01-01"})
    with pytest.raises(InputError, match="there is no feedback"):
        make("--feedback", index)
