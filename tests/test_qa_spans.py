"""The short answer: the question's anatomy, the spans of a sentence, the trees that choose."""

from pathlib import Path
from typing import cast

import lightgbm as lgb
import numpy as np
import pytest

from index.encoder import Aligner, load_encoder
from index.errors import QAError
from index.sourcemap import Span
from index.store import Store
from index.tokens import Token, analyse
from qa.alignment import Alignment, Likeness
from qa.question import Question
from qa.spans import Anatomy, shipped, take_apart
from qa.spans.candidates import candidates
from qa.spans.denial import denied
from qa.spans.edges import settle
from qa.spans.features import WIDTH, Told, class_of, features, look_around
from qa.spans.ranker import Ranker
from qa.train import Fitted, fit_prior, grown, read_korquad, save
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


@pytest.mark.parametrize(
    ("question", "signs"),
    [
        ("How many rockfish died?", {"how", "many", "how many"}),
        ("Сколько рыб погибло?", {"сколько", "сколько рыб"}),
        ("何人が死亡しましたか。", {"何", "人", "何人"}),
    ],
)
def test_the_words_of_another_language_are_signs_of_the_class(
    question: str, signs: set[str]
) -> None:
    assert signs <= set(take_apart(Question.of(question)).signs())


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
    around = look_around(text, tokens, asked, dict.fromkeys(asked.terms, 1.0), {})
    assert {len(features(one, around, {})) for one in candidates(text, tokens)} == {WIDTH}


def test_words_of_another_language_are_told_where_they_are_alike() -> None:
    text = "차관은 부산에서 협정을 맺었다."
    tokens, asked = tokens_of(text), take_apart(Question.of("Who signed the treaty?"))
    likenesses = {"협정": Likeness(0.8, 0.5), "맺다": Likeness(0.6, 0.25)}
    around = look_around(text, tokens, asked, {"treaty": 1.0}, likenesses)
    told = {tokens[i].form: share for i, share in enumerate(around.alike.shares) if share}
    assert told == {"협정": 0.5, "맺": 0.25}
    assert not any(around.words.shares)
    assert around.alike.between(0, len(tokens)) == pytest.approx(0.75)


def test_without_an_encoder_the_words_themselves_are_all_that_is_alike() -> None:
    text = "차관은 부산에서 협정을 맺었다."
    tokens, asked = tokens_of(text), take_apart(Question.of("협정은 누가 맺었나?"))
    around = look_around(text, tokens, asked, {"협정": 3.0, "맺다": 1.0}, {})
    assert around.alike == around.words
    assert [tokens[i].form for i, like in enumerate(around.likeness) if like] == ["협정", "맺"]


def test_what_is_told_counts_by_its_distance_on_either_side() -> None:
    told = Told.of(np.array([0.0, 0.5, 0.0, 0.0, 0.0, 0.25]))
    assert told.before[1] == told.behind[5] == 0.0
    assert told.before[5] == pytest.approx(0.5 / 2)  # four tokens away: half
    assert told.behind[1] == pytest.approx(0.25 / 2)
    assert (told.gaps.before[3], told.gaps.behind[3], told.gaps.before[0]) == (0.5, 0.5, 0.0)


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
        ("폭발은 몇 시에 일어났나?", "폭발은 오전 10시 20분께 일어났다.", "오전 10시 20분"),
        ("What time did it explode?", "그것은 오전 10시 반에 터졌다.", "오전 10시 반"),
        ("누가 합의문에 서명했나?", "폴란드에서는 노바크 부청장이 서명했다.", "노바크 부청장"),
    ],
)
def test_the_decisive_span_is_of_the_kind_that_is_asked_for(
    question: str, text: str, span: str
) -> None:
    asked = take_apart(Question.of(question))
    best = shipped().best(text, tokens_of(text), asked, dict.fromkeys(asked.terms, 1.0)).span
    assert text[best.start : best.end] == span


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        (
            "라진항 폭발 원인은 무엇인가",
            "숨진 사람은 71명이며, 원인은 크레인 사고가 아니라 갑판의 용접 작업이었다.",
            "갑판의 용접 작업",
        ),
        (
            "이탈의 원인은 무엇인가?",
            "이탈의 원인은 임금이 아니라 배우자의 취업제한이었다.",
            "배우자의 취업제한",
        ),
        (
            "공연은 어디에서 열렸나?",
            "공연은 부산이 아닌 서울에서 열렸다.",
            "서울",
        ),
        ("무엇이 원인이 아니었나?", "크레인 사고는 원인이 아니라고 밝혔다.", "크레인 사고"),
    ],
)
def test_what_a_sentence_denies_answers_nothing(question: str, text: str, span: str) -> None:
    asked = take_apart(Question.of(question))
    best = shipped().best(text, tokens_of(text), asked, dict.fromkeys(asked.terms, 1.0)).span
    assert text[best.start : best.end] == span


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("배터리가 아니라 고리 때문에 멈췄다.", ["배터리가 "]),
        ("사람이 실수한 것이 아니라 설비가 낡았다.", ["사람이 실수한 것이 "]),
        ("교사뿐만 아니라 학생도 왔다.", []),
        ("아니라고 말했다.", []),
    ],
)
def test_what_is_denied_stands_before_its_denial(text: str, said: list[str]) -> None:
    assert [text[one.start : one.end] for one in denied(tokens_of(text))] == said


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("How many cars were damaged?", "차량 12대가 파손되고 주택 347채가 잠겼다.", "12대"),
        ("How many houses were flooded?", "차량 12대가 파손되고 주택 347채가 잠겼다.", "347채"),
        pytest.param(
            "When did the new bridge open?",
            "새 다리는 2023년 5월 개통했고 낡은 다리는 2024년 1월 폐쇄됐다.",
            "2023년 5월",
            marks=pytest.mark.xfail(reason="the ranker takes the other bridge's", strict=True),
        ),
        (
            "When did the old bridge close?",
            "새 다리는 2023년 5월 개통했고 낡은 다리는 2024년 1월 폐쇄됐다.",
            "2024년 1월",
        ),
    ],
)
def test_the_decisive_span_stands_where_other_words_tell_the_question(
    question: str, text: str, span: str
) -> None:
    asked, tokens = take_apart(Question.of(question)), tokens_of(text)
    encoder = load_encoder()
    assert isinstance(encoder, Aligner)
    likenesses = Alignment(cast("Store", None), encoder).likenesses(question, tokens)
    best = shipped().best(text, tokens, asked, dict.fromkeys(asked.terms, 1.0), likenesses).span
    assert text[best.start : best.end] == span


@pytest.mark.parametrize(
    ("question", "text", "chosen", "settled"),
    [
        ("금리는 얼마나 올랐나?", "금리는 0.35%p 올랐다.", "0.35%", "0.35%p"),
        ("한도는 몇 억까지인가?", "한도는 2억 원으로 는다.", "2억", "2억 원"),
        ("예산은 몇 조인가?", "예산은 13조 8천억 원이다.", "13조", "13조 8천억 원"),
        ("몇이나 왔나?", "20여 명만 왔다.", "20여", "20여 명"),
        ("몇 월 며칠에 쪼개지나?", "2026년 1월 2일 쪼개진다.", "1월", "1월 2일"),
        ("2026년 며칠에 열리나?", "2026년 3월 27일 열린다.", "27일", "3월 27일"),
        ("언제 다시 정하나?", "내년 5월에 다시 정한다.", "5월", "내년 5월"),
        ("언제 받았나?", "2/18 누리왕, 선물로 배를 받음", "2/18 누리왕", "2/18"),
        ("언제 받았나?", "7.14.~16. 누리왕이 배를 받음", "7.14.~16. 누리왕", "7.14.~16."),
        ("몇 월에 열리나?", "2026년 1월 2일 열린다.", "1월", "1월"),
    ],
)
def test_an_amount_and_a_date_are_marked_whole(
    question: str, text: str, chosen: str, settled: str
) -> None:
    at = text.index(chosen)
    span = settle(text, Span(at, at + len(chosen)), take_apart(Question.of(question)))
    assert text[span.start : span.end] == settled


def test_a_sentence_without_candidates_is_its_own_span() -> None:
    best = shipped().best("…", [], take_apart(Question.of("언제?")), {})
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
    questions, own = tmp_path / "questions.json", tmp_path / "questions.tsv"
    questions.write_text(_QUESTIONS, encoding="utf-8")
    own.write_text(_OWN, encoding="utf-8")
    examples = read_korquad(questions, own, tmp_path)
    told = [(one.asked.kind, one.anatomy.word, one.asked.golds) for one in examples[4:]]
    assert told == [("en", "who", ("노바크 부청장",))]
    assert [one.anatomy.word for one in examples[:4]] == ["where", "when", "who", "who"]
    assert all(1.0 in one.nearness for one in examples)
    prior = fit_prior(examples)
    rows = np.zeros((30, WIDTH))
    rows[:15, 0] = 1.0
    booster = lgb.train({"verbose": -1, "num_threads": 1}, lgb.Dataset(rows, rows[:, 0]), 3)
    save(Fitted(prior, (booster,)), tmp_path / "spans.npz")
    read = Ranker.load(tmp_path / "spans.npz")
    asked: Anatomy = examples[1].anatomy
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

_OWN = """0/0\ten\tWho put a name to it?\t33\t40
0/0\tnone\t협정은 누가 반대했나?\t\t
"""
