"""The document view, `/documents/<name>?start=…&end=…`: a quote where it stands, for good.

The address may name several quotes: the page opens at the first one, and all are a click apart.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from fastapi import APIRouter, HTTPException, Request, Response

from index.errors import InputError
from index.records import Document, Removal
from index.sourcemap import Span
from index.store import Store
from qa.messages import say
from qa.web.blocks import lit
from qa.web.library import Library
from qa.web.links import document_link, file_link
from qa.web.responses import language_for, page
from qa.web.typeset import laid_out

PART: Final = 200  # passages on one page, a long table's rows included
QUOTES: Final = 50  # in one address
EXCERPTS: Final = 300  # of what was removed
_LARGEST: Final = 2**53


def routes(library: Library, *, downloads: bool) -> APIRouter:
    """Return the route; `downloads` says whether the page offers the file itself."""
    router = APIRouter(include_in_schema=False)

    @router.get("/documents/{name:path}")
    def show(name: str, request: Request) -> Response:
        store = library.store
        document, bounds = _found(store, name, request)
        asked = _quotes(request)
        quotes = dict(enumerate(sorted(set(asked)), start=1))  # earlier ones before later ones
        opened = next((number for number, one in quotes.items() if one == asked[0]), 0)
        places = _places(store, name, bounds, quotes)
        part, parts = _part(request, len(bounds), places.get(opened, 1))
        shown = store.passages_of(name, (part - 1) * PART, part * PART)
        status = library.status(document, shown)
        source = library.source(document) if status == "verified" else None
        marks = lit(shown, quotes)
        return page(
            request,
            "document",
            document=document,
            status=status,
            blocks=laid_out(shown, marks, title=document.metadata.title, source=source),
            here=document_link(name, *asked).partition("#")[0],
            quotes=quotes,
            places=places,
            anchor=partial(_anchor, opened),
            part=part,
            parts=parts,
            removals=document.removals[:EXCERPTS],
            reasons=reasons(document.removals),
            versions=library.versions(document),
            link_to=document_link,
            download=file_link(name) if downloads else "",
        )

    return router


def reasons(removals: Sequence[Removal]) -> list[tuple[str, int, int]]:
    """Return why pieces were cut, with how many and how many characters, most first."""
    counts: Counter[str] = Counter(removal.reason for removal in removals)
    sizes: Counter[str] = Counter()
    for removal in removals:
        sizes[removal.reason] += removal.end - removal.start
    return [(reason, counts[reason], size) for reason, size in sizes.most_common()]


def _found(store: Store, name: str, request: Request) -> tuple[Document, list[Span]]:
    try:
        return store.document(name), store.bounds_of(name)
    except InputError:
        line = say("no_document", language_for(request))
        raise HTTPException(404, line) from None


def _quotes(request: Request) -> list[Span]:
    """Return the ranges that the address names, `start` and `end` by turns."""
    asked = request.query_params
    starts, ends = asked.getlist("start"), asked.getlist("end")
    fault = HTTPException(400, say("bad_range", language_for(request)))
    if len(starts) != len(ends) or len(starts) > QUOTES:
        raise fault
    quotes = [Span(_offset(a, fault), _offset(b, fault)) for a, b in zip(starts, ends, strict=True)]
    if any(quote.start >= quote.end for quote in quotes):
        raise fault
    return quotes


def _offset(text: str, fault: HTTPException) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise fault
    return min(int(text), _LARGEST)


def _places(
    store: Store, name: str, bounds: Sequence[Span], quotes: Mapping[int, Span]
) -> dict[int, int]:
    """Return by the number of a quote the part of the document that it begins in.

    Only the passages around a quote are read, however long the document is.
    """
    places: dict[int, int] = {}
    for number, quote in quotes.items():
        # a footnote may stand inside the bounds of what it belongs to, so all are looked at
        near = [
            i for i, one in enumerate(bounds) if one.start < quote.end and quote.start < one.end
        ]
        if not near:
            continue
        around = store.passages_of(name, near[0], min(near[-1], near[0] + PART) + 1)
        marks = lit(around, {number: quote})
        for i, passage in enumerate(around, start=near[0]):
            if passage.id in marks:
                places[number] = i // PART + 1
                break
    return places


def _anchor(opened: int, number: int) -> str:
    return "quote" if number == opened else f"quote-{number}"


def _part(request: Request, passages: int, first: int) -> tuple[int, int]:
    """Return the part that is asked for, else `first`, and how many there are."""
    parts = max(1, -(-passages // PART))
    asked = request.query_params.get("part", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else first
    return min(max(wanted, 1), parts), parts
