"""How like a question the terms of a sentence are, with an encoder whose vectors one can read."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pytest

from index.encoder import Pieces
from index.tokens import Token
from qa.alignment import Alignment, Likeness

# 부산 stands in the question itself, 서명 is what signed means, 도시 a little like either.
ALIKE = {
    ("signed", "서명"): 0.8,
    ("signed", "도시"): 0.2,
    ("부산", "도시"): 0.4,
    ("부산", "부산"): 1.0,
}
LENGTHS = {"who": 0.5, "signed": 1.5, "부산": 2.0}


class Words:
    """An aligner whose pieces are words."""

    def __init__(self) -> None:
        self.known = sorted({word for pair in ALIKE for word in pair} | LENGTHS.keys())

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        found = [[w for w in text.split() if w in self.known] for text in texts]
        return [np.array([self.known.index(w) for w in words], np.int32) for words in found]

    def encode_pieces(self, texts: Sequence[str], progress: Any = None) -> Any:
        raise NotImplementedError

    def align(self, questions: Sequence[Pieces], texts: Sequence[Pieces]) -> Any:
        said = [[self.known[i] for i in one] for one in (*questions, *texts)]
        asked, held = said[: len(questions)], said[len(questions) :]
        rows = [
            [max((ALIKE.get((q, t), 0.0) for t in text), default=0.0) for [q] in asked]
            for text in held
        ]
        return np.array(rows).reshape(len(texts), len(questions))

    def weights(self, texts: Sequence[Pieces]) -> Any:
        return np.array([sum(LENGTHS[self.known[i]] for i in one) for one in texts])


def likenesses(question: str, *nouns: str) -> dict[str, Likeness]:
    tokens = [Token(noun, "NNG", 0, 1) for noun in nouns]
    return Alignment(cast("Any", None), Words()).likenesses(question, tokens)


def test_each_piece_of_a_question_is_told_by_the_term_that_is_most_like_it() -> None:
    found = likenesses("who signed 부산", "부산", "도시", "서명")
    assert found["서명"] == pytest.approx((0.8, 0.8 * 1.5 / 4.0))
    assert found["부산"] == pytest.approx((1.0, 2.0 / 4.0))
    assert found["도시"] == pytest.approx((0.4, 0.0))


def test_what_is_hardly_like_a_piece_does_not_tell_it() -> None:
    assert likenesses("who signed 부산", "도시")["도시"] == pytest.approx((0.4, 0.4 * 2.0 / 4.0))


def test_a_question_that_the_encoder_cannot_read_is_like_nothing() -> None:
    assert likenesses("?", "부산") == {}
    assert likenesses("who") == {}
