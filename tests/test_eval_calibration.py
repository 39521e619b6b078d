import argparse
import json
from pathlib import Path

import numpy as np
import pytest
from eval_fakes import row, write_documents, write_rows

from eval import calibrate_command, command, runner
from eval.calibration import LEAST, calibrate, choose
from eval.records import Table
from eval.rows import COLUMNS, FACETS
from eval.wording import chosen
from index.errors import InputError, StoreError
from qa.bot import Bot
from qa.confidence import NOT_BOLD
from qa.thresholds import Thresholds, load_thresholds, save_thresholds, thresholds_path


def table(confidence: list[float], right: list[float], unanswerable: list[bool]) -> Table:
    count = len(confidence)
    columns = {name: np.full(count, np.nan) for name in COLUMNS}
    columns |= {
        "confidence": np.array(confidence),
        "right": np.array(right),
        "unanswerable": np.array(unanswerable, np.float64),
    }
    return Table(
        tuple(f"q{n}" for n in range(count)), dict.fromkeys(FACETS, ("",) * count), columns
    )


def apart(count: int = 100) -> Table:
    """Every fifth question has no answer and a confidence below .4; the others are above .5."""
    without = [n % 5 == 0 for n in range(count)]
    sure = [0.4 * n / count if no else 0.5 + n / (2 * count) for n, no in enumerate(without)]
    return table(sure, [float(not no) for no in without], without)


def test_thresholds_lie_between_what_is_to_be_answered_and_what_is_not() -> None:
    found = calibrate(apart())
    assert 0.38 < found.thresholds.maybe < 0.51
    assert found.expected.answered == 0.8
    assert found.expected.wrong == found.expected.false_answers == 0
    assert found.expected.wrong_refusals == 0
    assert (found.questions, found.unanswerable) == (100, 20)


def test_bold_answers_are_wrong_in_one_of_ten_at_most() -> None:
    rng = np.random.default_rng(0)
    sure = rng.random(2_000)
    right = (rng.random(2_000) < sure).astype(float)
    without = (right == 0) & (rng.random(2_000) < 0.5)
    found = calibrate(table(sure.tolist(), right.tolist(), without.tolist()))
    assert found.thresholds.sure == pytest.approx(0.8, abs=0.05)
    assert found.expected.bold_wrong == pytest.approx(0.1, abs=0.04)
    assert found.expected.bold > 0.1


def test_the_unanswerable_weigh_the_same_however_many_there_are() -> None:
    sure = np.array([0.9, 0.8, 0.6, 0.5, 0.7])
    right, without = np.array([1.0, 1, 1, 0, 0]), np.array([False, False, False, False, True])
    many = [np.append(one, [one[-1]] * 30) for one in (sure, right, without)]
    assert choose(sure, right, without).maybe == choose(*many).maybe == 0.75


def test_no_threshold_lies_between_equal_confidences() -> None:
    sure, right = np.array([0.8, 0.8, 0.8, 0.4]), np.array([1.0, 1.0, 0.0, 0.0])
    found = choose(sure, right, np.array([False, False, False, True]))
    assert found.maybe == 0.6
    assert found.sure > 1


def test_a_question_in_another_language_is_still_never_answered_boldly() -> None:
    sure = np.linspace(0.1, NOT_BOLD, 20)
    found = choose(sure, np.ones(20), np.array([True] + [False] * 19))
    assert found.sure > NOT_BOLD


def test_what_is_expected_is_told_by_questions_that_chose_nothing() -> None:
    """Where confidence says nothing, the best point of the curve is chance, and does not hold."""
    rng = np.random.default_rng(1)
    sure, right = rng.random(60), (rng.random(60) < 0.5).astype(float)
    without = np.arange(60) % 6 == 0
    right[without] = 0
    found = calibrate(table(sure.tolist(), right.tolist(), without.tolist()))
    given = sure >= found.thresholds.maybe
    assert found.expected.wrong > (right[given] == 0).mean()


def test_a_question_that_got_no_answer_at_all_is_refused_at_every_threshold() -> None:
    given = apart()
    given.columns["right"][1] = np.nan
    assert calibrate(given).expected.wrong_refusals == pytest.approx(1 / 80)


@pytest.mark.parametrize("rows", [range(LEAST - 1), [n for n in range(100) if n % 5]])
def test_too_small_a_set_or_one_without_unanswerable_questions_is_refused(rows) -> None:
    with pytest.raises(InputError, match="calibrating takes at least 40, 5 without"):
        calibrate(apart().take(np.array(list(rows))))


def test_where_no_threshold_helps_nothing_is_set() -> None:
    given = apart()
    given.columns["confidence"][:] = 1 - given.columns["confidence"]
    given.columns["right"][:] = 0
    with pytest.raises(InputError, match="no thresholds were set"):
        calibrate(given)


def test_thresholds_that_nothing_reaches_are_told_as_such() -> None:
    assert "boldly at none" in chosen(Thresholds(1.01, 0.3), "en")
    assert "boldly from 0.750" in chosen(Thresholds(), "en")
    assert "‘확실’" in chosen(Thresholds(), "ko")


def test_thresholds_are_kept_beside_the_index_for_its_encoder(tmp_path: Path) -> None:
    index = tmp_path / "my.index"
    assert load_thresholds(index, "sha256:a") is None
    path = save_thresholds(index, "sha256:a", Thresholds(0.8, 0.2))
    assert path == thresholds_path(index) == tmp_path / "my.index.thresholds.json"
    assert load_thresholds(index, "sha256:a") == Thresholds(0.8, 0.2)
    assert load_thresholds(index, "sha256:b") is None
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_the_bot_answers_by_the_thresholds_of_its_index(small_index: Path) -> None:
    question = "침수된 주택은 모두 몇 채인가?"
    with Bot.open(small_index).retriever.store as store:
        fingerprint = store.settings.fingerprint
    try:
        save_thresholds(small_index, fingerprint, Thresholds(1.01, 1.005))
        refused = Bot.open(small_index).ask(question)
        save_thresholds(small_index, fingerprint, Thresholds(0.0, 0.0))
        bold = Bot.open(small_index).ask(question)
    finally:
        thresholds_path(small_index).unlink()
    assert (refused.text, refused.level) == (None, "none")
    assert refused.confidence == bold.confidence
    assert bold.level == "sure"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of fifty questions over three documents; the real bot answers them."""
    write_documents(tmp_path / "set" / "documents")
    monkeypatch.setattr(runner, "cache_folder", lambda: tmp_path)
    asked = [("물동량은 얼마인가?", ["물동량"]), ("위성은 언제 쏘았나?", ["위성"])]
    rows = [
        row(n, question=asked[n % 2][0], evidence=asked[n % 2][1]) if n % 5 else
        row(n, question="코끼리 구슬의 이름은?", evidence=[])
        for n in range(50)
    ]  # fmt: skip
    write_rows(tmp_path / "set" / "questions.jsonl", rows)
    return tmp_path / "set"


def evaluate(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    parser.set_defaults(language="en")
    command.add_arguments(parser)
    return command.run(parser.parse_args(arguments))


def test_calibrating_prints_keeps_and_draws(place: Path, capsys) -> None:
    index, page = place.parent / "index", place.parent / "page.html"
    assert evaluate(str(place), "--calibrate", "--index", str(index), "--html", str(page)) == 0
    out = capsys.readouterr().out
    assert "expected (cross-validated), %" in out
    assert "50 questions in five folds" in out
    assert thresholds_path(index).is_file()
    assert evaluate(str(place), "--calibrate", "--index", str(index), "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert result["questions"] == 50
    assert result["thresholds"]["maybe"] <= result["thresholds"]["sure"]
    assert set(result["expected"]) == set(result["before"])
    assert len(result["curve"]) >= 40
    drawn = page.read_text(encoding="utf-8")
    assert "Risk–coverage curve" in drawn
    assert '<path class="line"' in drawn


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--index DIR"),
        (("--index", "i", "--mode", "dense"), "leave out --mode"),
        (("--index", "i", "--search-only"), "leave out --mode"),
    ],
)
def test_what_calibrating_cannot_go_with_is_said(place: Path, options, said: str) -> None:
    with pytest.raises(InputError, match=said):
        evaluate(str(place), "--calibrate", *options)
    assert not thresholds_path("i").exists()


def test_a_refused_set_leaves_the_thresholds_as_they_were(place: Path, monkeypatch) -> None:
    index = place.parent / "index"
    save_thresholds(index, "sha256:a", Thresholds(0.8, 0.2))
    questions = place / "questions.jsonl"
    write_rows(questions, [row(n) for n in range(45)])
    with pytest.raises(InputError, match="45 questions, 0 of them without"):
        evaluate(str(place), "--calibrate", "--index", str(index))
    assert load_thresholds(index, "sha256:a") == Thresholds(0.8, 0.2)


def test_a_damaged_file_names_the_way_out(tmp_path: Path) -> None:
    thresholds_path(tmp_path / "i").write_text("[]", encoding="utf-8")
    with pytest.raises(StoreError, match=r"qa info --index .* --reset-thresholds"):
        load_thresholds(tmp_path / "i", "sha256:a")


def test_json_has_no_number_that_is_none(tmp_path: Path) -> None:
    given = apart()
    found = calibrate(given)
    text = json.dumps(calibrate_command.to_json(found), allow_nan=False)
    assert '"bold_wrong"' in text
