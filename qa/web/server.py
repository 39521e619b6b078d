"""Opens an index and serves its chat until Ctrl-C."""

import socket
import sys
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from index.encoder import Encoder
from index.errors import InputError
from qa.bot import Bot
from qa.feedback import Feedback
from qa.messages import say
from qa.web.guard import Guard
from qa.web.page import LOOKS, build_app, warm


def open_app(index: Path, *, encoder: str | Encoder | None = None) -> gr.Blocks:
    """Return the chat over the index folder `index`.

    Raises:
        QAError: there is no index at that place, or it cannot be used.
    """
    return build_app(Bot.open(index, encoder=encoder), Feedback.beside(index))


def serve(
    index: Path, *, host: str = "127.0.0.1", port: int = 7860, encoder: str | Encoder | None = None
) -> None:
    """Serve the chat over `index`, print its address and return after Ctrl-C.

    Raises:
        QAError: the index cannot be used, or the port is taken.
    """
    bot = Bot.open(index, encoder=encoder)
    app = build_app(bot, Feedback.beside(index))
    url = launch(app, host=host, port=port)
    warm(bot)
    sys.stdout.write(f"{say('serving', url=url)}\n")
    sys.stdout.flush()
    app.block_thread()


def launch(app: gr.Blocks, *, host: str = "127.0.0.1", port: int = 7860) -> str:
    """Start serving `app` with its looks in the background and return its address.

    Raises:
        InputError: the port is taken.
    """
    options: dict[str, Any] = {
        **LOOKS,
        "app_kwargs": {"middleware": [Middleware(Guard)]},
        "prevent_thread_lock": True,
        "quiet": True,
        "show_error": True,  # of `/ask`: the line of a QAError, see `page`
        "share": False,
        "ssr_mode": False,
        "enable_monitoring": False,
    }
    _check_free(host, port)
    _, url, _ = app.launch(server_name=host, server_port=port, **options)
    return str(url)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise InputError(
                f"port {port} of {host} cannot be used ({error}); choose another with --port"
            ) from error
