import math
import unicodedata
from dataclasses import replace

import pytest
from eval_fakes import citation_of, hits_of, passage
from hypothesis import given
from hypothesis import strategies as st

from eval import metrics
from eval.records import Outcome, Question
from index.sourcemap import Span
from qa.records import Answer


def question(**fields: object) -> Question:
    known = {"id": "q", "type": "direct", "lang": "ko", "split": "", "question": "?"}
    empty = {"history": (), "documents": (), "evidence": (), "answers": (), "grades": {}}
    return Question(**(known | empty | fields))  # type: ignore[arg-type]


def answer(short: str | None) -> Answer:
    told = short is not None
    return Answer(
        question="?",
        standalone_question="?",
        text=short,
        short=short or "",
        level="sure" if told else "none",
        confidence=1.0,
        citations=(citation_of(passage("a", "본문")),) if told else (),
        hits=(),
    )


def outcome(asked: Question, said: Answer | None = None, **fields: object) -> Outcome:
    known = {"ranking": (), "qrels": {}, "holding": (), "exact": (), "seconds": 0.0}
    return Outcome(question=asked, answer=said, **(known | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_answer", "normal"),
    [
        ("《대한민국 헌법》(제1조)", "대한민국 헌법 제1조"),
        ("'Bach'의  “푸가”", "bach 의 “푸가”"),  # curly double quotes are not in the script's list
        ("10,000명.", "10000명"),
        ("‘서울’ <부산> 〈대구〉", "서울 부산 대구"),
        ("...", ""),
    ],
)
def test_short_answers_are_normalised_as_the_korquad_script_does(given_answer, normal):
    assert metrics.normalise(given_answer) == normal


@pytest.mark.parametrize(
    ("said", "golds", "em", "f1"),
    [
        ("뉘르부르크링", ["뉘르부르크링(Nürburgring)", "뉘르부르크링"], 1, 1),
        ("1989년 2월 15일", ["1989년"], 0, 2 * (5 / 10) * (5 / 5) / (5 / 10 + 5 / 5)),
        ("서울시", ["서울특별시"], 0, 2 * (3 / 3) * (3 / 5) / (3 / 3 + 3 / 5)),
        ("한국 은행", ["한국은행"], 0, 1),  # EM keeps a single space, F1 counts no white space
        ("가가가", ["가나"], 0, 2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2)),
        ("부산", ["서울"], 0, 0),
        ("", ["서울"], 0, 0),
    ],
)
def test_em_and_f1_equal_examples_worked_by_hand(said, golds, em, f1):
    assert metrics.exact_match(said, golds) == em
    assert metrics.f1(said, golds) == pytest.approx(f1)


@given(st.text(), st.text())
def test_f1_is_symmetric_and_one_for_equal_answers(one, two):
    assert metrics.f1(one, [two]) == pytest.approx(metrics.f1(two, [one]))
    assert metrics.f1(one, [one]) == float(bool(metrics.normalise(one)))


def test_evidence_is_found_across_white_space_and_in_decomposed_text():
    text = unicodedata.normalize("NFD", "북한과 러\n\n시아는")
    assert metrics.holds(text, ["없는 말", "러시아는"])
    assert not metrics.holds(text, ["러시아와"])
    assert not metrics.holds(text, [])


def test_the_first_passage_with_the_evidence_is_the_one_gold():
    found = [passage("a", "맑음"), passage("b", "눈 이 왔다"), passage("c", "눈이 왔다고 한다")]
    ranking, qrels = metrics.judged(question(evidence=("눈이 왔다",)), hits_of(*found))
    assert ranking == ("a:0", "b:0", "c:0")
    assert qrels == {"b:0": 1}


def test_a_gold_that_was_not_found_counts_as_missed_and_an_unanswerable_one_does_not_count():
    hits = hits_of(passage("a", "맑음"))
    missed = outcome(question(evidence=("눈",)), ranking=("a:0",), qrels={})
    _, qrels = metrics.judged(missed.question, hits)
    _, none = metrics.judged(question(), hits)
    values = metrics.retrieval(
        [
            outcome(missed.question, ranking=("a:0",), qrels=qrels),
            outcome(question(), ranking=("a:0",), qrels=none),
        ]
    )
    assert values == [dict.fromkeys(metrics.RETRIEVAL, 0.0), {}]


def test_judged_documents_are_ranked_at_their_best_passage_with_their_duplicates_behind():
    hits = hits_of(passage("a", "1"), passage("b", "2"), passage("a", "3", 1), passage("d", "4"))

    hits = (hits[0], replace(hits[1], same_as=("c",)), *hits[2:])
    ranking, qrels = metrics.judged(question(grades={"d": 2}), hits)
    assert ranking == ("a", "b", "c", "d")
    assert qrels == {"d": 2}


def test_retrieval_measures_equal_their_definitions():
    one = outcome(question(evidence=("x",)), ranking=("a", "b", "c"), qrels={"c": 1})
    two = outcome(question(grades={"a": 2, "z": 1}), ranking=("a", "b"), qrels={"a": 2, "z": 1})
    found = metrics.retrieval([one, two])
    assert found[0] == pytest.approx(
        {"recall@1": 0, "recall@5": 1, "recall@10": 1, "mrr@10": 1 / 3, "ndcg@10": 1 / math.log2(4)}
    )
    assert found[1] == pytest.approx(
        {
            "recall@1": 1 / 2,
            "recall@5": 1 / 2,
            "recall@10": 1 / 2,
            "mrr@10": 1,
            "ndcg@10": 2 / (2 + 1 / math.log2(3)),
        }
    )


def test_a_citation_of_squad_has_to_cover_the_place_and_not_only_the_words():
    text = "서울은 크다. 부산은 서울보다 작다."
    second = text.rindex("서울")
    asked = question(grades={"a": 1}, evidence=("서울",), places=(Span(second, second + 2),))

    whole = citation_of(passage("a", text))
    assert metrics.cites(whole, asked)
    assert not metrics.cites(replace(whole, spans=(Span(0, 7),)), asked)
    assert not metrics.cites(replace(whole, document="b"), asked)
    parted = replace(whole, spans=(Span(8, second + 1), Span(second + 1, len(text))))
    assert metrics.cites(parted, asked)


def test_abstention_is_counted_over_what_was_refused_and_what_should_have_been():
    known = question(evidence=("x",))
    outcomes = [
        outcome(question(), answer(None)),
        outcome(question(), answer("틀림")),
        outcome(known, answer(None)),
        outcome(known, answer("맞음"), holding=(True,), exact=(True,)),
    ]
    scores = metrics.scores(outcomes)
    assert scores["abstention_precision"] == 0.5
    assert scores["abstention_recall"] == 0.5
    assert scores["false_answers"] == 0.5
    assert scores["wrong_refusals"] == 0.5
    assert scores["refused"] == 0.5


def test_the_first_citation_decides_the_sentence_and_all_of_them_the_precision():
    known = question(evidence=("x",))
    scores = metrics.scores(
        [
            outcome(known, answer("가"), holding=(False, True), exact=(True, True)),
            outcome(known, answer("가"), holding=(True, False), exact=(True, False)),
            outcome(question(), answer("가"), holding=(False,), exact=(True,)),
        ]
    )
    assert scores["sentence"] == 0.5
    assert scores["cited"] == 1.0
    assert scores["citation_precision"] == 2 / 5
    assert scores["citation_exactness"] == 4 / 5


def test_what_was_not_counted_is_none_and_not_zero():
    scores = metrics.scores([outcome(question(evidence=("x",)), answer(None), qrels={"": 1})])
    assert scores["em"] is None
    assert scores["false_answers"] is None
    assert scores["citation_exactness"] is None
    assert scores["sentence"] == 0.0


def test_percentiles_are_values_that_occurred():
    assert metrics.percentile([4, 1, 3, 2], 0.5) == 2
    assert metrics.percentile(range(1, 101), 0.95) == 95
    assert metrics.percentile([], 0.5) is None
