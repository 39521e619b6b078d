"""What one open page holds on the server: its conversation and its language. No answering here.

All of it happens on the server's event loop, so nothing here is locked.
"""

import asyncio
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from qa.feedback import Reason
from qa.followup import LONGEST
from qa.messages import Language, say
from qa.web.faults import fault_of
from qa.web.turns import Scope, Turn

TURNS = 40  # a longer conversation forgets its beginning: the page holds all of its HTML


class Session:
    """One page's conversation. Whatever alters it sets `changed`."""

    def __init__(self) -> None:
        self.language: Language = "ko"
        self.examples: tuple[str, ...] = ()
        self.busy = False  # somebody is answering, and shows what changes
        self.changed = asyncio.Event()
        self._begin(())

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Session":
        """Return a new one: Gradio gives each page a copy of the first, whose id would be all's."""
        return Session()

    def _begin(self, turns: Sequence[Turn], name: str = "") -> None:
        self.id = name or secrets.token_hex(8)
        self.turns = tuple(turns)
        self.changed.set()

    def clear(self) -> None:
        """Begin a new conversation."""
        self._begin(())

    def open(self, saved: object) -> None:
        """Take up a conversation that the browser has kept: its questions wait to be asked again.

        Whatever does not look like one is left out: it came from a browser.
        """
        kept = saved if isinstance(saved, dict) else {}
        name, turns = kept.get("id"), kept.get("turns")
        known = isinstance(name, str) and name.isalnum() and len(name) <= len(secrets.token_hex(8))
        self._begin((), str(name) if known else "")
        for one in turns[-TURNS:] if isinstance(turns, list) else ():
            if isinstance(one, dict) and isinstance(one.get("question"), str):
                self.add(one["question"], scope_of(one), whole=one.get("whole") is True)

    def add(self, question: str, scope: Scope, *, whole: bool = False) -> None:
        """Put a question at the end, to be answered; what cannot be asked gets its reason."""
        number = self.turns[-1].number + 1 if self.turns else 1
        fault = fault_of(question, scope, self.language)
        # one character too many stays too many: nothing that was cut off is ever asked
        turn = Turn(number, question[: LONGEST + 1], scope, whole, error=fault)
        self.turns = (*self.turns, turn)[-TURNS:]
        self.changed.set()

    def waiting(self) -> Turn | None:
        """Return the first turn whose answer is still to come."""
        return next((turn for turn in self.turns if turn.waits), None)

    def turn(self, number: object) -> Turn | None:
        """Return the turn of that number, which may be anything a browser sent."""
        return next((turn for turn in self.turns if str(turn.number) == str(number)), None)

    def earlier(self, turn: Turn) -> tuple[str, ...]:
        """Return the questions that `turn` can lean on: answered ones, from the last whole one."""
        found: list[str] = []
        for one in reversed(self.turns[: self.turns.index(turn)] if turn in self.turns else ()):
            if one.answer is not None:
                found.append(one.question)
            if one.whole:
                break
        return () if turn.whole else tuple(reversed(found))

    def settle(self, turn: Turn, reply: Turn) -> None:
        """Put `reply` in the place of `turn`, unless that has been stopped or is gone."""
        self.turns = tuple(reply if one is turn else one for one in self.turns)
        self.changed.set()

    def again(self, turn: Turn) -> None:
        """Ask the question of `turn` once more, in its place."""
        fresh = Turn(turn.number, turn.question, turn.scope, turn.whole)
        fault = fault_of(turn.question, turn.scope, self.language)
        self.settle(turn, replace(fresh, error=fault))

    def stop(self) -> None:
        """Give up all questions that wait; they can be asked again."""
        stopped = say("stopped", self.language)
        self.turns = tuple(replace(t, error=stopped) if t.waits else t for t in self.turns)
        self.changed.set()

    def speak(self, language: Language) -> None:
        """Show everything in `language` from now on."""
        self.language = language
        self.changed.set()

    def suggest(self, examples: tuple[str, ...]) -> None:
        """Show these questions where nothing has been asked yet."""
        self.examples = examples
        self.changed.set()

    def note(self, turn: Turn, remark: str) -> None:
        """Show a remark beneath an answer."""
        self.settle(turn, replace(turn, remark=remark))

    def rate(self, turn: Turn, rating: Reason | None, kept: int = 0) -> None:
        """Remember what the person said of an answer, kept under a number; None: nothing more."""
        self.settle(turn, replace(turn, rating=rating, kept=kept, remark=""))


def kept(turns: Iterable[Turn]) -> str:
    """Return what the browser keeps of a conversation, as JSON: what was asked, never an answer.

    Opened again, its questions are asked again, so no old quote passes for a checked one.
    """
    asked = (turn for turn in turns if len(turn.question) <= LONGEST)
    return json.dumps([_kept(turn) for turn in asked], ensure_ascii=False)


def _kept(turn: Turn) -> dict[str, Any]:
    scope = {"since": turn.scope.since, "until": turn.scope.until, "sources": turn.scope.sources}
    return {
        "question": turn.question,
        "whole": turn.whole,
        **{key: value for key, value in scope.items() if value},
    }


def scope_of(values: Mapping[str, Any]) -> Scope:
    """Return the filters among values that came from a browser; what is none of them is left."""
    since, until, sources = (values.get(key) for key in ("since", "until", "sources"))
    return Scope(
        since if isinstance(since, str) and since else None,
        until if isinstance(until, str) and until else None,
        tuple(one for one in sources if isinstance(one, str)) if isinstance(sources, list) else (),
    )
