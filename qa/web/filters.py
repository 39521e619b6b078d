"""The filters beneath the box: days and outlets, as a form that is read whenever a question is put.

What stands in the form goes along with each question (`bridge.js`), so nothing of it is kept here.
"""

from collections.abc import Sequence

from markupsafe import Markup

from qa.messages import Language, say
from qa.web.markup import clean, joined
from qa.web.turns import Scope


def filters(language: Language, outlets: Sequence[str], scope: Scope) -> str:
    """Return the form as HTML, with `scope` filled in."""
    # `required` tells the style whether a day is set; the form itself is never sent
    day = Markup('<label>{}<input type="date" name="{}" value="{}" required></label>')
    days = joined(
        day.format(say(name, language), name, value or "")
        for name, value in (("since", scope.since), ("until", scope.until))
    )
    form = Markup("<details><summary>{}</summary><form>{}{}</form></details>").format(
        say("filters", language), days, _outlets(language, outlets, scope)
    )
    return clean(str(form))


def _outlets(language: Language, outlets: Sequence[str], scope: Scope) -> Markup:
    if not outlets:
        return Markup("")
    box = Markup('<label><input type="checkbox" name="sources" value="{0}"{1}>{0}</label>')
    boxes = joined(
        box.format(one, Markup(" checked" if one in scope.sources else "")) for one in outlets
    )
    return Markup("<fieldset><legend>{}</legend><div>{}</div></fieldset>").format(
        say("outlets", language), boxes
    )
