"""HTML that cannot forget to escape: templates are `Markup`, whatever is filled in is text.

`Markup("<p>{}</p>").format(text)` escapes `text` unless it is `Markup` itself, so only literals of
this package ever reach a page as tags.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup

from index.sourcemap import Span

# What has no place in a page or in JSON: control characters and lone surrogates; and what shows
# text as other than it is: marks that turn its direction, and tag characters, which nobody sees.
_UNFIT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff"
    r"\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """Return `text` with what cannot be shown or sent as JSON as U+FFFD."""
    return _UNFIT.sub("\ufffd", text)


def joined(parts: Iterable[Markup]) -> Markup:
    """Return `parts` as one piece of HTML."""
    return Markup("").join(parts)


def marked(quote: str, mark: Span, name: str = "decisive") -> Markup:
    """Return `quote` with the characters `[mark.start:mark.end]` in `<mark class=name>`."""
    start = min(max(mark.start, 0), len(quote))
    end = min(max(mark.end, start), len(quote))
    if start == end:
        return Markup("{}").format(quote)
    template = Markup('{}<mark class="{}">{}</mark>{}')
    return template.format(quote[:start], name, quote[start:end], quote[end:])


def shortened(text: str, limit: int) -> str:
    """Return at most `limit` characters of the beginning of `text`, `…` where more was there."""
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"


def ending(text: str, limit: int) -> str:
    """Return at most `limit` characters of the end of `text`, `…` where more was there."""
    return text if len(text) <= limit else f"…{text[-limit:].lstrip()}"
