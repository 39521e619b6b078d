"""The pages in a real browser: what a person sees and can reach, on a desktop and on a phone."""

import re
from collections.abc import Iterator
from typing import Literal, get_args
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from site_fakes import BRIDGE, FILES, POISON, QUOTE, ROWS

from index.sourcemap import Span
from qa.messages import Language, say
from qa.web.links import document_link

SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
PAGES = (
    "/documents", "/documents?q=다리", document_link(BRIDGE), document_link("큰표.csv"),
    "/insight", "/api", "/documents/none", document_link("독.jsonl#../../etc/passwd"),
)  # fmt: skip


def place(name: str, words: str) -> Span:
    start = FILES[name].index(words)
    return Span(start, start + len(words))


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, web_address: str) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="ko-KR", base_url=web_address
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: "Security" in said.text and faults.append(said.text))
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(web_address)] == []
    assert faults == []


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_outside_a_page(page: Page, path: str, language: Language) -> None:
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sticking_out = """() => [...document.querySelectorAll('body *')].filter((one) => {
        if (one.closest('.table, pre, svg, thead')) return false;
        const box = one.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && (box.left < 0 || box.right > innerWidth + 1);
    }).map((one) => one.outerHTML.slice(0, 120))"""
    assert page.evaluate(sticking_out) == []


@pytest.mark.parametrize("fragment", ["", "#quote"])
def test_a_quote_is_lit_and_in_view_when_its_page_opens(page: Page, fragment: str) -> None:
    row = place("큰표.csv", "180,항목180,1260")
    page.goto(document_link("큰표.csv", row).partition("#")[0] + fragment)
    mark = page.locator("#quote")
    expect(mark).to_have_text("180")
    expect(mark).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0


def test_a_quote_in_a_later_part_and_an_earlier_one_are_a_click_apart(page: Page) -> None:
    late, early = place("큰표.csv", "440,항목440,3080"), place("큰표.csv", "3,항목3,21")
    page.goto(document_link("큰표.csv", late, early))
    expect(page.locator("#quote")).to_be_in_viewport()
    page.locator(".quotes .number").first.click()
    expect(page.locator("#quote-1")).to_have_text("3")
    expect(page.locator("#quote-1")).to_be_in_viewport()
    page.locator(".pager a[rel=next]").first.click()
    expect(page.locator("text=항목250")).to_be_visible()
    expect(page.locator(".quotes .number")).to_have_count(2)


def test_a_person_finds_a_document_by_words_and_comes_to_the_place(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("searchbox").fill("상인회가")
    page.get_by_role("searchbox").press("Enter")
    page.locator("td.title a").first.click()
    expect(page.locator("#quote")).to_be_in_viewport()
    page.get_by_role("link", name="문서 목록").click()
    expect(page.locator("td.title a")).to_have_count(len(FILES))


def test_what_was_left_out_is_folded_and_opens_by_keyboard(page: Page) -> None:
    page.goto(document_link(BRIDGE))
    left_out = page.locator(".removed li").first
    expect(left_out).to_be_hidden()
    page.locator(".removed summary").press("Enter")
    expect(left_out).to_be_visible()


def test_the_language_is_switched_and_kept_from_page_to_page(page: Page) -> None:
    page.goto(document_link(BRIDGE, place(BRIDGE, QUOTE)))
    page.get_by_role("link", name="English").click()
    expect(page.locator(".status").first).to_have_text(say("verified", "en"))
    expect(page.locator("#quote")).to_have_text(QUOTE)
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Documents")
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("h1")).to_contain_text("문서")


def test_poison_stands_literally_in_the_document_and_runs_nothing(page: Page) -> None:
    page.goto(document_link("독.jsonl#../../etc/passwd"))
    harmless = POISON.replace("\u202e", "\ufffd").replace("\u202c", "\ufffd")
    expect(page.locator("h1")).to_contain_text(harmless)
    expect(page.locator(".text")).to_contain_text(harmless)
    tags = page.evaluate("[...document.querySelectorAll('main *')].map(e => e.tagName)")
    assert not {"SCRIPT", "IMG", "IFRAME", "SVG"} & set(tags)
    links = page.evaluate("[...document.links].map(e => e.protocol)")
    assert set(links) == {"http:"}


def test_the_overview_leads_to_the_documents_of_an_outlet(page: Page) -> None:
    page.goto("/insight")
    page.get_by_role("link", name="강변일보").click()
    expect(page.locator("td.title a").first).to_have_text("새 다리 열려")


def test_without_scripts_a_document_is_all_there(browser: Browser, web_address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=web_address)
    page = context.new_page()
    page.goto(document_link(BRIDGE, place(BRIDGE, QUOTE)))
    expect(page.locator("#quote")).to_have_text(QUOTE)
    expect(page.locator(".text table td")).to_have_count(6)
    page.locator(".removed summary").click()
    expect(page.locator(".removed li").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_page_is_dark_where_the_system_is_or_where_it_was_chosen(
    browser: Browser, web_address: str, system: Literal["light", "dark"]
) -> None:
    context = browser.new_context(
        color_scheme=system, base_url=web_address, locale="ko-KR", reduced_motion="reduce"
    )
    page = context.new_page()

    def brightness() -> int:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    page.goto("/documents")
    assert (brightness() < 200) == (system == "dark")
    page.get_by_role("button", name=say("scheme_system")).click()
    page.goto("/insight")  # chosen on one page, it holds on all
    assert brightness() > 600
    page.get_by_role("button", name=say("scheme_light")).click()
    assert brightness() < 200
    page.get_by_role("button", name=say("scheme_dark")).click()
    assert (brightness() < 200) == (system == "dark")
    context.close()


def test_a_file_is_saved_and_not_opened(page: Page) -> None:
    page.goto(document_link(BRIDGE))
    with page.expect_download() as saved:
        page.get_by_role("link", name=say("download")).click()
    assert saved.value.suggested_filename == "다리.md"
    assert saved.value.path().read_text(encoding="utf-8") == FILES[BRIDGE]


def test_a_long_table_comes_in_parts(page: Page) -> None:
    page.goto(document_link("큰표.csv"))
    expect(page.locator(".text tbody tr")).to_have_count(200)
    expect(page.locator(".pager").first).to_contain_text(f"1 / {-(-ROWS // 200)}")


def test_the_address_of_a_document_survives_being_copied(page: Page) -> None:
    page.goto(document_link("a&b #1?.txt"))
    copied = page.url
    page.goto("/documents")
    page.goto(copied)
    expect(page.locator("code").first).to_have_text("a&b #1?.txt")
    assert quote("a&b #1?.txt") in copied
