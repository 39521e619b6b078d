"""How fast and how large an index of many passages is, beside what else could search them.

Here: the measurements at one size. Not here: the command and its table (`speed_command`). Times
are taken one question after another in this process; building and memory in processes of their own
(`costs`). What is compared sees the same passages and, where it is lexical, the same morphemes.
"""

import importlib.util
import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from eval.bm25 import morphemes, top
from eval.costs import measure_costs
from eval.records import Costs
from index.dense import DenseIndex
from index.encoder import BUNDLED
from index.errors import InputError, ReadError
from index.lexical import BM25, LexicalIndex, idf
from index.pool import Job, read_apart
from index.ranking import rank
from index.tokens import kiwi
from qa.retriever import Mode, Retriever

_K = 10
_A_FILE = 200  # rows of one file of records: all cores read, and none takes long
_KIWI = 10_000  # texts at most for Kiwi's own pass; the rest is reckoned from them
_SLOW = 20  # questions for rank-bm25, which walks every passage for each of them
_MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")

Rows = Sequence[int]


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured at one size; times are seconds.

    Args:
        texts: how many were indexed; `costs` says how many passages they made.
        kiwi_seconds: one batched pass of Kiwi over the same texts, sentences and tokens.
        searches: median time of a whole search by mode.
        engines: median time of finding the first ten rows alone, by engine.
        agreement: engine → share of the exact first ten that it finds: for lexical ones rank-bm25's
            with an idf that stays positive, for dense ones the ten highest dot products.
    """

    texts: int
    costs: Costs
    kiwi_seconds: float
    searches: dict[str, float]
    engines: dict[str, float]
    agreement: dict[str, float]


def measure_speed(texts: Sequence[str], questions: Sequence[str], folder: Path) -> Speed:
    """Build an index of `texts` below `folder`, and search it in every way.

    Raises:
        InputError: not all of it was indexed, so that nothing could be compared.
    """
    documents, place = folder / "documents", folder / "speed.index"
    _write(texts, documents)
    costs = measure_costs(documents, BUNDLED, questions, place)
    if costs.skipped:  # on a machine that is busy with other things, past the time of a file
        raise InputError(f"{costs.skipped} of the files were not read in time; measure again")
    retriever = Retriever.open(place)
    engines, agreement = _engines(retriever, questions)
    return Speed(
        texts=len(texts),
        costs=costs,
        kiwi_seconds=_kiwi_seconds(texts),
        searches={mode: _searching(retriever, mode, questions) for mode in _MODES},
        engines=engines,
        agreement=agreement,
    )


def enough_texts(texts: Sequence[str], passages: int) -> Sequence[str]:
    """Return as many of `texts`, from the first, as make so many passages.

    Raises:
        InputError: all of them make fewer.
    """
    made = 0
    with TemporaryDirectory() as folder:
        jobs = [Job(path, path.stat().st_size) for path in _write(texts, Path(folder) / "texts")]
        with closing(read_apart(jobs)) as files:
            for file in files:
                if isinstance(file, ReadError):
                    raise InputError(f"a text could not be read, {file}; measure again")
                for document in file.documents:
                    made += len(document.passages)
                    if made >= passages:
                        return texts[: int(document.record or 0) + 1]
    raise InputError(f"the text makes {made:,} passages, {passages:,} were asked for")


def _write(texts: Sequence[str], folder: Path) -> list[Path]:
    folder.mkdir(parents=True)
    paths = []
    for start in range(0, len(texts), _A_FILE):
        rows = enumerate(texts[start : start + _A_FILE], start=start)
        lines = (json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in rows)
        paths.append(folder / f"{start:07}.jsonl")
        paths[-1].write_text("\n".join(lines), encoding="utf-8")
    return paths


def _kiwi_seconds(texts: Sequence[str]) -> float:
    few = texts[:_KIWI]
    engine = kiwi()
    began = perf_counter()
    for _ in engine.split_into_sents(few, return_tokens=True):
        pass
    return (perf_counter() - began) * len(texts) / len(few)


def _searching(retriever: Retriever, mode: Mode, questions: Sequence[str]) -> float:
    def search(question: str) -> Rows:
        retriever.search(question, k=_K, mode=mode)
        return ()

    search(questions[0])  # loading is no part of the time
    return _timed(search, questions)[0]


def _timed(search: Callable[[str], Rows], questions: Sequence[str]) -> tuple[float, list[Rows]]:
    """Return the median time of a search, and what each found."""
    seconds, found = [], []
    for question in questions:
        began = perf_counter()
        found.append(search(question))
        seconds.append(perf_counter() - began)
    return float(np.median(seconds)), found


def _engines(
    retriever: Retriever, questions: Sequence[str]
) -> tuple[dict[str, float], dict[str, float]]:
    store = retriever.store
    texts = [p.text for document in store.documents() for p in store.passages_of(document.id)]
    times, agreement = {}, {}
    lexical = _lexical_engines(morphemes(texts), morphemes(questions), questions)
    for engines, exact in (lexical, _dense_engines(retriever, texts, questions)):
        found = {}
        for name, search in engines.items():
            asked = questions[:_SLOW] if name == exact else questions
            times[name], found[name] = _timed(search, asked)
        for name, rows in found.items():
            agreement[name] = _overlap(rows, found[exact])
    return times, agreement


def _overlap(found: Sequence[Rows], exact: Sequence[Rows]) -> float:
    """Return the mean share of the exact rows that were found."""
    pairs = [(set(a), set(b)) for a, b in zip(found, exact, strict=False) if b]
    return sum(len(a & b) / len(b) for a, b in pairs) / max(1, len(pairs))


def _lexical_engines(
    passages: Sequence[Sequence[str]], asked: Sequence[Sequence[str]], questions: Sequence[str]
) -> tuple[dict[str, Callable[[str], Rows]], str]:
    """Return the lexical engines by name, and which of them is the reference."""
    terms_of = dict(zip(questions, asked, strict=True))
    vocabulary = {term: n for n, term in enumerate(dict.fromkeys(t for p in passages for t in p))}
    counted = [Counter(vocabulary[term] for term in passage) for passage in passages]
    ours = LexicalIndex.build(
        np.array([term for counts in counted for term in counts], np.int64),
        np.array([often for counts in counted for often in counts.values()], np.int64),
        np.array([len(counts) for counts in counted], np.int64),
    )
    reference = BM25(passages)

    def search(question: str) -> Rows:
        counts = Counter(vocabulary[t] for t in terms_of[question] if t in vocabulary)
        weights = {t: idf(ours.count, ours.df(t)) * often for t, often in counts.items()}
        rows: list[int] = ours.search(weights, _K).rows.tolist()
        return rows

    def walk(question: str) -> Rows:
        scores = reference.get_scores(terms_of[question])
        found = np.flatnonzero(scores > 0)
        rows: list[int] = rank(found, scores[found], _K).rows.tolist()
        return rows

    engines: dict[str, Callable[[str], Rows]] = {"lexical": search, "rank-bm25": walk}
    if importlib.util.find_spec("bm25s"):
        engines["bm25s"] = _bm25s(passages, terms_of)
    return engines, "rank-bm25"


def _bm25s(
    passages: Sequence[Sequence[str]], terms_of: dict[str, Sequence[str]]
) -> Callable[[str], Rows]:
    from eval.bm25 import bm25s_search

    search = bm25s_search(passages)
    return lambda question: search(terms_of[question], _K)


def _dense_engines(
    retriever: Retriever, texts: Sequence[str], questions: Sequence[str]
) -> tuple[dict[str, Callable[[str], Rows]], str]:
    import faiss

    vectors = retriever.encoder.encode_passages(texts)
    asked = dict(zip(questions, retriever.encoder.encode_questions(questions), strict=True))
    ours = DenseIndex.build(vectors)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)

    def search(question: str) -> Rows:
        rows: list[int] = ours.search(asked[question], _K).rows.tolist()
        return rows

    def plain(question: str) -> Rows:
        rows: list[int] = flat.search(asked[question][None], _K)[1][0].tolist()
        return rows

    def exact(question: str) -> Rows:
        return top(np.round(vectors @ asked[question], 6), _K)

    return {"dense": search, "faiss flat": plain, "dot products": exact}, "dot products"


def read_texts(path: Path, count: int) -> tuple[list[str], list[str]]:
    """Return the first `count` distinct texts of a file of rows, and queries about them.

    Args:
        path: gzipped, a `{"query", "passage"}` a line, whose passages are texts here.
        count: how many texts at most.
    """
    from index.corpora import rows

    found: dict[str, str] = {}
    for row in islice(rows(path.parent, path.name), 4 * count):
        if len(found) == count:
            break
        found.setdefault(row["passage"], row["query"])
    return list(found), list(found.values())
