"""Many people at once: `python -m eval.load URL --people 50 --seconds 60`, run by hand.

Each asks over REST, one question after the other, the titles of the documents that the server has.
Printed: answers, errors, lost answers (none came, or one to another question), how long they took,
and, where the server runs on this machine and it is Linux, the memory it takes.
"""

import argparse
import json
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

WARM_UP = 0.25  # share of the time after which the memory is looked at for the first time
PATIENCE = 120  # seconds that one waits for an answer


@dataclass(slots=True)
class Tally:
    """What became of the questions; each person has their own."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lost: int = 0


def main(argv: Sequence[str] | None = None) -> int:
    """Ask for a while and print what came of it; 1 where an answer failed or was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="of the server: http://127.0.0.1:7860")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args(argv)
    place = urlsplit(args.url)
    host, port = place.hostname or "127.0.0.1", place.port or 80
    try:
        questions = _questions(host, port)
    except (OSError, HTTPException, ValueError) as error:
        sys.exit(f"{args.url} does not tell its documents: {error}")
    tallies = [Tally() for _ in range(args.people)]
    until = time.monotonic() + args.seconds
    people = [
        threading.Thread(target=_person, args=(host, port, questions, until, number, tally))
        for number, tally in enumerate(tallies)
    ]
    memory = [_memory(port)]
    for person in people:
        person.start()
    time.sleep(args.seconds * WARM_UP)
    memory.append(_memory(port))
    for person in people:
        person.join()
    memory.append(_memory(port))
    for line in _told(tallies, args.seconds, memory):
        sys.stdout.write(f"{line}\n")
    return int(any(tally.errors or tally.lost for tally in tallies))


def _questions(host: str, port: int) -> list[str]:
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    connection.request("GET", "/api/documents?size=500")
    listed = json.load(connection.getresponse())
    connection.close()
    return [one["title"] for one in listed["documents"] if one["title"]]


def _person(
    host: str, port: int, questions: Sequence[str], until: float, number: int, tally: Tally
) -> None:
    chosen = random.Random(number)  # the same questions each time
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    while time.monotonic() < until:
        question = chosen.choice(questions)
        started = time.perf_counter()
        try:
            body = json.dumps({"question": question, "id": number})
            connection.request("POST", "/api/ask", body, {"content-type": "application/json"})
            response = connection.getresponse()
            answer = json.load(response)
        except (OSError, HTTPException, ValueError):
            tally.lost += 1
            connection.close()
            continue
        if response.status != 200:
            tally.errors.append(f"{response.status} {answer.get('error', '')}")
        elif (answer["id"], answer["question"]) != (number, question):
            tally.lost += 1
        else:
            tally.seconds.append(time.perf_counter() - started)
    connection.close()


def _told(
    tallies: Sequence[Tally], seconds: float, memory: Sequence[float | None]
) -> Iterator[str]:
    took = np.array([second for tally in tallies for second in tally.seconds] or [0.0])
    errors = [error for tally in tallies for error in tally.errors]
    count = sum(len(tally.seconds) for tally in tallies)
    yield f"people   {len(tallies)} for {seconds:.0f} s"
    yield f"answers  {count}, {count / seconds:.1f} a second"
    yield f"errors   {len(errors)}" + "".join(f"; {error}" for error in sorted(set(errors))[:3])
    yield f"lost     {sum(tally.lost for tally in tallies)}"
    p50, p95 = np.percentile(took, [50, 95])
    yield f"took     p50 {p50:.3f} s, p95 {p95:.3f} s, longest {took.max():.3f} s"
    before, warm, after = memory
    if before and warm and after:
        yield f"memory   {before:.0f} MB before, {warm:.0f} MB warm, {after:.0f} MB after"


def _memory(port: int) -> float | None:
    """Return the resident megabytes of whoever listens on a port of this machine."""
    sockets = {f"socket:[{inode}]" for inode in _listeners(port)}
    for opened in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(opened.readlink()) in sockets:
                status = (opened.parent.parent / "status").read_text()
                return int(status.partition("VmRSS:")[2].split()[0]) / 1024
        except OSError:  # it has ended, or belongs to somebody else
            continue
    return None


def _listeners(port: int) -> Iterator[str]:
    for table in filter(Path.exists, map(Path, ("/proc/net/tcp", "/proc/net/tcp6"))):
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(f":{port:04X}") and fields[3] == "0A":  # listens
                yield fields[9]


if __name__ == "__main__":
    sys.exit(main())
