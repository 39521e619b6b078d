"""The report as one page for a browser: self-contained, offline, light and dark.

Here: what stands on it and in which order. Charts are `charts`, what went wrong `cases`, words
`wording`; style and script are `page.css` and `page.js` beside this file. Text of documents and
questions reaches the page through `Markup.format` alone, which escapes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import Any

from markupsafe import Markup

from eval.bootstrap import difference, paired
from eval.calibration import Calibration
from eval.cases import cases
from eval.charts import bars, histogram, reliability_diagram, risk_curve
from eval.confidence import reliability, risk_coverage
from eval.measures import BY_NAME, MEASURES
from eval.records import Run
from eval.report import COMPARED, interval, speed
from eval.rows import FACETS
from eval.wording import EXPECTED, chosen, definition, label, say
from qa.messages import Language

_HERE = Path(__file__).parent
_SHOWN = ("recall@1", "recall@5", "ndcg@10", "sentence", "cited", "seconds_p50")
# What is read first: is it found, is it right, is it exact, and where does it mislead.
_FIRST = (
    *("recall@1", "ndcg@10", "sentence", "cited", "em", "citation_exactness"),
    *("false_answers", "wrong_refusals", "seconds_p50"),
)


def write_page(
    path: Path, runs: Sequence[Run], made: Mapping[str, Any], language: Language
) -> None:
    """Write the report of `runs` to `path`; `made` is what `provenance` returned."""
    path.write_text(page(runs, made, language), encoding="utf-8")


def page(runs: Sequence[Run], made: Mapping[str, Any], language: Language) -> str:
    """Return the report of `runs` as one HTML document."""
    facts = " · ".join(str(made[key]) for key in ("at", "commit") if made.get(key))
    body = Markup("<h1>{}</h1>{}").format(say("title", language), _note(facts) if facts else "")
    for name in dict.fromkeys(run.name for run in runs):
        same = [run for run in runs if run.name == name]
        if len(same) > 1:
            body += _comparison(same, language)
        for run in same:
            body += _run(run, language)
    body += _glossary(language) + _made(made, language)
    names = ", ".join(dict.fromkeys(run.name for run in runs))
    return _document(f"{say('title', language)} · {names}", body, language)


def write_calibration(
    path: Path, name: str, found: Calibration, made: Mapping[str, Any], language: Language
) -> None:
    """Write what was chosen for the set `name`, with its risk–coverage curve, to `path`."""
    title = f"{say('calibration', language)} · {name}"
    words = (say(key, language) for key in ("coverage_axis", "risk_axis"))
    rows = [
        [
            say(f"expected_{key}", language),
            *(_percent(getattr(one, key)) for one in (found.expected, found.before)),
        ]
        for key in EXPECTED
    ]
    body = Markup("<h1>{}</h1><section>{}{}{}{}</section>").format(
        title,
        _note(chosen(found.thresholds, language)),
        _table(["", say("expected", language), say("before", language)], rows),
        _note(say("expected_more", language, count=found.questions)),
        _figure(say("risk", language), risk_curve(found.coverage, found.risk, *words)),
    )
    page = _document(title, body + _made(made, language), language)
    path.write_text(page, encoding="utf-8")


def _percent(share: float) -> str:
    return "–" if isnan(share) else f"{100 * share:.1f}"


def _document(title: str, body: Markup, language: Language) -> str:
    return Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{}</title><style>{}</style></head><body><main>{}</main>"
        "<script>{}</script></body></html>\n"
    ).format(
        language,
        title,
        Markup((_HERE / "page.css").read_text(encoding="utf-8")),
        body,
        Markup((_HERE / "page.js").read_text(encoding="utf-8")),
    )


def _comparison(runs: Sequence[Run], language: Language) -> Markup:
    """Return the systems of one set side by side, and what the first has more than the others."""
    first, *others = runs
    head = say("compared", language)
    rows = [[_system(run, runs), *(interval(run.overall, name) for name in _SHOWN)] for run in runs]
    names = [name for name in COMPARED if first.overall.estimates[name]]
    apart = [
        [_system(one, runs), *(_apart(first, one, name) for name in names), speed(first, one)]
        for one in others
    ]
    return Markup("<section><h2>{} · {}</h2>{}{}<h3>{}</h3>{}{}</section>").format(
        *(first.name, head),
        _table([say("system", language), *(label(name, language) for name in _SHOWN)], rows),
        _figure(
            label("ndcg@10", language),
            bars([(_system(run, runs), run.overall.estimates["ndcg@10"]) for run in runs]),
        ),
        say("against", language, first=_system(first, runs)),
        _note(say("against_more", language)),
        _table(
            [
                say("system", language),
                *(label(name, language) for name in names),
                say("search_time", language),
            ],
            apart,
        ),
    )


def _system(run: Run, runs: Sequence[Run]) -> str:
    return f"{run.mode} {run.encoder}" if len({one.encoder for one in runs}) > 1 else run.mode


def _apart(first: Run, other: Run, name: str) -> str:
    found = difference(BY_NAME[name], *paired(first.table, other.table))
    if found is None:
        return "–"
    points = "{:+.1f} ({:+.1f} … {:+.1f})".format(*(100 * one for one in found[:3]))
    return f"{points} p {'<' if found.p < 0.01 else '='} {max(found.p, 0.01):.2f}"


def _run(run: Run, language: Language) -> Markup:
    title = f"{run.name} · {run.split} · {run.mode} · {run.encoder}"
    count = say("questions", language, count=run.overall.questions)
    if run.costs:
        figures = {**asdict(run.costs), "rate": run.costs.passages_per_second}
        count = f"{count} · {say('costs', language, **figures)}"
    return Markup("<section><h2>{}</h2>{}{}{}{}{}</section>").format(
        title,
        _note(count),
        _first(run, language),
        _all_measures(run, language),
        _charts(run, language),
        cases(run, language),
    )


def _first(run: Run, language: Language) -> Markup:
    """Return the main figures, each with its interval."""
    figures = (
        (label(name, language), *interval(run.overall, name).split(" ", 1))
        for name in _FIRST
        if run.overall.estimates[name]
    )
    figure = Markup("<div><dt>{}</dt><dd>{} <small>{}</small></dd></div>")
    return Markup('<dl class="first">{}</dl>').format(
        Markup("").join(figure.format(*one) for one in figures)
    )


def _charts(run: Run, language: Language) -> Markup:
    """Return the bars by facet, and the charts of confidence and time."""
    found = Markup("")
    for facet in FACETS:
        groups = {"all": run.overall} | dict(run.groups.get(facet, {}))
        for measure, head in (("ndcg@10", "found"), ("sentence", "answered")):
            rows = [
                (f"{_group(name, language)} · {scores.questions}", scores.estimates[measure])
                for name, scores in groups.items()
                if scores.estimates[measure]
            ]
            if len(rows) > 1:
                caption = f"{say('by_' + facet, language)}: {say(head, language)}"
                found += _figure(f"{caption} ({label(measure, language)})", bars(rows))
    return Markup('<div class="charts">{}{}</div>').format(found, _curves(run, language))


def _group(name: str, language: Language) -> str:
    return {"all": say("all", language), "": say("unanswerable", language)}.get(name, name)


def _curves(run: Run, language: Language) -> Markup:
    columns, found = run.table.columns, Markup("")
    sure, right = columns["confidence"], columns["right"]
    if run.overall.estimates["aurc"]:
        words = (say(key, language) for key in ("coverage_axis", "risk_axis"))
        found += _figure(say("risk", language), risk_curve(*risk_coverage(sure, right), *words))
        words = (say(key, language) for key in ("confidence_axis", "right_axis"))
        found += _figure(
            say("reliability", language),
            reliability_diagram(reliability(sure, right), *words),
            say("reliability_more", language),
        )
    words = (say(key, language) for key in ("seconds_axis", "count_axis"))
    return found + _figure(say("latency", language), histogram(columns["seconds"], *words))


def _all_measures(run: Run, language: Language) -> Markup:
    rows = [
        [label(one.name, language), interval(run.overall, one.name)]
        for one in MEASURES
        if run.overall.estimates[one.name]
    ]
    return Markup("<details><summary>{}</summary>{}</details>").format(
        say("measures", language), _table(["", say("all", language)], rows)
    )


def _glossary(language: Language) -> Markup:
    rows = [
        [label(one.name, language), definition(one.name, language), one.source] for one in MEASURES
    ]
    return Markup("<section><details><summary>{}</summary>{}</details></section>").format(
        say("glossary", language), _table([], rows)
    )


def _made(made: Mapping[str, Any], language: Language) -> Markup:
    rows = [[say(key, language), _flat(value)] for key, value in made.items() if value is not None]
    return Markup("<section><details><summary>{}</summary>{}</details></section>").format(
        say("made", language), _table([], rows)
    )


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {one}" for key, one in value.items() if one not in (None, ""))
    return str(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    def line(tag: str, cells: Sequence[str]) -> Markup:
        cell = Markup(f"<{tag}>{{}}</{tag}>")
        return Markup("<tr>{}</tr>").format(Markup("").join(cell.format(one) for one in cells))

    top = line("th", head) if head else Markup("")
    below = Markup("").join(line("td", row) for row in rows)
    return Markup('<div class="wide"><table>{}{}</table></div>').format(top, below)


def _figure(caption: str, chart: Markup, note: str = "") -> Markup:
    return Markup("<figure><figcaption>{}</figcaption>{}{}</figure>").format(
        caption, chart, _note(note) if note else ""
    )


def _note(text: str) -> Markup:
    return Markup('<p class="note">{}</p>').format(text)
