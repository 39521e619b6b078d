"""What several documents tell of one event: the newest first, and who says otherwise."""

from pathlib import Path

import pytest

from index.build import build_index
from qa.bot import Bot
from qa.render import answer_text, render

HOUSES = "태풍 다솜으로 해온시에서 침수된 주택은 몇 채인가?"
COSTS = "갈매포 새 도서관의 사업비는 얼마인가?"
FIRST, LATER, AGAIN = "강변일보-13.md", "남도신문-16.md", "해온통신-17.md"
TEXTS = {
    FIRST: (
        "2024-09-13",
        "태풍 다솜으로 해온시에서 주택 312채가 침수됐다. 주민들은 학교 강당으로 몸을 피했다.",
    ),
    LATER: (
        "2024-09-16",
        "태풍 다솜이 지나간 골목에서 젖은 가구를 꺼내는 손길이 바쁘다. "
        "해온시에서 침수된 주택은 모두 347채로 집계됐다. "
        "자원봉사자들이 사흘째 흙을 퍼내고 있다.",
    ),
    AGAIN: (
        "2024-09-17",
        "해온시는 침수된 주택이 347채라고 17일 밝혔다. 태풍 다솜의 지원금은 이달 안에 나온다.",
    ),
    "지난해.md": (
        "2023-09-04",
        "태풍 마루로 해온시에서 침수된 주택은 모두 88채로 집계됐다. 복구에는 두 달이 걸렸다.",
    ),
    "갈매군.md": (
        "2024-09-15",
        "갈매군에서 침수된 주택은 모두 129채로 집계됐다. 군은 도로 세 곳을 막았다.",
    ),
    "도서관.md": (
        "2024-05-02",
        "갈매포 새 도서관의 사업비는 96억 원에서 112억 원으로 늘었다. 내년 봄에 문을 연다.",
    ),
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder = tmp_path_factory.mktemp("accounts")
    for name, (date, text) in TEXTS.items():
        path = folder / "기사" / name
        path.parent.mkdir(exist_ok=True)
        front = f"---\ntitle: 태풍 소식\ndate: {date}\nsource: {name.split('-')[0]}\n---\n\n"
        path.write_text(front + text, encoding="utf-8")
    build_index([folder / "기사"], folder / "index")
    return Bot.open(folder / "index")


def test_of_two_figures_the_newest_is_cited_first_and_each_names_the_other(bot: Bot) -> None:
    answer = bot.ask(HOUSES)
    assert answer.short == "347채"
    newest, *others = answer.citations
    [oldest] = [one for one in others if one.document == FIRST]
    assert (newest.date or "") > (oldest.date or "")
    assert FIRST in newest.conflicts
    assert newest.document in oldest.conflicts
    assert oldest.quote[oldest.mark.start : oldest.mark.end] == "312채"


def test_who_tells_the_same_figure_is_named_with_it(bot: Bot) -> None:
    newest = bot.ask(HOUSES).citations[0]
    assert {newest.document, *newest.same_as} == {LATER, AGAIN}


def test_another_year_and_another_place_say_nothing_otherwise(bot: Bot) -> None:
    named = [name for one in bot.ask(HOUSES).citations for name in (*one.conflicts, *one.same_as)]
    assert {"지난해.md", "갈매군.md"}.isdisjoint(named)


def test_a_disagreement_stands_in_json_and_in_the_terminal(bot: Bot) -> None:
    answer = bot.ask(HOUSES)
    assert FIRST in render(answer)["citations"][0]["conflicts"]
    text = "\n".join(line.plain for line in answer_text(answer))
    assert f"다르게 말하는 문서 1건: {FIRST}" in text


def test_beside_a_quote_stands_the_sentence_that_says_otherwise(bot: Bot) -> None:
    citations = bot.ask(HOUSES).citations
    assert "312채" in bot.related(citations[0], citations)[FIRST].sentence


def test_up_to_a_day_only_what_was_told_until_then_counts(bot: Bot) -> None:
    [citation] = bot.ask(HOUSES, until="2024-09-14", since="2024-09-01").citations
    assert (citation.document, citation.conflicts) == (FIRST, ())


def test_who_asks_for_the_first_figure_or_one_outlet_gets_it_first(bot: Bot) -> None:
    for question in (f"강변일보에 따르면 {HOUSES}", HOUSES.replace("몇", "당초 몇")):
        first = bot.ask(question).citations[0]
        assert (first.document, first.conflicts) == (FIRST, (AGAIN, LATER))


def test_of_a_figure_and_the_one_it_was_replaced_by_the_latter_answers(bot: Bot) -> None:
    assert bot.ask(COSTS).short == "112억 원"
    assert bot.ask("갈매포 새 도서관의 당초 사업비는 얼마인가?").short == "96억 원"


def test_one_figure_written_in_two_ways_does_not_disagree_with_itself(tmp_path: Path) -> None:
    told = {
        "가.md": "다솜 연꽃 축제의 방문객은 모두 9,700명이었다. 비가 왔다.",
        "나.md": "다솜 연꽃 축제의 방문객은 모두 1만 2,300명이었다.",
        "다.md": "다솜 연꽃 축제의 방문객은 12,300명이라고 16일 밝혔다.",
    }
    folder = tmp_path / "기사"
    folder.mkdir()
    for name, text in told.items():
        (folder / name).write_text(f"---\ndate: 2024-07-15\n---\n\n{text}", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    answer = Bot.open(tmp_path / "index").ask("다솜 연꽃 축제의 방문객은 몇 명인가?")
    first = next(one for one in answer.citations if one.document == "나.md")
    assert (first.same_as, first.conflicts) == (("다.md",), ("가.md",))
