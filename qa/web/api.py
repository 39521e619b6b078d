"""The REST interface: `/api/ask`, `/api/search`, `/api/documents`, `/healthz`.

The JSON is that of `qa ask --json` and `qa search --json`; an error is `{"error": "one line"}`.
"""

import json
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from index.errors import QAError
from qa.bot import Bot
from qa.continuity import asked_of
from qa.render import Json, render, results_json
from qa.web import examples
from qa.web.catalogue import Narrowed, listed
from qa.web.library import Library, sliced
from qa.web.limits import AT_ONCE

WAITING: Final = 128  # questions that may wait their turn; one more is refused at once
MOST: Final = 100  # passages of one search
ERRORS: Final = {
    400: "What was asked cannot be understood",
    413: "The request is too large",
    429: "Too many requests, or too many questions wait",
}
METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
SIZE: Final = 1_000  # documents on one page at most

Responses = dict[int | str, dict[str, Any]]


def _shown(example: Json) -> Responses:
    """Return how OpenAPI tells an example of a response, and what an error looks like."""
    error = {"content": {"application/json": {"example": {"error": "why, in one line"}}}}
    return {
        200: {"content": {"application/json": {"example": example}}},
        **{status: {"description": text, **error} for status, text in ERRORS.items()},
    }


ANSWER: Final = _shown(examples.answer())
FOUND: Final = _shown(examples.search())


class Asked(BaseModel):
    """A question, and what it is narrowed to."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str | int | None = Field(default=None, description="Given back as it is.")
    question: str = Field(description="In any language; at most 2,000 characters.")
    history: list[str] = Field(
        default=[], max_length=40, description="Earlier questions of the person, oldest first."
    )
    mode: Literal["hybrid", "dense", "lexical"] = "hybrid"
    since: str | None = Field(default=None, description="Documents from this day on: 2024-06-20.")
    until: str | None = Field(default=None, description="Documents up to this day.")
    sources: list[str] = Field(
        default=[], max_length=200, description="Only documents of these outlets."
    )


class Searched(Asked):
    """A search."""

    k: int = Field(default=10, ge=1, le=MOST, description="How many passages.")


class Written(JSONResponse):
    """JSON as the command line prints it."""

    def render(self, content: Any) -> bytes:
        """Return UTF-8; a lone surrogate, which a question may hold, has none."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


class Turnstile:
    """Lets `AT_ONCE` questions in and `WAITING` wait."""

    def __init__(self) -> None:
        self._limiter = CapacityLimiter(AT_ONCE)

    async def run(self, work: Callable[[], Json]) -> Written:
        """Return what `work` gives, done in a thread.

        Raises:
            HTTPException: 400 for what a `QAError` says, 429 where too many wait.
        """
        if self._limiter.statistics().tasks_waiting >= WAITING:
            raise HTTPException(429, "too many questions wait; try again", {"Retry-After": "2"})
        try:
            return Written(await to_thread.run_sync(work, limiter=self._limiter))
        except QAError as error:
            raise HTTPException(400, " ".join(str(error).split())) from None


def routes(bot: Bot, library: Library) -> APIRouter:
    """Return the routes."""
    router = APIRouter(default_response_class=Written)
    turnstile = Turnstile()

    @router.post("/api/ask", summary="Ask a question, get a cited answer", responses=ANSWER)
    async def ask(asked: Asked, request: Request) -> Written:
        """Answer in the documents' own words, or with text null where no document says so."""
        request.state.question = asked.question

        def work() -> Json:
            answer = bot.ask(
                asked.question,
                history=tuple(asked.history),
                mode=asked.mode,
                since=asked.since,
                until=asked.until,
                sources=tuple(asked.sources),
            )
            return render(answer, asked.id)

        return await turnstile.run(work)

    @router.post("/api/search", summary="Find passages", responses=FOUND)
    async def search(asked: Searched, request: Request) -> Written:
        """Return the best passages, those that say the same grouped."""
        request.state.question = asked.question

        def work() -> Json:
            found = bot.retriever.search(
                asked_of(bot.retriever, asked.question, asked.history).text,
                k=asked.k,
                mode=asked.mode,
                since=asked.since,
                until=asked.until,
                sources=asked.sources,
            )
            return results_json(found, asked.id)

        return await turnstile.run(work)

    @router.get("/api/documents", summary="List the documents")
    def documents(
        request: Request,
        scope: Narrowed,
        q: Annotated[str, Query(description="Words to look for.")] = "",
        sort: Annotated[str, Query(description="date, title, … or -date")] = "",
        page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
        size: Annotated[int, Query(ge=1, le=SIZE)] = 100,
    ) -> Written:
        """Return one page of the documents, the newest first, or those that hold the words."""
        request.state.question = q
        found = sliced(listed(library, q, sort, scope), page, size)
        return Written(
            {
                "total": found.total,
                "page": found.number,
                "pages": found.pages,
                "documents": [entry.json() for entry in found.entries],
            }
        )

    @router.get("/healthz", summary="Tell whether the server answers")
    def healthz() -> Written:
        """Return the generation of the index that answers."""
        generation = bot.retriever.store.generation
        return Written(
            {
                "status": "ok",
                "generation": generation.number,
                "documents": generation.documents,
                "passages": generation.passages,
            }
        )

    @router.api_route("/api/{rest:path}", methods=METHODS, include_in_schema=False)
    async def unknown(request: Request) -> Written:
        raise HTTPException(404, f"no {request.method} {request.url.path}; see /api")

    return router
