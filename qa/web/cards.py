"""The sources beside the chat: one card a citation, the quote lit in its context.

For a question without an answer, the two nearest passages instead, marked as not answers.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from index.passages import SEPARATOR
from index.records import Hit, Locator
from index.sourcemap import Span, squeeze
from qa.courtesy import asks_nothing
from qa.messages import Language, say
from qa.records import Citation
from qa.related import Related
from qa.render import refers
from qa.web.beside import beside
from qa.web.links import document_link
from qa.web.markup import ending, joined, marked, shortened
from qa.web.turns import Turn

CONTEXT = 320  # characters shown on either side of a quote: about four lines on a desktop
NEAREST = 2
EXCERPT = 280  # characters shown of a passage that is not an answer
FURTHER = 20  # quotes of a document that its address names besides the one that it opens at


def sources(turns: Sequence[Turn], language: Language) -> Markup:
    """Return the panel: the sources of every turn, those of the last one with any in view."""
    cited = _cited(turns)
    groups = [(turn, _group(turn, cited, language)) for turn in turns]
    filled = [(turn, cards) for turn, cards in groups if cards]
    last = turns[-1] if turns else None
    body = joined(
        Markup('<div class="group" id="sources-{}"{}>{}</div>').format(
            turn.number, Markup("" if turn is last else " hidden"), cards
        )
        for turn, cards in filled
    )
    shown = bool(filled) and filled[-1][0] is last
    empty = Markup('<p class="empty"{}>{}</p>').format(
        Markup(" hidden" if shown else ""), say("sources_empty", language)
    )
    return Markup(
        '<section class="sources" aria-labelledby="sources-title">{}{}{}</section>'
    ).format(Markup('<h2 id="sources-title">{}</h2>').format(say("sources", language)), empty, body)


def _cited(turns: Sequence[Turn]) -> dict[str, list[Span]]:
    """Return by document what a conversation has quoted of it, the latest first."""
    found: dict[str, list[Span]] = {}
    for turn in reversed(turns):
        for one in turn.answer.citations if turn.answer else ():
            found.setdefault(one.document, []).append(Span(one.start, one.end))
    return found


def _group(turn: Turn, cited: Mapping[str, Sequence[Span]], language: Language) -> Markup:
    if turn.answer is None:
        return Markup("")
    if turn.answer.citations:
        shown = zip(turn.answer.citations, turn.contexts, turn.others, strict=True)
        cards = [
            (one[0], card(turn.number, *one, language, quoted=cited[one[0].document]))
            for one in shown
        ]
        evidence = joined(html for one, html in cards if not one.candidate)
        candidates = joined(html for one, html in cards if one.candidate)
        if not candidates:
            return evidence
        note = Markup('<p class="caution">{}</p>').format(say("candidates", language))
        return evidence + note + candidates
    hits = nearest(turn.answer.hits)
    if not hits or asks_nothing(turn.answer.question):
        return Markup("")
    note = Markup('<p class="caution">{}</p>').format(say("nearest_more", language))
    return note + joined(
        near(turn.number, rank, hit, language) for rank, hit in enumerate(hits, start=1)
    )


def nearest(hits: Sequence[Hit]) -> list[Hit]:
    """Return the first hits that are shown where nothing answers, the best of each document."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.document, hit)
    return list(best.values())[:NEAREST]


def card(
    turn: int,
    citation: Citation,
    around: tuple[str, str],
    others: Mapping[str, Related],
    language: Language,
    *,
    quoted: Sequence[Span] = (),
) -> Markup:
    """Return the card of a citation.

    Args:
        turn: number of the question.
        citation: what is cited.
        around: the text before and after its quote.
        others: what is known of the documents that it names beside its own.
        language: of the page.
        quoted: what the conversation quotes of its document, reachable from there.
    """
    template = Markup(
        '<article class="card" id="source-{turn}-{number}" tabindex="-1" aria-label="{label}">'
        '<header><a class="number" href="#turn-{turn}" data-back="{turn}-{number}"'
        ' aria-label="{number} {back}">{number}</a>{head}</header>'
        '<blockquote><span class="around">{before}</span><span class="quote">{quote}</span>'
        '<span class="around">{after}</span></blockquote>{refers}'
        '<footer><span class="status {status}">{state}</span>{where}{link}</footer>{more}</article>'
    )
    return template.format(
        turn=turn,
        number=citation.number,
        label=say("to_source", language, number=citation.number),
        back=say("to_answer", language, number=citation.number),
        head=_head(
            citation.title,
            citation.document,
            citation.source,
            citation.date,
            citation.heading,
            language,
        ),
        before=ending(around[0], CONTEXT),
        quote=marked(citation.quote, citation.mark),
        after=shortened(around[1], CONTEXT),
        refers=referring(citation, language),
        status=citation.status,
        state=say(citation.status, language),
        where=_where(citation.document, citation.locator, citation.start, citation.end, language),
        link=_link(citation.document, Span(citation.start, citation.end), language, quoted),
        more=beside("conflicts", citation.conflicts, others, language)
        + beside("same", citation.same_as, others, language)
        + beside("earlier", citation.earlier, others, language),
    )


def referring(citation: Citation, language: Language) -> Markup:
    """Return what the pronoun refers to that a quote begins with; '' where nothing is known."""
    if citation.refers_to is None:
        return Markup("")
    return Markup('<p class="refers">{}</p>').format(refers(citation.refers_to, language))


def near(turn: int, rank: int, hit: Hit, language: Language) -> Markup:
    """Return the card of a passage that was found and is not an answer."""
    passage = hit.passage
    template = Markup(
        '<article class="card near" id="source-{turn}-{rank}" tabindex="-1" aria-label="{label}">'
        '<header><span class="badge">{label}</span>{head}</header>'
        "<blockquote>{text}</blockquote><footer>{where}{link}</footer>{more}</article>"
    )
    return template.format(
        turn=turn,
        rank=rank,
        label=say("not_answer", language),
        head=_head(
            passage.title, passage.document, passage.source, passage.date, passage.heading, language
        ),
        text=shortened(passage.text, EXCERPT),
        where=_where(passage.document, passage.locator, passage.start, passage.end, language),
        link=_link(passage.document, Span(passage.start, passage.end), language),
        more=beside("same", hit.same_as, {}, language)
        + beside("earlier", [one.document for one in hit.earlier], {}, language),
    )


def _head(
    title: str, document: str, source: str, date: str | None, heading: str, language: Language
) -> Markup:
    day = (
        Markup('<time datetime="{0}">{0}</time>').format(date)
        if date
        else Markup("<span>{}</span>").format(say("undated_document", language))
    )
    outlet = Markup("<span>{}</span>").format(source) if source else Markup("")
    path = _without(title, heading)
    section = Markup('<p class="heading">{}</p>').format(path) if path else Markup("")
    return Markup('<div><h3>{}</h3><p class="meta">{}{}</p>{}</div>').format(
        title or document, outlet, day, section
    )


def _without(title: str, heading: str) -> str:
    """Return the headings above a passage without the first one where that is the title."""
    first, _, rest = heading.partition(SEPARATOR)
    return rest if squeeze(first) == squeeze(title) else heading


def _where(document: str, locator: Locator, start: int, end: int, language: Language) -> Markup:
    span = (
        f"{locator.first}" if locator.first == locator.last else f"{locator.first}–{locator.last}"
    )
    return Markup('<span class="file" title="{}"><code>{}</code> <span>{}</span></span>').format(
        say("characters", language, start=start, end=end),
        document,
        say(locator.kind, language, range=span),
    )


def _link(document: str, place: Span, language: Language, quoted: Sequence[Span] = ()) -> Markup:
    further = [one for one in dict.fromkeys(quoted) if one != place][:FURTHER]
    return Markup('<a class="open" href="{}" target="_blank" rel="noopener">{}</a>').format(
        document_link(document, place, *further), say("open_document", language)
    )
