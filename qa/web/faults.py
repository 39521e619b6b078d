"""What went wrong while a question was answered, in a line for the person who asked.

The error's own text is for whoever serves the chat: it names folders and commands, so it goes to
the log and not to the page.
"""

import logging

from index.errors import (
    BusyError,
    DamagedError,
    EncoderError,
    InputError,
    MismatchError,
    MissingIndexError,
    QAError,
    StoreError,
)
from qa.followup import LONGEST
from qa.messages import Language, say
from qa.question import parse_date
from qa.web.turns import Scope

_log = logging.getLogger(__name__)

# The first that fits: children stand before their parents.
_LINES = (
    (MissingIndexError, "index_missing"),
    (MismatchError, "index_mismatch"),
    (DamagedError, "index_damaged"),
    (BusyError, "index_busy"),
    (StoreError, "index_unusable"),
    (EncoderError, "encoder_unusable"),
    (InputError, "unreadable"),
)


def fault_of(question: str, scope: Scope, language: Language) -> str:
    """Return why `question` is not worth the bot's time, '' where it is."""
    if not any(map(str.isalnum, question)):
        return say("empty", language)
    if len(question) > LONGEST:
        return say("too_long", language, count=len(question), limit=LONGEST)
    return fault_of_scope(scope, language)


def fault_of_scope(scope: Scope, language: Language) -> str:
    """Return why no document can be found under `scope`, '' where one can."""
    days = []
    for day in (scope.since, scope.until):
        try:
            days.append(parse_date(day, "a day"))
        except InputError:
            return say("no_date", language, date=str(day)[:40])
    since, until = days
    if since and until and since > until:
        return say("period_reversed", language, since=since, until=until)
    return ""


def line_of(error: Exception, language: Language) -> str:
    """Return what the person is told of `error`; the error itself is logged."""
    if not isinstance(error, QAError):
        _log.error("a question could not be answered", exc_info=error)
        return say("unexpected", language)
    _log.warning("%s", error)
    key = next((key for kind, key in _LINES if isinstance(error, kind)), "unexpected")
    return say(key, language)
