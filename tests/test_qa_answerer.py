"""Which of the sentences that were read comes first, once their short answers are known."""

from typing import cast

import pytest

from index.records import Hit
from index.sourcemap import Span
from qa.answerer import by_answers, close_to_best
from qa.sentences import Features, Read, Scored
from qa.spans import Choice

ASKED = "관객은 몇 명이었나?"
HELD = (0.5,) * 6


def read(*scores: float, held: tuple[float, ...] = HELD) -> Read:
    """Return sentences of these scores, the first one character long, the next one two, ..."""
    features = Features(*(0.0,) * 9, held=held)
    hit = cast("Hit", None)
    sentences = (Scored(hit, Span(0, i), (), features, score) for i, score in enumerate(scores, 1))
    return Read(tuple(sentences), foreign=False)


def reranked(found: Read, spans: list[float], question: str = ASKED) -> list[int]:
    """Return the sentences in their new order, by their length; each has its own span still."""
    choices = [Choice(one.span, score) for one, score in zip(found.sentences, spans, strict=False)]
    again, chosen = by_answers(found, choices, question)
    assert [one.span for one in chosen] == [one.span for one in again.sentences[: len(spans)]]
    return [one.span.end for one in again.sentences]


def test_of_sentences_that_score_alike_the_one_with_a_short_answer_comes_first() -> None:
    assert reranked(read(1.0, 0.9, 0.8, 0.7), [-4.0, 3.0, 2.0]) == [2, 3, 1, 4]


def test_a_much_better_sentence_stays_first() -> None:
    assert reranked(read(4.0, 0.9), [-1.0, 3.0]) == [1, 2]


@pytest.mark.parametrize("question", ["왜 관객이 줄었나?", "Why did fewer come?"])
def test_a_reason_is_no_short_answer(question: str) -> None:
    assert reranked(read(1.0, 0.9, 0.8), [-4.0, 3.0, 2.0], question) == [1, 2, 3]


def test_scores_of_another_size_are_left_as_they_are() -> None:
    assert reranked(read(1.0, 0.9, held=()), [-4.0, 3.0]) == [1, 2]


def test_further_sentences_are_cited_that_score_nearly_as_well() -> None:
    assert len(close_to_best(read(4.0, 2.5, 1.9, 3.9))) == 2
    assert len(close_to_best(read(4.0))) == 1


def test_of_plain_scores_which_lie_closer_fewer_are_cited() -> None:
    assert len(close_to_best(read(4.0, 3.5, 2.5, held=()))) == 2
