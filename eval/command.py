"""`qa eval run SET…`: the evaluation as a command; `qa.cli` hangs it into its tree.

Here: its arguments, the loop over sets, encoders and systems, the progress on stderr.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rich.console import Console

from eval import calibrate_command, runner
from eval.baselines import BASELINES, BY_NAME, Baseline
from eval.costs import measure_costs
from eval.gate import fallen
from eval.page import write_page
from eval.provenance import provenance
from eval.records import MODES, SPLITS, Costs, EvalSet, Mode, Run
from eval.report import show
from eval.results import load_runs, to_json
from eval.sets import load_set, only
from eval.trec import write_files
from index.errors import InputError
from qa.progress import progress_bar

_WIDTH = 110  # of the tables where stdout is no terminal
_SETTINGS = ("split", "mode", "search_only")


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
        "--system",
        action="append",
        choices=tuple(BY_NAME),
        default=[],
        help="may be repeated: also search the same passages with this baseline",
    )
    parser.add_argument(
        "--baselines", action="store_true", help="all baselines whose libraries are installed"
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
    parser.add_argument(
        "--costs",
        action="store_true",
        help="also build the index anew and start cold: time, size and memory of both",
    )
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help="set from which confidence on answers are given, and given boldly, for the documents "
        "of --index DIR; undone by qa info --reset-thresholds",
    )
    parser.add_argument("--failures", action="store_true", help="list what went wrong")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with charts")
    parser.add_argument(
        "--trec", type=Path, metavar="DIR", help="write each run and its qrels as TREC files"
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="FILE.json",
        help="exit with 1 where a measure has fallen beyond its interval since this result",
    )


def run(args: argparse.Namespace) -> int:
    """Evaluate as `args` say and print the result; return the exit status.

    It is 1 where --against is given and a measure has fallen, else 0.

    Raises:
        QAError: a set, an index or an encoder cannot be used; nothing is printed on stdout.
    """
    if args.html and not args.html.absolute().parent.is_dir():
        raise InputError(f"there is no folder {args.html.parent} for the page")
    if args.calibrate:
        return calibrate_command.run(args)
    earlier = load_runs(args.against) if args.against else []
    runs = list(_all_runs(args))
    falls = fallen(runs, earlier) if args.against else []
    made = provenance({name: getattr(args, name) for name in _SETTINGS})
    if args.html:
        write_page(args.html, runs, made, args.language)
    for one in runs if args.trec else ():
        write_files(args.trec, one)
    if args.json:
        result = to_json(runs, made=made, failures=args.failures)
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    else:
        width = None if sys.stdout.isatty() else _WIDTH
        console = Console(width=width, highlight=False)
        show(console, runs, list_failures=args.failures)
    for fall in falls:
        sys.stderr.write(f"fallen: {fall}\n")
    if args.against and not falls:
        sys.stderr.write(f"nothing has fallen since {args.against}\n")
    return 1 if falls else 0


def _all_runs(args: argparse.Namespace) -> Iterator[Run]:
    modes, baselines = _modes(args.mode), _baselines(args)
    encoders = tuple(dict.fromkeys(args.encoder or [runner.BUNDLED]))
    _check_index(args, encoders)
    cache = runner.cache_folder()
    named = [load_set(name, cache=cache, documents=args.docs) for name in args.sets]
    for one in [only(one, args.split) for one in named]:
        for encoder in encoders:
            yield from _runs(one, encoder, modes, baselines, cache, args)


def _modes(given: list[str] | None) -> tuple[Mode, ...]:
    wanted = given or [MODES[0]]
    return tuple(mode for mode in MODES if mode in wanted or "all" in wanted)


def _baselines(args: argparse.Namespace) -> Sequence[Baseline]:
    """Return the baselines that are asked for, those that are not installed left out aloud.

    Raises:
        InputError: one that was named is not installed.
    """
    wanted = [one for one in BASELINES if args.baselines or one.name in args.system]
    for one in wanted:
        if not one.missing:
            continue
        reason = (
            f"{one.name} needs {' and '.join(one.missing)}, not installed here: "
            'pip install "geungeo[evaluation]"'
        )
        if one.name in args.system:
            raise InputError(reason)
        sys.stderr.write(f"skipped: {reason}\n")
    return [one for one in wanted if not one.missing]


def _check_index(args: argparse.Namespace, encoders: tuple[str, ...]) -> None:
    if args.index is None:
        return
    if len(args.sets) > 1 or len(encoders) > 1:
        raise InputError("--index holds one set with one encoder; leave it out for several")
    if args.encoder and args.index.exists():
        raise InputError(
            f"{args.index} exists and has its encoder; leave out --encoder {encoders[0]}"
        )


def _costs(eval_set: EvalSet, encoder: str) -> Costs:
    questions = [one.question for one in eval_set.questions]
    return measure_costs(eval_set.documents, encoder, questions)


def _runs(
    eval_set: EvalSet,
    encoder: str,
    modes: tuple[Mode, ...],
    baselines: Sequence[Baseline],
    cache: Path,
    args: argparse.Namespace,
) -> Iterator[Run]:
    with progress_bar() as advance:
        bot = runner.open_bot(eval_set, encoder, cache, args.index, advance)
    costs = _costs(eval_set, encoder) if args.costs else None
    for mode in modes:
        with progress_bar() as advance:
            one = runner.run_set(
                eval_set,
                bot,
                mode=mode,
                encoder=encoder,
                split=args.split,
                search_only=args.search_only,
                progress=partial(advance, f"{eval_set.name} {mode}"),
            )
        yield replace(one, costs=costs if mode == modes[0] else None)
    for baseline in baselines:
        with progress_bar() as advance:
            yield runner.run_baseline(
                eval_set,
                bot,
                baseline,
                encoder=encoder,
                split=args.split,
                progress=partial(advance, f"{eval_set.name} {baseline.name}"),
            )
