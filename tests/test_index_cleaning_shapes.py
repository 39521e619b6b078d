# ruff: noqa: E501 - lines of documents, which are as long as they are
"""Shapes of documents that offices have: releases, reports, tables in text, datelines."""

from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read

from index.cleaning import _title
from index.cleaning.pages import footnote_marks
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
    rows = [p for p in passages(tmp_path, "a.txt", RELEASE) if "양식장\t21" in p.text]
    assert [row.text for row in rows] == ["양식장\t21\t33\t40"]
    assert rows[0].heading.endswith(
        "< 연도별 지원 현황 > › (단위: 곳, 백만 원) › 구분 | 2022 | 2023 | 2024"
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


def test_a_footnote_mark_goes_with_its_bracket() -> None:
    text = (
        "물길을 함께 쓴다1). 다리는 이듬해(2019년2)) 놓였다. 물값은 오르고 있다3). 뱃삯은 같다4)."
    )
    (marks,) = footnote_marks([text])
    assert [text[start:end] for start, end in marks] == ["1)", "2", "3)", "4)"]


def test_a_sentence_with_a_footnote_mark_is_no_heading(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.txt", REPORT)
    assert any("살핀다.2)" in passage.text for passage in found)


def test_rows_below_a_unit_carry_caption_unit_and_columns(tmp_path: Path) -> None:
    rows = [p for p in passages(tmp_path, "a.txt", REPORT) if p.text.startswith("2023")]
    assert [row.heading for row in rows] == [
        "제1장 연구의 배경 › <표 2-1> 연도별 물동량 › (단위: 천 톤) › 연도 | 수출 | 수입"
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


COUNTY = """갈매군청
군민마당 행복민원 열린군정 갈매소식
갈매군, 무더위 쉼터 86곳 새로 지정
작성자 공보담당관    작성일 2024.06.11.   조회 214

□ 갈매군은 올여름 폭염에 대비해 무더위 쉼터 86곳을 새로 지정했다고 11일 밝혔다.
□ 쉼터마다 관리 책임자를 두고 냉방비로 한 곳에 월 15만 원을 지원한다.

<무더위 쉼터 현황> (2024. 6. 기준, 단위: 곳)
구분\t계\t읍\t면
경로당\t52\t20\t32
마을회관\t27\t3\t24

갈매군이 창작한 보도자료 저작물은 공공누리 출처표시 조건에 따라 이용할 수 있습니다.
이 페이지에서 제공하는 정보에 만족하십니까?
COPYRIGHT(C) GALMAE COUNTY. ALL RIGHTS RESERVED.
"""


def test_a_table_of_tabs_is_named_by_the_brackets_and_the_unit_above_it(tmp_path: Path) -> None:
    rows = [p for p in passages(tmp_path, "a.txt", COUNTY) if p.text.startswith("경로당")]
    assert [(row.heading.split(" › ")[1:], row.text) for row in rows] == [
        (
            ["<무더위 쉼터 현황> (2024. 6. 기준, 단위: 곳)", "구분 | 계 | 읍 | 면"],
            "경로당\t52\t20\t32",
        )
    ]


@pytest.mark.parametrize(
    "line", ["나루연구원 앞 다리는 1998년에 놓였다.", "해온연구원 원장은 김하늘이다."]
)
def test_a_sentence_on_an_institute_names_no_outlet(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, "a.txt", f"{line}\n{line}\n").documents[0].metadata.source == ""


def test_a_notice_of_rights_names_the_office_before_a_copyright_does(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", COUNTY).documents[0]
    assert (document.metadata.source, document.metadata.date) == ("갈매군", "2024-06-11")


@pytest.mark.parametrize(
    "line",
    [
        "이 페이지에서 제공하는 정보에 만족하십니까?",
        "◎ 매우 만족 ○ 만족 ○ 보통 ○ 불만 ○ 매우 불만",
        "글자크기 설정 | 화면크기 | English | 점자뷰어",
        "이 사이트는 쿠키를 사용합니다.",
        "이 기사는 회원만 끝까지 볼 수 있습니다.",
        "좋아요 14 공유하기 신고",
        "#나루시 #등대 #여행",
        "[함께 보기] 전교생 아홉 명 섬 학교의 졸업식",
        "RELATED: How to pack a bag in ten minutes",
        "나루시의 새 등대. 사진=나루시",
        "차보라 기자 입력 2024.11.19 08:00 업데이트 2024.11.19 09:12",
        "밭두렁(sod***) 2023.02.11. 21:07 조회 1,880",
        "Posted Tuesday, Aug. 20, 2024 at 4:12 p.m. EDT",
        "By Tomas Hale and Wren Ofori",
        "다음 포스트: 반딧불이 밤 산책",
    ],
)
def test_what_a_page_says_of_itself_between_the_lines_is_no_text(tmp_path: Path, line: str) -> None:
    sentence = "나루시가 항구의 등대를 새로 칠하고 밤에도 사람들에게 문을 열기로 했다고 2일 밝혔다."
    other = "등대는 1921년에 세워졌고 그동안 두 번 고쳐졌으며 올해로 백 살을 넘겼다고 한다."
    text = "\n".join(["나루시 등대가 다시 빛난다", sentence, line, other])
    held = "".join(p.heading + p.text for p in passages(tmp_path, "a.txt", text))
    assert line not in held
    assert sentence in held
    assert other in held


@pytest.mark.parametrize("row", ["전체 2,460 2,390", "경제 12", "사회 9 경제 12", "문화 31 지역 7"])
def test_a_row_of_names_and_figures_is_no_menu(tmp_path: Path, row: str) -> None:
    text = f"분야별 기사 수를 나루시 도서관이 지난해 처음으로 세어 보았다고 밝혔다.\n분야 건수\n{row}\n"
    text += "도서관은 내년에도 같은 조사를 이어 갈 계획이라고 덧붙였다."
    assert row in "".join(p.heading + p.text for p in passages(tmp_path, "a.txt", text))


def test_a_sentence_with_a_word_of_advertising_is_kept(tmp_path: Path) -> None:
    text = "민원은 4,318건으로 지난 분기보다 12% 줄었다고 나루시가 밝혔다.\n불법 주차를 앱으로 받은 것이 컸다.\n"
    assert "앱으로 받은" in "".join(p.text for p in passages(tmp_path, "a.txt", text))


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["제3차 도시계획위원회 회의록", "", "장소: 나루시청 4층 대회의실과 그 옆방"], 0),
        (["전체기사 l 지역 l 살림 l 사람 l 생각 l 오늘의 사진", "등대가 다시 빛난다"], 1),
        (["북방 항로 물류의 현황", "", "오가온  한결교통연구원 부연구위원"], 0),
        (["초원의 균형: 이웃 나라의 외교와 우리", "2024년 2월 3일"], 0),
    ],
)
def test_the_title_is_no_field_menu_or_writer(tmp_path: Path, above: list[str], title: int) -> None:
    text = "\n".join(
        [*above, "", "나루시가 항구의 등대를 새로 칠하고 밤에도 문을 열기로 했다고 2일 밝혔다."]
    )
    assert read(tmp_path, "a.txt", text).documents[0].metadata.title == above[title]


def test_a_report_of_few_full_lines_among_many_short_ones_is_rejoined(tmp_path: Path) -> None:
    text = """농정 포커스
청년 농업인 정착 지원의 개선 방안
Ⅰ. 검토 배경
청년 농업인의 정착률은 지원 첫해 92%에서 5년 뒤 58%로 떨어진다.
정착을 그만둔 이유로는 농지를 구하기 어렵다는 응답이 37.2%로
가장 많았다. 다음은 소득이 일정하지 않다는 응답으로 28.8%였다.
Ⅱ. 제안
이 보고서는 농지 은행의 임대 기간을 현행 5년에서 10년으로 늘릴
것을 제안한다. 기간이 길어지면 비닐하우스와 같은 시설에 투자할
유인이 생기기 때문이다.
Ⅲ. 비용
재정 부담은 해마다 140억 원 안팎으로 추산된다. 다만 기존
임차인의 계약이 끝나는 2027년까지는 시범 지역 세 곳에서만
시행하는 것이 바람직하다.
- 8 -
"""
    held = " ".join(p.text for p in passages(tmp_path, "a.txt", text))
    assert "응답이 37.2%로 가장 많았다." in held
    assert "10년으로 늘릴 것을 제안한다." in held
    assert "다만 기존 임차인의 계약이" in held


CELLS = """나루시가 청년 농업인의 정착을 도운 결과를 3일 처음으로 내놓았다.
<표 1> 집단별 정착률(2018~2022년)
(단위: 명, %)
구분
인원
5년 정착률
임대 집단
1,204
71.0
비임대 집단
2,377
49.0
주: 2018년에 지원을 시작한 사람만 셌다.
이 결과는 농지를 빌려주는 일이 정착에 도움이 된다는 것을 보여 준다고 시는 설명했다.
"""


def test_cells_that_stand_one_below_the_other_are_rows(tmp_path: Path) -> None:
    rows = [p for p in passages(tmp_path, "a.txt", CELLS) if "\t" in p.text]
    assert [row.text for row in rows] == ["임대 집단\t1,204\t71.0", "비임대 집단\t2,377\t49.0"]
    assert rows[1].heading.endswith("(단위: 명, %) › 구분 | 인원 | 5년 정착률")


@pytest.mark.parametrize("gone", ["49.0\n", "1,204\n"])
def test_cells_that_do_not_come_round_are_left_as_they_are(tmp_path: Path, gone: str) -> None:
    found = passages(tmp_path, "a.txt", CELLS.replace(gone, "", 1))
    assert not any("비임대 집단\t" in passage.text for passage in found)


def test_a_caption_below_a_table_belongs_to_it() -> None:
    kinds: list[tuple[BlockKind, str]] = [
        ("text", "난방비를 견주었다."),
        ("header", "구분\t등유\t하수 열"),
        ("row", "난방비\t98\t40"),
        ("text", "표 1. 난방 방식 비교(2024년)"),
        ("text", "차이는 크다."),
    ]
    blocks = [Block(kind, MappedText.of(text)) for kind, text in kinds]
    assert [(b.kind, b.text.text[:4]) for b in captioned(blocks)] == [
        ("text", "난방비를"), ("caption", "표 1."), ("header", "구분\t등"), ("row", "난방비\t"),
        ("text", "차이는 "),
    ]  # fmt: skip


def test_a_line_above_a_unit_names_the_table() -> None:
    kinds: list[tuple[BlockKind, str]] = [
        ("item", "연령별 취업자"),
        ("text", "[단위: 천 명]"),
        ("header", "나이\t취업자"),
        ("row", "60세 이상\t129"),
    ]
    blocks = [Block(kind, MappedText.of(text)) for kind, text in kinds]
    assert [b.kind for b in captioned(blocks)] == ["caption", "caption", "header", "row"]


ISLANDS = ("갈매섬", "솔밭섬", "모래섬", "안개섬", "등대섬", "조개섬", "돌담섬", "바람섬", "노을섬")


def page_of_a_report(number: int) -> list[str]:
    """Return full lines, each unlike the others, of which each second ends a sentence."""
    lines = []
    for island in ISLANDS[number % 3 :: 3]:
        lines += [
            f"{island}의 배가 뜨지 못한 날은 석 달 사이에 스물여섯 날이었고 그동안 환자는 헬기로",
            f"옮겼으며 약은 배편에 실어 보내지 못해 {island} 옆의 다른 섬에서 빌려 왔다고 한다.",
        ]
    return lines


def test_a_foot_and_a_head_that_stand_together_between_pages_go(tmp_path: Path) -> None:
    pages = [
        [*page_of_a_report(n), "", f"섬살림연구소 | {n}", "섬 의료의 빈틈", ""] for n in (3, 4, 5)
    ]
    found = passages(tmp_path, "a.txt", "\n".join(line for page in pages for line in page))
    held = "".join(p.heading + p.text for p in found)
    assert "섬살림연구소" not in held
    assert "섬 의료의 빈틈" not in held


def test_headings_that_differ_in_their_number_alone_are_no_running_heads(tmp_path: Path) -> None:
    parts = [[f"제{n}절 섬의 개요", "", *page_of_a_report(n), ""] for n in (1, 2, 3)]
    found = passages(tmp_path, "a.txt", "\n".join(line for part in parts for line in part))
    held = "".join(p.heading + p.text for p in found)
    assert all(f"제{n}절 섬의 개요" in held for n in (1, 2, 3))


@pytest.mark.parametrize(
    "foot", ["섬 의료 연구 모임 회의록          - {} -", "섬 의료의 빈틈과 대책        {}"]
)
def test_a_foot_that_holds_the_number_of_its_page_goes(tmp_path: Path, foot: str) -> None:
    pages = [[*page_of_a_report(n), foot.format(n)] for n in (3, 4, 5)]
    found = passages(tmp_path, "a.txt", "\n".join(line for page in pages for line in page))
    assert "섬 의료" not in "".join(p.heading + p.text for p in found)


def test_rows_whose_figures_go_up_in_leaps_are_no_feet(tmp_path: Path) -> None:
    pages = [[*page_of_a_report(n), f"섬에서 옮긴 환자 합계    {40 * n}"] for n in (3, 4, 5)]
    found = passages(tmp_path, "a.txt", "\n".join(line for page in pages for line in page))
    assert "환자 합계    200" in "".join(p.heading + p.text for p in found)


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("한들신문 디지털", "한들신문"),
        ("푸른시 누리집", "푸른시"),
        ("주요 소식", ""),
    ],
)
def test_a_masthead_names_the_outlet(tmp_path: Path, head: str, source: str) -> None:
    text = f"{head}\n등대를 새로 칠했다\n나루의 등대를 새로 칠하고 밤에도 문을 열기로 했다고 2일 전해졌다.\n"
    assert read(tmp_path, "a.txt", text).documents[0].metadata.source == source


def test_a_menu_is_no_title_however_long(tmp_path: Path) -> None:
    head = "News Sports Obituaries Classifieds E-edition\nCrews hold the ridge fire\n"
    text = head + "Wildfire crews in the county held the ridge blaze to 3,400 acres on Thursday.\n"
    document = read(tmp_path, "a.txt", text).documents[0]
    assert document.metadata.title == "Crews hold the ridge fire"


@pytest.mark.parametrize(
    "line",
    [
        "이 페이지의 모든 예제는 다른 부두에서도 쓸 수 있다고 한다",
        "도움이 필요하십니까?",
        "복원이 실패하는 문제를 고쳤다 - #4180",
        "The ribbon designer is a graphical editor that lets you change a ribbon",
        "Windows 10 1903",
        "이 기사는 유료 회원 제도의 역사를 다룬다.",
        "이 누리집은 공식 통계만 싣는다.",
        "AI 요약 기능을 켠 학교는 31곳이다.",
        "지정된 수신인에게 소포가 가지 않았다.",
        "앱 하나로 버스와 배를 함께 예약한다.",
        "이 사이트는 공식 유적지가 아닙니다.",
        "이 글은 회원들이 함께 썼습니다.",
        "더 많은 소식은 배가 들어오는 저녁에 왔다.",
        "구독을 끊은 사람에게 공유 기능을 부탁했습니다.",
        "Subscribe buttons were removed from 40 sites in the trial.",
        "Follow us, the guide shouted, and the children ran.",
        "Mina Park is a reporter who left the paper in 2019 to plant trees.",
        "Reach him at noon, the note said, but nobody came.",
        "Kim Ha-eun covers the floor with reeds for the winter.",
        "By THE ISLANDS AND HARBOURS CORRESPONDENTS OF THE EVENING PAPER!",
    ],
)
def test_a_line_that_only_looks_like_a_notice_is_kept(tmp_path: Path, line: str) -> None:
    sentence = "나루시가 항구의 등대를 새로 칠하고 밤에도 사람들에게 문을 열기로 했다고 2일 밝혔다."
    other = "등대는 1921년에 세워졌고 그동안 두 번 고쳐졌으며 올해로 백 살을 넘겼다고 한다."
    found = passages(tmp_path, "a.txt", "\n".join([sentence, line, other]))
    assert line in "".join(p.heading + p.text for p in found)


def test_sections_behind_a_list_s_name_are_a_menu_and_the_title_below_stays(tmp_path: Path) -> None:
    text = """강변타임스
최신뉴스 종합 경제 문화·생활 사람들 오피니언
조선 지도 57점, 한자리에 펼쳐진다
구절초 | 2024.04.09 10:31 댓글 3개
시립박물관이 4월 12일부터 조선 시대 지도 57점을 한자리에 모아 보여 준다고 밝혔다.
"""
    about = read(tmp_path, "a.txt", text).documents[0].metadata
    assert about.title == "조선 지도 57점, 한자리에 펼쳐진다"
    assert (about.source, about.date) == ("강변타임스", "2024-04-09")


def test_months_name_columns_as_years_do(tmp_path: Path) -> None:
    text = "응급 잠자리 운영 계획 (단위: 개)\n구분 11월 12월 1월\n잠자리 180 180 220\n"
    row = next(p for p in passages(tmp_path, "a.txt", text) if p.text.startswith("잠자리"))
    assert row.heading.endswith("(단위: 개) › 구분 | 11월 | 12월 | 1월")


@pytest.mark.parametrize(
    "line",
    [
        "이 누리집은 갈매군의 공식 누리집입니다.",
        "이 사이트는 쿠키를 사용합니다.",
        "이 기사는 유료 회원 전용입니다.",
        "이 글은 구독자만 볼 수 있습니다.",
        "※ 개인정보를 담은 의견은 적지 말아 주시기 바랍니다.",
        "더 빠른 소식은 나루소식 첫 화면",
        "공유와 댓글 많이 부탁드립니다.",
        "Follow us on the harbour's own channel.",
        "Mina Park is a staff writer for the Harbour Daily.",
        "Kim Ha-eun covers ports and fishing for the Harbour Daily.",
        "Reach her at 555-0134 or mina@example.org.",
        "By Mina Park, Kim Ha-eun and Lee Do-yun | The Harbour Daily",
    ],
)
def test_what_a_page_says_of_itself_and_its_writers_is_taken_out(tmp_path: Path, line: str) -> None:
    sentence = "나루시가 항구의 등대를 새로 칠하고 밤에도 사람들에게 문을 열기로 했다고 2일 밝혔다."
    found = passages(tmp_path, "a.txt", f"{sentence}\n{line}\n{sentence.replace('2일', '3일')}")
    assert line not in "".join(p.heading + p.text for p in found)


def test_the_caption_of_the_next_table_is_no_cell_of_this_one(tmp_path: Path) -> None:
    one = "구분\n인원\n비율\n임대\n{}\n71.0\n비임대\n2,377\n49.0\n"
    text = "표 1 나루동\n" + one.format("1,204") + "표 2 갈매동\n" + one.format("1,377")
    found = [(p.heading, p.text) for p in passages(tmp_path, "a.txt", text)]
    assert [(heading.split(" › ")[-2], row) for heading, row in found] == [
        ("표 1 나루동", "임대\t1,204\t71.0"),
        ("표 1 나루동", "비임대\t2,377\t49.0"),
        ("표 2 갈매동", "임대\t1,377\t71.0"),
        ("표 2 갈매동", "비임대\t2,377\t49.0"),
    ]


OPENING = [
    "지난해 문을 연 청년농업지원센터의 정착률은 임대 집단",
    "하늬도 농지은행(Land Bank)이 2024년 11월 29일",
]


@pytest.mark.parametrize("opening", OPENING)
def test_a_line_that_begins_a_sentence_and_is_not_full_is_no_heading(
    tmp_path: Path, opening: str
) -> None:
    text = f"""농정 포커스
청년 농업인 정착 지원의 개선 방안

Ⅰ. 검토 배경
{opening}
조사를 마치고 처음으로 내놓은 결과에서 드러난 것으로, 그 사이에
농지를 구하지 못해 떠난 사람은 해마다 조금씩 늘어 지난해에는 모
두 128명이 되었으며, 소득이 일정하지 않아 그만두었다는 응답도 함
께 늘어난 것으로 나타났다. 이는 지원을 시작한 뒤로 가장 많은 수이고
앞으로도 줄어들 것으로 보기 어렵다는 것이 이 보고서의 판단이다.
Ⅱ. 정착을 그만둔 까닭은 무엇인가
재정 부담은 해마다 140억 원 안팎으로 추산되며, 기존 임차인의 계
약이 끝나는 2027년까지는 시범 지역 세 곳에서만 시행하는 것이 바
람직하다는 의견이 많았고, 나머지 지역은 그 뒤에 정하기로 하였다.
"""
    found = passages(tmp_path, "a.txt", text)
    assert any(f"{opening} 조사를 마치고" in p.text for p in found)
    assert any(p.heading.endswith("Ⅱ. 정착을 그만둔 까닭은 무엇인가") for p in found)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "북한은 조약을 맺었다. " + "러시아는 이를 환영한다고 밝혔다. " * 3,
            "북한은 조약을 맺었다.",
        ),
        ("북한과 러시아가 평양에서 " * 9, ("북한과 러시아가 평양에서 " * 4).rstrip() + "…"),
    ],
    ids=["sentence", "words"],
)
def test_a_title_made_of_the_text_ends_with_a_sentence_or_a_word(text: str, title: str) -> None:
    block = Block("text", MappedText.of(text))
    assert _title([block]) == title
