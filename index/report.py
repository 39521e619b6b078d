"""What bringing an index in line did: one row a file, and the sums. Printing is `qa`'s."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.records import Removal

Status = Literal["added", "changed", "unchanged", "removed", "skipped", "kept"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What happened to one file.

    Args:
        path: relative to its root, as ids show it.
        root: the root's folder.
        status: `kept` is a file that cannot be read now and answers with what it held before.
        reason: why it was skipped or kept, or read again though it is as it was.
    """

    path: str
    root: str
    status: Status
    format: str = ""
    encoding: str = ""
    documents: int = 0
    passages: int = 0
    removals: tuple[Removal, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What bringing an index in line did, or would do.

    Args:
        files: those that were looked at, by root and name.
        unread: how many files of which suffix no reader reads.
        documents, passages: of the whole index afterwards; for a dry run those it has now.
        committed: whether there is a new generation; False where nothing had changed.
        left: files that a run did not come to, since it was stopped.
    """

    files: tuple[FileReport, ...]
    unread: Mapping[str, int]
    documents: int = 0
    passages: int = 0
    committed: bool = False
    left: int = 0

    def _with(self, status: Status) -> int:
        return sum(file.status == status for file in self.files)

    @property
    def added(self) -> int:
        """Number of new files."""
        return self._with("added")

    @property
    def changed(self) -> int:
        """Number of files with another content than before."""
        return self._with("changed")

    @property
    def unchanged(self) -> int:
        """Number of files that are as they were."""
        return self._with("unchanged")

    @property
    def removed(self) -> int:
        """Number of files that are gone, or were taken off."""
        return self._with("removed")

    @property
    def skipped(self) -> int:
        """Number of files that cannot be read and are not in the index."""
        return self._with("skipped")

    @property
    def kept(self) -> int:
        """Number of files that cannot be read now; the index has what they held before."""
        return self._with("kept")


class Changes(NamedTuple):
    """How the files on the disk differ from an index, by name, size and time."""

    added: int
    changed: int
    gone: int

    def __bool__(self) -> bool:
        return any(self)


UNCHANGED = Changes(0, 0, 0)
