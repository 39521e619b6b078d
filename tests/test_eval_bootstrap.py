import numpy as np
import pytest
from eval_fakes import table_of
from scipy import stats

from eval.bootstrap import difference, estimates, grouped, paired, scores, value
from eval.measures import BY_NAME, MEASURES
from eval.wording import definition, label

CHANCE = np.random.default_rng(1)
GOOD = (CHANCE.random(200) < 0.7).astype(float)
POOR = np.where(CHANCE.random(200) < 0.8, GOOD, 0.0)


def test_an_interval_is_the_percentile_bootstrap_s():
    found = estimates(table_of(sentence=GOOD), [BY_NAME["sentence"]])["sentence"]
    assert found is not None
    reference = stats.bootstrap(
        (GOOD,), np.mean, method="percentile", n_resamples=5_000, rng=np.random.default_rng(2)
    ).confidence_interval
    assert found.value == GOOD.mean()
    assert (found.low, found.high) == pytest.approx(tuple(reference), abs=0.015)


def test_a_difference_has_the_p_of_the_paired_randomisation_test():
    barely = GOOD.copy()
    barely[np.flatnonzero(GOOD)[:8]] = 0.0
    barely[np.flatnonzero(GOOD == 0)[:3]] = 1.0
    found = difference(BY_NAME["sentence"], table_of(sentence=GOOD), table_of(sentence=barely))
    assert found is not None
    reference = stats.permutation_test(
        (GOOD, barely),
        lambda a, b, axis: (a - b).mean(axis=axis),
        permutation_type="samples",
        n_resamples=5_000,
        rng=np.random.default_rng(3),
    )
    assert found.value == pytest.approx(5 / 200)
    assert found.p == pytest.approx(reference.pvalue, abs=0.03)
    assert found.low <= 0 < found.high


def test_what_is_clearly_better_is_beyond_chance_and_the_same_is_not():
    better = difference(BY_NAME["sentence"], table_of(sentence=GOOD), table_of(sentence=POOR))
    same = difference(BY_NAME["sentence"], table_of(sentence=GOOD), table_of(sentence=GOOD))
    assert better is not None
    assert same is not None
    assert better.p < 0.01
    assert better.low > 0
    assert tuple(same) == (0.0, 0.0, 0.0, 1.0)


def test_the_same_table_gives_the_same_intervals():
    table = table_of(sentence=GOOD, confidence=np.linspace(0, 1, 200), right=POOR)
    assert estimates(table) == estimates(table)


def test_where_all_questions_agree_few_of_them_prove_little():
    measure = BY_NAME["sentence"]
    few, many = (
        estimates(table_of(sentence=np.ones(n)), [measure])["sentence"] for n in (2, 2_000)
    )
    assert few is not None
    assert many is not None
    assert few.low == pytest.approx(2 / (2 + 1.96**2))
    assert few.high == 1.0
    assert many.low > 0.99


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("false_answers", 0.0, 5),
        ("abstention_recall", 1.0, 5),
        ("abstention_precision", 1.0, 5),
        ("wrong_refusals", 0.0, 95),
        ("auroc", 1.0, 5),
        ("refused", None, None),
    ],
)
def test_an_interval_counts_the_questions_that_its_measure_is_over(name, value, count):
    unanswerable = np.arange(100) < 5
    columns = {"unanswerable": unanswerable, "refused": unanswerable, "confidence": ~unanswerable}
    table = table_of(**{key: column.astype(float) for key, column in columns.items()})
    found = estimates(table, [BY_NAME[name]])[name]
    assert found is not None
    if count is None:
        assert found.low < 0.05 < found.high
    else:
        reach = 1.96**2 / (count + 1.96**2)
        assert (found.low, found.high) == pytest.approx((1 - reach, 1) if value else (0, reach))


def test_a_share_of_quotes_counts_quotes_and_not_questions():
    table = table_of(held=np.array([1.0, 0.0]), quotes=np.array([1.0, 3.0]))
    assert value(BY_NAME["citation_precision"], table) == 1 / 4


def test_percentiles_are_values_that_occurred():
    for name, seconds, wanted in (
        ("seconds_p50", [4, 1, 3, 2], 2),
        ("seconds_p95", list(range(1, 101)), 95),
    ):
        assert value(BY_NAME[name], table_of(seconds=np.array(seconds, float))) == wanted


def test_two_runs_are_compared_over_the_questions_that_they_share():
    ours = table_of(ids=("a", "b", "c"), sentence=np.array([1.0, 0.0, 1.0]))
    theirs = table_of(ids=("c", "d", "a"), sentence=np.array([0.0, 1.0, 1.0]))
    one, two = paired(ours, theirs)
    assert one.ids == two.ids == ("a", "c")
    assert two.columns["sentence"].tolist() == [1.0, 0.0]
    with pytest.raises(ValueError, match="same questions"):
        difference(BY_NAME["sentence"], ours, theirs)


def test_scores_are_given_by_every_facet_with_several_values():
    table = table_of(sentence=np.array([1.0, 0.0, 0.0]), types=("direct", "para", "para"))
    groups = grouped(table)
    assert list(groups) == ["types"]
    assert {name: one.value("sentence") for name, one in groups["types"].items()} == {
        "direct": 1.0,
        "para": 0.0,
    }
    assert scores(table).questions == 3


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_says_what_it_is_in_both_languages(measure):
    assert measure.definition.endswith(".")
    for language in ("ko", "en"):
        assert label(measure.name, language)
        assert definition(measure.name, language).endswith(".")


def test_no_two_measures_share_a_name_or_a_label_on_the_page():
    assert len(BY_NAME) == len(MEASURES)
    for language in ("ko", "en"):
        assert len({label(measure.name, language) for measure in MEASURES}) == len(MEASURES)
