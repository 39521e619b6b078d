"""What a laid out document is made of, and which of its words belong to a quote. No HTML here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.records import Passage
from index.sourcemap import Span


class Run(NamedTuple):
    """A stretch of text; `quote` numbers the quote that it belongs to, 0 where it is none.

    `first` is set where the quote begins: there the page puts its anchor.
    """

    text: str
    quote: int = 0
    first: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 2 to 6, for 1 is the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of the file begins."""

    number: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Item:
    """A point of a list, with the mark that the document gives it."""

    runs: Runs
    mark: str
    depth: int


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    points: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same column names, which may be none."""

    names: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(len(self.names), *(len(row) for row in self.rows))


Block = Heading | Page | Paragraph | Points | Table


class Lit(NamedTuple):
    """The characters `[start:end]` of a passage that belong to a quote."""

    start: int
    end: int
    quote: int


def lit(passages: Sequence[Passage], quotes: Mapping[int, Span]) -> dict[str, list[Lit]]:
    """Return by passage id what the quotes, numbered ranges of the source text, cover.

    A quote is cut from one passage; what stands between its pieces, such as a footnote, is not lit.
    """
    found: dict[str, list[Lit]] = {}
    for number, quote in quotes.items():
        around = [p for p in passages if p.start <= quote.start and quote.end <= p.end]
        for passage in around[:1] or passages:
            inside = (passage.origin.starts < quote.end) & (passage.origin.ends > quote.start)
            places = np.flatnonzero(inside)
            if len(places):
                one = Lit(int(places[0]), int(places[-1]) + 1, number)
                found.setdefault(passage.id, []).append(one)
    return {id_: sorted(ranges) for id_, ranges in found.items()}
