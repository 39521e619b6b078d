"""The short answer: the question's anatomy, the spans of a sentence, the trees that choose."""

from pathlib import Path

import lightgbm as lgb
import numpy as np
import pytest

from index.errors import QAError
from index.tokens import Token, analyse
from qa.question import Question
from qa.spans import Anatomy, best_span, take_apart
from qa.spans.candidates import candidates
from qa.spans.features import WIDTH, class_of, features, look_around
from qa.spans.ranker import Ranker
from qa.train import Fitted, fit_prior, grown, read_examples, save
from qa.trees import Trees


def tokens_of(text: str) -> list[Token]:
    return [token for sentence in next(iter(analyse([text]))) for token in sentence.tokens]


def spans_of(text: str) -> list[str]:
    return [text[one.span.start : one.span.end] for one in candidates(text, tokens_of(text))]


@pytest.mark.parametrize(
    ("question", "word", "particle", "focus", "predicate"),
    [
        ("다음 회의는 어느 도시에서 열리나?", "which", "에서", "도시", "열리다"),
        ("대표단의 단장은 누구인가?", "who", "이", "단장", ""),
        ("집은 몇 채 잠겼나?", "many", "", "채", "잠기다"),
        ("협정은 언제 맺었나?", "when", "", "협정", "맺다"),
        ("누가 합의문에 서명했나?", "who", "가", "", "서명"),
        ("우럭을 대신할 어종의 이름은?", "what", "", "이름", "대신"),
    ],
)
def test_a_question_tells_what_its_answer_is(
    question: str, word: str, particle: str, focus: str, predicate: str
) -> None:
    asked = take_apart(Question.of(question))
    assert (asked.word, asked.focus, asked.predicate) == (word, focus, predicate)
    assert asked.particle == particle


def test_a_question_in_another_language_is_known_by_its_kind() -> None:
    question = "Who signed the agreement?"
    assert take_apart(Question.of(question)).word == "who"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("폴란드 측에서는 마레크 노바크 부청장이 나섰다.", "마레크 노바크 부청장"),
        ("집 347채가 잠겼다.", "347채"),
        ("물은 29.3℃까지 올랐다.", "29.3℃"),
        ("두 나라는 2024년 6월 19일 협정을 맺었다.", "2024년 6월 19일"),
        ("이를 ‘핵동결’이라 부른다.", "핵동결"),
    ],
)
def test_what_people_would_mark_is_among_the_candidates(text: str, span: str) -> None:
    assert span in spans_of(text)


def test_no_candidate_cuts_a_number_from_its_unit_or_crosses_a_bracket() -> None:
    found = spans_of("단장(김철수 차관)은 집 347채를 봤다.")
    assert "347" not in found
    assert not any(one.count("(") != one.count(")") for one in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9월 13일", "date"), ("오후 3시", "time"), ("347채", "count"), ("1,500", "number"),
        ("국방장관", "role"), ("부산시", "place"), ("방위사업청", "body"), ("Hegseth", "latin"),
    ],
)  # fmt: skip
def test_a_candidate_has_a_class(text: str, kind: str) -> None:
    assert class_of(text, tokens_of(text)) == kind


def test_every_candidate_has_as_many_features_as_the_model_reads() -> None:
    text = "두 나라는 2024년 6월 19일 협정을 맺었다."
    tokens, asked = tokens_of(text), take_apart(Question.of("협정은 언제 맺었나?"))
    around = look_around(text, tokens, asked, dict.fromkeys(asked.terms, 1.0))
    assert {len(features(one, around, {})) for one in candidates(text, tokens)} == {WIDTH}


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("협정은 언제 맺었나?", "두 나라는 2024년 6월 19일 협정을 맺었다.", "2024년 6월 19일"),
        ("집은 몇 채 잠겼나?", "8월 22일 태풍으로 집 347채가 잠겼다.", "347채"),
        ("회의는 어디에서 열리나?", "다음 회의는 7월 둘째 주 후쿠오카에서 열린다.", "후쿠오카"),
        (
            "축제에 몇 명이 왔나?",
            "다녀간 사람은 18만 4천 명으로 21만 명보다 적었다.",
            "18만 4천 명",
        ),
        ("외국인의 비율은?", "외국인은 6만 8,412명으로 주민의 4.1%다.", "4.1%"),
        ("최저기온은?", "3일 아침 최저기온이 영하 11.4도까지 떨어졌다.", "영하 11.4도"),
        ("성장률은?", "2분기 경제 성장률은 -0.2%로 떨어졌다.", "-0.2%"),
        ("주말에는 언제까지 하나?", "주말은 오전 9시부터 밤 10시까지 진료한다.", "밤 10시"),
        ("정권은 언제 무너졌나?", "정권은 2024년 말 무너졌다.", "2024년 말"),
        (
            "조약이 발효된 날은?",
            "조약은 서명국의 뜻에 따라 2024년 12월 4일 발효되었다.",
            "2024년 12월 4일",
        ),
        (
            "대화는 어느 도시에서 열렸나?",
            "차관은 호주 캔버라에서 그레이스 홀로웨이 호주 차관과 대화를 열었다.",
            "호주 캔버라",
        ),
        (
            "How many rockfish died in the bay?",
            "28도가 넘는 만에서 조피볼락 214만 마리가 폐사했다.",
            "214만 마리",
        ),
        ("누가 합의문에 서명했나?", "폴란드에서는 노바크 부청장이 서명했다.", "노바크 부청장"),
    ],
)
def test_the_decisive_span_is_of_the_kind_that_is_asked_for(
    question: str, text: str, span: str
) -> None:
    asked = take_apart(Question.of(question))
    best = best_span(text, tokens_of(text), asked, dict.fromkeys(asked.terms, 1.0)).span
    assert text[best.start : best.end] == span


def test_a_sentence_without_candidates_is_its_own_span() -> None:
    best = best_span("…", [], take_apart(Question.of("언제?")), {})
    assert (best.span.start, best.span.end) == (0, 1)


def test_the_trees_score_as_lightgbm_does() -> None:
    random = np.random.default_rng(7)
    rows = random.integers(-5, 5, (300, 6)) + random.choice([0.0, 0.25], (300, 6))
    labels = (rows[:, 0] * rows[:, 1] > 3).astype(float) + rows[:, 2]
    options = {"num_leaves": 9, "min_child_samples": 5, "verbose": -1, "num_threads": 1}
    boosters = [lgb.train(options, lgb.Dataset(rows, one), 20) for one in (labels, -labels)]
    reference = sum(booster.predict(rows) for booster in boosters)
    trees = grown(boosters)
    assert np.allclose(trees.scores(rows), reference, atol=1e-5)
    assert np.array_equal(Trees.from_arrays(trees.to_arrays()).scores(rows), trees.scores(rows))


def test_a_model_is_read_as_it_was_saved(tmp_path: Path) -> None:
    questions = tmp_path / "questions.json"
    questions.write_text(_QUESTIONS, encoding="utf-8")
    examples = list(read_examples(questions))
    assert [one.asked.word for one in examples] == ["where", "when", "who", "who"]
    assert all(1.0 in one.nearness for one in examples)
    prior = fit_prior(examples)
    rows = np.zeros((30, WIDTH))
    rows[:15, 0] = 1.0
    booster = lgb.train({"verbose": -1, "num_threads": 1}, lgb.Dataset(rows, rows[:, 0]), 3)
    save(Fitted(prior, (booster,)), tmp_path / "spans.npz")
    read = Ranker.load(tmp_path / "spans.npz")
    asked: Anatomy = examples[1].asked
    expected = prior.log_probabilities(asked)
    assert read.prior.log_probabilities(asked) == pytest.approx(expected, abs=1e-2)
    assert np.allclose(read.trees.scores(rows), booster.predict(rows), atol=1e-6)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QAError, match=r"spans\.npz cannot be read"):
        Ranker.load(tmp_path / "spans.npz")


_QUESTIONS = """{"data": [{"paragraphs": [{"context":
"두 나라는 2024년 6월 19일 부산에서 협정을 맺었다. 노바크 부청장이 서명했다.", "qas": [
{"question": "협정은 어디에서 맺었나?", "answers": [{"text": "부산", "answer_start": 19}]},
{"question": "협정은 언제 맺었나?", "answers": [{"text": "2024년 6월 19일", "answer_start": 6}]},
{"question": "누가 서명했나?", "answers": [{"text": "노바크 부청장", "answer_start": 33}]},
{"question": "서명한 사람은 누구인가?", "answers": [{"text": "노바크 부청장", "answer_start": 33}]}
]}]}]}"""
