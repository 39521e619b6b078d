"""`qa eval run SET --calibrate --index DIR`: thresholds for one's own documents.

Here: the run over the set in which every question is answered, what is printed, what is kept. How
thresholds are chosen is `calibration`'s.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from math import isnan
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval import runner
from eval.calibration import Calibration, calibrate
from eval.page import write_calibration
from eval.provenance import provenance
from eval.records import EvalSet
from eval.sets import load_set, only
from eval.wording import EXPECTED, chosen, say
from index.errors import InputError
from qa.messages import Language
from qa.progress import progress_bar
from qa.thresholds import ALL, save_thresholds

if TYPE_CHECKING:
    from qa.bot import Bot


def run(args: argparse.Namespace) -> int:
    """Choose thresholds with a set, keep them beside the index and print what to expect.

    Raises:
        QAError: the set does not do, or the index or the encoder cannot be used; nothing is kept.
    """
    eval_set = _the_set(args)
    found, bot = _calibrated(eval_set, args)
    store = bot.retriever.store
    path = save_thresholds(store.folder, store.settings.fingerprint, found.thresholds)
    if args.html:
        made = provenance({"split": args.split, "calibrate": str(args.index)})
        write_calibration(args.html, eval_set.name, found, made, args.language)
    if args.json:
        row = {"set": eval_set.name, "split": args.split, "kept": str(path), **to_json(found)}
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return 0
    console = Console(width=None if sys.stdout.isatty() else 110, highlight=False)
    for line in lines(found, str(path), args.language):
        console.print(line)
    return 0


def _the_set(args: argparse.Namespace) -> EvalSet:
    """Return the one set; raises `InputError` where the arguments do not go together."""
    if args.index is None:
        raise InputError("--calibrate sets the thresholds of an index: say which, --index DIR")
    if len(args.sets) > 1 or args.mode or args.search_only or args.against or args.trec:
        raise InputError(
            "--calibrate takes one set, hybrid, with answers: leave out --mode, --search-only, "
            "--against and --trec"
        )
    named = load_set(args.sets[0], cache=runner.cache_folder(), documents=args.docs)
    if named.kind == "beir":
        raise InputError(f"{named.name} judges documents, not answers; nothing to calibrate with")
    return only(named, args.split)


def _calibrated(eval_set: EvalSet, args: argparse.Namespace) -> tuple[Calibration, "Bot"]:
    from qa.bot import Bot

    encoder = (args.encoder or [runner.BUNDLED])[0]
    with progress_bar() as advance:
        opened = runner.open_bot(eval_set, encoder, runner.cache_folder(), args.index, advance)
    bot = Bot(opened.retriever, thresholds=ALL)
    with progress_bar() as advance:
        given = runner.run_set(eval_set, bot, progress=partial(advance, eval_set.name))
    return calibrate(given.table), bot


def to_json(found: Calibration) -> dict[str, object]:
    """Return a calibration as JSON; shares that nothing was counted of are null."""
    shares = {
        name: {key: None if isnan(value) else round(value, 4) for key, value in asdict(one).items()}
        for name, one in (("expected", found.expected), ("before", found.before))
    }
    curve = zip(found.coverage.tolist(), found.risk.tolist(), strict=True)
    return {
        "questions": found.questions,
        "unanswerable": found.unanswerable,
        "thresholds": asdict(found.thresholds),
        **shares,
        "curve": [[round(x, 4), round(y, 4)] for x, y in curve],
    }


def lines(found: Calibration, path: str, language: Language) -> Iterator[Text | Table]:
    """Yield what the terminal shows."""
    yield Text(chosen(found.thresholds, language))
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for key in ("expected", "before"):
        table.add_column(say(key, language), justify="right")
    for name in EXPECTED:
        both = (getattr(one, name) for one in (found.expected, found.before))
        table.add_row(
            say(f"expected_{name}", language),
            *("–" if isnan(v) else f"{100 * v:.1f}" for v in both),
        )
    yield table
    yield Text(say("expected_more", language, count=found.questions), style="dim")
    yield Text(say("kept", language, path=path), style="dim")
