"""Whether cells that stand one below the other come round, by their words and not by figures."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

_DIGIT = re.compile(r"\d")


def shape_comes_round(names: Sequence[str], cells: Sequence[str], n: int) -> bool:
    """Tell whether all cells of one of n columns have a shape that no other has, nor any name.

    대출 890억 원 every third line: it begins with 대출, or ends with 원, as nothing else does.

    Args:
        names: of the columns, or the words of these, which may be more than n.
        cells: row by row; a multiple of n.
        n: how many columns there may be.
    """
    often = Counter((*names, *cells))
    above, *shapes = (
        [_shapes(one, again=often[one] > 1) for one in some]
        for some in (names, *(cells[i::n] for i in range(n)))
    )
    for i, column in enumerate(shapes):
        others = (*above, *chain.from_iterable(shapes[:i] + shapes[i + 1 :]))
        if set[str].intersection(*column).difference(*others):
            return True
    return False


def _shapes(cell: str, *, again: bool) -> set[str]:
    """Return by what a cell may be like others: how it begins and ends, a figure, its coming again.

    >>> sorted(_shapes("대출 890억 원", again=False))
    ['figure', '…원', '대출 …']
    """
    first, _, more = cell.partition(" ")
    shapes = {f"…{cell[-1]}"}
    if more:
        shapes.add(f"{first} …")
    if _DIGIT.search(cell):
        shapes.add("figure")
    if again:
        shapes.add("again")
    return shapes
