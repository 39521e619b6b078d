"""The endpoint `/ask` for gradio_client: the object that `qa ask --json` prints."""

import json
from typing import Any

import gradio as gr

from index.errors import QAError
from qa.render import render
from qa.web.faults import fault_of
from qa.web.turns import Answering, Scope


def add_endpoint(bot: Answering, *, at_once: int) -> None:
    """Add the endpoint to the blocks that are being built; `at_once` may run side by side."""

    def ask(
        question: str,
        history: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        sources: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question with cited sentences; the object that `qa ask --json` prints."""
        if fault := _not_as_declared(question, history, sources) or fault_of(
            question, Scope(), "ko"
        ):
            raise gr.Error(fault, print_exception=False)
        try:
            answer = bot.ask(
                question,
                history=tuple(history or ()),
                since=since,
                until=until,
                sources=tuple(sources or ()),
            )
        except QAError as error:
            raise gr.Error(str(error), print_exception=False) from error
        written = json.dumps(render(answer), ensure_ascii=False)
        sendable: dict[str, Any] = json.loads(written.encode("utf-8", "replace"))
        return sendable

    gr.api(  # type: ignore[attr-defined]  # it is exported at run time only
        ask, api_name="ask", concurrency_limit=at_once, concurrency_id="ask"
    )


def _not_as_declared(question: object, *lists: object) -> str | None:
    """Return what is wrong with arguments that came over HTTP, which Gradio does not check."""
    if not isinstance(question, str):
        return "question is not a string"
    for value in lists:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not (fits or value is None):
            return "history and sources are lists of strings"
    return None
