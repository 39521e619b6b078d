"""Sets that others made, in the forms in which they are published: SQuAD and BEIR.

Both become a folder with one `corpus.jsonl` (`{"id", "title", "text"}`, a document a line) under
the cache, named by the hash of what it was made from and written once. Titles of SQuAD's articles
are left out: its questions are about the paragraph, and the title would often give it away. Of a
query that is longer than a question may be, the beginning is asked.
"""

import csv
import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from eval.records import EvalSet, Question
from index.errors import InputError
from index.readers.frontmatter import plain_line
from index.sourcemap import Span
from qa.followup import LONGEST

_CORPUS = "corpus.jsonl"
_FORM = 2  # of what is written: a corpus in another form is another folder
_SPLITS = ("dev", "test")
_HANGUL = re.compile("[가-힣]")


def load_squad(path: Path, cache: Path) -> EvalSet:
    """Return a SQuAD 1.1, SQuAD 2.0 or KorQuAD 1.0 file: each distinct paragraph is a document.

    The folder with the paragraphs is made under `cache`. A question is Korean where it has Hangul,
    else English.

    Raises:
        InputError: the file is not in this form, an answer does not stand where it says, or two
            questions have one id.
    """
    paragraphs: dict[str, str] = {}
    questions: list[Question] = []
    try:
        for where, paragraph in _paragraphs(path):
            text = paragraph["context"]
            document = f"{_CORPUS}#{paragraphs.setdefault(text, where)}"
            questions += (_asked(path, qa, text, document) for qa in paragraph["qas"])
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path} is not in the form of SQuAD: {type(error).__name__} {error}"
        ) from error
    if not questions:
        raise InputError(f"{path} holds no question")
    rows = ({"id": where, "text": text} for text, where in paragraphs.items())
    asked = _distinct(path, questions)
    return EvalSet(path.stem, "squad", _written(rows, path, cache), asked)


def _distinct(path: Path, questions: list[Question]) -> tuple[Question, ...]:
    """Return the questions, each of which has an id of its own: by it two runs are compared."""
    counts = Counter(question.id for question in questions)
    id_, count = counts.most_common(1)[0]
    if count > 1:
        raise InputError(f"{path}: {count} questions have the id {id_!r}")
    return tuple(questions)


def _paragraphs(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    articles = json.loads(path.read_text(encoding="utf-8-sig"))["data"]
    for i, article in enumerate(articles):
        for j, paragraph in enumerate(article["paragraphs"]):
            yield f"{i:04}-{j:03}", paragraph


def _asked(path: Path, row: dict[str, Any], text: str, document: str) -> Question:
    answers = () if row.get("is_impossible") else row["answers"]
    places = [Span(a["answer_start"], a["answer_start"] + len(a["text"])) for a in answers]
    for answer, place in zip(answers, places, strict=True):
        if text[place.start : place.end] != answer["text"]:
            raise InputError(f"{path}, question {row['id']}: {answer['text']!r} is not at {place}")
    golds = tuple(dict.fromkeys(answer["text"] for answer in answers))
    return Question(
        id=str(row["id"]),
        type="direct" if answers else "unanswerable",
        lang="ko" if _HANGUL.search(row["question"]) else "en",
        split="",
        question=row["question"],
        history=(),
        documents=(document,) if answers else (),
        evidence=golds,
        answers=golds,
        grades={document: 1} if answers else {},
        places=tuple(dict.fromkeys(places)),
    )


def load_beir(path: Path, cache: Path) -> EvalSet:
    """Return a BEIR folder; of its queries those that `qrels/dev.tsv` or `test.tsv` judge.

    The folder with the corpus in our form is made under `cache`.

    Raises:
        InputError: a file of it is missing or malformed (names the line), or a query is in both
            splits.
    """
    queries = {row["_id"]: row["text"] for row in _lines(path / "queries.jsonl")}
    questions = []
    for split in _SPLITS:
        for query, grades in _qrels(path / "qrels" / f"{split}.tsv").items():
            if not queries.get(query, "").strip():
                raise InputError(f"{path}/qrels/{split}.tsv judges {query!r}, which is no query")
            questions.append(_judged(query, queries[query], split, grades))
    if not questions:
        raise InputError(f"{path} has no judged query in qrels/dev.tsv or qrels/test.tsv")
    rows = (_document(row) for row in _lines(path / _CORPUS))
    name = path.resolve().name
    asked = _distinct(path, questions)
    return EvalSet(name, "beir", _written(rows, path / _CORPUS, cache), asked)


def _document(row: dict[str, Any]) -> dict[str, str]:
    """Return a document in our form; one that is a title alone has it for its text."""
    title = str(row.get("title") or "")
    title, text = (title, row["text"]) if row["text"].strip() else ("", title)
    return {"id": row["_id"], "title": title, "text": text}


def _judged(query: str, text: str, split: str, grades: dict[str, int]) -> Question:
    return Question(
        id=query,
        type="query",
        lang="",
        split=split,
        question=text.strip()[:LONGEST],
        history=(),
        documents=tuple(grades),
        evidence=(),
        answers=(),
        grades=grades,
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                row["_id"], row["text"] = str(row["_id"]), str(row["text"])
            except (LookupError, TypeError, ValueError, RecursionError) as error:
                raise InputError(f"{path}, line {number}: expected _id and text") from error
            yield row


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return query → document → grade above 0; nothing where the file is not there.

    A document has the name that the reader of records makes of its id.
    """
    qrels: dict[str, dict[str, int]] = {}
    if not path.is_file():
        return qrels
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            is_header = number == 1 and row[-1:] == ["score"]
            if is_header or not "".join(row).strip():
                continue
            try:
                query, document, grade = row[0], row[-2], int(row[-1])
            except (IndexError, ValueError) as error:
                raise InputError(
                    f"{path}, line {number}: expected query, document, score"
                ) from error
            if grade > 0:
                qrels.setdefault(query, {})[f"{_CORPUS}#{plain_line(document)}"] = grade
    return qrels


def _written(rows: Iterable[dict[str, str]], source: Path, cache: Path) -> Path:
    """Write the corpus into a folder of its own, whole or not at all; return the folder."""
    with source.open("rb") as raw:
        digest = hashlib.file_digest(raw, "sha256").hexdigest()
    folder = cache / f"corpus-{_FORM}-{digest[:20]}"
    if (folder / _CORPUS).is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as part:
        with (Path(part) / _CORPUS).open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (Path(part) / _CORPUS).replace(folder / _CORPUS)
    return folder
