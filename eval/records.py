"""The records of the evaluation: frozen, slotted; what they are worth is counted in `measures`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.records import Hit
from index.sourcemap import Span
from qa.records import Answer

Kind = Literal["own", "squad", "beir"]
Mode = Literal["hybrid", "lexical", "dense"]
Column = NDArray[np.float64]

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

    @property
    def format(self) -> str:
        """The suffix of the first document that holds the evidence; '' for an unanswerable one."""
        name = self.documents[0].partition("#")[0] if self.documents else ""
        return PurePosixPath(name).suffix.removeprefix(".").lower()


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
class Corpus:
    """What a baseline searches: one text a passage, and what makes vectors of them."""

    texts: Sequence[str]
    encoder: Encoder


Search = Callable[[str, int], Sequence[int]]  # question and k → rows of the corpus, best first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bot did with one question.

    Args:
        ranking: ids in the order found, best first: documents where they are judged, passages
            elsewhere.
        qrels: the relevant ones among all ids, with their grade; see `relevance.judged`.
        answer: None where only retrieval is judged.
        holding: for each citation, whether its quote holds the evidence.
        exact: for each citation, whether the file, read again, yields the quote.
        seconds: wall time of the answer; of the search where there is no answer.
        search_seconds: wall time of the search alone.
        hits: the first passages found, to be read where something went wrong.
    """

    question: Question
    ranking: tuple[str, ...]
    qrels: Mapping[str, int]
    answer: Answer | None
    holding: tuple[bool, ...]
    exact: tuple[bool, ...]
    seconds: float
    search_seconds: float
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What each question of a run came to: one row a question, one column a figure of it.

    Args:
        ids: the questions.
        facets: what a question is counted under: facet (`types`, `languages`, `formats`,
            `splits`) → a value for each question.
        columns: figure → its value for each question, shape (n,), NaN where it does not apply.
    """

    ids: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, Column]

    def take(self, rows: NDArray[np.int64]) -> "Table":
        """Return the table of these rows, in their order."""
        return Table(
            tuple(self.ids[row] for row in rows),
            {name: tuple(values[row] for row in rows) for name, values in self.facets.items()},
            {name: values[rows] for name, values in self.columns.items()},
        )

    def where(self, facet: str, value: str) -> "Table":
        """Return the rows whose facet has this value."""
        return self.take(np.flatnonzero(np.array(self.facets[facet]) == value))


class Estimate(NamedTuple):
    """The value of a measure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Every measure over some questions, by name; None where nothing was counted."""

    questions: int
    unanswerable: int
    estimates: Mapping[str, Estimate | None]

    def value(self, name: str) -> float | None:
        """Return the value of one measure."""
        estimate = self.estimates[name]
        return estimate.value if estimate else None


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured; memory is the peak of the one process, its readers not counted.

    Args:
        skipped: files that could not be read.
        build_seconds: from no index to a committed one, Kiwi's loading included.
        cold_seconds: from a started Python to the first answer.
        answer_ms: CPU time of a question beyond its search, one asked after the other.
    """

    passages: int
    skipped: int
    build_seconds: float
    build_memory_mb: float
    index_mb: float
    cold_seconds: float
    answer_ms: float
    ask_memory_mb: float

    @property
    def passages_per_second(self) -> float:
        """How fast the index was built."""
        return self.passages / self.build_seconds


@dataclass(frozen=True, slots=True)
class Run:
    """A set, put to one system.

    Args:
        mode: the bot's mode, or the name of a baseline (`baselines`).
        encoder: what made the index's vectors.
        fingerprint: of that encoder's weights, `sha256:…`.
        outcomes: empty for a run that was read from a file.
        overall: the scores of all questions.
        groups: facet → value → the scores of those questions; a facet with one value is left out.
        costs: None where they were not measured.
    """

    name: str
    kind: Kind
    split: str
    encoder: str
    mode: str
    outcomes: tuple[Outcome, ...]
    table: Table
    overall: Scores
    groups: Mapping[str, Mapping[str, Scores]]
    fingerprint: str = ""
    costs: Costs | None = None
