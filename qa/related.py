"""What stands beside a citation in other documents: the same sentence, or one that says otherwise.

The citation names the documents; here is who they are, and which of their sentences it is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, NamedTuple, Self

from index.errors import InputError
from index.sourcemap import Span, bare
from index.store import Store
from qa.records import Citation

_PASSAGES: Final = 200  # looked through in each document; copies of each other are news, not books
_PAIR: Final = 2  # characters; sentences of copies differ in a figure or a name, not in most pairs
_SHORT: Final = 6  # pairs; a shorter sentence is like many


@dataclass(frozen=True, slots=True)
class Related:
    """A document beside a cited one, and its sentence that comes nearest to the quote."""

    document: str
    title: str
    source: str
    date: str | None
    sentence: str
    place: Span


def related(
    store: Store, citation: Citation, beside: Sequence[Citation] = ()
) -> dict[str, Related]:
    """Return by its id each document that a citation names; one that is gone is left out.

    Args:
        store: the index.
        citation: the one that names the documents.
        beside: the other citations of its answer; one that it contradicts is shown as it is quoted.
    """
    quoted = {one.document: _quoted(one) for one in beside if citation.document in one.conflicts}
    named = dict.fromkeys((*citation.conflicts, *citation.same_as, *citation.earlier))
    found = (
        quoted.get(document)
        or _nearest(store, document, _Quote.of(citation.quote), document in citation.conflicts)
        for document in named
    )
    return {one.document: one for one in found if one is not None}


def _quoted(one: Citation) -> Related:
    place = Span(one.start, one.end)
    return Related(one.document, one.title, one.source, one.date, one.quote, place)


class _Quote(NamedTuple):
    run: str
    pairs: Counter[str]

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(bare(text), _pairs(bare(text)))

    def alike(self, text: str) -> float:
        """Return how much of either is in the other: Dice's coefficient over pairs."""
        pairs = _pairs(bare(text))
        return 2 * (self.pairs & pairs).total() / max(1, self.pairs.total() + pairs.total())

    def reworded(self, text: str) -> float:
        """Return how much of a sentence is in the quote, 0 where all of it stands there."""
        pairs = _pairs(bare(text))
        if bare(text) in self.run or pairs.total() < _SHORT:
            return 0.0
        return (self.pairs & pairs).total() / pairs.total()


def _nearest(store: Store, document: str, quote: _Quote, otherwise: bool) -> Related | None:
    try:
        about = store.document(document).metadata
        passages = store.passages_of(document, 0, _PASSAGES)
    except InputError:  # it was taken off after the answer was given
        return None
    rated = [
        ((quote.reworded if otherwise else quote.alike)(p.text[s.start : s.end]), p, s)
        for p in passages
        for s in p.sentences
    ]
    if not rated:
        return None
    _, passage, span = max(rated, key=itemgetter(0))
    place = passage.origin.spans(span.start, span.end)
    return Related(
        document=document,
        title=about.title,
        source=about.source,
        date=about.date,
        sentence=passage.text[span.start : span.end],
        place=Span(place[0].start, place[-1].end),
    )


def _pairs(run: str) -> Counter[str]:
    return Counter(run[i : i + _PAIR] for i in range(len(run) - _PAIR + 1))
