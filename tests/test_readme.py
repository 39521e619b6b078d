"""The README's commands are run, and print what it says they print."""

import re
import shlex
from pathlib import Path

import pytest

from qa.cli import main

ROOT = Path(__file__).parent.parent


def test_the_first_commands_of_the_readme_print_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("GEUNGEO_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    block = re.search(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    parts = re.split(r"^\$ (.*)\n", block[1], flags=re.MULTILINE)[1:]
    assert len(parts) == 6
    for command, told in zip(parts[::2], parts[1::2], strict=True):
        assert main(shlex.split(command)[1:]) == 0
        printed = capsys.readouterr().out
        assert [line.rstrip() for line in printed.splitlines()] == [
            line.rstrip() for line in told.splitlines()
        ]


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_links_of_the_readme_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
