from collections.abc import Sequence

import pytest

from qa.cells import best_cell, is_row
from qa.question import read_question

HEADING = "돈은 누가 내나 › 분과 구성 (단위: 명) › 분과 | 한국 | 폴란드 | 첫 회의 | 개최지(도시)"
ROW = "전차·장갑차\t9\t11\t4월 22일\t 포즈난 "


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("전차·장갑차 분과에 폴란드는 몇 명을 보내나?", "11"),
        ("전차·장갑차 분과에 한국은 몇 명을 보내나?", "9"),
        ("전차·장갑차 분과의 첫 회의는 언제인가?", "4월 22일"),
        ("전차·장갑차 분과의 개최지는 어디인가?", "포즈난"),
        ("11명을 보내는 분과는?", "전차·장갑차"),
    ],
)
def test_a_row_answers_with_the_cell_whose_column_is_asked_for(question: str, cell: str) -> None:
    best = best_cell(ROW, HEADING, read_question(question))
    assert ROW[best.span.start : best.span.end] == cell


def test_a_row_without_names_of_columns_answers_with_what_the_question_does_not_say() -> None:
    row = "협정 내용\t상호지원 조항"
    best = best_cell(row, "", read_question("협정 내용으로 정리된 것은?"))
    assert row[best.span.start : best.span.end] == "상호지원 조항"


@pytest.mark.parametrize(
    ("question", "row", "said"),
    [
        ("남부 차량기지는 언제 준공되나?", "차량기지\t남부 1곳\t2026년 11월 준공", "2026년 11월"),
        ("신호 개량 구간의 길이는?", "신호 개량\t파프 구간 88km\t마무리", "88km"),
        ("7/5에 연 해수욕장은 며칠에 닫나?", "돌고래만\t2024-07-05\t2024-08-18", "2024-08-18"),
    ],
)
def test_of_a_cell_that_says_more_the_date_or_amount_answers(
    question: str, row: str, said: str
) -> None:
    best = best_cell(row, "", read_question(question))
    assert row[best.span.start : best.span.end] == said


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("빌려 갈 수 있는 책은 앞으로 몇 권이 되나?", "7권"),
        ("지금은 책을 몇 권까지 빌릴 수 있나?", "5권"),
    ],
)
def test_of_two_states_the_one_that_is_asked_for_answers(question: str, cell: str) -> None:
    row = "빌리는 책\t5권\t7권"
    best = best_cell(row, "달라지는 것 › 항목 | 현행 | 변경", read_question(question))
    assert row[best.span.start : best.span.end] == cell


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("제비관 심야 상영의 표는 몇 장인가?", "900장"),
        ("제비관 심야 상영에서 어린이 표는 얼마인가?", "6,000원"),
    ],
)
def test_a_cell_in_the_unit_asked_for_answers_before_others(question: str, cell: str) -> None:
    row = "심야 상영\t6,000원\t-\t900장"
    best = best_cell(row, "값 › 구분 | 어린이 | 할인 | 수량", read_question(question))
    assert row[best.span.start : best.span.end] == cell


def test_a_column_is_found_that_the_question_names_in_other_words() -> None:
    def held(texts: Sequence[str]) -> list[float]:
        return [{"다누림": 0.9, "관객": 0.8}.get(text.strip(), 0.0) for text in texts]

    row, heading = "다누림\t21\t640", "극장 › 이름 | 작품 | 관객(명)"
    question = read_question("How big was the audience of Danurim?")
    best = best_cell(row, heading, question, held)
    assert row[best.span.start : best.span.end] == "640"


def test_a_sentence_is_no_row() -> None:
    assert is_row(ROW)
    assert not is_row("한국과 폴란드가 만났다.")
