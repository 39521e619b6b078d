"""`qa eval speed`: its arguments, the text that it measures with, the table of what it found."""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from eval.provenance import provenance
from eval.speed import Speed, enough_texts, measure_speed, read_texts
from index.errors import InputError

_SIZES = (1_000, 10_000)
_QUESTIONS = 100
_LONGEST = 200  # characters of a question
_PLACES = ("강릉", "군산", "목포", "여수", "포항", "통영", "제천", "속초")
_BODIES = ("시청", "어업조합", "항만공사", "교육청", "연구원", "소방본부", "도서관", "박물관")
_THINGS = ("오징어", "철강", "연구비", "교과서", "소방차", "전시품", "컨테이너", "장학금")
_DEEDS = ("들여왔다", "내보냈다", "나누어 주었다", "새로 마련했다", "줄이기로 했다", "공개했다")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `qa eval speed`."""
    parser.add_argument(
        "--passages",
        action="append",
        type=int,
        metavar="N",
        help=f"passages to index; may be repeated; default: {' and '.join(map(str, _SIZES))}",
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="FILE.jsonl.gz",
        help='real text, a {"query", "passage"} a line; default: generated text',
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Measure at each size and print; return the exit status, 0.

    Raises:
        InputError: a size is below 1, or the text makes fewer passages.
    """
    found = {}
    for count in dict.fromkeys(args.passages or _SIZES):
        if count < 1:
            raise InputError(f"--passages is {count}, at least 1 is needed")
        # a text makes a passage at least, or nearly each does
        given, queries = read_texts(args.data, count) if args.data else generated(count)
        texts = enough_texts(given, count)
        queries = queries[: len(texts)]
        step = max(1, len(queries) // _QUESTIONS)
        questions = [one[:_LONGEST] for one in dict.fromkeys(queries[::step])][:_QUESTIONS]
        with tempfile.TemporaryDirectory() as folder:
            found[count] = measure_speed(texts, questions, Path(folder))
    if args.json:
        made = provenance({"data": "given" if args.data else "generated"})
        speeds = {count: asdict(one) for count, one in found.items()}
        sys.stdout.write(json.dumps({"made": made, "passages": speeds}) + "\n")
    else:
        width = None if sys.stdout.isatty() else 110
        Console(width=width, highlight=False).print(table(found))
    return 0


def generated(count: int) -> tuple[list[str], list[str]]:
    """Return `count` made-up texts of three sentences, and a question about each."""
    chance = random.Random(0)
    texts, questions = [], []
    for number in range(count):
        place, body, thing = (chance.choice(words) for words in (_PLACES, _BODIES, _THINGS))
        sentences = [
            f"{place} {body}은 {chance.randint(1, 12)}월 {chance.randint(1, 28)}일 {thing} "
            f"{chance.randint(2, 9999):,}건을 {chance.choice(_DEEDS)}."
            for _ in range(3)
        ]
        texts.append(f"{number + 1}번째 소식. {' '.join(sentences)}")
        questions.append(f"{place} {body}에서 {thing} 몇 건을 다루었나?")
    return texts, questions


def table(found: Mapping[int, Speed]) -> Table:
    """Return what was measured, a size a column."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("passages asked for")
    for count in found:
        table.add_column(f"{count:,}", justify="right")
    for head, cell in _ROWS.items():
        table.add_row(head, *(cell(one) for one in found.values()))
    for name in ("lexical", "dense", "hybrid"):
        table.add_row(
            f"{name} search, median", *(_ms(one.searches[name]) for one in found.values())
        )
    for name in dict.fromkeys(name for one in found.values() for name in one.engines):
        table.add_row(f"engine {name}, queries/s", *(_rate(one, name) for one in found.values()))
    return table


def _rate(speed: Speed, name: str) -> str:
    share = f"{100 * speed.agreement[name]:.1f} %"
    return f"{1 / speed.engines[name]:,.0f}, first ten {share}"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


_ROWS: Mapping[str, Callable[[Speed], str]] = {
    "texts": lambda one: f"{one.texts:,}",
    "passages": lambda one: f"{one.costs.passages:,}",
    "build, passages/s": lambda one: f"{one.costs.passages_per_second:,.0f}",
    "build, times Kiwi's own pass": lambda one: f"{one.costs.build_seconds / one.kiwi_seconds:.2f}",
    "build, peak memory": lambda one: f"{one.costs.build_memory_mb:,.0f} MB",
    "index on disk": lambda one: f"{one.costs.index_mb:,.1f} MB",
    "cold start to first answer": lambda one: f"{one.costs.cold_seconds:.1f} s",
    "answer beyond search, CPU": lambda one: f"{one.costs.answer_ms:.0f} ms",
    "ask, peak memory": lambda one: f"{one.costs.ask_memory_mb:,.0f} MB",
    "lexical engine, times rank-bm25": lambda one: (
        f"{one.engines['rank-bm25'] / one.engines['lexical']:.0f}"
    ),
}
