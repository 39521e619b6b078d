"""What is promised to those who install it: names, commands, and a lock that pip can follow."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_layers import MODULES, PATHS

import qa
from qa.cli import main

ROOT = Path(__file__).parent.parent
OURS = ("qa", "index", "eval")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEV = PROJECT["optional-dependencies"]["dev"]
EVALUATION = PROJECT["optional-dependencies"]["evaluation"]
# What is imported of that extra: it is in no lock, and need not be installed.
OPTIONAL = {
    "bm25s": "bm25s",
    "haystack": "haystack-ai",
    "langchain_classic": "langchain-classic",
    "langchain_community": "langchain-community",
    "langchain_core": "langchain-core",
}
ASKED = [Requirement(line) for line in [*PROJECT["dependencies"], *DEV]]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINS = [
    Requirement(line) for line in LOCK.splitlines() if line.strip() and not line.startswith("#")
]
PINNED = {canonicalize_name(pin.name): pin for pin in PINS}
# What torch brings for the accelerator of the machine: pip's choice, not the lock's.
ACCELERATOR = re.compile(r"(nvidia|cuda|triton|pytorch-triton)(-|$)")
COMMANDS = (
    "index",
    "search",
    "ask",
    "show",
    "chat",
    "eval run",
    "eval make",
    "eval speed",
    "verify",
    "check",
    "repair",
    "info",
    "serve",
)


def pinned_version(name: str) -> str:
    [specifier] = PINNED[canonicalize_name(name)].specifier
    assert specifier.operator == "==", f"{name} is not pinned"
    return specifier.version


def needed_by(requirement: Requirement) -> list[Requirement]:
    """What an installed distribution needs on this machine, with the extras that are asked for."""
    lines = distribution(requirement.name).requires or []
    extras = requirement.extras or {""}
    return [
        need
        for need in map(Requirement, lines)
        if need.marker is None or any(need.marker.evaluate({"extra": name}) for name in extras)
    ]


def everything_needed() -> list[Requirement]:
    found: dict[str, Requirement] = {}
    waiting = list(ASKED)
    while waiting:
        need = waiting.pop()
        if str(need) in found or ACCELERATOR.match(need.name):
            continue
        found[str(need)] = need
        waiting += needed_by(need)
    return list(found.values())


def imported(paths: Iterable[Path]) -> set[str]:
    """The packages of others that these modules import, by the name under which one does."""
    names: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module).partition(".")[0])
    local = {*OURS, *(path.stem for path in ROOT.glob("tests/*.py"))}
    return names - sys.stdlib_module_names - local


def distributions_of(names: set[str]) -> set[str]:
    providers = packages_distributions()
    return {canonicalize_name(providers[name][0]) for name in names}


def test_qa_gives_the_nine_names_of_the_contract() -> None:
    assert set(qa.__all__) == {
        "Answer",
        "Bot",
        "Citation",
        "Hit",
        "Passage",
        "QAError",
        "Retriever",
        "Span",
        "build_index",
    }
    assert len(qa.__all__) == 9
    assert all(hasattr(qa, name) for name in qa.__all__)


def test_the_installed_version_is_that_of_the_project() -> None:
    assert version("geungeo") == PROJECT["version"]


def test_each_package_says_that_it_is_typed() -> None:
    assert [name for name in OURS if not (ROOT / name / "py.typed").exists()] == []


def test_no_file_that_installs_names_an_address() -> None:
    for name in ("requirements.txt", "pyproject.toml", "Makefile", ".ci/run"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name
    assert not re.search(r"^\s*-", LOCK, re.MULTILINE), "options belong to pip's own settings"


def test_every_line_of_the_lock_pins_one_public_version() -> None:
    assert len(PINNED) == len(PINS)
    for pin in PINS:
        assert "+" not in pinned_version(pin.name), pin
        assert not ACCELERATOR.match(pin.name), pin


@pytest.mark.parametrize("requirement", ASKED, ids=lambda requirement: requirement.name)
def test_the_lock_pins_what_the_project_asks_for(requirement: Requirement) -> None:
    assert requirement.specifier.contains(pinned_version(requirement.name))


def test_the_lock_pins_all_that_is_needed_within_its_range() -> None:
    wrong = [
        str(need)
        for need in everything_needed()
        if canonicalize_name(need.name) not in PINNED
        or not need.specifier.contains(pinned_version(need.name), prereleases=True)
    ]
    assert wrong == []


def test_the_lock_pins_nothing_that_is_not_needed() -> None:
    here = {name for name, pin in PINNED.items() if pin.marker is None}
    assert here - {canonicalize_name(need.name) for need in everything_needed()} == set()


def test_what_is_imported_is_what_the_project_asks_for() -> None:
    def names(lines: list[str]) -> set[str]:
        return {canonicalize_name(Requirement(line).name) for line in lines}

    users = names(PROJECT["dependencies"])
    ours = imported(PATHS[module] for module in MODULES)
    assert distributions_of(ours - OPTIONAL.keys()) == users
    assert {OPTIONAL[name] for name in ours & OPTIONAL.keys()} == names(EVALUATION)
    everyone = [*PATHS.values(), *ROOT.glob("tests/*.py")]
    assert distributions_of(imported(everyone) - OPTIONAL.keys()) <= users | names(DEV)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    usage, about, *_ = capsys.readouterr().out.split("\n\n")
    assert f"qa {command}" in " ".join(usage.split())
    assert about.strip()
    assert not about.startswith("options:")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_stands_in_the_readme(command: str) -> None:
    assert f"qa {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
