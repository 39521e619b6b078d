"""How long passages are best, and whether they should overlap: `python -m eval.lengths SET…`.

Cuts the documents of each set anew for every length and overlap, and prints what retrieval and
answers are worth with it. Lengths and overlaps are `index.passages.Cutting`'s.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from eval.records import SPLITS, EvalSet, Run
from eval.runner import cache_folder, run_set
from eval.sets import load_set, only
from index.build import build_index
from index.cutting import Cutting
from index.errors import QAError
from index.passages import read_file
from qa.bot import Bot
from qa.progress import progress_bar

LENGTHS = (100, 200, 300, 400, 600, 800, 1200)
_MEASURES = {
    "recall@1": "R@1",
    "recall@5": "R@5",
    "ndcg@10": "nDCG@10",
    "sentence": "sentence",
    "cited": "cited",
    "em": "EM",
    "refused": "refused",
}
_WIDTH = 110


class Point(NamedTuple):
    """What one way of cutting came to: the passages, their mean length, and the run."""

    cutting: Cutting
    passages: int
    characters: float
    run: Run


def curve(
    eval_set: EvalSet, cuttings: Sequence[Cutting], *, search_only: bool = False
) -> Iterator[Point]:
    """Yield what a set is worth with each way of cutting; nothing is kept on the disk."""
    for cutting in cuttings:
        with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
            index = Path(folder) / "index"
            build_index([eval_set.documents], index, read=partial(read_file, cutting=cutting))
            bot = Bot.open(index)
            store = bot.retriever.store
            lengths = [len(p.text) for d in store.documents() for p in store.passages_of(d.id)]
            run = run_set(eval_set, bot, search_only=search_only)
            yield Point(cutting, len(lengths), sum(lengths) / len(lengths), run)


def table(name: str, points: Sequence[Point]) -> Table:
    """Return the points of one set, a row each, shares in percent; the default is marked."""
    view = Table(title=name, box=None, padding=(0, 2, 0, 0), title_justify="left")
    for column in ("length", "overlap", "passages", "characters", *_MEASURES.values()):
        view.add_column(column, justify="right")
    for cutting, passages, characters, run in points:
        mark = "*" if cutting == Cutting() else ""
        shares = (run.overall.value(measure) for measure in _MEASURES)
        shown = ("–" if share is None else f"{100 * share:.1f}" for share in shares)
        row = f"{mark}{cutting.length}", f"{cutting.overlap}", f"{passages:,}", f"{characters:.0f}"
        view.add_row(*row, *shown)
    return view


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table a set; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.lengths", description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="SET", help="as for qa eval run")
    parser.add_argument("--docs", type=Path, help="folder of documents of a questions.jsonl")
    parser.add_argument("--split", choices=SPLITS, default="all", help="default: all")
    parser.add_argument("--length", type=int, action="append", help="may be repeated")
    parser.add_argument("--overlap", type=int, action="append", help="may be repeated; default: 0")
    parser.add_argument("--search-only", action="store_true", help="judge retrieval alone")
    args = parser.parse_args(arguments)
    cuttings = [Cutting(*one) for one in product(args.length or LENGTHS, args.overlap or [0])]
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    try:
        for name in args.sets:
            one = only(load_set(name, cache=cache_folder(), documents=args.docs), args.split)
            points = []
            with progress_bar() as advance:
                for point in curve(one, cuttings, search_only=args.search_only):
                    points.append(point)
                    advance(one.name, len(points), len(cuttings))
            console.print(table(one.name, points))
    except QAError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
