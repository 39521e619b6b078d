"""From files and folders to an index that agrees with them: new, changed and gone files.

Each root that is named is brought in line by itself; other roots stay as they are. One unreadable
file is reported and skipped. How a run goes about it stands in `sync`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from index.config import Config
from index.database import NAME, Settings, explained
from index.encoder import BUNDLED, Encoder, load_encoder
from index.errors import InputError, MissingIndexError, StoreError
from index.generation import Step, recorded
from index.pool import read_apart, read_files, read_here
from index.readers import SUFFIXES
from index.records import FileText
from index.rehearsal import all_roots, as_it_is, changed_since, rehearse
from index.report import BuildReport, Changes, FileReport
from index.roots import Root
from index.scan import plan
from index.store import require_encoder
from index.sync import Progress, ReadAll, Sync
from index.writer import Writer, no_step

Read = Callable[[Path], FileText]

__all__ = ["BuildReport", "Changes", "FileReport", "build_index", "changed_since", "relocate"]


def build_index(
    paths: Sequence[str | Path],
    index: str | Path,
    *,
    encoder: str | Encoder | None = None,
    remove: Sequence[str | Path] = (),
    rebuild: bool = False,
    dry_run: bool = False,
    keep_all: bool = False,
    apart: bool = False,
    progress: Progress | None = None,
    read: Read | None = None,
    analyser: str | None = None,
    step: Step = no_step,
) -> BuildReport:
    """Bring the index in the folder `index` in line with `paths`.

    Ctrl-C while files are read keeps what was read, unless `rebuild`: see `BuildReport.left`.
    `progress`, which is called a few times a second, may raise `KeyboardInterrupt` to the same end.

    Args:
        paths: files and folders; none, where nothing is to be removed, means all roots there are.
        index: the index's folder, made if need be.
        encoder: a name for `load_encoder`, or an encoder; None is the index's own, for a new
            index the bundled one.
        remove: roots, or files and folders below a root, to take off the index.
        rebuild: read and encode every file again, with this encoder and this program.
        dry_run: say what would happen, and do nothing.
        keep_all: take nothing for boilerplate in the files that are looked at; they are read
            again where that was done before, as in the next run without it.
        apart: read every file within the bounds of `pool`, a few small texts, too, which this
            process reads otherwise: for files of people whom one does not know.
        progress: called with a stage (`reading`, `encoding`), done and total.
        read: reads one file, in this process, whatever is told of it; None is
            `passages.read_file`, by `pool.read_files`.
        analyser: what makes the terms; None is `tokens.ANALYSER`.
        step: for tests, see `Writer`.

    Raises:
        InputError: a path does not exist, nothing was named, or a `geungeo.toml` is no good;
            nothing is removed then.
        MismatchError: the index was made with something else, and not `rebuild`.
        StoreError: the index cannot be written; it is as it was.
    """
    folder = Path(index)
    wanted, unwanted = [_existing(path) for path in paths], [_named(path) for path in remove]
    inside = [path for path in wanted if path.is_relative_to(folder.resolve())]
    if inside and (folder / NAME).exists():
        raise InputError(f"{inside[0]} is the index itself or part of it; name documents")
    if not (wanted or (folder / NAME).exists()):
        raise InputError(f"no folder was named, and there is no index at {folder}: qa index PATH")
    if dry_run:
        return rehearse(folder, wanted, unwanted, rebuild=rebuild, keep_all=keep_all)
    source = _Source(folder, encoder, analyser, rebuild=rebuild)
    with explained(folder), Writer(folder, source.settings, rebuild=rebuild, step=step) as writer:
        reader = _reader(read, apart=apart)
        sync = Sync(writer, source, reader, progress or _silent, rebuild=rebuild)
        roots = sync.remove(unwanted)
        wanted = wanted or ([] if unwanted else all_roots(roots, folder))
        new, scopes = plan(wanted, roots)
        configs = {scope.root.key: Config.of(scope.root, keep_all=keep_all) for scope in scopes}
        for root in new:
            sync.add_root(root)
        sync.run(scopes, [*roots, *new], configs)
        return _finish(writer, sync, rebuild=rebuild)


def _finish(writer: Writer, sync: Sync, *, rebuild: bool) -> BuildReport:
    before = recorded(writer.connection)
    committed = bool(sync.dirty or rebuild or not before)
    if committed:
        generation = writer.commit()
    else:
        writer.commit_notes()
        generation = before[-1]
    return BuildReport(
        sync.rows,
        sync.unread,
        generation.documents,
        generation.passages,
        committed,
        sync.left,
    )


def relocate(index: str | Path, old: str | Path, new: str | Path) -> list[Path]:
    """Tell the index that its documents moved from `old` to `new`; return the roots' new places.

    Raises:
        InputError: no root is at or below `old`; or its new place does not exist, is of another
            kind or another root's, or is a file of another name, which is another document.
    """
    folder, before, after = Path(index), _absolute(old), _existing(new)
    generation, _, _ = as_it_is(folder)
    if generation is None:
        raise MissingIndexError(f"no index at {folder}; make one: qa index PATH --index {folder}")
    with Writer(folder, generation.settings) as writer:
        stored = writer.stored_roots()
        moved = [(root, there) for root in stored if (there := _moved(root, before, after))]
        places = [there.path for _, there in moved]
        if not places:
            raise InputError(f"{folder} has no root at {before}; see qa info")
        for root, there in moved:
            _require_place(root, there)
        gone = {root.key for root, _ in moved}
        stay = {root.path for root in writer.roots() if root.key not in gone}
        if taken := [place for place in places if place in stay or places.count(place) > 1]:
            raise InputError(f"{taken[0]} is a root already; nothing was changed")
        for _, there in moved:
            writer.put_root(there)
        writer.commit_notes()
    return places


def _moved(root: Root, old: Path, new: Path) -> Root | None:
    if root.path == old and root.only:
        return replace(root, folder=new.parent, only=new.name)
    if not root.folder.is_relative_to(old):
        return None
    return replace(root, folder=new / root.folder.relative_to(old))


def _require_place(root: Root, there: Root) -> None:
    """Raise `InputError` where a root cannot have moved to `there`."""
    place = there.path
    if not place.exists():
        raise InputError(f"{place} does not exist; nothing was changed")
    if place.is_file() != bool(root.only):
        kinds = ("a file", "a folder") if root.only else ("a folder", "a file")
        raise InputError(
            f"{root.path} was {kinds[0]} and {place} is {kinds[1]}; nothing was changed"
        )
    if root.only and there.only != root.only:
        raise InputError(
            f"{there.only} is another name than {root.only}, so another document: run qa index "
            f"{place}, and qa index --remove {root.path}; nothing was changed"
        )


class _Source:
    """The encoder, loaded when the first text needs it, and the settings of the run."""

    def __init__(
        self,
        folder: Path,
        encoder: str | Encoder | None,
        analyser: str | None,
        *,
        rebuild: bool,
    ) -> None:
        self._folder = folder
        self._loaded = None if encoder is None or isinstance(encoder, str) else encoder
        was = self._settings_before(rebuild)
        given = self._loaded.name if self._loaded else encoder
        self._name = str(given or (was.encoder if was else BUNDLED))
        if was and not (rebuild or self._loaded) and was.encoder == self._name:
            made = was  # no need to load what may not be needed
        else:
            loaded = self._load()
            made = Settings(loaded.name, loaded.fingerprint, loaded.dimension, "")
        self.settings = replace(made, analyser=analyser or _analyser())

    def _settings_before(self, rebuild: bool) -> Settings | None:
        try:
            generation, _, _ = as_it_is(self._folder)
        except StoreError:
            if rebuild:
                return None
            raise
        return generation.settings if generation else None

    def _load(self) -> Encoder:
        if self._loaded is None:
            self._loaded = load_encoder(self._name)
        return self._loaded

    def encoder(self) -> Encoder:
        """Return the encoder; raises `MismatchError` where it is not the one of the index."""
        encoder = self._load()
        require_encoder(self._folder, self.settings, encoder)
        return encoder


def _analyser() -> str:
    from index.tokens import ANALYSER

    return ANALYSER


def _reader(read: Read | None, *, apart: bool) -> ReadAll:
    if read is None:
        return read_apart if apart else read_files
    return partial(read_here, read=lambda path, _rules: read(path))


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Take progress and show nothing."""


def _absolute(path: str | Path) -> Path:
    return Path(path).resolve()


def _named(path: str | Path) -> Path:
    """Return what is to be taken off: a link to a file is that link, not what it leads to."""
    link = Path(path).is_symlink() and Path(path).is_file()
    return _absolute(Path(path).parent) / Path(path).name if link else _absolute(path)


def _existing(path: str | Path) -> Path:
    try:
        place = _absolute(path).resolve(strict=True)
    except (OSError, ValueError) as error:
        raise InputError(f"{path} does not exist; nothing was removed") from error
    if not place.is_dir() and place.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path} is not a format that is read: {' '.join(sorted(SUFFIXES))}")
    return place
