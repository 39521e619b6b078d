import pytest

from qa.mismatch import contradicts, lacking


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("제18회 축제의 방문객은 몇 명인가?", "17회 축제에는 18만 명이 왔다.", ("18회",)),
        ("2022년에 온 사람은 몇 명인가?", "2023년에는 2,310명이 왔다.", ("2022년",)),
        (
            "차관이 키르기스스탄에서 만난 장관은?",
            "차관은 몽골에서 장관을 만났다.",
            ("키르기스스탄",),
        ),
        ("북러 조약은 언제 맺었나?", "러시아와 북한이 조약을 맺었다.", ()),
        ("23년 훈련은 어디에서 열렸나?", "훈련 계획 (2023. 1. 2.)", ()),
        ("10,000명이 온 곳은?", "남해에 1만 명이 왔다.", ()),
        ("9월 13일에 누가 왔나?", "9/13 사절단이 왔다.", ()),
        ("한국이 보낸 것은?", "우리 정부는 쌀을 보냈다.", ()),
        ("누가 왔나?", "사절단이 왔다.", ()),
    ],
)
def test_names_and_numbers_that_a_document_does_not_hold_are_told(
    question: str, text: str, missed: tuple[str, ...]
) -> None:
    assert lacking(question, text) == missed


@pytest.mark.parametrize(
    ("question", "text", "otherwise"),
    [
        ("여자 1500m 우승자는?", "남자 1500m에서는 김가온이 우승했다.", True),
        ("여자 1500m 우승자는?", "1500m에서는 이나루가 우승했다.", False),
        ("여자 1500m 우승자는?", "여자부 이나루와 남자부 김가온이 우승했다.", False),
        ("17회 방문객은?", "16회에는 21만 명이 왔다.", True),
        ("17회 방문객은?", "16회의 21만 명보다 적은 17회", False),
        ("2024년 수출액은?", "2023년에는 57억 달러였다.", True),
        ("수출액은?", "2023년에는 57억 달러였다.", False),
    ],
)
def test_a_sentence_on_another_thing_contradicts(question: str, text: str, otherwise: bool) -> None:
    assert contradicts(question, text) is otherwise


def test_what_the_title_names_is_not_contradicted() -> None:
    text = "다녀간 사람은 18만 명으로 16회보다 적었다."
    assert contradicts("17회 방문객은?", text)
    assert not contradicts("17회 방문객은?", text, "제17회 메밀꽃 축제")


def test_where_a_date_is_asked_for_another_one_contradicts_nothing() -> None:
    question, text = "2024년에 정한 다음 개막일은?", "다음 축제는 2025년 7월에 연다."
    assert not contradicts(question, text, dates=False)
    assert contradicts(question, text)
