"""The site: chat, pages and REST in one application, behind one door; opened until Ctrl-C."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

import gradio as gr
from anyio import to_thread
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from index.errors import InputError
from qa.bot import Bot
from qa.feedback import Feedback
from qa.retriever import Retriever
from qa.web import access, api, catalogue, document, insight, originals, reference, upload
from qa.web.early import Early
from qa.web.guard import CHAT, Guard, Heads
from qa.web.journal import Journal, JournalledBot, Requests
from qa.web.library import Library
from qa.web.limits import PER_MINUTE, Rate, Size
from qa.web.listening import is_loopback, run
from qa.web.page import LOOKS, build_app, warm
from qa.web.password import Password
from qa.web.refusals import nothing_there, refuse_clearly
from qa.web.responses import HERE, POLICY
from qa.web.uploads import Uploads

# What a page on this machine may be called, unless somebody else serves it to others: a foreign
# name that leads here is a trap for the browser ("DNS rebinding").
HERE_ONLY: Final = ("localhost", "127.0.0.1", "[::1]", "::1")


def open_app(index: Path) -> gr.Blocks:
    """Return the chat alone over the index folder `index`, for Gradio's own `launch`.

    Raises:
        QAError: there is no index at that place, or it cannot be used.
    """
    return build_app(Bot.open(index), Feedback.beside(index))


def serve(
    index: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    password: Password | None = None,
    no_auth: bool = False,
    downloads: bool = False,
    uploads: bool = False,
    rate: float = PER_MINUTE,
    journal: Journal | None = None,
) -> None:
    """Serve the site over `index`, print its address and return after Ctrl-C.

    Args:
        index: the index's folder.
        host: an address of this machine; any but its own loopback wants a password.
        port: where to listen.
        password: what everybody has to give.
        no_auth: let everybody in who reaches the address.
        downloads: offer the documents' files.
        uploads: let people add documents, and remove what they added.
        rate: requests a minute from one client on another machine; 0 sets no limit.
        journal: where requests and answers are told.

    Raises:
        QAError: the index cannot be used, the port is taken, or nothing says who may come in.
    """
    local = is_loopback(host)
    if not (local or password or no_auth):
        raise InputError(
            f"others can reach {host}: give --password-file (see --make-password), or --no-auth"
        )
    journal = journal or Journal()
    bot = JournalledBot(Retriever.open(index), journal)
    hosts = HERE_ONLY if local and not (password or no_auth) else ()
    app = site(
        bot,
        build_app(bot, Feedback.beside(index)),
        password=password,
        hosts=hosts,
        downloads=downloads,
        uploads=uploads,
        rate=rate,
        journal=journal,
    )
    warm(bot)
    run(app, host=host, port=port)


def site(
    bot: Bot,
    chat: gr.Blocks,
    *,
    password: Password | None = None,
    hosts: Sequence[str] = (),
    downloads: bool = False,
    uploads: bool = False,
    rate: float = 0,
    journal: Journal | None = None,
) -> FastAPI:
    """Return the whole site over one bot.

    Args:
        bot: what answers.
        chat: its page, which becomes the first one.
        password: what everybody has to give; None lets everybody in.
        hosts: the names under which it may be asked for; none means all.
        downloads: offer the documents' files.
        uploads: take documents, see `uploads`.
        rate: see `serve`.
        journal: see `serve`.
    """
    journal = journal or Journal()
    door = access.Door(password) if password else None
    library = Library(bot)
    taken = Uploads(library) if uploads else None
    bot.unwatched = taken.folder if taken else None
    app = FastAPI(
        title="geungeo",
        version=version("geungeo"),
        summary="Cited, verified answers from a folder of documents.",
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere
        redoc_url=None,
        lifespan=partial(_lifespan, taken),
        middleware=list(_middleware(journal, hosts, rate, door, uploads)),
    )
    for router in (
        catalogue.routes(library, taken),
        *([upload.routes(taken)] if taken else []),
        document.routes(library, downloads=downloads),
        insight.routes(library),
        *([originals.routes(library)] if downloads else []),
        api.routes(bot, library),
        reference.routes(app),
        *([access.routes(door)] if door else []),
    ):
        app.include_router(router)
    # Gradio takes files for every app, and fetches other hosts' pages for those that embed them
    app.add_route("/gradio_api/proxy={url:path}", _closed)
    app.add_route("/gradio_api/upload", _closed, methods=["POST"])
    app.mount("/pages", StaticFiles(directory=HERE / "static"))
    refuse_clearly(app)
    guarded = {
        "middleware": [Middleware(Guard, policy=CHAT), Middleware(Early)],
        "exception_handlers": {404: nothing_there},  # else Gradio's own, in JSON
    }
    # last, for it takes every path that is left; `show_error` is the line of a QAError, see `page`
    gr.mount_gradio_app(
        app, chat, "/", app_kwargs=guarded, ssr_mode=False, show_error=True, **LOOKS
    )
    return app


def _middleware(
    journal: Journal, hosts: Sequence[str], rate: float, door: access.Door | None, uploads: bool
) -> Iterator[Middleware]:
    """Yield what a request passes through, outermost first."""
    yield Middleware(Requests, journal=journal)
    yield Middleware(Guard, policy=POLICY)
    yield Middleware(Heads)
    if hosts:
        yield Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    if rate:
        yield Middleware(Rate, per_minute=rate)
    yield Middleware(Size, larger={upload.PATH: upload.LARGEST_REQUEST} if uploads else {})
    if door:
        yield Middleware(access.Access, door=door)


@asynccontextmanager
async def _lifespan(taken: Uploads | None, _app: FastAPI) -> AsyncIterator[None]:
    yield
    if taken is not None:
        await to_thread.run_sync(taken.close)


async def _closed(request: Request) -> Response:
    raise HTTPException(404)
