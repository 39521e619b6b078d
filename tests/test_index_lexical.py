"""BM25 served from a matrix is rank-bm25's, term for term."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.lexical import BM25, LexicalIndex, Statistics, idf
from index.ranking import rank

TERMS = ["조약", "서명", "쌀값", "농민", "축구", "지진", "진도", "발효"]
corpora = st.lists(st.lists(st.sampled_from(TERMS), max_size=12), min_size=1, max_size=12).filter(
    any
)
questions = st.lists(st.sampled_from([*TERMS, "없는말"]), max_size=6)


def indexed(corpus: list[list[str]]) -> LexicalIndex:
    counted = [Counter(TERMS.index(term) for term in passage) for passage in corpus]
    return LexicalIndex.build(
        np.array([term for counts in counted for term in sorted(counts)], np.int64),
        np.array([counts[term] for counts in counted for term in sorted(counts)], np.int64),
        np.array([len(counts) for counts in counted], np.int64),
    )


def statistics(index: LexicalIndex) -> Statistics:
    return Statistics(index, lambda terms: {t: TERMS.index(t) for t in terms if t in TERMS})


@given(corpora, questions)
def test_the_matrix_scores_as_rank_bm25_does(corpus: list[list[str]], question: list[str]) -> None:
    index = indexed(corpus)
    weights = statistics(index).weights(Counter(question))
    numbered = {TERMS.index(term): weight for term, weight in weights.items() if term in TERMS}
    reference = BM25(corpus).get_scores(question)
    np.testing.assert_allclose(index.scores(numbered), reference, rtol=1e-6, atol=1e-6)


@given(corpora, questions)
def test_the_reference_differs_from_the_library_in_its_idf_alone(
    corpus: list[list[str]], question: list[str]
) -> None:
    library, ours = BM25Okapi(corpus), BM25(corpus)
    library.idf = ours.idf
    np.testing.assert_array_equal(library.get_scores(question), ours.get_scores(question))


def test_a_term_of_the_only_passage_counts_for_it() -> None:
    corpus = [["조약", "서명"]]
    assert BM25Okapi(corpus).get_scores(["조약"])[0] < 0  # why the idf is replaced
    assert BM25(corpus).get_scores(["조약"])[0] > 0


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_the_idf_is_positive(sizes: tuple[int, int]) -> None:
    assert idf(*sizes) > 0


def test_statistics_count_passages_and_their_terms() -> None:
    stats = statistics(indexed([["조약", "조약", "서명"], ["쌀값"]]))
    assert (stats.count, stats.avgdl) == (2, 2.0)
    assert (stats.df("조약"), stats.df("없는말")) == (1, 0)
    assert stats.idf("없는말") > stats.idf("조약")


def test_all_terms_of_a_question_are_numbered_at_once() -> None:
    asked: list[list[str]] = []

    def number(terms: Iterable[str]) -> dict[str, int]:
        asked.append(list(terms))
        return {t: TERMS.index(t) for t in asked[-1] if t in TERMS}

    stats = Statistics(indexed([["조약", "서명"], ["쌀값"]]), number)
    weights = stats.weights({"조약": 2, "없는말": 1})
    assert asked == [["조약", "없는말"]]
    assert weights == {"조약": 2 * stats.idf("조약"), "없는말": stats.idf("없는말")}


def test_only_passages_that_hold_a_term_are_found() -> None:
    index = indexed([["조약"], ["쌀값"], []])
    assert index.search({0: 1.0}, k=5).rows.tolist() == [0]
    assert index.search({}, k=5).rows.tolist() == []
    assert index.search({99: 1.0}, k=5).rows.tolist() == []


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_candidates_alone_get_the_scores_that_all_passages_get(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    held = [np.flatnonzero(random.random(8) < 0.4) for _ in range(count)]
    terms = np.concatenate([*held, np.array([9])])
    sizes = np.array([*map(len, held), 1])
    index = LexicalIndex.build(terms, random.integers(1, 5, len(terms)), sizes)
    weights = {int(term): float(random.random()) for term in range(12)}
    rows = random.permutation(count + 1)
    assert index.scores_of(weights, rows).tolist() == index.scores(weights)[rows].tolist()


def test_a_mask_shuts_rows_out() -> None:
    index = indexed([["조약"], ["조약"], ["조약"]])
    allowed = np.array([False, True, True])
    assert index.search({0: 1.0}, k=5, allowed=allowed).rows.tolist() == [1, 2]


def test_an_index_of_nothing_finds_nothing() -> None:
    none = np.empty(0, np.int64)
    index = LexicalIndex.build(none, none, none)
    assert index.search({0: 1.0}, k=3).rows.tolist() == []
    assert LexicalIndex.from_arrays(index.to_arrays()).count == 0


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    arrays = indexed([["조약"], ["쌀값"]]).to_arrays()
    with pytest.raises(ValueError, match="fit"):
        LexicalIndex.from_arrays({**arrays, "rows": arrays["rows"][:-1]})


@given(
    st.lists(st.sampled_from([0.1, 0.2, 0.200001, 0.3]), max_size=30),
    st.integers(0, 35),
)
def test_ranking_sorts_by_rounded_score_then_row(scores: list[float], k: int) -> None:
    rows = np.arange(len(scores))
    expected = sorted(rows.tolist(), key=lambda row: (-round(scores[row], 5), row))[:k]
    assert rank(rows, np.array(scores), k).rows.tolist() == expected
