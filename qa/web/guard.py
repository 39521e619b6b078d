"""What every response has: headers by which the browser refuses whatever is not of this server."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's own page is made of inline scripts and templates that it evaluates; what matters here is
# that nothing is loaded from, or sent to, another host.
CHAT = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = (
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class Heads:
    """ASGI middleware that treats HEAD as GET; the server itself leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as one of those that the routes know."""
        if scope.get("method") == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


class Guard:
    """ASGI middleware that adds `HEADERS` and a policy to every response that has none yet."""

    def __init__(self, app: ASGIApp, policy: str = CHAT) -> None:
        self._app = app
        self._headers = ((b"content-security-policy", policy.encode()), *HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its response with the headers."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                there = {name.lower() for name, _ in headers}
                headers += [one for one in self._headers if one[0] not in there]
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, guarded)
