"""What can be done with a turn: buttons whose `data-do` the page sends to the server (`page.py`).

Here: their HTML. Not here: the conversation around them (`talk`), and what they do.
"""

from markupsafe import Markup

from qa.feedback import Reason
from qa.messages import Language, say
from qa.records import Answer
from qa.web.export import plain
from qa.web.markup import joined
from qa.web.turns import Turn

_WRONG: tuple[Reason, ...] = ("answer", "source", "refuse")  # of an answer
_MISSED: tuple[Reason, ...] = ("missed",)  # of there being none
_NO_SIGN = Markup("")
_THUMB = (
    "M7 11l4-8c1.7 0 2.6 1.2 2.3 2.8L12.6 9H19c1.3 0 2.2 1.2 1.9 2.5l-1.6 7c-.2.9-1 1.5-1.9 1.5H7z"
    "M7 11H4v9h3"
)
_UP = Markup('<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>').format(_THUMB)
_DOWN = Markup(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{}" transform="rotate(180 12 12)"/></svg>'
).format(_THUMB)


def button(do: str, language: Language) -> Markup:
    """Return a button that says what it does."""
    return Markup('<button type="button" data-do="{}">{}</button>').format(do, say(do, language))


def again(turn: int, language: Language) -> Markup:
    """Return the button that asks a turn's question once more."""
    return Markup('<button type="button" data-do="again" data-turn="{}">{}</button>').format(
        turn, say("again", language)
    )


def understood(turn: int, given: Answer, language: Language) -> Markup:
    """Return what a follow-up was taken to mean, to be edited and asked anew; '' where nothing."""
    if given.standalone_question in ("", given.question):
        return Markup("")
    return Markup(
        '<form class="understood" data-do="edit" data-turn="{turn}">'
        '<label for="meant-{turn}">{meant}</label>'
        '<textarea id="meant-{turn}" name="question" rows="1" title="{edit}">{question}</textarea>'
        '<button type="submit">{again}</button></form>'
    ).format(
        turn=turn,
        meant=say("meant", language),
        edit=say("edit", language),
        # HTML drops a line break that follows the tag
        question=f"\n{given.standalone_question}",
        again=say("ask_edited", language),
    )


def actions(turn: Turn, given: Answer, language: Language) -> Markup:
    """Return the row beneath an answer: what one thinks of it, copying, asking again."""
    copy = Markup(
        '<button type="button" data-copy="{}" data-copied="{}" data-failed="{}">{}</button>'
    ).format(
        plain(turn, given, language),
        say("copied", language),
        say("not_copied", language),
        say("copy", language),
    )
    remark = Markup('<p class="remark" role="alert">{}</p>').format(turn.remark)
    return Markup('<div class="actions">{}{}{}{}</div>').format(
        copy,
        again(turn.number, language),
        _rating(turn, given, language),
        remark if turn.remark else Markup(""),
    )


def _rating(turn: Turn, given: Answer, language: Language) -> Markup:
    if turn.rating is not None:
        said = say("rated", language, reason=say(turn.rating, language))
        return Markup(
            '<span class="rating"><span class="rated" role="status">{}</span> '
            '<button type="button" data-do="unrate" data-turn="{}">{}</button></span>'
        ).format(said, turn.number, say("unrate", language))
    reasons = _WRONG if given.citations else _MISSED
    return Markup(
        '<span class="rating" role="group" aria-label="{}">{}'
        "<details><summary>{}{}</summary><ul>{}</ul></details></span>"
    ).format(
        say("rate", language),
        _rate(turn.number, "good", language, _UP),
        _DOWN,
        say("bad", language),
        joined(Markup("<li>{}</li>").format(_rate(turn.number, one, language)) for one in reasons),
    )


def _rate(turn: int, reason: Reason, language: Language, sign: Markup = _NO_SIGN) -> Markup:
    return Markup(
        '<button type="button" data-do="rate" data-turn="{}" data-reason="{}">{}{}</button>'
    ).format(turn, reason, sign, say(reason, language))
