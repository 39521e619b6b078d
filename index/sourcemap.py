"""Text that knows, for each of its characters, where in the source text it stands.

Here: the map, and the only edits that are allowed on it (cut, white space for white space, one
character for what stands for it). Not here: what is worth cutting, which `cleaning` decides.

The invariant that everything above rests on, for any slice `[a:b]` of a mapped text that parts no
characters with one origin (a reference may stand for two):

    squeeze(pieces(source, origin.spans(a, b))) == squeeze(text[a:b])
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Offsets = NDArray[np.int64]

_DROPPED = re.compile(r"[\s\u200b\ufeff]+")
# A character and what composes with it: combining marks, and the vowels and finals of Hangul Jamo.
_COMPOSED = re.compile(
    r"(?s).[\u0300-\u036f\u1160-\u11ff\u3099\u309a\ud7b0-\ud7fb]+|[^\x00-\u02ff\uac00-\ud7a3]"
)
_NEWLINE = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
# The grammar of html.unescape: numeric, or a name of at most 32 characters.
_REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


class Span(NamedTuple):
    """A half-open range of code points, `start` included, `end` not."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace `text[start:end]` by `text`: nothing, white space, or what a reference stands for."""

    start: int
    end: int
    text: str = ""


def squeeze(text: str) -> str:
    """Return `text` without white space, then composed (NFC): how quotes are compared."""
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def bare(text: str) -> str:
    """Return `text` squeezed and without punctuation: how copies of a text are compared."""
    return re.sub(r"\W", "", squeeze(text))


def pieces(source: str, spans: Iterable[Sequence[int]]) -> str:
    """Return what `spans` hold of `source`, character references resolved, joined by nothing."""
    return "".join(html.unescape(source[start:end]) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where each of n characters stands in the source text: `source[starts[i]:ends[i]]`.

    Args:
        starts: shape (n,), int64, never falling.
        ends: shape (n,), int64; `ends[i] == starts[i]` for white space that stands in no file.
    """

    starts: Offsets
    ends: Offsets

    def __len__(self) -> int:
        return len(self.starts)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Origin)
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.ends, other.ends)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays are not hashable

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the source ranges of the characters `[start:end]`, adjacent ones merged."""
        starts, ends = self.starts[start:end], self.ends[start:end]
        held = ends > starts
        starts, ends = starts[held], ends[held]
        if not len(starts):
            return ()
        breaks = np.flatnonzero(starts[1:] > ends[:-1])
        firsts = np.concatenate(([0], breaks + 1))
        lasts = np.concatenate((breaks, [len(starts) - 1]))
        return tuple(Span(int(a), int(b)) for a, b in zip(starts[firsts], ends[lasts], strict=True))

    def slice(self, start: int, end: int) -> "Origin":
        """Return the origin of the characters `[start:end]`."""
        return Origin(self.starts[start:end], self.ends[start:end])

    def at(self, position: int) -> int:
        """Return the first character whose source ends after `position`; n where none does."""
        return int(np.searchsorted(self.ends, position, side="right"))

    def to_bytes(self) -> bytes:
        """Return runs of (characters, start, end) as little-endian int64, for the store."""
        n = len(self)
        if not n:
            return b""
        width = self.ends - self.starts
        plain = (width[:-1] == 1) & (width[1:] == 1) & (self.starts[1:] == self.ends[:-1])
        if plain.all():
            return np.array([n, self.starts[0], self.ends[-1]], "<i8").tobytes()
        firsts = np.concatenate(([0], np.flatnonzero(~plain) + 1))
        lasts = np.concatenate((firsts[1:] - 1, [n - 1]))
        runs = np.stack((lasts - firsts + 1, self.starts[firsts], self.ends[lasts]), axis=1)
        return runs.astype("<i8").tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the origin that `to_bytes` wrote."""
        runs = np.frombuffer(data, dtype="<i8").reshape(-1, 3)
        starts, ends = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for count, start, end in runs:
            if count == 1:
                starts.append(np.array([start]))
                ends.append(np.array([end]))
            else:
                starts.append(np.arange(start, end))
                ends.append(np.arange(start + 1, end + 1))
        return cls(np.concatenate(starts), np.concatenate(ends))

    @staticmethod
    def bounds_from_bytes(data: bytes) -> "Span":
        """Return from where to where an origin reaches that `to_bytes` wrote; fast, for many."""
        runs = memoryview(data).cast("q")
        return Span(runs[1], runs[-1]) if len(runs) else Span(0, 0)


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and the origin of each of its characters; every operation returns a new one."""

    text: str
    origin: Origin

    def __post_init__(self) -> None:
        if len(self.text) != len(self.origin):
            raise ValueError(f"{len(self.text)} characters, {len(self.origin)} origins")

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def of(cls, source: str) -> Self:
        """Return `source` itself, each character mapped to its own place."""
        places = np.arange(len(source) + 1, dtype=np.int64)
        return cls(source, Origin(places[:-1], places[1:]))

    @classmethod
    def joined(cls, parts: Sequence["MappedText"], separator: str) -> Self:
        """Return `parts` with the white space `separator` between them, which stands in no file."""
        texts: list[str] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        last = 0
        for part in parts:
            if texts:
                texts.append(separator)
                starts.append(np.full(len(separator), last, np.int64))
                ends.append(starts[-1])
            last = int(part.origin.ends[-1]) if len(part) else last
            texts.append(part.text)
            starts.append(part.origin.starts)
            ends.append(part.origin.ends)
        if not texts:
            return cls("", Origin(np.empty(0, np.int64), np.empty(0, np.int64)))
        return cls("".join(texts), Origin(np.concatenate(starts), np.concatenate(ends)))

    def bridged(self, following: "MappedText", source: str) -> "MappedText":
        """Return the text with its last character reaching to where `following` begins.

        Only where nothing but white space of `source` lies between the two: a quote across the
        joint is then one range of the file.
        """
        if not len(self) or not len(following):
            return self
        if source[self.origin.ends[-1] : following.origin.starts[0]].strip():
            return self
        ends = self.origin.ends.copy()
        ends[-1] = max(ends[-1], following.origin.starts[0])
        return MappedText(self.text, Origin(self.origin.starts, ends))

    def slice(self, start: int, end: int) -> "MappedText":
        """Return the characters `[start:end]` with their origin."""
        return MappedText(self.text[start:end], self.origin.slice(start, end))

    def stripped(self) -> "MappedText":
        """Return the text without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def lines(self) -> list["MappedText"]:
        """Return the lines, without their line breaks."""
        bounds = [m.start() for m in _NEWLINE.finditer(self.text)]
        afters = [m.end() for m in _NEWLINE.finditer(self.text)]
        return [
            self.slice(start, end)
            for start, end in zip([0, *afters], [*bounds, len(self.text)], strict=True)
        ]

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Return the source ranges of the characters `[start:end]`; the whole text by default."""
        return self.origin.spans(start, len(self.text) if end is None else end)

    def edit(self, edits: Iterable[Edit]) -> "MappedText":
        """Return the text with non-overlapping `edits` done.

        White space that is cut is counted to the character before it, so that a quote across a
        rejoined line is one range of the file and not two.

        Raises:
            ValueError: edits overlap.
        """
        ordered = sorted(edits)
        for one, two in pairwise(ordered):
            if two.start < one.end:
                raise ValueError(f"edits overlap: {one}, {two}")
        if not ordered:
            return self
        texts: list[str] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        at = 0
        for edit in ordered:
            kept = self.origin.ends[at : edit.start]
            if len(kept) and not edit.text and self._is_gap(edit):
                kept = kept.copy()
                kept[-1] = max(kept[-1], self.origin.ends[edit.end - 1])
            place = self._place(edit)
            texts += self.text[at : edit.start], edit.text
            starts += self.origin.starts[at : edit.start], np.full(len(edit.text), place.start)
            ends += kept, np.full(len(edit.text), place.end)
            at = edit.end
        texts.append(self.text[at:])
        starts.append(self.origin.starts[at:])
        ends.append(self.origin.ends[at:])
        return MappedText("".join(texts), Origin(np.concatenate(starts), np.concatenate(ends)))

    def _is_gap(self, edit: Edit) -> bool:
        """Tell whether `edit` is white space right behind the character before it in the source."""
        start, end = edit.start - 1, edit.end
        joints = self.origin.starts[start + 1 : end] == self.origin.ends[start : end - 1]
        return self.text[edit.start : edit.end].isspace() and bool(joints.all())

    def _place(self, edit: Edit) -> Span:
        """Return where the replacement stands: up to the first place where something was cut."""
        if edit.start < edit.end:
            starts, ends = self.origin.starts[edit.start : edit.end], self.origin.ends
            breaks = np.flatnonzero(starts[1:] > ends[edit.start : edit.end - 1])
            last = edit.start + int(breaks[0]) if len(breaks) else edit.end - 1
            return Span(int(starts[0]), int(ends[last]))
        before = int(self.origin.ends[edit.start - 1]) if edit.start else 0
        return Span(before, before)  # white space that stands in no file

    def _runs(self, broken: NDArray[np.bool_]) -> list[Span]:
        """Return the ranges of the text between the joints that are `broken`, shape (n - 1,)."""
        joints = [0, *(np.flatnonzero(broken) + 1).tolist(), len(self)]
        return [Span(a, b) for a, b in pairwise(joints) if a < b]

    def cut(self, ranges: Iterable[Sequence[int]]) -> "MappedText":
        """Return the text without `ranges`, which may overlap."""
        merged: list[Edit] = []
        for start, end in sorted((r[0], r[1]) for r in ranges):
            if merged and start <= merged[-1].end:
                merged[-1] = Edit(merged[-1].start, max(end, merged[-1].end))
            elif start < end:
                merged.append(Edit(start, end))
        return self.edit(merged)

    def composed(self) -> "MappedText":
        """Return the text in NFC; a syllable made of several Jamo stands for all of them.

        Characters are composed only where nothing was cut between them, and none that ends a
        reference: `&amp` and an accent are not `&am` and another letter.
        """
        if unicodedata.is_normalized("NFC", self.text):
            return self
        found = map(_resolved, _REFERENCE.finditer(self.text))
        references = {edit.end - 1 for edit in found if edit}
        edits = []
        for run in self._runs(self.origin.starts[1:] > self.origin.ends[:-1]):
            for match in _COMPOSED.finditer(self.text, *run):
                form = unicodedata.normalize("NFC", match[0])
                if form != match[0] and match.start() not in references:
                    edits.append(Edit(match.start(), match.end(), form))
        return self.edit(edits)

    def resolved(self) -> "MappedText":
        """Return the text with its character references as the characters they stand for.

        A reference is one only where the source has it in one piece: `&` and `lt;` that a cut
        tag brought together are none, nor are those that an earlier reference wrote (`&amp;lt;`).
        """
        if "&" not in self.text:
            return self
        # the last character of one may be wide: white space that was cut counts to it
        plain = self.origin.ends[:-1] - self.origin.starts[:-1] == 1
        whole = plain & (self.origin.starts[1:] == self.origin.ends[:-1])
        edits = []
        for run in self._runs(~whole):
            for match in _REFERENCE.finditer(self.text, *run):
                if edit := _resolved(match):
                    edits.append(edit)
        return self.edit(edits)


def _resolved(match: re.Match[str]) -> Edit | None:
    form = html.unescape(match[0])
    if form == match[0]:
        return None
    kept = 0  # `&copy2024` is a reference and the digits after it
    while kept < len(form) - 1 and match[0][-1 - kept] == form[-1 - kept]:
        kept += 1
    kept = 0 if match[0].endswith(";") and not form.endswith(";") else kept
    return Edit(match.start(), match.end() - kept, form[: len(form) - kept])
