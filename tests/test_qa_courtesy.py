import pytest

from qa.courtesy import asks_nothing, is_courtesy, is_noise


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요", "안녕하세요!", "고마워", "네, 고맙습니다.", "정말 감사합니다 ㅎㅎ", "Hello",
        "Thank you very much!", "ありがとうございます", "谢谢", "Спасибо!",
    ],
)  # fmt: skip
def test_a_greeting_and_thanks_ask_nothing(text: str) -> None:
    assert is_courtesy(text)
    assert asks_nothing(text)


@pytest.mark.parametrize(
    "text", ["?", "…", "ㅋㅋㅋㅋ", "ㅁㄴㅇㄹ", "가" * 2000, "가 가 가 가", "aaaa!"]
)
def test_what_has_no_word_asks_nothing(text: str) -> None:
    assert is_noise(text)
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "왜?", "안녕하세요, 예산은 얼마인가요?", "감사원은 무엇을 지적했나?", "감사는 누가 했나?",
        "고마워한 사람은?", "나", "2024", "감사", "1111", "1111년의 일은?", "hi-tech",
        "안녕하신가요 장관님은?",
    ],
)  # fmt: skip
def test_whatever_names_something_may_ask(text: str) -> None:
    assert not asks_nothing(text)
