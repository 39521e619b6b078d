"""FAISS as the index uses it: cosines, a mask, one order whatever ties."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.dense
from index.dense import DenseIndex

EAST, NORTH, NONE = [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]


def vectors(*rows: list[float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(-1, 2)


def test_the_nearest_comes_first_and_a_score_is_a_cosine() -> None:
    index = DenseIndex.build(vectors(NORTH, [0.6, 0.8], EAST))
    found = index.search(np.array(EAST, np.float32), k=2)
    assert found.rows.tolist() == [2, 1]
    assert found.scores.tolist() == [1.0, 0.6]


def test_a_zero_vector_scores_zero() -> None:
    index = DenseIndex.build(vectors(NONE, EAST))
    assert index.search(np.array(EAST, np.float32), k=2).scores.tolist() == [1.0, 0.0]
    assert index.search(np.array(NONE, np.float32), k=2).scores.tolist() == [0.0, 0.0]


def test_a_zero_vector_looks_at_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row ties with the best: more and more would be fetched, up to all."""
    monkeypatch.setattr(DenseIndex, "_fetch", lambda *_: pytest.fail("rows were fetched"))
    index = DenseIndex.build(vectors(*[EAST] * 200))
    nothing, allowed = np.array(NONE, np.float32), np.arange(200) % 50 == 7
    assert index.search(nothing, k=3).rows.tolist() == [0, 1, 2]
    assert index.search(nothing, 3, allowed).rows.tolist() == [7, 57, 107]


def test_copies_beyond_the_over_fetch_still_come_in_the_order_of_rows() -> None:
    index = DenseIndex.build(vectors(*[EAST] * 200))
    assert index.search(np.array(EAST, np.float32), k=3).rows.tolist() == [0, 1, 2]


def test_a_mask_shuts_rows_out() -> None:
    index = DenseIndex.build(vectors(*[EAST] * 20))
    allowed = np.zeros(20, bool)
    allowed[[3, 17]] = True
    assert index.search(np.array(EAST, np.float32), k=5, allowed=allowed).rows.tolist() == [3, 17]
    assert index.search(np.array(EAST, np.float32), 5, np.zeros(20, bool)).rows.tolist() == []


def test_an_index_of_nothing_finds_nothing() -> None:
    index = DenseIndex.build(vectors())
    assert index.search(np.array(EAST, np.float32), k=5).rows.tolist() == []


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 2**32 - 1))
def test_search_is_a_sorted_matrix_product(count: int, k: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    table = random.integers(-2, 3, (count, 4)).astype(np.float32)  # exact sums, many ties
    question = random.integers(-2, 3, 4).astype(np.float32)
    scores = table @ question
    expected = sorted(range(count), key=lambda row: (-scores[row], row))[:k]
    index = DenseIndex.build(table)
    found = index.search(question, k)
    assert found.rows.tolist() == expected
    assert found.scores.tolist() == index.scores(question, found.rows).tolist()


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 2**32 - 1), st.booleans())
def test_many_vectors_are_searched_by_codes_with_the_exact_result(
    count: int, k: int, seed: int, some: bool
) -> None:
    random = np.random.default_rng(seed)
    table = random.normal(size=(count, 8)).astype(np.float32)
    table = table[random.integers(0, count, 4 * count)]  # copies tie
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    question = table[0]
    allowed = random.random(len(table)) < 0.5 if some else None
    exact = DenseIndex.build(table).search(question, k, allowed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.dense, "FLAT", 0)
        coded = DenseIndex.build(table)
    found = DenseIndex.from_bytes(coded.to_bytes()).search(question, k, allowed)
    assert found.rows.tolist() == exact.rows.tolist()
    assert found.scores.tolist() == exact.scores.tolist()
    assert len(coded.to_bytes()) > len(DenseIndex.build(table).to_bytes())


def test_bytes_give_the_index_again_and_other_bytes_are_refused() -> None:
    data = DenseIndex.build(vectors(EAST, NORTH)).to_bytes()
    again = DenseIndex.from_bytes(data)
    assert (again.count, again.dimension) == (2, 2)
    with pytest.raises(ValueError, match="FAISS"):
        DenseIndex.from_bytes(data[:10])


def test_faiss_is_imported_only_when_vectors_are_asked_for() -> None:
    code = "import sys, index.store, index.build; sys.exit('faiss' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
