import json
from pathlib import Path

import pytest
from web_fakes import citation, found, nothing

from eval.sets import load_set
from index.errors import StoreError
from qa.cli import main
from qa.feedback import Feedback, export


@pytest.fixture
def feedback(tmp_path: Path) -> Feedback:
    return Feedback.beside(tmp_path / "news.index")


def test_feedback_lies_beside_the_index_and_not_in_it(feedback: Feedback, tmp_path: Path) -> None:
    assert feedback.rows() == []
    assert not feedback.path.exists()
    feedback.record("good", found("언제?", citation()))
    assert feedback.path == tmp_path.resolve() / "news.index.feedback.sqlite"
    assert not (tmp_path / "news.index").exists()


def test_all_that_was_asked_and_shown_is_kept(feedback: Feedback) -> None:
    answer = found("그럼 길이는?", citation(), standalone_question="다리의 길이는?")
    feedback.record("source", answer, history=["다리는?"], filters={"since": "2019-01-01"})
    (row,) = feedback.rows()
    assert row | {"at": ""} == {
        "at": "",
        "reason": "source",
        "question": "그럼 길이는?",
        "history": ["다리는?"],
        "filters": {"since": "2019-01-01"},
        "standalone": "다리의 길이는?",
        "level": "sure",
        "short": "2019년",
        "citations": [{"document": "city/bridge.md", "quote": citation().quote}],
    }


def test_a_judgement_that_says_what_is_true_becomes_a_question(
    feedback: Feedback, tmp_path: Path
) -> None:
    feedback.record("good", found("다리는 언제 열렸나?", citation()))
    feedback.record("refuse", found("우주선은 언제 왔나?", citation()))
    feedback.record("good", nothing("용은 어디 사나?"))
    for unclear in ("answer", "source", "missed"):
        feedback.record(unclear, found(f"{unclear}?", citation()))  # type: ignore[arg-type]
    path = tmp_path / "questions.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in export(feedback.rows())]
    path.write_text("\n".join(lines), encoding="utf-8")
    bridge, ship, dragon = load_set(str(path), cache=tmp_path, documents=tmp_path).questions
    assert bridge.evidence == (citation().quote,)
    assert bridge.documents == ("city/bridge.md",)
    assert bridge.answers == ("2019년",)
    assert [ship.answerable, dragon.answerable] == [False, False]


def test_the_last_word_counts_and_filters_are_left_out(feedback: Feedback) -> None:
    feedback.record("good", found("언제?", citation()))
    feedback.record("answer", found("언제?", citation()))
    feedback.record("good", found("어디?", citation()), filters={"until": "2019-01-01"})
    assert list(export(feedback.rows())) == []


def test_the_command_prints_what_was_said_and_the_questions(
    feedback: Feedback, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    feedback.record("good", found("다리는 언제 열렸나?", citation()))
    index = ["--index", str(tmp_path / "news.index")]
    assert main(["feedback", *index]) == 0
    assert capsys.readouterr().out.endswith("good 다리는 언제 열렸나?\n")
    assert main(["feedback", *index, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["reason"] == "good"
    assert main(["feedback", *index, "--questions"]) == 0
    assert json.loads(capsys.readouterr().out)["evidence"] == [citation().quote]


def test_a_file_that_is_no_database_is_an_error_that_names_it(feedback: Feedback) -> None:
    feedback.path.write_text("nothing of the kind " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=r"news\.index\.feedback\.sqlite"):
        feedback.rows()
    with pytest.raises(StoreError, match="not kept"):
        feedback.record("good", found("언제?", citation()))
