"""What a set costs: building its index, its size, a cold start, CPU time of an answer, memory.

Each is taken in a process of its own, so that nothing that was loaded before is counted or missing,
and peak memory is the process's own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from eval.records import Costs
from index.errors import InputError

# Questions whose CPU time is taken, behind the first one that starts all.
_TIMED = 50
# Run with `python -c`: the first argument is the index, then documents and encoder, or questions.
_PEAK = """
def peak():  # VmHWM begins anew with each program, ru_maxrss keeps what the parent had
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 2**10
    except (OSError, StopIteration):
        import resource
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used / (2**20 if sys.platform == "darwin" else 2**10)
"""
_BUILD = f"""
import json, sys, time
{_PEAK}
from index.build import build_index
from index.store import Store
began = time.perf_counter()
report = build_index([sys.argv[2]], sys.argv[1], encoder=sys.argv[3])
seconds = time.perf_counter() - began
with Store.open(sys.argv[1]) as store:
    passages = store.count()
skipped = sum(file.status == "skipped" for file in report.files)
found = {{"seconds": seconds, "passages": passages, "skipped": skipped, "peak": peak()}}
print(json.dumps(found))
"""
_ASK = f"""
import time
began = time.perf_counter()
import json, sys
{_PEAK}
from qa import Bot
first, *others = json.loads(sys.argv[2])
bot = Bot.open(sys.argv[1])
bot.ask(first)
cold = time.perf_counter() - began

def cpu(call):
    began = time.process_time()
    for question in others:
        call(question)
    return 1000 * (time.process_time() - began) / len(others) if others else 0.0

searched = cpu(bot.retriever.search)
print(json.dumps({{"seconds": cold, "cpu": cpu(bot.ask) - searched, "peak": peak()}}))
"""


def measure_costs(
    documents: Path, encoder: str, questions: Sequence[str], index: Path | None = None
) -> Costs:
    """Build the index of `documents` anew, and ask it a few questions.

    Args:
        documents: the folder to index.
        encoder: what makes the vectors.
        questions: at least one; the first starts all.
        index: where to leave the index; None is a temporary folder.

    Raises:
        InputError: one of the two processes failed; holds the last line that it wrote.
    """
    if index is None:
        with tempfile.TemporaryDirectory() as folder:
            return measure_costs(documents, encoder, questions, Path(folder) / "costs.index")
    built = _measured(_BUILD, str(index), str(documents), encoder)
    asked = _measured(_ASK, str(index), json.dumps(questions[: _TIMED + 1]))
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return Costs(
        passages=int(built["passages"]),
        skipped=int(built["skipped"]),
        build_seconds=built["seconds"],
        build_memory_mb=built["peak"],
        index_mb=size / 2**20,
        cold_seconds=asked["seconds"],
        answer_ms=asked["cpu"],
        ask_memory_mb=asked["peak"],
    )


def _measured(script: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise InputError(f"costs could not be measured: {last}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
