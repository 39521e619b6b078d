"""The list of documents, `/documents`: what is in the index, to look through and to search."""

from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, HTTPException, Query, Request, Response

from index.errors import QAError
from index.readers import SUFFIXES
from qa.web.library import SORTS, Entry, Library, ordered, sliced
from qa.web.links import document_link
from qa.web.responses import page
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


class Column(NamedTuple):
    """A column's name, the order that a click on it gives, and the one it has: `aria-sort`."""

    name: str
    sort: str
    now: str


def routes(library: Library, uploads: Uploads | None = None) -> APIRouter:
    """Return the route; with `uploads` the page takes files, too."""
    router = APIRouter(include_in_schema=False)

    @router.get("/documents")
    def show(request: Request, q: str = "", sort: str = "", number: Number = 1) -> Response:
        request.state.question = q
        found = sliced(listed(library, q, sort), number, PAGE)
        now = sort or ("" if q.strip() else "-date")
        columns = [_column(name, now) for name in SORTS]
        return page(
            request,
            "documents",
            found=found,
            q=q,
            sort=sort,
            columns=columns,
            uploads=uploads,
            limits=LIMITS,
            link_to=document_link,
        )

    return router


def listed(library: Library, words: str, sort: str) -> list[Entry]:
    """Return the documents that hold `words`, best first unless `sort` says otherwise.

    Without words and order the newest come first.

    Raises:
        HTTPException: 400, for an order that there is none of or too many words.
    """
    try:
        if not words.strip():
            return ordered(library.entries(), sort or "-date")
        found = library.search(words)
        return ordered(found, sort) if sort else list(found)
    except QAError as error:
        raise HTTPException(400, str(error)) from None


def _column(name: str, now: str) -> Column:
    first = name if name in _UPWARDS else f"-{name}"
    turned = {name: f"-{name}", f"-{name}": name}
    said = {name: "ascending", f"-{name}": "descending"}
    return Column(name, turned[first] if now == first else first, said.get(now, "none"))
