from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.alignment import Compared
from qa.matching import LEVELS, Match, Text, matches
from qa.retriever import Query, Retriever

ALIKE = {("쌀값", "미곡 가격"): 0.7, ("내렸", "하락했다"): 0.5}


class Dictionary:
    """Compares words by a table, and by whether they stand in a text."""

    def compared(self, question: str, words: Sequence[str], texts: Sequence[str]) -> Compared:
        pieces = question.split()
        shares = np.full(len(pieces), 1 / len(pieces))
        return Compared(self._likenesses(pieces, texts), shares, self._likenesses(words, texts))

    def _likenesses(self, words: Sequence[str], texts: Sequence[str]) -> NDArray[np.float64]:
        rows = [[self._likeness(word, text) for word in words] for text in texts]
        return np.array(rows).reshape(len(texts), len(words))

    def weights(self, words: Sequence[str]) -> NDArray[np.float64]:
        return np.array([float(len(word)) for word in words])

    @staticmethod
    def _likeness(word: str, text: str) -> float:
        others = (alike for (own, other), alike in ALIKE.items() if own == word and other in text)
        return 1.0 if word and word in text else max(others, default=0.0)


def query(text: str, terms: dict[str, float], *, korean: bool = True) -> Query:
    return Query(text, terms, {}, (), korean, np.zeros(1, np.float32))


def compared(
    asked: Query, *sentences: str, passages: Sequence[int] = (), about: str = ""
) -> list[Match]:
    """Compare sentences of one passage, or of several; no text has terms but its words."""
    texts = [Text(one, one.split()) for one in sentences]
    numbers = passages or [0] * len(texts)
    above = [Text(about, ())] * (max(numbers) + 1)
    before = [""] * len(texts)
    return matches(asked, texts, before, numbers, above, Dictionary())  # type: ignore[arg-type]


def shares(text: str, *sentences: str, about: str = "") -> list[tuple[float, ...]]:
    found = compared(query(text, {"쌀값": 3.0, "내리다": 1.0}), *sentences, about=about)
    return [*(one.held for one in found), *(one.near for one in found)]


def test_a_word_is_held_as_well_as_its_best_match_is_alike() -> None:
    held, _ = shares("쌀값은 왜 내렸나?", "지난달 미곡 가격이 크게 하락했다.")
    by_level = dict(zip(LEVELS, held, strict=True))
    assert by_level[0.3] == by_level[0.5] == pytest.approx(1.0)
    assert by_level[0.6] == pytest.approx(0.75)  # 쌀값, three quarters of the idf
    assert by_level[0.75] == 0.0


def test_what_stands_around_a_sentence_counts_a_little_less() -> None:
    alone, beside, near, itself = shares("쌀값은 왜 내렸나?", "풍년이 들었다.", "쌀값 이야기다.")
    by_level = dict(zip(LEVELS, near, strict=True))
    assert alone[0] == 0.0
    assert by_level[0.75] == pytest.approx(0.75)
    assert by_level[0.95] == 0.0
    assert itself == beside
    (_, above) = shares("쌀값은 왜 내렸나?", "풍년이 들었다.", about="쌀값")
    assert above == near


def test_a_normal_form_is_held_by_a_text_that_has_it_as_a_term() -> None:
    asked = query("9/13에는?", {"9월13일": 1.0})
    own, other = compared(asked, "9월13일 회의가 열렸다.", "회의가 열렸다.", passages=[0, 1])
    assert own.held[-1] == pytest.approx(1.0)
    assert not any(other.held)


def test_no_sentence_stands_around_those_of_another_passage() -> None:
    asked = query("쌀값은?", {"쌀값": 1.0})
    one, _ = compared(asked, "풍년이 들었다.", "쌀값이 올랐다.", passages=[0, 1])
    assert not any(one.near)


def test_words_of_another_language_weigh_what_their_vectors_do() -> None:
    asked = query("Why did rice fall?", {}, korean=False)
    (one,) = compared(asked, "rice")
    assert one.held[-1] == pytest.approx(4 / len("Whydidricefall"))


def test_a_question_without_a_telling_word_holds_nothing() -> None:
    (one,) = compared(query("왜?", {}), "풍년이 들었다.")
    assert not any(one.held + one.near)
    assert matches(query("왜?", {}), [], [], [], [], Dictionary()) == []  # type: ignore[arg-type]


def test_an_index_s_own_words_are_compared(small_index: Path) -> None:
    retriever = Retriever.open(small_index)
    assert retriever.alignment is not None
    asked = retriever.query("물가는 왜 뛰었나?")
    texts = ["소비자물가가 급등한 것은 환율 때문이다.", "우승은 김가온 선수가 차지했다."]
    sentences = [Text(one, ()) for one in texts]
    above = [Text("", ())] * 2
    near, far = matches(asked, sentences, ["", ""], [0, 1], above, retriever.alignment)
    assert near.held[0] > far.held[0]
    assert near.alignment > far.alignment


def test_what_the_sentence_before_and_the_headings_say_is_told_apart() -> None:
    asked = query("쌀값 내렸", {"쌀값": 1.0})
    texts, above = [Text("농민은 울었다.", ()), Text("값이 내렸다.", ())], [Text("쌀값 동향", ())]
    before = ["", "쌀값이 문제였다."]
    first, second = matches(asked, texts, before, [0, 0], above, Dictionary())  # type: ignore[arg-type]
    assert first.around == (0.0, 0.0, 0.5, 0.5)
    assert second.around == (0.5, 1.0, 1.0, 1.0)


def test_what_a_sentence_misses_may_stand_elsewhere_in_its_document_or_in_another() -> None:
    asked = query("쌀값은 언제 내렸나?", {"쌀값": 3.0, "내리다": 1.0})
    texts = [
        Text("쌀값 이야기다.", (), "a"),
        Text("크게 내렸다.", (), "a"),
        Text("눈이 왔다.", (), "b"),
    ]
    above = [Text("", (), "a"), Text("", (), "b")]
    before = ["", "", ""]
    found = matches(asked, texts, before, [0, 0, 1], above, Dictionary())  # type: ignore[arg-type]
    first, _, other = found
    assert first.missed[:2] == pytest.approx((0.25, 0.0))  # 내리다, a quarter of the idf
    assert other.missed[:2] == pytest.approx((0.75, 0.0))
    document, everywhere = slice(4, 6), slice(6, 8)
    assert first.missed[document] == first.missed[everywhere] == pytest.approx((0.0, 1.0))
    assert other.missed[document] == pytest.approx((0.75, 0.0))
    half = len(LEVELS)
    assert first.elsewhere[:half] == first.elsewhere[half:]
    assert first.elsewhere[half:] == other.elsewhere[half:] == pytest.approx((1.0,) * half)
    assert not any(other.elsewhere[:half])
