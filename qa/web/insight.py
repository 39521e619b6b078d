"""The overview, `/insight`: what is indexed, how questions went, and the latest evaluation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from index.errors import QAError
from qa.feedback import REASONS, Feedback
from qa.messages import Language, say
from qa.web.evaluation import charts, latest, own_result
from qa.web.library import Library
from qa.web.responses import language_for, page
from qa.web.tally import Tally
from qa.web.timeline import timeline

OUTLETS: Final = 12  # the rest is one bar
LEVELS: Final = ("sure", "maybe", "none")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: `share` of the longest one, in per cent; `words` finds its documents."""

    label: str
    count: int
    share: float
    words: str = ""


def routes(library: Library) -> APIRouter:
    """Return the route."""
    router = APIRouter(include_in_schema=False)

    @router.get("/insight")
    def show(request: Request) -> Response:
        language = language_for(request)
        return page(
            request,
            "insight",
            generation=library.store.generation,
            **_indexed(library, language),
            **_asked(library, language),
            **_evaluated(library, language),
        )

    return router


def _indexed(library: Library, language: Language) -> dict[str, Any]:
    entries = library.entries()
    about = [entry.document.metadata for entry in entries]
    sources = Counter(one.source for one in about)
    unnamed = sources.pop("", 0)
    return {
        "documents": len(entries),
        "passages": sum(entry.document.passages for entry in entries),
        "removed": sum(entry.removed for entry in entries),
        "undated": sum(one.date is None for one in about),
        "outlets": len(sources),
        "unnamed": unnamed,
        "time": timeline(((one.date, "", 1) for one in about if one.date), ("",)),
        "sources": ranked(sources, say("others", language)),
        "formats": ranked(Counter(entry.document.format for entry in entries), ""),
    }


def _asked(library: Library, language: Language) -> dict[str, Any]:
    days = Tally.beside(library.store.folder).days()
    levels = Counter[str]()
    for one in days:
        levels[one.level] += one.number
    asked = sum(levels.values())
    said = Counter(row["reason"] for row in _said(library))
    return {
        "asked": asked,
        "answered": round(100 * (asked - levels["none"]) / asked) if asked else 0,
        "since": days[0].day if days else "",
        "levels": [(level, levels[level]) for level in LEVELS],
        "asked_time": timeline(days, LEVELS, "day"),
        "said": _bars({say(reason, language): said[reason] for reason in REASONS if said[reason]}),
    }


def _said(library: Library) -> Sequence[Mapping[str, Any]]:
    try:
        return Feedback.beside(library.store.folder).rows()
    except QAError:  # `qa feedback` tells why; the rest of the page is none the worse
        return ()


def _evaluated(library: Library, language: Language) -> dict[str, Any]:
    folder = library.store.folder
    found = latest(folder)
    return {
        "evaluation": found,
        "charts": list(charts(found.run, language)) if found else [],
        "own_result": own_result(folder).name,
        "index_name": folder.name,
    }


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
