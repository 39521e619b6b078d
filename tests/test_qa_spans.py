import pytest

from index.tokens import analyse
from qa.answerer import _whole
from qa.question import answer_type
from qa.spans import best_span, holds


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("시장은 몇 살인가?", "시장은 2018년에 뽑혔다.", False),
        ("시장은 몇 살인가?", "시장은 올해 54세다.", True),
        ("How old is the mayor?", "The mayor has held office for 12 months.", False),
        ("집이 몇 채 잠겼나?", "집 347채가 잠겼다.", True),
        ("몇 차례 만났나?", "두 사람은 세 번 만났다.", True),
        ("물은 섭씨 몇 도였나?", "바다는 29.3℃까지 올랐다.", True),
        ("언제 왔나?", "그는 평양에 왔다.", False),
        ("9월 13일에 무슨 일이 있었나?", "그는 평양에 왔다.", True),
    ],
)
def test_a_sentence_must_hold_the_kind_of_thing_that_is_asked_for(
    question: str, text: str, held: bool
) -> None:
    assert holds(text, answer_type(question), question) is held


def test_a_table_s_unit_stands_in_its_heading() -> None:
    assert holds("강릉\t29.3", "number", "강릉은 몇 도였나?", "지점 | 최고 기온(℃)")


@pytest.mark.parametrize(
    ("question", "text", "span"),
    [
        ("협정은 언제 맺었나?", "두 나라는 2024년 6월 19일 협정을 맺었다.", "2024년 6월 19일"),
        ("집은 몇 채 잠겼나?", "8월 22일 태풍으로 집 347채가 잠겼다.", "347채"),
        ("성장률은 얼마인가?", "2022년 뒤로 처음으로 1.5%로 낮아졌다.", "1.5%"),
    ],
)
def test_the_decisive_span_is_of_the_kind_that_is_asked_for(
    question: str, text: str, span: str
) -> None:
    sentence = _whole(text, next(iter(analyse([text]))))
    best = best_span(text, sentence, answer_type(question), {}, question)
    assert text[best.start : best.end] == span
