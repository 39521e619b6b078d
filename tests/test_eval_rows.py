from eval_fakes import answer, outcome, question

from eval.bootstrap import scores
from eval.records import Outcome
from eval.rows import COLUMNS, tabulate


def scores_of(outcomes: list[Outcome]) -> dict[str, float | None]:
    found = scores(tabulate(outcomes))
    return {name: found.value(name) for name in found.estimates}


def test_abstention_is_counted_over_what_was_refused_and_what_should_have_been():
    known = question(evidence=("x",))
    outcomes = [
        outcome(question(), answer(None)),
        outcome(question(), answer("틀림")),
        outcome(known, answer(None)),
        outcome(known, answer("맞음"), holding=(True,), exact=(True,)),
    ]
    found = scores_of(outcomes)
    assert found["abstention_precision"] == 0.5
    assert found["abstention_recall"] == 0.5
    assert found["false_answers"] == 0.5
    assert found["wrong_refusals"] == 0.5
    assert found["refused"] == 0.5


def test_refusals_are_not_judged_where_every_question_has_an_answer():
    known = question(evidence=("x",))
    found = scores_of([outcome(known, answer(None)), outcome(known, answer("틀림"))])
    assert found["abstention_precision"] is None
    assert found["wrong_refusals"] == 0.5


def test_the_first_citation_decides_the_sentence_and_all_of_them_the_precision():
    known = question(evidence=("x",))
    found = scores_of(
        [
            outcome(known, answer("가"), holding=(False, True), exact=(True, True)),
            outcome(known, answer("가"), holding=(True, False), exact=(True, False)),
            outcome(question(), answer("가"), holding=(False,), exact=(True,)),
        ]
    )
    assert found["sentence"] == 0.5
    assert found["cited"] == 1.0
    assert found["citation_precision"] == 2 / 5
    assert found["citation_exactness"] == 4 / 5


def test_what_was_not_counted_is_none_and_not_zero():
    found = scores_of([outcome(question(evidence=("x",)), answer(None), qrels={"": 1})])
    assert found["em"] is None
    assert found["false_answers"] is None
    assert found["citation_exactness"] is None
    assert found["sentence"] == 0.0


def test_a_table_has_every_column_and_the_facets_of_each_question():
    known = question(id="a", evidence=("x",), documents=("sub/press.HWPX#3",), split="dev")
    table = tabulate([outcome(known, answer("가"), holding=(True,), exact=(True,))])
    assert tuple(table.columns) == COLUMNS
    assert table.ids == ("a",)
    assert table.facets == {
        "types": ("direct",),
        "languages": ("ko",),
        "formats": ("hwpx",),
        "splits": ("dev",),
    }
