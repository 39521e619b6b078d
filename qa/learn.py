"""Makes `model/answers.npz`: which sentence answers, and how sure that is.

Run `python -m qa.learn KORQUAD.json [QUESTIONS.tsv] [--out qa/model/answers.npz]`; nothing imports
this module. It reads questions of KorQuAD, and our own over the same paragraphs: in other words, in
other languages, and such as nothing answers. Each is searched for among all paragraphs, and once
more with the one that answers taken out; the development questions of our sets among the documents
of each, and some of the others there, too, where nothing can answer them. All it prints is measured
on articles that the weights have not seen, five folds by article; then they are fitted on
everything and saved. What ranks short answers, whose scores tell how sure an answer is, is made
anew for each fold, too.
"""

import argparse
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from eval.relevance import holds
from index.records import Hit
from qa.answerer import CITED, Answerer, by_answers, by_script, close_to_best
from qa.confidence import Scores
from qa.evidence import Evidence
from qa.lessons import (
    FOLDS,
    QUESTIONS,
    SETS,
    Lesson,
    of_korquad,
    of_set,
    our_own,
    read_paragraphs,
    strange,
)
from qa.models import FILE, Learned, save
from qa.question import Question, read_question
from qa.retriever import Results
from qa.sentences import Read, Scored, gather, is_foreign, plain_score, table
from qa.spans import Choice, Ranker
from qa.thresholds import DEFAULT
from qa.train import by_fold, grown, read_all
from qa.trees import Trees

log = logging.getLogger("qa.learn")
Floats = NDArray[np.float64]

_EVERY = 3  # of KorQuAD's questions, which are of one kind
_READ = 8
_MOST = 24  # sentences of a question that are told apart, and the right one
_COMMON: dict[str, Any] = {
    "learning_rate": 0.05, "feature_fraction": 0.5, "seed": 1, "num_threads": 1, "verbose": -1,
    "deterministic": True, "force_row_wise": True,
}  # fmt: skip
_RANKER = _COMMON | {
    "objective": "lambdarank", "num_leaves": 15, "min_data_in_leaf": 40, "lambda_l2": 5.0,
    "lambdarank_truncation_level": 5,
}  # fmt: skip
_CONFIDENCE = _COMMON | {
    "objective": "cross_entropy", "num_leaves": 15, "min_data_in_leaf": 60, "lambda_l2": 10.0,
    "feature_fraction": 0.3,
}  # fmt: skip
_TREES, _JUDGES = 300, 250
_OUT = 0.5  # what a question counts whose paragraph is taken out
_STRANGE = 20  # every so many-th question is asked of the documents of a set, too
_SHORT = 0.3  # of short ones on anything: more, and short ones of users are answered too seldom
_ELSEWHERE = 0.5  # how sure to be of a sentence where another one would have answered
_SET = 3.0  # of the sets, whose questions are like those of users
_THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.75)


class Asked(NamedTuple):
    """A question, and what tells which sentence answers it.

    Args:
        group: what it is about; the questions of a group are judged together.
        kind: of its set, or of our own questions.
        question: as it is searched for.
        answers: tells whether a sentence answers; None where none does.
        without: the document that is taken out, to see whether others are told from it.
        weight: what it counts.
    """

    group: int
    kind: str
    question: Question
    answers: Callable[[Scored], bool] | None
    without: str = ""
    weight: float = 1.0


@dataclass(slots=True)
class Case:
    """What was read for a question.

    Args:
        values: of `sentences.table`, shape (sentences, columns).
        right: which of the sentences answer.
        spans: the best span of those that were first.
        scores: what tells how sure the first is, once it was judged; then also whether it is
            right, and whether one of those that are cited is.
    """

    asked: Asked
    answerer: Answerer
    results: Results
    found: Read
    values: Floats
    right: NDArray[np.bool_]
    spans: dict[int, Choice] = field(default_factory=dict)
    scores: Scores | None = None
    first: bool = False
    answers: bool = False

    @property
    def fold(self) -> int:
        """The fold that it is judged in."""
        return self.asked.group % FOLDS

    def span_of(self, number: int) -> Choice:
        """Return a sentence's best span."""
        if number not in self.spans:
            one, asked = self.found.sentences[number], self.asked.question
            (self.spans[number],) = self.answerer.marked([one], asked, self.results)
        return self.spans[number]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure in five folds, then fit on everything and save."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.learn", description="Make the weights that choose and judge an answer."
    )
    parser.add_argument("korquad", type=Path, help="a file in the form of KorQuAD")
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        spans = [*by_fold(read_all(args.korquad, args.questions, folder))]
        cases = [*read_korquad(args.korquad, args.questions, folder, spans)]
        lessons = [*of_korquad(args.korquad), *our_own(args.questions)]
        for start, name in enumerate(SETS):
            cases += read_set(name, folder, spans)
            cases += read_strange(lessons[start::_STRANGE], name, folder, spans)
            cases += read_strange(strange(), name, folder, spans, _SHORT)
    log.info("%d readings", len(cases))
    measure(cases)
    save(fit(cases), args.out)
    log.info("saved %s, %d KB", args.out, args.out.stat().st_size // 1024)


def read_korquad(path: Path, own: Path, folder: Path, spans: Sequence[Ranker]) -> Iterator[Case]:
    """Yield what is read for KorQuAD's questions, and for our own over its paragraphs.

    `spans` has for each fold a ranker of short answers that has not learned from it.
    """
    texts, retriever = read_paragraphs(path, folder)
    answerers = [Answerer(retriever, spans=one) for one in spans]
    for one in (*islice(of_korquad(path), 0, None, _EVERY), *our_own(own)):
        name, text = one.paragraph, texts[one.paragraph]
        places, answerer = one.places[:1], answerers[one.article % FOLDS]
        answers = partial(_answers, name=name, text=text, place=places[0]) if places else None
        asked = Asked(one.article, one.kind, Question.of(one.question), answers)
        yield from read_case(asked, answerer)
        if places and one.kind != "para":
            yield from read_case(asked._replace(answers=None, without=name, weight=_OUT), answerer)


def _answers(one: Scored, *, name: str, text: str, place: tuple[int, int]) -> bool:
    """Tell whether a sentence holds the answer where it stands."""
    if _paragraph(one) != name:
        return False
    start = text.find(one.text)
    return start <= place[0] and place[1] <= start + len(one.text)


def _paragraph(one: Scored | Hit) -> str:
    passage = one.passage if isinstance(one, Hit) else one.hit.passage
    return passage.document.rpartition("#")[2]


def read_set(name: str, folder: Path, spans: Sequence[Ranker]) -> Iterator[Case]:
    """Yield what is read for the development questions of a packaged set; `spans` as before."""
    questions, retriever = of_set(name, folder)
    answerers = [Answerer(retriever, spans=one) for one in spans]
    for group, one in questions:
        asked = read_question(one.question, one.history)
        answers = partial(_holds, evidence=one.evidence) if one.evidence else None
        told = Asked(group, f"{name} {one.type}", asked, answers, "", _SET)
        yield from read_case(told, answerers[group % FOLDS])


def read_strange(
    lessons: Sequence[Lesson],
    name: str,
    folder: Path,
    spans: Sequence[Ranker],
    weight: float = 1.0,
) -> Iterator[Case]:
    """Yield what a set's documents hold for questions on something else; `spans` as before."""
    _, retriever = of_set(name, folder)
    answerers = [Answerer(retriever, spans=one) for one in spans]
    for one in lessons:
        kind = "short" if one.kind == "short" else "strange"
        asked = Asked(one.article, kind, Question.of(one.question), None, "", weight)
        yield from read_case(asked, answerers[one.article % FOLDS])


def _holds(one: Scored, *, evidence: Sequence[str]) -> bool:
    return holds(one.text, evidence)


def read_case(asked: Asked, answerer: Answerer) -> Iterator[Case]:
    """Yield what is read for a question, of documents in two languages for each."""
    retriever = answerer.retriever
    results = retriever.search(asked.question.text, k=_READ + 2)
    hits = [hit for hit in results.hits if not asked.without or _paragraph(hit) != asked.without]
    for part in by_script(results.query, hits[:_READ]):
        found = gather(asked.question, results.query, part, retriever)
        if not found:
            continue
        found.sort(key=lambda one: -plain_score(one.features))
        right = np.array([bool(asked.answers and asked.answers(one)) for one in found])
        kept = [i for i, one in enumerate(right) if one or i < _MOST]
        foreign = is_foreign(results.query, found)
        values = table(found, asked.question, foreign=foreign)[kept]
        seen = Read(tuple(found[i] for i in kept), foreign)
        yield Case(asked, answerer, results, seen, values, right[kept])


class _Told(NamedTuple):
    """What came of a case: is its first sentence right, is one of those cited, how sure is it."""

    case: Case
    first: bool
    right: bool
    sure: float


def measure(cases: Sequence[Case]) -> None:
    """Log what is learned from four folds does on the fifth, by kind of question."""
    found: list[_Told] = []
    for fold in range(FOLDS):
        models = fit([case for case in cases if case.fold != fold])
        for case in (case for case in cases if case.fold == fold):
            judge(case, models.sentences)
            sure = _logistic(models.confidence.scores(_row(case))[0])
            found.append(_Told(case, case.first, case.answers, sure))
    rows: dict[str, list[tuple[bool, bool, bool, bool]]] = {}
    for case, first, right, sure in found:
        kind = f"{case.asked.kind}, taken out" if case.asked.without else case.asked.kind
        given = sure >= DEFAULT.maybe
        rows.setdefault(kind, []).append((first, given, given and right, sure >= DEFAULT.sure))
    for kind, told in rows.items():
        shares = 100 * np.mean(told, axis=0)
        log.info(
            "%-20s %4d  first %.1f, answered %.1f, rightly %.1f, boldly %.1f",
            kind,
            len(told),
            *shares,
        )
    sets = [one for one in found if one.case.asked.kind.partition(" ")[0] in SETS]
    for name, some in (("all", found), ("sets", sets)):
        for threshold in _THRESHOLDS if some else ():
            log.info("%-4s from %.2f  %s", name, threshold, _at(some, threshold))
    log.info(
        "AUROC %.1f", 100 * roc_auc_score([one.right for one in found], [one.sure for one in found])
    )


def _at(found: Sequence[_Told], threshold: float) -> str:
    """Tell what a threshold refuses, and what is answered from it on though nothing answers."""
    given = np.array([one.sure >= threshold for one in found])
    none = np.array([one.case.asked.answers is None for one in found])
    shares = 100 * (1 - given[~none].mean()), 100 * given[none].mean()
    return "refused {:.1f}, answered without an answer {:.1f}".format(*shares)


def fit(cases: Sequence[Case]) -> Learned:
    """Return what these cases teach; the confidence learns from sentences ranked out of fold."""
    for fold in range(FOLDS):
        ranker = fit_sentences([case for case in cases if case.fold != fold])
        for case in cases:
            if case.fold == fold:
                judge(case, ranker)
    confidence = lgb.train(
        _CONFIDENCE,
        lgb.Dataset(
            np.vstack([_row(case) for case in cases]),
            np.array([_sure(case) for case in cases]),
            weight=[case.asked.weight for case in cases],
        ),
        _JUDGES,
    )
    return Learned(fit_sentences(cases), grown([confidence]))


def fit_sentences(cases: Sequence[Case]) -> Trees:
    """Return the trees that rank the right sentences first."""
    told = [case for case in cases if case.right.any()]
    sizes = [len(case.right) for case in told]
    data = lgb.Dataset(
        np.concatenate([case.values for case in told]),
        np.concatenate([case.right for case in told]).astype(int),
        weight=np.repeat([case.asked.weight for case in told], sizes),
        group=sizes,
    )
    return grown([lgb.train(_RANKER, data, _TREES)])


def judge(case: Case, ranker: Trees) -> None:
    """Rank the sentences of a case, and find what tells how sure the first is."""
    scores = ranker.scores(case.values)
    order = np.argsort(-scores, kind="stable").tolist()
    ranked = [replace(case.found.sentences[i], score=float(scores[i])) for i in order]
    spans = [case.span_of(i) for i in order[:CITED]]
    found = Read(tuple(ranked), case.found.foreign)
    found, spans = by_answers(found, spans, case.results.query.text)
    best, span, answers = found.sentences[0], spans[0], case.asked.answers
    case.first = answers is not None and answers(best)
    case.answers = answers is not None and any(map(answers, close_to_best(found)))
    shown = Evidence(best.hit, best.span, span.span, best.score)
    case.scores = case.answerer.scores(found, span, shown, case.asked.question, case.results)


def _row(case: Case) -> Floats:
    if case.scores is None:
        raise ValueError("judge a case before its confidence is asked for")
    return np.array([case.scores.values()], np.float64)


def _sure(case: Case) -> float:
    """Return how sure one should be of the sentences that are cited for a case, 0 to 1.

    Whether anything answers is told better by trees that learn it than by such as learn only where
    one of those that are cited does; of these two between, they tell both.
    """
    return 1.0 if case.answers else _ELSEWHERE * (case.asked.answers is not None)


def _logistic(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))


if __name__ == "__main__":
    main()
