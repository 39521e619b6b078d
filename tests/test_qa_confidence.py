import pytest

from qa.confidence import NOT_BOLD, Scores, confidence
from qa.thresholds import DEFAULT

WEAK = Scores(sentence=3.0, words=2.5, span=-2.0, passage=1.0, lead=0.0)
STRONG = Scores(sentence=7.5, words=6.8, span=2.0, passage=3.0, lead=0.2)


@pytest.mark.parametrize("aligned", [False, True])
def test_better_evidence_is_surer(aligned: bool) -> None:
    weak, strong = (confidence(one, foreign=False, aligned=aligned) for one in (WEAK, STRONG))
    assert (DEFAULT.level(weak), DEFAULT.level(strong)) == ("none", "sure")


def test_a_question_in_another_language_is_never_answered_boldly() -> None:
    scores = [Scores(sentence, 0.0, 0.0, 2.0, 0.1) for sentence in (1.75, 3.25, 9.75)]
    levels = [DEFAULT.level(confidence(one, foreign=True, aligned=True)) for one in scores]
    assert levels == ["none", "maybe", "maybe"]
    assert DEFAULT.sure > NOT_BOLD


def test_another_encoder_s_scores_count_for_nothing() -> None:
    same = STRONG._replace(passage=0.5, sentence=1.0)
    sure = [confidence(one, foreign=False, aligned=False) for one in (STRONG, same)]
    assert sure[0] == sure[1]


@pytest.mark.parametrize(
    ("sure", "level"), [(0.0, "none"), (0.29, "none"), (0.3, "maybe"), (0.7, "sure"), (1.0, "sure")]
)
def test_three_levels(sure: float, level: str) -> None:
    assert DEFAULT.level(sure) == level
