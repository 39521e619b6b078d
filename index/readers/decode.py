"""Bytes to text: which encoding a file is in. What had to be replaced is said, never dropped."""

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from index.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A file with a few broken bytes is still in its encoding; with more, it is in another one.
_BROKEN = 0.005
# A text has next to no control characters; UTF-16 and binary files have zero bytes all over.
_CONTROLS = 0.01
# So much of a text is of the blocks below.
_MOSTLY = 0.8
# Latin, Cyrillic, punctuation, letters in circles, Kana, Han, Hangul, full-width forms.
_WRITTEN = re.compile(
    r"[\t\n\r -~\xa0-\xff\u0400-\u04ff\u2000-\u2bff\u3000-\u33ff\u4e00-\u9fff"
    r"\uac00-\ud7a3\uff00-\uffef]"
)
_REPLACED = re.compile("\ufffd+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")


class Decoded(NamedTuple):
    """A file's text, the encoding it was in, and the characters that had to be replaced."""

    text: str
    encoding: str
    replaced: int


def decode(data: bytes) -> Decoded:
    """Return the text of a file: a byte-order mark decides, then UTF-8, UTF-16, CP949, a guess.

    Raises:
        ReadError: the file is empty, binary or in no encoding that makes text of it.
    """
    if not data.strip():
        raise ReadError("the file is empty")
    encoding = _marked(data) or _plain(data) or _guessed(data)
    if encoding is None:
        raise ReadError("not text: no encoding reads it")
    text = data.decode(encoding, errors="replace")
    if not text.strip():
        raise ReadError("the file is empty")
    if len(_CONTROL.findall(text[:100_000])) > _CONTROLS * len(text[:100_000]):
        raise ReadError("a binary file, not text")
    return Decoded(text, encoding, max(0, text.count("\ufffd") - data.count("\ufffd".encode())))


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _plain(data: bytes) -> str | None:
    if data.count(b"\0") > _CONTROLS * len(data):
        return _utf16(data)
    return next((name for name in ("utf-8", "cp949") if _reads(data, name)), None)


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return encoding != "cp949" or _is_korean(data.decode(encoding))


def _is_korean(text: str) -> bool:
    """Tell whether most letters beyond ASCII are Hangul: any bytes at all are some CP949."""
    letters = [c for c in text[:100_000] if ord(c) > 127 and c.isalpha()]
    hangul = sum("가" <= c <= "힣" for c in letters)
    return bool(letters) and hangul >= 0.5 * len(letters)


def _utf16(data: bytes) -> str:
    """Decide between the two orders of UTF-16 without a mark, or say that the file is binary.

    Any bytes are some characters of UTF-16: text is mostly of the few blocks that people write in.
    """
    if len(data) < 2:
        raise ReadError("a binary file, not text")
    shares = {}
    for name in ("utf-16-le", "utf-16-be"):
        text = data[: min(len(data), 8192) // 2 * 2].decode(name, errors="replace")
        shares[name] = len(_WRITTEN.findall(text)) / len(text)
    best = max(shares, key=shares.__getitem__)
    if shares[best] < _MOSTLY:
        raise ReadError("a binary file, not text")
    return best


def _guessed(data: bytes) -> str | None:
    for name in ("utf-8", "cp949"):
        text = data.decode(name, errors="replace")
        if len(_REPLACED.findall(text)) <= max(2, _BROKEN * len(text)) and (
            name != "cp949" or _is_korean(text)
        ):
            return name
    best = from_bytes(data[:200_000]).best()
    return best.encoding if best else None
