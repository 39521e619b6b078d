"""PDF files written by hand: text at given places, in a Korean font that the file does not hold."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

HEIGHT, WIDTH = 800, 600


class Text(NamedTuple):
    """A piece of text with its place: points from the left and from the top."""

    text: str
    left: float
    top: float
    size: float = 10


def pdf(*pages: Sequence[Text], extra: str = "", title: str = "", rotate: int = 0) -> bytes:
    """Return a PDF of `pages`; every letter is as wide as its size, `extra` is drawn on all."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/Batang/Encoding/UniKS-UTF16-H/DescendantFonts[<<"
        "/Type/Font/Subtype/CIDFontType0/BaseFont/Batang/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Korea1)/Supplement 2>>/FontDescriptor<<"
        "/Type/FontDescriptor/FontName/Batang/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>]>>"
    )
    named = ("\ufeff" + title).encode("utf-16-be").hex()
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        font,
        f"<</Title<{named}>>>",
    ]
    for n, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {6 + 2 * n} 0 R>>"
        )
        drawn = "\n".join([extra, *map(_shown, page)]).encode()
        packed = zlib.compress(drawn)
        objects.append(
            f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n"
            + packed.decode("latin-1")
            + "\nendstream"
        )
    return _file(objects)


def _shown(text: Text) -> str:
    place = f"{text.left} {HEIGHT - text.top}"
    return f"BT /F {text.size} Tf {place} Td <{text.text.encode('utf-16-be').hex()}> Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    body, places = b"%PDF-1.5\n", []
    for n, thing in enumerate(objects, 1):
        places.append(len(body))
        body += f"{n} 0 obj\n{thing}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    return body + (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {count}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


def grid(xs: Sequence[float], tops: Sequence[float]) -> str:
    """Return the ruled lines of a table, each drawn by itself."""
    level = [f"{xs[0]} {HEIGHT - y} m {xs[-1]} {HEIGHT - y} l S" for y in tops]
    upright = [f"{x} {HEIGHT - tops[0]} m {x} {HEIGHT - tops[-1]} l S" for x in xs]
    return "\n".join(["1 w", *level, *upright])
