"""A short question goes on with the one before it where the documents speak of both together."""

from pathlib import Path

import pytest

from index.build import build_index
from qa.bot import Bot
from qa.continuity import asked_of
from qa.followup import standalone
from qa.retriever import Retriever

BEFORE = "해온 영화제에는 몇 명이 왔나?"
DOCUMENTS = {
    "festival.md": "# 해온 영화제\n\n해온 영화제가 5월 3일 개막했다. 관객 2만 명이 다녀갔다. "
    "개막식은 바닷가에서 열렸다.",
    "typhoon.md": "# 태풍 피해\n\n태풍 나래는 9월 2일 상륙했다. 과수원 30곳이 피해를 봤다.",
}


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder = tmp_path_factory.mktemp("continuity")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    index = folder / "an.index"
    build_index([folder], index)
    return Bot.open(index)


def test_what_the_documents_before_speak_of_goes_on(bot: Bot) -> None:
    asked = asked_of(bot.retriever, "개막식은 어디서 열렸나?", [BEFORE])
    assert asked.text == "해온 영화제, 개막식은 어디서 열렸나?"


@pytest.mark.parametrize("question", ["태풍은 언제 왔나?", "과수원은 몇 곳이 당했나?"])
def test_what_they_do_not_speak_of_begins_anew(bot: Bot, question: str) -> None:
    assert asked_of(bot.retriever, question, [BEFORE]).text == question
    assert standalone(question, [BEFORE]) != question  # which knows no document


@pytest.mark.parametrize(
    "question", ["2024년 다시세움 예산은?", "다시세움 예산은 얼마인가?", "태풍나래 피해는?"]
)
def test_a_question_with_a_subject_of_its_own_begins_anew(bot: Bot, question: str) -> None:
    assert asked_of(bot.retriever, question, [BEFORE]).text == question


@pytest.mark.parametrize("question", ["영화제 관객은?", "지난해 관객은?", "우승자 기록은?"])
def test_what_may_be_said_of_anything_is_no_subject(bot: Bot, question: str) -> None:
    assert asked_of(bot.retriever, question, [BEFORE]).text != question


@pytest.mark.parametrize("question", ["그럼 태풍은 언제 왔나?", "거기서 언제 열렸나?", "태풍은?"])
def test_what_points_back_goes_on_whatever_it_names(bot: Bot, question: str) -> None:
    assert asked_of(bot.retriever, question, [BEFORE]).text != question


def test_an_answer_says_what_was_asked(bot: Bot) -> None:
    answer = bot.ask("태풍은 언제 왔나?", history=[BEFORE])
    assert answer.standalone_question == "태풍은 언제 왔나?"
    assert answer.citations[0].document.endswith("typhoon.md")


def test_an_index_of_nothing_goes_on_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("…", encoding="utf-8")
    build_index([tmp_path / "a.md"], tmp_path / "an.index")
    retriever = Retriever.open(tmp_path / "an.index")
    assert asked_of(retriever, "태풍은 언제 왔나?", [BEFORE]).text == "태풍은 언제 왔나?"
