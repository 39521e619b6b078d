"""The filters beneath the box: days and outlets, as a form that is read whenever a question is put.

What stands in the form goes along with each question (`bridge.js`), so nothing of it is kept here.
"""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from qa.messages import Language, say
from qa.web.faults import fault_of_scope
from qa.web.markup import clean, joined, shortened
from qa.web.turns import Scope

_TOLD = 40  # characters of what an address names in vain
_PERIODS = {(True, True): "period", (True, False): "period_from", (False, True): "period_until"}


def filters(language: Language, outlets: Sequence[str], scope: Scope) -> str:
    """Return the form as HTML, with what there is of `scope` filled in; `filters.js` tells it."""
    scope, unknown = _known(scope, outlets)
    day = Markup('<label>{}<input type="date" name="{}" value="{}"></label>')
    days = joined(
        day.format(say(name, language), name, value or "")
        for name, value in (("since", scope.since), ("until", scope.until))
    )
    form = Markup(
        '<details><summary>{}<output>{}</output></summary><form data-since="{}" data-until="{}"'
        ' data-both="{}">{}{}<button type="button"{}>{}</button></form></details>'
    ).format(
        say("filters", language),
        told(scope, language),
        say("period_from", language, since="{since}"),
        say("period_until", language, until="{until}"),
        say("period", language, since="{since}", until="{until}"),
        days,
        _outlets(language, outlets, scope),
        Markup("" if told(scope, language) else " hidden"),
        say("clear_filters", language),
    )
    left = Markup('<p class="left" role="status">{}</p>').format(
        say("unknown_filters", language, values=", ".join(unknown))
    )
    return clean(str(left + form if unknown else form))


def _known(scope: Scope, outlets: Sequence[str]) -> tuple[Scope, list[str]]:
    """Return the filters that there are documents for, and what else an address has named."""
    days = {name: day for name in ("since", "until") if (day := getattr(scope, name))}
    bad = {name: day for name, day in days.items() if fault_of_scope(Scope(since=day), "ko")}
    strange = [one for one in scope.sources if one not in outlets]
    sources = tuple(one for one in scope.sources if one in outlets)
    known = replace(scope, sources=sources, **dict.fromkeys(bad))
    return known, [shortened(one, _TOLD) for one in (*bad.values(), *strange)]


def told(scope: Scope, language: Language) -> str:
    """Return what is set in a line, '' where nothing is."""
    key = _PERIODS.get((bool(scope.since), bool(scope.until)))
    period = say(key, language, since=scope.since, until=scope.until) if key else ""
    return " · ".join(filter(None, (period, ", ".join(scope.sources))))


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
