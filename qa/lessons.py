"""The questions that the models which answer learn from, and the indexes that they are asked of.

KorQuAD's, our own over the same paragraphs (in other words, in other languages, and such as nothing
answers), and the development questions of our sets. Nothing imports this module but `qa.learn` and
`qa.train`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from eval import records
from eval.runner import open_bot
from eval.sets import load_set, only
from index.build import build_index
from index.encoder import BUNDLED
from qa.retriever import Retriever

QUESTIONS = Path(__file__).with_name("questions.tsv")
# Questions on anything, short as people type them, of which no document of the sets speaks.
STRANGE = Path(__file__).with_name("strange.txt")
SETS = ("news", "office", "tuning")
# What is printed is measured in so many folds, by article or document.
FOLDS = 5


class Lesson(NamedTuple):
    """A question over a paragraph of KorQuAD.

    Args:
        paragraph: its name, `article/paragraph` by number.
        kind: `korquad`, or the kind of our own.
        question: as it is asked.
        places: from where to where the answers stand in the paragraph; none where nothing answers.
    """

    paragraph: str
    kind: str
    question: str
    places: tuple[tuple[int, int], ...]

    @property
    def article(self) -> int:
        """The article that it is about; the questions of one are judged together."""
        return int(self.paragraph.partition("/")[0])


def read_paragraphs(korquad: Path, folder: Path) -> tuple[dict[str, str], Retriever]:
    """Return KorQuAD's paragraphs by name, and an index of them, made in `folder`."""
    texts = {}
    with (folder / "paragraphs.jsonl").open("w", encoding="utf-8") as file:
        for i, article in enumerate(_articles(korquad)):
            for j, paragraph in enumerate(article["paragraphs"]):
                text = texts[f"{i}/{j}"] = paragraph["context"]
                row = {"id": f"{i}/{j}", "title": article.get("title", ""), "text": text}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    build_index([folder / "paragraphs.jsonl"], folder / "index")
    return texts, Retriever.open(folder / "index")


def of_korquad(path: Path) -> Iterator[Lesson]:
    """Yield KorQuAD's questions."""
    for i, article in enumerate(_articles(path)):
        for j, paragraph in enumerate(article["paragraphs"]):
            for row in paragraph["qas"]:
                golds = [(one["answer_start"], len(one["text"])) for one in row["answers"]]
                places = tuple((start, start + length) for start, length in golds)
                yield Lesson(f"{i}/{j}", "korquad", row["question"], places)


def our_own(path: Path) -> Iterator[Lesson]:
    """Yield our questions over KorQuAD's paragraphs."""
    for line in path.read_text(encoding="utf-8").splitlines():
        name, kind, question, start, end = line.split("\t")
        yield Lesson(name, kind, question, ((int(start), int(end)),) if start else ())


def strange() -> list[Lesson]:
    """Return the questions on anything; each stands for itself in the folds."""
    lines = STRANGE.read_text(encoding="utf-8").splitlines()
    return [Lesson(f"{number}/0", "short", line, ()) for number, line in enumerate(lines)]


def of_set(name: str, folder: Path) -> tuple[list[tuple[int, records.Question]], Retriever]:
    """Return the development questions of a packaged set, each with its group, and their index.

    The questions of a group are about one document.
    """
    questions = only(load_set(name, cache=folder), "dev")
    documents = sorted({name for one in questions.questions for name in one.documents})
    grouped = [
        (documents.index(one.documents[0]) if one.documents else number, one)
        for number, one in enumerate(questions.questions)
    ]
    return grouped, open_bot(questions, BUNDLED, folder).retriever


def _articles(path: Path) -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return articles
