import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from web_fakes import POISON, FakeBot, citation, found, hit, nothing, shown_after, text_of

from index.errors import BusyError, EncoderError, InputError, MissingIndexError, QAError
from qa.feedback import Feedback
from qa.followup import LONGEST
from qa.messages import say
from qa.render import answer_text
from qa.reporting import load_citations
from qa.web.cards import sources
from qa.web.chat import Chat, Panes, panes
from qa.web.export import conversation_json, exported, markdown, plain
from qa.web.faults import line_of
from qa.web.filters import filters
from qa.web.presses import Press, pressed
from qa.web.session import TURNS, Session, kept
from qa.web.talk import answer as answered
from qa.web.talk import chip
from qa.web.turns import Scope, Turn

# answers


def test_an_answer_shows_its_strength_its_marked_quotes_and_a_chip_for_each_source() -> None:
    session, (talk, sources) = shown_after(FakeBot(), "다리는 언제 열렸나?")
    assert "확실" in talk
    assert '<mark class="decisive">2019년</mark>' in talk
    assert talk.count('data-source="1-1"') == 2  # in the text, and its chip
    assert talk.count('data-source="1-2"') == 3  # and another document says otherwise
    assert 'href="#source-1-1"' in talk
    assert 'id="source-1-1"' in sources
    assert "앞 문장이다." in sources
    assert [turn.number for turn in session.turns] == [1]


def test_the_chip_of_a_further_citation_says_what_its_quote_marks() -> None:
    assert "<q>2019년</q>" in chip(1, citation(), "ko", told=False)
    assert "<q>" not in chip(1, citation(), "ko")


@pytest.mark.parametrize(("text", "judged"), [("고마워", False), ("ㅋㅋㅋ", True)])
def test_who_asks_nothing_is_told_how_to_ask(text: str, judged: bool) -> None:
    given = nothing(text)
    turn = Turn(1, text, answer=given)
    talk = str(answered(turn, given, "ko"))
    assert "물어보시면 문서에서 찾아 드립니다" in talk
    assert ("없음" in talk) is judged
    assert "답이 아님" not in talk + str(sources([turn], "ko"))


def test_another_candidate_stands_under_a_heading_and_is_not_taken_along() -> None:
    other = citation("다리는 2020년에 칠했다.", number=2, candidate=True)
    given = found("다리는 언제 열렸나?", citation(), other)
    turn = Turn(1, given.question, answer=given, contexts=(("", ""),) * 2, others=({}, {}))
    talk, cards = str(answered(turn, given, "ko")), str(sources([turn], "ko"))
    for page, first, second in ((talk, "1-1", "1-2"), (cards, "source-1-1", "source-1-2")):
        assert page.index(first) < page.index("함께 볼 문장") < page.index(second)
    lines = [line.plain.strip() for line in answer_text(given)]
    assert lines.index("함께 볼 문장 (위 답의 근거는 아닙니다)") < lines.index(
        "다리는 2020년에 칠했다."
    )
    for written in (markdown([turn], "ko"), plain(turn, given, "ko")):
        assert "2019년" in written
        assert "2020년" not in written
    assert json.loads(conversation_json([turn]))["conversation"][0]["citations"][1]["candidate"]


def test_a_question_without_evidence_names_unknown_words_and_two_passages_that_are_no_answers() -> (
    None
):
    _, (talk, sources) = shown_after(FakeBot(), "우주선은 언제 왔나?")
    assert "없음" in talk
    assert "어느 문서에도 없는 말: 우주선" in talk
    assert sources.count("답이 아님") >= 2
    assert "다리 안내 2" in sources
    assert "다리 안내 3" not in sources
    assert "<mark" not in talk + sources


def test_earlier_questions_are_handed_on_and_failed_ones_are_not() -> None:
    bot = FakeBot()
    shown_after(bot, "다리는 언제 열렸나?", "오류", "길이는?")
    assert bot.asked[-1][:2] == ("길이는?", ("다리는 언제 열렸나?",))


def test_what_a_follow_up_was_taken_to_mean_is_shown_only_where_it_differs_and_can_be_edited() -> (
    None
):
    bot = FakeBot()
    session, (talk, _) = shown_after(bot, "다리는 언제 열렸나?", "그럼 길이는?")
    assert talk.count('<form class="understood"') == 1
    assert "다리는 언제 열렸나? 그럼 길이는?</textarea>" in talk
    press(session, do="edit", turn="2", question="다리의 길이는?")
    shown_after(bot, session=session)
    assert bot.asked[-1][:2] == ("다리의 길이는?", ())
    shown_after(bot, "폭은?", session=session)
    assert bot.asked[-1][:2] == ("폭은?", ("다리의 길이는?",))


def test_filters_reach_the_bot_and_stand_beneath_the_question() -> None:
    bot, session = FakeBot(), Session()
    scope = Scope("2019-01-01", None, ("강변일보",))
    session.add("다리는?", scope)
    _, (talk, _) = shown_after(bot, session=session)
    assert bot.asked[0][2] == scope
    assert "2019-01-01부터 · 강변일보" in text_of(talk)


# what goes wrong


def test_an_error_is_a_korean_line_and_neither_it_nor_a_bug_tells_where_things_are(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, (talk, _) = shown_after(FakeBot(), "오류")
    assert say("index_damaged") in talk
    assert "/home/someone" not in talk
    assert "/home/someone" in caplog.text
    _, (talk, _) = shown_after(FakeBot(), "버그")
    assert say("unexpected") in talk
    assert "secret" not in talk
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    ("error", "key"),
    [(MissingIndexError("x"), "index_missing"), (BusyError("x"), "index_busy"),
     (EncoderError("x"), "encoder_unusable"), (InputError("x"), "unreadable"),
     (QAError("x"), "unexpected"), (KeyError("x"), "unexpected")],
)  # fmt: skip
def test_every_error_has_a_line_in_both_languages(error: Exception, key: str) -> None:
    assert line_of(error, "ko") == say(key, "ko")
    assert line_of(error, "en") == say(key, "en")


@pytest.mark.parametrize(
    ("question", "scope", "said"),
    [("가" * 100_000, Scope(), "너무 깁니다"), ("언제?", Scope("2019-13-40"), "2019-13-40"),
     ("언제?", Scope("2020-01-01", "2019-01-01"), "늦습니다"), (" \n", Scope(), say("empty"))],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_says_why_without_asking(
    question: str, scope: Scope, said: str
) -> None:
    bot, session = FakeBot(), Session()
    session.add(question, scope)
    _, (talk, _) = shown_after(bot, session=session)
    assert bot.asked == []
    assert 'role="alert"' in talk
    assert said in talk
    assert len(session.turns[0].question) <= LONGEST + 1


def test_nul_and_lone_surrogates_in_a_question_cannot_break_the_page() -> None:
    _, (talk, _) = shown_after(FakeBot(), "다리\0는 \ud800언제?")
    assert "다리\ufffd는 \ufffd언제?" in talk


# several questions at once


def in_turn(steps: Callable[[Chat, Session, list[Panes]], Awaitable[None]]) -> list[Panes]:
    """Run `steps` beside a page that shows a session's replies; return all that it showed."""
    seen: list[Panes] = []

    async def run() -> None:
        chat, session = Chat(FakeBot()), Session()
        await steps(chat, session, seen)

    asyncio.run(run())
    return seen


async def follow(chat: Chat, session: Session, seen: list[Panes]) -> None:
    async for shown in chat.replies(session):
        seen.append(shown)


def test_a_question_asked_while_another_is_being_answered_waits_and_both_are_answered() -> None:
    async def steps(chat: Chat, session: Session, seen: list[Panes]) -> None:
        session.add("느린 다리는?", Scope())
        page = asyncio.create_task(follow(chat, session, seen))
        await asyncio.sleep(0.1)
        session.add("다리는 언제 열렸나?", Scope())
        await follow(chat, session, later := [])  # one page at a time tells what happens
        assert later == []
        await page
        assert [turn.answer is not None for turn in session.turns] == [True, True]

    seen = in_turn(steps)
    assert [one.talk.count("pending") for one in seen] == [1, 2, 1, 0]


def test_a_stopped_question_says_so_and_can_be_asked_again() -> None:
    async def steps(chat: Chat, session: Session, seen: list[Panes]) -> None:
        session.add("느린 다리는?", Scope())
        page = asyncio.create_task(follow(chat, session, seen))
        await asyncio.sleep(0.1)
        press(session, do="stop")
        await page
        assert session.turns[0].error == say("stopped")
        press(session, do="again", turn="1")
        await follow(chat, session, seen)
        assert [turn.answer is not None for turn in session.turns] == [True]

    seen = in_turn(steps)
    assert say("stopped") in seen[1].talk
    assert "2019년" in seen[-1].talk


def test_an_answer_to_a_conversation_that_was_left_does_not_come_up_in_the_next() -> None:
    async def steps(chat: Chat, session: Session, seen: list[Panes]) -> None:
        session.add("느린 다리는?", Scope())
        page = asyncio.create_task(follow(chat, session, seen))
        await asyncio.sleep(0.1)
        press(session, do="new")
        session.add("우주선은?", Scope())
        await page
        await asyncio.sleep(2)
        assert [turn.question for turn in session.turns] == ["우주선은?"]
        assert session.turns[0].answer is not None
        assert session.turns[0].answer.level == "none"

    in_turn(steps)


def test_a_long_conversation_forgets_its_beginning() -> None:
    session, _ = shown_after(FakeBot(), *(f"다리 {number}?" for number in range(TURNS + 2)))
    assert len(session.turns) == TURNS
    assert (session.turns[0].number, session.turns[-1].number) == (3, TURNS + 2)


# buttons, and what a browser may send instead


def press(session: Session, /, feedback: Feedback | None = None, **data: Any) -> object:
    return pressed(Press(session, data, feedback or Feedback(Path("nowhere"))))


@pytest.mark.parametrize(
    "data",
    [{}, {"do": None}, {"do": "nothing"}, {"do": "ask"}, {"do": "ask", "question": 5},
     {"do": "edit", "turn": "1", "question": ["x"]}, {"do": "edit", "turn": "7", "question": "x"},
     {"do": "again", "turn": {"x": 1}}, {"do": "rate", "turn": "1", "reason": "DROP TABLE"},
     {"do": "rate", "turn": "9", "reason": "good"}, {"do": "switch", "to": "fr"},
     {"do": "export", "form": "../x"}],
)  # fmt: skip
def test_what_does_not_fit_is_as_if_nothing_had_been_pressed(data: dict[str, Any]) -> None:
    session, before = shown_after(FakeBot(), "다리는?")
    assert press(session, **data) is None
    assert panes(session) == before


@pytest.mark.parametrize(
    "saved",
    [None, [], "x", {}, {"turns": 5}, {"turns": [5, {}, {"question": 5}]},
     {"id": "<script>", "turns": []}, {"id": "a" * 500, "turns": {}}],
)  # fmt: skip
def test_a_kept_conversation_that_is_none_opens_as_an_empty_one(saved: object) -> None:
    session = Session()
    press(session, do="open", saved=saved)
    assert session.turns == ()
    assert session.id.isalnum()
    assert len(session.id) == 16


def test_a_kept_conversation_is_opened_by_asking_its_questions_again() -> None:
    bot, session = FakeBot(), Session()
    session.add("다리는 언제 열렸나?", Scope("2019-01-01", None, ("강변일보",)))
    session.add("길이는?", Scope(), whole=True)
    saved = {"id": session.id, "turns": json.loads(kept(session.turns)), "name": "다리"}
    other = Session()
    press(other, do="open", saved=saved)
    assert other.id == session.id
    assert kept(other.turns) == kept(session.turns)
    assert "2019년 5월" not in kept(session.turns)
    shown_after(bot, session=other)
    assert [one[0] for one in bot.asked] == ["다리는 언제 열렸나?", "길이는?"]
    assert bot.asked[0][2] == Scope("2019-01-01", None, ("강변일보",))
    assert bot.asked[1][1] == ()


def told_of(turn: Turn) -> Panes:
    session = Session()
    session.turns = (turn,)
    return panes(session)


def test_a_greeting_is_told_how_to_ask_and_shows_no_passages() -> None:
    hits = (hit(1), hit(2))
    greeted = Turn(1, "고마워", answer=replace(nothing("고마워"), hits=hits))
    talk, sources = told_of(greeted)
    assert say("how_to_ask") in talk
    assert say("nearest") not in talk
    assert 'class="badge"' not in talk
    assert "card" not in sources


def test_filters_that_leave_no_document_are_told_from_documents_that_do_not_say() -> None:
    bare = replace(nothing("우주선은?"), hits=())
    assert (
        say("nothing_within")
        in told_of(Turn(1, "우주선은?", Scope("2099-01-01"), answer=bare)).talk
    )
    assert say("none_more") in told_of(Turn(1, "우주선은?", answer=bare)).talk
    assert say("nothing_within") in plain(Turn(1, "?", Scope("2099-01-01")), bare, "ko")


def test_what_an_address_narrows_in_vain_is_told() -> None:
    form = filters("ko", ("강변일보",), Scope("abc", "2019-05-03", ("강변일보", "없는신문")))
    assert say("unknown_filters", values="abc, 없는신문") in form
    assert 'value="2019-05-03"' in form
    assert 'value="abc"' not in form
    assert say("unknown_filters", values="") not in filters("ko", ("강변일보",), Scope())


# what people say


def test_a_judgement_is_kept_once_and_shown(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "said.sqlite")
    session, _ = shown_after(FakeBot(), "다리는 언제 열렸나?")
    press(session, feedback, do="rate", turn="1", reason="source")
    press(session, feedback, do="rate", turn="1", reason="good")
    assert [row["reason"] for row in feedback.rows()] == ["source"]
    assert f"의견을 보냈습니다: {say('source')}" in panes(session).talk


def test_a_judgement_is_taken_back_and_given_anew(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "said.sqlite")
    session, _ = shown_after(FakeBot(), "다리는 언제 열렸나?", "다리는 언제 열렸나?")
    press(session, feedback, do="rate", turn="1", reason="good")
    press(session, feedback, do="rate", turn="2", reason="source")
    press(session, feedback, do="unrate", turn="2")
    assert [row["reason"] for row in feedback.rows()] == ["good"]
    press(session, feedback, do="rate", turn="2", reason="answer")
    press(session, feedback, do="unrate", turn="3")
    assert [row["reason"] for row in feedback.rows()] == ["good", "answer"]
    assert f"의견을 보냈습니다: {say('answer')}" in panes(session).talk


def test_a_judgement_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    session, _ = shown_after(FakeBot(), "다리는 언제 열렸나?")
    press(session, Feedback(tmp_path / "nowhere" / "x"), do="rate", turn="1", reason="good")
    assert say("not_rated") in panes(session).talk


# taking it along


def test_an_exported_conversation_holds_every_citation_for_qa_verify() -> None:
    session, _ = shown_after(FakeBot(), "다리는 언제 열렸나?", "우주선은?", "오류")
    text = conversation_json(session.turns)
    assert [one["quote"] for one in load_citations(text, "x")] == [
        citation().quote, f"2019년 {POISON}"
    ]  # fmt: skip
    assert [one["id"] for one in json.loads(text)["conversation"]] == [1, 2]


def test_markdown_shows_quotes_as_they_stand() -> None:
    quote = "1~3월 **굵게** 2024. 8. 1. 시행 <b>\n- 목록\n1. 하나"
    turn = Turn(1, "# 무엇?", answer=found("q", citation(quote)))
    text = markdown([turn], "ko")
    assert "## \\# 무엇?" in text
    assert "> 1\\~3월 \\*\\*굵게\\*\\* 2024. 8. 1. 시행 \\<b\\>\n> \\- 목록\n> \\1. 하나" in text
    assert (
        "\\[1\\] 강변일보 · 새 다리 열려 · 2019-05-03 · city/bridge.md 7–8행 · 파일과 일치" in text
    )


def test_a_copied_answer_names_quote_outlet_date_file_and_place() -> None:
    text = plain(Turn(1, "언제?"), found("언제?", citation()), "ko")
    assert f"[1] “{citation().quote}”" in text
    for part in (
        "강변일보",
        "2019-05-03",
        "city/bridge.md 7–8행",
        "120–150번째 글자",
        "sha256 0000",
    ):
        assert part in text


def test_an_export_is_a_file_of_the_day_in_the_form_that_was_asked_for() -> None:
    session, _ = shown_after(FakeBot(), "다리는?")
    assert press(Session(), do="export", form="md") is None
    for form in ("md", "json"):
        name, text = press(session, do="export", form=form)  # type: ignore[misc]
        assert name.startswith("geungeo-20")
        assert name.endswith(f".{form}")
        assert text == exported(session.turns, form, "ko")  # type: ignore[arg-type]


def test_an_answer_of_another_day_is_not_rated_where_there_is_none() -> None:
    session = Session()
    session.turns = (replace(Turn(1, "x"), error="x"),)
    press(session, do="rate", turn="1", reason="good")
    assert session.turns[0].rating is None
