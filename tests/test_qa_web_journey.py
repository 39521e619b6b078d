"""A person's whole way through the real app: its own index, server and browser, nothing faked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import site_fakes
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Locator as Element
from site_fakes import HIDDEN, QUOTE, served

from qa.cli import main
from qa.messages import say

QUESTION = "새 다리는 언제 열렸나?"
LIGHTHOUSE = "은모래 등대는 1931년 10월 4일에 처음 불을 밝혔다고 항만청이 전했다."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_fakes.build(tmp_path_factory.mktemp("journey"))


@pytest.fixture(scope="module")
def address(index: Path) -> Iterator[str]:
    with served(index, "--allow-upload") as address:
        yield address


@pytest.fixture(params=[(1280, 860), (390, 844)], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="ko-KR", base_url=address
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    dialogs: list[str] = []
    context.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto("/")
    expect(page.locator("#examples button").first).to_be_visible(timeout=30_000)
    yield page
    context.close()
    assert dialogs == []


def ask(page: Page, question: str, number: int) -> Element:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    answer = page.locator(f"#turn-{number} .answer:not(.pending)")
    expect(answer).to_be_visible(timeout=30_000)
    return answer


def test_an_answer_leads_by_its_chip_and_its_source_to_the_very_words(page: Page) -> None:
    answer = ask(page, QUESTION, 1)
    expect(answer.locator(".quotes p").first).to_contain_text(QUOTE)
    answer.locator(".chip").first.click()
    card = page.locator("#source-1-1")
    expect(card).to_be_focused()
    expect(card.locator(".status")).to_have_text(say("verified"))
    with page.expect_popup() as opened:
        card.locator("a.open").click()
    document = opened.value
    expect(document.locator("#quote")).to_have_text(QUOTE)
    expect(document.locator("#quote")).to_be_in_viewport()
    document.reload()  # the address lasts
    expect(document.locator("#quote")).to_be_in_viewport()


def test_a_follow_up_shows_what_it_took_over_and_is_asked_as_edited(page: Page) -> None:
    ask(page, QUESTION, 1)
    meant = ask(page, "너비는?", 2).locator(".understood textarea")
    assert "새 다리" in meant.input_value()
    meant.fill("새 다리의 너비는?")
    page.get_by_role("button", name=say("ask_edited")).click()
    answer = page.locator("#turn-3 .answer:not(.pending)")
    expect(answer.locator(".quotes p").first).to_contain_text("30m")


def test_filters_of_the_list_are_those_of_the_chat(page: Page) -> None:
    page.goto("/documents")
    page.locator(".list summary").click()
    page.get_by_label("강변일보").check()
    page.get_by_role("button", name=say("search")).click()
    expect(page.locator("td.title a")).to_have_text(["새 다리 열려"])
    page.get_by_role("link", name=say("ask_these")).click()
    expect(page.locator("#filters output")).to_have_text("강변일보")
    ask(page, "가게는 모두 몇 곳인가?", 1)
    expect(page.locator("#turn-1 .scope")).to_have_text("강변일보")
    outlets = page.locator("#panel .card .meta span:first-child").all_inner_texts()
    assert set(outlets) <= {"강변일보"}


def test_an_export_is_verified_and_a_judgement_becomes_a_question_of_a_set(
    page: Page, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(page, QUESTION, 1)
    answer.get_by_role("button", name=say("good")).click()
    expect(answer.locator(".rated")).to_be_visible()
    page.locator("#export summary").click()
    with page.expect_download() as begun:
        page.locator("#export [data-form=json]").click()
    begun.value.save_as(tmp_path / "talk.json")
    assert main(["verify", str(tmp_path / "talk.json"), "--index", str(index), "--json"]) == 0
    assert '"verified"' in capsys.readouterr().out
    assert main(["feedback", "--questions", "--index", str(index)]) == 0
    question = json.loads(capsys.readouterr().out.splitlines()[0])
    assert question["question"] == QUESTION
    assert question["evidence"] == [QUOTE]


def test_what_is_uploaded_is_asked_about(page: Page, request: pytest.FixtureRequest) -> None:
    name = f"등대-{request.node.callspec.id}.txt"
    page.goto("/documents")
    sent = {"name": name, "mimeType": "text/plain", "buffer": LIGHTHOUSE.encode()}
    page.set_input_files("#files", sent)
    page.get_by_role("button", name=say("upload_send")).click()
    row = page.locator(".results li", has_text=name)
    expect(row.locator(".status.verified")).to_be_visible(timeout=60_000)
    page.goto("/")
    answer = ask(page, "은모래 등대는 언제 처음 불을 밝혔나?", 1)
    expect(answer.locator(".quotes p").first).to_contain_text("1931년 10월 4일")


def test_a_poisoned_document_is_text_in_the_chat_and_hidden_orders_are_not_followed(
    page: Page,
) -> None:
    ask(page, "독이 든 문서의 본문은 어디에서 끝나나?", 1)
    expect(page.locator("#panel .card").first).to_contain_text("<script>alert(1)</script>")
    tags = page.evaluate("[...document.querySelectorAll('#columns *')].map(e => e.tagName)")
    assert not {"SCRIPT", "IMG", "IFRAME"} & set(tags)
    ask(page, "시장은 무슨 요일에 문을 여나?", 2)
    expect(page.locator("#columns")).not_to_contain_text(HIDDEN)
