"""What is made of texts is made once, and the oldest of it forgotten."""

from collections.abc import Sequence

from qa.cache import BatchCache


def test_a_text_is_asked_for_once_and_the_last_ones_are_kept() -> None:
    asked: list[str] = []

    def lengths(texts: Sequence[str]) -> list[int]:
        asked.extend(texts)
        return [len(text) for text in texts]

    kept = BatchCache(lengths, most=2)
    assert kept(["가", "나다", "가"]) == [1, 2, 1]
    assert kept(["가"]) == [1]
    assert asked == ["가", "나다"]
    assert kept(["라마바"]) == [3]  # 나다 was asked for longest ago
    assert kept(["가", "나다"]) == [1, 2]
    assert asked == ["가", "나다", "라마바", "나다"]


def test_more_texts_than_are_kept_are_all_answered() -> None:
    kept = BatchCache(lambda texts: [text.upper() for text in texts], most=1)
    assert kept(["a", "b", "a"]) == ["A", "B", "A"]
    assert kept([]) == []
