"""The folder that keeps what people uploaded, under names of our making.

geungeo.index            the index
geungeo.index.uploads/   the files; a root of the index as any other folder is
"""

import os
import re
import shutil
import threading
import unicodedata
from collections.abc import Container
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Final

ROOM: Final = 2_000_000_000  # bytes of all uploads together
KEPT: Final = 1_000  # files
_LONGEST: Final = 50  # characters of a name, which a disk may keep in four bytes each
_UNSAFE: Final = re.compile(r"[^\w .()\[\]-]+")
_SUFFIX: Final = ".uploads"


class Shelf:
    """The uploads beside one index. Safe to share between threads."""

    def __init__(self, index: Path) -> None:
        """Keep files beside the index in the folder `index`; the folder is made with the first."""
        whole = index.resolve()
        self.folder = whole.with_name(whole.name + _SUFFIX)
        self._naming = threading.Lock()

    def files(self) -> list[Path]:
        """Return the files that are kept, the newest first."""
        if not self.folder.is_dir():
            return []
        # a hidden one is still being written
        found = (path for path in self.folder.iterdir() if path.name[0] != "." and path.is_file())
        return sorted(found, key=_age)

    def has_room(self, more: int) -> bool:
        """Tell whether one more file of up to `more` bytes may be kept."""
        sizes = [path.stat().st_size for path in self.files()]
        return len(sizes) < KEPT and sum(sizes) + more <= ROOM

    def keep(self, name: str, file: BinaryIO, taken: Container[str]) -> str:
        """Keep a file; return its name, numbered where one of it is there or in `taken`.

        Raises:
            OSError: the disk does not take it.
        """
        self.folder.mkdir(exist_ok=True)
        # whoever indexes the folder passes over what is hidden, and so reads nothing in part
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as written:
            draft = Path(written.name)
            try:
                shutil.copyfileobj(file, written)
                written.flush()
                os.fsync(written.fileno())
            except BaseException:
                draft.unlink()
                raise
        with self._naming:
            place = self._free(name, taken)
            draft.rename(place)
        return place.name

    def remove(self, name: str) -> bool:
        """Delete a file; False where none of that name is kept, whatever else the name means."""
        found = next((path for path in self.files() if path.name == name), None)
        if found is not None:
            found.unlink(missing_ok=True)
        return found is not None

    def _free(self, name: str, taken: Container[str]) -> Path:
        stem, suffix = Path(name).stem, Path(name).suffix
        number = 1
        while name in taken or (self.folder / name).exists():
            number += 1
            name = f"{stem} ({number}){suffix}"
        return self.folder / name


def safe_name(name: str) -> str:
    r"""Return a file name like `name` that is harmless on any disk: no folder, nothing hidden.

    >>> safe_name("../../etc/보고서.PDF"), safe_name("C:\\a\\<b>.txt"), safe_name("\0.md")
    ('보고서.pdf', 'b.txt', 'document.md')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    stem = _UNSAFE.sub("_", stem).strip(" ._")[:_LONGEST].rstrip(" ._")
    suffix = re.sub(r"\W", "", suffix.lower())[:10]
    return (stem or "document") + (f".{suffix}" if suffix else "")


def _age(path: Path) -> tuple[int, str]:
    try:
        return -path.stat().st_mtime_ns, path.name
    except FileNotFoundError:  # removed a moment ago
        return 0, path.name
