"""What one client may ask of the server: how large a request, how many of them. ASGI middleware."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.messages import say
from qa.web.refusals import refusal
from qa.web.responses import language_for

LARGEST: Final = 2**20  # bytes of a request: a question, what came before it, its filters
PER_MINUTE: Final = 120  # requests that ask for work, from one client
# What only looks, and the many small files of the chat's page, counts so much less.
LIGHT: Final = 0.05
CLIENTS: Final = 10_000  # that are remembered
AT_ONCE: Final = 4  # questions answered at the same time, a laptop's cores


class Size:
    """Refuses a request whose body is over `largest` bytes; `larger` has paths that may bring more.

    FastAPI's own limit answers in plain text, where a program expects JSON.
    """

    def __init__(
        self, app: ASGIApp, largest: int = LARGEST, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._largest = largest
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as far as its body goes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        limit = self._larger.get(scope["path"], self._largest)
        line = say("too_large", language_for(request), limit=limit)
        told = request.headers.get("content-length", "0")
        if not told.isdecimal() or int(told[:20]) > limit:
            await refusal(request, 413, line)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise HTTPException(413, line)
            return message

        await self._app(scope, counted, send)


class Bucket:
    """Tokens of one client: `rate` come in a second, `size` fit in."""

    __slots__ = ("left", "seen")

    def __init__(self, size: float, now: float) -> None:
        self.left, self.seen = size, now

    def take(self, cost: float, rate: float, size: float, now: float) -> float:
        """Take `cost` tokens and return 0, or return how many seconds until they are there."""
        self.left = min(size, self.left + (now - self.seen) * rate)
        self.seen = now
        if self.left < cost:
            return (cost - self.left) / rate
        self.left -= cost
        return 0.0


class Buckets:
    """A bucket of `per_minute` tokens for each client, those seen last."""

    def __init__(self, per_minute: float) -> None:
        self._size = per_minute
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, client: str, cost: float = 1.0) -> float:
        """Take tokens and return 0, or return how many seconds until they are there."""
        now = time.monotonic()
        bucket = self._buckets.pop(client, None) or Bucket(self._size, now)
        self._buckets[client] = bucket
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return bucket.take(cost, self._size / 60, self._size, now)


class Rate:
    """Refuses a client more than `per_minute` requests; whoever sits at the machine may go on.

    A proxy on this machine has to say for whom it asks (`X-Forwarded-For`).
    """

    def __init__(self, app: ASGIApp, per_minute: float = PER_MINUTE) -> None:
        self._app = app
        self._buckets = Buckets(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say when to come again."""
        client = client_of(scope)
        limited = scope["type"] == "http" and client
        if limited and (wait := self._buckets.take(client, _cost(scope))):
            await too_often(Request(scope), wait)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def too_often(request: Request, wait: float) -> Response:
    """Return the refusal that says when to come again."""
    seconds = int(wait) + 1
    line = say("too_many", language_for(request), seconds=seconds)
    return refusal(request, 429, line, {"retry-after": str(seconds)})


def client_of(scope: Scope) -> str:
    """Return whose tokens a request takes: an address, a network of IPv6; '' for this machine."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return ""
    # a household or a provider's customer has a whole /64
    return str(address) if address.version == 4 else address.exploded[:19]


def _cost(scope: Scope) -> float:
    asks = scope["method"] not in ("GET", "HEAD") or b"q=" in scope["query_string"]
    return 1.0 if asks else LIGHT
