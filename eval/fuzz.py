"""Broken files of every format, thousands of them: `python -m eval.fuzz FOLDER --seconds 600`.

Takes the files of a folder, damages copies of them and reads these within the bounds of
`index.pool`. Nothing but a `ReadError` that says what is wrong may come out.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import ReadError
from index.pool import Bounds, Job, read_apart
from index.readers import SUFFIXES

_BOUNDS = Bounds(seconds=20)
_BATCH = 100
# What a `ReadError` says that is no reason but a crash, a hang or a bug.
_FINDINGS = ("cannot be read: ", "took longer", "crashed", "needs more than")


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return `data` with bytes flipped, cut out, doubled, or spliced with another file's."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    kind = chance.choice(("flip", "cut", "double", "splice", "end"))
    if kind == "flip":
        broken = bytearray(data)
        for _ in range(chance.choice((1, 8, 64))):
            broken[chance.randrange(len(broken))] ^= chance.randrange(1, 256)
        return bytes(broken)
    if kind == "cut":
        return data[:start] + data[end:]
    if kind == "double":
        return data[:end] + data[start:]
    if kind == "splice":
        return data[:start] + other[chance.randrange(len(other)) :]
    return data[:end]


def fuzz(samples: Sequence[Path], seconds: float, seed: int) -> Iterator[str]:
    """Yield a line for each finding; the file that led to it is kept beside its name."""
    chance = random.Random(seed)
    end, number = time.monotonic() + seconds, 0
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    while time.monotonic() < end:
        jobs = []
        for _ in range(_BATCH):
            sample, other = chance.choice(samples), chance.choice(samples)
            data = damaged(sample.read_bytes(), other.read_bytes(), chance)
            place = folder / f"{number}{sample.suffix}"
            place.write_bytes(data)
            jobs.append(Job(place, len(data)))
            number += 1
        for job, result in zip(jobs, read_apart(jobs, bounds=_BOUNDS), strict=True):
            if isinstance(result, ReadError) and any(f in str(result) for f in _FINDINGS):
                yield f"{job.place}: {result}"
            else:
                job.place.unlink()
    yield f"{number} files were read"


def main() -> int:
    """Run from the command line; return 1 where there are findings."""
    parser = argparse.ArgumentParser(description="Read damaged copies of files.")
    parser.add_argument("folder", type=Path, help="holds samples of every format")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    files = sorted(p for p in args.folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    samples = [path for path in files if path.stat().st_size]
    if not samples:
        parser.error(f"{args.folder} holds no file of a format that is read")
    lines = 0
    for line in fuzz(samples, args.seconds, args.seed):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        lines += 1
    return 1 if lines > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
