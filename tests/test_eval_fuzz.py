"""The fuzzer damages what it is given, and the same seed damages it alike."""

import random

from hypothesis import given
from hypothesis import strategies as st

from eval.fuzz import damaged


@given(st.binary(min_size=1), st.binary(min_size=1), st.integers())
def test_damage_depends_on_nothing_but_the_seed(data: bytes, other: bytes, seed: int) -> None:
    assert damaged(data, other, random.Random(seed)) == damaged(data, other, random.Random(seed))


def test_most_damaged_files_differ_from_the_whole_one() -> None:
    chance, data = random.Random(1), bytes(range(200))
    same = sum(damaged(data, data[::-1], chance) == data for _ in range(200))
    assert same < 20
