"""One thread for small matrix products.

OpenBLAS shares even these out over all cores, which then spin and wait for one another: it takes no
less time, and twice the CPU.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")


def on_one_thread(call: Callable[P, R]) -> Callable[P, R]:
    """Return `call`, during which BLAS takes one thread."""

    @wraps(call)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with _libraries().limit(limits=1, user_api="blas"):
            return call(*args, **kwargs)

    return limited


@cache
def _libraries() -> ThreadpoolController:
    """Return what controls the libraries that are loaded by the time of the first call."""
    return ThreadpoolController()
