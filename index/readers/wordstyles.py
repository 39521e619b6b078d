"""What a paragraph's style in Word makes of it: heading, point, caption, title, contents."""

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from index.readers.package import attribute, child, children, number
from index.records import BlockKind

_HEADING = re.compile(r"(?:heading|제목|개요)\s?([1-9])$")
_CONTENTS = re.compile(
    r"(?:toc|contents|목차|차례)(?: ?(?:\d|heading|제목|머리글))*$|table of figures$"
)
_BODY = 9  # the outline level of what is no heading


class Role(NamedTuple):
    """What a paragraph is: see `flow.Paragraph`."""

    kind: BlockKind = "text"
    level: int = 0
    dropped: str = ""
    title: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    outline: int | None
    listed: bool | None
    base: str


class Styles:
    """The paragraph styles of a document, by id."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attribute(e, "styleId"): _style(e) for e in children(root, "style")}

    def role(self, shape: Element | None) -> Role:
        """Return what a paragraph with the properties `shape` is."""
        chain = self._chain(attribute(child(shape, "pStyle"), "val"))
        chain = [_shaped(shape, chain[0].name if chain else ""), *chain]
        names = [style.name for style in chain if style.name]
        if any(_CONTENTS.match(name) for name in names[:1]):
            return Role(dropped="table of contents")
        if any(name in ("title", "제목") for name in names[:1]):
            return Role("heading", 1, title=True)
        outline = next((s.outline for s in chain if s.outline is not None), None)
        named = next((int(m[1]) - 1 for name in names if (m := _HEADING.match(name))), _BODY)
        level = named if outline is None else outline
        if level < _BODY:
            return Role("heading", min(level + 1, 6))
        if any(name in ("caption", "캡션") for name in names):
            return Role("caption")
        listed = next((s.listed for s in chain if s.listed is not None), False)
        return Role("item" if listed else "text")

    def is_hidden(self, run: Element) -> bool:
        """Tell whether a run is hidden text."""
        hidden = child(run, "rPr", "vanish")
        return hidden is not None and attribute(hidden, "val", "1") not in ("0", "false", "off")

    def _chain(self, name: str) -> list[_Style]:
        """Return a style and those that it is based on, nearest first."""
        chain: list[_Style] = []
        while name in self._styles and len(chain) < 20:  # Word itself allows ten
            chain.append(self._styles[name])
            name = chain[-1].base
        return chain


def _style(element: Element) -> _Style:
    name = attribute(child(element, "name"), "val").lower()
    base = attribute(child(element, "basedOn"), "val")
    return _shaped(child(element, "pPr"), name, base)


def _shaped(shape: Element | None, name: str, base: str = "") -> _Style:
    outline, listed = child(shape, "outlineLvl"), child(shape, "numPr")
    id_ = child(listed, "numId")
    return _Style(
        name,
        number(attribute(outline, "val"), _BODY) if outline is not None else None,
        None if listed is None else attribute(id_, "val", "1") != "0",
        base,
    )
