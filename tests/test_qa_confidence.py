import pytest

from qa.confidence import NOT_BOLD, Scores, asked_for, confidence, spread
from qa.matching import LEVELS
from qa.question import Question
from qa.sentences import Features
from qa.thresholds import DEFAULT


def told(level: float, scores: tuple[float, ...], *, first: bool) -> Scores:
    """Return the scores of a sentence of 40 characters that holds `level` of the question."""
    held = (level,) * len(LEVELS)
    features = Features(
        *(level,) * 7, passage=1.0, kind=1.0, held=held, near=held, around=(level,) * 4,
        missed=(1 - level, level) * 4, elsewhere=held * 2,
    )  # fmt: skip
    return Scores(features, *scores, first=first, row=False, length=40)


# The score, lead, words, span, and the scores of its passage and of the best one.
WEAK = told(0.2, (-3.0, 0.1, 2.5, -4.0, 1.5, 2.5), first=False)
STRONG = told(1.0, (3.0, 3.0, 6.8, 2.0, 5.0, 5.0), first=True)


def unaligned(scores: Scores) -> Scores:
    """Return what an encoder finds that does not align."""
    return scores._replace(features=scores.features._replace(held=(), near=()))


@pytest.mark.parametrize("aligned", [False, True])
def test_better_evidence_is_surer(aligned: bool) -> None:
    weak, strong = (confidence(one if aligned else unaligned(one)) for one in (WEAK, STRONG))
    assert (DEFAULT.level(weak), DEFAULT.level(strong)) == ("none", "sure")


def test_a_question_in_another_language_is_never_answered_boldly() -> None:
    levels = [DEFAULT.level(confidence(one._replace(foreign=True))) for one in (WEAK, STRONG)]
    assert levels == ["none", "maybe"]
    assert DEFAULT.sure > NOT_BOLD


def test_another_encoder_s_scores_count_for_nothing() -> None:
    same = STRONG._replace(passage=0.5, best=0.5, sentence=1.0)
    sure = [confidence(unaligned(one)) for one in (STRONG, same)]
    assert sure[0] == sure[1]


def test_what_is_missing_makes_less_sure() -> None:
    missed = STRONG._replace(lacking=("김가온",)), STRONG._replace(contradicted=True)
    assert max(map(confidence, missed)) < confidence(STRONG)


@pytest.mark.parametrize(
    ("sure", "level"),
    [(0.0, "none"), (0.39, "none"), (0.4, "maybe"), (0.75, "sure"), (1.0, "sure")],
)
def test_three_levels(sure: float, level: str) -> None:
    assert DEFAULT.level(sure) == level


def test_the_spread_tells_how_far_the_first_lies_before_the_others() -> None:
    share, lead, mean = spread([2.0, 2.0])
    assert (share, lead, mean) == (0.5, 0.0, 2.0)
    assert spread([3.0]) == (1.0, 0.0, 3.0)
    assert spread([4.0, 1.0, 1.0])[0] > 0.9


def test_a_question_is_known_by_its_kind_and_by_whether_it_asks_why() -> None:
    *_, korean, length, why = asked_for(Question.of("왜 늦었나?"))
    assert (korean, length, why) == (True, 6, True)
    assert asked_for(Question.of("언제 왔나?"))[0] is True
