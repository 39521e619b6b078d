"""Reading many files at once, each within bounds of time and memory that no file can pass.

Here: worker processes, who gets which file, and what becomes of a worker that runs over. Not here:
reading itself. Workers are fresh interpreters and not forks, so that a script of the person's
needs no `__main__` guard and threads of this process are not copied.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Final, NamedTuple, cast

from index.errors import ReadError
from index.readers.sections import LONG, Part, parted
from index.records import FileText
from index.rules import NO_RULES, Rules

Result = FileText | ReadError
Waits = Callable[[], None]

# A few texts are read sooner here than a worker starts: it loads Kiwi, which takes 1 to 2 s.
SMALL: Final = 1 << 20
_TEXT: Final = frozenset((".txt", ".md", ".markdown", ".html", ".htm", ".csv", ".jsonl"))
SECONDS: Final = 60.0
SECONDS_PER_MB: Final = 30.0
MEMORY: Final = 4 << 30  # address space of a worker, Kiwi and numpy included
_LOOK: Final = 0.25  # seconds between two looks at whether to go on waiting
_SERVE: Final = "from index.pool import serve; serve()"


class Job(NamedTuple):
    """A file to read or a part of a long one, its size in bytes, and what is told of it.

    Args:
        place: where it is.
        size: in bytes.
        rules: what is told of it.
        part: the one to read, None for the whole file.
        first: the section of a long file to begin with, where the file is still that of `sha256`.
        sha256: of the file whose sections before the `first` one were read.
    """

    place: Path
    size: int
    rules: Rules = NO_RULES
    part: Part | None = None
    first: int = 0
    sha256: str = ""


class Bounds(NamedTuple):
    """What a file may take: seconds, seconds more a megabyte, bytes of address space."""

    seconds: float = SECONDS
    per_mb: float = SECONDS_PER_MB
    memory: int = MEMORY

    def limit(self, size: int) -> float:
        """Return the seconds that a file of `size` bytes may take."""
        return self.seconds + self.per_mb * size / 1e6


_BOUNDS: Final = Bounds()


def _go_on() -> None:
    """Wait for as long as it takes."""


def read_here(
    jobs: Sequence[Job], _waits: Waits = _go_on, *, read: Callable[[Path, Rules], FileText]
) -> Generator[Result, None, None]:
    """Yield what each file holds, read in this process, or why it cannot be read."""
    for job in jobs:
        try:
            yield read(job.place, job.rules)
        except ReadError as error:
            yield error


def read_files(jobs: Sequence[Job], waits: Waits = _go_on) -> Generator[Result, None, None]:
    """Yield what each file holds, in their order, by `passages.read_file`; a long one in parts.

    A few small texts are read in this process, without bounds. A part that cannot be read is told
    in the file's warnings; the others are read all the same.
    See `read_apart`.
    """
    from index.passages import read_file

    small = sum(job.size for job in jobs) <= SMALL
    if small and all(job.place.suffix.lower() in _TEXT for job in jobs):
        yield from read_here(jobs, read=read_file)
    else:
        yield from read_apart(jobs, waits)


def read_apart(
    jobs: Sequence[Job], waits: Waits = _go_on, *, bounds: Bounds = _BOUNDS
) -> Generator[Result, None, None]:
    """Yield what each file holds, in their order, read in processes of their own, one a core.

    Args:
        jobs: what to read.
        waits: called a few times a second while a file is read; what it raises ends the reading.
        bounds: a worker that runs over is ended, and its file a `ReadError`.
    """
    long = any(job.size > LONG for job in jobs)
    cores = os.cpu_count() or 1
    count = cores if long else max(1, min(cores, len(jobs)))
    waiting: deque[tuple[Job, Future[Result]]] = deque()
    failed: set[Path] = set()
    with _crew(count, bounds) as submit:
        for job in _parts(jobs, failed):
            waiting.append((job, submit(job)))
            if len(waiting) > 2 * count:  # what is read and not yet taken is bounded, too
                yield from _taken(*waiting.popleft(), failed, waits)
        while waiting:
            yield from _taken(*waiting.popleft(), failed, waits)


def _parts(jobs: Sequence[Job], failed: Set[Path]) -> Iterator[Job]:
    """Yield the jobs, for a long file one a part, until one of them has failed."""
    for job in jobs:
        file = None
        with suppress(OSError, ReadError):  # reading it whole will say why
            file = parted(job.place) if job.size > LONG else None
        if file is None:
            yield job
            continue
        first = job.first if job.sha256 == file.sha256 else 0
        for number in range(first, len(file.sections)):
            if job.place not in failed:
                # a section may take as long as the longest text that is read whole
                yield job._replace(size=LONG, part=Part(file, number))


def _taken(job: Job, future: Future[Result], failed: set[Path], waits: Waits) -> Iterator[Result]:
    """Yield a job's result, nothing more of a file that has changed since it was parted."""
    result = _awaited(future, waits)
    if job.place in failed:
        return
    if job.part and isinstance(result, ReadError):
        if job.part.file.is_at(job.place):
            result = _without(job.part, result)
        else:
            failed.add(job.place)
    yield result


def _without(part: Part, error: ReadError) -> FileText:
    """Return a part of which nothing could be read."""
    file = part.file
    return FileText(
        format=file.format,
        encoding=file.encoding,
        sha256=file.sha256,
        size=file.size,
        mtime_ns=file.mtime_ns,
        documents=(),
        warnings=(f"bytes {part.section.start} to {part.section.end} were left out: {error}",),
        part=part.number,
        parts=len(file.sections),
    )


def _awaited(future: Future[Result], waits: Waits) -> Result:
    while True:
        try:
            return future.result(timeout=_LOOK)
        except TimeoutError:
            waits()


@contextmanager
def _crew(count: int, bounds: Bounds) -> Iterator[Callable[[Job], Future[Result]]]:
    """Give what hands a file to the next of `count` workers; end them all at once on leaving."""
    crew = [_Worker(bounds) for _ in range(count)]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in crew:
        idle.put(worker)

    def run(job: Job) -> Result:
        worker = idle.get()
        try:
            return worker.read(job)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(count)
    try:
        yield lambda job: threads.submit(run, job)
    finally:
        for worker in crew:
            worker.stop()
        threads.shutdown(cancel_futures=True)
        for worker in crew:
            worker.close()


class _Worker:
    """A process that reads one file after another; started when the first one comes."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def read(self, job: Job) -> Result:
        """Return what a file holds, or why it cannot be read."""
        limit = self._bounds.limit(job.size)
        late = threading.Event()
        try:
            process = self._started()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.end()
            self.close()
            return ReadError(f"cannot be read: no process to read it in: {error}")

        def expire() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limit, expire)
        timer.start()
        whole = False
        try:
            result, whole = _ask(process, job)
            return result
        except (OSError, EOFError, pickle.UnpicklingError):
            process.kill()
            status = process.wait()
            if late.is_set():
                return ReadError(f"took longer than {limit:g} s; split it, or leave it out")
            return ReadError(f"the program that reads it crashed (status {status}); leave it out")
        finally:
            timer.cancel()
            timer.join()  # it may be at it already, and the next file must not pay for this one
            if not whole or late.is_set():
                self.end()
                self.close()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise OSError("stopped")
            if self._process is None:
                self._process = process = _start(self._bounds.memory)
            else:
                return self._process
        if process.stdout is None:
            raise ValueError("a worker without pipes")
        pickle.load(process.stdout)  # waits until it is ready: starting takes no file's time
        return process

    def stop(self) -> None:
        """End the process, and start no other."""
        self._stopped = True
        self.end()

    def end(self) -> None:
        """End the process at once; a file that it reads is a `ReadError`."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()

    def close(self) -> None:
        """Close the pipes of a process that has ended."""
        process, self._process = self._process, None
        for pipe in (process.stdin, process.stdout) if process else ():
            with suppress(OSError):  # what could not be written to an ended process
                if pipe is not None:
                    pipe.close()


def _ask(process: subprocess.Popen[bytes], job: Job) -> tuple[Result, bool]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a worker without pipes")
    pickle.dump((os.fsencode(job.place), job.rules, job.part), process.stdin)
    process.stdin.flush()
    return cast(tuple[Result, bool], pickle.load(process.stdout))


def _start(memory: int) -> subprocess.Popen[bytes]:
    ours = str(Path(__file__).parent.parent)  # first: a folder may hold an `index` of its own
    path = os.pathsep.join([ours, *filter(None, sys.path)])
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _SERVE, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def serve() -> None:
    """Read the files that are named on standard input, until it ends: what a worker runs."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    memory = int(sys.argv[1])
    _bound(memory)
    from index.passages import read_file
    from index.tokens import analyse

    list(analyse(["글"]))  # loads Kiwi, so that no file pays for it
    pickle.dump("ready", answers)
    answers.flush()
    while True:
        try:
            place, rules, part = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        done = _read(partial(read_file, Path(os.fsdecode(place)), rules, part), memory)
        pickle.dump(done, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _read(read: Callable[[], FileText], memory: int) -> tuple[Result, bool]:
    """Return what a file holds, and whether the process is fit for another one."""
    try:
        return read(), True
    except ReadError as error:
        if isinstance(error.__cause__, MemoryError):
            reason = f"needs more than {memory / 2**30:.1f} GB of memory; split it"
            return ReadError(reason), False
        return ReadError(str(error)), True


def _bound(memory: int) -> None:
    """Limit the address space, where the system has such a limit."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (OSError, ValueError):  # macOS knows the limit and does not take one
        return
