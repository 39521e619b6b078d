"""Makes `model/spans.npz`, the ranker of short answers, from questions in the form of KorQuAD.

Run `python -m qa.train KORQUAD.json [--out qa/model/spans.npz]`; nothing imports this module. It
alone needs LightGBM and scikit-learn. Whatever it prints is measured on articles that the model at
work has not seen: five folds by article, and the logistic that is a feature of the trees is fitted
anew in each, so that it is out of fold, too. Then all of it is fitted on everything and saved.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from eval.korquad import exact_match, f1
from index.lexical import idf
from index.tokens import Sentence, Token, analyse, count_terms
from qa.question import Question
from qa.spans.anatomy import Anatomy, take_apart
from qa.spans.candidates import Candidate, candidates
from qa.spans.features import CLASSES, WIDTH, Around, class_of, features, look_around
from qa.spans.ranker import MODEL, Prior, choose
from qa.trees import Trees

log = logging.getLogger("qa.train")

FOLDS = 5
# A sign of fewer questions than this tells nothing that lasts.
_RARE = 2
# Two rankings, summed: one that knows how near a span comes, one that knows the right one only.
_GRADES = ((0.3, 1), (0.6, 2))
_EXACT = 4
_PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank", "num_leaves": 31, "learning_rate": 0.06, "min_child_samples": 30,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.5, "reg_lambda": 1.0,
    "random_state": 1, "n_jobs": 1, "verbose": -1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
_TREES = 200


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentence that holds its answer, and how near each candidate comes.

    Args:
        article: where the question is from.
        golds: the answers that count as right.
        nearness: F1 of each candidate, shape (candidates,); 1 where it is the answer.
    """

    article: int
    asked: Anatomy
    around: Around
    found: tuple[Candidate, ...]
    golds: tuple[str, ...]
    nearness: NDArray[np.float64]

    def near(self, said: str) -> float:
        """Return how near a span comes, 0 to 1."""
        return _near(said, self.golds)


class Fitted(NamedTuple):
    """The two parts of a model."""

    prior: Prior
    trees: tuple[lgb.Booster, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure in five folds, then fit on everything and save."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.train", description="Make the ranker of short answers."
    )
    parser.add_argument("questions", type=Path, help="a file in the form of SQuAD or KorQuAD")
    parser.add_argument("--out", type=Path, default=MODEL)
    args = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    examples = list(read_examples(args.questions))
    held = np.mean([1.0 in one.nearness for one in examples])
    log.info("%d questions, %.1f %% of answers are candidates", len(examples), 100 * held)
    measure(examples)
    save(fit(examples), args.out)
    log.info("saved %s, %d KB", args.out, args.out.stat().st_size // 1024)


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the questions whose answer stands in one sentence."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    texts = [p["context"] for article in articles for p in article["paragraphs"]]
    parsed = [list(sentences) for sentences in analyse(texts)]
    weigh = _Weights(texts, parsed)
    paragraphs = iter(zip(texts, parsed, strict=True))
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            text, sentences = next(paragraphs)
            for row in paragraph["qas"]:
                answer = row["answers"][0]
                start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
                inside = (s for s in sentences if s.start <= start and end <= s.end)
                if sentence := next(inside, None):
                    golds = [gold["text"] for gold in row["answers"]]
                    yield _example(number, row["question"], text, sentence, golds, weigh)


class _Weights:
    """The idf of a question's terms among the paragraphs."""

    def __init__(self, texts: Sequence[str], parsed: Sequence[Sequence[Sentence]]) -> None:
        held = [count_terms(text, s).keys() for text, s in zip(texts, parsed, strict=True)]
        self._count = len(held)
        self._df = dict[str, int]()
        for terms in held:
            for term in terms:
                self._df[term] = self._df.get(term, 0) + 1

    def of(self, asked: Anatomy) -> dict[str, float]:
        return {term: idf(self._count, self._df.get(term, 0)) for term in asked.terms}


def _example(
    article: int, question: str, text: str, sentence: Sentence, golds: list[str], weigh: _Weights
) -> Example:
    quote = text[sentence.start : sentence.end]
    tokens = [_moved(token, sentence.start) for token in sentence.tokens]
    asked = take_apart(Question.of(question))
    found = tuple(candidates(quote, tokens))
    near = [_near(quote[one.span.start : one.span.end], golds) for one in found]
    around = look_around(quote, tokens, asked, weigh.of(asked))
    return Example(article, asked, around, found, tuple(golds), np.array(near))


def _near(said: str, golds: Sequence[str]) -> float:
    return 1.0 if exact_match(said, golds) else min(0.99, f1(said, golds))


def _moved(token: Token, by: int) -> Token:
    return token._replace(start=token.start - by, end=token.end - by)


def fit(examples: Sequence[Example]) -> Fitted:
    """Return the model that these questions teach, its prior out of fold where trees see it."""
    rows = [
        _rows(one, prior)
        for kept, out in _folds(examples)
        for prior in [fit_prior(kept)]
        for one in out
    ]
    order = [one for _, out in _folds(examples) for one in out]
    table, near = np.vstack(rows), np.concatenate([one.nearness for one in order])
    sizes = [len(one.found) for one in order]
    graded = np.select([near == 1.0, near > _GRADES[1][0], near > _GRADES[0][0]], [_EXACT, 2, 1])
    boosters = tuple(_boosted(table, labels, sizes) for labels in (graded, near == 1.0))
    return Fitted(fit_prior(examples), boosters)


def _folds(examples: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield the questions to learn from and those to judge, by article."""
    for fold in range(FOLDS):
        out = [one for one in examples if one.article % FOLDS == fold]
        if out:
            yield [one for one in examples if one.article % FOLDS != fold], out


def _rows(one: Example, prior: Prior) -> NDArray[np.float64]:
    chances = prior.log_probabilities(one.asked)
    rows = [features(candidate, one.around, chances) for candidate in one.found]
    return np.array(rows).reshape(len(rows), WIDTH)


def _boosted(
    table: NDArray[np.float64], labels: NDArray[np.generic], sizes: Sequence[int]
) -> lgb.Booster:
    data = lgb.Dataset(table, labels.astype(int), group=[size for size in sizes if size])
    return lgb.train(_PARAMETERS, data, _TREES)


def fit_prior(examples: Sequence[Example]) -> Prior:
    """Return the logistic that tells an answer's class from its question."""
    known = [(one.asked.signs(), kind) for one in examples if (kind := _class(one))]
    vectors = DictVectorizer(dtype=np.float32)
    table = vectors.fit_transform([dict.fromkeys(signs, 1.0) for signs, _ in known])
    common = np.flatnonzero(np.asarray(table.sum(axis=0)).ravel() >= _RARE)
    model = LogisticRegression(max_iter=500).fit(table[:, common], [kind for _, kind in known])
    weights = np.zeros((len(common), len(CLASSES)), np.float32)
    bias = np.full(len(CLASSES), -10.0, np.float32)  # of a class that no answer had
    columns = [CLASSES.index(kind) for kind in model.classes_]
    weights[:, columns], bias[columns] = model.coef_.T, model.intercept_
    names = vectors.get_feature_names_out()[common]
    return Prior({str(sign): row for row, sign in enumerate(names)}, weights, bias)


def _class(one: Example) -> str | None:
    """Return the class of the candidate that is the answer, None where none is."""
    right = np.flatnonzero(one.nearness == 1.0)
    if not len(right):
        return None
    answer, around = one.found[right[0]], one.around
    text = around.text[answer.span.start : answer.span.end]
    return class_of(text, around.tokens[answer.first : answer.last + 1])


def measure(examples: Sequence[Example]) -> None:
    """Log EM and F1 of what is chosen where the sentence is right, on articles not seen."""
    near: list[float] = []
    for kept, out in _folds(examples):
        model = fit(kept)
        trees = grown(model.trees)
        near += [_nearness(one, model.prior, trees) for one in out]
    exact = sum(value == 1.0 for value in near)
    log.info(
        "%d folds by article, the right sentence given: EM %.1f, F1 %.1f",
        FOLDS,
        100 * exact / len(near),
        100 * sum(near) / len(near),
    )


def _nearness(one: Example, prior: Prior, trees: Trees) -> float:
    if not one.found:
        return 0.0
    rows, text = _rows(one, prior), one.around.text
    span = choose(text, one.found, rows, trees.scores(rows), one.asked)
    return one.near(text[span.start : span.end])


def save(model: Fitted, path: Path) -> None:
    """Write a model as `Ranker.load` reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "signs": np.array(list(model.prior.signs), dtype=np.str_),
        "weights": model.prior.weights.astype(np.float16),
        "bias": model.prior.bias,
        **grown(model.trees).to_arrays(),
    }
    np.savez_compressed(path, **arrays)


def grown(boosters: Sequence[lgb.Booster]) -> Trees:
    """Return the trees of these boosters as one sum."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, deepest = [], 0

    def plant(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        here = len(nodes)
        nodes.append((0, np.inf, here, here, float(node.get("leaf_value", 0.0))))
        if "split_feature" in node:
            left = plant(node["left_child"], depth + 1)
            right = plant(node["right_child"], depth + 1)
            nodes[here] = (node["split_feature"], node["threshold"], left, right, 0.0)
        return here

    for booster in boosters:
        roots += [plant(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return Trees(
        np.array(feature, np.int16),
        np.array(threshold),
        np.array(left, np.int32),
        np.array(right, np.int32),
        np.array(value, np.float32),
        np.array(roots, np.int32),
        deepest,
    )


if __name__ == "__main__":
    main()
