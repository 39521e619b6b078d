"""Reading in processes of their own: in order, within bounds, and no file can end the run."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from index.errors import ReadError
from index.passages import read_file
from index.pool import Bounds, Job, read_apart, read_files

TEXT = "나루시는 {}일 새 다리를 열었다. 시민 {}명이 함께 걸었다.\n\n"


def jobs(folder: Path, count: int, repeats: int = 1) -> list[Job]:
    found = []
    for n in range(count):
        path = folder / f"{n}.txt"
        path.write_text("".join(TEXT.format(n, i) for i in range(repeats)), encoding="utf-8")
        found.append(Job(path, path.stat().st_size))
    return found


def test_what_is_read_apart_is_what_is_read_here_and_in_order(tmp_path: Path) -> None:
    found = jobs(tmp_path, 4)
    (tmp_path / "3.txt").write_bytes(b"")
    results = list(read_apart(found))
    assert [isinstance(result, ReadError) for result in results] == [n == 3 for n in range(4)]
    assert [r for r in results if not isinstance(r, ReadError)] == [
        read_file(job.place) for n, job in enumerate(found) if n != 3
    ]


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(tmp_path: Path) -> None:
    slow, quick = tmp_path / "느림.txt", jobs(tmp_path, 1)[0]
    slow.write_text("".join(TEXT.format(n, n) for n in range(200_000)), encoding="utf-8")
    # As the limit grows with the size that is told, a wrong size makes one file late only.
    bounds = Bounds(seconds=0, per_mb=1e6)
    late, read = read_apart([Job(slow, 2), Job(quick.place, 10**9)], bounds=bounds)
    assert isinstance(late, ReadError)
    assert "took longer than 2 s" in str(late)
    assert read == read_file(quick.place)


def test_a_file_that_is_read_just_in_time_does_not_end_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(threading.Timer):
        """Expires when it is cancelled."""

        def run(self) -> None:
            self.finished.wait()
            time.sleep(0.05)
            self.function()

    monkeypatch.setattr("index.pool.threading.Timer", Late)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    found = jobs(tmp_path, 3, repeats=500)
    assert list(read_apart(found)) == [read_file(job.place) for job in found]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes a limit of address space")
def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    large = tmp_path / "큰.txt"
    with large.open("wb") as file:
        file.truncate(3 << 30)  # a file of zeros that takes no room on the disk
    quick = jobs(tmp_path, 1)[0]
    bounds = Bounds(memory=2 << 30)
    first, second = read_apart([Job(large, 3 << 30), quick], bounds=bounds)
    assert "needs more than 2.0 GB" in str(first)
    assert second == read_file(quick.place)


def test_what_the_wait_for_a_file_raises_ends_the_reading_and_its_processes(tmp_path: Path) -> None:
    slow = tmp_path / "느림.txt"
    slow.write_text("".join(TEXT.format(n, n) for n in range(200_000)), encoding="utf-8")
    looked: list[int] = []

    def stop() -> None:
        looked.append(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        next(read_apart([Job(slow, slow.stat().st_size)], waits=stop))
    assert looked == [1]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_stopping_ends_the_processes(tmp_path: Path) -> None:
    results = read_apart(jobs(tmp_path, 8))
    next(results)
    results.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_few_small_texts_are_read_without_a_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.pool.read_apart", None)
    found = jobs(tmp_path, 2)
    assert list(read_files(found)) == [read_file(job.place) for job in found]
