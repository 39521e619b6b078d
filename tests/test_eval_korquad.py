import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import korquad

MARKS = "가나다 a B1,.()《》<>〈〉‘’'\"“”·-\t"


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
    assert korquad.normalise(given_answer) == normal


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
    assert korquad.exact_match(said, golds) == em
    assert korquad.f1(said, golds) == pytest.approx(f1)


@given(st.text(), st.text())
def test_f1_is_symmetric_and_one_for_equal_answers(one, two):
    assert korquad.f1(one, [two]) == pytest.approx(korquad.f1(two, [one]))
    assert korquad.f1(one, [one]) == float(bool(korquad.normalise(one)))


# What the official script (evaluate-v1.0.py) does, step by step as its author wrote it, so that
# the two are compared on any text.
def official_normalise(s: str) -> str:
    for mark in ("'", '"', "《", "》", "<", ">", "〈", "〉", "\\(", "\\)", "‘", "’"):
        s = re.sub(mark, " ", s)
    punctuation = set(string.punctuation)
    return " ".join("".join(ch for ch in s.lower() if ch not in punctuation).split())


def official_f1(prediction: str, truth: str) -> float:
    ours = [char for token in official_normalise(prediction).split() for char in token]
    theirs = [char for token in official_normalise(truth).split() for char in token]
    same = sum((Counter(ours) & Counter(theirs)).values())
    if same == 0:
        return 0
    precision, recall = same / len(ours), same / len(theirs)
    return (2 * precision * recall) / (precision + recall)


@given(st.text(alphabet=MARKS), st.text(alphabet=MARKS))
def test_normal_form_em_and_f1_equal_the_official_script(said, gold):
    assert korquad.normalise(said) == official_normalise(said)
    assert korquad.exact_match(said, [gold]) == (
        official_normalise(said) == official_normalise(gold)
    )
    assert korquad.f1(said, [gold]) == pytest.approx(official_f1(said, gold))


def test_a_file_in_the_form_of_korquad_is_scored_as_the_script_scores_it():
    golds = {"q1": ["제1조", "1조"], "q2": ["이순신(李舜臣)"], "q3": ["1,234명"]}
    said = {"q1": "《1조》", "q2": "이순신", "q3": "1234 명"}
    em = [korquad.exact_match(said[key], golds[key]) for key in golds]
    f1 = [max(official_f1(said[key], gold) for gold in golds[key]) for key in golds]
    assert em == [1, 0, 0]
    assert [korquad.f1(said[key], golds[key]) for key in golds] == pytest.approx(f1)
