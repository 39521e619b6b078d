"""`qa eval make DOCS`: proposes questions from documents, for a person to take, change or leave.

With `--feedback INDEX` those come first whose answers people judged in the web chat of that index.
In the terminal one after the other, or all at once in a CSV; what was taken is a `questions.jsonl`
that `qa eval run` takes with `--docs DOCS`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from eval.judged import judged
from eval.proposals import Proposal, propose
from eval.sheet import read_sheet, write_sheet
from eval.wording import say
from index.errors import InputError
from qa.messages import Language
from qa.progress import progress_bar

_COUNT = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `qa eval make`."""
    parser.set_defaults(usage=parser.error)
    parser.add_argument("documents", nargs="?", type=Path, metavar="DOCS", help="their folder")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.jsonl",
        default=Path("questions.jsonl"),
        help="what is taken is added to this file; default: %(default)s",
    )
    parser.add_argument(
        "--count", type=int, default=_COUNT, help="of questions from DOCS; default: %(default)s"
    )
    parser.add_argument(
        "--feedback",
        type=Path,
        metavar="INDEX",
        help="first the questions whose answers people judged in the web chat of this index",
    )
    parser.add_argument(
        "--csv", type=Path, metavar="FILE.csv", help="write the proposals here, and ask nothing"
    )
    parser.add_argument(
        "--accepted",
        type=Path,
        metavar="FILE.csv",
        help="take the rows of such a file whose column accept says y",
    )


def run(args: argparse.Namespace) -> int:
    """Propose, ask, write; return the exit status, 0.

    Raises:
        InputError: the folder does not exist or holds nothing to ask about, nobody has judged an
            answer yet, or a file cannot be used.
    """
    if bool(args.documents or args.feedback) == bool(args.accepted):
        args.usage("name a folder of documents, or --feedback INDEX, or --accepted FILE.csv")
    if args.count < 1:
        args.usage(f"--count {args.count} is no number from 1 on")
    if args.documents and not args.documents.exists():
        raise InputError(f"{args.documents} does not exist")
    if args.accepted:
        return _write(args.out, read_sheet(args.accepted), args.language)
    proposals = judged(args.feedback, args.language) if args.feedback else []
    if args.documents:
        proposals += _proposed(args.documents, args.count)
    if args.csv:
        write_sheet(args.csv, proposals)
        sys.stdout.write(say("csv", args.language, count=len(proposals), path=args.csv) + "\n")
        return 0
    return _write(args.out, _chosen(proposals, args.language), args.language)


def _proposed(documents: Path, count: int) -> list[Proposal]:
    from index.build import build_index
    from index.store import Store

    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "make.index"
        with progress_bar() as advance:
            build_index([documents], index, progress=advance)
        with Store.open(index) as store:
            passages = [p for one in store.documents() for p in store.passages_of(one.id)]
    proposals = propose(passages, count)
    if not proposals:
        raise InputError(f"{documents} holds no sentence or table that a question could be made of")
    return proposals


def _chosen(proposals: list[Proposal], language: Language) -> Iterator[Proposal]:
    """Yield the proposals that a person takes, as they want them; ends with q or Ctrl-D."""
    for number, one in enumerate(proposals, start=1):
        sys.stdout.write(f"\n[{number}/{len(proposals)}] {one.question}\n{_details(one, language)}")
        choice = _typed(say("choice", language))
        if choice in (None, "q"):
            return
        if choice == "e":
            one = _edited(one, language)
        if choice in ("y", "e") and not (one := _closed(one, language)).is_open:
            yield one


def _details(one: Proposal, language: Language) -> str:
    """Return the lines below a question: what was asked before it, what was said, what answers."""
    unknown = say("open" if one.is_open else "unanswered", language)
    lines = [
        *(say("before_it", language, question=earlier) for earlier in one.history),
        *([say("said_of_it", language, said=one.said)] if one.said else []),
        one.evidence[0] if one.evidence else unknown,
        *(f"→ {answer}" for answer in one.answers[:1]),
    ]
    return "".join(f"  {line}\n" for line in lines)


def _edited(one: Proposal, language: Language) -> Proposal:
    question = _typed(f"{say('question', language)}> ")
    answer = _typed(f"{say('answer', language)}> ") if one.answers else ""
    return replace(
        one,
        question=question or one.question,
        answers=(answer,) if answer else one.answers,
    )


def _closed(one: Proposal, language: Language) -> Proposal:
    """Return an open question with the evidence that the person names; without, it stays open."""
    if not one.is_open or not (evidence := _typed(f"{say('evidence', language)}> ")):
        return one
    answer = "" if one.answers else _typed(f"{say('answer', language)}> ")
    return replace(one, evidence=(evidence,), answers=(answer,) if answer else one.answers)


def _typed(prompt: str) -> str | None:
    with suppress(EOFError):
        return input(prompt).strip()
    return None


def _write(path: Path, taken: Iterable[Proposal], language: Language) -> int:
    """Add what was taken, line by line, so that nothing is lost where a person stops."""
    known, is_ended = _known(path)
    count = 0
    try:
        with path.open("a", encoding="utf-8") as file:
            for one in taken:
                row = json.dumps(_fresh(one, known).to_json(), ensure_ascii=False)
                file.write(f"{row}\n" if is_ended or count else f"\n{row}\n")
                file.flush()
                count += 1
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None
    sys.stdout.write(say("taken", language, count=count, path=path) + "\n")
    return 0


def _known(path: Path) -> tuple[set[str], bool]:
    """Return the ids that a file of questions has already, and whether its last line is ended."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        ids = {json.loads(line)["id"] for line in text.split("\n") if line.strip()}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError(f"{path} is no file of questions to add to: {error}") from None
    return ids, text[-1:] in ("", "\n")


def _fresh(one: Proposal, known: set[str]) -> Proposal:
    """Return the proposal under an id that is not known yet, and note it."""
    id_, number = one.id, 2
    while id_ in known:
        id_, number = f"{one.id}-{number}", number + 1
    known.add(id_)
    return replace(one, id=id_)
