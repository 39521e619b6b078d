"""`qa eval run SET…`: the evaluation as a command; `qa.cli` hangs it into its tree.

Here: its arguments, the loop over sets, encoders and modes, the progress on stderr.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from rich.console import Console

from eval import runner
from eval.records import MODES, SPLITS, EvalSet, Mode, Run
from eval.report import show, to_json
from eval.sets import load_set, only
from index.errors import InputError
from qa.progress import progress_bar

_WIDTH = 110  # of the tables where stdout is no terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `qa eval run`."""
    parser.add_argument(
        "sets",
        nargs="+",
        metavar="SET",
        help="a packaged set (news), a folder with documents/ and questions.jsonl, a "
        "questions.jsonl, a SQuAD or KorQuAD file.json, a BEIR folder",
    )
    parser.add_argument("--docs", type=Path, help="folder of documents of a questions.jsonl")
    parser.add_argument("--split", choices=SPLITS, default="all", help="default: all")
    parser.add_argument(
        "--mode",
        action="append",
        choices=(*MODES, "all"),
        help="may be repeated; several are compared in one table; default: hybrid",
    )
    parser.add_argument(
        "--encoder",
        action="append",
        metavar="NAME",
        help="may be repeated: bundled, or any sentence-transformers model",
    )
    parser.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        help="use this index as it is, or make it there; for one set and one encoder",
    )
    parser.add_argument(
        "--search-only", action="store_true", help="judge retrieval alone: faster, no answers"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--failures", action="store_true", help="list what went wrong")


def run(args: argparse.Namespace) -> int:
    """Evaluate as `args` say and print the result; return the exit status, 0.

    Raises:
        QAError: a set, an index or an encoder cannot be used; nothing is printed on stdout.
    """
    modes = _modes(args.mode)
    encoders = tuple(dict.fromkeys(args.encoder or [runner.BUNDLED]))
    _check_index(args, encoders)
    cache = runner.cache_folder()
    named = [load_set(name, cache=cache, documents=args.docs) for name in args.sets]
    sets = [only(one, args.split) for one in named]
    runs = [
        result
        for one in sets
        for encoder in encoders
        for result in _runs(one, encoder, modes, cache, args)
    ]
    if args.json:
        sys.stdout.write(json.dumps(to_json(runs, failures=args.failures), ensure_ascii=False))
        sys.stdout.write("\n")
    else:
        width = None if sys.stdout.isatty() else _WIDTH
        show(Console(width=width, highlight=False), runs, failures=args.failures)
    return 0


def _modes(given: list[str] | None) -> tuple[Mode, ...]:
    wanted = given or [MODES[0]]
    return tuple(mode for mode in MODES if mode in wanted or "all" in wanted)


def _check_index(args: argparse.Namespace, encoders: tuple[str, ...]) -> None:
    if args.index is None:
        return
    if len(args.sets) > 1 or len(encoders) > 1:
        raise InputError("--index holds one set with one encoder; leave it out for several")
    if args.encoder and args.index.exists():
        raise InputError(
            f"{args.index} exists and has its encoder; leave out --encoder {encoders[0]}"
        )


def _runs(
    eval_set: EvalSet, encoder: str, modes: tuple[Mode, ...], cache: Path, args: argparse.Namespace
) -> Iterator[Run]:
    with progress_bar() as advance:
        bot = runner.open_bot(eval_set, encoder, cache, args.index, advance)
    for mode in modes:
        with progress_bar() as advance:
            yield runner.run_set(
                eval_set,
                bot,
                mode=mode,
                encoder=encoder,
                split=args.split,
                search_only=args.search_only,
                progress=partial(advance, f"{eval_set.name} {mode}"),
            )
