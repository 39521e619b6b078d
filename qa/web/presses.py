"""What a pressed button does to a session: nothing is answered or shown here.

What a browser sends is not trusted: anything that does not fit is as if nothing had been pressed.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple, get_args

from index.errors import QAError
from qa.feedback import REASONS, Feedback
from qa.messages import Language, say
from qa.web.export import Format, exported, filters
from qa.web.session import Session, scope_of

_log = logging.getLogger(__name__)


class Download(NamedTuple):
    """A file that the browser is to save."""

    name: str
    text: str


class Press(NamedTuple):
    """A pressed button: its session, and what came with it from the browser."""

    session: Session
    data: Mapping[str, Any]
    feedback: Feedback


def pressed(press: Press) -> Download | None:
    """Do what was pressed; return the file that came of it, if any did."""
    do = _DEEDS.get(str(press.data.get("do")))
    return do(press) if do else None


def _ask(press: Press) -> None:
    question = press.data.get("question")
    if isinstance(question, str) and question.strip():
        press.session.add(question, scope_of(press.data))


def _edit(press: Press) -> None:
    question, turn = press.data.get("question"), press.session.turn(press.data.get("turn"))
    if isinstance(question, str) and turn is not None and question.strip():
        press.session.add(question.strip(), turn.scope, whole=True)


def _again(press: Press) -> None:
    turn = press.session.turn(press.data.get("turn"))
    if turn is not None and not turn.waits:
        press.session.again(turn)


def _rate(press: Press) -> None:
    session, reason = press.session, press.data.get("reason")
    turn = session.turn(press.data.get("turn"))
    if turn is None or turn.answer is None or turn.rating or reason not in REASONS:
        return
    try:
        kept = press.feedback.record(
            reason, turn.answer, history=session.earlier(turn), filters=filters(turn.scope)
        )
    except QAError as error:
        _log.warning("%s", error)
        session.note(turn, say("not_rated", session.language))
    else:
        session.rate(turn, reason, kept)


def _unrate(press: Press) -> None:
    session, turn = press.session, press.session.turn(press.data.get("turn"))
    if turn is None or not turn.rating:
        return
    try:
        press.feedback.take_back(turn.kept)
    except QAError as error:
        _log.warning("%s", error)
        session.note(turn, say("not_rated", session.language))
    else:
        session.rate(turn, None)


def _switch(press: Press) -> None:
    to: Language
    for to in get_args(Language):
        if press.data.get("to") == to:
            press.session.speak(to)


def _export(press: Press) -> Download | None:
    session = press.session
    form: Format | None = next((f for f in get_args(Format) if f == press.data.get("form")), None)
    if form is None or not session.turns:
        return None
    name = f"geungeo-{date.today().isoformat()}.{form}"
    return Download(name, exported(session.turns, form, session.language))


_DEEDS: Mapping[str, Callable[[Press], Download | None]] = {
    "ask": _ask,
    "edit": _edit,
    "again": _again,
    "rate": _rate,
    "unrate": _unrate,
    "switch": _switch,
    "export": _export,
    "stop": lambda press: press.session.stop(),
    "new": lambda press: press.session.clear(),
    "open": lambda press: press.session.open(press.data.get("saved")),
}
