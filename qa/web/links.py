"""Addresses of this server that pages link to."""

from urllib.parse import quote

from index.sourcemap import Span


def document_link(document: str, *quotes: Span) -> str:
    """Return the lasting address of a document, at its quotes if there are any.

    >>> document_link("외교/a b.md", Span(3, 9))
    '/documents/%EC%99%B8%EA%B5%90/a%20b.md?start=3&end=9#quote'
    """
    query = "&".join(f"start={start}&end={end}" for start, end in quotes)
    return f"/documents/{_path(document)}" + (f"?{query}#quote" if query else "")


def file_link(document: str) -> str:
    """Return where a document's own file is to be had, if that is allowed."""
    return f"/files/{_path(document)}"


def _path(document: str) -> str:
    """Return a document's name as a path; browsers would resolve a `..` that a name holds."""
    resolved = any(part in (".", "..") for part in document.split("/"))
    return quote(document, safe="" if resolved else "/", errors="replace")
