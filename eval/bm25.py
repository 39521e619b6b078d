"""BM25 as libraries have it, for comparison: over words, Kiwi's content morphemes, bigrams."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from eval.records import Corpus, Search
from index.tokens import analyse, count_bigrams, terms_of


def words(text: str) -> list[str]:
    """Return the words of a text, as white space parts them."""
    return text.split()


def bigrams(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text, each as often as it occurs."""
    return [*count_bigrams(text).elements()]


def morphemes(texts: Sequence[str]) -> list[list[str]]:
    """Return the content morphemes of texts by Kiwi, without geungeo's normal forms."""
    return [
        [term for sentence in sentences for token in sentence.tokens for term in terms_of(token)]
        for sentences in analyse(texts)
    ]


def top(scores: NDArray[np.floating], k: int) -> list[int]:
    """Return the rows of the `k` highest scores, equal ones in the order of the rows."""
    rows: list[int] = np.argsort(-scores, kind="stable")[:k].tolist()
    return rows


def bm25_words(corpus: Corpus) -> Search:
    """Return rank-bm25 over words."""
    model = BM25Okapi([words(text) for text in corpus.texts])
    return lambda question, k: top(model.get_scores(words(question)), k)


def bm25_bigrams(corpus: Corpus) -> Search:
    """Return rank-bm25 over pairs of neighbouring characters, as geungeo counts them."""
    model = BM25Okapi([bigrams(text) for text in corpus.texts])
    return lambda question, k: top(model.get_scores(bigrams(question)), k)


def bm25_morphemes(corpus: Corpus) -> Search:
    """Return rank-bm25 over Kiwi's content morphemes."""
    model = BM25Okapi(morphemes(corpus.texts))
    return lambda question, k: top(model.get_scores(morphemes([question])[0]), k)


def bm25s_morphemes(corpus: Corpus) -> Search:
    """Return bm25s over the same morphemes."""
    search = bm25s_search(morphemes(corpus.texts))
    return lambda question, k: search(morphemes([question])[0], k)


def bm25s_search(passages: Sequence[Sequence[str]]) -> Callable[[Sequence[str], int], list[int]]:
    """Return bm25s's search over passages that are given as terms; it takes a question's terms."""
    import bm25s

    model = bm25s.BM25()
    model.index([list(terms) for terms in passages], show_progress=False)

    def search(terms: Sequence[str], k: int) -> list[int]:
        found = model.retrieve([list(terms)], k=min(k, len(passages)), show_progress=False)
        rows: list[int] = found.documents[0].tolist()
        return rows

    return search
