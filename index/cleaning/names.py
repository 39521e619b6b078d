"""Lines that hold all names of a table's columns, or all cells of a row: which words are one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import Block
from index.sourcemap import MappedText, Span

_WORD = re.compile(r"\S+")
# What stands between wide gaps.
_CELL = re.compile(r"\S+(?:[ \u00a0]\S+)*")
# What a figure is counted in may stand apart from it: 520만 원.
_COUNTED = re.compile(
    r"[십백천만억조]{1,2}|원|달러|엔|유로|명|개|건|곳|톤|채|대|척|가구|ha|㎡|㎢|km|%p?|배|위|회|점|세|시간"
)


def as_header(line: Block, columns: int) -> Block:
    """Return the line that names so many columns, parted where there is one name for each."""
    words = names_in(line.text.text)
    text = parted(line.text, words[1:]) if len(words) == columns else line.text.stripped()
    return replace(line, kind="header", text=text)


def names_in(text: str) -> list[Span]:
    """Return the names of columns in a line: what wide gaps part, or its words."""
    wide = [Span(*match.span()) for match in _CELL.finditer(text)]
    return wide if len(wide) > 1 else [*words_of(text)]


def words_of(text: str) -> Iterator[Span]:
    """Yield the words of a line; a figure with what it is counted in is one."""
    last: Span | None = None
    for match in _WORD.finditer(text):
        if last and text[last.start].isdigit() and _COUNTED.fullmatch(match[0]):
            last = Span(last.start, match.end())
            continue
        if last:
            yield last
        last = Span(*match.span())
    if last:
        yield last


def parted(text: MappedText, cells: Sequence[Span]) -> MappedText:
    """Return `text` with a tab before each of its last `cells`."""
    first = text.slice(0, cells[0].start).stripped()
    return MappedText.joined([first, *(text.slice(*one) for one in cells)], "\t")
