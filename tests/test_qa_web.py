import html
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import create_autospec
from urllib.error import URLError
from urllib.request import urlopen

import gradio as gr
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Locator as Element

from index.errors import InputError
from index.records import Hit, Locator, Passage
from index.sourcemap import MappedText, Span
from qa.feedback import Feedback
from qa.messages import language_of, say, table
from qa.records import Answer, Citation
from qa.web.cards import CONTEXT, card
from qa.web.chat import Chat, Panes, panes
from qa.web.markup import clean, ending, marked, shortened
from qa.web.page import build_app
from qa.web.server import launch
from qa.web.session import TURNS, Session
from qa.web.turns import Scope, Turn

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
POISON = (
    "<script>alert(1)</script> [x](javascript:alert(1)) "
    "**굵게(BOLD)**은 1~3월 … 4~6월 ${1+1} {{value}}"
)
TEXT = st.text(st.characters(codec=None, exclude_categories=()))  # lone surrogates, NUL: all of it


def citation(
    quote: str = "다리는 2019년 5월 3일에 열렸다고 시가 밝혔다.", **changes: object
) -> Citation:
    start = quote.find("2019년")
    mark = Span(start, start + 5) if start >= 0 else Span(0, 1)
    plain = Citation(
        number=1, passage="p1", document="city/bridge.md", title="새 다리 열려", source="강변일보",
        date="2019-05-03", heading="도시 > 교통", quote=quote, mark=mark, start=120, end=150,
        spans=(Span(120, 150),), locator=Locator("text", 7, 8), encoding="utf-8", sha256="0" * 64,
        status="verified", score=0.9,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def hit(rank: int, text: str = "다리의 길이는 1.2km이다.") -> Hit:
    passage = Passage(
        f"p{rank}", "city/length.txt", f"다리 안내 {rank}", "강변일보", None, "", text,
        MappedText.of(text).origin, (Span(0, len(text)),), Locator("text", rank, rank),
    )  # fmt: skip
    return Hit(rank, 1 / rank, {}, passage)


def found(question: str, *citations: Citation, **changes: object) -> Answer:
    text = " ".join(one.quote for one in citations)
    plain = Answer(question, question, text, "2019년", "sure", 0.9, citations, (hit(1), hit(2)))
    return replace(plain, **changes)  # type: ignore[arg-type]


def nothing(question: str) -> Answer:
    hits = tuple(hit(rank) for rank in (1, 2, 3))
    return Answer(question, question, None, "", "none", 0.1, (), hits, ("우주선",))


@dataclass
class Around:
    before: str
    after: str


@dataclass
class FakeBot:
    """Knows one bridge; remembers how it was asked."""

    asked: list[tuple[str, tuple[str, ...], Scope]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        history: tuple[str, ...] = (),
        since: str | None = None,
        until: str | None = None,
        sources: tuple[str, ...] = (),
    ) -> Answer:
        self.asked.append((question, history, Scope(since, until, sources)))
        if "오류" in question:
            raise InputError("'2019-13-40' is not a date;\nwrite it as 2019-05-03")
        if "버그" in question:
            raise RuntimeError("secret")
        if "우주선" in question:
            return nothing(question)
        if "느린" in question:
            time.sleep(1.5)
        poisoned = citation(
            f"2019년 {POISON}",
            number=2,
            title=POISON,
            source=POISON,
            heading=POISON,
            document=f"{POISON}.md",
            status="changed",
            same_as=(POISON,),
        )
        return found(question, citation(), poisoned)

    def sources(self) -> tuple[str, ...]:
        return ("강변일보",)

    def examples(self) -> tuple[str, ...]:
        return ("다리는 언제 열렸나?", POISON)

    def context(self, citation: Citation, *, around: int = 2) -> Around:
        return Around("앞 문장이다. ", f" 뒤 문장이다. {POISON}")


def last(
    bot: FakeBot, question: str, turns: tuple[Turn, ...] = ()
) -> tuple[tuple[Turn, ...], str, str]:
    *_, (kept, shown) = Chat(bot).steps(turns, question, Scope(), "ko")
    return kept, shown.talk, shown.sources


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


# messages


@pytest.mark.parametrize("key", table("ko"))
def test_every_sentence_is_there_in_both_languages_with_the_same_values(key: str) -> None:
    korean, english = (re.findall(r"{(\w+)", table(language)[key]) for language in ("ko", "en"))
    assert table("ko")[key]
    assert table("en")[key]
    assert sorted(korean) == sorted(english)


@pytest.mark.parametrize(
    ("header", "language"),
    [(None, "ko"), ("", "ko"), ("*", "ko"), ("ko-KR,en;q=0.5", "ko"), ("KO", "ko"),
     ("en-US,ko;q=0.9", "en"), ("fr", "en"), ("kok", "en")],
)  # fmt: skip
def test_the_language_is_korean_unless_the_browser_puts_another_first(
    header: str | None, language: str
) -> None:
    assert language_of(header) == language


# HTML


@settings(deadline=None)
@given(TEXT, st.integers(-3, 40), st.integers(-3, 40))
def test_a_marked_quote_shows_the_quote_and_nothing_else(quote: str, start: int, end: int) -> None:
    markup = str(marked(quote, Span(start, end)))
    assert text_of(markup) == quote
    assert set(re.findall(r"<[^>]*>", markup)) <= {'<mark class="decisive">', "</mark>"}


@settings(deadline=None)
@given(TEXT, st.data())
def test_the_mark_holds_exactly_its_span(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote)))
    end = data.draw(st.integers(start, len(quote)))
    inside = re.findall(r"(?s)<mark[^>]*>(.*)</mark>", str(marked(quote, Span(start, end))))
    assert [html.unescape(one) for one in inside] == ([quote[start:end]] if start < end else [])


def full_turn(text: str) -> Turn:
    """A turn with `text` wherever a document or a person can have put it."""
    one = citation(f"2019년{text}", title=text, source=text, date=text, heading=text, document=text,
                   same_as=(text,), conflicts=(text,))  # fmt: skip
    answer = found("q", one, standalone_question=text, parts=(text, text),
                   unknown_terms=(text,), level="maybe")  # fmt: skip
    return Turn(1, text, Scope(text, text, (text,)), answer, ((text, text),))


def tags_of(markup: str) -> list[str]:
    return re.findall(r"<(/?[a-z0-9]+(?: [a-z-]+(?==))*)", markup)


@settings(deadline=None)
@given(TEXT)
def test_whatever_a_document_or_a_person_writes_adds_no_tag_to_the_page(text: str) -> None:
    plain = panes([full_turn("x")], "ko")
    for shown, harmless in zip(panes([full_turn(f"x{text}")], "ko"), plain, strict=True):
        assert tags_of(shown) == tags_of(harmless)
        assert shown.count("<") == harmless.count("<")
        assert shown.count('"') == harmless.count('"')


@settings(deadline=None)
@given(TEXT)
def test_a_cleaned_text_can_be_sent_and_keeps_its_length(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert clean(text).encode("utf-8").decode("utf-8") == clean(text)
    assert "\0" not in clean(text)


def test_poison_stands_literally_in_bubble_quote_title_and_file_name() -> None:
    _, talk, sources = last(FakeBot(), POISON)
    assert text_of(talk).count(POISON) == 4  # the question; quote, title and outlet of the second
    assert text_of(sources).count(POISON) >= 6
    assert "<script" not in talk + sources
    assert 'href="javascript' not in talk + sources


def test_long_surroundings_are_cut_and_say_so() -> None:
    markup = str(card(1, citation(), ("앞" * 900, "뒤" * 900), "ko"))
    assert f"…{'앞' * CONTEXT}<" in markup
    assert f"{'뒤' * CONTEXT}…<" in markup
    assert shortened("가나다", 3) == ending("가나다", 3) == "가나다"


def test_a_card_says_where_the_quote_stands_and_whether_the_file_still_holds_it() -> None:
    one = citation(status="missing", same_as=("a.md", "b.md"), conflicts=("c.md",))
    shown = text_of(str(card(3, one, ("", ""), "ko")))
    for part in ("새 다리 열려", "강변일보", "2019-05-03", "도시 > 교통", "city/bridge.md", "7–8행",
                 "파일이 없음", "같은 내용의 문서 2건", "다르게 말하는 문서 1건"):  # fmt: skip
        assert part in shown


# the conversation


def test_an_answer_shows_its_strength_its_marked_quotes_and_a_chip_for_each_source() -> None:
    turns, talk, sources = last(FakeBot(), "다리는 언제 열렸나?")
    assert "확실" in talk
    assert '<mark class="decisive">2019년</mark>' in talk
    assert talk.count('data-source="1-1"') == talk.count('data-source="1-2"') == 2
    assert 'href="#source-1-1"' in talk
    assert 'id="source-1-1"' in sources
    assert "앞 문장이다." in sources
    assert [turn.number for turn in turns] == [1]


def test_a_question_without_evidence_names_unknown_words_and_two_passages_that_are_no_answers() -> (
    None
):
    _, talk, sources = last(FakeBot(), "우주선은 언제 왔나?")
    assert "없음" in talk
    assert "어느 문서에도 없는 말: 우주선" in talk
    assert sources.count("답이 아님") >= 2
    assert "다리 안내 2" in sources
    assert "다리 안내 3" not in sources
    assert "<mark" not in talk + sources


def test_earlier_questions_are_handed_on_and_failed_ones_are_not() -> None:
    bot = FakeBot()
    turns, *_ = last(bot, "다리는 언제 열렸나?")
    turns, *_ = last(bot, "오류", turns)
    last(bot, "길이는?", turns)
    assert bot.asked[-1][:2] == ("길이는?", ("다리는 언제 열렸나?",))


def test_what_a_follow_up_was_taken_to_mean_is_shown_only_where_it_differs() -> None:
    same = Turn(1, "q", answer=found("q", citation()), contexts=(("", ""),))
    other = replace(same, answer=found("q", citation(), standalone_question="다리의 길이는?"))
    assert "이렇게 이해했습니다: 다리의 길이는?" in panes([other], "ko").talk
    assert "이렇게 이해했습니다" not in panes([same], "ko").talk


def test_filters_reach_the_bot_and_stand_beneath_the_question() -> None:
    bot = FakeBot()
    scope = Scope("2019-01-01", None, ("강변일보",))
    *_, (_, shown) = Chat(bot).steps((), "다리는?", scope, "ko")
    assert bot.asked[0][2] == scope
    assert "2019-01-01 – · 강변일보" in text_of(shown.talk)


def test_an_error_is_one_line_and_a_bug_tells_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    _, talk, _ = last(FakeBot(), "오류")
    assert "'2019-13-40' is not a date; write it as 2019-05-03" in text_of(talk)
    _, talk, _ = last(FakeBot(), "버그")
    assert say("unexpected") in talk
    assert "secret" not in talk
    assert "secret" in caplog.text


@pytest.mark.parametrize("question", ["", " \n\t", "가" * 100_000])
def test_a_question_that_cannot_be_asked_says_why_and_is_not_kept(question: str) -> None:
    bot = FakeBot()
    turns, talk, _ = last(bot, question)
    assert turns == ()
    assert bot.asked == []
    assert 'role="alert"' in talk
    assert len(talk) < 10_000


def test_nul_and_lone_surrogates_in_a_question_cannot_break_the_page() -> None:
    _, talk, _ = last(FakeBot(), "다리\0는 \ud800언제?")
    assert "다리\ufffd는 \ufffd언제?" in talk


def test_a_long_conversation_forgets_its_beginning() -> None:
    bot, turns = FakeBot(), ()
    for number in range(TURNS + 2):
        turns, *_ = last(bot, f"다리 {number}?", turns)
    assert len(turns) == TURNS
    assert (turns[0].number, turns[-1].number) == (3, TURNS + 2)


# the real page


def serve_fake(port: int, folder: str) -> None:
    """Serve the fake bot: in a process of its own, so that Gradio's threads end with it."""
    app = build_app(FakeBot(), Feedback(Path(folder) / "said.sqlite"))
    launch(app, port=port)
    app.block_thread()


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("said")


@pytest.fixture(scope="module")
def address(said: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = Path(__file__)
    code = (
        f"import sys; sys.path.append('tests'); import {here.stem}; "
        f"{here.stem}.serve_fake({port}, {str(said)!r})"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=here.parent.parent) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{port}/", server)
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        try:
            with urlopen(url):
                return url
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("the page did not come up")


def test_the_endpoint_answers_as_the_command_line_does_and_shows_errors_in_one_line(
    address: str,
) -> None:
    client = Client(address, verbose=False, analytics_enabled=False)
    answer = client.predict("다리는 언제 열렸나?", ["앞선 질문"], api_name="/ask")
    assert answer["level"] == "sure"
    assert answer["text"].startswith("다리는 2019년 5월 3일에")
    for question, why in [
        ("오류", "is not a date"),
        ("", say("empty")),
        ("가" * 100_000, "너무 깁니다"),
    ]:
        with pytest.raises(AppError, match=why):
            client.predict(question, api_name="/ask")
    for wrong in ((5,), ("언제?", "앞선 질문"), ("언제?", [5])):
        with pytest.raises(AppError, match="string"):
            client.predict(*wrong, api_name="/ask")
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/ask"]  # type: ignore[index]


def test_the_browser_is_told_to_load_nothing_from_elsewhere(address: str) -> None:
    with urlopen(address) as response:
        policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert "*" not in policy


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    installed = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if installed is None:
        pytest.skip(f"{CHROMIUMS[0]} is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=installed, args=FLAGS)


@pytest.fixture(params=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, height = (1280, 860) if request.param == "desktop" else (390, 844)
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ko-KR")
    page = context.new_page()
    page.set_default_timeout(30_000)
    elsewhere: list[str] = []
    page.on("request", lambda sent: elsewhere.append(sent.url))
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(address)
    expect(page.locator("#box textarea")).to_be_editable()
    yield page
    context.close()
    own = (address, "data:", "blob:")
    assert [url for url in elsewhere if not url.startswith(own)] == []
    assert dialogs == []


def ask(page: Page, question: str, number: int) -> Element:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    answer = page.locator(f"#turn-{number} .answer:not(.pending)")
    expect(answer).to_be_visible()
    return answer


def test_a_person_asks_reads_the_mark_and_follows_a_chip_to_its_source(page: Page) -> None:
    answer = ask(page, "다리는 언제 열렸나?", 1)
    expect(answer.locator("mark").first).to_have_text("2019년")
    expect(page.locator("#box textarea")).to_have_value("")
    expect(page.locator("#examples")).to_be_hidden()
    ask(page, "우주선은 언제 왔나?", 2)
    expect(page.locator("#source-1-2")).to_be_hidden()
    page.locator('#turn-1 .chip[data-source="1-2"]').click()
    card = page.locator("#source-1-2")
    expect(card).to_be_visible()
    expect(card).to_be_in_viewport()
    expect(card).to_have_class(re.compile(r"\blit\b"))
    expect(card).to_be_focused()
    card.locator(".number").press("Enter")
    expect(page.locator('#turn-1 .chip[data-source="1-2"]')).to_be_focused()


def test_poisoned_documents_and_questions_are_literal_text_in_the_page(page: Page) -> None:
    answer = ask(page, POISON, 1)
    expect(page.locator("#turn-1 .question p")).to_have_text(POISON)
    expect(answer.locator(".quotes p").nth(1)).to_contain_text(POISON)
    expect(page.locator("#source-1-2 h3")).to_have_text(POISON)
    outside = "() => [...document.querySelectorAll('#talk *, #panel *')].map(e => e.tagName)"
    assert not {"SCRIPT", "DEL", "STRONG", "IMG", "IFRAME"} & set(page.evaluate(outside))


def test_nothing_stands_outside_the_page_in_either_direction(page: Page) -> None:
    ask(page, f"다리는 {'아주긴말' * 80}?", 1)
    ask(page, "우주선은?", 2)
    sticking_out = """() => [...document.querySelectorAll('#top *, #columns *')].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && (box.left < 0 || box.right > innerWidth + 1);
    }).map((one) => one.outerHTML.slice(0, 120))"""
    assert page.evaluate(sticking_out) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_example_is_asked_with_one_click_and_a_new_conversation_begins_empty(page: Page) -> None:
    page.locator("#examples button").first.click()
    expect(page.locator("#turn-1 .answer.sure")).to_be_visible()
    page.locator("#new").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#examples")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, "오류", 1)
    expect(page.locator("#turn-1 [role=alert]")).to_contain_text("is not a date")


def test_a_browser_in_english_gets_the_page_in_english(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator(".welcome h2")).to_have_text(say("welcome", "en"))
    context.close()


def test_a_taken_port_is_an_error_that_names_it() -> None:
    # No real app: outside of a running loop, Gradio makes one for it and leaves it unclosed.
    app = create_autospec(gr.Blocks, instance=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} .* choose another"):
            launch(app, port=port)
    app.launch.assert_not_called()


def test_an_index_that_is_not_there_is_one_line_and_not_a_traceback(tmp_path: Path) -> None:
    there = tmp_path / "nothing.index"
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=Path(__file__).parent.parent, capture_output=True,
        text=True, check=False, env=os.environ | {"GEUNGEO_INDEX": str(there)},
    )  # fmt: skip
    assert done.returncode == 1
    assert str(there) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
