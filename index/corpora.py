"""The folder of training data: its rows, and the parts of it that no model is trained on.

Training and measuring read the same splits here. A split is by document where the file tells
documents apart by their order: the end of the file is held out, and a margin before it belongs to
neither part. The folder's own README names sources and licences; none of it is shipped.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, Any]

_NEWS_MARGIN = 30  # rows; an article of the news has about eight
_DOCS_HELD, _DOCS_MARGIN = 1000, 200  # rows; a page has tens of them
_SENTENCES_HELD = 1000
_EVERYDAY = "tatoeba"  # the source of everyday sentences, each by itself


class Split(NamedTuple):
    """Rows to train on, and rows held out."""

    train: list[Row]
    held: list[Row]


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a gzipped file; nothing where it is absent."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from file


def rows(data: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a file of the data folder; nothing where it is absent."""
    yield from map(json.loads, lines(data / name))


def split_news(data: Path) -> Split:
    """Split the news in many languages: the last fifth is held out."""
    news = list(rows(data, "parallel/news-19-languages.jsonl.gz"))
    cut = len(news) * 4 // 5
    return Split(news[: cut - min(_NEWS_MARGIN, len(news) // 10)], news[cut:])


def split_docs(data: Path) -> Split:
    """Split the technical documentation in six languages."""
    docs = list(rows(data, "parallel/tensorflow-docs-6-languages.jsonl.gz"))
    cut = max(len(docs) - _DOCS_HELD, len(docs) * 4 // 5)
    train, held = docs[: max(0, cut - _DOCS_MARGIN)], docs[cut:]
    seen = {row["en"] for row in held}
    return Split([row for row in train if row["en"] not in seen], held)


def split_sentences(data: Path) -> Split:
    """Split the Korean and English sentences: some everyday ones are held out.

    What is held out here, or of the documentation, is not trained on wherever it recurs.
    """
    sentences = list(rows(data, "parallel/ko-en.jsonl.gz"))
    everyday = [row for row in sentences if row["source"] == _EVERYDAY]
    held = everyday[len(everyday) - min(_SENTENCES_HELD, len(everyday) // 2) :]
    both = [*held, *split_docs(data).held]
    seen = {row[code] for row in both for code in ("ko", "en") if row.get(code)}
    train = [row for row in sentences if row["ko"] not in seen and row["en"] not in seen]
    return Split(train, held)


def split_paraphrases(data: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return the groups of paraphrases to train on and every fifth, held out."""
    groups: dict[int, list[str]] = defaultdict(list)
    for row in rows(data, "korean/parakqc.jsonl.gz"):
        groups[row["group"]].append(row["text"])
    ordered = [groups[number] for number in sorted(groups)]
    return [group for i, group in enumerate(ordered) if i % 5], ordered[::5]
