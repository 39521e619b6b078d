"""The records of the evaluation: frozen, slotted; what they are worth is counted in `metrics`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.sourcemap import Span
from qa.records import Answer

Kind = Literal["own", "squad", "beir"]
Mode = Literal["hybrid", "lexical", "dense"]
Scores = Mapping[str, float | None]

MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")
SPLITS = ("dev", "test", "all")


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what is known of its answer.

    Args:
        type: what is tried: `direct`, `para`, `table` …; results are also given by type.
        split: `dev`, `test`, or '' for a question that belongs to every split.
        history: earlier questions of the same person, oldest first.
        documents: ids of the documents that hold the evidence.
        evidence: any one of these inside one quote is enough; empty means unanswerable, unless
            there are `grades`.
        answers: short answers, any one of which is right; may be empty.
        grades: document → relevance (above 0), where whole documents are judged: SQuAD and BEIR.
        places: where the answers stand in the source text of the one gold document: SQuAD.
    """

    id: str
    type: str
    lang: str
    split: str
    question: str
    history: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: tuple[str, ...]
    answers: tuple[str, ...]
    grades: Mapping[str, int]
    places: tuple[Span, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the documents hold an answer."""
        return bool(self.evidence or self.grades)


@dataclass(frozen=True, slots=True)
class EvalSet:
    """Questions over a folder of documents, whatever form they came in.

    Args:
        kind: `own` (the contract's form), `squad` or `beir`; BEIR sets judge retrieval alone.
        documents: the folder to index.
    """

    name: str
    kind: Kind
    documents: Path
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bot did with one question.

    Args:
        ranking: ids in the order found, best first: documents where they are judged, passages
            elsewhere.
        qrels: the relevant ones among all ids, with their grade; see `metrics.judged`.
        answer: None where only retrieval is judged.
        holding: for each citation, whether its quote holds the evidence.
        exact: for each citation, whether the file, read again, yields the quote.
        seconds: wall time of the answer; of the search where there is no answer.
    """

    question: Question
    ranking: tuple[str, ...]
    qrels: Mapping[str, int]
    answer: Answer | None
    holding: tuple[bool, ...]
    exact: tuple[bool, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """A set, put to the bot in one mode with one encoder.

    Args:
        overall: scores by name, the same names in every run; None where nothing was counted.
        types: the same for each type of question, in the set's order.
    """

    name: str
    kind: Kind
    split: str
    encoder: str
    mode: Mode
    outcomes: tuple[Outcome, ...]
    overall: Scores
    types: Mapping[str, Scores]
