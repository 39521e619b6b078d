"""Fixtures that tests of several rooms share."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import qa_fakes
import site_fakes
from hypothesis import settings
from index_fakes import ANALYSER, FILES, Build, FakeEncoder, read_paragraphs
from playwright.sync_api import Browser, sync_playwright

from index.build import build_index
from index.report import BuildReport

# How long an example takes is no matter of a test: a busy machine would fail it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small Korean folder: four files, three with a date, two with a source."""
    root = tmp_path / "문서"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def build(tmp_path: Path, encoder: FakeEncoder) -> Build:
    """`build_index` with the fakes; the index is `tmp_path / "index"`."""

    def run(*paths: str | Path, **options: Any) -> BuildReport:
        fakes = {"encoder": encoder, "read": read_paragraphs, "analyser": ANALYSER}
        return build_index(paths, **{"index": tmp_path / "index", **fakes, **options})

    return run


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of `qa_fakes.FILES` with the real reader and the bundled encoder; not to change."""
    folder = tmp_path_factory.mktemp("qa")
    for name, text in qa_fakes.FILES.items():
        path = folder / "문서" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    build_index([folder / "문서"], folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def web_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of `site_fakes.FILES` with the real reader and encoder; not to change."""
    return site_fakes.build(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def web_address(web_index: Path) -> Iterator[str]:
    """The address of `qa serve` over `web_index`, which offers its files."""
    with site_fakes.served(web_index, "--allow-download") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A chromium for the tests of one module: two would each want the thread's only loop."""
    installed = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if installed is None:
        pytest.skip(f"{CHROMIUMS[0]} is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=installed, args=FLAGS)
