import pytest
from eval_fakes import write_documents

from eval.costs import measure_costs
from index.errors import InputError

QUESTIONS = ["서울의 어제 기온은?", "부산의 어제 기온은?"]


def test_costs_are_those_of_a_new_index_and_a_new_process(tmp_path):
    write_documents(tmp_path / "documents")
    costs = measure_costs(tmp_path / "documents", "bundled", QUESTIONS)
    assert (costs.passages, costs.skipped) == (3, 0)
    assert costs.passages_per_second == 3 / costs.build_seconds
    for figure in (costs.cold_seconds, costs.answer_ms, costs.index_mb, costs.build_memory_mb):
        assert figure > 0
    assert costs.ask_memory_mb > 0


def test_files_that_could_not_be_read_are_counted(tmp_path):
    write_documents(tmp_path / "documents")
    (tmp_path / "documents" / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert measure_costs(tmp_path / "documents", "bundled", QUESTIONS).skipped == 1


def test_costs_of_what_cannot_be_built_say_why(tmp_path):
    with pytest.raises(InputError, match=r"costs could not be measured: .*nowhere"):
        measure_costs(tmp_path / "nowhere", "bundled", QUESTIONS)
