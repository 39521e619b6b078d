from pathlib import Path

import pytest
from qa_fakes import FILES

from index.records import Locator, Passage
from index.sourcemap import MappedText, Span
from qa.bot import Bot
from qa.examples import examples


def passage(text: str) -> Passage:
    return Passage(
        text, "문서.txt", "제목", "", None, "", text, MappedText.of(text).origin,
        (Span(0, len(text)),), Locator("text", 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("쇼이구 서기는 9월 13일 평양을 방문했다.", "쇼이구 서기는 언제 평양을 방문했나?"),
        (
            "부산시는 광안대교에 작은 등불 40개를 달았다.",
            "부산시는 광안대교에 작은 등불 몇 개를 달았나?",
        ),
        ("부산시 광안대교 공사비는 모두 30억 원이 들었다.", None),
        (
            "부산시 광안대교 보수 공사에는 약 30억 원이 들었다.",
            "부산시 광안대교 보수 공사에는 얼마가 들었나?",
        ),
        (
            "한편 부산시(시장 김아무)는 2024년 5월에 광안대교를 열고, 6월에 통행료를 없앴다.",
            "부산시는 언제 광안대교를 열었나?",
        ),
        (
            "9/13 쇼이구 국가안보회의 서기 방북, 정상 면담",
            "쇼이구 국가안보회의 서기 방북은 언제였나?",
        ),
    ],
)
def test_what_is_told_becomes_what_is_asked(told: str, asked: str | None) -> None:
    made = [one.question for one in examples([passage(told)])]
    assert (asked in made) if asked else made == []


@pytest.mark.parametrize(
    "told",
    [
        "그는 9월 13일 평양을 방문했다.",
        "부산시는 이날 광안대교 다리에 등불 40개를 달았다.",
        "부산시는 9월 13일 “광안대교를 연다”고 밝혔다.",
        "부산시는 광안대교가 아름답다.",
        "열었다.",
        "",
    ],
)
def test_what_does_not_stand_by_itself_is_not_asked(told: str) -> None:
    assert examples([passage(told)]) == []


def test_a_bot_shows_only_questions_that_it_answers(small_index: Path) -> None:
    bot = Bot.open(small_index)
    shown = bot.examples()
    asked = [one for one in shown if one.endswith("?")]  # titles stand in for the rest
    assert len(asked) >= 3
    assert shown == bot.examples()
    for question in asked:
        answer = bot.ask(question)
        assert answer.level != "none"
        assert any(answer.citations[0].document in name for name in FILES)
