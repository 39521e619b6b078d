import pytest

from index.tokens import analyse
from qa.causes import asks_why, cause, explains, may_ask_why, signs_of_reason
from qa.question import Question
from qa.spans import take_apart


@pytest.mark.parametrize(
    ("question", "text", "reason"),
    [
        (
            "융자 금리가 높은 이유가 뭔가요?",
            "금리가 높은 것은 카자흐스탄의 소득이 더 높게 분류되기 때문이라고 설명했다.",
            "카자흐스탄의 소득이 더 높게 분류되기 때문",
        ),
        (
            "방문객은 왜 줄었나?",
            "방문객이 줄어든 가장 큰 원인으로 개막 뒤 사흘 내리 쏟아진 비를 꼽았습니다.",
            "개막 뒤 사흘 내리 쏟아진 비",
        ),
        (
            "하구마을역은 왜 늦게 문을 여나?",
            "정거장 일곱 곳 가운데 하구마을역은 역사 공사가 늦어져 9월에 문을 연다.",
            "역사 공사가 늦어져",
        ),
        (
            "왜 만족도가 낮았나?",
            "씻을 곳이 두 군데뿐이어서 줄이 길었다.",
            "씻을 곳이 두 군데뿐이어서",
        ),
        (
            "배는 무엇 때문에 늦게 떠났나?",
            "선장은 “안개가 끼어 앞이 보이지 않았다”고 했다.",
            "안개가 끼어",
        ),
        (
            "Why did the ferry leave late?",
            "배는 기관사가 병가를 내면서 사흘 늦게 떠났다.",
            "기관사가 병가를 내면서",
        ),
        ("경기는 왜 미뤄졌나?", "구단은 폭설 탓에 경기를 하루 미뤘다.", "폭설 탓"),
        (
            "왜 화물을 묶지 않았나?",
            "게으름 때문이 아니라 묶을 시간이 없어서 묶지 않았다.",
            "묶을 시간이 없어서",
        ),
    ],
)
def test_the_reason_is_the_clause_that_gives_it(question: str, text: str, reason: str) -> None:
    tokens = [token for sentence in next(iter(analyse([text]))) for token in sentence.tokens]
    asked = take_apart(Question.of(question))
    assert asks_why(asked)
    found = cause(text, tokens, asked)
    assert found is not None
    assert text[found.start : found.end] == reason


def test_a_sentence_without_a_reason_gives_none() -> None:
    text = "경기는 일요일 오후에 열린다."
    tokens = [token for sentence in next(iter(analyse([text]))) for token in sentence.tokens]
    assert cause(text, tokens, take_apart(Question.of("경기는 왜 미뤄졌나?"))) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("보험료가 비싼 데다 특약은 따로 들어야 하기 때문이다.", True),
        ("비가 내린 탓이었다.", True),
        ("비 때문에 경기가 미뤄졌다.", False),
        ("경기는 일요일 오후에 열린다.", False),
    ],
)
def test_a_sentence_may_be_the_reason_of_the_one_before(text: str, told: bool) -> None:
    tokens = [token for sentence in next(iter(analyse([text]))) for token in sentence.tokens]
    assert explains(tokens) is told


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("배가 늦은 계기는?", True),
        ("어째서 늦었나?", True),
        ("なぜ遅れたのか", True),
        ("건강상의 이유로 물러난 사람은?", False),
        ("How did the ferry leave?", False),
    ],
)
def test_a_reason_is_what_is_asked_for(question: str, asks: bool) -> None:
    assert asks_why(take_apart(Question.of(question))) is asks


def test_who_asks_when_does_not_ask_why() -> None:
    assert not asks_why(take_apart(Question.of("경기는 언제 열리나?")))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("역은 왜 닫혔나?", True),
        ("역이 닫힌 까닭은?", True),
        ("Why was the station closed?", True),
        ("なぜ駅は閉まったのですか", True),
        ("Почему закрыли станцию?", True),
        ("역은 언제 닫혔나?", False),
        ("When was the station closed?", False),
    ],
)
def test_a_reason_is_asked_for_in_any_language(question: str, asks: bool) -> None:
    assert may_ask_why(question) is asks


def test_what_may_tell_a_reason_is_counted() -> None:
    assert signs_of_reason("손님이 줄어서 닫힌 역은 고치기 위해 헐렸다.") == 2
    assert signs_of_reason("역은 5월에 닫혔다.") == 0
