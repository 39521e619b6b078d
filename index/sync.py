"""One run that brings an index in line with a disk: reads, encodes in batches, writes, reports.

`build` opens the writer and says which files are meant; `difference` finds which of them are new.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from index.config import Config
from index.difference import Difference, ToRead, compare, entries, indexed_facts, taken_off
from index.encoder import Aligner, Encoder
from index.errors import ReadError
from index.learned import Lines, outdated, recurring_lines
from index.pool import Job, Result, Waits
from index.records import DocumentText, FileText
from index.report import FileReport, Status
from index.roots import Root, gone
from index.rows import Encoded, encoder_input
from index.rules import Rules
from index.scan import FileKey, Found, Scope
from index.writer import Writer

ReadAll = Callable[[Sequence[Job], Waits], Generator[Result, None, None]]
Progress = Callable[[str, int, int], None]

_BATCH: Final = 2048  # passages that wait to be encoded together; bounds the memory they take


class Source(Protocol):
    """What gives an encoder when the first passage needs it."""

    def encoder(self) -> Encoder:
        """Return the encoder that the settings name."""


class Sync:
    """One run over a writer's transaction."""

    def __init__(
        self, writer: Writer, source: Source, read: ReadAll, progress: Progress, *, rebuild: bool
    ) -> None:
        self.unread: Counter[str] = Counter()
        self.dirty = False
        self.left = 0  # files that are still to be read, where the run was stopped
        self._writer = writer
        self._source = source
        self._read = read
        self._progress = progress
        self._rebuild = rebuild
        self._known = entries(writer.connection)
        self._lines: Lines = {}
        self._configs: Mapping[int, Config] = {}
        self._reports: dict[tuple[str, str], FileReport] = {}
        self._waiting: list[tuple[ToRead, FileText]] = []
        self._encoded = 0
        self._done = 0  # files that were read, one that was stopped in the middle included
        self._at = self._of = 0  # files, and parts of long ones, for the progress

    @property
    def rows(self) -> tuple[FileReport, ...]:
        """The report, by root and name."""
        return tuple(sorted(self._reports.values(), key=lambda row: (row.root, row.path)))

    def add_root(self, root: Root) -> None:
        """Write a new root."""
        self._writer.put_root(root)
        self.dirty = True

    def remove(self, unwanted: Sequence[Path]) -> list[Root]:
        """Take off what the index has at or below these places; return the roots that are left.

        Raises:
            InputError: it has nothing at one of them.
        """
        roots = self._writer.roots()
        left, gone = taken_off(unwanted, roots, self._known, self._writer.folder)
        for key, root in gone.items():
            self._gone(root, key)
        for root in roots:
            if root not in left:
                self._writer.drop_root(root.key)
                self.dirty = True
        return left

    def run(
        self, scopes: Sequence[Scope], roots: Sequence[Root], configs: Mapping[int, Config]
    ) -> None:
        """Bring the scopes in line, by what the roots' configs tell.

        What is new is read with the lines that are known to recur; then those files are read again
        that hold a line which has come to recur with it, or ceased to.

        Ctrl-C while files are read ends the reading: what was read is kept, sections of a long text
        too, and the next run goes on from there. A rebuild is all or nothing, for the old passages
        fit no new ones.
        """
        folder = self._writer.folder
        self._configs = configs
        self._lines = recurring_lines(self._writer.connection)
        fresh: list[ToRead] = []
        again: dict[FileKey, ToRead] = {}
        for scope in scopes:
            config = configs[scope.root.key]
            one = compare(scope, roots, folder, self._known, config, rebuild=self._rebuild)
            self.unread += one.unread
            self._settle(one)
            fresh += one.fresh
            reason = "read again: other lines recur in its source"
            for found in (*one.same, *one.touched):
                again[found.key] = ToRead(found, "changed", reason)
            again |= {new.file.key: new._replace(first=0) for new in one.fresh}
        self._read_all(fresh)
        if not self.left:
            if self.dirty:
                self._lines = recurring_lines(self._writer.connection)
                self._known = entries(self._writer.connection)  # what this run wrote, too
            keys = outdated(self._writer.connection, self._lines)
            self._read_all([again[key] for key in sorted(keys & again.keys())])

    def _read_all(self, fresh: Sequence[ToRead]) -> None:
        self._at, self._of = 0, len(fresh)
        with closing(self._read([self._job(one) for one in fresh], self._tell)) as results:
            for done, one in enumerate(fresh):
                self._tell()
                try:
                    self._take(one, results)
                except KeyboardInterrupt:
                    if self._rebuild or not self._done:
                        raise
                    self.left = len(fresh) - done
                    break
                self._done += 1
        self._flush()
        if fresh and not self.left:
            self._tell()

    def _tell(self) -> None:
        self._progress("reading", self._at, self._of)

    def _job(self, one: ToRead) -> Job:
        found = one.file
        rules = replace(self._rules(found), learned=self._lines.get(found.root.key, {}))
        known = self._known[found.key].sha256 if one.first else ""
        return Job(found.place, found.size, rules, first=one.first, sha256=known)

    def _rules(self, found: Found) -> Rules:
        return self._configs[found.root.key].rules(found.shown)

    def _settle(self, one: Difference) -> None:
        """Write what needs no reading."""
        root = one.root
        for found in one.touched:
            self._writer.touch(*found.key, *found.stamp)
        for key in one.gone:
            self._gone(root, key)
        left = one.fresh or any(key[0] == root.key for key in self._known)
        if not left and gone(root.path):  # below a folder that was named, as its files were
            self._writer.drop_root(root.key)
            self.dirty = True
        for key, reason in one.hidden:
            self._report_indexed(root, key, "kept", reason)
        for name, reason in one.problems:
            self._report(root, name, "skipped", reason=reason)
        for found in (*one.same, *one.touched):
            self._report_indexed(root, found.key, "unchanged")

    def _gone(self, root: Root, key: FileKey) -> None:
        entry = self._known.pop(key)
        self._writer.delete(*key)
        self.dirty = True
        self._report(root, entry.shown, "removed")

    def _take(self, one: ToRead, results: Iterator[Result]) -> None:
        """Let the next file wait for its vectors, or all parts of a long one."""
        result = next(results)
        goes_on = isinstance(result, FileText) and result.part > 0
        records = self._records(one) if goes_on else set()
        try:
            first = _readable(result, records)
            if first.parts == 1:
                self._wait(one, first)
                return
            self._take_parts(one, first, results, records)
        except ReadError as error:
            self._refuse(one.file, str(error))

    def _records(self, one: ToRead) -> set[str | None]:
        """Return the records of a long file that the index has already."""
        sql = "SELECT record FROM documents WHERE file = ? AND died IS NULL"
        entry = self._known[one.file.key]
        return {record for (record,) in self._writer.connection.execute(sql, (entry.id,))}

    def _take_parts(
        self, one: ToRead, first: FileText, results: Iterator[Result], records: set[str | None]
    ) -> None:
        """Write a long file part by part: all that are left, or none, unless it is stopped."""
        self._flush()
        self._of += first.parts - 1 - first.part
        root, place = one.file.root, (str(one.file.root.folder), one.file.shown)
        before = self._reports.get(place)
        stop = None
        try:
            if first.part:
                self._report_indexed(root, one.file.key, one.status, one.reason)
            with self._writer.undoable():
                try:
                    self._wait_for_parts(one, first, results, records)
                except KeyboardInterrupt as error:
                    stop = self._kept(one, error)
        except BaseException:
            self._reports.pop(place, None)
            self._reports |= {place: before} if before else {}
            raise
        finally:
            self._waiting.clear()
        if stop:
            raise stop

    def _wait_for_parts(
        self, one: ToRead, first: FileText, results: Iterator[Result], records: set[str | None]
    ) -> None:
        self._wait(one, first)
        for _ in range(first.part + 1, first.parts):
            self._tell()
            self._wait(one, _readable(next(results), records))
        self._flush()

    def _kept(self, one: ToRead, stop: KeyboardInterrupt) -> KeyboardInterrupt:
        """Return what stops the run where the parts that were written stay, raise it where not.

        An earlier version of the file that the index has whole is worth more than half of this one.
        """
        entry = self._known.get(one.file.key)
        whole = entry is not None and entry.reason is None and entry.sections is None
        written = self._reports.get((str(one.file.root.folder), one.file.shown))
        if self._rebuild or whole or written is None:
            raise stop
        self._done += 1
        return stop

    def _wait(self, one: ToRead, file: FileText) -> None:
        # What was scanned may have been written to since: the reader's own stamp counts.
        self._waiting.append((one, file))
        self._at += 1
        if sum(map(_passages, (file for _, file in self._waiting))) >= _BATCH:
            self._flush()

    def _refuse(self, found: Found, reason: str) -> None:
        """Report a file that cannot be read; what the index has of it stays."""
        entry = self._known.get(found.key)
        if entry is not None and entry.reason is None:
            self._report_indexed(found.root, found.key, "kept", reason)
            return
        self._report(found.root, found.shown, "skipped", reason=reason)
        if entry is None or entry.reason != reason:
            self._writer.skip(*found.key, found.shown, reason, *found.stamp)
            self.dirty = True
        else:
            self._writer.touch(*found.key, *found.stamp)

    def _flush(self) -> None:
        """Encode what waits and is new, and write it."""
        texts = {
            encoder_input(passage): None
            for _, file in self._waiting
            for document in file.documents
            for passage in document.passages
        }
        encoded = self._writer.encoded(list(texts))
        encoded.update(self._encode([text for text in texts if text not in encoded]))
        for (found, status, reason, _), file in self._waiting:
            write = self._writer.extend if file.part else self._writer.upsert
            write(*found.key, found.shown, file, encoded, self._rules(found).told)
            self.dirty = True
            self._report_read(found, status, reason, file)
        self._waiting.clear()

    def _encode(self, texts: list[str]) -> dict[str, Encoded]:
        if not texts:
            return {}
        before, total = self._encoded, self._encoded + len(texts)

        def tell(done: int) -> None:
            self._progress("encoding", before + done, total)

        encoder = self._source.encoder()
        if isinstance(encoder, Aligner):
            vectors, cuts = encoder.encode_pieces(texts, progress=tell)
        else:
            vectors = encoder.encode_passages(texts, progress=tell)
            cuts = [np.empty(0, np.int32)] * len(texts)
        self._encoded = total
        return dict(zip(texts, map(Encoded, vectors, map(np.unique, cuts)), strict=True))

    def _report_read(self, found: Found, status: Status, reason: str, file: FileText) -> None:
        """Report a file as it was read, a part of it with the parts before."""
        above = self._reports.get((str(found.root.folder), found.shown)) if file.part else None
        cuts = tuple(cut for document in file.documents for cut in document.removals)
        self._report(
            found.root,
            found.shown,
            status,
            reason=reason,
            format=file.format,
            encoding=file.encoding,
            documents=len(file.documents) + (above.documents if above else 0),
            passages=_passages(file) + (above.passages if above else 0),
            removals=(above.removals if above else ()) + cuts,
            warnings=(above.warnings if above else ()) + file.warnings,
        )

    def _report(self, root: Root, path: str, status: Status, **facts: Any) -> None:
        report = FileReport(path, str(root.folder), status, **facts)
        self._reports[report.root, report.path] = report

    def _report_indexed(self, root: Root, key: FileKey, status: Status, reason: str = "") -> None:
        """Report a file by what the index has of it."""
        facts = indexed_facts(self._writer.connection, self._known[key].id)
        self._report(root, self._known[key].shown, status, reason=reason, **facts)


def _passages(file: FileText) -> int:
    return sum(len(document.passages) for document in file.documents)


def _readable(file: Result, seen: set[str | None]) -> FileText:
    """Return the file with each record once; refuse text that no file can hold.

    Args:
        file: or a part of it.
        seen: the records of its parts before, to which its own are added.

    Raises:
        ReadError: it could not be read, or holds a lone surrogate, which has no UTF-8 form.
    """
    if isinstance(file, ReadError):
        raise file
    documents: dict[str | None, DocumentText] = {}
    again = []
    for document in file.documents:
        if document.record in seen:
            again.append(document.record)
        else:
            seen.add(document.record)
            documents[document.record] = document
    try:
        for document in documents.values():
            "".join(_texts(document)).encode()
    except UnicodeEncodeError:
        raise ReadError("holds lone surrogates, which are no text") from None
    if not again:
        return file
    warnings = [f"record {record!r} comes again; the first one counts" for record in again]
    return replace(file, documents=tuple(documents.values()), warnings=(*file.warnings, *warnings))


def _texts(document: DocumentText) -> Iterable[str]:
    about = document.metadata
    yield from (document.record or "", about.title, about.date or "", about.date_origin)
    yield from (about.source, about.excerpt)
    for passage in document.passages:
        yield from (passage.heading, passage.text)
    for removal in document.removals:
        yield removal.excerpt
