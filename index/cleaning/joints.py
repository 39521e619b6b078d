"""Blocks whose lines still stand under each other, as a PDF has them, become one line each.

Which lines belong together the reader has told by their places on the page. Plain text that is
hard-wrapped is for `unwrap`.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.cleaning.spacing import breaks_at_words
from index.cleaning.unwrap import join
from index.cleaning.wrapping import Wrapping
from index.records import Block
from index.sourcemap import MappedText


def rejoined(blocks: Sequence[Block], source: str) -> list[Block]:
    """Return `blocks` with the lines of each, or of each cell of a row, as one."""
    joints = [joint for block in blocks for joint in pairwise(_lines(block))]
    kept = sum(left.endswith(" ") for left, _ in joints)
    # where some lines keep the space on which they broke, those without it broke inside a word
    told = kept > 0 and 0.1 * len(joints) <= kept <= 0.9 * len(joints)
    words = not told and breaks_at_words((one.strip(), two.strip()) for one, two in joints)
    how = Wrapping(columns=1, told=told, words=words)
    return [replace(block, text=_one_line(block, how, source)) for block in blocks]


def _lines(block: Block) -> list[str]:
    text = block.text.text if block.kind not in ("row", "header") else ""
    return [line for line in text.split("\n") if line.strip()]


def _one_line(block: Block, how: Wrapping, source: str) -> MappedText:
    if "\n" not in block.text.text:
        return block.text
    if block.kind not in ("row", "header"):
        return _joined(block.text, how, source)
    cells, at = [], 0
    for cell in block.text.text.split("\t"):
        cells.append(_joined(block.text.slice(at, at + len(cell)), how, source))
        at += len(cell) + 1
    return MappedText.joined(cells, "\t")


def _joined(text: MappedText, how: Wrapping, source: str) -> MappedText:
    lines = [line for line in text.lines() if line.text.strip()]
    return join(lines, how, source) if lines else text.slice(0, 0)
