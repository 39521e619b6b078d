import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import confidence


def array(*values: float | None) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values])


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30).filter(
        lambda rows: len({right for _, right in rows}) == 2
    )
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(rows):
    sure, right = array(*(s / 5 for s, _ in rows)), array(*(float(r) for _, r in rows))
    pairs = [(good, bad) for good, r in rows if r for bad, other in rows if not other]
    ordered = sum((good > bad) + (good == bad) / 2 for good, bad in pairs)
    assert confidence.auroc(sure, right) == pytest.approx(ordered / len(pairs))


def test_auroc_leaves_out_what_is_not_known_and_needs_both_kinds():
    assert confidence.auroc(array(0.9, 0.1, 0.99), array(1, 0, None)) == 1.0
    assert confidence.auroc(array(0.1, 0.9, 0.0), array(1, 0, None)) == 0.0
    assert np.isnan(confidence.auroc(array(0.9, 0.1), array(1, 1)))


def test_risk_grows_as_less_confident_answers_are_given():
    sure, right = array(0.2, 0.9, 0.8, 0.4), array(None, 1, 0, 1)
    coverage, risk = confidence.risk_coverage(sure, right)
    assert coverage.tolist() == [0.25, 0.5, 0.75]
    assert risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3])
    assert confidence.aurc(sure, right) == pytest.approx(risk.mean())


def test_a_confidence_that_is_right_on_average_has_no_calibration_error():
    assert confidence.ece(array(0.75, 0.75, 0.75, 0.75), array(1, 1, 1, 0)) == 0.0
    assert confidence.ece(array(1.0, 1.0, 0.0), array(0, 0, None)) == 1.0
    # two ranges: |.95 - 0| for one answer, |.05 - 1| for another
    assert confidence.ece(array(0.95, 0.05), array(0, 1)) == pytest.approx(0.95)


def test_the_ranges_of_the_reliability_diagram_hold_all_answers():
    bins = list(confidence.reliability(array(1.0, 0.97, 0.12, 0.5), array(1, 0, 1, None)))
    assert [one.answers for one in bins] == [1, 2]
    assert bins[1].right == 0.5
    assert bins[1].confidence == pytest.approx(0.985)


def test_many_resamples_give_what_each_gives_by_itself():
    sure = np.array([[0.9, 0.5, 0.3], [0.2, 0.2, 0.8]])
    right = np.array([[1.0, np.nan, 0.0], [np.nan, 1.0, 0.0]])
    for measure in (confidence.auroc, confidence.aurc, confidence.ece):
        alone = [float(measure(a, b)) for a, b in zip(sure, right, strict=True)]
        assert measure(sure, right).tolist() == pytest.approx(alone)


def test_where_nothing_was_answered_nothing_can_be_said():
    for measure in (confidence.auroc, confidence.aurc, confidence.ece):
        assert np.isnan(measure(array(0.1, 0.2), array(None, None)))
