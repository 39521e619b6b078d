"""Whether cells that stand one below the other come round, by their words and not by figures."""

import re
from collections import Counter
from collections.abc import Sequence

_DIGIT = re.compile(r"\d")


def shape_comes_round(cells: Sequence[str], n: int) -> bool:
    """Tell whether all cells of one of n columns, below its name, have a shape that no other has.

    대출 890억 원 every third line: it begins with 대출, or ends with 원, as nothing else does.

    Args:
        cells: the names of the columns, then row by row; a multiple of n, more than n.
        n: how many columns there may be.
    """
    often = Counter(cells)
    shapes = [_shapes(cell, again=often[cell] > 1) for cell in cells]
    for i in range(n):
        column = set[str].intersection(*shapes[i + n :: n])
        if column.difference(*(one for j, one in enumerate(shapes) if j < n or j % n != i)):
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
