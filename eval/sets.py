"""Where questions come from: any kind of evaluation set → `EvalSet`.

    a folder with documents/ and questions.jsonl      own
    questions.jsonl with a folder of documents        own
    file.json                                         SQuAD 1.1, 2.0 and KorQuAD 1.0
    a folder with corpus.jsonl and queries.jsonl      BEIR
    a bare name                                       a set that is packaged in `eval/sets/`

Here: finding the set, and our own form. Not here: the foreign forms (`benchmarks`), which are
brought into it.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from eval.benchmarks import load_beir, load_squad
from eval.records import EvalSet, Question
from index.errors import InputError
from index.sourcemap import squeeze

QUESTIONS = "questions.jsonl"
_PACKAGED = Path(str(files("eval") / "sets"))


def load_set(name: str, *, cache: Path, documents: Path | None = None) -> EvalSet:
    """Return the set that `name` means: a path, or the bare name of a packaged set.

    Args:
        name: a packaged name wins; a folder of the same name is reached as `./news`.
        cache: folder in which foreign corpora are written as documents that can be indexed.
        documents: the folder that the questions are about, where the set has none beside it.

    Raises:
        InputError: there is no such set, or it is malformed; names the file and the line.
    """
    path = _PACKAGED / name if name in packaged() else Path(name)
    try:
        return _load(path, cache, documents)
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: {error.reason} at {error.start}") from error
    except OSError as error:
        raise InputError(f"{error.filename or path} cannot be used: {error.strerror}") from error


def packaged() -> tuple[str, ...]:
    """Return the names of the sets that come with the package."""
    return tuple(sorted(path.parent.name for path in _PACKAGED.glob(f"*/{QUESTIONS}")))


def only(eval_set: EvalSet, split: str) -> EvalSet:
    """Return the set with the questions of one split; those without a split are in every one.

    Raises:
        InputError: the split has no question.
    """
    if split == "all":
        return eval_set
    kept = tuple(one for one in eval_set.questions if one.split in ("", split))
    if not kept:
        known = ", ".join(sorted({one.split for one in eval_set.questions}))
        raise InputError(f"{eval_set.name} has no question in the split {split}, only in {known}")
    return replace(eval_set, questions=kept)


def _load(path: Path, cache: Path, documents: Path | None) -> EvalSet:
    if (path / QUESTIONS).is_file():
        return _own(path / QUESTIONS, documents or path / "documents", path.resolve().name)
    if path.suffix == ".jsonl" and path.is_file():
        return _own(path, documents or path.parent / "documents", path.stem)
    if documents:
        raise InputError(f"--docs belongs to a {QUESTIONS}; {path} is none")
    if (path / "corpus.jsonl").is_file() and (path / "queries.jsonl").is_file():
        return load_beir(path, cache)
    if path.suffix == ".json" and path.is_file():
        return load_squad(path, cache)
    raise InputError(f"{path} is no evaluation set: {_expected()}")


def _expected() -> str:
    kinds = f"a folder with {QUESTIONS}, a SQuAD file.json, a BEIR folder"
    return f"expected {kinds}, or one of: {', '.join(packaged()) or '(none packaged)'}"


def _own(path: Path, documents: Path, name: str) -> EvalSet:
    if not documents.is_dir():
        raise InputError(f"{path} asks about documents in {documents}, which is no folder; --docs")
    questions: dict[str, Question] = {}
    for place, row in _rows(path):
        question = _question(row, place)
        if question.id in questions:
            raise InputError(f"{place}: the id {question.id!r} was there before")
        questions[question.id] = question
    if not questions:
        raise InputError(f"{path} holds no question")
    return EvalSet(name, "own", documents, tuple(questions.values()))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{place}: no JSON: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{place}: a JSON object is expected, not {line[:40]!r}")
        yield place, row


def _question(row: dict[str, Any], place: str) -> Question:
    evidence = _texts(row, "evidence", place)
    if "evidence" not in row:
        raise InputError(f"{place}: no 'evidence'; an unanswerable question says []")
    if not all(squeeze(one) for one in evidence):
        raise InputError(f"{place}: an empty string in 'evidence'; an unanswerable one says []")
    return Question(
        id=_text(row, "id", place),
        type=_text(row, "type", place, "question"),
        lang=_text(row, "lang", place, "ko"),
        split=_text(row, "split", place, ""),
        question=_text(row, "question", place),
        history=_texts(row, "history", place),
        documents=_texts(row, "documents", place),
        evidence=evidence,
        answers=_texts(row, "answers", place),
        grades={},
    )


def _text(row: dict[str, Any], key: str, place: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InputError(f"{place}: {key!r} must be a text, not {value!r}")
    return value


def _texts(row: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InputError(f"{place}: {key!r} must be a list of texts, not {value!r}")
    return tuple(value)
