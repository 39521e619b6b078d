# ruff: noqa: E501 - lines of documents, which are as long as they are
"""Sentences that line breaks part in a text whose other paragraphs are whole."""

from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read

RELEASE = """보도시점: 2024. 5. 14.(화) 10:00

나루도, 외딴섬 세 곳에 빗물 저장소 짓는다
- 2026년까지 62억 원 투입, 섬마다 500톤 -

□ 나루도(도지사 한결)는 해마다 가뭄을 겪는 외딴섬 세 곳에 빗물 저장소를 짓고 2026년 6월부터 물을 대겠다고 14일 밝혔다.
 ○ 저장소는 섬마다 500톤씩 담을 수 있으며, 주민 1,240명이 서른 날 동안 쓸 수 있는 양이다.

□ 저장소는 학교와 보건
소의 지붕에서 받은 물을 모으며, 땅을 새로 사지 않아도 되는\x20
것이 장점이다. 수질 검사는 보건환경연구원이 두 달에 한 번씩\x20
한다.
 ○ 사업비 62억 원 가운데 국비가 70%이고, 나머지는 도와 군이 절
반씩 나누어 낸다.
 ○ 도는 지난해 다섯 곳을 살펴보았으나 두 곳은 지붕이 좁아 다음\x20
사업으로 미루었다.

□ 공사 기간을 줄이려고 저장통은 뭍에서 만들어 배로 옮기기로 하였
다. 배는 한 번에 여섯 통을 싣는다.

■ 앞으로의 일정
도는 8월에 설계를 마치고 11월에 공사를 시작한다.
"""


def _sentences(tmp_path: Path, text: str) -> list[str]:
    found = passages(tmp_path, "a.txt", text)
    return [p.text[start:end] for p in found for start, end in p.sentences]


def test_a_sentence_that_lines_break_here_and_there_is_one(tmp_path: Path) -> None:
    sentences = _sentences(tmp_path, RELEASE)
    for whole in (
        "저장소는 학교와 보건소의 지붕에서 받은 물을 모으며, 땅을 새로 사지 않아도 되는 것이 장점이다.",
        "수질 검사는 보건환경연구원이 두 달에 한 번씩 한다.",
        "사업비 62억 원 가운데 국비가 70%이고, 나머지는 도와 군이 절반씩 나누어 낸다.",
        "도는 지난해 다섯 곳을 살펴보았으나 두 곳은 지붕이 좁아 다음 사업으로 미루었다.",
        "공사 기간을 줄이려고 저장통은 뭍에서 만들어 배로 옮기기로 하였다.",
    ):
        assert whole in sentences


def test_a_part_of_a_sentence_is_no_heading(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.txt", RELEASE)
    title = "나루도, 외딴섬 세 곳에 빗물 저장소 짓는다"
    assert {p.heading for p in found} <= {"", title, "앞으로의 일정"}
    assert found[-1].heading == "앞으로의 일정"
    assert found[-1].text == "도는 8월에 설계를 마치고 11월에 공사를 시작한다."


def test_quotes_across_a_break_stand_in_the_file(tmp_path: Path) -> None:
    file = read(tmp_path, "a.txt", RELEASE)
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", file)


@pytest.mark.parametrize(
    "text",
    [
        "나루 등대, 백 년 만에 다시 밤바다로\n나루시는 항구의 등대를 새로 칠하고 밤에도 문을 열기로 했다고 2일 밝혔다.\n",
        "□ 추진 배경\n나루시는 항구의 등대를 새로 칠하고 밤에도 문을 열기로 했다고 2일 밝혔다.\n",
        "· 등대 축제에 12만 명이 다녀간 까닭은\n기사 제보 02-000-9090 무단 전재와 재배포 금지.\n",
        "□ 회수 대상은 다음과 같으며\n구분\n수량\n등대표 통조림을 모두 거두어들인다.\n",
    ],
)
def test_a_line_that_only_stands_above_a_sentence_stays_a_line(tmp_path: Path, text: str) -> None:
    above, below = text.split("\n")[:2]
    held = [p.text for p in passages(tmp_path, "a.txt", text)]
    assert not any(f"{above[-4:]} {below[:4]}" in one for one in held)


def test_the_rest_of_a_sentence_is_no_point_of_a_list(tmp_path: Path) -> None:
    text = "□ 나루시는 만 19세에서 34세까지의 청년 가운데 900명에게 달마다 15만 원을 지원한\n다. 신청은 3월 4일부터 주민센터에서 받는다.\n"
    assert "15만 원을 지원한다." in _sentences(tmp_path, text)[0]
    points = f"가. 대상\n나. 금액\n{text}"
    assert not any("지원한다." in one for one in _sentences(tmp_path, points))


REPORT = """3. 물가와 임금
물가는 한 해 전보다 3.1% 올라 봄의 3.7%보다 오름세가 누그러졌다고
조사국은 보고하였다. 곡물 수확이 좋아 빵값이 5.2%\x20
내린 것이 컸다. 다음 분기의 성장률은 0.4%로 예상치인 0.
7%를 밑돌 것으로 보인다. 수출이 줄어든 까닭은 항구의 기중기가\x20
무너져 열아흐레 동안 짐을 싣지 못한 데 있다.
4. 금리
위원회는 금리를 연 4.75%에서 4.50%로 0.25%포인트 낮
추기로 하였다. 찬성은 다섯 명이고 반대는 두 명이었다. 새 금리는\x20
7월 29일부터 쓰며, 다음 회의는 두 달 뒤에 연다. 위원 가운데 한\x20
사람은 병으로 나오지 못하여 표결에 들지 않았다. 총재는 물가가 다
시 오르면 언제든 되돌릴 수 있다고 말하였다.
5. 낡은 지폐를 거두어들이는 날과 새 동전의 무게
20크론 지폐는 내년 6월 말까지만 쓰고 동전으로 바꾼다. 노동조합은
 58크론까지 값을 올려 달라고 하였으나 위원회는 받아들이지 않았
다. 바꾸는 일은 우체국에서도 돈을 받지 않고 할 수 있다고 한다.
"""


def test_a_nearly_full_line_that_breaks_in_mid_sentence_is_no_heading(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.txt", REPORT)
    held = " ".join(p.text for p in found)
    assert "위원회는 금리를 연 4.75%에서 4.50%로 0.25%포인트 낮추기로 하였다." in held
    assert "4. 금리" in {p.heading for p in found}
    assert "5. 낡은 지폐를 거두어들이는 날과 새 동전의 무게" in {p.heading for p in found}


def test_the_space_of_a_break_may_stand_before_the_next_line(tmp_path: Path) -> None:
    held = " ".join(p.text for p in passages(tmp_path, "a.txt", REPORT))
    assert "노동조합은 58크론까지" in held
    assert "0.7%를 밑돌" in held
