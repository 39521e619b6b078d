"""The list of documents, `/documents`: what is in the index, to look through and to search."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from index.errors import QAError
from index.readers import SUFFIXES
from qa.question import parse_date
from qa.web.faults import fault_of_scope
from qa.web.filters import told
from qa.web.library import SORTS, Entry, Library, ordered, sliced
from qa.web.links import document_link
from qa.web.responses import language_for, page
from qa.web.turns import Scope
from qa.web.uploads import FILES, LARGEST, Uploads

PAGE: Final = 50  # documents on one page
Number = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
LIMITS: Final = {
    "files": FILES,
    "largest": LARGEST,
    "megabytes": LARGEST // 1_000_000,
    "suffixes": SUFFIXES,
}
_UPWARDS: Final = ("title", "source", "format")  # first; the others begin with the most


def scope_asked(
    request: Request,
    since: Annotated[str, Query(description="Documents from this day on: 2024-06-20.")] = "",
    until: Annotated[str, Query(description="Documents up to this day.")] = "",
    sources: Annotated[
        Sequence[str], Query(max_length=200, description="Only documents of these outlets.")
    ] = (),
) -> Scope:
    """Return the filters of an address.

    Raises:
        HTTPException: 400, for a day that is none.
    """
    scope = Scope(since or None, until or None, tuple(sources))
    if fault := fault_of_scope(scope, language_for(request)):
        raise HTTPException(400, fault)
    # 20240620 is a day, too: the list compares days as they are written
    return replace(scope, since=parse_date(since, "since"), until=parse_date(until, "until"))


Narrowed = Annotated[Scope, Depends(scope_asked)]


class Column(NamedTuple):
    """A column's name, the order that a click on it gives, and the one it has: `aria-sort`."""

    name: str
    sort: str
    now: str


def routes(library: Library, uploads: Uploads | None = None) -> APIRouter:
    """Return the route; with `uploads` the page takes files, too."""
    router = APIRouter(include_in_schema=False)

    @router.get("/documents")
    def show(
        request: Request,
        scope: Narrowed,
        q: str = "",
        sort: str = "",
        number: Number = 1,
    ) -> Response:
        request.state.question = q
        now = sort or ("" if q.strip() else "-date")
        return page(
            request,
            "documents",
            found=sliced(listed(library, q, sort, scope), number, PAGE),
            q=q,
            scope=scope,
            told=told(scope, language_for(request)),
            outlets=library.store.sources,
            undated=library.undated(q, scope),
            sort=sort,
            columns=[_column(name, now) for name in SORTS],
            uploads=uploads,
            limits=LIMITS,
            link_to=document_link,
        )

    @router.get("/documents/")
    def without_slash(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/documents{query}", 308)

    return router


def listed(library: Library, words: str, sort: str, scope: Scope) -> list[Entry]:
    """Return the documents of `scope` that hold `words`, best first unless `sort` says otherwise.

    Without words and order the newest come first.

    Raises:
        HTTPException: 400, for an order that there is none of or too many words.
    """
    try:
        if not words.strip():
            return ordered(library.within(scope), sort or "-date")
        found = library.search(words, scope)
        return ordered(found, sort) if sort else list(found)
    except QAError as error:
        raise HTTPException(400, str(error)) from None


def _column(name: str, now: str) -> Column:
    first = name if name in _UPWARDS else f"-{name}"
    turned = {name: f"-{name}", f"-{name}": name}
    said = {name: "ascending", f"-{name}": "descending"}
    return Column(name, turned[first] if now == first else first, said.get(now, "none"))
