"""The second look at a citation: its file, read again by other code than the bot's.

`qa.verify` says `verified`; an evaluation that asked it again would learn nothing. Here the file
is opened afresh, the source text is taken as DESIGN defines it (idea 1), and the quote is compared
with what the spans hold of it. Only where the source text is by definition what the reader
extracts (csv, pages, paragraphs, archives), and for the ids of records, is the reader asked.
"""

import json
import unicodedata
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from index.errors import ReadError
from index.readers import read_documents, read_sources
from index.readers.jsonl import record_ids
from index.sourcemap import pieces, squeeze
from qa.records import Citation


class Proof:
    """Compares quotes with a folder of documents; each file is read once in a proof's life."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._files: dict[Path, dict[str, str]] = {}

    def is_exact(self, citation: Citation) -> bool:
        """Return whether a citation says `verified` and its spans yield its quote."""
        text = self.source_text(citation)
        if text is None or citation.status != "verified":
            return False
        return squeeze(pieces(text, citation.spans)) == squeeze(citation.quote)

    def source_text(self, citation: Citation) -> str | None:
        """Return the source text of the cited document; None without such a file or record."""
        path, record = self._place(citation.document)
        if path is None:
            return None
        if record.isdecimal() and path.suffix.lower() != ".jsonl":
            return _section(path, record, citation)
        if path not in self._files:
            self._files[path] = _texts(path, citation, bool(record))
        return self._files[path].get(record)

    def _place(self, document: str) -> tuple[Path | None, str]:
        """Return the file and the record of a document; names and ids may hold a # as well."""
        parts = document.split("#")
        for count in range(len(parts), 0, -1):
            if path := self._paths.get("#".join(parts[:count])):
                return path, "#".join(parts[count:])
        return None, ""

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """The files by the names that citations give them, which are composed (NFC)."""
        return {
            unicodedata.normalize("NFC", path.relative_to(self._documents).as_posix()): path
            for path in self._documents.rglob("*")
            if path.is_file()
        }


def _section(path: Path, record: str, citation: Citation) -> str | None:
    """Return a section of a long file, which is named by the byte at which it begins.

    Of a text what goes on to the file's end, since no span says where the section ends.
    """
    if citation.locator.kind != "text":
        try:
            return read_sources(path, "csv", citation.encoding, record).get(record)
        except ReadError:
            return None
    with path.open("rb") as file:
        file.seek(int(record))
        return file.read().decode(citation.encoding, errors="replace").removeprefix("\ufeff")


def _texts(path: Path, citation: Citation, of_records: bool) -> dict[str, str]:
    """Return the source texts of a file by record, '' for the file itself."""
    in_archive = of_records and path.suffix.lower() != ".jsonl"
    if in_archive or (citation.locator.kind != "text" and not of_records):
        return _extracted(path)
    with path.open(encoding=citation.encoding, errors="replace", newline="") as file:
        text = file.read().removeprefix("\ufeff")
    return _records(text) if of_records else {"": text}


def _extracted(path: Path) -> dict[str, str]:
    try:
        return {reading.record or "": reading.source for reading in read_documents(path).readings}
    except ReadError:
        return {}


def _records(text: str) -> dict[str, str]:
    rows: dict[int, dict[str, Any]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        with suppress(ValueError, KeyError, TypeError, AttributeError):  # the reader reports it
            row = json.loads(line)
            if row["text"].strip():
                rows[number] = row
    texts: dict[str, str] = {}
    for number, id_ in record_ids(rows).items():
        texts.setdefault(id_, rows[number]["text"])
    return texts
