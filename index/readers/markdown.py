"""Markdown's own marks, line by line: headings, lists, tables, emphasis, links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.records import Block
from index.sourcemap import MappedText

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?=\S)")
_NOTE = re.compile(r"\s{0,3}\[\^[^\]\n]+\]:\s+(?=\S)")
_RULE = re.compile(
    r"\s*(?:(?:[-*_]\s*){3,}|`{3,}.*|~{3,}.*|={3,}|\{:.*\}|\{%.*%\}|\[\[?_?toc_?\]?\])\s*",
    re.IGNORECASE,
)
# What kramdown puts its table of contents in place of, and stands above this.
_CONTENTS = re.compile(r"\s*\{:\s?toc[^}]*\}\s*")
_ROW = re.compile(r"\s*\|.*\|\s*")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?\s*")
_QUOTED = re.compile(r"\s{0,3}(?:>\s?)+")
_ADDRESS = r"\((?:[^()\n]|\([^()\n]*\))*\)"
# What stands around the words and is not one of them: all but the groups `words` is cut. A pair
# of marks with more between is none: each opening one would be looked for to the end of the line.
_MARKS = re.compile(
    rf"!\[[^\]\n]{{0,2000}}\]{_ADDRESS}"
    r"|\[\^[^\]\n]{1,40}\](?!:)|\{:[^{}\n]*\}"  # marks of notes, attributes
    rf"|(?<!!)\[(?P<link>[^\]\n]{{1,2000}})\]{_ADDRESS}"
    r"|(?P<stars>\*{2,3})(?P<strong>(?=[^\s*]).{0,2000}?[^\s*])(?P=stars)(?!\*)"
    r"|(?<![\w*])\*(?P<slanted>(?=[^\s*])[^*]{0,2000}[^\s*])\*(?![A-Za-z0-9*])"
    r"|(?<!\w)(?P<lines>_{1,2})(?P<under>(?=[^\s_]).{0,2000}?[^\s_])(?P=lines)(?!\w)"
    r"|(?<!`)(?P<ticks>`+)(?P<code>[^`]{1,2000})(?P=ticks)"
)
_WORDS = ("link", "strong", "slanted", "under", "code")


def read_lines(text: MappedText) -> Iterator[Block]:
    """Yield the blocks of Markdown `text`; lines of a paragraph stay one block."""
    paragraph: list[MappedText] = []
    lines = [*map(_unquoted, text.lines()), MappedText.of("")]
    tables = _bare_tables([line.text for line in lines])
    for i, line in enumerate(lines):
        if _CONTENTS.fullmatch(lines[min(i + 1, len(lines) - 1)].text):
            continue
        block = Block("row", table_row(line)) if i in tables else _block(line)
        if block is None and line.text.strip() and not _RULE.fullmatch(line.text):
            paragraph.append(line.stripped())
            continue
        if paragraph:
            yield Block("text", _plain(MappedText.joined(paragraph, " ")))
            paragraph = []
        if block is not None and block.text.text:
            yield block


def _block(line: MappedText) -> Block | None:
    if _TABLE_RULE.fullmatch(line.text) or _RULE.fullmatch(line.text):
        return Block("text", line.slice(0, 0))
    if heading := _HEADING.match(line.text):
        return Block("heading", _plain(_after(line, heading).stripped()), len(heading[1]))
    if is_row(line.text):
        return Block("row", table_row(line))
    if note := _NOTE.match(line.text):
        return Block("text", _plain(_after(line, note).stripped()))
    if item := _ITEM.match(line.text):
        return Block("item", _plain(_after(line, item).stripped()))
    return None


def _bare_tables(lines: Sequence[str]) -> set[int]:
    """Return which lines are rows of tables that have no bars at their ends, by their rule."""
    rows: set[int] = set()
    for i in (i for i, line in enumerate(lines) if i and is_table_rule(line)):
        if i in rows or "|" not in lines[i - 1] or is_row(lines[i - 1]):
            continue
        end = next((n for n in range(i + 1, len(lines)) if "|" not in lines[n]), len(lines))
        rows |= {i - 1, *range(i + 1, end)}
    return rows


def _unquoted(line: MappedText) -> MappedText:
    quoted = _QUOTED.match(line.text)
    return _after(line, quoted) if quoted else line


def _after(line: MappedText, match: re.Match[str]) -> MappedText:
    return line.slice(match.end(), len(line))


def is_row(text: str) -> bool:
    """Tell whether a line is a row of a table drawn with bars."""
    return _ROW.fullmatch(text) is not None


def is_table_rule(text: str) -> bool:
    """Tell whether a line is the rule below a table's header: `|---|---|`."""
    return _TABLE_RULE.fullmatch(text) is not None


def table_row(line: MappedText) -> MappedText:
    """Return the cells of a row, parted by tabs; empty where they hold nothing."""
    bars = [m.start() for m in re.finditer(r"(?<!\\)\|", line.text)]
    if not is_row(line.text):
        bars = [-1, *bars, len(line)]
    cells = [_plain(line.slice(a + 1, b).stripped()) for a, b in pairwise(bars)]
    return MappedText.joined(cells, "\t") if any(c.text for c in cells) else line.slice(0, 0)


def _plain(text: MappedText) -> MappedText:
    """Return `text` without marks, of which one may stand inside another."""
    while cuts := [part for match in _MARKS.finditer(text.text) for part in _cuts(match)]:
        text = text.cut(cuts)
    return text.stripped()


def _cuts(match: re.Match[str]) -> list[tuple[int, int]]:
    words = next((name for name in _WORDS if match[name]), None)
    if words is None:
        return [match.span()]
    start, end = match.span(words)
    return [(match.start(), start), (end, match.end())]


def with_headers(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield `blocks` with the first row of each Markdown table as its header."""
    before: Block | None = None
    for block in blocks:
        if block.kind == "row" and (before is None or before.kind not in ("row", "header")):
            before = Block("header", block.text)
        else:
            before = block
        yield before
