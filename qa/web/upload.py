"""The routes of uploads: files in, how far they are, and their removal. Keeping is `uploads`'."""

from typing import Final
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from qa.messages import say
from qa.web.markup import clean
from qa.web.responses import language_for, link_for, wants_page
from qa.web.uploads import FILES, LARGEST, Uploads

PATH: Final = "/uploads"
# A form has more to it than its files; who sends the most that is allowed is not to be refused.
LARGEST_REQUEST: Final = LARGEST + 2**16
_FIELDS: Final = 10


def routes(uploads: Uploads) -> APIRouter:
    """Return the routes."""
    router = APIRouter(include_in_schema=False)

    @router.get(PATH)
    def state(request: Request) -> Response:
        return JSONResponse(_state(uploads, request))

    @router.post(PATH)
    async def take(request: Request) -> Response:
        _require_own(request)
        files = await _files(request)
        try:
            for one in files:
                await to_thread.run_sync(uploads.take, one.filename or "", one.file)
        finally:
            await request.close()
        return _taken(uploads, request)

    @router.post(f"{PATH}/remove")
    async def remove(request: Request) -> Response:
        _require_own(request)
        async with request.form(max_files=0, max_fields=_FIELDS) as form:
            name = str(form.get("name", ""))
        if not await to_thread.run_sync(uploads.remove, name):
            raise HTTPException(404, say("no_document", language_for(request)))
        return _taken(uploads, request)

    return router


def _require_own(request: Request) -> None:
    """Refuse what another site's page makes a browser send; programs send neither header."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    own = site == "same-origin" if site else origin is None or urlsplit(origin).netloc == host
    if not own:
        raise HTTPException(403, say("other_site", language_for(request)))


async def _files(request: Request) -> list[UploadFile]:
    language = language_for(request)
    try:
        form = await request.form(max_files=FILES, max_fields=_FIELDS)
    except HTTPException as error:
        line = say("upload_unreadable", language, files=FILES)
        raise (HTTPException(400, line) if error.status_code == 400 else error) from None
    sent = [one for one in form.getlist("files") if isinstance(one, UploadFile)]
    if files := [one for one in sent if one.filename]:  # a form without a choice sends an empty one
        return files
    await form.close()
    raise HTTPException(400, say("upload_none", language))


def _taken(uploads: Uploads, request: Request) -> Response:
    if wants_page(request):
        return RedirectResponse(link_for(request, "/documents#uploads"), 303)
    return JSONResponse(_state(uploads, request), 202)


def _state(uploads: Uploads, request: Request) -> dict[str, object]:
    language = language_for(request)
    return {
        "version": uploads.version,
        "busy": uploads.busy,
        "line": uploads.line(language),
        "files": [
            {
                "name": one.name,
                "status": "waiting" if one.waiting else "ready",
                "passages": one.passages,
                "documents": [document.id for document in one.documents],
            }
            for one in uploads.kept()
        ],
        "refused": [
            {"name": one.name, "reason": clean(one.line(language))} for one in uploads.refused()
        ],
    }
