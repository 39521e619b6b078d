"""Makes `names.tsv` from dictionaries: `python -m qa.glossing.make FOLDER`; imported by nothing.

FOLDER holds `cldr_names.jsonl.gz` (Unicode CLDR), `enwikt_en_{ko,ja,zh,ru}.jsonl.gz` (Wiktionary's
tables of translations) and `kedict.jsonl.gz`. A name that stands for two things in them (나라 is a
country and a city), or has no translation into one of the four languages, is left out: a gloss has
to be sure.
"""

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.glossing.names import LANGUAGES, NAMES

_PLACE = re.compile(
    r"\b(?:capital|city|town|country|countries|state|province|prefecture|territory|island|islands"
    r"|peninsula|continent|ocean|sea|bay|gulf|strait|river|lake|mountain|mountains|desert|region"
    r"|canal|republic|metropolis|municipality)\b"
)
_BODY = re.compile(
    r"\b(?:organi[sz]ation|agency|alliance|union|treaty|international)\b", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:name|surname|deity|god|goddess|mythology|biblical|slang|former)\b")
_OFFICES = frozenset((
    "president", "vice president", "prime minister", "emperor", "empress", "pope", "parliament",
    "constitution", "police", "army", "navy", "air force", "embassy", "referendum", "submarine",
    "aircraft carrier", "ballistic missile",
))  # fmt: skip
# A short name is soon another word too (안산 is no Anshan to a Korean), unless many speak of it.
_SHORT = 2
_KNOWN = re.compile(
    r"\bKorea\b|\bcapital\b(?!.*\b(?:province|prefecture|state|region|China))|\bsea\b",
    re.IGNORECASE,
)
# What the two languages do not agree about, and readings that are ordinary words.
_LEFT_OUT = frozenset(
    ("동해", "고려", "조선", "세계", "회장", "수단", "오만", "인도", "저지", "파리", "동경", "구주")
)
_MARKS = re.compile(r"\s*\(.*?\)|\s*/.*?/|[\^*]|  or .*")


def main() -> None:
    """Write the table and say how many names it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    found = defaultdict[str, set[tuple[str, ...]]](set)
    trusted: dict[str, tuple[str, ...]] = {}
    for korean, names in _territories(folder):
        trusted.setdefault(korean, names)
    for korean, names in _translated(folder):
        found[korean].add(names)
    sure = {korean: next(iter(names)) for korean, names in found.items() if len(names) == 1}
    lines = [
        "\t".join((korean, *names))
        for korean, names in sorted((sure | trusted).items())
        if korean not in _LEFT_OUT
    ]
    NAMES.write_text("\n".join(("\t".join(("ko", *LANGUAGES)), *lines)) + "\n", encoding="utf-8")
    print(f"{len(lines)} names in {NAMES.name}, {NAMES.stat().st_size:,} bytes")  # noqa: T201


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _territories(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in _rows(folder / "cldr_names.jsonl.gz"):
        names = tuple(
            _clean(row.get(language) or "") for language in LANGUAGES
        )  # simplified Chinese
        if row["kind"] == "territories" and row.get("ko") and all(names):
            yield row["ko"], names


def _translated(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    tables = {one: _by_sense(folder / f"enwikt_en_{one}.jsonl.gz", one) for one in LANGUAGES[1:]}
    words = _words(folder)
    for row in _rows(folder / "enwikt_en_ko.jsonl.gz"):
        key = (row["en"], row["sense"])
        others = [table.get(key, "") for table in tables.values()]
        if not _is_wanted(row) or not all(others):
            continue
        for korean in map(_clean, row["ko"] if row["pos"] == "prop" else row["ko"][:1]):
            if row["pos"] != "prop" or _is_sure(korean, row["sense"], words):
                yield korean, (row["en"], *others)


def _is_sure(korean: str, sense: str, words: frozenset[str]) -> bool:
    """Tell whether a Korean name is hardly anything else."""
    known = len(korean) > _SHORT or _KNOWN.search(sense)
    return bool(known and re.fullmatch(r"[가-힣 ]{2,}", korean)) and korean not in words


def _words(folder: Path) -> frozenset[str]:
    """Return the Korean words that are no names."""
    told = list(_rows(folder / "kedict.jsonl.gz"))
    names = {row["ko"] for row in told if row["pos"] == "propn"}
    words = {row["ko"] for row in told if row["pos"] != "propn"}
    for row in _rows(folder / "enwikt_en_ko.jsonl.gz"):
        if row["pos"] != "prop":
            words.update(map(_clean, row["ko"]))
    return frozenset(words - names)


def _is_wanted(row: dict[str, Any]) -> bool:
    sense = row["sense"] or ""
    if row["pos"] != "prop":
        return row["en"] in _OFFICES
    return bool(_PLACE.search(sense) or _BODY.search(sense)) and not _PERSON.search(sense)


def _by_sense(path: Path, language: str) -> dict[tuple[str, str], str]:
    return {
        # Of Chinese names the traditional form stands before the simplified one.
        (row["en"], row["sense"]): _clean(row[language][:2][-1 if language == "zh" else 0])
        for row in _rows(path)
        if row[language]
    }


def _clean(name: str) -> str:
    """Return a name without Wiktionary's marks, and without the stress marks of Russian."""
    return _MARKS.sub("", name).replace("\u0301", "").strip()


if __name__ == "__main__":
    main()
