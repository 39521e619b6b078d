"""Pairs of sentences of two documents: on the same thing or not, with the same figure or another.

The figure that answers stands in brackets in the first one.
"""

import pytest

from index.sourcemap import Span
from index.tokens import analyse
from qa.agreement import relation
from qa.figures import Statement, figure_of

FLOOD = "해온시에서 침수된 주택은 몇 채인가?"
HURT = "서린산단 화재로 다친 사람은 몇 명인가?"
GUESTS = "연꽃 축제에 다녀간 방문객은 몇 명인가?"
COST = "새 도서관의 사업비는 얼마인가?"

# question, the sentence that answers, one of another document
OTHERWISE = [
    (
        FLOOD,
        "해온시는 침수된 주택이 [312채]라고 밝혔다.",
        "해온시에서 침수된 주택은 모두 347채로 집계됐다.",
    ),
    (FLOOD, "해온시에서 주택 [312채]가 침수됐다.", "해온시에서는 주택 347채가 침수됐다."),
    (
        FLOOD,
        "해온시는 13일 침수된 주택이 [312채]라고 밝혔다.",
        "해온시는 15일 침수된 주택이 347채라고 밝혔다.",
    ),
    (
        FLOOD,
        "해온시에서 주택 [312채]가 침수됐고 주민 40명이 대피했다.",
        "해온시에서 침수된 주택은 347채로 늘었다.",
    ),
    (
        FLOOD,
        "해온시에서 상가 40동, 주택 [312채]가 침수됐다.",
        "해온시에서 주택 347채와 상가 52동이 침수됐다.",
    ),
    (
        FLOOD,
        "해온시에서 주택 [312채]가 침수됐다.",
        "침수 주택은 당초 312채로 알렸으나 정밀 조사 결과 347채로 바로잡았다.",
    ),
    (FLOOD, "침수 주택은 312채에서 [347채]로 바로잡는다.", "해온시에서 주택 312채가 침수됐다."),
    (HURT, "서린산단 화재로 [5명]이 다쳤다.", "다친 사람은 5명이 아니라 7명으로 확인됐다."),
    (HURT, "서린산단 화재로 다친 사람은 [29명]이다.", "서린산단 화재로 다친 사람은 모두 52명이다."),
    (
        HURT,
        "이번 불로 서린산단 공장에서 일하던 노동자 [14명]이 숨졌다.",
        "서린산단 공장에서 일하던 노동자 17명이 이번 불로 숨졌다.",
    ),
    (
        GUESTS,
        "올해 연꽃 축제 방문객은 [18만 3천 명]이었다.",
        "올해 연꽃 축제 방문객은 21만 5,400명이었다.",
    ),
    (COST, "새 도서관의 사업비는 [96억 원]이다.", "새 도서관의 사업비는 112억 원이다."),
    (
        "암모니아 누출량은?",
        "공장에서 샌 암모니아는 [3.5톤]이다.",
        "공장에서 샌 암모니아는 1.8톤이라고 30일 발표했다.",
    ),
    (
        "조합원 투표의 찬성률은?",
        "조합원 투표의 찬성률은 [61.2%]였다.",
        "조합원 투표의 찬성률은 64.7퍼센트였다.",
    ),
]
SAME = [
    (GUESTS, "연꽃 축제 방문객은 [1만 명]이었다.", "연꽃 축제 방문객은 모두 10,000명이었다."),
    (
        FLOOD,
        "해온시는 침수된 주택이 [347채]라고 밝혔다.",
        "해온시에서 침수된 주택은 모두 347채로 집계됐다.",
    ),
    (
        COST,
        "새 도서관의 사업비는 [3조 2천억 원]이다.",
        "새 도서관의 사업비는 3.2조 원으로 확정됐다.",
    ),
    (
        "찬성률은?",
        "조합원 투표의 찬성률은 [98.3%]였다.",
        "조합원 투표의 찬성률은 98.3퍼센트로 나타났다.",
    ),
    (HURT, "서린산단 화재로 [7명]이 다쳤다.", "서린산단 화재로 7명이 다쳤다고 소방서는 밝혔다."),
]
NOTHING = [
    # rounded, about, at least
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 주택은 약 340채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 주택은 300채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 주택은 350채가 넘는다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 주택은 400여 채다."),
    (FLOOD, "해온시에서 침수된 주택은 [350채 이상]이다.", "해온시에서 침수된 주택은 412채다."),
    (GUESTS, "연꽃 축제 방문객은 [18만 명]이었다.", "연꽃 축제 방문객은 18만 3,250명이었다."),
    # another place, part, kind
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "갈매군에서 침수된 주택은 347채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "갈매동에서 침수된 주택은 121채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 반지하 주택은 121채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 파손된 주택은 48채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 상가는 48채다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 농경지는 430㏊다."),
    (
        FLOOD,
        "해온시에서 침수된 주택은 [312채]다.",
        "해온시에서 침수된 주택 가운데 복구된 주택은 95채다.",
    ),
    (HURT, "서린산단 화재로 다친 사람은 [29명]이다.", "서린산단 화재로 숨진 사람은 3명이다."),
    (HURT, "서린산단 화재로 다친 사람은 [29명]이다.", "서린산단 화재로 다친 소방대원은 4명이다."),
    (
        HURT,
        "서린산단 화재로 다친 사람은 [29명]이다.",
        "서린산단 화재로 다친 사람 가운데 9명은 입원했다.",
    ),
    (HURT, "서린산단 화재로 다친 사람은 [29명]이다.", "갈매산단 화재로 다친 사람은 12명이다."),
    (
        "남자 대표팀 선수는 몇 명인가?",
        "남자 대표팀 선수는 [12명]이다.",
        "여자 대표팀 선수는 14명이다.",
    ),
    ("외국인 주민은 몇 명인가?", "외국인 주민은 [2,310명]이다.", "남성 외국인 주민은 1,127명이다."),
    # another time
    (
        GUESTS,
        "2023년 연꽃 축제 방문객은 [18만 3천 명]이었다.",
        "2024년 연꽃 축제 방문객은 21만 5,400명이었다.",
    ),
    (
        GUESTS,
        "연꽃 축제 방문객은 [18만 3천 명]이었다.",
        "지난해 연꽃 축제 방문객은 21만 5,400명이었다.",
    ),
    (
        GUESTS,
        "제17회 연꽃 축제 방문객은 [18만 3천 명]이었다.",
        "제18회 연꽃 축제 방문객은 21만 5,400명이었다.",
    ),
    (
        GUESTS,
        "연꽃 축제 방문객은 [18만 3천 명]이었다.",
        "상반기 연꽃 축제 방문객은 9만 5,400명이었다.",
    ),
    (
        GUESTS,
        "연꽃 축제 방문객은 누적 [18만 3천 명]이었다.",
        "연꽃 축제 방문객은 하루 2만 7,150명이었다.",
    ),
    (
        GUESTS,
        "8월 연꽃 축제 방문객은 [18만 3천 명]이었다.",
        "7월 연꽃 축제 방문객은 9만 5,400명이었다.",
    ),
    (
        GUESTS,
        "연꽃 축제 방문객은 3일간 [18만 3천 명]이었다.",
        "연꽃 축제 방문객은 5일간 21만 5,400명이었다.",
    ),
    # planned, denied, a difference
    (GUESTS, "연꽃 축제 방문객은 [18만 3천 명]이었다.", "연꽃 축제 방문객 목표는 21만 5천 명이다."),
    (COST, "새 도서관의 사업비는 [96억 원]이다.", "새 도서관의 사업비는 112억 원으로 예상된다."),
    (COST, "새 도서관의 사업비는 [96억 원]이다.", "새 도서관의 사업비는 112억 원을 넘지 않는다."),
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "해온시에서 침수된 주택이 35채 늘었다."),
    # changes by the day
    (
        "환율은 얼마인가?",
        "원·달러 환율은 [1,352원]에 마감했다.",
        "원·달러 환율은 1,347원에 마감했다.",
    ),
    ("확진자는 몇 명인가?", "3일 해온 확진자는 [11명]이다.", "7일 해온 확진자는 25명이다."),
    # a change from one year to the next, or within some
    (
        "외국인 주민은?",
        "외국인 주민은 [2,310명]이다.",
        "외국인 주민은 전년 2,310명에서 2,480명으로 늘었다.",
    ),
    (
        "외국인 주민은?",
        "외국인 주민은 [2,310명]이다.",
        "외국인 주민은 5년 만에 2,310명에서 2,480명으로 늘었다.",
    ),
    (
        "외국인 주민은?",
        "외국인 주민은 [2,310명]이다.",
        "자원봉사자는 2,310명에서 2,480명으로 늘었다.",
    ),
    ("투표율은?", "오전 10시 현재 투표율은 [12.3%]다.", "오전 11시 현재 투표율은 18.1%다."),
    # another unit, an age, a rank
    (COST, "새 도서관의 사업비는 [96억 원]이다.", "새 도서관의 사업비는 720만 달러다."),
    # several figures: which of them is compared is not known
    (FLOOD, "해온시에서 침수된 주택은 [312채]다.", "침수된 주택은 갈매동 121채, 포구동 88채다."),
]


def statement(text: str, date: str | None, about: str = "") -> Statement:
    tokens = tuple(token for sentence in next(analyse([text])) for token in sentence.tokens)
    return Statement(text, tokens, about, text, date)


def told(question: str, one: str, other: str, dates: tuple[str | None, str | None]) -> str:
    start, end = one.index("["), one.index("]") - 1
    plain = one.replace("[", "").replace("]", "")
    figure = figure_of(statement(plain, dates[0]), Span(start, end))
    assert figure is not None
    return relation(figure, statement(other, dates[1]), question).said


def test_who_does_not_name_the_event_speaks_of_that_of_its_title() -> None:
    text, titles = (
        "이 사고로 {}명이 숨졌다.",
        ("포즈난 열차 탈선", "갈매포 버스 추락", "포즈난 열차 참사"),
    )
    one, bus, train = (
        statement(text.format(count), "2024-05-03", title)
        for count, title in zip((3, 5, 7), titles, strict=True)
    )
    figure = figure_of(one, Span(6, 8))
    assert figure is not None
    question = "포즈난 열차 사고로 몇 명이 숨졌나?"
    assert relation(figure, bus, question).said == "nothing"
    assert relation(figure, train, question).said == "otherwise"


def test_a_year_or_an_age_is_no_figure() -> None:
    for text in ("서도윤 시장은 54세다.", "다리는 1998년에 놓였다.", "제17회 축제가 열렸다."):
        assert figure_of(statement(text, None), Span(0, len(text))) is None


DATES = ("2024-09-13", "2024-09-16")


@pytest.mark.parametrize(("question", "one", "other"), OTHERWISE)
def test_another_figure_of_the_same_thing_is_a_disagreement(
    question: str, one: str, other: str
) -> None:
    assert told(question, one, other, DATES) == "otherwise"


@pytest.mark.parametrize(("question", "one", "other"), SAME)
def test_the_same_figure_in_other_words_agrees(question: str, one: str, other: str) -> None:
    assert told(question, one, other, DATES) == "same"


@pytest.mark.parametrize(("question", "one", "other"), NOTHING)
def test_what_may_be_of_another_thing_is_no_disagreement(
    question: str, one: str, other: str
) -> None:
    assert told(question, one, other, DATES) == "nothing"
