"""What a user would pick instead: other ways to search the same passages, in the same process.

Each is made from the passages of an index (title, heading and text, as geungeo itself finds them)
and the index's encoder, with the library's own defaults. Those whose library is not installed are
skipped, and say so: `pip install "geungeo[evaluation]"`.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

from eval.bm25 import bm25_bigrams, bm25_morphemes, bm25_words, bm25s_morphemes
from eval.frameworks import haystack_hybrid, langchain_ensemble
from eval.records import Corpus, Search


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


BASELINES = (
    Baseline("bm25-words", (), bm25_words, "rank-bm25 over words parted by white space"),
    Baseline("bm25-kiwi", (), bm25_morphemes, "rank-bm25 over Kiwi's content morphemes"),
    Baseline("bm25-bigrams", (), bm25_bigrams, "rank-bm25 over pairs of characters"),
    Baseline("bm25s-kiwi", ("bm25s",), bm25s_morphemes, "bm25s over the same morphemes"),
    Baseline(
        "langchain",
        ("langchain_classic", "langchain_community"),
        langchain_ensemble,
        "LangChain's EnsembleRetriever, half BM25 over words, half FAISS over the same model",
    ),
    Baseline(
        "haystack",
        ("haystack",),
        haystack_hybrid,
        "Haystack in memory: BM25 and the same model, joined by reciprocal ranks",
    ),
)
BY_NAME = {baseline.name: baseline for baseline in BASELINES}
