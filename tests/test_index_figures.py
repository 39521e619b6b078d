"""Tables that fell out of a PDF with single spaces between their cells, read row by row."""

from pathlib import Path

import pytest
from test_index_cleaning_shapes import passages

from index.cleaning.figures import with_figures
from index.records import Block
from index.sourcemap import MappedText

ABOVE = """가람시 관광 보고서

가람시는 지난해 관광객이 크게 늘었다고 밝혔다. 시는 숙소를 더 짓는다. 결과는 이렇다.

"""
BELOW = """

이러한 증가는 새 철도가 열린 데 따른 것으로 풀이된다. 시는 내년에도 그럴 것으로 보았다.
"""
TABLES = {
    "names of columns": (
        "<표 1> 연도별 관광객 (단위: 천 명)\n연도 내국인 외국인\n"
        "2022년 1,204 310\n2023년 1,377 402",
        "<표 1> 연도별 관광객 (단위: 천 명) › 연도 | 내국인 | 외국인",
        "2023년\t1,377\t402",
    ),
    "wide gaps": (
        "[표 2] 품목별 수출\n(단위: 억 원)\n품목         2023년      2024년 말\n"
        "반도체 장비    1,204      1,377\n선박         892       △801",
        "[표 2] 품목별 수출 › (단위: 억 원) › 품목 | 2023년 | 2024년 말",
        "선박\t892\t△801",
    ),
    "years as names": (
        "□ 산불 발생 현황\n구분 2022년 2023년\n건수 740 596\n피해면적 24,797 4,992",
        "산불 발생 현황 › 구분 | 2022년 | 2023년",
        "피해면적\t24,797\t4,992",
    ),
    "units behind figures": (
        "<표 3> 구간별 지원\n구간 인원 지원액\n첫째 1,200명 520만 원\n둘째 980명 390만 원",
        "<표 3> 구간별 지원 › 구간 | 인원 | 지원액",
        "둘째\t980명\t390만 원",
    ),
    "words between": (
        "<표 4> 상위 수출국\n순위 국가 수출액 비중\n1 베트남 412 21.3\n2 미국 398 20.6",
        "<표 4> 상위 수출국 › 순위 | 국가 | 수출액 | 비중",
        "2\t미국\t398\t20.6",
    ),
    "names of rows that end in a figure": (
        "<표 5> 세대별 인식\n세대 찬성 반대\n20대 41.2% 38.0%\n60대 이상 61.3% 25.5%",
        "<표 5> 세대별 인식 › 세대 | 찬성 | 반대",
        "60대 이상\t61.3%\t25.5%",
    ),
    "empty cells": (
        "<표 6> 병상 수\n지역 병원 의원 요양병원\n가람시 1,203 340 -\n서해군 - 45 210",
        "<표 6> 병상 수 › 지역 | 병원 | 의원 | 요양병원",
        "서해군\t-\t45\t210",
    ),
    "names of columns over two lines": (
        "<표 7> 산업별 고용\n구분 2023년 2024년\n남자 여자 남자 여자\n제조업 1,200 800 1,310 842\n"
        "서비스업 2,410 2,900 2,502 3,011",
        "<표 7> 산업별 고용 › 구분 2023년 2024년",
        "제조업\t1,200\t800\t1,310\t842",
    ),
    "over the page": (
        "<표 8> 연도별 예산\n연도 국비 도비\n2020년 120 30\n2021년 131 33\n\n- 12 -\n\n"
        "2022년 140 35\n2023년 152 38",
        "<표 8> 연도별 예산 › 연도 | 국비 | 도비",
        "2023년\t152\t38",
    ),
    "words alone, announced": (
        "<표 9> 위원 명단\n성명        소속          직위\n도가람      가람연구원      연구위원\n"
        "공다솜      해온대학교      교수",
        "<표 9> 위원 명단 › 성명 | 소속 | 직위",
        "공다솜\t해온대학교\t교수",
    ),
    "nothing names it": (
        "가람시 1,203 340 77\n서해군 88 45 210\n동산군 14 31 9",
        "",
        "서해군\t88\t45\t210",
    ),
    "days below a plain line": (
        "2023년 교류 연표\n3/14 차관 대화\n4/2 경제 공동위\n7/30 외교장관 전화 통화",
        "2023년 교류 연표",
        "7/30 외교장관 전화 통화",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_a_passage_with_what_names_its_cells(tmp_path: Path, name: str) -> None:
    table, heading, row = TABLES[name]
    found = passages(tmp_path, "a.txt", ABOVE + table + BELOW)
    (one,) = [passage for passage in found if row in passage.text]
    assert one.text == row
    assert heading in one.heading
    assert any("이러한 증가는" in passage.text for passage in found)


@pytest.mark.parametrize(
    "text",
    [
        # Wrapped prose whose lines happen to end in figures.
        "가람시의 관광객은 2022년 1,204\n명에서 2023년 1,377\n명으로 늘었다.",
        # Sentences that begin with a day.
        "3월 14일 차관이 만났다.\n4월 2일 공동위가 열렸다.\n7월 30일 장관이 통화했다.",
        "1. 사업비 120\n2. 인건비 340",
        "첫 배 06:10\n막배 21:40",
        "문의 02-123-4567\n전송 02-123-4568",
    ],
)
def test_other_lines_are_no_rows(tmp_path: Path, text: str) -> None:
    found = passages(tmp_path, "a.txt", ABOVE + text + BELOW)
    assert not [passage.text for passage in found if "\t" in passage.text]


def test_rows_of_days_below_a_caption_are_left_to_those_who_know_broken_ones() -> None:
    text = (
        "표 1. 2024년 일지\n날짜 내용\n2/12 대표단이 시장과\n부시장을 만남\n"
        "3/18 축전\n4/8 위문\n5/7 친서"
    )
    lines = [Block("text", MappedText.of(line)) for line in text.splitlines()]
    assert with_figures(lines) == lines


def test_a_line_in_which_a_sentence_ends_is_no_heading(tmp_path: Path) -> None:
    text = "  ○ 예산은 올해보다 36.2%\n    늘었다. 늘어난 돈은 설비를 새로 들이는 데\n    쓰인다.\n"
    found = passages(tmp_path, "a.txt", ABOVE + text + BELOW)
    assert not any("늘었다" in passage.heading for passage in found)
