"""The head of the page: its name, the pages beside it, and what concerns the whole conversation.

The list of past conversations is empty here: `past.js` fills it with what the browser has kept.
"""

from markupsafe import Markup

from qa.messages import Language, say
from qa.web.markup import joined
from qa.web.scheme import scheme_switch

_OTHER: dict[Language, Language] = {"ko": "en", "en": "ko"}


def header(language: Language) -> str:
    """Return the head of the page as HTML."""
    return str(
        Markup(
            '<div class="head" data-language="{language}" data-error="{error}" data-lost="{lost}">'
            '<div class="name"><h1>{title}</h1>'
            '<p>{tagline}</p></div><div class="beside">{pages}{scheme}</div>'
            '<nav class="tools" aria-label="{tools}">{new}{past}{export}{switch}</nav></div>'
        ).format(
            language=language,
            error=say("error", language),
            lost=say("lost", language),
            title=say("title", language),
            tagline=say("tagline", language),
            pages=_pages(language),
            scheme=scheme_switch(language),
            tools=say("tools", language),
            new=_new(language),
            past=_past(language),
            export=_export(language),
            switch=_switch(language),
        )
    )


def _pages(language: Language) -> Markup:
    links = joined(
        # a tab of their own: whoever comes back finds the conversation as it was
        Markup('<a href="/{0}?lang={1}" target="_blank" rel="noopener">{2}</a>').format(
            name, language, say(name, language)
        )
        for name in ("documents", "insight")
    )
    return Markup('<nav class="pages" aria-label="{}">{}</nav>').format(
        say("menu", language), links
    )


def _new(language: Language) -> Markup:
    return Markup('<button type="button" id="new" data-do="new">{}</button>').format(
        say("new", language)
    )


def _past(language: Language) -> Markup:
    return Markup(
        '<details id="past" data-rename="{}" data-delete="{}" data-name="{}">'
        '<summary>{}</summary><div><p class="none">{}</p><ul></ul><p class="more">{}</p></div>'
        "</details>"
    ).format(
        say("rename", language),
        say("delete", language),
        say("name", language),
        say("past", language),
        say("past_empty", language),
        say("past_more", language),
    )


def _export(language: Language) -> Markup:
    return Markup(
        '<details id="export"><summary>{}</summary><ul>'
        '<li><button type="button" data-do="export" data-form="md">Markdown</button></li>'
        '<li><button type="button" data-do="export" data-form="json">JSON</button></li>'
        "</ul></details>"
    ).format(say("export", language))


def _switch(language: Language) -> Markup:
    other = _OTHER[language]
    return Markup(
        '<button type="button" id="switch" data-do="switch" data-to="{0}" lang="{0}">{1}</button>'
    ).format(other, say("switch", language))
