"""Addresses of this server that a page links to: every one is made here."""

from urllib.parse import quote


def document_link(document: str, start: int, end: int) -> str:
    """Return where the document view shows `document` with its characters [start:end] lit.

    >>> document_link("news/다리 1.md", 120, 150)
    '/documents/news%2F%EB%8B%A4%EB%A6%AC%201.md?start=120&end=150'
    """
    name = quote(document, safe="", errors="replace")
    return f"/documents/{name}?start={start}&end={end}"
