"""The command `qa`: arguments in, `render` out, errors in one line. No retrieval logic.

Exit status: 0 done, 1 an error that is shown in one line, 2 wrong usage. This module and `app`
alone read the environment: GEUNGEO_INDEX names the index where --index does not, and
GEUNGEO_PASSWORD holds the hash of the password where --password-file does not.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from index.errors import InputError, MissingIndexError, QAError
from qa.messages import Language

DEFAULT_INDEX = "geungeo.index"
INDEX = "GEUNGEO_INDEX"  # the variable that names another
PASSWORD = "GEUNGEO_PASSWORD"  # the variable that holds the hash
_OUTLETS = 12  # that are named where somebody asked for another
_FILTERS = ("since", "until", "sources")
Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    for stream in (sys.stdout, sys.stderr):  # Korean on a terminal of any locale
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    args = _parser().parse_args(argv)
    try:
        command: Command = args.command
        status = command(args)
        sys.stdout.flush()
        return status
    except QAError as error:
        sys.stderr.write(f"qa: {' '.join(str(error).split())}{_elsewhere(error)}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("qa: stopped\n")
        return 1
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # `qa search … | head`
            return 0
        sys.stderr.write(f"qa: {error.filename or 'output'}: {error.strerror or error}\n")
        return 1


def _elsewhere(error: QAError) -> str:
    """Return how another index is named, where there is none at the place that was."""
    there_is_none = type(error) is MissingIndexError
    return f"; --index DIR or {INDEX} names another" if there_is_none else ""


def default_index() -> Path:
    """Return the index that the environment names, else the one in the working folder."""
    return Path(os.environ.get(INDEX) or DEFAULT_INDEX)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="qa", description="Cited, verified answers from a folder of documents."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--index",
        type=Path,
        metavar="DIR",
        default=default_index(),
        help=f"the index's folder; default: {INDEX}, else {DEFAULT_INDEX}",
    )
    shared.add_argument("--json", action="store_true", help="print JSON")

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=summary, description=summary, parents=[shared])
        sub.set_defaults(command=command)
        return sub

    _add_index(add("index", _index, "bring the index in line with files and folders"))
    _add_search(add("search", _search, "find passages"))
    _add_ask(add("ask", _ask, "ask a question, get a cited answer"))
    chat = add("chat", _chat, "ask in the terminal, follow-ups included")
    _add_filters(chat)
    show = add("show", _show, "print a document's clean text around a place")
    show.add_argument("document", metavar="DOCUMENT", help="as citations name it")
    show.add_argument("--at", type=int, metavar="START", help="offset in the source text")
    verify = add("verify", _verify, "check every quote of a saved answer against the files")
    verify.add_argument("file", type=Path, metavar="FILE.json")
    add("check", _check, "check every file of the index")
    add("repair", _repair, "rebuild what derives from the documents' records")
    info = add("info", _info, "what is indexed, and what it was made with")
    info.add_argument(
        "--reset-thresholds",
        action="store_true",
        help="forget what qa eval run --calibrate set for this index",
    )
    feedback = add("feedback", _feedback, "print what people said of answers in the web chat")
    feedback.add_argument(
        "--questions", action="store_true", help="as lines of an evaluation set's questions.jsonl"
    )
    _add_serve(add("serve", _serve, "open the web chat"))
    _add_eval(commands)
    return parser


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders")
    parser.add_argument(
        "--remove",
        action="append",
        type=Path,
        default=[],
        metavar="PATH",
        help="take off the index",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen")
    parser.add_argument("--report", action="store_true", help="what was removed from which file")
    parser.add_argument(
        "--keep-all", action="store_true", help="take nothing for boilerplate in these files"
    )
    parser.add_argument("--rebuild", action="store_true", help="read and encode everything again")
    parser.add_argument("--encoder", metavar="NAME", help="a sentence-transformers name or path")
    parser.add_argument(
        "--relocate", nargs=2, type=Path, metavar=("OLD", "NEW"), help="the documents have moved"
    )
    parser.set_defaults(usage=parser.error)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 on")
    return int(text)


def _rate(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is no number from 0 on")
    return int(text)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", metavar="DATE", help="documents from this day on: 2024-06-20")
    parser.add_argument("--until", metavar="DATE", help="documents up to this day")
    parser.add_argument(
        "--source", action="append", default=[], metavar="NAME", help="only of this outlet"
    )


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="a question a line")
    parser.set_defaults(usage=parser.error)
    parser.add_argument("-k", type=_positive, default=10, metavar="N", help="default: 10 passages")
    parser.add_argument("--mode", choices=("hybrid", "dense", "lexical"), default="hybrid")
    _add_filters(parser)


def _add_ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--batch", type=Path, metavar="FILE.jsonl", help="a question a line")
    parser.set_defaults(usage=parser.error)
    parser.add_argument(
        "--history", action="append", default=[], metavar="TURN", help="an earlier question"
    )
    _add_filters(parser)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
    parser.add_argument("--port", type=int, default=7860, help="default: 7860")
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=f"holds what --make-password prints; default: {PASSWORD}",
    )
    who.add_argument("--no-auth", action="store_true", help="let everybody in who reaches the host")
    who.add_argument(
        "--make-password", action="store_true", help="ask for a password, print its hash and end"
    )
    parser.add_argument(
        "--allow-download", action="store_true", help="offer the documents' own files"
    )
    parser.add_argument(
        "--allow-upload", action="store_true", help="let people add documents in the browser"
    )
    parser.add_argument(
        "--rate",
        type=_rate,
        metavar="N",
        help="requests a minute from one other machine, 0 for any number; default: 120",
    )
    parser.add_argument(
        "--log-questions", action="store_true", help="write questions into the log as well"
    )


def _add_eval(commands: Any) -> None:
    summary = "evaluate on a set of questions"
    parser = commands.add_parser("eval", help=summary, description=summary)
    inner = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = inner.add_parser("run", help=summary, description=summary)
    from eval.command import add_arguments
    from eval.command import run as run_evaluation

    add_arguments(run)
    run.set_defaults(command=run_evaluation, language=_language())
    from eval import make_command, speed_command

    summary = "propose questions from documents, to be taken or left"
    make = inner.add_parser("make", help=summary, description=summary)
    make_command.add_arguments(make)
    make.set_defaults(command=make_command.run, language=_language())
    summary = "measure building, searching, memory and disk at several sizes"
    speed = inner.add_parser("speed", help=summary, description=summary)
    speed_command.add_arguments(speed)
    speed.set_defaults(command=speed_command.run)


# -- indexing


def _index(args: argparse.Namespace) -> int:
    from index.build import build_index, relocate
    from qa.progress import progress_bar

    if args.relocate:
        others = ("paths", "remove", "dry_run", "report", "keep_all", "rebuild", "encoder")
        if any(getattr(args, name) for name in others):
            args.usage("--relocate goes with nothing else but --index and --json")
        moved = relocate(args.index, *args.relocate)
        _print_json({"moved": [str(root) for root in moved]}, args, f"{len(moved)} roots moved")
        return 0
    with progress_bar() as progress:
        report = build_index(
            args.paths,
            args.index,
            encoder=args.encoder,
            remove=args.remove,
            rebuild=args.rebuild,
            dry_run=args.dry_run,
            keep_all=args.keep_all,
            progress=progress,
        )
    from qa.reporting import report_json, report_text

    if args.json:
        _print_json(report_json(report))
    else:
        _print(report_text(report, dry_run=args.dry_run, detailed=args.report))
    if report.left:
        raise QAError(f"stopped; {report.left} files are still to be read: run it again to go on")
    return 0


# -- asking


def _search(args: argparse.Namespace) -> int:
    from qa.continuity import asked_of
    from qa.render import results_json, results_text
    from qa.retriever import Retriever

    _one_question(args)
    retriever = Retriever.open(args.index)
    _tell_unknown(args, retriever.store.sources)

    def find(row: dict[str, Any]) -> Any:
        history = _strings(row.get("history", []), "history")
        question = asked_of(retriever, row["question"], history).text
        return retriever.search(question, k=args.k, mode=args.mode, **_filters(row, args))

    if args.batch:
        _batch(args.batch, lambda row: results_json(find(row), row.get("id")))
        return 0
    results = find({"question": args.question})
    if args.json:
        _print_json(results_json(results))
    else:
        _print(results_text(results, _language(), narrowed=_is_narrowed(args)))
    return 0


def _ask(args: argparse.Namespace) -> int:
    from qa.bot import Bot
    from qa.render import answer_text, render

    _one_question(args)
    bot = Bot.open(args.index)
    _tell_unknown(args, bot.sources())

    def ask(row: dict[str, Any]) -> Any:
        history = _strings(row.get("history", args.history), "history")
        return bot.ask(row["question"], history=history, **_filters(row, args))

    if args.batch:
        _batch(args.batch, lambda row: render(ask(row), row.get("id")))
        return 0
    answer = ask({"question": args.question})
    if args.json:
        _print_json(render(answer))
    else:
        _print(answer_text(answer, _language(), narrowed=_is_narrowed(args)))
    return 0


def _one_question(args: argparse.Namespace) -> None:
    if (args.question is None) == (args.batch is None):
        args.usage("give a question, or --batch FILE.jsonl")


def _is_narrowed(args: argparse.Namespace) -> bool:
    return bool(args.since or args.until or args.source)


def _tell_unknown(args: argparse.Namespace, outlets: Sequence[str]) -> None:
    """Say on stderr which of the outlets asked for no document is of."""
    if unknown := [one for one in args.source if one not in outlets]:
        there = ", ".join(outlets[:_OUTLETS]) + (", …" if len(outlets) > _OUTLETS else "")
        sys.stderr.write(f"qa: no document is of {', '.join(unknown)}; there are {there or '-'}\n")


def _filters(row: dict[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    filters = row.get("filters", {})
    if not isinstance(filters, dict):
        raise InputError("filters is not an object")
    filters = {**filters, **{name: row[name] for name in _FILTERS if name in row}}
    if unknown := filters.keys() - set(_FILTERS):
        raise InputError(f"no filter {', '.join(sorted(unknown))}; there are {', '.join(_FILTERS)}")
    return {
        "since": filters.get("since", args.since),
        "until": filters.get("until", args.until),
        "sources": _strings(filters.get("sources", args.source), "sources"),
    }


def _strings(value: object, name: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise InputError(f"{name} is not a list of strings")


def _batch(path: Path, answer: Callable[[dict[str, Any]], Any]) -> None:
    """Print one JSON object for each line of `path`, in order; a bad row does not end the run."""
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        id_: object = number
        try:
            row = {"id": number, **_row(line)}
            id_ = row["id"]
            result = answer(row)
        except QAError as error:
            result = {"id": id_, "error": str(error)}
        except Exception as error:  # a fault of ours ends the run as little
            result = {"id": id_, "error": f"unexpected: {type(error).__name__}: {error}"}
        _print_json(result)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            yield from file
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror}") from None


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        json.dumps(row, allow_nan=False)  # NaN, which Python reads, is no JSON to give back
    except (ValueError, RecursionError):
        raise InputError("not a line of JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise InputError('not an object with a "question"')
    return row


# What is typed in `qa chat` and is no question.
_LEAVING = frozenset(("/끝", "/종료", "/exit", "/quit", "끝", "종료", "exit", "quit"))
_HELPING = frozenset(("/도움말", "/help", "도움말", "help", "?"))


def _chat(args: argparse.Namespace) -> int:
    from qa.bot import Bot
    from qa.messages import say
    from qa.render import answer_text, render

    bot = Bot.open(args.index)
    _tell_unknown(args, bot.sources())
    history: list[str] = []
    if not args.json:
        sys.stdout.write(f"{say('chat_begun', _language())}\n")
    for question in _questions_typed(sys.stderr if args.json else sys.stdout):
        try:
            answer = bot.ask(question, history=history, **_filters({}, args))
        except InputError as error:
            sys.stderr.write(f"qa: {error}\n")
            continue
        history.append(question)
        if args.json:
            _print_json(render(answer))
        else:
            _print(answer_text(answer, _language(), narrowed=_is_narrowed(args)))
    return 0


def _questions_typed(aside: TextIO) -> Iterator[str]:
    """Yield what is typed until a word or Ctrl-D ends it; words that ask for help get it.

    What is said to who types goes to `aside`.
    """
    from qa.messages import say

    prompt = f"{say('question', _language())}> "
    while True:
        try:
            if aside is sys.stdout:
                question = input(prompt)
            else:
                aside.write(prompt)
                aside.flush()
                question = input()
        except EOFError:
            aside.write("\n")
            return
        except UnicodeDecodeError as error:
            raise InputError(f"what was typed is not {error.encoding}") from None
        word = question.strip().casefold()
        if word in _LEAVING:
            return
        if word in _HELPING:
            aside.write(f"{say('chat_help', _language())}\n")
        elif word:
            yield question


# -- looking


def _show(args: argparse.Namespace) -> int:
    from index.store import Store
    from qa.reporting import document_json, document_text

    with Store.open(args.index) as store:
        document, passages = store.document(args.document), store.passages_of(args.document)
    if args.json:
        _print_json(document_json(document, passages, args.at))
    else:
        _print(document_text(document, passages, args.at))
    return 0


def _verify(args: argparse.Namespace) -> int:
    from index.store import Store
    from qa.reporting import check_quotes, load_citations

    citations = load_citations("".join(_lines(args.file)), str(args.file))
    with Store.open(args.index) as store:
        checked = check_quotes(citations, store)
    counts = {s: sum(c["status"] == s for c in checked) for s in ("verified", "changed", "missing")}
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    if args.json:
        _print_json({"citations": checked, **counts})
    else:
        for one in checked:
            why = f": {one['reason']}" if one["reason"] else ""
            place = f"{one['document']} {one['start']}–{one['end']}"
            sys.stdout.write(f"{one['status']:9} {place}{why}\n")
        sys.stdout.write(f"{len(checked)} quotes: {summary}\n")
    return 0 if counts["verified"] == len(checked) else 1


def _check(args: argparse.Namespace) -> int:
    from index.health import check

    problems = check(args.index)
    _print_json({"problems": problems}, args, "\n".join(problems) or "no problem found")
    return 1 if problems else 0


def _repair(args: argparse.Namespace) -> int:
    from index.health import repair

    repaired = repair(args.index)
    _print_json({"repaired": repaired}, args, "\n".join(repaired) or "nothing to repair")
    return 0


def _info(args: argparse.Namespace) -> int:
    from index.store import Store
    from qa.reporting import info_json, info_text
    from qa.thresholds import forget_thresholds

    if args.reset_thresholds:
        forget_thresholds(args.index)
    with Store.open(args.index) as store:
        info = info_json(store)
    if args.json:
        _print_json(info)
    else:
        _print(info_text(info))
    return 0


def _feedback(args: argparse.Namespace) -> int:
    from qa.feedback import Feedback, export

    rows = Feedback.beside(args.index).rows()
    if args.questions:
        for question in export(rows):
            _print_json(question)
        return 0
    for row in rows:
        line = f"{row['at'][:10]} {row['reason']:7} {row['question']}"
        _print_json(row, args, " ".join(line.split()))
    return 0


def _serve(args: argparse.Namespace) -> int:
    from qa.web import Journal, Password, serve

    if args.make_password:
        sys.stdout.write(f"{Password.make(_typed_password())}\n")
        return 0
    line = os.environ.get(PASSWORD) or None
    if args.password_file:
        line = "".join(_lines(args.password_file))
    password = None if line is None or args.no_auth else Password.parse(line)
    rate = {} if args.rate is None else {"rate": args.rate}
    serve(
        args.index,
        host=args.host,
        port=args.port,
        password=password,
        no_auth=args.no_auth,
        downloads=args.allow_download,
        uploads=args.allow_upload,
        journal=Journal(sys.stderr, questions=args.log_questions),
        **rate,
    )
    return 0


def _typed_password() -> str:
    from getpass import getpass

    if not sys.stdin.isatty():  # from a pipe: a line
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("password: ", sys.stderr)
    if getpass("once more: ", sys.stderr) != password:
        raise InputError("the two are not the same; nothing was made")
    return password


# -- printing


def _language() -> Language:
    return "en" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("en") else "ko"


def _print(lines: Iterable[Any]) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    with console.capture() as printed:  # on a broken pipe a console would end the program itself
        for line in lines:
            console.print(line)
    sys.stdout.write(printed.get())


def _print_json(value: Any, args: argparse.Namespace | None = None, text: str = "") -> None:
    """Print a value as one line of JSON; with `args`, as `text` unless --json is given."""
    if args is not None and not args.json:
        sys.stdout.write(f"{text}\n")
        return
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
