"""`python -m eval.history`: the sample set's results, kept one file a change, and README's tables.

It runs the sample set in every mode with every baseline, writes `results/NNNN.json` where a figure
other than a time has moved since the newest file, and writes the tables between README's marks
anew from the newest. A baseline that is not installed keeps its earlier run. Not here: judging
what has fallen (`gate`); what it finds is only told.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval import runner
from eval.baselines import BASELINES
from eval.bootstrap import difference, grouped, paired, scores
from eval.gate import fallen
from eval.measures import BY_NAME, MEASURES
from eval.provenance import provenance
from eval.records import MODES, Run, Table
from eval.report import figure, interval
from eval.results import load_runs, to_json
from eval.rows import FACETS
from eval.sets import load_set

RESULTS = Path(__file__).parent / "results"
README = Path("README.md")
_SET, _SPLIT = "news", "test"
_FOUND = ("recall@1", "recall@5", "recall@10")
_BY_TYPE = (*_FOUND, "ndcg@10", "sentence", "cited", "em", "refused")
_STEADY = [measure.name for measure in MEASURES if not measure.timed]
_DIGITS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, keep, write README's tables; return the exit status, 0."""
    parser = argparse.ArgumentParser(prog="python -m eval.history", description=__doc__)
    parser.add_argument("--readme", type=Path, default=README, help="default: %(default)s")
    parser.add_argument(
        "--tables-only", action="store_true", help="write the tables of the newest result"
    )
    args = parser.parse_args(arguments)
    if not args.tables_only:
        _keep(_measured())
    runs = load_runs(newest())
    args.readme.write_text(with_tables(args.readme.read_text("utf-8"), runs), encoding="utf-8")
    return 0


def newest() -> Path:
    """Return the newest result that is kept."""
    return max(RESULTS.glob("*.json"), default=RESULTS / "0000.json")


def _measured() -> list[Run]:
    cache = runner.cache_folder()
    eval_set = load_set(_SET, cache=cache)
    bot = runner.open_bot(eval_set, runner.BUNDLED, cache)
    runs = [runner.run_set(eval_set, bot, mode=mode) for mode in MODES]
    for baseline in BASELINES:
        if not baseline.missing:
            runs.append(runner.run_baseline(eval_set, bot, baseline))
    return runs


def _keep(runs: list[Run]) -> None:
    """Write the runs as the next result, where a figure has moved."""
    last = newest()
    earlier = load_runs(last) if last.exists() else []
    made_here = {run.mode for run in runs}
    runs += [run for run in earlier if run.mode not in made_here]
    for fall in fallen(runs, earlier) if earlier else ():
        sys.stderr.write(f"fallen: {fall}\n")
    if [_figures(run) for run in runs] == [_figures(run) for run in earlier]:
        sys.stderr.write(f"nothing has moved since {last.name}\n")
        return
    result = to_json(runs, made=provenance({"set": _SET}))
    for run in result["runs"]:  # the same figures again, by groups; README counts them itself
        for name in (*FACETS, "intervals"):
            del run[name]
        for name in ("seconds", "search_seconds"):
            run["scores"].pop(name, None)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{int(last.stem) + 1:04}.json"
    path.write_text(_lines(result), encoding="utf-8")
    sys.stderr.write(f"{path.name} is new\n")


def _figures(run: Run) -> tuple[str, Mapping[str, float | None]]:
    rounded = {
        name: None if (value := run.overall.value(name)) is None else round(value, _DIGITS)
        for name in _STEADY
    }
    return run.mode, rounded


def _lines(result: Mapping[str, object]) -> str:
    """Return JSON with a column a line: what moved shows in a comparison of two files."""
    text = json.dumps(result, ensure_ascii=False, indent=1)
    return re.sub(r"\[[^\[\]{}]*\]", lambda found: " ".join(found[0].split()), text) + "\n"


def with_tables(readme: str, runs: Sequence[Run]) -> str:
    """Return README with its generated tables brought in line with `runs`."""
    tables: Mapping[str, Callable[[Sequence[Run]], str]] = {
        "systems": systems_table,
        "types": types_table,
    }
    for name, table in tables.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, opened, rest = readme.partition(begin)
        _, closed, after = rest.partition(end)
        if not (opened and closed):
            raise ValueError(f"README has no place marked {begin.strip()} … {end}")
        readme = f"{before}{begin}{table(runs)}{end}{after}"
    return readme


def systems_table(runs: Sequence[Run]) -> str:
    """Return every system on the test part, and what hybrid has more of nDCG@10."""
    head = ["system", *(BY_NAME[name].label for name in _FOUND), "nDCG@10", "hybrid leads by",
            "sentence", "cited"]  # fmt: skip
    first = runs[0].table.where("splits", _SPLIT)
    return _markdown(head, [_system(run, first) for run in runs])


def _system(run: Run, first: Table) -> list[str]:
    table = run.table.where("splits", _SPLIT)
    found = scores(table)
    apart = difference(BY_NAME["ndcg@10"], *paired(first, table))
    lead = "–"
    if apart:
        points = (100 * one for one in (apart.value, apart.low, apart.high))
        lead = "{:+.1f} ({:+.1f} to {:+.1f})".format(*points)
    return [
        run.mode,
        *(figure(found, name) for name in _FOUND),
        interval(found, "ndcg@10"),
        "" if run.mode == MODES[0] else lead,
        interval(found, "sentence"),
        figure(found, "cited"),
    ]


def types_table(runs: Sequence[Run]) -> str:
    """Return hybrid on the test part by type of question."""
    table = runs[0].table.where("splits", _SPLIT)
    groups = {**grouped(table)["types"], "all": scores(table)}
    head = ["type", "n", *(BY_NAME[name].label for name in _BY_TYPE)]
    rows = [
        [name, str(one.questions), *(figure(one, measure) for measure in _BY_TYPE)]
        for name, one in groups.items()
    ]
    return _markdown(head, rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    sys.exit(main())
