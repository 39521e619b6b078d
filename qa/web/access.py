"""The door: with a password, nothing is served to who does not know it.

Programs give it by HTTP Basic, with any name; people at `/login`, which sets a cookie.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Annotated, Final
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Form
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.messages import say
from qa.web.limits import Buckets, client_of, too_often
from qa.web.password import Password, Sessions
from qa.web.refusals import refusal
from qa.web.responses import language_for, page

COOKIE: Final = "geungeo"
OPEN: Final = frozenset(
    ("/login", "/pages/pages.css", "/pages/pages.js", "/pages/scheme.js", "/favicon.ico")
)
GUESSES: Final = 10  # passwords that one client may try in a minute
WAITING: Final = 8  # passwords that may wait to be checked; one more is refused at once


class TooOftenError(Exception):
    """A password is not checked, since too many were."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait  # seconds until one may try again


class Door:
    """Knows who may come in."""

    def __init__(self, password: Password) -> None:
        self._password = password
        self._sessions = Sessions()
        self._pepper = secrets.token_bytes(32)
        self._right = b""  # digest of the right password: scrypt is too slow for each request
        self._limiter = CapacityLimiter(1)  # each check takes 16 MB
        self._guesses = Buckets(GUESSES)

    def token(self) -> str:
        """Return what the cookie of one who has given the password holds."""
        return self._sessions.token()

    async def lets_in(self, connection: HTTPConnection) -> bool:
        """Tell whether a request comes with our cookie or with the password; raises as `knows`."""
        if self._sessions.holds(connection.cookies.get(COOKIE, "")):
            return True
        given = _basic(connection.headers.get("authorization", ""))
        return given is not None and await self.knows(given, client_of(connection.scope))

    async def knows(self, password: str, client: str) -> bool:
        """Tell whether it is the password.

        Raises:
            TooOftenError: the client has tried too often, or too many try at once.
        """
        data = password.encode("utf-8", "surrogatepass")
        digest = hmac.digest(self._pepper, data, hashlib.sha256)
        if hmac.compare_digest(digest, self._right):
            return True
        if wait := self._guesses.take(client):
            raise TooOftenError(wait)
        if self._limiter.statistics().tasks_waiting >= WAITING:
            raise TooOftenError(1.0)
        matches = self._password.matches
        right = await to_thread.run_sync(matches, password, limiter=self._limiter)
        if right:
            self._right = digest
        return right


class Access:
    """ASGI middleware that lets nobody past whom `door` does not let in."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or ask for the password."""
        refused = await self._refused(scope)
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await refused(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _refused(self, scope: Scope) -> Response | None:
        if scope["type"] == "lifespan" or scope["path"] in OPEN:
            return None
        request = Request({**scope, "type": "http", "method": scope.get("method", "GET")})
        try:
            return None if await self._door.lets_in(request) else _asks(request)
        except TooOftenError as error:
            return too_often(request, error.wait)


def routes(door: Door) -> APIRouter:
    """Return the routes of the page where one gives the password."""
    router = APIRouter(include_in_schema=False)

    @router.get("/login")
    def form(request: Request, to: str = "/") -> Response:
        return page(request, "login", to=_inside(to), wrong=False)

    @router.post("/login")
    async def login(
        request: Request, password: Annotated[str, Form()] = "", to: Annotated[str, Form()] = "/"
    ) -> Response:
        try:
            known = await door.knows(password, client_of(request.scope))
        except TooOftenError as error:
            return too_often(request, error.wait)
        if not known:
            return page(request, "login", 401, to=_inside(to), wrong=True)
        response = RedirectResponse(_inside(to), 303)
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, door.token(), secure=secure, httponly=True, samesite="lax")
        return response

    return router


def _asks(request: Request) -> Response:
    """Return the way to the login page for people, the challenge for programs."""
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        path = request.scope["raw_path"].decode("latin-1")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/login?to={quote(path + query, safe='')}", 303)
    line = say("password_wanted", language_for(request))
    return refusal(request, 401, line, {"www-authenticate": 'Basic realm="geungeo"'})


def _inside(to: str) -> str:
    """Return the place to go to after the login, the first page unless it is one of ours."""
    own = to.startswith("/") and not to.startswith(("//", "/\\"))
    return to if own and to.isascii() and to.isprintable() else "/"


def _basic(header: str) -> str | None:
    """Return the password of an `Authorization` header, None where it holds none."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded, validate=True).decode("utf-8", "replace")
    except ValueError:
        return None
    return decoded.partition(":")[2]
