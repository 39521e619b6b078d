"""What chooses and judges answers is made from questions; here from a dozen."""

import json
import logging
from pathlib import Path

import numpy as np
import pytest

from qa import learn
from qa.lessons import FOLDS
from qa.models import Learned, learned, save
from qa.spans import shipped
from qa.trees import Trees

PARAGRAPHS = {
    "해온시": "해온시는 2019년에 항구를 넓혔다. 공사비는 310억 원이 들었다. 시장은 도가람이었다.",
    "누리호": "누리호는 5월 3일에 발사되었다. 발사장은 나래섬에 있다. 책임자는 공다솜이다.",
    "단풍제": "단풍제는 이틀 동안 열린다. 관람객은 4만 명이었다. 무대는 강가에 선다.",
}
ASKED = {
    "해온시": ("해온시 항구 공사비는 얼마인가?", "310억 원"),
    "누리호": ("누리호는 언제 발사되었나?", "5월 3일"),
    "단풍제": ("단풍제 관람객은 몇 명이었나?", "4만 명"),
}


@pytest.fixture
def korquad(tmp_path: Path) -> Path:
    """A file in KorQuAD's form: three articles of one paragraph and one question each."""
    articles = []
    for title, text in PARAGRAPHS.items():
        question, answer = ASKED[title]
        told = {"text": answer, "answer_start": text.index(answer)}
        qas = [{"id": title, "question": question, "answers": [told]}]
        articles.append({"title": title, "paragraphs": [{"context": text, "qas": qas}]})
    path = tmp_path / "korquad.json"
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Questions of our own: one in other words, one in English, one that nothing answers."""
    text = PARAGRAPHS["누리호"]
    start = text.index("나래섬")
    rows = [
        ("1/0", "para", "로켓을 쏘아 올린 곳은?", str(start), str(start + 3)),
        ("1/0", "en", "Where is the launch site of Nuri?", str(start), str(start + 3)),
        ("2/0", "none", "단풍제 입장료는 얼마인가?", "", ""),
    ]
    path = tmp_path / "questions.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def cases(
    korquad: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[learn.Case]:
    monkeypatch.setattr(learn, "_EVERY", 1)
    return list(learn.read_korquad(korquad, own, tmp_path, [shipped()] * FOLDS))


def test_the_sentence_that_holds_the_answer_is_right(cases: list[learn.Case]) -> None:
    (one,) = [case for case in cases if case.asked.question.text == ASKED["해온시"][0]][:1]
    right = [s.text for s, is_ in zip(one.found.sentences, one.right, strict=True) if is_]
    assert right == ["공사비는 310억 원이 들었다."]


def test_a_paragraph_that_is_taken_out_answers_nothing(cases: list[learn.Case]) -> None:
    out = [case for case in cases if case.asked.without]
    assert {case.asked.kind for case in out} >= {"korquad"}
    assert not any(case.right.any() for case in out)
    assert all(
        not one.hit.passage.document.endswith(case.asked.without)
        for case in out
        for one in case.found.sentences
    )


def test_a_question_that_nothing_answers_has_no_right_sentence(cases: list[learn.Case]) -> None:
    (none,) = [case for case in cases if case.asked.kind == "none"]
    assert len(none.found.sentences) == len(none.right) > 0
    assert not none.right.any()


def test_what_is_learned_is_measured_by_kind_and_can_be_read_again(
    cases: list[learn.Case], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="qa.learn"):
        learn.measure(cases)
    assert "korquad, taken out" in caplog.text
    models = learn.fit(cases)
    save(models, tmp_path / "answers.npz")
    again = learned(tmp_path / "answers.npz")
    values = cases[0].values
    assert np.array_equal(again.sentences.scores(values), models.sentences.scores(values))


def test_a_case_that_was_not_judged_has_no_confidence(cases: list[learn.Case]) -> None:
    with pytest.raises(ValueError, match="judge a case"):
        learn._row(cases[0])


def test_the_shipped_models_fit_the_rows_they_are_given(cases: list[learn.Case]) -> None:
    shipped: Learned = learned()
    case = cases[0]
    learn.judge(case, shipped.sentences)
    for trees, rows in ((shipped.sentences, case.values), (shipped.confidence, learn._row(case))):
        assert isinstance(trees, Trees)
        assert int(trees.feature.max()) < rows.shape[1]
