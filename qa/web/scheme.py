"""The switch between light, dark and the system's own choice: a button with three faces.

`scheme.js` keeps the choice in the browser, as an attribute of the page's root; by that the style
shows one face. So neither the server nor whoever draws the button anew has to know it.
"""

from typing import Final

from markupsafe import Markup

from qa.messages import Language, say
from qa.web.markup import joined

_FACES: Final = {
    "system": Markup(
        '<circle cx="12" cy="12" r="8"/><path class="full" d="M12 4a8 8 0 0 1 0 16z"/>'
    ),
    "light": Markup(
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6l1.5 1.5m9.8 '
        '9.8 1.5 1.5m0-12.8-1.5 1.5m-9.8 9.8-1.5 1.5"/>'
    ),
    "dark": Markup('<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>'),
}


def scheme_switch(language: Language) -> Markup:
    """Return the button; its name tells what is chosen now."""
    face = Markup(
        '<span class="as-{0}" title="{1}"><svg viewBox="0 0 24 24" aria-hidden="true">{2}</svg>'
        '<span class="said">{1}</span></span>'
    )
    faces = (
        face.format(name, say(f"scheme_{name}", language), drawn) for name, drawn in _FACES.items()
    )
    return Markup('<button type="button" class="scheme">{}</button>').format(joined(faces))
