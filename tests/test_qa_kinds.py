import pytest

from qa.kinds import holds
from qa.question import answer_type


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("시장은 몇 살인가?", "시장은 2018년에 뽑혔다.", False),
        ("시장은 몇 살인가?", "시장은 올해 54세다.", True),
        ("How old is the mayor?", "The mayor has held office for 12 months.", False),
        ("집이 몇 채 잠겼나?", "집 347채가 잠겼다.", True),
        ("몇 차례 만났나?", "두 사람은 세 번 만났다.", True),
        ("물은 섭씨 몇 도였나?", "바다는 29.3℃까지 올랐다.", True),
        ("언제 왔나?", "그는 평양에 왔다.", False),
        ("9월 13일에 무슨 일이 있었나?", "그는 평양에 왔다.", True),
    ],
)
def test_a_sentence_must_hold_the_kind_of_thing_that_is_asked_for(
    question: str, text: str, held: bool
) -> None:
    assert holds(text, answer_type(question), question) is held


def test_a_table_s_unit_stands_in_its_heading() -> None:
    assert holds("강릉\t29.3", "number", "강릉은 몇 도였나?", "지점 | 최고 기온(℃)")
