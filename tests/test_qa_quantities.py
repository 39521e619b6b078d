"""Numbers with their units: what they are worth, what they count, what takes their place."""

import pytest

from index.sourcemap import Span
from qa.quantities import in_force, quantities
from qa.topic import tokens_of


@pytest.mark.parametrize(
    ("text", "value", "unit", "noun", "exact"),
    [
        ("침수된 주택이 모두 347채다.", 347, "채", "주택", True),
        ("주민은 현재 1,240명이다.", 1240, "명", "주민", True),
        ("방문객은 1만 8,600명이다.", 18600, "명", "방문객", True),
        ("사업비는 3조 2천억 원이다.", 3.2e12, "원", "사업비", True),
        ("찬성률은 98.3퍼센트였다.", 98.3, "%", "찬성률", True),
        ("농경지 430㏊가 잠겼다.", 430, "ha", "농경지", True),
        ("12명의 선수가 왔다.", 12, "명", "선수", True),
        ("주택은 약 300채다.", 300, "채", "주택", False),
        ("주택 300여 채가 잠겼다.", 300, "채", "주택", False),
        ("주택 300채 이상이 잠겼다.", 300, "채", "주택", False),
        ("주택 20채가 늘었다.", 20, "채", "주택", False),
        ("주택은 347채로 늘었다.", 347, "채", "주택", True),
        ("주택 5~7채가 잠겼다.", 7, "채", "", False),
        ("12 34명", 34, "명", "", True),
    ],
)
def test_a_number_is_told_with_its_unit_and_what_it_counts(
    text: str, value: float, unit: str, noun: str, exact: bool
) -> None:
    [found] = quantities(text, tokens_of(text))
    assert (found.value, found.unit, found.noun, found.exact) == (value, unit, noun, exact)


@pytest.mark.parametrize(
    "text",
    ["2024년 9월 13일", "제17회 축제", "54세 시장", "3위에 올랐다", "오전 9시 30분"],
)
def test_what_tells_when_or_which_is_no_quantity(text: str) -> None:
    assert [*quantities(text, tokens_of(text))] == []


@pytest.mark.parametrize(
    ("one", "other", "is_rounded"),
    [("300채", "312채", True), ("350채", "347채", True), ("312채", "347채", False),
     ("8%", "8.1%", True), ("8.1%", "8.7%", False), ("3조 원", "3조 2천억 원", True),
     ("0명", "5명", False)],
)  # fmt: skip
def test_a_figure_may_be_another_one_rounded(one: str, other: str, is_rounded: bool) -> None:
    first, second = (next(quantities(text, tokens_of(text))) for text in (one, other))
    assert first.is_rounded(second) is second.is_rounded(first) is is_rounded


@pytest.mark.parametrize(
    ("question", "text", "marked", "answers"),
    [
        ("몇 채인가?", "집은 312채에서 347채로 늘었다.", "312채", "347채"),
        ("몇 채인가?", "집은 312채로 알렸으나 347채로 바로잡았다.", "312채", "347채"),
        ("몇 명인가?", "다친 사람은 5명이 아니라 7명이다.", "5명", "7명"),
        ("몇 채인가?", "집은 312채에서 347채로 늘었다.", "347채", "347채"),
        ("당초 몇 채였나?", "집은 312채에서 347채로 늘었다.", "312채", "312채"),
        ("당초 몇 채였나?", "집은 312채에서 347채로 늘었다.", "347채", "312채"),
        ("2023년에는 몇 채였나?", "집은 312채에서 347채로 늘었다.", "312채", "312채"),
        ("몇 명인가?", "3명에서 5명 사이가 알맞다.", "3명", "3명"),
        ("몇 채인가?", "집 312채와 347채가 잠겼다.", "312채", "312채"),
        ("어디인가?", "집은 312채에서 347채로 늘었다.", "집", "집"),
    ],
)
def test_the_figure_in_force_answers_unless_the_former_is_asked_for(
    question: str, text: str, marked: str, answers: str
) -> None:
    at = text.index(marked)
    span = in_force(text, tokens_of(text), Span(at, at + len(marked)), question)
    assert text[span.start : span.end] == answers
