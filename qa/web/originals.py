"""The files themselves, `/files/<name>`: only where the person who serves them allowed it."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import FileResponse, Response

from index.errors import InputError
from index.records import Document
from index.roots import Root, shown
from qa.messages import say
from qa.web.library import Library
from qa.web.responses import POLICY, language_for

# Whatever the file is, the browser keeps it and shows nothing of it.
_HEADERS: Final = {"content-security-policy": f"sandbox; {POLICY}"}


def routes(library: Library) -> APIRouter:
    """Return the route."""
    router = APIRouter(include_in_schema=False)

    @router.get("/files/{name:path}")
    def download(name: str, request: Request) -> Response:
        store = library.store
        try:
            place = _place(store.document(name), store.roots)
        except InputError:
            place = None
        if place is None:
            raise HTTPException(404, say("no_document", language_for(request)))
        return FileResponse(
            place,
            media_type="application/octet-stream",
            filename=shown(place.name),
            headers=_HEADERS,
        )

    return router


def _place(document: Document, roots: tuple[Root, ...]) -> Path | None:
    """Return the document's file, None where it is none or leads out of the indexed folders.

    A folder below a root may have become a link since it was indexed.
    """
    path = Path(document.path)
    try:
        place = path.resolve(strict=True)
        regular = place.is_file()
    except (OSError, ValueError):
        return None
    inside = any(
        root.covers(path) and place.is_relative_to(root.folder.resolve()) for root in roots
    )
    return place if regular and inside else None
