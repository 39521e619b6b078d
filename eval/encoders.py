"""`python -m eval.encoders`: encoders side by side, how good and how fast, in one table.

Here: the command, speed and the model's card. Not here: the tasks (`encoding`); a set with an
index and answers, which is `qa eval run --encoder A --encoder B`.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.encoding import Figure, Task, measure, read_tasks
from index.corpora import rows
from index.encoder import BUNDLED, load_encoder
from index.errors import InputError, QAError
from qa.progress import progress_bar

_WIDTH = 110  # of the table where stdout is no terminal
_PASSAGES, _LENGTH = 4000, 300  # of the speed measurement
_MARKS = "<!-- figures -->", "<!-- /figures -->"
_COLD = """
import time; began = time.perf_counter()
from index.encoder import load_encoder
load_encoder({name!r}).encode_questions(["북러 신조약은 언제 발효되었나?"])
print(time.perf_counter() - began)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.encoders",
        description="Compare encoders on data that the bundled one was not trained on.",
    )
    parser.add_argument(
        "--encoder", action="append", metavar="NAME",
        help="may be repeated: bundled, or any sentence-transformers model; default: bundled",
    )  # fmt: skip
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data"), help="default: %(default)s"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--card", type=Path, help="write the first encoder's table into this file")
    args = parser.parse_args(arguments)
    try:
        names = list(dict.fromkeys(args.encoder or [BUNDLED]))
        tasks = read_tasks(args.data)
        if not tasks:
            raise InputError(f"no data to measure on in {args.data}; name the folder with --data")
        texts = _passages(args.data)
        kiwi = _seconds_of_kiwi(texts)
        found = {name: _measured(name, tasks, texts, kiwi) for name in names}
        if args.card:
            write_card(args.card, found[names[0]]["figures"])
    except QAError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if args.json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, default=asdict) + "\n")
    else:
        width = None if sys.stdout.isatty() else _WIDTH
        Console(width=width, highlight=False).print(table(found))
    return 0


def _passages(data: Path) -> list[str]:
    """Return real text to take the time with."""
    found = (row["passage"] for row in rows(data, "korean/query-passage.jsonl.gz"))
    return list(islice((text[:_LENGTH] for text in found if len(text) >= _LENGTH), _PASSAGES))


def _seconds_of_kiwi(texts: Sequence[str]) -> float:
    """Return how long Kiwi takes to analyse the texts, reckoned from a quarter of them."""
    from index.tokens import analyse

    few = texts[::4]
    list(analyse(few[:1]))  # Kiwi loads
    began = perf_counter()
    list(analyse(few))
    return (perf_counter() - began) * len(texts) / max(1, len(few))


def _measured(
    name: str, tasks: Sequence[Task], texts: Sequence[str], kiwi: float
) -> dict[str, Any]:
    """Return the figures of one encoder, and its speed.

    A cold start is a new process that loads the encoder and encodes one question.

    Raises:
        QAError: the encoder cannot be loaded.
    """
    encoder = load_encoder(name)
    figures = []
    with progress_bar() as advance:
        for number, task in enumerate(tasks, start=1):
            figures.append(measure(encoder, task))
            advance(name, number, len(tasks))
    speed = {}
    if texts:
        began = perf_counter()
        encoder.encode_passages(texts)
        seconds = perf_counter() - began
        speed = {"passages_per_second": len(texts) / seconds, "times_kiwi": kiwi / seconds}
    cold = subprocess.run(
        [sys.executable, "-c", _COLD.format(name=name)], capture_output=True, text=True, check=True
    )
    speed["cold_start_seconds"] = float(cold.stdout)
    return {"figures": figures, "speed": speed}


def table(found: dict[str, dict[str, Any]]) -> Table:
    """Return the encoders side by side, a row a task; shares in percent with their interval."""
    view = Table(box=None, padding=(0, 2, 0, 0))
    view.add_column("task", overflow="fold")
    view.add_column("measure")
    view.add_column("n", justify="right")
    for name in found:
        view.add_column(name, justify="right", overflow="fold")
    for same in zip(*(one["figures"] for one in found.values()), strict=True):
        shown = (f"{100 * f.value:.1f} ({100 * f.low:.1f}–{100 * f.high:.1f})" for f in same)
        view.add_row(same[0].task, same[0].measure, f"{same[0].count:,}", *shown)
    for key, label, form in (
        ("passages_per_second", f"passages of {_LENGTH} characters a second", "{:,.0f}"),
        ("times_kiwi", "the same, over Kiwi's analysis of them", "{:.1f} ×"),
        ("cold_start_seconds", "cold start, seconds", "{:.2f}"),
    ):
        values = [one["speed"].get(key) for one in found.values()]
        view.add_row(label, "", "", *("–" if v is None else form.format(v) for v in values))
    return view


def write_card(path: Path, figures: Sequence[Figure]) -> None:
    """Put the table of figures between the two marks of a model's card.

    Raises:
        InputError: the file is not there, or has no such marks.
    """
    try:
        before, _, rest = path.read_text(encoding="utf-8").partition(_MARKS[0])
    except OSError as error:
        raise InputError(f"cannot read the card {path}: {error.strerror}") from None
    _, mark, after = rest.partition(_MARKS[1])
    if not mark:
        raise InputError(f"{path} has no place for figures between {' and '.join(_MARKS)}")
    lines = ["| what | measure | questions | figure | 95 % |", "| --- | --- | ---: | ---: | --- |"]
    lines += [
        f"| {f.task} | {f.measure} | {f.count:,} | {f.value:.3f} | {f.low:.3f}–{f.high:.3f} |"
        for f in figures
    ]
    text = "\n".join([before + _MARKS[0], *lines, _MARKS[1] + after])
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
