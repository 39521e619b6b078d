"""What the chat's page has before Gradio's own scripts run: the scheme that was chosen.

Gradio adds a `head` of ours only when all else is loaded: until then a page that was chosen to be
dark would shine.
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEAD: Final = b"<head>"
_SCRIPT: Final = b'<script src="/pages/scheme.js"></script>'


class Early:
    """ASGI middleware that puts the script at the beginning of the chat's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, the page with the script."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []  # the response's start, until its length is known

        async def begun(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)
                return
            if held:
                body = message.get("body", b"")
                message = {**message, "body": body.replace(_HEAD, _HEAD + _SCRIPT, 1)}
                _lengthen(held[0], len(message["body"]) - len(body))
                await send(held.pop())
            await send(message)

        await self._app(scope, receive, begun)


def _lengthen(start: Message, more: int) -> None:
    headers = MutableHeaders(scope=start)
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + more)
