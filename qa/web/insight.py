"""The overview, `/insight`: what is indexed, over time and by outlet, and how questions went."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter, Request, Response

from qa.messages import say
from qa.web.journal import Journal
from qa.web.library import Entry, Library
from qa.web.responses import language_for, page

MONTHS: Final = 48  # a longer time is told by years
OUTLETS: Final = 12  # the rest is one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: `share` of the longest one, in per cent; `words` finds its documents."""

    label: str
    count: int
    share: float
    words: str = ""


def routes(library: Library, journal: Journal) -> APIRouter:
    """Return the route."""
    router = APIRouter(include_in_schema=False)

    @router.get("/insight")
    def show(request: Request) -> Response:
        entries = library.entries()
        language = language_for(request)
        sources = Counter(e.document.metadata.source for e in entries)
        unnamed = sources.pop("", 0)
        levels = journal.levels
        return page(
            request,
            "insight",
            documents=len(entries),
            passages=sum(e.document.passages for e in entries),
            removed=sum(e.removed for e in entries),
            undated=sum(e.document.metadata.date is None for e in entries),
            outlets=len(sources),
            unnamed=unnamed,
            generation=library.store.generation,
            time=over_time(entries),
            sources=ranked(sources, say("others", language)),
            formats=ranked(Counter(e.document.format for e in entries), ""),
            asked=sum(levels.values()),
            since=journal.since,
            levels=_bars({say(k, language): levels.get(k, 0) for k in ("sure", "maybe", "none")}),
        )

    return router


def over_time(entries: Iterable[Entry]) -> list[Bar]:
    """Return how many documents each month has, or each year; empty ones between included."""
    days = [e.document.metadata.date for e in entries if e.document.metadata.date]
    months = Counter(int(day[:4]) * 12 + int(day[5:7]) - 1 for day in days)
    if not months:
        return []
    first, last = min(months), max(months)
    if last - first < MONTHS:
        return _bars({f"{m // 12}-{m % 12 + 1:02}": months[m] for m in range(first, last + 1)})
    years = Counter(int(day[:4]) for day in days)
    return _bars({str(year): years[year] for year in range(min(years), max(years) + 1)})


def ranked(counts: Mapping[str, int], others: str) -> list[Bar]:
    """Return the most frequent first, those beyond `OUTLETS` as one bar called `others`."""
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rest = sum(count for _, count in most[OUTLETS:])
    bars = [replace(bar, words=bar.label) for bar in _bars(dict(most[:OUTLETS]))]
    longest = most[0][1] if most else 1
    return [*bars, Bar(others, rest, min(100.0, 100 * rest / longest))] if rest else bars


def _bars(counts: Mapping[str, int]) -> list[Bar]:
    longest = max(counts.values(), default=0) or 1
    return [Bar(label, count, 100 * count / longest) for label, count in counts.items()]
