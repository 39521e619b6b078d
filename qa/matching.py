"""How much of a question a sentence says, word by word, in the same words or in others.

A word of the question is held by a text as well as its best match there is alike; how much of the
question is held at several levels of likeness tells more than any mean (kernel pooling as in K-NRM,
Xiong et al. 2017, over the pieces of a static model).
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.tokens import terms_of
from qa.alignment import Alignment
from qa.retriever import Query
from qa.topic import QUESTION_WORDS, tokens_of

Floats = NDArray[np.float64]

LEVELS = (0.3, 0.4, 0.5, 0.6, 0.75, 0.95)
# What stands around a sentence, in its passage and headings, counts this much.
_AROUND = 0.8


class Text(NamedTuple):
    """A text that may hold words of a question, and its terms."""

    text: str
    terms: Collection[str]


class _Words(NamedTuple):
    """The words of a question that tell something.

    Args:
        terms: of each word; `texts` how it is written, '' for a normal form (9/13: 9월 13일).
        shares: what each one has in the question, shape (words,).
    """

    terms: tuple[str, ...]
    texts: tuple[str, ...]
    shares: Floats


class Match(NamedTuple):
    """How well a sentence holds a question.

    Args:
        alignment: piece by piece, 0 to 1, as `Aligner.align` tells.
        held: the share of its words that are held at each of `LEVELS`, or better.
        near: the same, with what stands around the sentence.
        around: the alignment of the sentence before it, and its own together with that one, with
            its title and headings, and with both.
    """

    alignment: float
    held: tuple[float, ...] = ()
    near: tuple[float, ...] = ()
    around: tuple[float, ...] = ()


def matches(
    query: Query,
    sentences: Sequence[Text],
    before: Sequence[str],
    passages: Sequence[int],
    about: Sequence[Text],
    alignment: Alignment,
) -> list[Match]:
    """Return how well each sentence holds a question.

    Args:
        query: the question.
        sentences: what is compared with it.
        before: the sentence before each in its passage, '' where there is none.
        passages: the number of each one's passage.
        about: title and headings of each passage.
        alignment: compares them.
    """
    words = _words_of(query, alignment)
    texts = [*sentences, *about]
    alike = alignment.text_scores([query.text, *words.texts], [one.text for one in texts])
    same = [[term in one.terms for term in words.terms] for one in texts]
    held = np.maximum(alike[:, 1:], np.array(same, float).reshape(len(texts), len(words.terms)))
    own, above = held[: len(sentences)], held[len(sentences) :]
    near = _with_around(own, passages, above)
    whole = alike[: len(sentences), 0].tolist()
    around = _around(query.text, [one.text for one in texts], before, passages, alignment)
    rows = zip(whole, _held(words, own), _held(words, near), around, strict=True)
    return [Match(one, *(tuple(shares.tolist()) for shares in more)) for one, *more in rows]


def _around(
    question: str,
    texts: Sequence[str],
    before: Sequence[str],
    passages: Sequence[int],
    alignment: Alignment,
) -> Floats:
    """Return `Match.around` of sentences, shape (sentences, 4).

    Args:
        question: what they are aligned with.
        texts: the sentences, then title and headings of each passage.
        before: the sentence before each of them.
        passages: the number of each one's passage.
        alignment: compares them.
    """
    count = len(before)
    places = {text: place for place, text in enumerate(dict.fromkeys((*texts, *before)))}
    scores, shares = alignment.piece_scores(question, [*places])
    own, above, last = (
        scores[[places[text] for text in some]]
        for some in (texts[:count], [texts[count + number] for number in passages], before)
    )
    together = (last, np.maximum(own, last), np.maximum(own, above))
    both = np.maximum(*together[1:])
    return np.stack([one @ shares for one in (*together, both)], axis=-1)


def _words_of(query: Query, alignment: Alignment) -> _Words:
    """Return the words of a question, weighed by idf, or by their vectors in other languages."""
    if query.korean:
        tokens = [one for one in tokens_of(query.text) if one.form not in QUESTION_WORDS]
        written = {
            term: query.text[one.start : one.end] for one in tokens for term in terms_of(one)
        }
        texts = tuple(written.get(term, "") for term in query.terms)
        weights = np.array([*query.terms.values()])
    else:
        texts = tuple(dict.fromkeys(re.findall(r"\w\w+", query.text)))
        weights = alignment.weights(texts)
    terms = tuple(query.terms) if query.korean else ("",) * len(texts)
    return _Words(terms, texts, weights / (weights.sum() or 1.0))


def _held(words: _Words, likenesses: Floats) -> Floats:
    """Return the share of a question that is held at each level, shape (texts, levels).

    Args:
        words: of the question.
        likenesses: of each text and word, shape (texts, words).
    """
    return np.stack([(likenesses >= level) @ words.shares for level in LEVELS], axis=-1)


def _with_around(own: Floats, passages: Sequence[int], about: Floats) -> Floats:
    """Return the likenesses of sentences where what stands around them counts too.

    Args:
        own: of each sentence and word, shape (sentences, words).
        passages: the number of each sentence's passage.
        about: of each passage's title and headings, shape (passages, words).
    """
    numbers = np.array(passages)
    whole = own.copy()
    for number, above in enumerate(about):
        inside = np.flatnonzero(numbers == number)
        ranked = np.sort(np.vstack([np.zeros_like(above), own[inside], above]), axis=0)
        others = np.where(own[inside] == ranked[-1], ranked[-2], ranked[-1])
        whole[inside] = np.maximum(own[inside], _AROUND * others)
    return whole
