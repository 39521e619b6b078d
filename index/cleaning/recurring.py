"""Lines that recur in the documents of one source: its menus and footers that no rule knows.

Two halves. Each document gives the hashes of its first and last short lines, whatever else is done
with it; over those of one source is counted which lines recur (`recurring`). A document that is
read with them known leaves them out, where they stand around its text (`around`).
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from index.cleaning.lines import BULLET, CAPTION, DATE_ROW, NUMBERED, is_prose, is_report
from index.records import Block
from index.sourcemap import squeeze

REASON = "recurs in its source"
# So many blocks at each end of a document are looked at, lines of 2 to so many characters.
_EDGE, _LONGEST = 60, 200
# A line recurs that stands in so many documents of its source, and in this share of them.
_FEWEST, _SHARE = 5, 0.4
# Lines with at most two others between them, as title and date, stand together; so many of them
# are no accident.
_APART, _TOGETHER = 3, 3


def edge_lines(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the hashes of the lines that may belong to the site, by position.

    Never what gives an article its structure, nor a sentence as the news writes it.
    """
    count = len(blocks)
    edges = (i for i in range(count) if i < _EDGE or i >= count - _EDGE)
    return {i: _hash(blocks[i].text.text) for i in edges if _may_be_the_site_s(blocks[i])}


def _may_be_the_site_s(block: Block) -> bool:
    text = " ".join(block.text.text.split())
    if block.kind not in ("text", "item") or not 2 <= len(text) <= _LONGEST or "|" in text[:1]:
        return False
    ordered = (BULLET, NUMBERED, CAPTION, DATE_ROW)
    return not any(pattern.match(text) for pattern in ordered) and not is_report(text)


def _hash(text: str) -> int:
    digest = hashlib.blake2b(squeeze(text).encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def packed(lines: Iterable[int]) -> bytes:
    """Return the hashes of a document's lines as its row keeps them."""
    return np.array(sorted(lines), "<u8").tobytes()


def unpacked(lines: bytes) -> frozenset[int]:
    """Return the hashes that `packed` was given."""
    return frozenset(np.frombuffer(lines, "<u8").tolist())


def recurring(documents: Iterable[tuple[str, bytes]]) -> dict[str, frozenset[int]]:
    """Return the lines that recur, by source.

    Args:
        documents: of each its source and its lines, `packed`.
    """
    held: defaultdict[str, list[bytes]] = defaultdict(list)
    for source, lines in documents:
        held[source].append(lines)
    found = {}
    for source, parts in held.items():
        if len(parts) >= _FEWEST:
            hashes, counts = np.unique(np.frombuffer(b"".join(parts), "<u8"), return_counts=True)
            again = hashes[counts >= max(_FEWEST, _SHARE * len(parts))]
            found[source] = frozenset(again.tolist())
    return {source: lines for source, lines in found.items() if lines}


def around(
    blocks: Sequence[Block], lines: Mapping[int, int], known: Collection[int]
) -> dict[int, str]:
    """Return the positions of the `known` lines above and below a document's text.

    They go from the ends of the document inwards, or where several stand together. A single one
    beside the text stays: it may be its heading.
    """
    again = {i for i, line in lines.items() if line in known}
    prose = [i for i, b in enumerate(blocks) if i not in again and is_prose(b.text.text)]
    if not prose:  # nothing that they could stand around
        return {}
    above = sorted(i for i in again if i < prose[0])
    below = sorted(i for i in again if i > prose[-1])
    found = {
        i
        for group in (*_together(above), *_together(below))
        if group[0] <= 1 or group[-1] >= len(blocks) - 2 or len(group) >= _TOGETHER
        for i in group
    }
    beside = {prose[0] - 1, prose[-1] + 1}
    return {i: REASON for i in found if i not in beside or {i - 1, i + 1} & found}


def _together(positions: Sequence[int]) -> list[list[int]]:
    """Return positions in groups that have at most two other lines between them."""
    groups: list[list[int]] = []
    for i in positions:
        if groups and i - groups[-1][-1] <= _APART:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups
