"""Reports whose lines somebody broke where it suited, and press releases wrapped inside a site."""

from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read

REPORT = """바람재해양연구원 현안보고 2025-08호
가을 멸치 어장의 북상과 어업인의 대응
- 세 항구의 위판 기록을 중심으로 -
남도윤(수산자원실 연구위원)
2025. 11. 3.

Ⅰ. 어장의 이동

2024년 9월부터 멸치 어장이 해마다 북쪽으로 12km씩 옮겨
가고 있다. 새터항의 위판량은
4,120톤으로 전해보다 31% 줄었고, 미루항의 위판량은 두 배로 늘었다. 어획 시기도
보름 앞당겨졌다. 원인은 수온의 상승이라고 판단되었
다. 어업인들은 그물코의 크기를 줄여 달라고
요구하였으나 받아들여지지 않았다. 새터
- 7 -

바람재해양연구원 현안보고 2025-08호

어촌계장 고은별은 면담에서 배를 옮길 돈이 없다고 토로하였다.

1) 항구별 대응

미루항은 냉동 창고를 18억 원에 지었으며, 하루 처리량은
140톤이다. 새터항은 위판장을 줄이고 관광 어시장을
열기로 하였다.

<표 1> 2025년 어장 변화 일지
일자      내용
3.9       수온 관측 부이 6기 설치
5.21*     미루항 냉동 창고 준공
9.14      첫 멸치 위판
자료: 항구별 보고를 정리

Ⅱ. 제언

첫째, 감척 보상의 기준을 어선의 나이가 아니라 실제
어획량으로 바꾸어야 한다. 둘째, 두 항구가 얼음을 함께 쓰는 방안을
검토할 필요가 있다. 보상금은 한 척에 9천만 원으로 추산
된다.
"""

SITE = """본문 바로가기
주메뉴 바로가기
누리군청
페이스북 엑스 카카오톡 URL복사
글자크기 크게 작게
인쇄
누리군, 겨울 철새 도래지에 탐조 쉼터 연다
작성자 홍보팀   등록일 2025-10-20   조회수 311
첨부파일
탐조쉼터_보도자료.hwpx [212KB]  바로보기
보도시점 2025. 10. 20.(월) 배포 즉시

□ 누리군은 갈대벌 철새 도래지 들머리에 탐조 쉼터를 지어 11월 1일부터 문을
연다고 20일 밝혔다. 쉼터는 군비 4억 2천만 원으로 지었으며 망원경 여덟 대를
갖추었다.

 ○ 쉼터는 아침 여덟 시부터 해가 질 때까지 열고, 입장료는 받지 않는다. 다만 스무
명이 넘는 단체는 사흘 전에 예약하여야 한다.

 ○ 지난겨울 갈대벌에는 가창오리 18만 마리가 다녀갔다. 군은 먹이가 모자라지 않게
볏짚을 논에 그대로 두는 농가에 한 마지기에 4만 원을 준다.

이 보도자료와 관련하여 더 자세한 내용이 필요하시면 환경과 신나루 주무관에게
문의하시기 바랍니다.
이전글 2025년 가을 산불 감시원 모집
다음글 군청 주차장 포장 공사 안내
개인정보처리방침 | 저작권정책 | 찾아오시는 길
"""

BRIEF = """Gaon Institute for Island Studies
1. What happened

At dawn on 4 March 2025 the ferry Haeoreum ran aground off Norae
Island. The master had left the bridge because
the heating in the engine room had failed, and none of the crew was qu-
alified to steer. All 61 passengers were taken off by a fishing boat within
two hours. The provincial government later paid
each of them KRW 300,000.

First, a second officer should be on every bridge before
the winter timetable begins. Second, the harbour office should publish the
results of its inspections within a month of each of
them, as it does for larger ships.
"""


def _texts(tmp_path: Path, text: str) -> list[str]:
    return [p.text for p in passages(tmp_path, "a.txt", text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "2024년 9월부터 멸치 어장이 해마다 북쪽으로 12km씩 옮겨 가고 있다.",
        "새터항의 위판량은 4,120톤으로 전해보다 31% 줄었고, 미루항의 위판량은 두 배로 늘었다.",
        "원인은 수온의 상승이라고 판단되었다. 어업인들은",
        "새터 어촌계장 고은별은 면담에서 배를 옮길 돈이 없다고 토로하였다.",
        "첫째, 감척 보상의 기준을 어선의 나이가 아니라 실제 어획량으로 바꾸어야 한다.",
    ],
)
def test_a_sentence_of_a_ragged_report_is_whole(tmp_path: Path, sentence: str) -> None:
    file = read(tmp_path, "a.txt", REPORT)
    assert sentence in "\n".join(p.text for document in file.documents for p in document.passages)
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", file)


def test_headings_rows_and_heads_of_a_ragged_report_are_told(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.txt", REPORT)
    headings = {p.heading for p in found}
    assert any("1) 항구별 대응" in heading for heading in headings)
    assert "5.21*     미루항 냉동 창고 준공" in {p.text for p in found}
    assert sum("현안보고" in p.text or "현안보고" in p.heading for p in found) <= 1
    assert not any("가지 않았다" in heading or "위판량은" in heading for heading in headings)


def test_a_subtitle_between_dashes_is_no_part_of_the_title(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.txt", REPORT).documents
    assert document.metadata.title == "가을 멸치 어장의 북상과 어업인의 대응"


def test_a_wrapped_press_release_is_read_without_its_site(tmp_path: Path) -> None:
    (document,) = read(tmp_path, "a.txt", SITE).documents
    held = "\n".join(f"{p.heading}\n{p.text}" for p in document.passages)
    assert document.metadata.title == "누리군, 겨울 철새 도래지에 탐조 쉼터 연다"
    assert "쉼터를 지어 11월 1일부터 문을 연다고 20일 밝혔다." in held
    for menu in ("바로가기", "URL복사", "글자크기", "이전글", "다음글", "찾아오시는", "문의하시기"):
        assert menu not in held
        assert any(menu in one.excerpt for one in document.removals)


def test_english_lines_are_joined_with_a_space_and_without_their_hyphens(tmp_path: Path) -> None:
    held = "\n".join(_texts(tmp_path, BRIEF))
    for sentence in (
        "The master had left the bridge because the heating in the engine room had failed,",
        "none of the crew was qualified to steer.",
        "First, a second officer should be on every bridge before the winter timetable begins.",
    ):
        assert sentence in held


TABLES = """□ 도는 여섯 곳에 배를 나누어 준다고 12일 밝혔다. 배는 봄에 들어온다.

<참고> 2025년 지역별 배정 (단위: 척)
구분
새터
미루
갈매
누리
배정
12
8
5
3

<참고> 2025년 사업 일정
구분 / 날짜
신청 접수 / 3. 4. ~ 3. 29.
현장 심사 / 4. 22.
대상 발표 / 5. 31.

<2024년 주요 일정>
일자    내용
8.14    발대식 (새터항 어업인 회관)
9.9    추석 안전 점검 시작
11.21    운영 종료
"""


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ("배정\t12\t8\t5\t3", "새터"),
        ("신청 접수 /\t3. 4. ~ 3. 29.", "2025년 사업 일정"),
        ("9.9    추석 안전 점검 시작", "2024년 주요 일정"),
    ],
)
def test_small_tables_are_read_row_by_row(tmp_path: Path, row: str, heading: str) -> None:
    found = {p.text: p.heading for p in passages(tmp_path, "a.txt", TABLES)}
    assert heading in found[row]


def test_two_wrapped_lines_that_end_in_figures_are_no_table(tmp_path: Path) -> None:
    text = """Ⅲ. 다른 나라의 제도

갈라도는 1998년의 개혁으로 조정 지수를
도입하였고, 2010년에 처음으로 급여를 깎았다. 그러나 여론이 나빠지자
소득세를 줄여 충격을 덜었다. 이웃 섬의 제도는 20
04년에 들어왔으나 물가가 내릴 때에는 쓰지 않는다는 단서 때문에 2
015년에야 처음 쓰였다. 두 섬의 사례는 제도가 법에 있다는
사실과 실제로 쓰인다는 사실이 다름을 보여 준다. 그래서
"""
    held = "\n".join(_texts(tmp_path, text * 2))
    assert "이웃 섬의 제도는 2004년에 들어왔으나" in held


@pytest.mark.parametrize(
    ("head", "title", "outlet"),
    [
        (
            "누리솔외교연구원 정세브리프 제41호\n남해 어업협정의 재협상과 과제\n"
            "도하늘(해양법연구실 부연구위원)",
            "남해 어업협정의 재협상과 과제",
            "누리솔외교연구원",
        ),
        (
            "솔향시 상수도위원회 제6차 회의록\n일시: 2025. 4. 2.(수) 14:00\n"
            "참석: 위원장 마은결, 위원 여섯 명(재적 여덟 명)",
            "솔향시 상수도위원회 제6차 회의록",
            "",
        ),
        (
            "갯들 풍력 단지 주민 설명회 회의록\n일    시 : 2025년 7월 17일(목) 19:00\n"
            "참    석 : 주민 이백 명, 군수 도한별, 사업단장 마은결, 어촌계장 편노을",
            "갯들 풍력 단지 주민 설명회 회의록",
            "",
        ),
    ],
)
def test_neither_series_nor_those_present_are_the_title(
    tmp_path: Path, head: str, title: str, outlet: str
) -> None:
    text = f"{head}\n\n위원회는 협정의 남은 쟁점이 세 가지라고 밝혔다. 첫째는 조업 구역이다.\n"
    (document,) = read(tmp_path, "a.txt", text).documents
    assert (document.metadata.title, document.metadata.source) == (title, outlet)


# `~`: the space that a line keeps
SOME = """가온바다연구원 현안분석 2025-07호
표류 부표의 세 해
2025. 11. 3.

1. 사라진 부표
  2022년 가을 이후 먼바다에 띄운 표류 부표는 모두 412개였으나 세 해 뒤 신호를~
보내는 것은 188개에 지나지 않는다. 연구진은 그 까닭을 부품의 값에서 찾지 않고
부표를 거두는 배가 모자란 데에서 찾았다. 배 한 척이 한 달에 거둘 수 있는 부표
는 열다섯 개이며, 거두는 데 드는 기름값은 부표 값의 3분의 2에 이른다. 새 부표
를 띄우는 값이 더 싸다는 뜻이어서 낡은 것은 그대로 바다에 남는다. 해류가 바뀌~
는 겨울에는 북쪽 해역까지 밀려 올라간 부표가 그물에 걸려 조업을 멈춘 어선도
나왔다. 어업인들은 보상을 요구했으나 주인을 가릴 수 없다는 답만 돌아왔다고~
밝혔다.
2  현안분석 2025-07
  정부는 2024년부터 부표마다 주인의 번호를 새기게 하였다. 번호가 없는 부표를~
발견한 어선에는 한 개에 4만 원을 준다. 이 돈을 받은 어선은 지난해 61척이었고
올해는 더 늘어날 것으로 보인다. 다만 번호를 새긴 부표도 세 해가 지나면 읽을~
표류 부표의 세 해  3
수 없게 된다는 지적이 나온다. 연구진은 번호 대신 전파로 읽는 꼬리표를 붙이자
고 제안하였으며, 꼬리표 하나의 값은 2천 원으로 어림하였다. 꼬리표를 붙이는 데
드는 품은 하루에 부표 서른 개이다.
4  현안분석 2025-07
  끝으로 이웃 나라의 부표를 함께 거두는 협정을 맺어야 한다. 지난해 우리 바다~
에서 거둔 부표의 19%는 이웃 나라 것이었고, 그 가운데 되돌려 준 것은 없다.
""".replace("~", " ")


def test_where_only_some_lines_keep_their_space_the_words_tell(tmp_path: Path) -> None:
    text = "\n".join(p.text for p in passages(tmp_path, "a.txt", SOME))
    for words in ("찾지 않고 부표를", "조업을 멈춘 어선도 나왔다", "부표는 열다섯", "읽을 수 없게"):
        assert words in text
    assert "새 부표를 띄우는" in text


def test_heads_of_left_and_right_pages_are_told_together(tmp_path: Path) -> None:
    text = "\n".join(p.heading + p.text for p in passages(tmp_path, "a.txt", SOME))
    assert "현안분석 2025-07\n" not in text
    assert "세 해  3" not in text


def test_an_indented_line_behind_a_full_one_begins_a_paragraph(tmp_path: Path) -> None:
    found = [p.text for p in passages(tmp_path, "a.txt", SOME)]
    assert any(text.startswith("정부는 2024년부터 부표마다") for text in found)


def test_days_in_lines_of_their_own_are_rows_though_one_is_broken(tmp_path: Path) -> None:
    table = """<표 1> 2025년 부표 일지
일자
내용
3/9
가온바다연구원, 부표 열두 개를 새터 앞바다에 띄움
4/24
부표 번호 새기기 시범 사업 시작(새터항), 어선 서른 척이 함께하기로 합
의
6월 5~7일
이웃 나라와 첫 실무 회의
9/30
꼬리표 부표 첫 회수
자료: 가온바다연구원
"""
    text = SOME.replace("  끝으로 이웃", table + "  끝으로 이웃")
    rows = [p.text for p in passages(tmp_path, "a.txt", text) if "부표 일지" in p.heading]
    assert rows == [
        "3/9 가온바다연구원, 부표 열두 개를 새터 앞바다에 띄움",
        "4/24 부표 번호 새기기 시범 사업 시작(새터항), 어선 서른 척이 함께하기로 합의",
        "6월 5~7일 이웃 나라와 첫 실무 회의",
        "9/30 꼬리표 부표 첫 회수",
    ]
