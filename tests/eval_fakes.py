"""A bot whose answers a person can foretell: the passage that shares most characters is quoted."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from eval.bootstrap import grouped, scores
from eval.records import Outcome, Question, Run, Table
from eval.rows import COLUMNS
from index.records import Hit, Locator, Passage
from index.sourcemap import MappedText, Span
from qa.records import Answer, Citation

NEWS = {
    "a.txt": "서울의 어제 기온은 31도였다.",
    "b.txt": "부산항의 물동량이 10,000상자로 늘었다.",
    "c.txt": "대전의 연구소가 위성을 쏘았다.",
}


def passage(document: str, text: str, number: int = 0) -> Passage:
    return Passage(
        id=f"{document}:{number}",
        document=document,
        title="",
        source="",
        date=None,
        heading="",
        text=text,
        origin=MappedText.of(text).origin,
        sentences=(Span(0, len(text)),),
        locator=Locator("text", 1, 1),
    )


def hits_of(*passages: Passage) -> tuple[Hit, ...]:
    return tuple(Hit(i, 1 / i, {}, one) for i, one in enumerate(passages, start=1))


def citation_of(one: Passage, number: int = 1) -> Citation:
    return Citation(
        number=number,
        passage=one.id,
        document=one.document,
        title="",
        source="",
        date=None,
        heading="",
        quote=one.text,
        mark=Span(0, 2),
        start=0,
        end=len(one.text),
        spans=(Span(0, len(one.text)),),
        locator=one.locator,
        encoding="utf-8",
        sha256="",
        status="verified",
        score=1.0,
    )


class FakeStore:
    """Each passage is a document of its own."""

    settings = SimpleNamespace(fingerprint="sha256:0")

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages

    def documents(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=one.document) for one in self.passages]

    def passages_of(self, document: str) -> list[Passage]:
        return [one for one in self.passages if one.document == document]


class FakeRetriever:
    encoder = None

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages
        self.store = FakeStore(passages)

    def search(self, question: str, *, k: int = 10, mode: str = "hybrid") -> tuple[Hit, ...]:
        """Dense is the worst list: the hybrid's, backwards."""
        best = sorted(self.passages, key=lambda one: -len(set(question) & set(one.text)))
        return hits_of(*(reversed(best) if mode == "dense" else best))[:k]


class FakeBot:
    """Refuses where a question shares fewer than three characters with every passage."""

    def __init__(self, passages: list[Passage]) -> None:
        self.retriever = FakeRetriever(passages)
        self.asked: list[str] = []

    def ask(self, question: str, *, history: tuple[str, ...] = (), mode: str = "hybrid") -> Answer:
        self.asked.append(question)
        whole = " ".join((*history, question))
        hits = self.retriever.search(whole, mode=mode)
        best = hits[0].passage
        answer = Answer(
            question=question,
            standalone_question=whole,
            text=best.text,
            short=best.text[:2],
            level="sure",
            confidence=1.0,
            citations=(citation_of(best),),
            hits=hits,
        )
        if len(set(whole) & set(best.text)) >= 3:
            return answer
        return replace(answer, text=None, short="", level="none", confidence=0.0, citations=())


def write_documents(folder: Path, documents: dict[str, str] = NEWS) -> list[Passage]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [passage(name, text) for name, text in documents.items()]


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def row(number: int, **fields: object) -> dict[str, object]:
    return {"id": f"q{number}", "question": "서울의 어제 기온은?", "evidence": ["31도"], **fields}


def question(**fields: object) -> Question:
    known = {"id": "q", "type": "direct", "lang": "ko", "split": "", "question": "?"}
    empty = {"history": (), "documents": (), "evidence": (), "answers": (), "grades": {}}
    return Question(**(known | empty | fields))  # type: ignore[arg-type]


def answer(short: str | None, confidence: float = 1.0) -> Answer:
    told = short is not None
    return Answer(
        question="?",
        standalone_question="?",
        text=short,
        short=short or "",
        level="sure" if told else "none",
        confidence=confidence,
        citations=(citation_of(passage("a", "본문")),) if told else (),
        hits=(),
    )


def outcome(asked: Question, said: Answer | None = None, **fields: object) -> Outcome:
    known = {"ranking": (), "qrels": {}, "holding": (), "exact": ()}
    known |= {"seconds": 0.0, "search_seconds": 0.0}
    return Outcome(question=asked, answer=said, **(known | fields))  # type: ignore[arg-type]


def table_of(
    *, ids: tuple[str, ...] = (), types: tuple[str, ...] = (), **columns: np.ndarray
) -> Table:
    """A table with these columns, all others unknown."""
    count = len(next(iter(columns.values())))
    nothing = np.full(count, np.nan)
    known = {"unanswerable": np.zeros(count)} | columns
    same = ("",) * count
    return Table(
        ids or tuple(f"q{number}" for number in range(count)),
        {"types": types or same, "languages": same, "formats": same, "splits": same},
        {name: known.get(name, nothing) for name in COLUMNS},
    )


def run_of(table: Table, mode: str = "hybrid") -> Run:
    return Run(
        name="news",
        kind="own",
        split="all",
        encoder="bundled",
        mode=mode,
        outcomes=(),
        table=table,
        overall=scores(table),
        groups=grouped(table),
    )
