"""Shows runs in a terminal: tables by type of question, systems side by side, what went wrong.

Shares are shown in percent, times in seconds; `–` where nothing was counted. The same for a
browser is `page`, for a program `results`.
"""

from collections.abc import Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.bootstrap import difference, paired
from eval.failures import failures
from eval.measures import BY_NAME
from eval.records import Costs, Run, Scores

_COLUMNS = {  # in two lines, so that a table with all of them fits into 80 columns
    "recall@1": "R@1",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr@10": "MRR\n@10",
    "ndcg@10": "nDCG\n@10",
    "sentence": "sen-\ntence",
    "cited": "cited",
    "em": "EM",
    "f1": "F1",
    "refused": "re-\nfused",
}
_LINES = {
    "citations": ("citation_precision", "citation_exactness"),
    "abstention": ("abstention_precision", "abstention_recall"),
    "mistakes": ("false_answers", "wrong_refusals"),
    "confidence": ("auroc", "auroc_right", "aurc", "ece"),
    "seconds": ("seconds_p50", "seconds_p95", "search_p50"),
}
_FACETS = {"languages": "language", "formats": "format"}
COMPARED = ("recall@1", "recall@5", "ndcg@10", "sentence", "cited")
_FAILURE = ("id", "failure", "rank", "question", "wanted", "said")
_EXCERPT = 60  # characters of a cell
_LONG = 0.01  # seconds; shorter ones are shown with five decimals
_SURE = 0.05  # a difference with a smaller p is marked


def show(console: Console, runs: Sequence[Run], *, list_failures: bool = False) -> None:
    """Print each set's runs: one in full, several side by side after them."""
    for name in dict.fromkeys(run.name for run in runs):
        same = [run for run in runs if run.name == name]
        for run in same:
            console.print(run_table(run))
            if list_failures:
                console.print(failure_table(run))
        if len(same) > 1:
            console.print(comparison(same))


def run_table(run: Run) -> RenderableType:
    """Return one run by type of question, language and format, with its other scores below."""
    title = f"{run.name} · {run.split} · {run.mode} · {run.encoder}"
    types = run.groups.get("types", {})
    parts: list[RenderableType] = [
        Text(title, style="italic"),
        _table("type", {**types, "all": run.overall}),
    ]
    for facet, head in _FACETS.items():
        if groups := run.groups.get(facet):
            named = sorted(groups.items(), key=lambda group: not group[0])  # no document: last
            parts.append(_table(head, {name or "–": one for name, one in named}))
    parts.append(Text("all, each with its 95 % interval", style="italic"))
    parts += (Text(line) for line in _lines(run.overall))
    if run.costs:
        parts.append(Text(f"{'costs':<10}  {costs_line(run.costs)}"))
    return Group(*parts, Text())


def costs_line(costs: Costs) -> str:
    """Return what a set costs, in one line."""
    return (
        f"index {costs.passages_per_second:.0f} passages/s ({costs.passages} in "
        f"{costs.build_seconds:.1f} s), {costs.index_mb:.1f} MB, "
        f"peak {costs.build_memory_mb:.0f} MB   cold start {costs.cold_seconds:.1f} s, "
        f"answer {costs.answer_ms:.0f} ms of CPU beyond search, peak {costs.ask_memory_mb:.0f} MB"
    )


def _lines(scores: Scores) -> list[str]:
    """Return the scores that stand in no column, and the main ones again with their intervals."""
    lines = []
    for head, names in {"found": ("recall@1", "ndcg@10"), "answers": ("sentence", "cited"),
                        **_LINES}.items():  # fmt: skip
        parts = [
            f"{BY_NAME[name].label} {interval(scores, name)}"
            for name in names
            if scores.estimates[name]
        ]
        if parts:
            lines.append(f"{head:<10}  " + "   ".join(parts))
    return lines


def comparison(runs: Sequence[Run]) -> RenderableType:
    """Return the runs of one set, a row each: what modes, encoders and baselines are worth."""
    encoders = len({run.encoder for run in runs}) > 1
    rows = {f"{run.mode} {run.encoder}" if encoders else run.mode: run for run in runs}
    title = Text(f"{runs[0].name} · {runs[0].split} · compared", style="italic")
    scores = {name: run.overall for name, run in rows.items()}
    return Group(title, _table("mode", scores, times=True), Text(), *_differences(rows))


def _differences(rows: Mapping[str, Run]) -> list[RenderableType]:
    """Return how much the first row has more than each other one, on the same questions."""
    first, *others = rows
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(f"{first} against", overflow="fold")
    names = [name for name in COMPARED if rows[first].overall.estimates[name]]
    for name in names:
        table.add_column(BY_NAME[name].label, justify="right", no_wrap=True)
    table.add_column("search", justify="right", no_wrap=True)
    for other in others:
        ours, theirs = paired(rows[first].table, rows[other].table)
        cells = []
        for name in names:
            found = difference(BY_NAME[name], ours, theirs)
            cells.append(f"{100 * found.value:+.1f}{'*' * (found.p < _SURE)}" if found else "–")
        table.add_row(other, *cells, speed(rows[first], rows[other]))
    note = "points more, * where p < .05 by paired randomisation; search: their time over ours"
    return [table, Text(note, style="italic"), Text()]


def speed(ours: Run, theirs: Run) -> str:
    """Return how many times as long as ours their search takes, by the median."""
    mine, other = ours.overall.value("search_p50"), theirs.overall.value("search_p50")
    return f"{other / mine:.2g}×" if mine and other else "–"


def _table(head: str, rows: Mapping[str, Scores], *, times: bool = False) -> Table:
    columns = {
        key: label
        for key, label in (_COLUMNS | ({"seconds_p50": "sec-\nonds"} if times else {})).items()
        if any(scores.estimates[key] for scores in rows.values())
    }
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(head, overflow="fold")
    for label in ("n", *columns.values()):
        table.add_column(label, justify="right", no_wrap=True)
    for name, scores in rows.items():
        figures = (figure(scores, key) for key in columns)
        table.add_row(name, str(scores.questions), *figures, style="bold" * (name == "all"))
    return table


def figure(scores: Scores, name: str) -> str:
    """Return one value as it is shown."""
    return shown(name, scores.value(name))


def shown(name: str, value: float | None) -> str:
    """Return a value of a measure as it is shown: seconds as they are, shares in percent."""
    if value is None:
        return "–"
    if not BY_NAME[name].timed:
        return f"{100 * value:.1f}"
    return f"{value:.3f}" if value >= _LONG else f"{value:.5f}"


def interval(scores: Scores, name: str) -> str:
    """Return a value with its interval: `70.5 (61.1–80.0)`."""
    estimate = scores.estimates[name]
    if estimate is None:
        return "–"
    value, low, high = (shown(name, one) for one in estimate)
    return f"{value} ({low}–{high})"


def failure_table(run: Run) -> Table:
    """Return the questions that went wrong, with what was wanted and what was said."""
    rows = failures(run)
    title = f"{len(rows)} of {len(run.outcomes)} questions went wrong"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for head in _FAILURE:
        table.add_column(head, overflow="fold")
    for row in rows:
        cells = (getattr(row, key) for key in _FAILURE)
        table.add_row(*(Text("–" if cell is None else str(cell)[:_EXCERPT]) for cell in cells))
    return table
