"""The chat page: Gradio blocks around `Chat`, and what every press on it sets off. Wiring only.

A press changes the session and shows nothing; `show` follows each of them with what the session
has become, so that there is one place that the page gets its states from.
"""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from qa.feedback import Feedback
from qa.followup import LONGEST
from qa.messages import language_of, say
from qa.web.chat import Chat, Panes
from qa.web.endpoint import add_endpoint
from qa.web.layout import LOOKS, Page, labels
from qa.web.limits import AT_ONCE
from qa.web.presses import Press, pressed
from qa.web.session import Session, scope_of
from qa.web.turns import Answering, Scope

__all__ = ["LOOKS", "build_app", "warm"]

WAITING = 64  # pages that may wait their turn; one more is refused at once

# No event waits for another of its kind, none shows progress of its own, none is an endpoint.
_EVENT: dict[str, Any] = {
    "show_progress": "hidden",
    "trigger_mode": "multiple",
    "api_visibility": "private",
}
_AT_ONCE: dict[str, Any] = {**_EVENT, "queue": False}
_ANSWERING: dict[str, Any] = {**_EVENT, "concurrency_limit": AT_ONCE, "concurrency_id": "ask"}
# The box is emptied before the question is on its way, so that one can type the next at once; a
# question that is too long stays, to be shortened.
_TAKEN = (
    f"(question) => [window.geungeo.asked(question), question.length > {LONGEST} ? question : '']"
)
_SAID = "(session) => [session, window.geungeo.begin()]"
_SAVE = "(file) => window.geungeo.download(file)"


class Events:
    """The methods that Gradio calls, and their wiring.

    All are coroutines, so that sessions are touched on the event loop alone.
    """

    def __init__(self, page: Page, chat: Chat, feedback: Feedback) -> None:
        self.page = page
        self.chat = chat
        self.feedback = feedback

    def wire(self, app: gr.Blocks) -> None:
        """Bind every method to what sets it off."""
        page, session = self.page, self.page.session
        show: dict[str, Any] = {
            "fn": self.show, "inputs": session, "outputs": [page.talk, page.panel], **_ANSWERING
        }  # fmt: skip
        (
            gr.on(
                [page.box.submit, page.send.click], None, page.box, [page.asked, page.box],
                js=_TAKEN, **_AT_ONCE,
            )
            .then(self.take, [session, page.asked], **_AT_ONCE)
            .then(**show)
        )  # fmt: skip
        page.talk.click(self.press, session, **_AT_ONCE).then(**show)
        (
            page.header.click(self.tool, session, [page.file, *page.labelled], **_AT_ONCE)
            .then(None, page.file, js=_SAVE, **_AT_ONCE)
            .then(**show)
        )
        (
            app.load(self.greet, [session, page.said], page.labelled, js=_SAID, **_AT_ONCE)
            .then(**show)
            .then(self.suggest, session, **_EVENT)
            .then(**show)
        )

    async def take(self, session: Session, asked: dict[str, Any]) -> None:
        """Take a question from the box."""
        pressed(Press(session, asked, self.feedback))

    async def press(self, session: Session, event: gr.EventData) -> None:
        """Do what a button of the conversation says."""
        pressed(Press(session, _data(event), self.feedback))

    async def tool(self, session: Session, event: gr.EventData) -> list[Any]:
        """Do what a button of the head says; return what is to be saved, and new labels."""
        before = session.language
        file = pressed(Press(session, _data(event), self.feedback))
        if session.language == before:
            return [file and file._asdict(), *[gr.skip()] * len(self.page.labelled)]
        return [None, *await self._labels(session, scope_of(_data(event)))]

    async def greet(self, session: Session, said: object, request: gr.Request) -> list[Any]:
        """Speak the language that was chosen here, or the browser's; set the address's filters."""
        begun = said if isinstance(said, dict) else {}
        chosen = begun.get("language")
        accepted = request.headers.get("accept-language")
        session.speak("en" if chosen == "en" else "ko" if chosen == "ko" else language_of(accepted))
        return await self._labels(session, scope_of(begun))

    async def _labels(self, session: Session, scope: Scope) -> list[Any]:
        outlets = await asyncio.to_thread(self.chat.outlets)
        return labels(session.language, outlets, scope)

    async def suggest(self, session: Session) -> None:
        """Give the session its examples; the first page to come may have to wait for them."""
        session.suggest(await asyncio.to_thread(self.chat.examples))

    async def show(self, session: Session) -> AsyncIterator[Panes]:
        """Yield what the page shows, until every question is answered."""
        async for shown in self.chat.replies(session):
            yield shown


def _data(event: gr.EventData) -> dict[str, Any]:
    return event._data if isinstance(event._data, dict) else {}


def build_app(bot: Answering, feedback: Feedback) -> gr.Blocks:
    """Return the chat with one bot; launch it with `LOOKS`."""
    chat = Chat(bot)
    app = gr.Blocks(title=say("title"), analytics_enabled=False, fill_width=True)
    with app:
        Events(Page(), chat, feedback).wire(app)
        add_endpoint(bot, at_once=AT_ONCE)
    app.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return app


def warm(bot: Answering) -> None:
    """Begin to load what answers, in the background, so that the first question need not wait.

    Called once the page is served: before that it would only delay it.
    """
    threading.Thread(target=Chat(bot).examples, daemon=True).start()
