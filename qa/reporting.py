"""What the commands that look at an index print: reports of a build, documents, checked quotes."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from rich.text import Text

from index.errors import InputError
from index.records import Document, Passage, Removal
from index.report import BuildReport, FileReport
from index.store import Store
from qa.records import Status
from qa.render import Json
from qa.thresholds import DEFAULT, load_thresholds
from qa.verify import Verifier

# Passages that `qa show` prints on each side of a place.
_AROUND = 3
_REQUIRED = ("document", "quote", "spans", "start", "end")


def report_json(report: BuildReport) -> Json:
    """Return what `qa index --json` prints."""
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "skipped": report.skipped,
        "kept": report.kept,
        "documents": report.documents,
        "passages": report.passages,
        "committed": report.committed,
        "left": report.left,
        "unread": dict(report.unread),
        "files": [_file_json(file) for file in report.files],
    }


def _file_json(file: FileReport) -> Json:
    return {
        "path": file.path,
        "root": file.root,
        "status": file.status,
        "format": file.format,
        "encoding": file.encoding,
        "documents": file.documents,
        "passages": file.passages,
        "reason": file.reason,
        "warnings": list(file.warnings),
        "removals": [
            {"reason": r.reason, "start": r.start, "end": r.end, "excerpt": r.excerpt}
            for r in file.removals
        ],
    }


def report_text(report: BuildReport, *, dry_run: bool, detailed: bool) -> Iterator[Text]:
    """Yield the lines that `qa index` prints."""
    for file in report.files:
        yield from _file_text(file) if detailed else _trouble(file)
    if detailed:
        yield from _removed([r for file in report.files for r in file.removals], "removed in all")
    if report.unread:
        kinds = ", ".join(f"{count} {suffix or '?'}" for suffix, count in report.unread.items())
        yield Text(f"not of a format that is read: {kinds}", style="yellow")
    counted = ("added", "changed", "unchanged", "removed", "skipped", "kept")
    numbers = {name: getattr(report, name) for name in counted}
    told = ", ".join(f"{number} {name}" for name, number in numbers.items() if number)
    if dry_run:
        yield Text(f"would be: {told or 'nothing'}")
    elif not report.committed:
        yield Text(f"nothing has changed: {told or 'no files'}")
    else:
        yield Text(
            f"{told or 'no files'}: {report.documents} documents, {report.passages} passages"
        )


def _trouble(file: FileReport) -> Iterator[Text]:
    """Yield what a person should know of a file without asking."""
    if file.status in ("skipped", "kept"):
        yield Text(f"{file.status}: {file.path}: {file.reason}", style="yellow")
    for warning in file.warnings:
        yield Text(f"{file.path}: {warning}", style="yellow")


def _file_text(file: FileReport) -> Iterator[Text]:
    kind = f"{file.format}, {file.encoding}, " if file.format else ""
    yield Text.assemble(
        (file.path, "bold"),
        f"  {file.status}: {kind}{file.documents} documents, {file.passages} passages",
        f"  {file.reason}" if file.reason else "",
    )
    for warning in file.warnings:
        yield Text(f"    ! {warning}", style="yellow")
    for removal in file.removals:
        excerpt = " ".join(removal.excerpt.split())
        yield Text(f"    - {removal.reason} [{removal.start}:{removal.end}] {excerpt}", style="dim")
    yield from _removed(file.removals, "    removed")


def _removed(removals: Sequence[Removal], told: str) -> Iterator[Text]:
    """Yield how much was removed for which reason; nothing where nothing was."""
    counts = Counter(removal.reason for removal in removals)
    if counts:
        total = ", ".join(f"{count} × {reason}" for reason, count in counts.most_common())
        yield Text(f"{told}: {total}")


def document_json(document: Document, passages: Sequence[Passage], at: int | None) -> Json:
    """Return what `qa show --json` prints: a document and its passages around a place."""
    return {
        "document": document.id,
        "path": document.path,
        "title": document.metadata.title,
        "source": document.metadata.source,
        "date": document.metadata.date,
        "date_origin": document.metadata.date_origin,
        "format": document.format,
        "encoding": document.encoding,
        "passages": [
            {"heading": p.heading, "text": p.text, "start": p.start, "end": p.end}
            for p in _around(passages, at)
        ],
    }


def document_text(
    document: Document, passages: Sequence[Passage], at: int | None
) -> Iterator[Text]:
    """Yield the lines that `qa show` prints; the passage at the place is marked."""
    meta = document.metadata
    about = " · ".join(part for part in (meta.source, meta.title, meta.date or "") if part)
    yield Text(about, style="bold")
    yield Text(f"{document.id} ({document.format}, {document.encoding})", style="dim")
    heading = None
    for passage in _around(passages, at):
        if passage.heading != heading:
            heading = passage.heading
            yield Text()
            if heading:
                yield Text(heading, style="cyan")
        here = at is not None and passage.start <= at < passage.end
        yield Text(f"{'>' if here else ' '} {passage.text}", style="bold" if here else "")


def _around(passages: Sequence[Passage], at: int | None) -> Sequence[Passage]:
    if at is None:
        return passages
    here = next((i for i, p in enumerate(passages) if at < p.end), len(passages) - 1)
    return passages[max(0, here - _AROUND) : here + _AROUND + 1]


def load_citations(text: str, name: str) -> list[Json]:
    """Return the citations of a saved answer, a list of them, or a line each.

    Raises:
        InputError: the file holds none.
    """
    try:
        citations = list(_citations(_values(text)))
    except (ValueError, RecursionError):
        raise InputError(f"{name} is not JSON") from None
    if not citations:
        raise InputError(f"{name} holds no citation; save one with: qa ask … --json")
    for citation in citations:
        if missing := [key for key in _REQUIRED if key not in citation]:
            raise InputError(f"{name}: a citation lacks {', '.join(missing)}")
    return citations


def _values(text: str) -> list[Any]:
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.split("\n") if line.strip()]


def _citations(value: Any) -> Iterator[Json]:
    """Yield what stands under `citations`, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from _citations(item)
    elif isinstance(value, dict):
        own = value.get("citations")
        if isinstance(own, list):
            yield from (one for one in own if isinstance(one, dict))
        for key, inner in value.items():
            if key != "citations":
                yield from _citations(inner)


def check_quotes(citations: Sequence[Json], store: Store) -> list[Json]:
    """Return each citation with the status that its file gives it now.

    One that cannot be checked is `missing`, and `reason` says why.
    """
    verifier = Verifier()
    checked = []
    for citation in citations:
        status: Status = "missing"
        reason = _fault(citation)
        if not reason:
            try:
                document = store.document(str(citation["document"]), citation.get("sha256"))
                status = verifier.status(document, citation["spans"], citation["quote"])
            except InputError:
                reason = "its document is not in this index"
        checked.append({**citation, "status": status, "reason": reason})
    return checked


def _fault(citation: Json) -> str:
    """Return why no answer can have given a citation, '' where one may have."""
    quote, spans = citation["quote"], citation["spans"]
    if not isinstance(quote, str) or not quote.strip():
        return "it has no quote"
    if not isinstance(spans, list) or not spans or not all(map(_is_span, spans)):
        return "its spans are none"
    ends = [place for span in spans for place in span]
    if any(after < before for before, after in pairwise(ends)):
        return "its spans do not follow each other"
    if [citation["start"], citation["end"]] != [ends[0], ends[-1]]:
        return "it does not start and end with its spans"
    mark = citation.get("mark", [0, len(quote)])
    return "" if _is_span(mark) and mark[1] <= len(quote) else "its mark is not inside its quote"


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, list)
        and [type(place) for place in value] == [int, int]
        and 0 <= value[0] < value[1]
    )


def info_json(store: Store) -> Json:
    """Return what `qa info --json` prints."""
    documents = list(store.documents())
    settings = store.settings
    dates = sorted(d.metadata.date for d in documents if d.metadata.date)
    return {
        "index": str(store.folder),
        "generation": store.generation.number,
        "documents": len(documents),
        "passages": store.count(),
        "roots": [str(root.path) for root in store.roots],
        "encoder": settings.encoder,
        "dimension": settings.dimension,
        "analyser": settings.analyser,
        "thresholds": _thresholds(store),
        "formats": dict(Counter(d.format for d in documents)),
        "encodings": dict(Counter(d.encoding for d in documents)),
        "sources": dict(Counter(d.metadata.source for d in documents if d.metadata.source)),
        "undated": sum(d.metadata.date is None for d in documents),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
    }


def _thresholds(store: Store) -> Json:
    """Return from which confidence on answers are given, and whether that was calibrated."""
    found = load_thresholds(store.folder, store.settings.fingerprint)
    return asdict(found or DEFAULT) | {"calibrated": found is not None}


def info_text(info: Json) -> Iterator[Text]:
    """Yield the lines that `qa info` prints."""
    for name, value in info.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count}" for key, count in value.items())
        elif isinstance(value, list):
            value = ", ".join(value)
        yield Text.assemble((f"{name:11}", "bold"), str(value if value is not None else "–"))
