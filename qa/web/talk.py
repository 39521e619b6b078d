"""The conversation: what the person asked, and the answer first, then its citations as chips."""

from collections.abc import Sequence

from markupsafe import Markup

from qa.courtesy import asks_nothing, is_courtesy
from qa.followup import LONGEST
from qa.messages import Language, say
from qa.records import Answer, Citation
from qa.render import about_terms, apart, strength
from qa.web.actions import actions, again, button, understood
from qa.web.cards import nearest, referring
from qa.web.filters import told
from qa.web.markup import joined, marked
from qa.web.session import Session, kept
from qa.web.turns import Scope, Turn

# Characters and lines of a question from which on its bubble is folded.
LONG, LINES = 240, 6


def conversation(session: Session) -> Markup:
    """Return the conversation, or a word of welcome before its first question.

    What the browser keeps of it stands in `data-keep`, for `past.js`.
    """
    turns, language = session.turns, session.language
    body = joined(_turn(turn, language) for turn in turns) if turns else _welcome(session)
    return Markup(
        '<div class="talk" role="log" aria-live="off" aria-label="{}" data-id="{}"'
        ' data-keep="{}">{}</div>'
    ).format(say("conversation", language), session.id, kept(turns), body)


def _welcome(session: Session) -> Markup:
    language = session.language
    return Markup('<div class="welcome"><h2>{}</h2><p>{}</p>{}</div>').format(
        say("welcome", language), say("welcome_more", language), _examples(session)
    )


def _examples(session: Session) -> Markup:
    if not session.examples:
        return Markup("")
    template = Markup(
        '<li><button type="button" data-do="ask" data-question="{0}">{0}</button></li>'
    )
    return Markup(
        '<section id="examples" aria-label="{0}"><p>{0}</p><ul>{1}</ul></section>'
    ).format(say("examples", session.language), joined(map(template.format, session.examples)))


def _turn(turn: Turn, language: Language) -> Markup:
    return Markup(
        '<section class="turn" id="turn-{}" tabindex="-1">'
        '<div class="question"><p>{}</p>{}{}</div>{}</section>'
    ).format(
        turn.number,
        turn.question,
        _unfold(turn.question, language),
        _scope(turn.scope, language),
        _reply(turn, language),
    )


def _unfold(question: str, language: Language) -> Markup:
    """Return what unfolds a long question, of which the style shows a few lines."""
    if len(question) <= LONG and question.count("\n") < LINES:
        return Markup("")
    return Markup('<details class="whole"><summary>{}</summary></details>').format(
        say("whole_question", language)
    )


def _scope(scope: Scope, language: Language) -> Markup:
    said = told(scope, language)
    return Markup('<p class="scope">{}</p>').format(said) if said else Markup("")


def _reply(turn: Turn, language: Language) -> Markup:
    if turn.error:
        return Markup(
            '<div class="answer failed" role="alert"><p><strong>{}</strong> {}</p>{}</div>'
        ).format(
            say("error", language),
            turn.error,
            Markup('<div class="actions">{}</div>').format(again(turn.number, language))
            if len(turn.question) <= LONGEST
            else Markup(""),
        )
    if turn.answer is None:
        return Markup(
            '<div class="answer pending"><p>{}<span aria-hidden="true">…</span></p>{}</div>'
        ).format(say("searching", language), button("stop", language))
    return answer(turn, turn.answer, language)


def answer(turn: Turn, given: Answer, language: Language) -> Markup:
    """Return one answer: how strong, its quotes with the decisive span marked, chips, notices."""
    number = turn.number
    body = (_quotes if given.citations else _nothing)(number, given, language)
    asides = _asides(given, language)
    return Markup('<div class="answer {}">{}{}{}{}{}{}</div>').format(
        given.level,
        understood(number, given, language),
        _strength(turn, given, language),
        *((body, asides) if given.citations else (asides, body)),
        _notice(given, language),
        actions(turn, given, language),
    )


def _strength(turn: Turn, given: Answer, language: Language) -> Markup:
    badge = Markup('<span class="badge">{}</span> ').format(say(given.level, language))
    more = strength(given, language, narrowed=turn.scope != Scope())
    return Markup('<p class="strength">{}<span>{}</span></p>').format(
        Markup("") if is_courtesy(given.question) else badge, more
    )


def _quotes(turn: int, given: Answer, language: Language) -> Markup:
    sentences = joined(
        Markup("<p>{}{}</p>{}").format(
            marked(one.quote, one.mark), _reference(turn, one, language), referring(one, language)
        )
        for one in given.citations
        if _is_told(one, given) and not one.candidate
    )
    evidence, candidates = (_chips(turn, ones, given, language) for ones in apart(given))
    if candidates:
        told = Markup('<p class="aside">{}</p>').format(say("candidates", language))
        candidates = told + candidates
    return Markup('<div class="quotes">{}</div>{}{}{}').format(
        sentences, evidence, _disputed(turn, given, language), candidates
    )


def _chips(turn: int, cited: Sequence[Citation], given: Answer, language: Language) -> Markup:
    if not cited:
        return Markup("")
    chips = (chip(turn, one, language, told=_is_told(one, given)) for one in cited)
    return Markup('<ol class="chips">{}</ol>').format(
        joined(map(Markup("<li>{}</li>").format, chips))
    )


def _is_told(citation: Citation, given: Answer) -> bool:
    """Tell whether the answer's text is a citation's; further ones are chips only."""
    return citation.quote in (given.text or "")


def _reference(turn: int, citation: Citation, language: Language) -> Markup:
    return Markup(
        '<sup><a href="#source-{0}-{1}" data-source="{0}-{1}" aria-label="[{1}] {2}">'
        "[{1}]</a></sup>"
    ).format(turn, citation.number, say("to_source", language, number=citation.number))


def chip(turn: int, citation: Citation, language: Language, *, told: bool = True) -> Markup:
    """Return the chip `[1] outlet · title · date` that leads to the citation's card.

    With the words that are marked in its quote, where the answer has not `told` them.
    """
    said = citation.quote[citation.mark.start : citation.mark.end]
    title = Markup('<span class="name">{}</span>').format(citation.title or citation.document)
    outlet = Markup('<span class="outlet">{}</span>').format(citation.source)
    named = [
        None if told else Markup("<q>{}</q>").format(said),
        outlet if citation.source else None,
        title,
        _day(citation.date, language),
        Markup('<span class="state">{}</span>').format(say(citation.status, language))
        if citation.status != "verified"
        else None,
    ]
    return Markup(
        '<a class="chip {}" href="#source-{}-{}" data-source="{}-{}"><b>[{}]</b>{}</a>'
    ).format(
        citation.status,
        turn,
        citation.number,
        turn,
        citation.number,
        citation.number,
        joined(part for part in named if part),
    )


def _day(date: str | None, language: Language) -> Markup:
    return Markup('<span class="day">{}</span>').format(date or say("undated_document", language))


def _nothing(turn: int, given: Answer, language: Language) -> Markup:
    if asks_nothing(given.question):
        return Markup("<p>{}</p>").format(say("how_to_ask", language))
    chips = joined(
        Markup(
            '<li><a class="chip near" href="#source-{0}-{1}" data-source="{0}-{1}">'
            '<span class="name">{2}</span>{3}</a></li>'
        ).format(
            turn,
            rank,
            hit.passage.title or hit.passage.document,
            _day(hit.passage.date, language),
        )
        for rank, hit in enumerate(nearest(given.hits), start=1)
    )
    if not chips or asks_nothing(given.question):
        return Markup("")
    return Markup('<p class="aside">{} <strong>({})</strong></p><ol class="chips">{}</ol>').format(
        say("nearest", language), say("not_answer", language), chips
    )


def _asides(given: Answer, language: Language) -> Markup:
    said = [say("gloss", language, gloss=given.gloss)] if given.gloss else []
    if len(given.parts) > 1:
        said.append(say("parts", language, parts=" / ".join(given.parts)))
    said += about_terms(given, language)
    if given.undated:
        said.append(say("undated", language, count=given.undated))
    return joined(Markup('<p class="aside">{}</p>').format(one) for one in said)


def _disputed(turn: int, given: Answer, language: Language) -> Markup:
    """Return a word on each citation that another document contradicts; it leads to its card."""
    return joined(
        Markup(
            '<p class="notice disputed"><a href="#source-{0}-{1}" data-source="{0}-{1}">[{1}] {2}'
            "</a></p>"
        ).format(turn, one.number, say("conflicts", language, count=len(one.conflicts)))
        for one in given.citations
        if one.conflicts
    )


def _notice(given: Answer, language: Language) -> Markup:
    if not given.changes:
        return Markup()
    stale = say("stale", language, **given.changes._asdict())
    return Markup('<p class="notice" role="status">{}</p>').format(stale)
