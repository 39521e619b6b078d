"""Korean names of countries, places, bodies and offices in other languages: the table `names.tsv`.

Made by `python -m qa.glossing.make`; sources and licences stand in the README beside it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Foreign = Literal["en", "ja", "zh", "ru"]
LANGUAGES: tuple[Foreign, ...] = ("en", "ja", "zh", "ru")
NAMES = Path(__file__).parent / "names.tsv"

# How the news calls countries that the table knows by another name.
_ALSO = {
    "한국": "대한민국", "남한": "대한민국", "우리나라": "대한민국", "미": "미국", "중": "중국",
    "호주": "오스트레일리아", "터키": "튀르키예",
}  # fmt: skip


def gloss_name(korean: str, language: Foreign) -> str:
    """Return a name in another language; '' where the table does not know it for sure.

    >>> gloss_name("평양", "en")
    'Pyongyang'
    """
    table = _table()
    names = table.get(korean) or table.get(_ALSO.get(korean, ""))
    return names[language] if names else ""


@cache
def foreign_names() -> frozenset[str]:
    """Return the names that the table has in the other languages."""
    return frozenset(name for names in _table().values() for name in names.values())


@cache
def _table() -> Mapping[str, Mapping[Foreign, str]]:
    lines = NAMES.read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {korean: dict(zip(LANGUAGES, names, strict=True)) for korean, *names in rows}
