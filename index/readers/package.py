"""A zip of XML parts, as DOCX and HWPX are: opened with bounds on what it may cost.

Here: no part inflates past a limit whatever its header says, no entity is expanded, no nesting
goes deeper than a person's document does. Not here: what the parts mean.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from index.errors import ReadError

# Bytes that one part, and all parts that are read, may inflate to.
PART_BYTES, TOTAL_BYTES = 64 << 20, 256 << 20
# A nested table takes about six levels; an element about 200 bytes of memory.
DEPTH, ELEMENTS = 200, 1_500_000

_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, KeyError,
    IndexError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


class Package:
    """The parts of one file, by name.

    Raises:
        ReadError: on opening, the file is no zip that can be read.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names: Sequence[str] = self._zip.namelist()
        except _BROKEN as error:
            raise ReadError(f"a damaged zip: {error}; save the document again") from None
        self._left = TOTAL_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            ReadError: it is missing, damaged, encrypted, or inflates to too much.
        """
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise ReadError("protected by a password; save it without one")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ReadError(f"{name} is packed in a way that is not read; save it again")
            limit = min(PART_BYTES, self._left)
            with self._zip.open(info) as part:
                data = part.read(limit + 1)
        except _BROKEN as error:
            raise ReadError(f"{name} is damaged: {error}; save the document again") from None
        if len(data) > limit:
            raise ReadError(f"{name} inflates to more than {limit >> 20} MB: not read")
        self._left -= len(data)
        return data

    def tree(self, name: str) -> Element:
        """Return the root of an XML part, without comments and processing instructions.

        Raises:
            ReadError: as `read`; or it is no XML, declares a type, or nests too deep.
        """
        parser = ElementTree.XMLParser(target=_Bounded(name))
        try:
            parser.feed(self.read(name))
            root: Element = parser.close()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise ReadError(f"{name} is damaged: {error}; save the document again") from None
        return root


class _Bounded(ElementTree.TreeBuilder):
    """Builds a tree, or refuses: entities can only be declared in a document type."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._depth, self._count = name, 0, 0

    def doctype(self, *_: object) -> None:
        raise ReadError(f"{self._name} declares a document type, which is not read")

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > DEPTH or self._count > ELEMENTS:
            raise ReadError(f"{self._name} nests deeper or holds more than a document does")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def local(element: Element) -> str:
    """Return an element's name without its namespace, of which each edition has its own."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """Return an attribute's value by its local name; `default` where it has none."""
    if element is None:
        return default
    if name in element.attrib:
        return element.attrib[name]
    ending = f"}}{name}"
    return next((v for k, v in element.attrib.items() if k.endswith(ending)), default)


def number(text: str, default: int = 0) -> int:
    """Return a whole number of at most nine digits, `default` where there is none."""
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 10 else default


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along `path`, by local names."""
    for name in path:
        element = next(children(element, name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children with a local name."""
    return (e for e in (() if element is None else element) if local(e) == name)
