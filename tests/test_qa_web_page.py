"""The real page, driven in Chromium on a desktop and on a phone."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Locator as Element
from web_fakes import POISON, wait_for

from qa.messages import say

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


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
