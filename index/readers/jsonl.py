"""JSON Lines: one document a line, `{"id", "title", "text", "date", "source"}`."""

import json
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Any, NamedTuple

from index.readers.frontmatter import iso_date, plain_line
from index.readers.plain import merged, read_text
from index.records import Metadata, Reading

# JSON may escape half a character, which no file can hold.
_HALF = re.compile("[\ud800-\udfff]")


class Record(NamedTuple):
    """A line that holds a document; `source` is its source text, `line` counts from 1."""

    id: str
    line: int
    source: str
    values: dict[str, Any]


def read_jsonl(
    text: str, warnings: list[str], *, whole: bool = False, before: int = 0
) -> Iterator[Reading]:
    """Yield the document of each line; a line that holds none is told in `warnings`.

    Where `text` is a section of a file, `before` is the number of lines above it.
    """
    for record in read_records(text, warnings, before=before):
        reading = read_text(record.source, whole=whole)
        metadata = merged(_described(record.values), reading.metadata)
        yield replace(reading, record=record.id, line=record.line, metadata=metadata)


def read_records(text: str, warnings: list[str], *, before: int = 0) -> Iterator[Record]:
    """Yield the records of a file of them; of two with one id the first."""
    lines = enumerate(text.split("\n"), start=before + 1)
    found = [(number, _values(line)) for number, line in lines if line.strip()]
    ids = record_ids({number: values for number, values in found if values})
    seen = set[str]()
    for number, values in found:
        if values is None:
            warnings.append(f"line {number}: not a JSON object with a text")
            continue
        key = ids[number]
        if key in seen:
            warnings.append(f"line {number}: id {key} stands twice, the second is left out")
            continue
        seen.add(key)
        yield Record(key, number, _HALF.sub("\ufffd", values["text"]), values)


def record_ids(records: Mapping[int, Mapping[str, Any]]) -> dict[int, str]:
    """Return the ids of records, both by the number of their line.

    A line without an id has its number for one, with `~` behind it where another line says it.
    """
    given = {number: plain_line(values.get("id")) for number, values in records.items()}
    said = set(given.values())
    return {number: id_ or _numbered(number, said) for number, id_ in given.items()}


def _numbered(number: int, said: Set[str]) -> str:
    key = str(number)
    while key in said:
        key += "~"
    return key


def _values(line: str) -> dict[str, Any] | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not isinstance(values.get("text"), str):
        return None
    return values if values["text"].strip() else None


def _described(values: dict[str, Any]) -> Metadata:
    day = iso_date(values.get("date"))
    return Metadata(
        title=plain_line(values.get("title")),
        date=day,
        date_origin="record" if day else "",
        source=plain_line(values.get("source")),
    )
