"""A conversation to take along: text for the clipboard, Markdown, and JSON for `qa verify`."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from qa.messages import Language, say
from qa.records import Answer, Citation
from qa.render import apart, render, strength, where
from qa.web.markup import clean
from qa.web.turns import Scope, Turn

Format = Literal["md", "json"]

_SPECIAL = re.compile(r"[\\`*_\[\]<>~|#$&]|^(?:[-+=]|\d+(?=[.)]))", re.MULTILINE)


def exported(turns: Sequence[Turn], form: Format, language: Language) -> str:
    """Return a conversation in the form that is asked for."""
    written = conversation_json(turns) if form == "json" else markdown(turns, language)
    return clean(written)


def conversation_json(turns: Sequence[Turn]) -> str:
    """Return the answers of a conversation, each as `qa ask --json` gives it, with its filters.

    `qa verify FILE.json` checks every quote in it.
    """
    answers = [
        render(turn.answer, turn.number) | {"filters": filters(turn.scope)}
        for turn in turns
        if turn.answer is not None
    ]
    return json.dumps({"conversation": answers}, ensure_ascii=False, indent=2)


def filters(scope: Scope) -> dict[str, Any]:
    """Return the filters that are set, as `qa ask --batch` takes them."""
    all_ = {"since": scope.since, "until": scope.until, "sources": list(scope.sources)}
    return {key: value for key, value in all_.items() if value}


def markdown(turns: Sequence[Turn], language: Language) -> str:
    """Return a conversation as Markdown that shows every quote as it stands."""
    parts = [f"# {say('title', language)}"]
    for turn in turns:
        parts.append(f"## {_escaped(' '.join(turn.question.split()))}")
        if turn.answer is not None:
            parts += _answered(turn, turn.answer, language)
        elif turn.error:
            parts.append(_escaped(turn.error))
    return "\n\n".join(parts) + "\n"


def _answered(turn: Turn, answer: Answer, language: Language) -> Iterator[str]:
    if answer.standalone_question != answer.question:
        yield f"*{_escaped(say('understood', language, question=answer.standalone_question))}*"
    yield f"**{say(answer.level, language)}** {_strength(turn, answer, language)}"
    for citation in apart(answer)[0]:
        quote = _escaped(citation.quote).replace("\n", "\n> ")
        yield f"> {quote}"
        yield f"\\[{citation.number}\\] {_escaped(_place(citation, language))}"


def _strength(turn: Turn, answer: Answer, language: Language) -> str:
    return strength(answer, language, narrowed=turn.scope != Scope())


def plain(turn: Turn, answer: Answer, language: Language) -> str:
    """Return an answer with its citations as text: quote, outlet, title, date, file, offsets."""
    lines = [answer.question]
    if answer.text is None:
        lines.append(_strength(turn, answer, language))
    for citation in apart(answer)[0]:
        lines += [
            "",
            f"[{citation.number}] “{citation.quote}”",
            f"    {_place(citation, language)}",
        ]
    return "\n".join(lines)


def _place(citation: Citation, language: Language) -> str:
    span = say("characters", language, start=citation.start, end=citation.end)
    return f"{where(citation, language)} · {span} · sha256 {citation.sha256[:16]}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
