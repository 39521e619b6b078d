"""`geungeo.toml` in a root: what a person says of the files below it, against the rules or beside.

    keep = ["contact", "지역 소식*"]       # reasons of `qa index --report`, or lines, that stay
    remove = ["오늘의 운세*"]              # lines that go
    ["보고서/*"]                           # only for these files, by their path from the root
    keep_all = true                        # nothing is taken for boilerplate
    source = "해온연구원"
    date = 2024-06-20

What several tables say of one file adds up; of two values the later one counts.
"""

import datetime
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, Self

from index.errors import InputError
from index.readers.frontmatter import iso_date
from index.roots import Root
from index.rules import Rules, place_of

NAME: Final = "geungeo.toml"
_KEYS: Final[Mapping[str, str]] = {
    "keep": "a list of lines or reasons",
    "remove": "a list of lines",
    "keep_all": "true or false",
    "source": "a text",
    "date": "a day such as 2024-06-20",
}


@dataclass(frozen=True, slots=True)
class Config:
    """What is told of the files of one root.

    Args:
        tables: each with the pattern of the files that it holds for.
        keep_all: whether nothing is taken for boilerplate, whatever the tables say.
    """

    root: Root
    tables: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    keep_all: bool = False

    @classmethod
    def of(cls, root: Root, *, keep_all: bool = False) -> Self:
        """Return what the root's `geungeo.toml` says; nothing where there is none.

        Raises:
            InputError: it cannot be read, or says what nobody understands.
        """
        path = root.folder / NAME
        if not _is_file(path):
            return cls(root, (), keep_all)
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path} cannot be read: {error}") from None
        general = {key: value for key, value in values.items() if not isinstance(value, dict)}
        parts = {name: value for name, value in values.items() if isinstance(value, dict)}
        tables = [(str(path), "*", general)]
        tables += [(f"{path}, [{name!r}]", name, table) for name, table in parts.items()]
        read = tuple((_nfc(pattern), _read(where, table)) for where, pattern, table in tables)
        return cls(root, read, keep_all)

    def rules(self, name: str) -> Rules:
        """Return the rules for a file, by its path from the root as it is shown."""
        rules = Rules(place=place_of(name))
        for pattern, table in self.tables:
            if fnmatchcase(name, pattern):
                lists = ((key, table[key]) for key in ("keep", "remove") if key in table)
                added = {key: (*getattr(rules, key), *lines) for key, lines in lists}
                rules = replace(rules, **{**table, **added})
        return replace(rules, keep_all=True) if self.keep_all else rules


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # the root may not be looked at now: its files are kept as they are
        return False


def _read(where: str, table: Mapping[str, Any]) -> dict[str, Any]:
    read = {}
    for key, value in table.items():
        if key not in _KEYS:
            raise InputError(f"{where}: no key {key!r}; there are {', '.join(_KEYS)}")
        read[key] = _value(key, value)
        if read[key] is None:
            raise InputError(f"{where}: {key} is {value!r}, not {_KEYS[key]}")
    return read


def _value(key: str, value: object) -> tuple[str, ...] | str | bool | None:
    """Return a value as `Rules` has it; None where it is none for this key."""
    if key in ("keep", "remove"):
        given = value if isinstance(value, list) else []
        lines = tuple(line for line in given if isinstance(line, str) and line.strip("* "))
        return lines if lines and len(lines) == len(given) else None
    if key == "keep_all":
        return value if isinstance(value, bool) else None
    if key == "source":
        return value.strip() if isinstance(value, str) else None
    return iso_date(value) if isinstance(value, str | datetime.date) else None


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
