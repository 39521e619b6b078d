"""What a user would pick instead: other ways to search the same passages, in the same process.

Each is made from the passages of an index (title, heading and text, as geungeo itself finds them)
and the index's encoder, with the library's own defaults. Those whose library is not installed are
skipped, and say so: `pip install "geungeo[evaluation]"`.
"""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.encoder import Encoder
from index.tokens import analyse, term_of

Search = Callable[[str, int], Sequence[int]]  # question and k → rows of the corpus, best first


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is searched: one text a passage, and what makes vectors of them."""

    texts: Sequence[str]
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class Baseline:
    """A system to compare with.

    Args:
        modules: what has to be installed.
        make: builds its index.
    """

    name: str
    modules: tuple[str, ...]
    make: Callable[[Corpus], Search]
    about: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The modules that are not installed."""
        return tuple(name for name in self.modules if importlib.util.find_spec(name) is None)


def words(text: str) -> list[str]:
    """Return the words of a text, as white space parts them."""
    return text.split()


def morphemes(texts: Sequence[str]) -> list[list[str]]:
    """Return the content morphemes of texts by Kiwi, without geungeo's normal forms."""
    return [
        [term for sentence in sentences for token in sentence.tokens if (term := term_of(token))]
        for sentences in analyse(texts)
    ]


def top(scores: NDArray[np.floating], k: int) -> list[int]:
    """Return the rows of the `k` highest scores, equal ones in the order of the rows."""
    rows: list[int] = np.argsort(-scores, kind="stable")[:k].tolist()
    return rows


def _words(corpus: Corpus) -> Search:
    model = BM25Okapi([words(text) for text in corpus.texts])
    return lambda question, k: top(model.get_scores(words(question)), k)


def _morphemes(corpus: Corpus) -> Search:
    model = BM25Okapi(morphemes(corpus.texts))
    return lambda question, k: top(model.get_scores(morphemes([question])[0]), k)


def _bm25s(corpus: Corpus) -> Search:
    import bm25s

    model = bm25s.BM25()
    model.index(morphemes(corpus.texts), show_progress=False)
    count = len(corpus.texts)

    def search(question: str, k: int) -> list[int]:
        found = model.retrieve([morphemes([question])[0]], k=min(k, count), show_progress=False)
        rows: list[int] = found.documents[0].tolist()
        return rows

    return search


def _langchain(corpus: Corpus) -> Search:
    from eval.frameworks import langchain_ensemble

    return langchain_ensemble(corpus)


def _haystack(corpus: Corpus) -> Search:
    from eval.frameworks import haystack_hybrid

    return haystack_hybrid(corpus)


BASELINES = (
    Baseline("bm25-words", (), _words, "rank-bm25 over words parted by white space"),
    Baseline("bm25-kiwi", (), _morphemes, "rank-bm25 over Kiwi's content morphemes"),
    Baseline("bm25s-kiwi", ("bm25s",), _bm25s, "bm25s over the same morphemes"),
    Baseline(
        "langchain",
        ("langchain_classic", "langchain_community"),
        _langchain,
        "LangChain's EnsembleRetriever, half BM25 over words, half FAISS over the same model",
    ),
    Baseline(
        "haystack",
        ("haystack",),
        _haystack,
        "Haystack in memory: BM25 and the same model, joined by reciprocal ranks",
    ),
)
BY_NAME = {baseline.name: baseline for baseline in BASELINES}
