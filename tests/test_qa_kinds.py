import pytest

from qa.kinds import holds, measure
from qa.question import Question


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("시장은 몇 살인가?", "시장은 2018년에 뽑혔다.", False),
        ("시장은 몇 살인가?", "시장은 올해 54세다.", True),
        ("How old is the mayor?", "The mayor has held office for 12 months.", False),
        ("집이 몇 채 잠겼나?", "집 347채가 잠겼다.", True),
        ("몇 차례 만났나?", "두 사람은 세 번 만났다.", True),
        ("물은 섭씨 몇 도였나?", "바다는 29.3℃까지 올랐다.", True),
        ("경기는 몇 대 몇으로 끝났나?", "경기는 2-1로 끝났다.", True),
        ("자동차는 몇 대 팔렸나?", "경기는 2-1로 끝났다.", False),
        ("언제 왔나?", "그는 평양에 왔다.", False),
        ("열차 사업비는 얼마인가?", "열차 9편성을 공급한다.", False),
        ("열차 사업비는 얼마인가?", "이 일에는 3,180억 원이 든다.", True),
        ("여성이 차지하는 비율은?", "여성은 6만 8,412명이다.", False),
        ("여성이 차지하는 비율은?", "여성은 41.3%다.", True),
        ("축제 방문객 수는?", "축제는 9월 7일에 열렸다.", False),
        ("축제 방문객 수는?", "다녀간 사람은 18만 4천 명이다.", True),
        ("배는 얼마 동안 쉬었나?", "배는 1만 km를 달렸다.", False),
        ("배는 얼마 동안 쉬었나?", "배는 넉 달을 부두에 묶여 있었다.", True),
        ("새 다리의 너비는?", "길이는 1.2km이고 너비는 30m이다.", True),
        ("How many houses were flooded?", "The winners received 500 million won.", False),
        ("How many houses were flooded?", "주택 347채가 물에 잠겼다.", True),
        ("What share of the water is lost?", "물의 41%가 사라진다.", True),
        ("一時避難した住民は何人か", "주민은 43시간 만에 돌아왔다.", False),
        ("What time did the dock explode?", "부두는 11일 새벽에 폭발했다.", False),
        ("爆発は何時に起きましたか", "폭발은 오전 2시 47분에 일어났다.", True),
        ("몇 시에 배가 멈췄나?", "배는 3시간 만에 다시 떴다.", False),
        ("how many nursing home residents were moved", "요양원의 입소자 58명은 먼저 옮겼다.", True),
        ("有多少辆货车被困？", "화물차 64대의 발이 묶였다.", True),
        ("滨海边疆区有多少韩国侨民？", "동포는 2020년에 마을을 떠났다.", False),
        ("9월 13일에 무슨 일이 있었나?", "그는 평양에 왔다.", True),
    ],
)
def test_a_sentence_must_hold_the_kind_of_thing_that_is_asked_for(
    question: str, text: str, held: bool
) -> None:
    assert holds(text, Question.of(question)) is held


def test_a_heading_s_words_are_no_units_of_a_sentence() -> None:
    question = Question.of("집이 몇 채 잠겼나?")
    assert not holds("시는 피해를 12일 발표했다.", question, "침수 주택 347채로 정정")


def test_a_table_s_unit_stands_in_its_heading() -> None:
    assert holds("강릉\t29.3", Question.of("강릉은 몇 도였나?"), "지점 | 최고 기온(℃)")


@pytest.mark.parametrize(
    ("text", "units", "amount"),
    [
        ("먹거리 장터는 4억 1천만 원어치를 팔았다.", ("원",), "4억 1천만 원"),
        ("180개국 34,000 여명이 참가했다.", ("명",), "34,000 여명"),
        ("변의 길이는 57 mm이다.", ("m", "mm"), "57 mm"),
        ("비율은 40~50%정도이다.", ("%",), "40~50%"),
        ("두 사람은 세 번 만났다.", ("번",), "세 번"),
        ("갈매포\t영하 3.2도", ("도",), "영하 3.2도"),
        ("성장률은 -0.2%였다.", ("%",), "-0.2%"),
        ("3-2%", ("%",), "2%"),
        ("1 2 3 4 5 6 7 8명", ("명",), "4 5 6 7 8명"),  # a line of figures is no amount
        ("1987년부터 34년 동안 등대를 지켰다.", ("년",), "34년"),
    ],
)
def test_an_amount_ends_with_its_unit(text: str, units: tuple[str, ...], amount: str) -> None:
    found = measure(text, units)
    assert found is not None
    assert text[found.start : found.end] == amount


@pytest.mark.parametrize(
    "text", ["1" * 400, "1 천 " * 100, "5" + "만" * 400, "열한" * 200, "12 34 " * 5000]
)
def test_a_long_run_of_digits_is_looked_through_at_once(text: str) -> None:
    assert measure(text, ("척",)) is None


def test_without_a_unit_there_is_no_amount() -> None:
    assert measure("집 347채가 잠겼다.", ()) is None
