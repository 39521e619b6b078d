"""The sentences that are cited: each figure once, each quote once, neighbours together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.records import Hit
from index.sourcemap import Span, squeeze
from qa.accounts import Accounts

# A quote of several sentences is at most so many characters long.
_QUOTE = 350


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that answers.

    Args:
        span: where the quote stands in the hit's passage: the sentence, or a few around it.
        mark: the decisive span in the quote.
        same_as: ids of documents that tell the figure that is marked in other words.
        conflicts: ids of those that tell another one in its place.
        candidate: whether it may answer in the place of the others, and bears none of them out.
    """

    hit: Hit
    span: Span
    mark: Span
    score: float
    same_as: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    candidate: bool = False

    @property
    def quote(self) -> str:
        """The text that is quoted."""
        return self.hit.passage.text[self.span.start : self.span.end]

    @property
    def answer(self) -> str:
        """What is marked, without white space."""
        return squeeze(self.quote[self.mark.start : self.mark.end])

    @property
    def sentences(self) -> list[str]:
        """Those of its sentences that hold the mark: of several only they answer."""
        start, end = self.span.start + self.mark.start, self.span.start + self.mark.end
        passage = self.hit.passage
        marked = (s for s in passage.sentences if s.start < end and start < s.end)
        return [passage.text[s.start : s.end] for s in marked]


def beside(best: Evidence, other: Evidence) -> Evidence:
    """Return `other` as what bears `best` out, where both mark the same; else as a candidate."""
    short, long = sorted((best.answer, other.answer), key=len)
    same = re.search(rf"(?<!\d){re.escape(short)}", long)  # 347채 of 모두 347채, not 7채
    return replace(other, candidate=not same)


def each_figure(best: Evidence, others: Accounts) -> list[Evidence]:
    """Return one piece of evidence for each figure that is told, the newest of those that tell it.

    Each names the documents that tell the same figure, and those that tell another.
    """
    told: dict[tuple[float, str], list[Evidence]] = {}
    for one, figure in others.otherwise:
        found = Evidence(one.hit, one.span, figure.span, one.score)
        told.setdefault((figure.value, figure.unit), []).append(found)
    groups = [[best], *(sorted(same, key=_day, reverse=True) for same in told.values())]
    named = [[one.hit.passage.document for one in group] for group in groups]
    named[0] += others.same
    return [
        replace(
            group[0],
            same_as=tuple(own[1:]),
            conflicts=tuple(d for documents in named if documents is not own for d in documents),
        )
        for group, own in zip(groups, named, strict=True)
    ]


def newest_first(found: Sequence[Evidence]) -> list[Evidence]:
    """Return evidence by the dates of its documents; as it is, where one has none."""
    return sorted(found, key=_day, reverse=True) if all(map(_day, found)) else [*found]


def _day(one: Evidence) -> str:
    return one.hit.passage.date or ""


def folded(found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence with what stands near each other in a passage as one quote.

    What several documents say word for word is one, too, and the others are named.
    """
    worded: dict[str, Evidence] = {}
    for one in found:
        first = worded.setdefault(squeeze(one.quote), one)
        if first is not one:
            worded[squeeze(one.quote)] = _named_with(first, one)
    quotes: list[Evidence] = []
    for one in worded.values():
        drawn_out = ((i, both) for i, q in enumerate(quotes) if (both := _both(q, one)))
        i, both = next(drawn_out, (len(quotes), one))
        quotes[i : i + 1] = [both]
    return quotes


def _named_with(first: Evidence, other: Evidence) -> Evidence:
    """Return `first` with the documents named that say the same as it."""
    documents = (*first.hit.same_as, other.hit.passage.document, *other.hit.same_as)
    others = tuple(d for d in dict.fromkeys(documents) if d != first.hit.passage.document)
    return replace(first, hit=replace(first.hit, same_as=others))


def _both(best: Evidence, other: Evidence) -> Evidence | None:
    """Return `best` with its quote drawn out to take in `other`; None where they stand apart."""
    first, last = sorted((best.span, other.span))
    passage = best.hit.passage
    between = passage.text[first.end : last.start]
    if passage.id != other.hit.passage.id or between.strip() or last.end - first.start > _QUOTE:
        return None
    moved = best.span.start - first.start
    mark = Span(best.mark.start + moved, best.mark.end + moved)
    return replace(best, span=Span(first.start, max(first.end, last.end)), mark=mark)
