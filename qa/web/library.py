"""The documents of an index as pages list and show them. No HTML, no HTTP."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from index.errors import QAError
from index.generation import Generation
from index.records import Document, Hit, Metadata, Passage
from index.sourcemap import Span
from index.store import Store
from qa.bot import Bot
from qa.records import Status
from qa.render import Json
from qa.web.links import document_link
from qa.web.turns import Scope

FOUND: Final = 50  # passages that a search among documents looks at

Key = Callable[["Entry"], Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list.

    Args:
        removed: characters that cleaning cut out of it.
        place: where a search found its words, None where it found them in the title.
    """

    document: Document
    removed: int
    place: Span | None = None

    @property
    def address(self) -> str:
        """Where the document is shown."""
        return document_link(self.document.id, *([self.place] if self.place else []))

    def json(self) -> Json:
        """Return what `GET /api/documents` gives."""
        about = self.document.metadata
        return {
            "document": self.document.id,
            "title": about.title,
            "source": about.source,
            "date": about.date,
            "date_origin": about.date_origin,
            "format": self.document.format,
            "encoding": self.document.encoding,
            "passages": self.document.passages,
            "removed": self.removed,
            "address": self.address,
        }


def _by(value: Callable[[Entry], Any]) -> Key:
    return lambda entry: (value(entry), entry.document.id)


SORTS: Final[dict[str, Key]] = {
    "date": _by(lambda e: e.document.metadata.date or ""),
    "title": _by(lambda e: e.document.metadata.title),
    "source": _by(lambda e: e.document.metadata.source),
    "format": _by(lambda e: e.document.format),
    "passages": _by(lambda e: e.document.passages),
    "removed": _by(lambda e: e.removed),
}


class Slice(NamedTuple):
    """One page of a list; pages count from 1."""

    entries: tuple[Entry, ...]
    total: int
    number: int
    pages: int


class Library:
    """The documents of the newest generation. Safe to share between threads."""

    def __init__(self, bot: Bot) -> None:
        """List and show what `bot` answers from."""
        self._bot = bot
        self._lock = threading.Lock()
        self._entries: tuple[Generation, tuple[Entry, ...]] | None = None

    @property
    def store(self) -> Store:
        """The newest generation of the index."""
        return self._bot.retriever.store

    def entries(self) -> tuple[Entry, ...]:
        """Return all documents."""
        store = self.store
        with self._lock:
            # the generation, not the store: that would keep an old one from being removed
            if self._entries is None or self._entries[0] is not store.generation:
                self._entries = (store.generation, tuple(map(_entry, store.documents())))
            return self._entries[1]

    def within(self, scope: Scope) -> tuple[Entry, ...]:
        """Return the documents that the filters let through."""
        return tuple(one for one in self.entries() if _fits(one.document.metadata, scope))

    def undated(self, words: str, scope: Scope) -> int:
        """Return how many documents with `words` a period leaves out for having no date."""
        if not (scope.since or scope.until):
            return 0
        outlets = Scope(sources=scope.sources)
        found = self.search(words, outlets) if words.strip() else self.within(outlets)
        return sum(one.document.metadata.date is None for one in found)

    def search(self, words: str, scope: Scope) -> tuple[Entry, ...]:
        """Return the documents named so, then those whose text holds the words best.

        Raises:
            InputError: there are too many words.
        """
        wanted = words.casefold().split()
        entries = self.within(scope)
        named = [entry for entry in entries if _holds(entry.document, wanted)]
        known = {entry.document.id: entry for entry in entries}
        found = {entry.document.id: entry for entry in named}
        for hit in self._passages(words, scope) if wanted else ():
            for document in (hit.passage.document, *hit.same_as):
                if document in known and document not in found:
                    found[document] = _found(known[document], hit)
        return tuple(found.values())

    def _passages(self, words: str, scope: Scope) -> Sequence[Hit]:
        return self._bot.retriever.search(
            words, k=FOUND, mode="lexical",
            since=scope.since, until=scope.until, sources=scope.sources,
        )  # fmt: skip

    def versions(self, document: Document) -> list[Document]:
        """Return the copies of a document, earlier and later versions among them, by their date."""
        store = self.store
        if (group := store.copies.get(document.id)) is None:
            return []
        others = (one for one, kin in store.copies.items() if kin == group and one != document.id)
        found = map(store.document, others)
        return sorted(found, key=lambda other: (other.metadata.date or "", other.id))

    def source(self, document: Document) -> str | None:
        """Return the source text as the file holds it now, None where it holds none."""
        return self._bot.verifier.source(document)

    def status(self, document: Document, passages: Iterable[Passage]) -> Status:
        """Return whether the file still holds these passages: verified, changed or missing."""
        status: Status = "verified"
        for passage in passages:
            status = self._bot.verifier.status(document, passage.spans, passage.text)
            if status != "verified":
                break
        return status


def _entry(document: Document) -> Entry:
    return Entry(document, sum(cut.end - cut.start for cut in document.removals))


def _fits(about: Metadata, scope: Scope) -> bool:
    if scope.sources and about.source not in scope.sources:
        return False
    if not (scope.since or scope.until):
        return True
    day = about.date
    return day is not None and (scope.since or day) <= day <= (scope.until or day)


def _holds(document: Document, words: Sequence[str]) -> bool:
    about = document.metadata
    text = f"{about.title} {about.source} {document.id}".casefold()
    return all(word in text for word in words)


def _found(entry: Entry, hit: Hit) -> Entry:
    here = hit.passage.document == entry.document.id
    place = Span(hit.passage.start, hit.passage.end) if here else None
    return Entry(entry.document, entry.removed, place)


def ordered(entries: Iterable[Entry], sort: str) -> list[Entry]:
    """Return the entries by one of `SORTS`, downwards where `-` stands before it.

    Raises:
        QAError: there is no such order.
    """
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise QAError(f"sort is {sort!r}; it is one of {', '.join(SORTS)}, - before it reverses")
    return sorted(entries, key=SORTS[name], reverse=sort.startswith("-"))


def sliced(entries: Sequence[Entry], number: int, size: int) -> Slice:
    """Return page `number`, the nearest there is."""
    pages = max(1, -(-len(entries) // size))
    number = min(max(number, 1), pages)
    start = (number - 1) * size
    return Slice(tuple(entries[start : start + size]), len(entries), number, pages)
