"""`python -m eval.reading [FOLDER]`: how well files of known text are read, by format.

Here: the measure and its command. Not here: the files, which `eval.reading_corpus` makes.

FOLDER holds `documents/` and `truth.jsonl`, a line a document:
`{"file", "record", "text": [...], "foreign": [...], "title", "date", "source"}`; by default the
packaged set. White space, the bars between column names and the form of Unicode do not count.

    present  share of the sentences and table rows of `text` that stand whole in one passage's
             text; a caption or a table's column names may stand in its heading.
    foreign  share of the characters of the passages that belong neither to `text` nor to the
             title, and to no stretch of at least 8 characters of them.
    leaks    strings of `foreign` that stand in a passage or its heading.
    title, date, source  documents that have them right, of those whose truth names them.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from index.errors import ReadError
from index.passages import read_file
from index.readers import SUFFIXES
from index.records import DocumentText
from index.sourcemap import squeeze

PACKAGED = Path(__file__).parent / "sets" / "reading"
# The bar of every format.
PRESENT, FOREIGN = 0.98, 0.01
# A shorter stretch of a text is found in any other one.
_STRETCH = 8
_FIELDS = ("title", "date", "source")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one document; see the module's docstring."""

    file: str
    record: str | None
    text: tuple[str, ...]
    foreign: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    source: str | None = None


@dataclass(slots=True)
class Score:
    """Counts over the documents of one format.

    Args:
        present, expected: sentences and rows.
        foreign, characters: characters of passages.
        right, named: by field, documents.
        failures: what is wrong, a line each.
        skipped: why nothing was read; '' where it was.
    """

    files: int = 0
    documents: int = 0
    present: int = 0
    expected: int = 0
    foreign: int = 0
    characters: int = 0
    leaks: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_FIELDS, 0))
    named: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_FIELDS, 0))
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def share_present(self) -> float:
        """Share of the known text that is present, 0 to 1."""
        return self.present / self.expected if self.expected else 0.0

    @property
    def share_foreign(self) -> float:
        """Share of the characters that are foreign, 0 to 1."""
        return self.foreign / self.characters if self.characters else 0.0

    @property
    def passed(self) -> bool:
        """Whether the format reaches the bar."""
        return self.share_present >= PRESENT and self.share_foreign <= FOREIGN


def load_truth(folder: Path) -> list[Known]:
    """Return what is known of the documents under `folder`.

    Raises:
        ReadError: the folder has no `truth.jsonl`.
    """
    try:
        lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ReadError(f"{folder} is no reading set: {error.strerror}") from None
    rows = (json.loads(line) for line in lines if line)
    return [Known(**r | {"text": tuple(r["text"]), "foreign": tuple(r["foreign"])}) for r in rows]


def measure(folder: Path) -> dict[str, Score]:
    """Return the score of each format, by suffix, in the order of the truth."""
    known: defaultdict[str, list[Known]] = defaultdict(list)
    for one in load_truth(folder):
        known[one.file].append(one)
    scores: dict[str, Score] = {}
    for file, documents in known.items():
        suffix = Path(file).suffix
        score = scores.setdefault(suffix.removeprefix("."), Score())
        score.files += 1
        if suffix not in SUFFIXES:
            score.skipped = f"no reader of {suffix} yet"
        else:
            _measure_file(folder / "documents" / file, documents, score)
    return scores


def _measure_file(path: Path, known: Sequence[Known], score: Score) -> None:
    started = time.perf_counter()
    try:
        found = {document.record: document for document in read_file(path).documents}
    except ReadError as error:
        found = {}
        score.failures.append(f"{path.name}: {error}")
    score.seconds += time.perf_counter() - started
    for one in known:
        score.documents += 1
        name = f"{path.name}#{one.record}" if one.record else path.name
        document = found.get(one.record)
        if document is None:
            score.expected += len(one.text)
            score.failures.append(f"{name}: not read")
        else:
            score.failures += (f"{name}: {what}" for what in _judged(document, one, score))


def _judged(document: DocumentText, known: Known, score: Score) -> Iterator[str]:
    """Add one document to `score`; yield what is wrong with it."""
    texts = [_bare(passage.text) for passage in document.passages]
    headings = {_bare(passage.heading) for passage in document.passages}
    wanted = [_bare(text) for text in known.text]
    for text, bare in zip(known.text, wanted, strict=True):
        score.expected += 1
        if any(bare in place for place in (*texts, *headings)):
            score.present += 1
        else:
            yield f"missing: {text}"
    allowed = [*wanted, _bare(known.title or document.metadata.title)]
    for text in texts:
        score.characters += len(text)
        for stretch in foreign_stretches(text, allowed):
            score.foreign += len(stretch)
            yield f"foreign: {stretch}"
    for text in known.foreign:
        if any(_bare(text) in place for place in (*texts, *headings)):
            score.leaks += 1
            yield f"leak: {text}"
    for name in _FIELDS:
        yield from _field(name, getattr(known, name), getattr(document.metadata, name), score)


def _field(name: str, expected: str | None, found: str | None, score: Score) -> Iterator[str]:
    if expected is None:
        return
    score.named[name] += 1
    if expected == found:
        score.right[name] += 1
    else:
        yield f"{name}: {found!r}, not {expected!r}"


def _bare(text: str) -> str:
    return squeeze(text).replace("|", "")


def foreign_stretches(text: str, allowed: Sequence[str]) -> list[str]:
    """Return what of `text` is in none of `allowed`, whole or in part.

    >>> foreign_stretches("광고비가그쳤다.", ["비가그쳤다."])
    ['광고']
    """
    rests = [text]
    for whole in sorted(filter(None, allowed), key=len, reverse=True):
        rests = [part for rest in rests for part in rest.split(whole)]
    every = "\n".join(allowed)
    return [part for rest in rests if rest for part in _unknown(rest, every)]


def _unknown(rest: str, every: str) -> Iterator[str]:
    """Yield what of `rest` lies in no long stretch that stands in `every` as well."""
    at = 0
    matcher = SequenceMatcher(None, rest, every, autojunk=False)
    for match in matcher.get_matching_blocks():
        long = match.size >= min(_STRETCH, len(rest)) and match.size
        if long or match.a == len(rest):
            if match.a > at:
                yield rest[at : match.a]
            at = match.a + match.size


def to_json(scores: Mapping[str, Score]) -> dict[str, Any]:
    """Return the scores as one object that JSON can hold, by format."""
    return {
        name: asdict(score)
        | {
            "share_present": score.share_present,
            "share_foreign": score.share_foreign,
            "passed": score.passed,
        }
        for name, score in scores.items()
    }


def to_table(scores: Mapping[str, Score]) -> Table:
    """Return the scores as a table, a format a row."""
    table = Table(title=f"bar: present ≥ {PRESENT:.0%}, foreign ≤ {FOREIGN:.0%}")
    names = ("format", "files", "present", "foreign", "leaks", *_FIELDS, "seconds", "")
    for name in names:
        table.add_column(name, justify="right" if name not in ("format", "") else "left")
    for name, score in scores.items():
        if score.skipped:
            table.add_row(name, str(score.files), *[""] * (len(names) - 3), score.skipped)
            continue
        table.add_row(
            name,
            str(score.files),
            f"{score.share_present:.2%}",
            f"{score.share_foreign:.2%}",
            str(score.leaks),
            *(f"{score.right[key]}/{score.named[key]}" for key in _FIELDS),
            f"{score.seconds:.2f}",
            "" if score.passed else "below the bar",
        )
    return table


def main(argv: list[str] | None = None) -> int:
    """Measure a folder; 0 where every format that has a reader reaches the bar, else 1."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.reading", description="how well files of known text are read"
    )
    parser.add_argument("folder", nargs="?", type=Path, default=PACKAGED)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--failures", action="store_true", help="list what is wrong")
    arguments = parser.parse_args(argv)
    try:
        scores = measure(arguments.folder)
    except ReadError as error:
        sys.stderr.write(f"eval.reading: {error}\n")
        return 1
    if arguments.json:
        sys.stdout.write(json.dumps(to_json(scores), ensure_ascii=False) + "\n")
    else:
        Console(width=None if sys.stdout.isatty() else 110).print(to_table(scores))
        for score in scores.values() if arguments.failures else ():
            sys.stdout.writelines(f"{failure}\n" for failure in score.failures)
    return int(any(not score.passed for score in scores.values() if not score.skipped))


if __name__ == "__main__":
    raise SystemExit(main())
