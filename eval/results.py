"""Runs as JSON and back: what a program reads, what the gate compares with, what README shows.

Keys are stable, shares are between 0 and 1. A file holds no text of a document or an answer unless
failures are asked for, so that it may be kept beside the code.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from eval.bootstrap import grouped, scores
from eval.failures import failed
from eval.records import Column, Run, Scores, Table
from eval.rows import COLUMNS, FACETS
from index.errors import InputError

_DIGITS = 4


def to_json(
    runs: Sequence[Run], *, made: Mapping[str, Any] | None = None, failures: bool = False
) -> dict[str, Any]:
    """Return the runs as one JSON object, with what they were made with.

    `questions` has the ids of each set's questions and what they are counted under; `scores` of a
    run are columns in the order of these ids.
    """
    asked = {run.name: {"id": run.table.ids, **run.table.facets} for run in runs}
    return {
        "made": dict(made or {}),
        "questions": asked,
        "runs": [_run_json(run, failures) for run in runs],
    }


def _run_json(run: Run, failures: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "set": run.name,
        "kind": run.kind,
        "split": run.split,
        "encoder": run.encoder,
        "fingerprint": run.fingerprint,
        "mode": run.mode,
        "overall": _values(run.overall),
        **{facet: {k: _values(one) for k, one in run.groups.get(facet, {}).items()}
           for facet in run.table.facets},
        "intervals": {
            "overall": _intervals(run.overall),
            **{facet: {k: _intervals(one) for k, one in groups.items()}
               for facet, groups in run.groups.items()},
        },
        "scores": _columns_json(run.table),
    }  # fmt: skip
    if run.costs:
        row["costs"] = asdict(run.costs) | {"passages_per_second": run.costs.passages_per_second}
    return row | ({"failures": failed(run)} if failures else {})


def _values(scores: Scores) -> dict[str, float | None]:
    counts = {"questions": scores.questions, "unanswerable": scores.unanswerable}
    return counts | {name: scores.value(name) for name in scores.estimates}


def _intervals(scores: Scores) -> dict[str, tuple[float, float] | None]:
    return {
        name: (round(one.low, _DIGITS), round(one.high, _DIGITS)) if one else None
        for name, one in scores.estimates.items()
    }


def _columns_json(table: Table) -> dict[str, list[float | None]]:
    """Return the columns that hold anything."""
    return {
        name: [_number(value) for value in column.tolist()]
        for name, column in table.columns.items()
        if not np.isnan(column).all()
    }


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    return int(value) if value == int(value) else round(value, _DIGITS)


def load_runs(path: Path, *, most: int | None = None) -> list[Run]:
    """Return the runs of a file that `qa eval run --json` printed, without their outcomes.

    Args:
        path: the file.
        most: only so many, the first; every run's intervals take a second.

    Raises:
        InputError: there is no such file, or it holds something else.
    """
    try:
        result = json.loads(path.read_text(encoding="utf-8-sig"))
        return [_loaded(row, result["questions"][row["set"]]) for row in result["runs"][:most]]
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror}") from None
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise InputError(f"{path} is not what qa eval run --json printed: {error!r}") from None


def _loaded(row: dict[str, Any], asked: dict[str, list[str]]) -> Run:
    ids, count = tuple(asked["id"]), len(asked["id"])
    table = Table(
        ids=ids,
        facets={facet: tuple(asked[facet]) for facet in FACETS},
        columns={name: _column(name, row["scores"].get(name), count) for name in COLUMNS},
    )
    return Run(
        name=row["set"],
        kind=row["kind"],
        split=row["split"],
        encoder=row["encoder"],
        mode=row["mode"],
        outcomes=(),
        table=table,
        overall=scores(table),
        groups=grouped(table),
        fingerprint=row.get("fingerprint", ""),
    )


def _column(name: str, values: Sequence[float | None] | None, count: int) -> Column:
    if values is None:
        return np.full(count, math.nan)
    if len(values) != count:
        raise ValueError(f"{name} has {len(values)} values for {count} questions")
    return np.array([math.nan if value is None else value for value in values], np.float64)
