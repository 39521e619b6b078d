"""Notes at the foot of a page do not part the sentence that goes on over the page."""

import re
from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, read, texts

HEAD = """누리항만연구소 정책리포트 2024-11호

얼음 바다의 새 항로: 2024년 결빙기의 기록
평가와 2025년 과제
문가람 연구위원 | 2024. 12. 3.

1. 얼음이 녹은 자리
2024년 결빙기에 북쪽 항로를 지난 배는 모두 41척으로 전해의 29척보다 크게 늘
었다.1) 항로를 여는 데 든 쇄빙선은 세 척이었고, 얼음의 두께는 가장 두꺼운 곳
이 1.2m였다. 선주들은 보험료가 두 배로 오른 것을 가장 큰 걱정으로 꼽았으나, 항만
당국은 통행료를 올해 안에는 올리지 않겠다고 밝혔다. 여름철 항로보다
열이틀이 덜 걸린다는 셈법은 쇄빙선을 기다리는 시간을 빼놓은 동일 차
"""
NOTES = """————————————
1) 누리항만연구소, 「결빙기 통항 기록」, 2024. 11. 20. 잠정치이다.
2) 해빙관측단 보도자료, 2024. 9. 11.
"""
EDGE = """- 1 -
누리항만연구소 정책리포트 2024-11호
"""
BELOW = """주의 계산이라는 지적도 나온다. 실제로 걸린 날은 평균 스물여섯 날이었다.2) 배마다
기다린 날이 달라 가장 오래 기다린 배는 아흐레를 항구 밖에서 보냈다.
2. 남은 일
연구소는 쇄빙선 두 척을 더 짓는 데 3,400억 원이 든다고 추산하였다. 예산은 아직 어
느 부처의 것도 아니며, 세 부처가 12월 안에 만나 나누기로 하였다.3)
- 2 -
누리항만연구소 정책리포트 2024-11호
3) 세 부처 합동 회의록, 2024. 11. 28.
"""


POINTS = """2. 항로의 종류
1) 얼음이 얇은 길은 쇄빙선이 없어도 된다.
"""


def text_of(folder: Path, content: str) -> str:
    return "\n".join(texts(folder, "report.txt", content))


def test_a_sentence_goes_on_behind_the_notes_of_its_page(tmp_path: Path) -> None:
    file = read(tmp_path, "report.txt", HEAD + NOTES + EDGE + BELOW)
    text = "\n".join(passage.text for passage in file.documents[0].passages)
    assert "쇄빙선을 기다리는 시간을 빼놓은 동일 차주의 계산이라는 지적도 나온다." in text
    assert "동일 차" not in text.replace("동일 차주의", "")
    assert text.index("항구 밖에서 보냈다.") < text.index("1) 누리항만연구소, 「결빙기")
    assert text.index("2) 해빙관측단") < text.index("쇄빙선 두 척을 더 짓는 데")
    assert_quotes_stand_in_the_file(tmp_path / "report.txt", file)


def test_points_of_the_text_at_the_foot_of_a_page_stay_where_they_are(tmp_path: Path) -> None:
    text = text_of(tmp_path, HEAD + POINTS + EDGE + BELOW)
    assert text.index("쇄빙선이 없어도 된다") < text.index("주의 계산이라는")


def test_a_title_goes_on_in_the_line_above_who_wrote_it(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "report.txt", HEAD + NOTES + EDGE + BELOW).documents
    title = "얼음 바다의 새 항로: 2024년 결빙기의 기록 평가와 2025년 과제"
    assert document.metadata.title == title


DAYS = """얼음이 가장 두꺼웠던 달은 1월로, 북쪽 등대 앞에서 잰 두께가 두 뼘을 넘었다.4)
배를 모는 이들은 얼음보다 안개를 더 두려워하였고, 안개가 걷히기를 기다린 날이
열사흘에 이르렀다. 등대지기는 해마다 스무 번 넘게 종을 울렸다고 적었는데, 올
해는 그 갑절을 울렸다고 한다. 종소리를 듣고 뱃머리를 돌린 배는 모두 일곱 척이
었으며, 한 척은 얼음에 끼어 사흘을 기다린 끝에 쇄빙선의 도움을 받았다. 배를
끌어내는 데에는 닷새가 걸렸고, 그동안 뒤따르던 배들은 가까운 섬의 선착장에 매
여 있었다. 그 뒤의 일은 다음 표와 같다.
표 1. 2024년 항로 주요 일지
일자
주요 내용
1. 7. 쇄빙선 두 척의 정비 계획 국무회의 의결
2. 13. 항만청, 통행료를 올해 안에 올리지 않기로 발표
4) 해빙관측단, 『두께 잰 기록』, 2024. 8., 37쪽.
3
누리항만연구소 정책리포트 2024-11호
9. 1. 북쪽 등대 문 열어
10. 28. 항만 장관 회담(누리항, 통항 기록을
서로 열람하기로 합의)
12. 9. 새 쇄빙선 이름 확정

3. 맺음말
뱃길은 해마다 다시 그려야 한다.
"""


def test_rows_of_days_stand_with_their_table_though_the_foot_of_a_page_above_is_not_seen(
    tmp_path: Path,
) -> None:
    unseen = NOTES + "누리항만연구소 둘째 쪽\n얼음 바다의 새 항로\n" + BELOW.split("- 2 -")[0]
    text = text_of(tmp_path, HEAD + unseen + DAYS)
    days = ["1. 7. 쇄빙선", "2. 13. 항만청", "9. 1. 북쪽", "10. 28. 항만", "12. 9. 새 쇄빙선"]
    found = [text.index(one) for one in ("세 부처가 12월 안에", *days, "4) 해빙관측단", "뱃길은")]
    assert found == sorted(found)
    assert "통항 기록을 서로 열람하기로 합의)\n12. 9." in text


FULL = "2 해빙관측단이 배 마흔한 척의 항해 일지를 모아 견준 결과로, 잠정치이다."
SHORT = "1 누리항만연구소, 「결빙기 통항 기록」, 2024. 11. 20. 잠정치이다."
CALLED = HEAD.replace("었다.1)", "었다.1").replace("밝혔다. 여", "밝혔다.2 여")
NEXT = (
    BELOW.replace("날이었다.2)", "날이었다.")
    .replace("하였다.3)", "하였다.3")
    .replace("3) 세", "3 세")
)
NEXT += "\n" + DAYS.split("표 1.")[0].replace("4)", "")


def test_notes_without_a_bracket_part_no_sentence(tmp_path: Path) -> None:
    file = read(tmp_path, "report.txt", f"{CALLED}{SHORT}\n{FULL}\n{EDGE}{NEXT}")
    text = "\n".join(passage.text for passage in file.documents[0].passages)
    assert "쇄빙선을 기다리는 시간을 빼놓은 동일 차주의 계산이라는 지적도 나온다." in text
    assert text.index("항구 밖에서 보냈다.") < text.index(SHORT)
    assert "크게 늘었다. 항로를" in text
    assert_quotes_stand_in_the_file(tmp_path / "report.txt", file)


def test_each_note_without_a_bracket_is_a_paragraph(tmp_path: Path) -> None:
    text = text_of(tmp_path, f"{CALLED}{FULL.replace('2', '1')}\n2 위와 같다.\n{EDGE}{NEXT}")
    assert f"{FULL.replace('2', '1')}\n2 위와 같다." in text
    assert "나누기로 하였다.\n3 세 부처 합동 회의록" in text


def test_a_line_that_begins_with_a_figure_is_no_note(tmp_path: Path) -> None:
    head = CALLED.replace(
        "빼놓은 동일 차\n", "빼놓은 것이며, 내년에 뜰 배는 모두\n5 척이라고 보았다.\n"
    )
    text = text_of(tmp_path, f"{head}{SHORT}\n{FULL}\n{EDGE}{NEXT}")
    assert "내년에 뜰 배는 모두 5 척이라고 보았다." in text


def test_notes_do_not_go_behind_the_part_that_begins_on_the_next_page(tmp_path: Path) -> None:
    head = HEAD.replace("빼놓은 동일 차", "빼놓은 채 셈")
    text = text_of(tmp_path, head + NOTES + EDGE + "Ⅱ. 남은 물음: 짐과 얼음\n" + BELOW)
    assert text.index("2) 해빙관측단") < text.index("주의 계산이라는")


SOURCE = "자료: 해빙관측단의 알림을 바탕으로 필자 정리\n"


@pytest.mark.parametrize("notes", [SOURCE, SOURCE + NOTES, f"주: 값은 반올림한 것이다.\n{SOURCE}"])
def test_a_sentence_goes_on_behind_the_source_of_a_table(tmp_path: Path, notes: str) -> None:
    file = read(tmp_path, "report.txt", HEAD + notes + EDGE + BELOW + DAYS)
    text = "\n".join(passage.text for passage in file.documents[0].passages)
    assert "쇄빙선을 기다리는 시간을 빼놓은 동일 차주의 계산이라는 지적도 나온다." in text
    assert text.index("항구 밖에서 보냈다.") < text.index(SOURCE.strip())
    assert_quotes_stand_in_the_file(tmp_path / "report.txt", file)


def test_what_stands_behind_moved_notes_is_no_part_of_them(tmp_path: Path) -> None:
    note = "2) 해빙관측단, 「어느 배가 언제 어디를 지났는가: 2024년의 기록」, 57쪽.\n"
    below = BELOW.replace("2. 남은 일\n", "").replace("가장 오래 기다린 배", "한 배")
    text = text_of(tmp_path, HEAD + NOTES.split("2)")[0] + note + EDGE + below + DAYS)
    assert f"{note.strip()}\n연구소는 쇄빙선" in text


def test_the_source_of_a_table_at_the_foot_of_a_page_stays_with_it(tmp_path: Path) -> None:
    table = (
        "표 1. 2024년 북쪽 항로의 달마다 지나간 배와 실은 짐\n달  배  짐\n1월  3  41\n2월  4  52\n"
    )
    head = HEAD.replace("빼놓은 동일 차", "빼놓은 채이다.")
    text = text_of(tmp_path, head + table + SOURCE + EDGE + "선" + BELOW + DAYS)
    assert text.index(SOURCE.strip()) < text.index("선주의 계산이라는")


# The break of a line stands between a sentence and the call behind it.
FALLEN = HEAD.replace(
    "않겠다고 밝혔다. 여름철 항로보다\n", "않겠다고 밝혔다.\n2) 이 항로는 여름철보다 "
)


@pytest.mark.parametrize("bracket", [")", ""])
def test_a_call_at_the_start_of_a_line_belongs_to_the_sentence_above(
    tmp_path: Path, bracket: str
) -> None:
    content = FALLEN + NOTES + EDGE + BELOW.replace("날이었다.2)", "날이었다.") + DAYS
    content = content.replace("항만\n당국은", "관할\n항만청은 여태까지처럼")
    file = read(tmp_path, "report.txt", re.sub(r"(^|\.)(\d)\)", rf"\1\2{bracket}", content))
    text = "\n".join(passage.text for passage in file.documents[0].passages)
    assert "않겠다고 밝혔다. 이 항로는 여름철보다 열이틀이" in text
    assert "나누기로 하였다." in text
    assert_quotes_stand_in_the_file(tmp_path / "report.txt", file)


def test_points_whose_numbers_are_called_for_elsewhere_begin_lines_as_before(
    tmp_path: Path,
) -> None:
    points = FALLEN.replace("2) 이 항로는", "2) 둘째 항로는")
    text = text_of(tmp_path, points + NOTES + EDGE + BELOW + DAYS)
    assert "2) 둘째 항로는" in text
