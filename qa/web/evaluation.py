"""The latest evaluation, as charts: of these documents where one lies beside the index.

    geungeo.index/                   the index
    geungeo.index.evaluation.json    what `qa eval run SET --index geungeo.index --json` printed

Else that of the sample questions which this version was measured with. No measuring here.
"""

import json
import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from eval.charts import bars, reliability_diagram, risk_curve
from eval.confidence import reliability, risk_coverage
from eval.history import newest
from eval.records import Estimate, Run
from eval.results import load_runs
from eval.wording import say as word
from index.errors import InputError, QAError
from qa.messages import Language, say, table

_SUFFIX: Final = ".evaluation.json"
_SHOWN: Final = (
    "recall@1", "recall@5", "sentence", "em", "citation_exactness", "abstention_recall",
)  # fmt: skip

_log = logging.getLogger(__name__)


class Evaluation(NamedTuple):
    """A run that was kept; `own` where it is of this index."""

    run: Run
    at: str
    own: bool


class Chart(NamedTuple):
    """A chart with its name, and a word on how to read it."""

    name: str
    drawn: Markup
    more: str = ""


def own_result(index: Path) -> Path:
    """Return where the evaluation of an index is looked for."""
    folder = index.resolve()
    return folder.with_name(folder.name + _SUFFIX)


def latest(index: Path) -> Evaluation | None:
    """Return the evaluation of an index, else that of the sample questions; None without any."""
    for path, own in ((own_result(index), True), (newest(), False)):
        try:
            return _loaded(path, path.stat().st_mtime_ns, own)
        except OSError:
            continue
        except QAError as error:
            _log.warning("%s", error)
    return None


@lru_cache(maxsize=4)
def _loaded(path: Path, _changed: int, own: bool) -> Evaluation:
    runs = load_runs(path, most=1)  # the first is the way in which questions are answered
    if not runs:
        raise InputError(f"{path} holds no run")
    made: Any = json.loads(path.read_text(encoding="utf-8-sig")).get("made")
    at = made.get("at") if isinstance(made, dict) else None
    return Evaluation(runs[0], str(at or "")[:10], own)


def charts(run: Run, language: Language) -> Iterator[Chart]:
    """Yield what a run has to show: how much is right, by type of question, and how sure."""
    shown = [(say(f"measured_{name}", language), run.overall.estimates[name]) for name in _SHOWN]
    yield Chart(say("measured", language), bars([row for row in shown if row[1]]))
    if len(rows := list(_types(run, language))) > 1:
        yield Chart(word("by_types", language), bars(rows), say("by_type_more", language))
    if run.overall.estimates["aurc"]:
        sure, right = run.table.columns["confidence"], run.table.columns["right"]
        axes = word("coverage_axis", language), word("risk_axis", language)
        yield Chart(
            word("risk", language),
            risk_curve(*risk_coverage(sure, right), *axes),
            say("risk_more", language),
        )
        axes = word("confidence_axis", language), word("right_axis", language)
        yield Chart(
            word("reliability", language),
            reliability_diagram(reliability(sure, right), *axes),
            word("reliability_more", language),
        )


def _types(run: Run, language: Language) -> Iterator[tuple[str, Estimate | None]]:
    """Yield each type of question: right first quotes, or refusals where nothing answers."""
    known = table(language)
    for name, scores in run.groups.get("types", {}).items():
        found = scores.estimates["sentence"] or scores.estimates["abstention_recall"]
        if found:
            yield known.get(f"type_{name}", name), found
