"""Which lines recur in the documents of one source, and which files were read without knowing it.

A document's source is the outlet that it names, else its folder. What recurs is counted anew over
the rows of an index at each run, so that the order in which files come makes no difference; a file
is read again where a line that it holds has begun, or ceased, to recur.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping

from index.cleaning.recurring import packed, recurring, unpacked
from index.rules import place_of
from index.scan import FileKey

# By root and source.
Lines = Mapping[int, Mapping[str, frozenset[int]]]


def recurring_lines(connection: sqlite3.Connection) -> Lines:
    """Return the lines that recur among the live documents."""
    documents = defaultdict(list)
    for root, _, source, edges, _ in _documents(connection):
        documents[root].append((source, edges))
    return {root: recurring(found) for root, found in documents.items()}


def outdated(connection: sqlite3.Connection, lines: Lines) -> set[FileKey]:
    """Return the files that were read when other lines of theirs recurred."""
    found = set()
    for root, path, source, edges, learned in _documents(connection):
        known = lines.get(root, {}).get(source)
        if learned != (packed(unpacked(edges) & known) if known else b""):
            found.add((root, path))
    return found


def _documents(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes, str, bytes, bytes]]:
    """Yield root, path and source of the live documents that have lines, and these `packed`."""
    rows = connection.execute(
        "SELECT f.root, f.path, f.shown, d.source, d.edges, d.learned FROM documents d"
        " JOIN files f ON f.id = d.file WHERE d.died IS NULL AND f.died IS NULL AND d.edges != x''"
    )
    for root, path, shown, source, edges, learned in rows:
        yield root, path, source or place_of(shown), edges, learned
