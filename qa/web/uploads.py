"""Documents that people upload: taken, indexed by a thread while others ask, and removed again.

Where they are kept is `shelf`'s. A file that cannot be read does not stay. No HTTP.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple

from index.build import BuildReport, build_index
from index.errors import BusyError, QAError
from index.readers import SUFFIXES
from index.readers.binary import READERS
from index.records import Document
from qa.messages import Language, say
from qa.reasons import NOT_TEXT, why_unread
from qa.web.library import Library
from qa.web.shelf import Shelf, safe_name

FILES: Final = 20  # in one request
LARGEST: Final = 50_000_000  # bytes of one request
TOLD: Final = 20  # refusals that are remembered
RETRY: Final = 2.0  # seconds until the index is tried again that somebody else is writing
GRACE: Final = 2.0  # seconds that a stopped run has to put things down
PATIENCE: Final = 30.0  # seconds that the bot has to go over to what was indexed

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is kept; it has no documents yet while it waits to be indexed."""

    name: str
    waiting: bool
    documents: tuple[Document, ...]

    @property
    def passages(self) -> int:
        """Number of passages of all its documents."""
        return sum(document.passages for document in self.documents)


class Refused(NamedTuple):
    """A file that is not kept, and why; `detail` is what the sentence names."""

    name: str
    reason: Literal["type", "unread", "full", "disk"]
    detail: str = ""

    def line(self, language: Language) -> str:
        """Return why, in a sentence."""
        kind = Path(self.name).suffix[1:]
        if kind in READERS and self.detail in NOT_TEXT:  # it says to be something else than text
            why = say("not_of_kind", language, kind=kind.upper())
        else:
            why = why_unread(self.detail, language)
        return say(f"refused_{self.reason}", language, detail=why)


class Uploads:
    """The uploads beside one index. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        """Take files into the index of `library`; index those that it does not know yet."""
        self._library = library
        self._index = library.store.folder
        self._shelf = Shelf(self._index)
        self._lock = threading.Lock()
        self._refused: deque[Refused] = deque(maxlen=TOLD)
        self._step = ("starting", 0, 0)
        self._wanted = self._working = self._fault = self._closing = False
        self._thread: threading.Thread | None = None
        self.version = 0  # grows with every change of what is kept or refused
        names = {path.name for path in self._shelf.files()}
        unknown = names - self._indexed().keys() if names else set()
        # each with a token of its own, for a name that was removed may come again
        self._waiting = {name: object() for name in unknown}
        if self._waiting:
            self._bring_in_line()

    @property
    def folder(self) -> Path:
        """Where the files are kept."""
        return self._shelf.folder

    def take(self, name: str, file: BinaryIO) -> None:
        """Keep a file under a name like `name` and have it indexed, or remember why not."""
        safe = safe_name(name)
        try:
            if not safe.endswith(SUFFIXES):
                self._refuse(Refused(safe, "type", " ".join(SUFFIXES)))
            elif not self._shelf.has_room(LARGEST):
                self._refuse(Refused(safe, "full"))
            else:
                self._keep(safe, file)
        except OSError as error:
            _log.warning("an upload could not be kept: %s", error)
            self._refuse(Refused(safe, "disk"))

    def remove(self, name: str) -> bool:
        """Delete an upload, and take it off the index; False where there is none of that name."""
        removed = self._shelf.remove(name)
        if removed:
            with self._lock:
                self._waiting.pop(name, None)
                self.version += 1
            self._bring_in_line()
        return removed

    def kept(self) -> list[Upload]:
        """Return the files that are kept, the newest first."""
        indexed, files = self._indexed(), self._shelf.files()
        with self._lock:
            waiting = set(self._waiting)
        return [
            Upload(path.name, path.name in waiting, tuple(indexed.get(path.name, ())))
            for path in files
        ]

    def refused(self) -> Sequence[Refused]:
        """Return the files that were refused last, the latest first."""
        with self._lock:
            return tuple(self._refused)

    @property
    def busy(self) -> bool:
        """Whether something is still to be indexed."""
        with self._lock:
            return self._working

    def line(self, language: Language) -> str:
        """Return how far indexing is, '' where there is nothing to tell."""
        with self._lock:
            if not self._working:
                return say("upload_fault", language) if self._fault else ""
            stage, done, total = self._step
            return say(f"upload_{stage}", language, done=done, total=total)

    def _indexed(self) -> dict[str, list[Document]]:
        """Return the documents of each upload that is indexed, by its name."""
        found: dict[str, list[Document]] = {}
        for document in (entry.document for entry in self._library.entries()):
            path = Path(document.path)
            if path.parent == self._shelf.folder:
                found.setdefault(path.name, []).append(document)
        return found

    def _keep(self, name: str, file: BinaryIO) -> None:
        # two roots with a file of one name make both change their addresses
        taken = {entry.document.id.partition("#")[0] for entry in self._library.entries()}
        kept = self._shelf.keep(name, file, taken)
        with self._lock:
            self._waiting[kept] = object()
            self.version += 1
        self._bring_in_line()

    def _refuse(self, refused: Refused) -> None:
        with self._lock:
            self._tell_refused([refused])
            self.version += 1

    def _tell_refused(self, refused: Sequence[Refused]) -> None:
        """Remember refusals, the same one once; the lock is held."""
        for one in refused:
            if one in self._refused:
                self._refused.remove(one)
            self._refused.appendleft(one)

    def _bring_in_line(self) -> None:
        """Have the thread look at the folder once more; begin one where there is none."""
        with self._lock:
            self._wanted = True
            if not self._working:
                self._working, self._fault, self._step = True, False, ("starting", 0, 0)
                self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop indexing, as Ctrl-C does; what is left is indexed when the server starts again."""
        with self._lock:
            self._closing, thread = True, self._thread
        if thread is not None:
            thread.join(GRACE)

    def _work(self) -> None:
        while self._is_wanted():
            try:
                self._build()
            except KeyboardInterrupt:  # from `_tell`
                return
            except BusyError:
                self._tell("busy", 0, 0)
                time.sleep(RETRY)
                with self._lock:
                    self._wanted = True
            except Exception as error:  # whatever it is, the next upload is a new try
                unexpected = not isinstance(error, QAError)
                _log.error("uploads could not be indexed: %s", error, exc_info=unexpected)
                with self._lock:
                    self._fault = True
                    self.version += 1

    def _is_wanted(self) -> bool:
        with self._lock:
            self._working, self._wanted = self._wanted and not self._closing, False
            return self._working

    def _build(self) -> None:
        with self._lock:
            taken = dict(self._waiting)
        report = build_index([self._shelf.folder], self._index, apart=True, progress=self._tell)
        refused = self._unread(report, taken)
        until = time.monotonic() + PATIENCE
        while self._library.store.is_outdated() and time.monotonic() < until:
            time.sleep(0.1)
        with self._lock:
            self._fault = False
            left = self._waiting.items()
            self._waiting = {name: token for name, token in left if taken.get(name) is not token}
            self._tell_refused(refused)
            self._wanted |= bool(refused)  # the index remembers them until it is told
            self.version += 1

    def _unread(self, report: BuildReport, taken: Mapping[str, object]) -> list[Refused]:
        """Delete the files that could not be read; return why."""
        with self._lock:
            # one that was removed meanwhile could not be read either
            waiting = {n for n, token in self._waiting.items() if taken.get(n) is token}
        refused = []
        for file in report.files:
            place = Path(file.root, file.path)
            ours = place.parent == self._shelf.folder and place.name in waiting
            if ours and file.status == "skipped":
                self._shelf.remove(place.name)
                refused.append(Refused(place.name, "unread", file.reason))
        return refused

    def _tell(self, stage: str, done: int, total: int) -> None:
        with self._lock:
            self._step = (stage, done, total)
            if self._closing:
                raise KeyboardInterrupt
