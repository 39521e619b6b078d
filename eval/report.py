"""Shows runs: tables for a person, one JSON object for a program, failures for who mends them.

Shares are shown in percent, times in seconds; `–` where nothing was counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from eval.records import Outcome, Run, Scores

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
    "citations": {"citation_precision": "precision", "citation_exactness": "exactness"},
    "abstention": {
        "abstention_precision": "precision",
        "abstention_recall": "recall",
    },
    "mistakes": {
        "false_answers": "false answers",
        "wrong_refusals": "wrong refusals",
    },
    "seconds": {"seconds_p50": "p50", "seconds_p95": "p95"},
}
_FAILURE = ("id", "failure", "rank", "question", "wanted", "said")
_EXCERPT = 60  # characters of a cell


def show(console: Console, runs: Sequence[Run], *, failures: bool = False) -> None:
    """Print each set's runs: one in full, several side by side after them."""
    for name in dict.fromkeys(run.name for run in runs):
        same = [run for run in runs if run.name == name]
        for run in same:
            console.print(run_table(run))
            if failures:
                console.print(failure_table(run))
        if len(same) > 1:
            console.print(comparison(same))


def run_table(run: Run) -> RenderableType:
    """Return one run by type of question, with its other scores below."""
    title = f"{run.name} · {run.split} · {run.mode} · {run.encoder}"
    rows = {name: run.types[name] for name in run.types} if len(run.types) > 1 else {}
    lines = [
        Text(f"{head:<10}  " + "   ".join(parts))
        for head, names in _LINES.items()
        if (parts := [f"{label} {_figure(run.overall, key)}" for key, label in names.items()])
        and any(run.overall[key] is not None for key in names)
    ]
    table = _table("type", {**rows, "all": run.overall})
    return Group(Text(title, style="italic"), table, *lines, Text())


def comparison(runs: Sequence[Run]) -> RenderableType:
    """Return the runs of one set, a row each: what the modes and encoders are worth."""
    encoders = len({run.encoder for run in runs}) > 1
    rows = {f"{run.mode} {run.encoder}" if encoders else run.mode: run.overall for run in runs}
    title = Text(f"{runs[0].name} · {runs[0].split} · compared", style="italic")
    return Group(title, _table("mode", rows, times=True))


def _table(head: str, rows: Mapping[str, Scores], *, times: bool = False) -> Table:
    columns = {
        key: label
        for key, label in (_COLUMNS | ({"seconds_p50": "sec-\nonds"} if times else {})).items()
        if any(scores[key] is not None for scores in rows.values())
    }
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column(head, overflow="fold")
    for label in ("n", *columns.values()):
        table.add_column(label, justify="right", no_wrap=True)
    for name, scores in rows.items():
        figures = (_figure(scores, key) for key in columns)
        table.add_row(name, str(scores["questions"]), *figures, style="bold" * (name == "all"))
    return table


def _figure(scores: Scores, key: str) -> str:
    value = scores[key]
    if value is None:
        return "–"
    return f"{value:.3f}" if key.startswith("seconds") else f"{100 * value:.1f}"


def failure_table(run: Run) -> Table:
    """Return the questions that went wrong, with what was wanted and what was said."""
    rows = failed(run)
    title = f"{len(rows)} of {len(run.outcomes)} questions went wrong"
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for head in _FAILURE:
        table.add_column(head, overflow="fold")
    for row in rows:
        cells = (row[key] for key in _FAILURE)
        table.add_row(*(Text("–" if cell is None else str(cell)[:_EXCERPT]) for cell in cells))
    return table


def failed(run: Run) -> list[dict[str, Any]]:
    """Return for each question that went wrong what a person needs to mend it."""
    return [
        {
            "id": outcome.question.id,
            "type": outcome.question.type,
            "failure": failure,
            "rank": _rank(outcome),
            "question": outcome.question.question,
            "wanted": next(iter(outcome.question.evidence or outcome.question.documents), None),
            "said": _said(outcome),
        }
        for outcome in run.outcomes
        if (failure := failure_of(outcome))
    ]


def failure_of(outcome: Outcome) -> str | None:
    """Return what is wrong with an outcome, the gravest first; None where all is well.

    inexact: a quote is not what the file holds. false answer: to an unanswerable question.
    not found: no relevant item in the top ten of a search. refused: there was an answer.
    wrong: no citation holds the evidence. not first: another than the first does.
    """
    answer, answerable = outcome.answer, outcome.question.answerable
    if answer is None:
        return "not found" if answerable and not _rank(outcome) else None
    answered = answer.text is not None
    checks = {
        "inexact": not all(outcome.exact),
        "false answer": answered and not answerable,
        "refused": answerable and not answered,
        "wrong": answerable and not any(outcome.holding),
        "not first": answerable and not any(outcome.holding[:1]),
    }
    return next((name for name, wrong in checks.items() if wrong), None)


def _rank(outcome: Outcome) -> int | None:
    found = (place for place, item in enumerate(outcome.ranking[:10], 1) if item in outcome.qrels)
    return next(found, None)


def _said(outcome: Outcome) -> str | None:
    if outcome.answer is None or not outcome.answer.citations:
        return None
    return f"{outcome.answer.short} ← {outcome.answer.citations[0].quote}"


def to_json(runs: Iterable[Run], *, failures: bool = False) -> dict[str, Any]:
    """Return the runs as one JSON object; keys are stable, shares are between 0 and 1."""
    return {"runs": [_run_json(run, failures) for run in runs]}


def _run_json(run: Run, failures: bool) -> dict[str, Any]:
    row = {
        "set": run.name,
        "kind": run.kind,
        "split": run.split,
        "encoder": run.encoder,
        "mode": run.mode,
        "overall": dict(run.overall),
        "types": {name: dict(scores) for name, scores in run.types.items()},
    }
    return row | ({"failures": failed(run)} if failures else {})
