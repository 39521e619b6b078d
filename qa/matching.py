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

# Katakana and Han are words of their own in Japanese, what stands between them is none.
_WORD = re.compile(r"[ァ-ヴー]{2,}|[㐀-鿿]{2,}|[^\W\u3040-\u30ff\u3400-\u9fff]{2,}")
LEVELS = (0.3, 0.4, 0.5, 0.6, 0.75, 0.95)
# What stands around a sentence, in its passage and headings, counts this much.
_AROUND = 0.8


class Text(NamedTuple):
    """A text that may hold words of a question, its terms, and the document that it is of."""

    text: str
    terms: Collection[str]
    document: str = ""


class _Words(NamedTuple):
    """The words of a question that tell something.

    Args:
        terms: of each word; `texts` how it is written, '' for a normal form (9/13: 9월 13일).
        names: how passages write it where it is a name in another script, else ''.
        shares: what each one has in the question, shape (words,).
    """

    terms: tuple[str, ...]
    texts: tuple[str, ...]
    shares: Floats
    names: tuple[str, ...] = ()

    def are_in(self, text: Text) -> list[bool]:
        """Tell of each word whether a text has it as it stands."""
        if not any(self.names):
            return [term in text.terms for term in self.terms]
        return [bool(name) and name in text.text for name in self.names]


class Match(NamedTuple):
    """How well a sentence holds a question.

    Args:
        alignment: piece by piece, 0 to 1, as `Aligner.align` tells.
        held: the share of its words that are held at each of `LEVELS`, or better.
        near: the same, with what stands around the sentence.
        around: the alignment of the sentence before it, and its own together with that one, with
            its title and headings, and with both.
        missed: of the sentence, of it with what stands around it, of its document, and of all
            that was read: the most that a word of the question misses there, and how well the
            word is held that is held worst.
        elsewhere: the share of the words that the document holds at each of `LEVELS`, and that
            all that was read does.
    """

    alignment: float
    held: tuple[float, ...] = ()
    near: tuple[float, ...] = ()
    around: tuple[float, ...] = ()
    missed: tuple[float, ...] = ()
    elsewhere: tuple[float, ...] = ()


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
    places = {text: i for i, text in enumerate(dict.fromkeys((*(t.text for t in texts), *before)))}
    found = alignment.compared(query.text, words.texts, [*places])
    rows, last = ([places[text] for text in some] for some in ((t.text for t in texts), before))
    count = len(sentences)
    same = [words.are_in(one) for one in texts]
    held = np.maximum(found.words[rows], np.reshape(same, (len(texts), len(words.terms))))
    near = _with_around(held[:count], passages, held[count:])
    wide = _with_others(held, [one.document for one in texts])[:, :count]
    above = found.pieces[[rows[count + number] for number in passages]]
    aligned = _together(found.pieces[rows[:count]], found.pieces[last], above) @ found.shares
    missed = np.column_stack([_missed(words, one) for one in (held[:count], near, *wide)])
    elsewhere = np.column_stack([_held(words, one) for one in wide])
    shares = (_held(words, one) for one in (held[:count], near))
    rows_of = (one.tolist() for one in (aligned, *shares, missed, elsewhere))
    return [
        Match(whole, *map(tuple, (own, beside, around, *others)))
        for (whole, *around), own, beside, *others in zip(*rows_of, strict=True)
    ]


def _together(own: Floats, last: Floats, above: Floats) -> Floats:
    """Return how well each piece is held by a sentence, and together with what stands around it.

    Args:
        own: by the sentence itself, shape (sentences, pieces).
        last: by the one before it.
        above: by title and headings.

    Returns:
        Shape (sentences, 5, pieces): by itself, then in the order of `Match.around`.
    """
    with_last, with_above = np.maximum(own, last), np.maximum(own, above)
    both = np.maximum(with_last, with_above)
    return np.stack([own, last, with_last, with_above, both], axis=1)


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
        texts = tuple(dict.fromkeys(_WORD.findall(query.text)))
        weights = alignment.weights(texts)
    terms = tuple(query.terms) if query.korean else ("",) * len(texts)
    written = {part: name for said, name in query.names.items() for part in _WORD.findall(said)}
    named = tuple(written.get(text, "") for text in texts)
    return _Words(terms, texts, weights / (weights.sum() or 1.0), named)


def _held(words: _Words, likenesses: Floats) -> Floats:
    """Return the share of a question that is held at each level, shape (texts, levels).

    Args:
        words: of the question.
        likenesses: of each text and word, shape (texts, words).
    """
    return np.stack([(likenesses >= level) @ words.shares for level in LEVELS], axis=-1)


def _missed(words: _Words, likenesses: Floats) -> Floats:
    """Return the most that a word misses, and the least likeness of any; shape (texts, 2)."""
    most = (words.shares * (1 - np.clip(likenesses, 0.0, 1.0))).max(axis=1, initial=0.0)
    return np.column_stack([most, likenesses.min(axis=1, initial=1.0)])


def _with_others(own: Floats, documents: Sequence[str]) -> Floats:
    """Return the likenesses where all of a text's document counts, and where all texts do.

    Args:
        own: of each text and word, shape (texts, words).
        documents: the name of each text's document.

    Returns:
        Shape (2, texts, words).
    """
    _, numbers = np.unique(np.array(documents, np.str_), return_inverse=True)
    whole = np.zeros((len(set(documents)), own.shape[1]))
    np.maximum.at(whole, numbers, own)
    return np.stack([whole[numbers], np.broadcast_to(whole.max(axis=0, initial=0.0), own.shape)])


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
