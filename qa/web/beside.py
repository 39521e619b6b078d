"""What stands beside a quote, on its card: the documents that say the same, or otherwise."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from qa.messages import Language, say
from qa.related import Related
from qa.web.links import document_link
from qa.web.markup import joined, shortened

SENTENCE = 280  # characters shown of what another document says


def beside(
    key: str, documents: Sequence[str], others: Mapping[str, Related], language: Language
) -> Markup:
    """Return the documents that say the same or otherwise; what says otherwise is in view."""
    if not documents:
        return Markup("")
    otherwise = key == "conflicts"
    items = joined(
        Markup("<li>{}</li>").format(_other(name, others.get(name), language, told=otherwise))
        for name in documents
    )
    return Markup('<details class="{}"{}><summary>{}</summary><ul>{}</ul></details>').format(
        key,
        Markup(" open" if otherwise else ""),
        say(key, language, count=len(documents)),
        items,
    )


def _other(name: str, one: Related | None, language: Language, *, told: bool) -> Markup:
    link = Markup('<a href="{}" target="_blank" rel="noopener">{}</a>')
    if one is None:
        return link.format(document_link(name), name)
    about = " · ".join(filter(None, (one.source, one.date or say("undated_document", language))))
    sentence = Markup("<q>{}</q>").format(shortened(one.sentence, SENTENCE)) if told else Markup("")
    return link.format(document_link(name, one.place), one.title or name) + Markup(
        " <small>{}</small>{}"
    ).format(about, sentence)
