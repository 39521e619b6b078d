"""What is told of a file before it is read: by a person, or by the other files of its source.

Not here: the rules that hold for every file, which are `cleaning`'s, and where a person writes
his (`config`).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from index.records import Block, Metadata
from index.sourcemap import squeeze

# The reason that the report gives for a line of `Rules.remove`.
LISTED: Final = "listed in geungeo.toml"


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one file beside the rules of `cleaning`.

    Args:
        keep_all: whether nothing is taken for boilerplate.
        keep: what stays: lines, or reasons of the report such as `contact`.
        remove: lines that go. In a line `*` stands for anything; white space does not count.
        source: the outlet, whatever the file says; `date` likewise, ISO.
        place: the source of a document that names no outlet: its folder.
        learned: for each source the hashes of lines that recur in its documents.
    """

    keep_all: bool = False
    keep: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    source: str = ""
    date: str | None = None
    place: str = ""
    learned: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """A digest of what a person told, '' for nothing: a file is read again where it differs."""
        told = (self.keep_all, self.keep, self.remove, self.source, self.date)
        if not any(told):
            return ""
        return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()

    def described(self, metadata: Metadata) -> Metadata:
        """Return `metadata` with outlet and date as they were told."""
        if self.source:
            metadata = replace(metadata, source=self.source)
        if self.date:
            metadata = replace(metadata, date=self.date, date_origin="geungeo.toml")
        return metadata

    def listed(self, blocks: Sequence[Block]) -> dict[int, str]:
        """Return the positions of the lines that a person wants out, with the reason."""
        lines = _matcher(self.remove)
        found = (i for i, block in enumerate(blocks) if lines.fullmatch(squeeze(block.text.text)))
        return self._kept_out(dict.fromkeys(found, LISTED), blocks)

    def allowed(self, reasons: Mapping[int, str], blocks: Sequence[Block]) -> dict[int, str]:
        """Return those of `reasons` to drop a block, by position, that nothing speaks against."""
        return {} if self.keep_all else self._kept_out(reasons, blocks)

    def _kept_out(self, reasons: Mapping[int, str], blocks: Sequence[Block]) -> dict[int, str]:
        lines = _matcher(self.keep)
        return {
            i: reason
            for i, reason in reasons.items()
            if reason not in self.keep and not lines.fullmatch(squeeze(blocks[i].text.text))
        }


def place_of(shown: str) -> str:
    """Return what stands for the source of a file that names none: its folder below the root."""
    return str(PurePosixPath(shown).parent)


NO_RULES: Final = Rules()


@cache
def _matcher(lines: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches one of the lines, squeezed; nothing where there are none."""
    parts = (".*".join(map(re.escape, squeeze(line).split("*"))) for line in lines)
    return re.compile("|".join(parts) or r"(?!)")
