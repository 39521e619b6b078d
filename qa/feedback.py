"""What people say of answers, kept beside the index, and the evaluation questions it makes.

    geungeo.index/                  the index: nothing foreign belongs in it
    geungeo.index.feedback.sqlite   what is kept here

A judgement that says what is true becomes a question of an evaluation set: an answer that was good
with its quotes, and a question that nothing answers without any. That an answer is wrong does not
say which one is right: such rows wait for a person and are only listed.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from index.errors import StoreError
from qa.records import Answer

Reason = Literal["good", "answer", "source", "refuse", "missed"]
REASONS: tuple[Reason, ...] = get_args(Reason)

Json = dict[str, Any]

_SUFFIX = ".feedback.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL, question TEXT NOT NULL,
    history TEXT NOT NULL, filters TEXT NOT NULL, standalone TEXT NOT NULL, level TEXT NOT NULL,
    short TEXT NOT NULL, citations TEXT NOT NULL
)"""
_COLUMNS = (
    "at", "reason", "question", "history", "filters", "standalone", "level", "short", "citations",
)  # fmt: skip
_NESTED = ("history", "filters", "citations")


class Feedback:
    """What people said of the answers of one index."""

    def __init__(self, path: Path) -> None:
        """Keep it in the SQLite file `path`, which is made when it is first needed."""
        self.path = path

    @classmethod
    def beside(cls, index: str | Path) -> "Feedback":
        """Return the feedback of the index in the folder `index`."""
        folder = Path(index).resolve()
        return cls(folder.with_name(folder.name + _SUFFIX))

    def record(
        self,
        reason: Reason,
        answer: Answer,
        *,
        history: Sequence[str] = (),
        filters: Json | None = None,
    ) -> int:
        """Keep what a person says of `answer`; return its number, by which it is taken back.

        Args:
            reason: `good`, or what is wrong: the `answer`, its `source`, that it should have been
                refused (`refuse`), that there is one and it was `missed`.
            answer: what was shown.
            history: the earlier questions that it leant on.
            filters: `since`, `until` and `sources` of the question.

        Raises:
            StoreError: the file cannot be written.
        """
        cited = [{"document": c.document, "quote": c.quote} for c in answer.citations]
        nested = (list(history), filters or {}, cited)
        written = dict(zip(_NESTED, (json.dumps(v, ensure_ascii=False) for v in nested),
                           strict=True))  # fmt: skip
        row = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "reason": reason,
            "question": answer.question,
            "standalone": answer.standalone_question,
            "level": answer.level,
            "short": answer.short,
            **written,
        }
        names, places = ", ".join(_COLUMNS), ", ".join(f":{name}" for name in _COLUMNS)
        try:
            with closing(sqlite3.connect(self.path)) as connection, connection:
                connection.execute(_SCHEMA)
                made = connection.execute(f"INSERT INTO feedback ({names}) VALUES ({places})", row)
                return made.lastrowid or 0
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}; the feedback is not kept") from error

    def take_back(self, number: int) -> None:
        """Forget what `record` has kept under a number.

        Raises:
            StoreError: the file cannot be written.
        """
        try:
            with closing(sqlite3.connect(self.path)) as connection, connection:
                connection.execute("DELETE FROM feedback WHERE id = ?", (number,))
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}; the feedback is kept as it was") from error

    def rows(self) -> list[Json]:
        """Return all that was said, oldest first.

        Raises:
            StoreError: the file is not one of this program's.
        """
        if not self.path.exists():
            return []
        names = ", ".join(_COLUMNS)
        try:
            with closing(sqlite3.connect(self.path)) as connection:
                found = connection.execute(f"SELECT {names} FROM feedback ORDER BY id").fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error
        rows = [dict(zip(_COLUMNS, one, strict=True)) for one in found]
        return [row | {name: json.loads(row[name]) for name in _NESTED} for row in rows]


def latest(rows: Sequence[Json]) -> list[Json]:
    """Return the last word on each question: one asked the same way counts once."""
    return list({_asked(row): row for row in rows}.values())


def export(rows: Sequence[Json]) -> Iterator[Json]:
    """Yield the rows whose truth is known as lines of an evaluation set's `questions.jsonl`.

    A question asked under filters is left out: the set has none, and its truth may differ.
    """
    for row in latest(rows):
        unanswerable = row["reason"] == "refuse" or row["level"] == "none"
        if row["filters"] or row["reason"] not in ("good", "refuse"):
            continue
        cited = [] if unanswerable else row["citations"][:1]  # further ones only bear it out
        yield {
            "id": f"feedback-{sha256(_asked(row).encode('utf-8', 'replace')).hexdigest()[:12]}",
            "type": "unanswerable" if unanswerable else "feedback",
            "lang": "ko" if any("가" <= char <= "힣" for char in row["question"]) else "en",
            "split": "",
            "question": row["question"],
            "history": row["history"],
            "documents": [one["document"] for one in cited],
            "evidence": [one["quote"] for one in cited],
            "answers": [] if unanswerable or not row["short"] else [row["short"]],
        }


def _asked(row: Json) -> str:
    return json.dumps([row["question"], row["history"], row["filters"]], ensure_ascii=False)
