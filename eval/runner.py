"""Puts the questions of a set to the bot, and keeps what came back.

Here: the set's index, made once for these documents, this encoder and this code; asking; the
outcome of each question. Not here: what an outcome is worth (`rows`, `measures`).
"""

import getpass
import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from eval.baselines import Baseline
from eval.bootstrap import grouped, scores
from eval.proof import Proof
from eval.records import Corpus, EvalSet, Mode, Outcome, Question, Run
from eval.relevance import cites, judged
from eval.rows import tabulate
from index.encoder import MODEL_FOLDER
from index.records import Hit

if TYPE_CHECKING:
    from qa.bot import Bot

_LOGGER = logging.getLogger(__name__)

BUNDLED = "bundled"
_K = 10  # the deepest cutoff of any measure
_K_DOCUMENTS = 50  # passages asked for where ten documents are wanted and each may have several
_KEPT = 5  # passages of an outcome

Progress = Callable[[int, int], None]


def cache_folder() -> Path:
    """Return this user's folder for corpora and indexes under the system's temporary folder."""
    folder = Path(tempfile.gettempdir()) / f"geungeo-eval-{getpass.getuser()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def index_folder(eval_set: EvalSet, encoder: str, cache: Path) -> Path:
    """Return where the set's index belongs: a name for the documents, the encoder and the code.

    The code of `index` is part of it, so that a change of cleaning or terms is measured on an
    index that was made with it, never on an old one. So is the folder's place: copies of the
    documents in another folder would be further documents of the same index.
    """
    place = eval_set.documents.resolve()
    digest = hashlib.sha256(f"{encoder} {version('kiwipiepy')} {place}".encode("utf-8", "replace"))
    code = MODEL_FOLDER.parent
    _add(digest, code, (path for path in code.rglob("*") if "__pycache__" not in path.parts))
    for folder in (eval_set.documents, Path(encoder)):
        if folder.is_dir():
            _add(digest, folder, folder.rglob("*"))
    return cache / f"{digest.hexdigest()[:20]}.index"


def _add(digest: "hashlib._Hash", folder: Path, paths: Iterable[Path]) -> None:
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"\0{path.relative_to(folder)}\0".encode("utf-8", "surrogateescape"))
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())


def open_bot(
    eval_set: EvalSet,
    encoder: str,
    cache: Path,
    place: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> "Bot":
    """Return a bot over the set's documents, whose index is made where there is none.

    The index lies under `cache`, or at `place`: one that is there already is used as it is.
    `progress` is told of the making: (stage, done, total). Documents that could not be read are
    logged as warnings, for questions about them cannot be answered.
    """
    from index.build import build_index
    from qa.bot import Bot

    where = place or index_folder(eval_set, encoder, cache)
    if place is None or not place.exists():
        report = build_index([eval_set.documents], where, encoder=encoder, progress=progress)
        for file in report.files:
            if file.status in ("skipped", "kept"):
                _LOGGER.warning(
                    "%s: %s was %s: %s", eval_set.name, file.path, file.status, file.reason
                )
    return Bot.open(where)


def run_set(
    eval_set: EvalSet,
    bot: "Bot",
    *,
    mode: Mode = "hybrid",
    encoder: str = BUNDLED,
    split: str = "all",
    search_only: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Put every question of `eval_set` to `bot` and score what it says.

    `encoder` and `split` are only recorded: the bot was opened and the set was cut with them.
    With `search_only`, and in sets without answers, retrieval alone is judged. `progress` is
    called with (questions done, questions) after each.
    """
    proof = Proof(eval_set.documents)
    answers = eval_set.kind != "beir" and not search_only

    def ask(question: Question) -> Outcome:
        return _outcome(question, bot, mode, proof, answers)

    made_by = bot.retriever.store.settings.fingerprint
    return replace(_run(eval_set, ask, mode, encoder, split, progress), fingerprint=made_by)


def run_baseline(
    eval_set: EvalSet,
    bot: "Bot",
    baseline: Baseline,
    *,
    encoder: str = BUNDLED,
    split: str = "all",
    progress: Progress | None = None,
) -> Run:
    """Search the passages of the bot's index with another system, and score what it finds.

    A follow-up is searched by the whole question that the bot understood, and what says the same
    is not grouped.
    """
    store = bot.retriever.store
    passages = [p for document in store.documents() for p in store.passages_of(document.id)]
    texts = [f"{p.title}\n{p.heading}\n{p.text}" for p in passages]
    search = baseline.make(Corpus(texts, bot.retriever.encoder))

    def ask(question: Question) -> Outcome:
        asked = _whole(question, bot)
        began = perf_counter()
        rows = search(asked, _depth(question))
        seconds = perf_counter() - began
        hits = [Hit(rank, 1 / rank, {}, passages[row]) for rank, row in enumerate(rows, start=1)]
        ranking, qrels = judged(question, hits)
        kept = tuple(hits[:_KEPT])
        return Outcome(question, ranking, qrels, None, (), (), seconds, seconds, kept)

    return _run(eval_set, ask, baseline.name, encoder, split, progress)


def _run(
    eval_set: EvalSet,
    ask: Callable[[Question], Outcome],
    mode: str,
    encoder: str,
    split: str,
    progress: Progress | None,
) -> Run:
    questions = eval_set.questions
    ask(questions[0])  # loading is no part of the time
    outcomes = []
    for number, question in enumerate(questions, start=1):
        outcomes.append(ask(question))
        if progress:
            progress(number, len(questions))
    table = tabulate(outcomes)
    return Run(
        name=eval_set.name,
        kind=eval_set.kind,
        split=split,
        encoder=encoder,
        mode=mode,
        outcomes=tuple(outcomes),
        table=table,
        overall=scores(table),
        groups=grouped(table),
    )


def _outcome(question: Question, bot: "Bot", mode: Mode, proof: Proof, answers: bool) -> Outcome:
    """Search for what was understood (a follow-up is found by its whole question), then ask.

    In this order, so that neither time profits of what the other has read.
    """
    asked = _whole(question, bot)
    began = perf_counter()
    hits = bot.retriever.search(asked, k=_depth(question), mode=mode)
    seconds = search_seconds = perf_counter() - began
    answer = None
    if answers:
        began = perf_counter()
        answer = bot.ask(question.question, history=question.history, mode=mode)
        seconds = perf_counter() - began
    ranking, qrels = judged(question, hits)
    citations = answer.citations if answer else ()
    return Outcome(
        question=question,
        ranking=ranking,
        qrels=qrels,
        answer=answer,
        holding=tuple(cites(citation, question) for citation in citations),
        exact=tuple(proof.is_exact(citation) for citation in citations),
        seconds=seconds,
        search_seconds=search_seconds,
        hits=tuple(hits[:_KEPT]),
    )


def _depth(question: Question) -> int:
    return _K_DOCUMENTS if question.grades else _K


def _whole(question: Question, bot: "Bot") -> str:
    from qa.continuity import asked_of

    return asked_of(bot.retriever, question.question, question.history).text
