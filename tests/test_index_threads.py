"""BLAS takes one thread for a call, and as many as before behind it."""

from threadpoolctl import ThreadpoolController, threadpool_limits

from index.threads import on_one_thread


def _threads() -> set[int]:
    return {
        one["num_threads"] for one in ThreadpoolController().info() if one["user_api"] == "blas"
    }


@on_one_thread
def _within(number: int, *, more: int) -> tuple[int, set[int]]:
    return number + more, _threads()


def test_a_call_takes_one_thread_and_leaves_the_rest_as_it_was() -> None:
    with threadpool_limits(2, user_api="blas"):
        before = _threads()
        assert _within(1, more=2) == (3, {1})
        assert _threads() == before
