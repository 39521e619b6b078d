"""What an encoder is worth alone: dense only, no index, on data that the bundled one never saw.

Here: the tasks and their measures. Not here: speed and the command (`eval.encoders`). Every task
is a list of questions, a list of passages and for each question its passage, or pairs of sentences
with how alike people found them.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.corpora import Row, rows, split_docs, split_news, split_paraphrases, split_sentences
from index.encoder import Encoder

Values = NDArray[np.float64]

CANDIDATES = 1000  # Korean sentences among which a translation is sought
_NO_TEXT = frozenset({"source", "machine"})  # keys of a row that hold no sentence
_SAMPLES, _SEED = 1000, 0  # of the bootstrap


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be good at.

    Args:
        measure: `nDCG@10` with one relevant passage a question, 1/log2(rank + 1) down to rank ten;
            `R@1`, the share of questions whose passage comes first; `Spearman`, the rank
            correlation of cosine and label over pairs.
        gold: for each question the number of its passage; for Spearman, the label of the pair.
    """

    name: str
    measure: str
    questions: Sequence[str]
    passages: Sequence[str]
    gold: Values


@dataclass(frozen=True, slots=True)
class Figure:
    """What came out of a task, with its 95 % interval by bootstrap over the questions."""

    task: str
    measure: str
    count: int
    value: float
    low: float
    high: float


def read_tasks(data: Path) -> list[Task]:
    """Return the tasks that the files in `data` make up; what is absent is left out."""
    return [*_paragraphs(data), *_translations(data), *_korean(data)]


def measure(encoder: Encoder, task: Task) -> Figure:
    """Return how well an encoder does a task."""
    questions = encoder.encode_questions(task.questions)
    passages = encoder.encode_passages(task.passages)
    if task.measure == "Spearman":
        cosines = (questions * passages).sum(axis=1)
        return _figure(task, lambda chosen: _spearman(cosines[chosen], task.gold[chosen]))
    found = _ranks(questions @ passages.T, task.gold.astype(int))
    gained = found == 1 if task.measure == "R@1" else _gain(found)
    return _figure(task, lambda chosen: float(gained[chosen].mean()))


def _ranks(scores: NDArray[np.float32], gold: NDArray[np.int_]) -> Values:
    """Return for each question the rank of its passage, from 1; ties count against it."""
    own = scores[np.arange(len(gold)), gold]
    found: Values = (scores >= own[:, None]).sum(axis=1).astype(np.float64)
    return found


def _gain(found: Values) -> Values:
    return np.where(found <= 10, 1 / np.log2(found + 1), 0.0)


def _spearman(one: Values, two: Values) -> float:
    from scipy.stats import spearmanr

    if not (np.ptp(one) and np.ptp(two)):
        return 0.0  # undefined where all are equal, as in a sample of few pairs
    return float(spearmanr(one, two).statistic)


def _figure(task: Task, value: Callable[[NDArray[np.int_]], float]) -> Figure:
    count = len(task.gold)
    rng = np.random.default_rng(_SEED)
    sampled = [value(rng.integers(count, size=count)) for _ in range(_SAMPLES)]
    low, high = np.quantile(sampled, (0.025, 0.975))
    return Figure(task.name, task.measure, count, value(np.arange(count)), float(low), float(high))


def _paragraphs(data: Path) -> Iterator[Task]:
    path = data / "korquad/korquad_v1_dev_half_a.json"
    if path.is_file():
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
        asked = [(qa["question"], n) for n, one in enumerate(paragraphs) for qa in one["qas"]]
        yield Task(
            f"KorQuAD 1.0 dev, half A: ko question → {len(paragraphs)} paragraphs",
            "nDCG@10",
            [question for question, _ in asked],
            [paragraph["context"] for paragraph in paragraphs],
            np.array([n for _, n in asked], float),
        )


def _translations(data: Path) -> Iterator[Task]:
    """Yield for each language its sentences, to be found among Korean ones, or English ones.

    Where fewer than `CANDIDATES` Korean sentences are held out, news of another source fill up.
    """
    park = list(rows(data, "dev/park-news-ko-en.jsonl.gz"))
    filling = [row["ko"] for row in park]
    yield from _found("Park news", park, "ko")
    yield from _found("Tatoeba", split_sentences(data).held, "ko")
    yield from _found("NTREX", split_news(data).held, "ko", filling)
    yield from _found("TensorFlow docs", split_docs(data).held, "en")


def _found(
    name: str, texts: Sequence[Row], target: str, others: Sequence[str] = ()
) -> Iterator[Task]:
    own = [row[target] for row in texts if row.get(target)]
    passages = list(dict.fromkeys([*own, *others]))[: max(CANDIDATES, len(own))]
    places = {text: number for number, text in enumerate(passages)}
    for code in dict.fromkeys(key for row in texts for key in row if key not in _NO_TEXT):
        asked = [row for row in texts if code != target and row.get(code) and row.get(target)]
        if asked:
            yield Task(
                f"{name}: {code} → {target}, of {len(passages)} sentences",
                "R@1",
                [row[code] for row in asked],
                passages,
                np.array([places[row[target]] for row in asked], float),
            )


def _korean(data: Path) -> Iterator[Task]:
    sts = list(rows(data, "dev/klue-sts.jsonl.gz"))
    unseen = [row for row in sts if not row.get("source", "").startswith("paraKQC")]
    # A quarter of its pairs are sentences of ParaKQC, most of which are trained on as paraphrases.
    for name, pairs in (("all", sts), ("without those of ParaKQC", unseen)):
        if pairs:
            one, two = ([row[f"sentence{n}"] for row in pairs] for n in (1, 2))
            labels = [row["labels"]["real-label"] for row in pairs]
            yield Task(f"KLUE-STS dev, {name}", "Spearman", one, two, np.array(labels, float))
    if held := [group[:2] for group in split_paraphrases(data)[1] if len(group) > 1]:
        name = f"ParaKQC, held-out groups: paraphrase, of {len(held)}"
        one, two = ([pair[n] for pair in held] for n in (0, 1))
        yield Task(name, "R@1", one, two, np.arange(len(held), dtype=float))
