import numpy as np
import pytest
from eval_fakes import run_of, table_of

from eval.gate import fallen
from index.errors import InputError

RIGHT = np.array([1.0] * 60 + [0.0] * 40)
WORSE = np.array([1.0] * 40 + [0.0] * 60)


def test_what_falls_on_the_same_questions_beyond_its_interval_is_named():
    before, after = run_of(table_of(sentence=RIGHT)), run_of(table_of(sentence=WORSE))
    [fall] = fallen([after], [before])
    assert str(fall) == (
        "news hybrid: sentence 60.0 → 40.0 (difference -28.0 to -13.0, same questions)"
    )
    assert fallen([before], [after]) == []
    assert fallen([before], [before]) == []


def test_a_fall_within_chance_passes():
    one_less = RIGHT.copy()
    one_less[0] = 0.0
    before, after = run_of(table_of(sentence=RIGHT)), run_of(table_of(sentence=one_less))
    assert fallen([after], [before]) == []


def test_a_measure_of_which_less_is_better_has_fallen_when_it_rises():
    none = np.ones(100)
    before = run_of(table_of(refused=none * 0, unanswerable=none * 0))
    after = run_of(table_of(refused=RIGHT, unanswerable=none * 0))
    assert [fall.measure for fall in fallen([after], [before])] == ["wrong_refusals"]


def test_a_single_quote_that_is_not_exact_is_a_fall():
    quotes, exact = np.ones(100), np.ones(100)
    exact[7] = 0.0
    before = run_of(table_of(quotes=quotes, exact=quotes))
    [fall] = fallen([run_of(table_of(quotes=quotes, exact=exact))], [before])
    assert fall.measure == "citation_exactness"


def test_other_questions_are_compared_by_the_earlier_interval():
    others = tuple(f"new{number}" for number in range(100))
    before = run_of(table_of(sentence=RIGHT))
    assert fallen([run_of(table_of(ids=others, sentence=RIGHT))], [before]) == []
    [fall] = fallen([run_of(table_of(ids=others, sentence=WORSE))], [before])
    assert not fall.paired
    assert "was within 51.0 to 69.0, other questions" in str(fall)


def test_a_run_without_a_counterpart_is_an_error_that_names_both():
    before = run_of(table_of(sentence=RIGHT), mode="dense")
    with pytest.raises(InputError, match=r"news hybrid bundled is not among .* news dense bundled"):
        fallen([run_of(table_of(sentence=RIGHT))], [before])
