"""An address to listen at, and a server that ends with Ctrl-C. What it serves is `server`'s."""

import logging
import socket
import sys
from contextlib import suppress
from ipaddress import ip_address
from typing import Final

import uvicorn
from fastapi import FastAPI

from index.errors import InputError
from qa.messages import say

CONNECTIONS: Final = 512  # open at the same time; a chat that is open holds one
GRACE: Final = 1  # seconds that open connections have after Ctrl-C


def run(app: FastAPI, *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Listen, print the address and return after Ctrl-C.

    Raises:
        InputError: the port is taken.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # `journal` writes it
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
    )
    with _listening(host, port) as listener, suppress(KeyboardInterrupt):
        name = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"{say('serving', url=f'http://{name}:{listener.getsockname()[1]}/')}\n")
        sys.stdout.flush()
        _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # a chat that is open is cut off by it, which is no error
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(CONNECTIONS)
    except (OSError, OverflowError) as error:
        listener.close()
        raise InputError(
            f"port {port} of {host} cannot be used ({error}); choose another with --port"
        ) from error
    return listener


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens at `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
