"""What happens between a question typed and HTML shown: one bot, many conversations, no state.

A conversation is a tuple of turns that the page keeps on the server and hands in again.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from index.errors import QAError
from qa.messages import Language, say
from qa.question import LONGEST
from qa.web.cards import sources
from qa.web.markup import clean
from qa.web.talk import conversation
from qa.web.turns import Answering, Scope, Turn

TURNS = 40  # a longer conversation forgets its beginning: the page holds all of its HTML

_log = logging.getLogger(__name__)

Turns = tuple[Turn, ...]


class Panes(NamedTuple):
    """The HTML of the conversation and of the sources beside it."""

    talk: str
    sources: str


def panes(turns: Sequence[Turn], language: Language) -> Panes:
    """Return what a page shows of a conversation, fit for JSON."""
    return Panes(clean(str(conversation(turns, language))), clean(str(sources(turns, language))))


@dataclass(frozen=True, slots=True)
class Chat:
    """Conversations with one bot."""

    bot: Answering

    def steps(
        self, turns: Turns, question: str, scope: Scope, language: Language
    ) -> Iterator[tuple[Turns, Panes]]:
        """Yield the conversation as the question is asked, then with what came of it.

        A question that cannot be asked at all (empty, too long) is shown with its reason and not
        kept.
        """
        number = turns[-1].number + 1 if turns else 1
        turn = Turn(number, question, scope)
        if fault := fault_of(question, language):
            yield turns, panes((*turns, replace(turn, error=fault)), language)
            return
        yield turns, panes((*turns, turn), language)
        turns = (*turns, self.answered(turns, turn, language))[-TURNS:]
        yield turns, panes(turns, language)

    def answered(self, turns: Turns, turn: Turn, language: Language) -> Turn:
        """Return `turn` with its answer, or with the line that says why there is none."""
        history = tuple(one.question for one in turns if one.answer is not None)
        within = {"since": turn.scope.since, "until": turn.scope.until}
        try:
            answer = self.bot.ask(
                turn.question, history=history, sources=turn.scope.sources, **within
            )
            around = [self.bot.context(citation) for citation in answer.citations]
        except QAError as error:
            return replace(turn, error=" ".join(str(error).split()))
        except Exception:  # a bug must neither end the conversation nor show a traceback
            _log.exception("a question could not be answered")
            return replace(turn, error=say("unexpected", language))
        contexts = tuple((one.before, one.after) for one in around)
        return replace(turn, answer=answer, contexts=contexts)


def fault_of(question: str, language: Language) -> str:
    """Return why `question` is not worth the bot's time, '' where it is."""
    if not question.strip():
        return say("empty", language)
    if len(question) > LONGEST:
        return say("too_long", language, count=len(question), limit=LONGEST)
    return ""
