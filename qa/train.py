"""Makes `model/spans.npz`, the ranker of short answers, from questions and where their answers are.

Run `python -m qa.train KORQUAD.json [QUESTIONS.tsv] [--out qa/model/spans.npz]`; nothing imports
this module but `qa.learn`. They alone need LightGBM and scikit-learn. It reads KorQuAD's questions,
our own over the same paragraphs, in other words and other languages, and the development questions
of our sets. Whatever it prints is measured on articles that the model at work has not seen: five
folds by article, and the logistic that is a feature of the trees is fitted anew in each, so that it
is out of fold, too. Then all of it is fitted on everything and saved.
"""

import argparse
import logging
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from eval.korquad import exact_match, f1
from eval.relevance import holds
from index.tokens import Token, analyse
from qa.cells import is_row
from qa.lessons import FOLDS, QUESTIONS, SETS, of_korquad, of_set, our_own, read_paragraphs
from qa.question import Question, read_question
from qa.retriever import Retriever
from qa.spans.anatomy import Anatomy, take_apart
from qa.spans.candidates import Candidate, candidates
from qa.spans.edges import settle
from qa.spans.features import CLASS, CLASSES, PRIOR, WIDTH, features, look_around
from qa.spans.ranker import MODEL, Prior, Ranker, choose
from qa.trees import Trees

log = logging.getLogger("qa.train")

# A sign of fewer questions than this tells nothing that lasts.
_RARE = 2
# Two rankings, summed: one that knows how near a span comes, one that knows the right one only.
_GRADES = ((0.3, 1), (0.6, 2))
_EXACT = 4
_PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank", "num_leaves": 31, "learning_rate": 0.06, "min_child_samples": 60,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.3, "reg_lambda": 1.0,
    "random_state": 1, "n_jobs": 1, "verbose": -1, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
_TREES = 200


class Asked(NamedTuple):
    """A question, and the sentence that holds its answer.

    Args:
        article: what it is about; the questions of an article are judged together.
        kind: of our own questions, or the set's name; `korquad`.
        golds: the answers that count as right.
    """

    article: int
    kind: str
    question: Question
    sentence: str
    golds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and how near each candidate of the sentence that answers it comes.

    Args:
        asked: the question; `anatomy` is it taken apart.
        rows: the features of each candidate, shape (candidates, WIDTH), without the prior's.
        nearness: F1 of each candidate, shape (candidates,); 1 where it is the answer.
    """

    asked: Asked
    anatomy: Anatomy
    found: tuple[Candidate, ...]
    rows: NDArray[np.float64]
    nearness: NDArray[np.float64]

    @property
    def fold(self) -> int:
        """The fold that it is judged in."""
        return self.asked.article % FOLDS


class Fitted(NamedTuple):
    """The two parts of a model."""

    prior: Prior
    trees: tuple[lgb.Booster, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure in five folds, then fit on everything and save."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.train", description="Make the ranker of short answers."
    )
    parser.add_argument("korquad", type=Path, help="a file in the form of KorQuAD")
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--out", type=Path, default=MODEL)
    args = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory() as folder:
        examples = read_all(args.korquad, args.questions, Path(folder))
    measure(examples)
    save(fit(examples), args.out)
    log.info("saved %s, %d KB", args.out, args.out.stat().st_size // 1024)


def read_all(korquad: Path, own: Path, folder: Path) -> list[Example]:
    """Return the questions of KorQuAD, our own and those of the sets; indexes are in `folder`."""
    examples = read_korquad(korquad, own, folder)
    for name in SETS:
        examples += read_set(name, folder)
    return examples


def read_korquad(path: Path, own: Path, folder: Path) -> list[Example]:
    """Return KorQuAD's questions and our own whose answer stands in one sentence."""
    texts, retriever = read_paragraphs(path, folder)
    sentences = dict(zip(texts, analyse(texts.values()), strict=True))
    asked = []
    for one in (*of_korquad(path), *our_own(own)):
        for start, end in one.places[:1]:
            text = texts[one.paragraph]
            parts = (part for part in sentences[one.paragraph] if part.start <= start)
            if sentence := next((part for part in parts if end <= part.end), None):
                golds = tuple(text[start:end] for start, end in one.places)
                quote = text[sentence.start : sentence.end]
                question = Question.of(one.question)
                asked.append(Asked(one.article, one.kind, question, quote, golds))
    return _examples(asked, retriever)


def read_set(name: str, folder: Path) -> list[Example]:
    """Return the development questions of a packaged set that a sentence answers, not a table."""
    questions, retriever = of_set(name, folder)
    asked = []
    for group, one in questions:
        sentences = (text for document in one.documents for text in _sentences(retriever, document))
        told = (text for text in sentences if holds(text, one.evidence) and not is_row(text))
        if one.answers and (sentence := next(told, None)):
            question = read_question(one.question, one.history)
            asked.append(Asked(group, name, question, sentence, one.answers))
    return _examples(asked, retriever)


def _sentences(retriever: Retriever, document: str) -> Iterator[str]:
    for passage in retriever.store.passages_of(document):
        for span in passage.sentences:
            yield passage.text[span.start : span.end]


def _examples(asked: Sequence[Asked], retriever: Retriever) -> list[Example]:
    analysed = analyse([one.sentence for one in asked])
    tokens = (tuple(t for part in parts for t in part.tokens) for parts in analysed)
    return [_example(one, held, retriever) for one, held in zip(asked, tokens, strict=True)]


def _example(asked: Asked, tokens: tuple[Token, ...], retriever: Retriever) -> Example:
    text, query = asked.sentence, retriever.query(asked.question.text)
    likenesses = retriever.alignment.likenesses(query.text, tokens) if retriever.alignment else {}
    anatomy = take_apart(asked.question)
    around = look_around(text, tokens, anatomy, query.terms, likenesses)
    found = tuple(candidates(text, tokens))
    rows = np.array([features(one, around, {}) for one in found]).reshape(len(found), WIDTH)
    near = [_near(text[one.span.start : one.span.end], asked.golds) for one in found]
    return Example(asked, anatomy, found, rows, np.array(near))


def _near(said: str, golds: Sequence[str]) -> float:
    return 1.0 if exact_match(said, golds) else min(0.99, f1(said, golds))


def fit(examples: Sequence[Example]) -> Fitted:
    """Return the model that these questions teach, its prior out of fold where trees see it."""
    seen: list[Example] = []
    for fold in range(FOLDS):
        if out := [one for one in examples if one.fold == fold]:
            prior = fit_prior([one for one in examples if one.fold != fold])
            seen += [_seen(one, prior) for one in out]
    near = np.concatenate([one.nearness for one in seen])
    graded = np.select([near == 1.0, near > _GRADES[1][0], near > _GRADES[0][0]], [_EXACT, 2, 1])
    boosters = tuple(_boosted(seen, labels) for labels in (graded, near == 1.0))
    return Fitted(fit_prior(examples), boosters)


def by_fold(examples: Sequence[Example]) -> Iterator[Ranker]:
    """Yield for each fold the ranker that the other folds teach."""
    for fold in range(FOLDS):
        model = fit([one for one in examples if one.fold != fold])
        yield Ranker(model.prior, grown(model.trees))


def _seen(one: Example, prior: Prior) -> Example:
    """Return an example as the trees see it: with what the prior says of its candidates."""
    chances, rows = prior.log_probabilities(one.anatomy), one.rows.copy()
    rows[:, PRIOR] = [chances[CLASSES[int(kind)]] for kind in rows[:, CLASS]]
    return replace(one, rows=rows)


def _boosted(seen: Sequence[Example], labels: NDArray[np.generic]) -> lgb.Booster:
    sizes = [len(one.found) for one in seen]
    data = lgb.Dataset(
        np.vstack([one.rows for one in seen]),
        labels.astype(int),
        group=[size for size in sizes if size],
    )
    return lgb.train(_PARAMETERS, data, _TREES)


def fit_prior(examples: Sequence[Example]) -> Prior:
    """Return the logistic that tells an answer's class from its question."""
    known = [(one.anatomy.signs(), kind) for one in examples if (kind := _class(one))]
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
    return CLASSES[int(one.rows[right[0], CLASS])]


def measure(examples: Sequence[Example]) -> None:
    """Log EM and F1 of what is chosen where the sentence is right, on articles not seen."""
    rows: dict[str, list[tuple[bool, bool, float]]] = {}
    for fold, ranker in enumerate(by_fold(examples)):
        for one in (one for one in examples if one.fold == fold):
            near = _nearness(_seen(one, ranker.prior), ranker.trees)
            rows.setdefault(one.asked.kind, []).append((1.0 in one.nearness, near == 1.0, near))
    log.info("%d folds by article, the right sentence given", FOLDS)
    for kind, told in rows.items():
        shares = 100 * np.array(told).mean(axis=0)
        log.info("%-8s %4d  candidates %.1f, EM %.1f, F1 %.1f", kind, len(told), *shares)


def _nearness(one: Example, trees: Trees) -> float:
    if not one.found:
        return 0.0
    text = one.asked.sentence
    best = choose(text, one.found, one.rows, trees.scores(one.rows), one.anatomy)
    span = settle(text, one.found[best].span, one.anatomy)
    return _near(text[span.start : span.end], one.asked.golds)


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
        np.column_stack([left, right]).astype(np.int32),
        np.array(value, np.float32),
        np.array(roots, np.int32),
        deepest,
    )


if __name__ == "__main__":
    main()
