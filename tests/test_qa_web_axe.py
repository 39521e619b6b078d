"""No page has a serious accessibility fault, as axe-core sees it, whatever it looks like."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from site_fakes import BRIDGE, FILES, QUOTE, served

from index.sourcemap import Span
from qa.web.links import document_link
from qa.web.password import Password

PASSWORD = "나무다리 아래 여울"
START = FILES[BRIDGE].index(QUOTE)
PATHS = (
    document_link(BRIDGE, Span(START, START + len(QUOTE))), document_link("큰표.csv"),
    "/documents", "/documents?q=없는말", "/insight", "/api", "/documents/none",
)  # fmt: skip
# Any two of a width, a scheme and a language meet in one of these.
LOOKS = (
    (1280, "light", "ko-KR"), (390, "dark", "ko-KR"), (1280, "dark", "en-GB"),
    (390, "light", "en-GB"),
)  # fmt: skip


@pytest.fixture(scope="module")
def address(web_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    key = tmp_path_factory.mktemp("door") / "password.hash"
    key.write_text(str(Password.make(PASSWORD)), encoding="utf-8")
    options = ("--password-file", str(key), "--allow-upload", "--allow-download")
    with served(web_index, *options) as address:
        yield address


@pytest.fixture(params=LOOKS, ids=lambda look: "-".join(map(str, look)))
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    width, scheme, locale = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 860},
        locale=locale,
        color_scheme=scheme,
        base_url=address,
        reduced_motion="reduce",  # a colour on its way to another is neither
    )
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    return [
        f"{page.url}: {rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]


def answered(page: Page, question: str, level: Literal["sure", "none"]) -> None:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    expect(page.locator(f".turn:last-child .answer.{level}")).to_be_visible(timeout=30_000)


def test_no_page_has_a_serious_fault(page: Page) -> None:
    page.goto("/login")
    found = faults(page)
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    expect(page.locator("#examples button").first).to_be_visible(timeout=30_000)
    found += faults(page)
    answered(page, "새 다리는 언제 열렸나?", "sure")
    page.locator("#past summary").click()
    found += faults(page)
    answered(page, "우주선은 화성에 언제 내렸나?", "none")
    page.locator("#filters summary").click()
    found += faults(page)
    for path in PATHS:
        page.goto(path)
        found += faults(page)
    assert found == []


def test_axe_sees_a_fault_where_there_is_one(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}login")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [fault for fault in faults(page) if "label" in fault]
    page.close()
