"""What the server tells of itself, one JSON object a line; what it answers is also counted.

A question's text stands in it only where the person who serves asked for that: neither addresses'
queries nor bodies are written.
"""

import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.bot import Bot
from qa.records import Answer
from qa.retriever import Retriever
from qa.web.tally import Tally

# The many small files of the chat's page are written only where something is wrong with them.
_QUIET = ("/assets/", "/static/", "/pages/", "/svelte/", "/theme.css", "/favicon.ico")


class Journal:
    """Writes lines to `out`, none where it is None. Safe to share between threads."""

    def __init__(self, out: TextIO | None = None, *, questions: bool = False) -> None:
        self._out = out
        self._questions = questions
        self._lock = threading.Lock()

    def request(self, facts: Mapping[str, Any], question: str) -> None:
        """Write what became of a request; `question` only where that was asked for."""
        if not (facts["status"] < 400 and facts["path"].startswith(_QUIET)):
            self._write({"event": "request", **facts, **self._asked(question)})

    def answered(self, answer: Answer) -> None:
        """Write how an answer went."""
        facts = {"level": answer.level, "seconds": round(answer.seconds, 3)}
        self._write({"event": "answer", **facts, **self._asked(answer.question)})

    def _asked(self, question: str) -> dict[str, str]:
        return {"question": question} if question and self._questions else {}

    def _write(self, facts: Mapping[str, Any]) -> None:
        if self._out is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, **facts}, ensure_ascii=True)
        with self._lock, suppress(OSError, ValueError):  # a full disk or closed pipe ends nothing
            self._out.write(f"{line}\n")
            self._out.flush()


class JournalledBot(Bot):
    """A bot whose answers are written down and counted, whoever asks: the chat or a program."""

    def __init__(self, retriever: Retriever, journal: Journal) -> None:
        super().__init__(retriever)
        self._journal = journal
        self._tally = Tally.beside(retriever.store.folder)

    def ask(self, question: str, **narrowed: Any) -> Answer:
        """Return what `Bot.ask` gives."""
        answer = super().ask(question, **narrowed)
        self._journal.answered(answer)
        self._tally.count(answer.level)
        return answer


class Requests:
    """ASGI middleware that tells a journal of each request."""

    def __init__(self, app: ASGIApp, journal: Journal) -> None:
        self._app = app
        self._journal = journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and see what becomes of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, size = time.perf_counter(), 500, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        state = scope.setdefault("state", {})
        try:
            await self._app(scope, receive, watched)
        finally:
            facts = {
                "client": (scope.get("client") or ("",))[0],
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "bytes": size,
                "seconds": round(time.perf_counter() - started, 3),
            }
            self._journal.request(facts, str(state.get("question", "")))
