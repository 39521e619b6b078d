"""A progress bar on stderr, for what takes longer than a person waits without one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

Advance = Callable[[str, int, int], None]

_PATIENCE = 2.0  # seconds without a bar: what is done by then needs none


@contextmanager
def progress_bar() -> Iterator[Advance]:
    """Give a callback that takes a stage, done and total, and shows a bar on a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    bar = Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    )  # fmt: skip
    tasks: dict[str, TaskID] = {}
    began = perf_counter()

    def advance(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage)
        bar.update(tasks[stage], completed=done, total=total)
        if perf_counter() - began > _PATIENCE:
            bar.start()  # harmless when it runs already

    try:
        yield advance
    finally:
        bar.stop()
