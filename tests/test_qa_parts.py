from pathlib import Path

import pytest

from qa.bot import Bot
from qa.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("협정은 언제 맺었고 누가 서명했나?", ("협정은 언제 맺었나?", "협정은 누가 서명했나?")),
        ("단장은 누구이고 언제 왔나?", ("단장은 누구인가?", "단장은 언제 왔나?")),
        ("집은 몇 채이고 누가 샀나?", ("집은 몇 채인가?", "집은 누가 샀나?")),
        ("성장률은 얼마이며 물가는 얼마인가?", ("성장률은 얼마인가?", "물가는 얼마인가?")),
        ("그는 언제 왔나? 누구를 만났나?", ("그는 언제 왔나?", "그는 누구를 만났나?")),
        ("그는 언제 왔고, 그리고 어디로 갔나?", ("그는 언제 왔나?", "그는 어디로 갔나?")),
        ("장관은 언제 왔나? 그리고 누구를 만났나?", ("장관은 언제 왔나?", "장관은 누구를 만났나?")),
        ("회의는 언제 어디에서 열렸나?", ()),
        ("그가 가지고 있는 것은 무엇인가?", ()),
        ("미사일을 쏘고 나서 무엇을 했나?", ()),
        ("What is it and who did it?", ()),
    ],
)
def test_a_question_is_split_where_it_asks_a_second_thing(
    question: str, parts: tuple[str, ...]
) -> None:
    assert parts_of(question) == parts


def test_each_part_is_answered_from_where_its_answer_stands(small_index: Path) -> None:
    bot = Bot.open(small_index)
    question = "침수된 주택은 모두 몇 채이고 운석을 발견한 사람은 누구인가?"
    answer = bot.ask(question)
    assert answer.question == answer.standalone_question == question
    assert answer.parts == ("침수된 주택은 모두 몇 채인가?", "운석을 발견한 사람은 누구인가?")
    assert answer.text is not None
    assert "347채" in answer.text
    assert "노경민" in answer.text
    assert "347채" in answer.short
    assert "노경민" in answer.short
    assert [one.number for one in answer.citations] == [*range(1, len(answer.citations) + 1)]
    ids = [hit.passage.id for hit in answer.hits]
    assert len(set(ids)) == len(ids)
    assert [hit.rank for hit in answer.hits] == [*range(1, len(ids) + 1)]


def test_a_part_without_an_answer_makes_the_whole_less_sure(small_index: Path) -> None:
    bot = Bot.open(small_index)
    answer = bot.ask("침수된 주택은 모두 몇 채이고 호주의 코끼리는 무엇을 먹는가?")
    assert answer.level == "maybe"
    assert "347채" in answer.short
    nothing = bot.ask("호주의 코끼리는 무엇을 먹고 누가 그 코끼리를 키우는가?")
    assert nothing.level == "none"
    assert nothing.text is None
    assert nothing.citations == ()
