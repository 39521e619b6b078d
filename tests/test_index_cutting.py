"""Cutting: offsets of sentences and of the passages that they make, without any words."""

import pytest

from index.cutting import SENTENCE, Cutting, cut_sentences, grouped, tokens_inside
from index.sourcemap import Span
from index.tokens import Token


def test_a_sentence_ends_where_a_line_does_and_before_white_space() -> None:
    text = "강물\n배가 떴다. 멈췄다. \n \n"
    found = cut_sentences(text, [10], 400)
    assert [text[a:b] for a, b in found] == ["강물", "배가 떴다.", "멈췄다."]


@pytest.mark.parametrize("label", ["(의결)", "[참고]", "가.", "3.", "□"])
def test_the_label_of_a_point_is_no_sentence(label: str) -> None:
    text = f"배가 떴다.\n{label} 찬성 9표로 가결. 멈췄다."
    begins = [text.index(label), text.index("찬성"), text.index("멈췄다")]
    found = cut_sentences(text, begins, 400)
    assert [text[a:b] for a, b in found] == ["배가 떴다.", f"{label} 찬성 9표로 가결.", "멈췄다."]


def test_a_label_in_a_line_of_its_own_stays_apart() -> None:
    text = "(의결)\n찬성 9표로 가결."
    found = cut_sentences(text, [text.index("찬성")], 400)
    assert [text[a:b] for a, b in found] == ["(의결)", "찬성 9표로 가결."]


@pytest.mark.parametrize("head", ["新", "對", "“新", "美中 "])
def test_the_hanja_at_the_head_of_a_sentence_are_its_own(head: str) -> None:
    text = f"배가 떴다. {head}조약은 멈췄다."
    found = cut_sentences(text, [text.index("조약")], 400)
    assert [text[a:b] for a, b in found] == ["배가 떴다.", f"{head}조약은 멈췄다."]


def test_hanja_at_the_end_of_a_sentence_stay_there() -> None:
    text = "배는 두 척 二 조약은 멈췄다."
    found = cut_sentences(text, [text.index("조약")], 400)
    assert [text[a:b] for a, b in found] == ["배는 두 척 二", "조약은 멈췄다."]


def test_a_list_that_lost_its_lines_is_cut_at_white_space() -> None:
    text = " ".join(["짐목록"] * 400)
    found = cut_sentences(text, [], 100)
    assert all(text[a:b].startswith("짐") and text[a:b].endswith("록") for a, b in found)
    assert max(b - a for a, b in found) <= SENTENCE


def test_passages_of_one_text_are_about_equally_long() -> None:
    sentences = [Span(n, n + 10) for n in range(0, 120, 10)]
    sizes = [len(group) for group in grouped(120, sentences, Cutting(length=100))]
    assert sizes == [6, 6]


def test_a_token_belongs_to_the_sentence_that_it_begins_in() -> None:
    one, two = Span(0, 3), Span(4, 8)
    tokens = [Token("가", "NNG", at, at + 1) for at in (0, 2, 3, 7, 4)]
    inside = tokens_inside([one, two], tokens)
    assert [token.start for token in inside[one]] == [0, 2]
    assert [token.start for token in inside[two]] == [7, 4]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("행사는 8월에 열린다. ‘다시세움’은 새로 시작한다.", "은 새로"),
        ("비가 왔다. 투석을 받으러 가던 마순임(72) 씨는 두 시간을 기다렸다.", "씨는"),
    ],
)
def test_a_particle_behind_a_mark_and_what_follows_an_age_begin_no_sentence(
    text: str, second: str
) -> None:
    begins = [text.index(". ") + 2, text.index(second)]
    found = [text[start:end] for start, end in cut_sentences(text, begins, 400)]
    assert found == [text[: begins[0] - 1], text[begins[0] :]]
