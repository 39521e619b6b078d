"""Takes the README's pictures: `python -m eval.screenshots OUT`, run by hand.

It needs playwright (in the `dev` extra) and a chromium; the chat runs as `qa serve` does, on the
index that --index names, and is asked --question; a document is shown at its first citation.
"""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import quote as urlquote
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SCREENS = {"desktop": (1280, 860), "phone": (390, 844), "dark": (1280, 860)}
PATIENCE = 120  # seconds until the chat must be up


def main(argv: list[str] | None = None) -> int:
    """Save one picture for each of `SCREENS` in the folder that is named."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--index", type=Path, default=Path("geungeo.index"))
    parser.add_argument("--question", help="default: the first example of the page")
    parser.add_argument("--port", type=int, default=7861)
    installed = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    parser.add_argument("--chromium", default=installed, help="default: the one that is installed")
    args = parser.parse_args(argv)
    if args.chromium is None:
        parser.error(f"none of {', '.join(CHROMIUMS)} is installed; name one with --chromium")
    args.out.mkdir(parents=True, exist_ok=True)
    with _chat(args.index, args.port) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=args.chromium, args=FLAGS)
        for name in SCREENS:
            _take(browser, url, name, args.question, args.out / f"chat-{name}.png")
            _take_document(browser, url, name, args.question, args.out / f"document-{name}.png")
    return 0


@contextmanager
def _chat(index: Path, port: int) -> Iterator[str]:
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "qa.cli", "serve", "--index", str(index), "--port", str(port)]
    with subprocess.Popen(command) as server:
        try:
            _wait(url, server)
            yield url
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit("the chat did not come up")


def _page(browser: "Browser", name: str) -> "Page":
    width, height = SCREENS[name]
    return browser.new_page(
        viewport={"width": width, "height": height},
        locale="ko-KR",
        color_scheme="dark" if name == "dark" else "light",
        device_scale_factor=2,
    )


def _take(browser: "Browser", url: str, name: str, question: str | None, out: Path) -> None:
    page = _page(browser, name)
    page.goto(url)
    box = page.locator("#box textarea")
    box.wait_for()
    box.fill(question or page.locator("#examples button").first.inner_text())
    box.press("Enter")
    page.locator("#turn-1 .answer:not(.pending)").wait_for()
    page.locator("#panel .card").first.wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)  # until the scroll has come to rest
    page.screenshot(path=out)
    page.close()


def _take_document(
    browser: "Browser", url: str, name: str, question: str | None, out: Path
) -> None:
    page = _page(browser, name)
    if question is None:
        listed = page.request.get(f"{url}api/documents").json()
        question = listed["documents"][0]["title"]
    answer = page.request.post(f"{url}api/ask", data={"question": question}).json()
    if not answer["citations"]:
        raise SystemExit(f"no document answers {question!r}; choose another with --question")
    quote = answer["citations"][0]
    place = f"start={quote['start']}&end={quote['end']}"
    page.goto(f"{url}documents/{urlquote(quote['document'])}?{place}")
    page.wait_for_timeout(600)
    page.screenshot(path=out)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
