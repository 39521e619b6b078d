"""Errors as people and programs get them: a page, or `{"error": "one line"}`; never a traceback."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from qa.messages import say
from qa.web.markup import clean
from qa.web.responses import language_for, page, wants_page

_PROGRAMS = ("/api/", "/gradio_api/", "/healthz", "/openapi.json")


def refusal(
    request: Request, status: int, line: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error that says why in `line`."""
    if request.url.path.startswith(_PROGRAMS) or not wants_page(request):
        response: Response = JSONResponse({"error": clean(line)}, status)
    else:
        response = page(request, "error", status, status=status, line=line)
    response.headers.update(headers or {})
    return response


async def nothing_there(request: Request, _error: Exception) -> Response:
    """Return a `refusal` for an address that there is none of."""
    return refusal(request, 404, say("no_page", language_for(request)))


def refuse_clearly(app: FastAPI) -> None:
    """Let every error of `app` be told as a `refusal`."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return refusal(request, error.status_code, str(error.detail), error.headers)

    @app.exception_handler(RequestValidationError)
    async def misunderstood(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            return refusal(request, 400, "the body is no JSON")
        place = ".".join(map(str, first["loc"][1:]))
        return refusal(request, 400, f"{place}: {first['msg']}" if place else str(first["msg"]))

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:  # the server logs it
        return refusal(request, 500, say("unexpected", language_for(request)))
