"""The real page, driven in Chromium on a desktop and on a phone."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Locator as Element
from web_fakes import POISON, wait_for

from qa.feedback import Feedback
from qa.messages import say
from qa.reporting import load_citations


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("said")


@pytest.fixture(scope="module")
def address(said: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = (
        f"import sys; sys.path.append('tests'); import web_fakes; "
        f"web_fakes.serve_fake({port}, {str(said)!r})"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parent.parent) as server:
        try:
            yield wait_for(f"http://127.0.0.1:{port}/", server)
        finally:
            server.terminate()


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
    expect(page.locator("#examples")).to_be_visible()  # all is loaded
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


def test_the_endpoint_answers_as_the_command_line_does_and_shows_errors_in_one_line(
    address: str,
) -> None:
    client = Client(address, verbose=False, analytics_enabled=False)
    answer = client.predict("다리는 언제 열렸나?", ["앞선 질문"], api_name="/ask")
    assert answer["level"] == "sure"
    assert answer["text"].startswith("다리는 2019년 5월 3일에")
    for question, why in [
        ("오류", "is cut short"),
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
    sticking_out = """() => [...document.querySelectorAll('#header *, #columns *')]
        .filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && (box.left < 0 || box.right > innerWidth + 1);
        })
        .map((one) => one.outerHTML.slice(0, 120))"""
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
    expect(page.locator("#turn-1 [role=alert]")).to_contain_text(say("index_damaged"))


def test_a_question_sent_while_another_is_being_answered_is_answered_too(page: Page) -> None:
    box = page.locator("#box textarea")
    for question in ("느린 다리는?", "다리는 언제 열렸나?", "우주선은?"):
        box.fill(question)
        box.press("Enter")
        expect(box).to_have_value("")
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".turn .answer:not(.pending)")).to_have_count(3)
    asked = page.locator(".turn .question p").all_inner_texts()
    assert asked == ["느린 다리는?", "다리는 언제 열렸나?", "우주선은?"]


def test_nothing_moves_when_an_answer_comes(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.reload()  # the page asks once whether it may move
    expect(page.locator("#examples")).to_be_visible()
    for number, question in enumerate(("느린 다리는?", "느린 길은?", "느린 배는?"), start=1):
        page.locator("#box textarea").fill(question)
        page.locator("#box textarea").press("Enter")
        expect(page.locator(f"#turn-{number} .pending")).to_be_visible()
        page.wait_for_timeout(300)  # until the question has come to rest
        places = f"""() => ['#turn-{number} .question', '#composer', '#right'].map((one) => {{
            const top = document.querySelector(one).getBoundingClientRect().top;
            return Math.min(Math.round(top), innerHeight);  // or out of view
        }})"""
        before = page.evaluate(places)
        expect(page.locator(f"#turn-{number} .answer.sure")).to_be_visible()
        assert page.evaluate(places) == before


def test_a_question_is_stopped_and_asked_again(page: Page) -> None:
    page.locator("#box textarea").fill("느린 다리는?")
    page.locator("#send").click()
    page.locator("#turn-1 .pending button").click()
    expect(page.locator("#turn-1 [role=alert]")).to_contain_text(say("stopped"))
    page.locator("#turn-1 button", has_text=say("again")).click()
    expect(page.locator("#turn-1 .answer.sure")).to_be_visible()


def test_a_question_that_is_too_long_stays_to_be_shortened(page: Page) -> None:
    question = "가" * 2_001
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    expect(page.locator("#turn-1 [role=alert]")).to_contain_text("너무 깁니다")
    expect(page.locator("#box textarea")).to_have_value(question)
    expect(page.locator("#turn-1 button")).to_have_count(0)  # nothing asks what was cut off
    page.locator("#past summary").click()
    expect(page.locator("#past .none")).to_be_visible()


def test_a_long_question_is_folded_so_that_its_answer_is_in_view(page: Page) -> None:
    turn = ask(page, "다리는 언제 열렸나? " + "그 다리 말이다. " * 100, 1)
    expect(page.locator("#turn-1 .badge")).to_be_in_viewport()
    asked = page.locator("#turn-1 .question p").first
    folded = asked.evaluate("one => one.offsetHeight")
    page.locator("#turn-1 .whole summary").press("Enter")
    assert asked.evaluate("one => one.offsetHeight") > 2 * folded
    expect(turn).to_be_attached()


def test_a_question_that_did_not_reach_the_server_stays_in_the_box(page: Page) -> None:
    page.route("**/gradio_api/**", lambda route: route.abort())
    page.locator("#box textarea").fill("다리는 언제 열렸나?")
    page.locator("#box textarea").press("Enter")
    expect(page.locator(".toast-body")).to_contain_text(say("lost"))
    expect(page.locator("#box textarea")).to_have_value("다리는 언제 열렸나?")
    page.unroute("**/gradio_api/**")
    page.reload()  # as Gradio does when its server is there again
    expect(page.locator("#examples")).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("다리는 언제 열렸나?")
    page.locator("#box textarea").press("Enter")
    expect(page.locator("#turn-1 .answer.sure")).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("")


def test_a_follow_up_is_edited_where_it_was_misunderstood(page: Page) -> None:
    ask(page, "다리는 언제 열렸나?", 1)
    field = ask(page, "그럼 길이는?", 2).locator(".understood textarea")
    expect(field).to_have_value("다리는 언제 열렸나? 그럼 길이는?")
    field.fill("다리의 길이는?")
    field.press("Enter")
    expect(page.locator("#turn-3 .answer.sure")).to_be_visible()
    expect(page.locator("#turn-3 .question p")).to_have_text("다리의 길이는?")
    expect(field).to_have_value("다리는 언제 열렸나? 그럼 길이는?")  # as its answer was given


def test_a_chip_lights_up_its_quote_by_pointer_and_by_keyboard(page: Page) -> None:
    answer = ask(page, "다리는 언제 열렸나?", 1)
    chips = answer.locator(".chip")
    chips.nth(1).hover()
    expect(page.locator("#source-1-2")).to_have_class(re.compile(r"\blit\b"))
    chips.nth(0).focus()
    expect(page.locator("#source-1-1")).to_have_class(re.compile(r"\blit\b"))
    expect(page.locator("#source-1-2")).not_to_have_class(re.compile(r"\blit\b"))
    link = page.locator("#source-1-1 a.open")
    expect(link).to_have_attribute("href", "/documents/city/bridge.md?start=120&end=150#quote")


def test_an_answer_is_copied_and_a_conversation_exported(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, "다리는 언제 열렸나?", 1)
    answer.locator("button", has_text=say("copy")).click()
    expect(answer.locator("[data-copy]")).to_have_text(say("copied"))
    assert "city/bridge.md 7–8행" in page.evaluate("navigator.clipboard.readText()")
    page.evaluate("""async () => {
        await navigator.clipboard.writeText('');
        navigator.clipboard.writeText = () => Promise.reject();  // as without https
    }""")
    answer.locator("[data-copy]").click()
    expect(answer.locator("[data-copy]")).to_have_text(say("copied"))
    assert "city/bridge.md 7–8행" in page.evaluate("navigator.clipboard.readText()")
    for form in ("md", "json"):
        page.locator("#export summary").click()
        with page.expect_download() as begun:
            page.locator(f"#export [data-form={form}]").click()
        text = Path(begun.value.path()).read_text(encoding="utf-8")
        assert begun.value.suggested_filename.endswith(form)
        assert "다리는 2019년 5월 3일에 열렸다고 시가 밝혔다." in text
    assert load_citations(text, "x")[0]["document"] == "city/bridge.md"


def test_what_is_wrong_with_an_answer_is_kept(page: Page, said: Path) -> None:
    answer = ask(page, "다리는 언제 열렸나?", 1)
    answer.locator(".rating summary").click()
    answer.get_by_role("button", name=say("source")).click()
    expect(answer.locator(".rated")).to_contain_text(say("source"))
    assert Feedback(said / "said.sqlite").rows()[-1]["reason"] == "source"


def test_conversations_are_kept_renamed_opened_anew_and_deleted(page: Page) -> None:
    ask(page, "다리는 언제 열렸나?", 1)
    page.locator("#new").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, "우주선은?", 1)
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    page.locator("#past summary").click()
    expect(page.locator("#past li .open")).to_have_text(["우주선은?", "다리는 언제 열렸나?"])
    page.locator("#past li").nth(1).get_by_text(say("rename")).click()
    page.keyboard.type(POISON)
    page.keyboard.press("Enter")
    expect(page.locator("#past li .open").nth(1)).to_have_text(POISON)
    page.locator("#past li").nth(0).get_by_text(say("delete")).click()
    expect(page.locator("#past li")).to_have_count(1)
    page.locator("#past li .open").click()
    expect(page.locator("#turn-1 .answer.sure mark").first).to_have_text("2019년")


def test_a_browser_that_keeps_nothing_asks_all_the_same(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ko-KR")
    context.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, { get() { throw new DOMException("off"); } });
        }"""
    )
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#examples")).to_be_visible(timeout=30_000)
    ask(page, "다리는 언제 열렸나?", 1)
    page.locator("#past summary").click()
    expect(page.locator("#past .none")).to_be_visible()
    context.close()


def test_each_visit_begins_a_conversation_of_its_own(page: Page) -> None:
    for question in ("다리는 언제 열렸나?", "우주선은?", "다리의 길이는?"):
        ask(page, question, 1)
        page.reload()
        expect(page.locator("#examples")).to_be_visible()
    page.locator("#past summary").click()
    kept = ["다리의 길이는?", "우주선은?", "다리는 언제 열렸나?"]
    expect(page.locator("#past li .open")).to_have_text(kept)


def test_a_double_click_asks_once(page: Page) -> None:
    page.locator("#examples button").first.dblclick()
    expect(page.locator("#turn-1 .answer.sure")).to_be_visible()
    ask(page, "우주선은?", 2)


def test_the_language_is_switched_and_remembered(page: Page) -> None:
    ask(page, "다리는 언제 열렸나?", 1)
    page.locator("#switch").click()
    expect(page.locator("#send")).to_have_text(say("ask", "en"))
    expect(page.locator("#turn-1 .badge")).to_have_text(say("sure", "en"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title(say("title", "en"))
    page.reload()
    expect(page.locator(".welcome h2")).to_have_text(say("welcome", "en"))
    expect(page.locator("#send")).to_have_text(say("ask", "en"))
    expect(page.locator("#filters")).to_contain_text(say("filters", "en"))


def test_filters_are_set_obeyed_and_shown(page: Page) -> None:
    page.locator("#filters summary").click()
    page.get_by_label(say("since")).fill("2019-01-01")
    page.get_by_label("강변일보").check()
    page.locator("#switch").click()
    expect(page.get_by_label(say("since", "en"))).to_have_value("2019-01-01")
    ask(page, "다리는?", 1)
    expect(page.locator("#turn-1 .scope")).to_have_text("from 2019-01-01 · 강변일보")


def test_filters_come_from_the_address_are_told_when_folded_and_cleared(
    page: Page, address: str
) -> None:
    page.goto(f"{address}?since=2019-01-01&sources=강변일보&sources=없는매체")
    told = page.locator("#filters output")
    expect(told).to_have_text("2019-01-01부터 · 강변일보")
    expect(told).to_be_visible()
    expect(page.locator("#filters .left")).to_have_text(say("unknown_filters", values="없는매체"))
    page.locator("#filters summary").press("Enter")
    page.get_by_label(say("until")).fill("2019-12-31")
    expect(told).to_have_text("2019-01-01 – 2019-12-31 · 강변일보")
    page.get_by_role("button", name=say("clear_filters")).click()
    expect(told).to_be_empty()
    expect(page.get_by_label(say("since"))).to_be_focused()
    ask(page, "다리는?", 1)
    expect(page.locator("#turn-1 .scope")).to_have_count(0)


def test_everything_is_done_by_keyboard_alone(page: Page) -> None:
    def tab_to(wanted: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("(one) => document.activeElement.matches(one)", wanted):
                return
        raise AssertionError(f"{wanted} cannot be reached")

    page.locator("#box textarea").focus()
    page.keyboard.type("다리는 언제 열렸나?")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1 .answer.sure")).to_be_visible()
    expect(page.locator(".news")).to_contain_text("다리는 2019년 5월 3일에 열렸다고")
    page.locator("#turn-1").focus()
    tab_to(".chip")
    page.keyboard.press("Enter")
    expect(page.locator("#source-1-1")).to_be_focused()
    tab_to("#source-1-1 a.open")
    page.locator("#turn-1").focus()
    tab_to(".rating summary")
    page.keyboard.press("Enter")
    tab_to("[data-reason=answer]")
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1 .rated")).to_be_visible()
    expect(page.locator("#turn-1")).to_be_focused()
    page.locator("h1").evaluate("(one) => { one.tabIndex = -1; one.focus(); }")
    tab_to("#past summary")
    page.keyboard.press("Enter")
    expect(page.locator("#past li")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#past summary")).to_be_focused()
    expect(page.locator("#past li")).to_be_hidden()


def test_two_people_at_once_do_not_see_each_others_conversations(
    page: Page, browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="ko-KR")
    other = context.new_page()
    other.goto(address)
    expect(other.locator("#examples")).to_be_visible()
    page.locator("#box textarea").fill("느린 다리는?")
    page.locator("#box textarea").press("Enter")
    ask(other, "우주선은?", 1)
    expect(page.locator("#turn-1 .answer.sure")).to_be_visible()
    for one, own in ((page, "느린 다리는?"), (other, "우주선은?")):
        assert one.locator(".question p").all_inner_texts() == [own]
        one.locator("#past summary").click()
        expect(one.locator("#past li .open")).to_have_text([own])
    context.close()


def test_a_browser_in_english_gets_the_page_in_english(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator(".welcome h2")).to_have_text(say("welcome", "en"))
    context.close()


def test_a_page_that_was_chosen_to_be_dark_is_so_before_gradio_is_there(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(color_scheme="light")
    context.add_init_script("localStorage.setItem('geungeo.scheme', 'dark')")
    page = context.new_page()
    page.route("**/assets/**", lambda route: route.abort())
    page.goto(address)
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 200
    context.close()


def test_light_or_dark_is_chosen_and_remembered_else_it_is_the_systems(page: Page) -> None:
    def is_dark() -> bool:
        return bool(page.evaluate("document.body.classList.contains('dark')"))

    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    page.get_by_role("button", name=say("scheme_system")).click()
    page.get_by_role("button", name=say("scheme_light")).wait_for()
    assert not is_dark()
    page.reload()
    expect(page.get_by_role("button", name=say("scheme_light"))).to_be_visible()
    assert not is_dark()
    page.emulate_media(color_scheme="light")
    page.locator("#switch").click()
    page.get_by_role("button", name=say("scheme_light", "en")).click()
    expect(page.get_by_role("button", name=say("scheme_dark", "en"))).to_be_visible()
    assert is_dark()
