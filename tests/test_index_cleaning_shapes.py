# ruff: noqa: E501 - lines of documents, which are as long as they are
"""Shapes of documents that offices have: releases, reports, tables in text, datelines."""

from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read

from index.cleaning.structure import captioned
from index.records import Block, BlockKind
from index.sourcemap import MappedText

RELEASE = """나루도 보도자료
배포일시 2024. 6. 3.(월)
담당부서 해양수산과
과    장 김도윤 02-123-4567

나루도, 굴 양식장 40곳에 18억 지원
◆ 7월 말까지 신청 … 한 곳에 최대 5천만 원을 석 달 안에 지급
◆ 어촌계 12곳이 먼저 신청

❍ 나루도는 고수온 피해를 줄이려고 굴 양식장 40곳에 18억 원을 지원한다고 3일 밝혔다.
❍ 신청은 7월 31일까지 시·군 수산 부서에서 받으며 한 곳에 최대 5천만 원을 준다.

< 연도별 지원 현황 >
(단위: 곳, 백만 원)
구분 2022 2023 2024
양식장 21 33 40
지원액 700 1,200 1,800

이 보도자료와 관련하여 보다 자세한 내용을 원하시면 해양수산과 이한결에게 연락주시기 바랍니다.
"""

REPORT = """                      목   차

제1장 연구의 배경 ························· 1
  제1절 연구의 필요성 .................... 3
그림 목차
[그림 2-1] 항로별 물동량 …………… 15

제1장 연구의 배경

나루항의 물동량은 2019년부터 2023년까지 해마다 8.4% 늘었다.1)
이 연구는 그 까닭을 항로와 화물의 종류로 나누어 살핀다.2)

<표 2-1> 연도별 물동량
(단위: 천 톤)
연도    수출    수입
2022    1,350   2,480
2023    1,512   2,655

수출은 2023년 처음으로 150만 톤을 넘었다.
"""


def test_the_title_of_a_release_is_no_point_of_its_outline(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", RELEASE).documents[0]
    assert document.metadata.title == "나루도, 굴 양식장 40곳에 18억 지원"


def test_a_table_below_the_text_of_a_release_keeps_rows_caption_and_unit(tmp_path: Path) -> None:
    rows = [p for p in passages(tmp_path, "a.txt", RELEASE) if "양식장 21" in p.text]
    assert [row.text for row in rows] == ["양식장 21 33 40"]
    assert rows[0].heading.endswith(
        "< 연도별 지원 현황 > › (단위: 곳, 백만 원) › 구분 2022 2023 2024"
    )


def test_the_sentence_that_says_whom_to_ask_is_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", RELEASE).documents[0]
    assert not any("연락주시기" in passage.text for passage in document.passages)
    assert ("contact", True) in {
        (r.reason, "연락" in RELEASE[r.start : r.end]) for r in document.removals
    }


def test_a_table_of_contents_is_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", REPORT).documents[0]
    held = "".join(passage.heading + passage.text for passage in document.passages)
    assert "···" not in held
    assert "목   차" not in held
    assert sum(removal.reason == "table of contents" for removal in document.removals) == 5


def test_a_sentence_with_a_footnote_mark_is_no_heading(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.txt", REPORT)
    assert any("살핀다.2)" in passage.text for passage in found)


def test_rows_below_a_unit_carry_caption_unit_and_columns(tmp_path: Path) -> None:
    rows = [p for p in passages(tmp_path, "a.txt", REPORT) if p.text.startswith("2023")]
    assert [row.heading for row in rows] == [
        "제1장 연구의 배경 › <표 2-1> 연도별 물동량 › (단위: 천 톤) › 연도    수출    수입"
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.md",
            "# 통계\n\n표 1. 물동량\n\n(단위: 천 톤)\n\n| 해 | 수출 |\n|---|---|\n| 2023 | 1,512 |\n",
        ),
        (
            "a.html",
            "<html><body><h1>통계</h1><p>표 1. 물동량</p><p>(단위: 천 톤)</p>"
            "<table><tr><th>해</th><th>수출</th></tr><tr><td>2023</td><td>1,512</td></tr></table>",
        ),
    ],
)
def test_caption_and_unit_above_a_table_explain_its_rows(
    tmp_path: Path, name: str, content: str
) -> None:
    assert [(p.heading, p.text) for p in passages(tmp_path, name, content)] == [
        ("통계 › 표 1. 물동량 › (단위: 천 톤) › 해 | 수출", "2023\t1,512")
    ]


def test_tables_in_wrapped_text_end_where_a_paragraph_begins(tmp_path: Path) -> None:
    first = "나루항의 물동량은 2019년부터 해마다 8.4% 늘었으며 이는 전국 평균의 두 배에 가깝다고 공사가 밝혔다. 자료는 통계연보와 세관의 신고를 함께 썼으며 빠진 달은 앞뒤 달의 평균으로 채웠다."
    second = "새 부두는 배 세 척이 함께 닿을 만큼 길고 물이 깊어 큰 배도 밀물을 기다리지 않는다. 짐을 부리는 기계는 모두 전기로 움직이며 밤에도 소리가 마을까지 들리지 않도록 벽을 높이 둘렀다."
    lines = [
        *(first[i : i + 30] for i in range(0, len(first), 30)), "",
        "<표 2> 연도별 물동량", "(단위: 천 톤)", "연도 수출 수입", "2022 1,350 2,480", "자료: 나루항만공사", "",
        "<표 3> 주요 일정(2024년)", "일자 내용", "9/30 남쪽 부두 준공 검사", "",
        *(second[i : i + 30] for i in range(0, len(second), 30)),
    ]  # fmt: skip
    found = {p.text: p.heading for p in passages(tmp_path, "a.txt", "\n".join(lines))}
    assert found["2022 1,350 2,480"] == "<표 2> 연도별 물동량 › (단위: 천 톤) › 연도 수출 수입"
    assert found["9/30 남쪽 부두 준공 검사"] == "<표 3> 주요 일정(2024년) › 일자 내용"
    assert any(text.startswith("새 부두는 배 세 척이") for text in found)


def test_a_line_about_a_unit_without_a_table_stays_text(tmp_path: Path) -> None:
    found = passages(
        tmp_path, "a.md", "# 통계\n\n(단위: 천 톤)\n\n수출은 처음으로 150만 톤을 넘었다.\n"
    )
    assert found[0].text.startswith("(단위: 천 톤)")


def test_merged_cells_and_header_lines_of_a_page_stand_with_each_row(tmp_path: Path) -> None:
    table = (
        "<table><tr><th rowspan=2>해</th><th colspan=2>차량(대)</th></tr>"
        "<tr><th>승용차</th><th>화물차</th></tr>"
        "<tr><td rowspan=2>2022</td><td>1,200</td><td>300</td></tr>"
        "<tr><td>1,250</td><td>310</td></tr>"
        "<tr><td>2023</td><td>1,500</td><td>420</td></tr></table>"
        "<table><tr><th>값</th></tr><tr><td>7</td></tr></table>"
    )
    content = f"<html><body><p>다리의 통행량을 표로 실었다.</p>{table}"
    found = [(p.heading, p.text) for p in passages(tmp_path, "a.html", content)][1:]
    columns = "해 | 차량(대) › 해 | 승용차 | 화물차"
    assert found == [
        (columns, "2022\t1,200\t300"),
        (columns, "2022\t1,250\t310"),
        (columns, "2023\t1,500\t420"),
        ("값", "7"),
    ]
    path = tmp_path / "a.html"
    assert_quotes_stand_in_the_file(path, read(tmp_path, "a.html", path.read_bytes()))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_fields_above_a_text_tell_of_it_and_are_no_text(tmp_path: Path, end: str) -> None:
    lines = [
        "제목: 다리 다시 연다",
        "작성일: 2024-06-03",
        "출처: 나루신문",
        "분류: 사회",
        "",
        "다리가 열렸다.",
    ]
    path = tmp_path / "a.txt"
    file = read(tmp_path, "a.txt", end.join(lines))
    about = file.documents[0].metadata
    assert (about.title, about.date, about.source) == ("다리 다시 연다", "2024-06-03", "나루신문")
    assert [passage.text for passage in file.documents[0].passages] == ["다리가 열렸다."]
    assert_quotes_stand_in_the_file(path, file)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (
            "(나루=새벽통신) 김도윤 기자 = 나루시가 3일 낡은 항구 다리를 다시 연다고 밝혔다.",
            "새벽통신",
        ),
        (
            "NARU, June 3 (Dawn News) -- The harbour bridge will reopen, officials said.",
            "Dawn News",
        ),
    ],
)
def test_a_dateline_names_the_outlet_where_nothing_else_does(
    tmp_path: Path, line: str, source: str
) -> None:
    about = [
        read(tmp_path, "a.txt", f"다리 다시 연다\n\n{line}{end}") for end in ("", "\n\nⓒ 나루신문")
    ]
    found = [file.documents[0].metadata.source for file in about]
    assert found == [source, "나루신문"]


@pytest.mark.parametrize("line", ["June 3, 2024", "Monday, 3 June 2024", "Mon., Jun. 3, 2024"])
def test_an_english_date_alone_dates_the_text(tmp_path: Path, line: str) -> None:
    text = f"Storm closes port\n{line}\n\nThe port was closed because of a storm, officials said.\n"
    assert read(tmp_path, "a.txt", text).documents[0].metadata.date == "2024-06-03"


def test_short_lines_between_a_caption_and_the_first_row_name_its_columns() -> None:
    """As a PDF has them whose tables have horizontal rules alone, and cells merged in the head."""
    kinds: list[tuple[BlockKind, str]] = [
        ("caption", "<표 1> 물동량"),
        ("text", "(단위: 천 톤)"),
        ("text", "해"),
        ("text", "수출 수입"),
        ("row", "2022\t1,350\t2,480"),
        ("row", "2023\t1,512\t2,655"),
        ("text", "자료: 나루항만공사"),
        ("row", "가\t나"),
    ]
    blocks = [Block(kind, MappedText.of(text)) for kind, text in kinds]
    assert [block.kind for block in captioned(blocks)] == [
        "caption", "caption", "header", "header", "row", "row", "text", "row",
    ]  # fmt: skip
