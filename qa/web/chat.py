"""What happens between a question and HTML shown: one bot, many sessions, no state of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import NamedTuple

from index.errors import QAError
from qa.messages import Language
from qa.web.cards import sources
from qa.web.faults import line_of
from qa.web.markup import clean
from qa.web.session import Session
from qa.web.talk import conversation
from qa.web.turns import Answering, Turn

_log = logging.getLogger(__name__)


class Panes(NamedTuple):
    """The HTML of the conversation and of the sources beside it."""

    talk: str
    sources: str


def panes(session: Session) -> Panes:
    """Return what a page shows of its session, fit for JSON."""
    return Panes(
        clean(str(conversation(session))), clean(str(sources(session.turns, session.language)))
    )


class Chat:
    """Conversations with one bot."""

    def __init__(self, bot: Answering) -> None:
        self.bot = bot
        self._tasks: set[asyncio.Task[None]] = set()

    def outlets(self) -> list[str]:
        """Return the outlets that there are to choose from, none where the index cannot be read."""
        try:
            return list(self.bot.sources())
        except QAError as error:
            _log.warning("%s", error)
            return []

    def examples(self) -> tuple[str, ...]:
        """Return questions to begin with, none where the index cannot be read."""
        try:
            return self.bot.examples()
        except QAError as error:
            _log.warning("%s", error)
            return ()

    async def replies(self, session: Session) -> AsyncIterator[Panes]:
        """Yield what the page shows whenever it changes, until every question is answered.

        One at a time runs for a session, so the page gets its states in their order: another call
        ends at once, and the one that runs shows what that one came for.
        """
        if session.busy:
            return
        session.busy = True
        asked = None
        try:
            while True:
                session.changed.clear()
                yield panes(session)
                turn = session.waiting()
                if turn is not None and turn is not asked:
                    asked = turn
                    self._start(session, turn)
                elif turn is None and not session.changed.is_set():
                    return
                await session.changed.wait()
        finally:
            session.busy = False

    def _start(self, session: Session, turn: Turn) -> None:
        task = asyncio.create_task(self._settle(session, turn))
        self._tasks.add(task)  # the loop itself holds tasks weakly
        task.add_done_callback(self._tasks.discard)

    async def _settle(self, session: Session, turn: Turn) -> None:
        history, language = session.earlier(turn), session.language
        reply = await asyncio.to_thread(self.answered, turn, history, language)
        session.settle(turn, reply)

    def answered(self, turn: Turn, history: tuple[str, ...], language: Language) -> Turn:
        """Return `turn` with its answer, or with the line that says why there is none."""
        scope = turn.scope
        try:
            answer = self.bot.ask(
                turn.question,
                history=history,
                since=scope.since,
                until=scope.until,
                sources=scope.sources,
            )
            around = [self.bot.context(citation) for citation in answer.citations]
            others = tuple(self.bot.related(one, answer.citations) for one in answer.citations)
        except Exception as error:  # a bug must neither end the conversation nor show a traceback
            return replace(turn, error=line_of(error, language))
        contexts = tuple((one.before, one.after) for one in around)
        return replace(turn, answer=answer, contexts=contexts, others=others)
