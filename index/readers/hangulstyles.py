"""What a paragraph's style and shape in Hangul make of it, in HWP as in HWPX."""

import re
from typing import NamedTuple

from index.readers.wordstyles import Role

# The styles that Hangul brings along: 개요 1 … 10, 차례 제목, 차례 1 …, 캡션, 머리말.
_OUTLINE = re.compile(r"(?:개요|제목|outline|heading)\s?(\d{1,2})$")
_CONTENTS = re.compile(r"(?:차례|목차|toc)(?: ?(?:\d|제목|heading))*$")
_TITLES = frozenset(("제목", "문서 제목", "큰제목", "title"))


class Style(NamedTuple):
    """A named style."""

    name: str = ""
    english: str = ""


class Shape(NamedTuple):
    """How a paragraph is numbered: `NONE`, `OUTLINE`, `NUMBER`, `BULLET`; its level from 0."""

    type: str = "NONE"
    level: int = 0


def role(style: Style, shape: Shape) -> Role:
    """Return what a paragraph is: its named style goes before its shape."""
    names = [name.strip().lower() for name in style if name]
    if any(_CONTENTS.match(name) for name in names):
        return Role(dropped="table of contents")
    if any(name in _TITLES for name in names):
        return Role("heading", 1, title=True)
    if any(name in ("캡션", "caption") for name in names):
        return Role("caption")
    outline = next((int(m[1]) for name in names if (m := _OUTLINE.match(name))), 0)
    if outline or shape.type == "OUTLINE":
        return Role("heading", min(outline or shape.level + 1, 6))
    return Role("item" if shape.type in ("NUMBER", "BULLET") else "text")
