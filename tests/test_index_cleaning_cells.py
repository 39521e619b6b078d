# ruff: noqa: E501 - lines of documents, which are as long as they are
"""Tables that lost their lines: cells one below the other, or parted by spaces and slashes."""

from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read

NAMES = "선착장\n길이\n쓰임\n지은 해\n"
CELLS = (
    "북선착장\n150m\n여객\n1987년\n남선착장\n90.5m\n화물\n1996년\n등대 앞\n-\n요트 12척\n2008년\n"
)
ROWS = [
    "북선착장\t150m\t여객\t1987년",
    "남선착장\t90.5m\t화물\t1996년",
    "등대 앞\t-\t요트 12척\t2008년",
]
SAID = ["방파제 착공 (북선착장)", "배 2척 좌초 (등대 앞), 3척 긁힘", "준공식 (남선착장)"]
ABOVE = "해무시는 선착장 세 곳을 2024년까지 고쳐 짓는 계획을 어제 시의회에 보고하였다."
BELOW = "시는 공사비 12억 원을 내년 예산에 올리고 3월에 공사를 시작하겠다고 설명하였다."


def rows(folder: Path, text: str) -> list[tuple[str, str]]:
    found = passages(folder, "a.txt", text)
    return [(p.heading.split(" › ", 1)[-1], p.text) for p in found if "\t" in p.text]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("[참고] 선착장 현황\n", "[참고] 선착장 현황"),
        ("□ 선착장 현황(2024년 5월 말 기준)\n", "선착장 현황(2024년 5월 말 기준)"),
        ("4. 선착장 현황\n\n", "4. 선착장 현황"),
        ("선착장의 길이와 쓰임\n\n", ""),  # a plain line set off from its table goes on above
        ("<표> 선착장(2024. 5. 31. 기준)\n", "<표> 선착장(2024. 5. 31. 기준)"),
    ],
)
def test_what_stands_right_above_cells_names_their_table(
    tmp_path: Path, line: str, name: str
) -> None:
    found = rows(tmp_path, f"{ABOVE}\n\n{line}{NAMES}{CELLS}\n{BELOW}\n")
    assert [text for _, text in found] == ROWS
    assert all(heading.endswith("선착장 | 길이 | 쓰임 | 지은 해") for heading, _ in found)
    above = passages(tmp_path, "a.txt", f"{ABOVE}\n\n{line}{NAMES}{CELLS}\n{BELOW}\n")
    assert all(name in p.heading for p in above if "\t" in p.text)


def test_cells_below_a_sentence_have_the_names_of_their_columns(tmp_path: Path) -> None:
    text = f"{ABOVE}\n\n□ 선착장은 다음과 같다.\n\n{NAMES}{CELLS}\n□ {BELOW}\n"
    found = passages(tmp_path, "a.txt", text)
    assert [p.text for p in found if p.heading.endswith("선착장 | 길이 | 쓰임 | 지은 해")] == ROWS
    assert any(BELOW in p.text for p in found)
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


@pytest.mark.parametrize(
    ("names", "cells"),
    [
        (
            "날짜\n사람\n곳",
            "2024. 2. 9.\n관광객 97명\n해무항\n2024. 3. 1.\n시장\n등대\n2024. 5. 7.\n도지사\n공항",
        ),
        ("분기\n관람객(명)\n단체(건)", "1분기\n1,930\n58\n2분기\n2,615\n203\n3분기\n9,480\n91"),
        ("항목\n2024년\n2025년", "성장률(%)\n1.1\n1.9\n물가(%)\n3.6\n2.9\n수지(억 원)\n-84\n△7"),
        ("품목\n세율\n물량", "설탕\n30%\n8만 4천 톤\n생두\n2%\n제한 없음\n딸기\n10%\n6천 톤"),
    ],
)
def test_dates_quarters_and_years_are_told_from_figures(
    tmp_path: Path, names: str, cells: str
) -> None:
    found = rows(tmp_path, f"{ABOVE}\n\n<표 1> 현황\n{names}\n{cells}\n\n{BELOW}\n")
    each = cells.split("\n")
    assert [text for _, text in found] == ["\t".join(each[i : i + 3]) for i in range(0, 9, 3)]
    assert all(heading.endswith(" | ".join(names.split("\n"))) for heading, _ in found)


def test_events_one_below_the_other_are_rows_by_their_dates(tmp_path: Path) -> None:
    text = f"{ABOVE}\n\n<표 1> 2023년 선착장 일지\n일자\n내용\n7.14\n방파제 착공\n9.6\n배 2척 좌초\n12.19\n준공식\n\n{BELOW}\n"
    found = [(p.heading, p.text) for p in passages(tmp_path, "a.txt", text) if "\t" in p.text]
    assert found == [
        ("<표 1> 2023년 선착장 일지 › 일자 | 내용", row)
        for row in ("7.14\t방파제 착공", "9.6\t배 2척 좌초", "12.19\t준공식")
    ]


def test_days_with_several_cells_each_are_rows(tmp_path: Path) -> None:
    text = f"{ABOVE}\n\n<표 1> 선착장 일지\n일자\n곳\n내 용\n2023. 7. 14.\n북선착장\n방파제 착공\n2023. 9. 6.\n등대 앞\n배 2척 좌초, 3척 긁힘\n2023. 12. 19.\n남선착장\n준공식(시장 참석)\n자료: 해무시\n{BELOW}\n"
    assert rows(tmp_path, text) == [
        ("일자 | 곳 | 내 용", row)
        for row in (
            "2023. 7. 14.\t북선착장\t방파제 착공",
            "2023. 9. 6.\t등대 앞\t배 2척 좌초, 3척 긁힘",
            "2023. 12. 19.\t남선착장\t준공식(시장 참석)",
        )
    ]


@pytest.mark.parametrize("mark", ["’", "'", "‘"])
def test_days_whose_year_has_two_figures_are_rows(tmp_path: Path, mark: str) -> None:
    days = [f"{mark}23.7.14.~16.", f"{mark}23.9.6.", f"{mark}24. 12. 19.(목)"]
    cells = "\n".join(f"{day}\n해무항\n{told}" for day, told in zip(days, SAID, strict=True))
    text = f"{ABOVE}\n\n<표 1> 선착장 일지\n시기\n구분\n내용 (장소)\n{cells}\n{BELOW}\n"
    assert rows(tmp_path, text) == [
        ("시기 | 구분 | 내용 (장소)", f"{day}\t해무항\t{told}")
        for day, told in zip(days, SAID, strict=True)
    ]


WORKS = [
    "북선착장 넓히기\t예산 2,350억 원\t두 차례 유찰 뒤 해담건설이 1,410억 원에 낙찰",
    "등대 앞 물막이\t예산 780억 원\t공사 재개(8월), 2026년 4월 준공 예정",
    "염전 길\t예산 90억 원\t주민이 반대하여 미룸",
]


@pytest.mark.parametrize("foot", ["주: 예산은 도비를 포함", "※ 도비 포함", "", "2. 앞으로의 계획"])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 0, 1), (0, 1)])
def test_cells_of_one_shape_that_come_round_tell_a_table_of_words(
    tmp_path: Path, foot: str, order: tuple[int, ...]
) -> None:
    table = [row.split("\t") for row in ["사업\t예산 규모\t처리 결과", *WORKS]]
    names, *below = [[row[i] for i in order] for row in table]
    cells = "\n".join(cell for row in (names, *below) for cell in row)
    text = f"{ABOVE}\n\n<표 2> 주요 사업(2025년 11월 말 현재)\n{cells}\n{foot}\n{BELOW}\n"
    assert rows(tmp_path, text) == [(" | ".join(names), "\t".join(row)) for row in below]
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


@pytest.mark.parametrize("turn", [("협의 중", "완료"), ("1차", "2차 준비"), ("3곳", "배 9척 남짓")])
def test_cells_that_alone_come_again_or_hold_figures_tell_a_table_of_words(
    tmp_path: Path, turn: tuple[str, str]
) -> None:
    table = [f"독일\t수소\t항만부\t{turn[0]}", f"일본\t부품\t등대청\t{turn[1]}"]
    table += [f"호주\t핵심광물\t뱃길부\t{turn[0]}", f"캐나다\t소금\t염전원\t{turn[1]}"]
    cells = "\n".join(["국가\t분야\t기관\t상태", *table]).replace("\t", "\n")
    text = f"{ABOVE}\n\n<표 3> 나라별 협력 현황\n{cells}\n출처: 해무시\n{BELOW}\n"
    assert rows(tmp_path, text) == [("국가 | 분야 | 기관 | 상태", row) for row in table]


def test_lines_below_a_name_that_are_all_alike_or_unlike_are_no_rows(tmp_path: Path) -> None:
    alike = "해무시\n가람시\n누리시\n염전시\n물마루시\n서해시\n동백시\n나루시\n"
    unlike = "해무항 북쪽\n가람 등대\n배 두 척\n염전\n물막이 공사 중\n서해 쪽 길\n동백\n나루터\n"
    for lines in (alike, unlike):
        assert not rows(tmp_path, f"{ABOVE}\n\n[참가한 곳]\n{lines}\n{BELOW}\n")


def test_names_and_figures_in_turn_need_no_names_of_columns(tmp_path: Path) -> None:
    text = f"{ABOVE}\n\n[참고] 선착장별 공사비(억 원)\n북선착장\n610\n남선착장\n345\n등대 앞\n21\n\n{BELOW}\n"
    assert rows(tmp_path, text) == [
        ("[참고] 선착장별 공사비(억 원)", row)
        for row in ("북선착장\t610", "남선착장\t345", "등대 앞\t21")
    ]


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    head = "해무시 선착장 보고 | {}\n\n"
    more = "서선착장\n70m\n낚시\n2011년\n동쪽 끝\n45m\n여객\n2019년\n"
    text = (
        f"{ABOVE}\n\n{head.format(4)}{BELOW}\n\n3. 현황\n\n{NAMES}{CELLS}\n"
        f"{head.format(5)}{more}\n4. 계획\n{ABOVE[:-1]}고 한다.\n\n{head.format(6)}{BELOW[:-1]}고 한다.\n"
    )
    found = rows(tmp_path, text)
    assert [text for _, text in found] == [
        *ROWS,
        "서선착장\t70m\t낚시\t2011년",
        "동쪽 끝\t45m\t여객\t2019년",
    ]
    assert len({heading for heading, _ in found}) == 1


def test_short_lines_that_are_no_table_are_left_alone(tmp_path: Path) -> None:
    menu = "홈\n소식\n2024.05.01\n공지\n행사\n2024.05.02\n자료\n채용\n2024.05.03\n"
    assert not rows(tmp_path, f"{ABOVE}\n{BELOW}\n\n{menu}")


def test_the_end_of_a_decimal_figure_is_no_footnote_mark(tmp_path: Path) -> None:
    wrapped = [f"{ABOVE[:30]} {i}번째로 이어지는 줄이 여기에서 다시 한번 끊기고" for i in range(12)]
    table = "표 4-1 권역\n권역\n월세\n공실률(%)\n북권\n33\n22.1\n남권\n36\n17.2\n서권\n41\n10.3\n"
    text = (
        "\n".join(wrapped)
        + f"\n끝난다.\n{table}주: 표본이 적다.\n"
        + "\n".join(wrapped)
        + "\n끝난다.\n"
    )
    found = rows(tmp_path, text)
    assert [text for _, text in found] == ["북권\t33\t22.1", "남권\t36\t17.2", "서권\t41\t10.3"]


def test_rows_that_slashes_part_have_the_names_of_their_columns(tmp_path: Path) -> None:
    table = "어종 / 어가(곳) / 방법\n참돔 / 9 / 그물을 올림\n돌돔 / 4 / 먹이를 줄임\n숭어 / 없음 / 없음\n"
    text = f"{ABOVE}\n\n<표> 어종별 피해(2024. 9. 27. 기준)\n{table}※ 겹치는 어가도 2곳 셈\n\n{BELOW}\n"
    found = rows(tmp_path, text)
    assert [row for _, row in found] == [
        "참돔 /\t9 /\t그물을 올림",
        "돌돔 /\t4 /\t먹이를 줄임",
        "숭어 /\t없음 /\t없음",
    ]
    assert all(heading.endswith("어종 | 어가(곳) | 방법") for heading, _ in found)
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


@pytest.mark.parametrize("first", ["가장 깊은 곳 | 물밑 4,200m", "잡힌 배 | 하루 31척"])
def test_figures_that_bars_part_from_what_they_are_of_are_rows_all(
    tmp_path: Path, first: str
) -> None:
    table = [first, "떠내려간 그물 | 서쪽 68㎞", "이재민 | 1만 1,300명", "끊긴 다리 | 14개"]
    lines = "\n".join(table)
    text = f"{ABOVE}\n{BELOW}\n<숫자로 본 해무항 해일>\n{lines}\n"
    found = rows(tmp_path, text)
    assert [row for _, row in found] == [line.replace(" | ", "\t") for line in table]
    assert {heading for heading, _ in found} == {"<숫자로 본 해무항 해일>"}
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


WRAPPED = (
    "해무시는 선착장 세 곳을 2024년까지 고쳐 짓는 계획을 어제 시의회에 보고하였다. 배를\n"
    "대는 곳이 좁아 여객선과 어선이 한꺼번에 들어오면 서로 부딪치는 일이 잦았기 때문이\n"
    "다. 시는 공사비 12억 원을 내년 예산에 올리고 3월에 공사를 시작하겠다고 설명하였으\n"
    "나, 어민들은 고기를 가장 많이 잡는 때라며 공사를 가을로 미루어 달라고 요구하고 있\n"
    "다. 시의회는 다음 달에 어민과 상인을 불러 뜻을 들은 뒤 예산을 심의하기로 하였다.\n"
)


@pytest.mark.parametrize("foot", ["주: 도비는 뺐다.\n", "자료: 해무시\n", ""])
def test_a_row_as_wide_as_a_full_line_is_one_below_the_names_of_columns(
    tmp_path: Path, foot: str
) -> None:
    table = [
        "북선착장 넓히기 해담건설 2,640억 원 2027년까지",
        "등대 앞 물막이와 염전 둘레의 길 고치기 누리토건 1,780억 원 2028년 봄에 준공 예정",
        "여객 대합실 한결 국비 돌담",
        "안개 알림터 나래기술 75억 원 오차 30cm 이내 확인",
    ]
    lines = "\n".join(["사업명 상대 사업비 비고", *table])
    text = f"{WRAPPED}<표 2. 선착장 사업(2025년 기준)>\n{lines}\n{foot}\n{WRAPPED * 2}"
    found = passages(tmp_path, "a.txt", text)
    assert [p.text for p in found if p.heading.endswith("사업명 상대 사업비 비고")] == table
    assert not any("해담건설" in p.text for p in found if p.text not in table)


def test_a_paragraph_below_the_caption_of_a_picture_is_no_row(tmp_path: Path) -> None:
    told = (
        "선착장 공사 내역 비교\n"
        "북선착장을 넓히는 데에는 610억 원이 들고, 남선착장의 물막이를 새로 쌓는 데에는 345억\n"
        "원이 들며, 등대 앞의 길을 고치는 데에는 21억 원이 든다. 세 곳을 합하면 976억 원이\n"
        "되는데, 이는 시가 한 해 동안 항만에 쓰는 412억 원의 갑절을 넘는 큰돈이다.\n"
    )
    text = f"{WRAPPED}그림 1. 선착장 공사비\n{told}\n{WRAPPED * 2}"
    found = passages(tmp_path, "a.txt", text)
    assert any("물막이를 새로 쌓는 데에는 345억 원이 들며, 등대 앞의 길" in p.text for p in found)


def test_names_of_columns_stand_one_below_the_other_above_rows_of_spaces(tmp_path: Path) -> None:
    table = "  시군\n  인구(명)\n  물(톤)\n  북군  41,500  13,900\n  남군  36,200  12,400\n"
    text = f"{ABOVE}\n\n  표 2. 시군별 사용량\n{table}{BELOW}\n"
    found = rows(tmp_path, text)
    assert [row for _, row in found] == ["북군\t41,500\t13,900", "남군\t36,200\t12,400"]
    assert all(heading.endswith("시군 | 인구(명) | 물(톤)") for heading, _ in found)


def test_menus_that_slashes_or_bars_part_are_no_tables(tmp_path: Path) -> None:
    menu = "홈 / 소식 / 공지\n시민 / 자료 / 채용\n로그인 | 가입 | 지도\n열린 시정 | 알림 | 예산\n"
    assert not rows(tmp_path, f"{menu}\n{ABOVE}\n{BELOW}\n\n{menu}")


def test_a_markdown_table_inside_of_a_tag_is_one(tmp_path: Path) -> None:
    table = "| 유형 | 2023년 |\n|---|---:|\n| 절도 | 402건 |\n| 사기 | 689건 |\n"
    text = f"# 통계\n\n{ABOVE}\n\n<div style='overflow-x:auto'>\n\n{table}\n</div>\n\n{BELOW}\n"
    found = passages(tmp_path, "a.md", text)
    assert [p.text for p in found if p.heading.endswith("유형 | 2023년")] == [
        "절도\t402건",
        "사기\t689건",
    ]


@pytest.mark.parametrize("part", [" ", "   ", "\t"])
def test_a_row_that_ends_in_a_decimal_is_no_sentence(tmp_path: Path, part: str) -> None:
    lines = ["선착장 배(척) 늘어난 비율", "북선착장 12 3.4", "남선착장 9 -10.25"]
    table = "\n".join(line.replace(" ", part, 2) for line in lines)
    text = f"{ABOVE}\n\n표 3. 선착장별 배\n(단위: 척, %)\n{table}\n주: 어선은 뺐다.\n\n{BELOW}\n"
    found = [p for p in passages(tmp_path, "a.txt", text) if "선착장별 배" in p.heading]
    assert [p.text.split() for p in found] == [
        ["북선착장", "12", "3.4"],
        ["남선착장", "9", "-10.25"],
    ]
    assert all("(단위: 척, %) › 선착장" in p.heading for p in found)


BERTHS = ["남선착장\t90.5m\t화물", "등대 앞\t40m\t요트", "북선착장\t150m\t여객"]
STOPS = [
    "2.9\t해무항에 처음 온 유람선의 승객 97명이 등대와 염전을 둘러봄",
    "10.16\t북선착장 공사 시작",
    "12.4\t새 대합실 문 열어",
]


@pytest.mark.parametrize("foot", ["", "자료: 해무시\n", "주: 길이는 물가에서 잼\n"])
def test_rows_of_a_table_that_blank_lines_part_are_rows(tmp_path: Path, foot: str) -> None:
    groups = ["선착장\t길이\t쓰임", *BERTHS]
    text = "\n\n".join(group.replace("\t", "\n") for group in groups)
    found = rows(tmp_path, f"{ABOVE}\n\n<표 2> 선착장 현황\n\n{text}\n{foot}\n{BELOW}\n")
    assert [text for _, text in found] == BERTHS


@pytest.mark.parametrize("part", ["\n", "\n\n"])
def test_days_and_what_happened_on_them_line_by_line_are_rows(tmp_path: Path, part: str) -> None:
    cells = part.join("\t".join(["날짜\t주요 내용", *STOPS]).split("\t"))
    text = f"{ABOVE}\n\n<표 1> 2024년 해무항 일지{part}{cells}{part}{BELOW}\n"
    found = rows(tmp_path, text)
    assert [text for _, text in found] == STOPS
    assert {heading for heading, _ in found} == {"날짜 | 주요 내용"}
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


def test_days_behind_blank_lines_are_rows_each_with_its_lines(tmp_path: Path) -> None:
    groups = "\n\n".join(row.replace("\t", "\n") for row in ["일자\t내용", *STOPS])
    found = rows(tmp_path, f"{ABOVE}\n\n[표 1] 2024년 일지\n{groups}\n\nⅣ. 맺음말\n\n{BELOW}\n")
    assert [text for _, text in found] == STOPS


def test_short_lines_that_nothing_announces_are_no_rows(tmp_path: Path) -> None:
    groups = "\n\n".join(row.replace("\t", "\n") for row in ["선착장\t길이\t쓰임", *BERTHS])
    assert not rows(tmp_path, f"{ABOVE}\n\n{groups}\n\n{BELOW}\n")


def test_days_below_the_name_of_their_table_are_its_rows(tmp_path: Path) -> None:
    days = "\n".join(row.replace("\t", "    ") for row in STOPS)
    found = passages(tmp_path, "a.txt", f"{ABOVE}\n\n<붙임 2> 2024년 일정\n{days}\n\n{BELOW}\n")
    kept = [p.text for p in found if p.heading.endswith("<붙임 2> 2024년 일정")]
    assert [text.split() for text in kept] == [row.split() for row in STOPS]


SAYS = "해무시는 선착장 세 곳을 2024년까지 고쳐 짓는 계획을 시의회에 보고하였고, 공사비 12억 원을 내년 예산에 올린 뒤 3월에 공사를 시작하겠다고 설명하였다. "
PARAGRAPH = "\n".join((SAYS * 3)[at : at + 38] for at in range(0, 3 * len(SAYS), 38))
PAGE = "\n\n- {} -\n해무 정책연구 제9호\n"


@pytest.mark.parametrize(
    "days", [("’24.12.9", "’25.1.17", "3.6~3.7", "11.8"), ("7/14", "9/6", "12/3", "12/19")]
)
@pytest.mark.parametrize(
    "places", [("",) * 4, ("선착장 남쪽\n", "등대 앞\n", "부두\n", "대합실\n")]
)
@pytest.mark.parametrize("names", ["\n일시\n주요 내용\n", " 일시\n주요 내용\n"])
def test_days_with_broken_cells_below_a_caption_that_ends_in_a_day_are_rows(
    tmp_path: Path, days: tuple[str, ...], places: tuple[str, ...], names: str
) -> None:
    told = [
        "배 두 척이 ‘\n물마루’호와 부딪힘",
        "공사 시작",
        "준공식(통보: 6.30)",
        "문 열어(참가\n97명)",
    ]
    cells = [f"{day}\n{place}{cell}" for day, place, cell in zip(days, places, told, strict=True)]
    table = f"{cells[0]}\n{cells[1]}{PAGE.format(2)}{cells[2]}\n{cells[3]}"
    caption = "<표 1> 해무항의 사고와 그 대응 일지(2024.7.~2025.12.)"
    head = f"{PARAGRAPH}{PAGE.format(1)}{PARAGRAPH}\n\n{caption}"
    text = f"{head}{names}{table}\n\nⅡ. 앞으로의 계획\n\n{PARAGRAPH}{PAGE.format(3)}{PARAGRAPH}\n"
    found = [p.text for p in passages(tmp_path, "a.txt", text) if caption in p.heading]
    assert ["".join(row.split()) for row in found] == ["".join(cell.split()) for cell in cells]
    assert all(f"{place.strip()} " in row for place, row in zip(places, found, strict=True))
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


def test_the_number_of_a_page_names_no_table(tmp_path: Path) -> None:
    cells = "해무 정책연구 제9호\n3.12\n등대를 고침\n4.17\n새 대합실 문 열어\n5.16\n"
    assert not rows(tmp_path, f"{ABOVE}\n\n- 3 -\n{cells}\n{BELOW}\n")


def test_a_numbered_heading_behind_the_last_day_is_none_of_its_cells(tmp_path: Path) -> None:
    table = "<표 1> 해무항 일지\n일자\n내용\n7.14\n배 두 척이 ‘\n물마루’호와 부딪힘\n9.6\n준공식"
    text = f"{PARAGRAPH}\n\n{table}\n\n{{}}앞으로의 계획\n\n{BELOW}\n"
    for number in ("Ⅱ. ", "3. "):
        found = passages(tmp_path, "a.txt", text.format(number))
        assert "9.6 준공식" in [p.text for p in found]
        assert found[-1].heading.endswith(f"{number}앞으로의 계획")


WHOLE = [
    ("나라 협력 분야 인력", ["독일\t수소 저장\t12명", "일본\t부품\t9명", "호주\t소금\t110명"]),
    ("나라 인력 예산", ["독일\t12\t310", "일본\t9\t22", "호주\t110\t1,204"]),
    (
        "나라 회원 담당 기관 인력 상태",
        [
            "독일\t창설 회원\t항만부\t12명\t협의 중",
            "일본\t옵서버\t등대청\t9명\t완료",
            "호주\t창설 회원(의장)\t뱃길부\t110명\t협의 중",
            "캐나다\t불참\t염전원\t7명\t완료",
        ],
    ),
    ("나라    맺은 약정    인력", ["독일\t수소\t12명", "일본\t부품\t9명", "호주\t소금\t110명"]),
    ("일자 주요 내용", ["7.14\t방파제 착공", "9.6\t배 2척 좌초", "12.3\t준공식"]),
    ("시기 곳 내용", ["’24.7\t등대\t착공", "’24.9\t염전\t배 2척 좌초", "’25.2\t부두\t준공식"]),
]


@pytest.mark.parametrize("foot", ["주: 해무시가 셈\n", "\n", "\nⅡ. 앞으로의 계획\n", "- 3 -\n"])
@pytest.mark.parametrize(("names", "table"), WHOLE)
def test_names_of_columns_in_one_line_stand_above_cells_a_line_each(
    tmp_path: Path, names: str, table: list[str], foot: str
) -> None:
    cells = "\n".join(table).replace("\t", "\n")
    text = f"{ABOVE}\n\n<표 2> 나라별 협력(2025년 11월 기준)\n{names}\n{cells}\n{foot}{BELOW}\n"
    found = rows(tmp_path, text)
    assert [row for _, row in found] == table
    assert {"".join(h.replace("|", "").split()) for h, _ in found} == {"".join(names.split())}
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", read(tmp_path, "a.txt", text))


@pytest.mark.parametrize("line", ["해무시와 가람시", "해무시 2곳 12명", "해무시에 다녀온 사람들"])
def test_short_lines_below_a_line_of_words_are_no_rows_where_nothing_comes_round(
    tmp_path: Path, line: str
) -> None:
    cells = "해무항 북쪽\n가람 등대\n배 두 척\n염전\n물막이 공사 중\n서해 쪽 길\n동백\n나루터\n"
    assert not rows(tmp_path, f"{ABOVE}\n\n[참가한 곳]\n{line}\n{cells}\n{BELOW}\n")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("- 표 : 해무항 사고 일지 -", "표 : 해무항 사고 일지"),
        ("표: 해무항 사고 일지", "표: 해무항 사고 일지"),
        ("[표] 해무항 사고 일지", "[표] 해무항 사고 일지"),
        ("<도표> 해무항 사고 일지(2024년)", "<도표> 해무항 사고 일지(2024년)"),
    ],
)
@pytest.mark.parametrize(
    "days",
    [
        ("7월 3일\t배 두 척 좌초", "9월 16일\t새 대합실 문 열어", "12월 2일\t준공식 예정"),
        ("’24.7.3\t등대\t배가 섬", "’24.9.16\t부두\t공사 시작", "’25.1.2~3\t염전\t준공식"),
    ],
)
def test_days_that_bars_part_from_what_happened_are_rows_of_a_named_table(
    tmp_path: Path, line: str, name: str, days: tuple[str, ...]
) -> None:
    table = "\n".join(days).replace("\t", " | ")
    found = passages(tmp_path, "a.txt", f"{ABOVE}\n\n{line}\n{table}\n\n{BELOW}\n")
    assert [p.text for p in found if p.heading.endswith(name)] == [*days]
    assert any(BELOW in p.text for p in found)


def test_days_that_bars_part_are_no_rows_where_nothing_names_a_table(tmp_path: Path) -> None:
    days = "7월 3일 | 배 두 척 좌초\n9월 16일 | 새 대합실\n12월 2일 | 준공식 예정"
    assert not rows(tmp_path, f"{ABOVE}\n\n{days}\n\n{BELOW}\n")


def test_the_dashes_around_a_subtitle_go(tmp_path: Path) -> None:
    found = passages(
        tmp_path, "a.txt", f"해무항 새 단장\n- 등대 셋, 대합실 둘 새로 지어 -\n{ABOVE}\n"
    )
    assert "등대 셋, 대합실 둘 새로 지어" in [part for p in found for part in p.text.split("\n")]
