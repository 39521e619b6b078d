import numpy as np
import pytest
from eval_fakes import FakeBot, row, write_documents, write_rows
from rank_bm25 import BM25Okapi

from eval.baselines import BASELINES, BY_NAME, Baseline
from eval.bm25 import bigrams, morphemes, top
from eval.records import Corpus
from eval.runner import run_baseline
from eval.sets import load_set
from index.encoder import load_encoder

TEXTS = [
    "서울의 어제 기온은 31도였다.",
    "부산항의 물동량이 10,000상자로 늘었다.",
    "대전의 연구소가 위성을 쏘았다.",
    "광주의 공장이 다시 문을 열었다.",
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(TEXTS, load_encoder())


@pytest.mark.parametrize("baseline", BASELINES, ids=lambda baseline: baseline.name)
def test_a_baseline_finds_the_passage_that_holds_the_words(baseline, corpus):
    for module in baseline.missing:
        pytest.skip(f"{module} is not installed")
    search = baseline.make(corpus)
    assert list(search("부산항의 물동량이 얼마나 되나?", 1)) == [1]
    assert len(set(search("부산항의 물동량이 얼마나 되나?", 3))) == 3


def test_the_baseline_over_words_is_rank_bm25_itself(corpus):
    question = "연구소가 위성을 쏘았다."
    model = BM25Okapi([text.split() for text in TEXTS])
    first = model.get_top_n(question.split(), TEXTS, n=1)
    found = BY_NAME["bm25-words"].make(corpus)(question, 1)
    assert [TEXTS[row] for row in found] == first


def test_morphemes_leave_out_particles_and_endings():
    assert morphemes(["연구소가 위성을 쏘았다."]) == [["연구소", "위성", "쏘다"]]


def test_equal_scores_keep_the_order_of_the_passages():
    assert top(np.array([0.0, 1.0, 0.0, 1.0]), 3) == [1, 3, 0]


def test_a_baseline_searches_the_passages_of_the_index_and_the_whole_question(tmp_path):
    passages = write_documents(tmp_path / "set" / "documents")
    rows = [row(1), row(2, question="늘었나?", history=["부산항의 물동량이"], evidence=["10,000"])]
    write_rows(tmp_path / "set" / "questions.jsonl", rows)
    run = run_baseline(
        load_set(str(tmp_path / "set"), cache=tmp_path),
        FakeBot(passages),
        BY_NAME["bm25-words"],
    )
    assert run.mode == "bm25-words"
    assert run.overall.value("recall@1") == 1.0
    assert run.overall.value("sentence") is None


def test_what_is_missing_is_what_is_not_installed():
    one = Baseline(
        "mine", ("json", "no_such_module", "sqlite3"), BY_NAME["bm25-words"].make, "two of three"
    )
    assert one.missing == ("no_such_module",)
    assert BY_NAME["bm25-words"].missing == ()


def test_bigrams_are_counted_as_often_as_they_occur():
    assert bigrams("위성 위성") == ["위성", "위성"]
