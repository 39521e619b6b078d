"""Writers of HWPX and HWP 5, as small as can be read: no Python library that may be used has one.

A document is a list of paragraphs and tables: `str`, `(style, str)`, or rows of cells, each cell a
`str` or a list of the same.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

STYLES = ("바탕글", "개요 1", "개요 2", "제목", "차례 1", "캡션")
_SPACE = "http://www.hancom.co.kr/hwpml/2011/{}"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


# -- HWPX


def hwpx(*content: Any, extra: Mapping[str, str] | None = None) -> bytes:
    spaces = " ".join(
        f'xmlns:{prefix}="{_SPACE.format(name)}"'
        for prefix, name in (("hs", "section"), ("hp", "paragraph"), ("hh", "head"))
    )
    styles = "".join(f'<hh:style id="{i}" name="{name}"/>' for i, name in enumerate(STYLES))
    body = "".join(map(hwpx_block, content))
    return zipped(
        {
            "mimetype": "application/hwp+zip",
            "Contents/header.xml": f"<hh:head {spaces}><hh:styles>{styles}</hh:styles></hh:head>",
            "Contents/section0.xml": f"<hs:sec {spaces}>{body}</hs:sec>",
            **(extra or {}),
        }
    )


def hwpx_block(block: Any) -> str:
    if isinstance(block, list):
        return f'<hp:p styleIDRef="0"><hp:run>{_hwpx_table(block)}</hp:run></hp:p>'
    style, text = block if isinstance(block, tuple) else ("바탕글", block)
    inner = text if text.startswith("<hp:") else f"<hp:t>{escape(text)}</hp:t>"
    return f'<hp:p styleIDRef="{STYLES.index(style)}"><hp:run>{inner}</hp:run></hp:p>'


def _hwpx_table(rows: Sequence[Sequence[Any]]) -> str:
    lines = []
    for row, cells in enumerate(rows):
        inner = "".join(
            f"<hp:tc><hp:subList>{''.join(map(hwpx_block, parts))}</hp:subList>"
            f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/></hp:tc>'
            for column, parts in enumerate(map(_parts, cells))
        )
        lines.append(f"<hp:tr>{inner}</hp:tr>")
    return f"<hp:tbl>{''.join(lines)}</hp:tbl>"


def _parts(cell: Any) -> list[Any]:
    return [cell] if isinstance(cell, str) else cell


# -- HWP 5


def hwp(*content: Any, flags: int = 1, section: bytes | None = None) -> bytes:
    info = b"".join(_record(26, 0, _style(name)) for name in STYLES)
    body = b"".join(record for block in content for record in hwp_block(block, 0))
    pack = _deflated if flags & 1 else bytes
    head = b"HWP Document File".ljust(32, b"\0") + b"\0\3\0\5" + struct.pack("<I", flags)
    return compound(
        {
            "FileHeader": head.ljust(256, b"\0"),
            "DocInfo": pack(info),
            "BodyText/Section0": pack(body) if section is None else section,
        }
    )


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _record(tag: int, level: int, data: bytes) -> bytes:
    size = min(len(data), 0xFFF)
    long = struct.pack("<I", len(data)) if size == 0xFFF else b""
    return struct.pack("<I", tag | level << 10 | size << 20) + long + data


def _style(name: str) -> bytes:
    return struct.pack("<H", len(name)) + name.encode("utf-16-le") + b"\0" * 10


def hwp_text(text: str) -> bytes:
    """Characters and line breaks; a tab takes eight units."""
    tab = struct.pack("<8H", 9, 0, 0, 0, 0, 0, 0, 9)
    return tab.join(part.encode("utf-16-le") for part in text.split("\t"))


def hwp_control(code: int, name: str) -> bytes:
    """What stands in the text for a control: eight units."""
    unit = struct.pack("<H", code)
    return unit + name[::-1].encode() + b"\0" * 8 + unit


def hwp_paragraph(
    text: bytes, level: int, style: str = "바탕글", inner: Sequence[bytes] = ()
) -> Iterator[bytes]:
    head = struct.pack("<IIHBB", len(text) // 2, 0, 0, STYLES.index(style), 0)
    yield _record(66, level, head)
    if text:
        yield _record(67, level + 1, text + b"\r\0")
    yield from inner


def hwp_block(block: Any, level: int) -> Iterator[bytes]:
    if isinstance(block, list):
        inner = list(_hwp_table(block, level + 1))
        yield from hwp_paragraph(hwp_control(11, "tbl "), level, inner=inner)
    elif isinstance(block, dict):  # a note, a comment, a text box, by the name of its control
        [(name, parts)] = block.items()
        inner = list(hwp_hanging(name, parts, level + 1))
        yield from hwp_paragraph(hwp_control(17, name), level, inner=inner)
    else:
        style, text = block if isinstance(block, tuple) else ("바탕글", block)
        yield from hwp_paragraph(hwp_text(text), level, style)


def hwp_hanging(name: str, parts: Sequence[Any], level: int) -> Iterator[bytes]:
    yield _record(71, level, name[::-1].encode())
    if name == "gso ":
        level += 1
        yield _record(76, level, b"cer$")
    yield _record(72, level + 1, b"\0" * 8)
    for part in parts:
        yield from hwp_block(part, level + 1)


def _hwp_table(rows: Sequence[Sequence[Any]], level: int) -> Iterator[bytes]:
    yield _record(71, level, b" lbt")
    yield _record(77, level + 1, struct.pack("<IHH", 0, len(rows), len(rows[0])))
    for row, cells in enumerate(rows):
        for column, parts in enumerate(map(_parts, cells)):
            head = struct.pack("<IIHHHH", len(parts), 0, column, row, 1, 1)
            yield _record(72, level + 1, head + b"\0" * 18)
            for part in parts:
                yield from hwp_block(part, level + 1)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of one level of storages; small streams are filled up to a large one."""
    entries = [["Root Entry", 5, -1, -1, -2, 0]]  # name, kind, right, child, first sector, size
    last: dict[int, int] = {}
    storages: dict[str, int] = {}

    def add(name: str, kind: int, parent: int, first: int, size: int) -> int:
        entries.append([name, kind, -1, -1, first, size])
        place = len(entries) - 1
        before = last.get(parent)
        entries[parent if before is None else before][3 if before is None else 2] = place
        last[parent] = place
        return place

    fat: list[int] = []
    data = b""
    for path, content in streams.items():
        *folder, name = path.split("/")
        parent = 0
        if folder:
            if folder[0] not in storages:
                storages[folder[0]] = add(folder[0], 1, 0, 0, 0)
            parent = storages[folder[0]]
        filled = content.ljust(4096, b"\0")
        add(name, 2, parent, len(fat), len(filled))
        data += _sectors(filled, fat)
    directory = len(fat)
    data += _sectors(b"".join(_entry(*entry) for entry in entries), fat)
    fats = 1
    while len(fat) + fats > 128 * fats:
        fats += 1
    places = range(len(fat), len(fat) + fats)
    table = [*fat, *[-3] * fats]
    table += [-1] * (128 * fats - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIiIIiIiI", 0, fats, directory, 0, 4096, -2, 0, -2, 0)
    head += struct.pack("<109i", *[*places, *[-1] * (109 - fats)])
    return head + data + struct.pack(f"<{len(table)}i", *table)


def _sectors(content: bytes, fat: list[int]) -> bytes:
    count = -(-len(content) // 512)
    fat += [*range(len(fat) + 1, len(fat) + count), -2]
    return content.ljust(512 * count, b"\0")


def _entry(name: str, kind: int, right: int, child: int, first: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(letters) + 2, kind, 1, -1, right, child)
        + b"\0" * 36
        + struct.pack("<iQ", first, size)
    )
