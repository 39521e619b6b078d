"""What tells which sentence answers, and whether it does: the trees that `qa.learn` grew."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qa.trees import Arrays, Trees

FILE = Path(__file__).with_name("model") / "answers.npz"


class Learned(NamedTuple):
    """The two models.

    Args:
        sentences: score the rows of `sentences.table`; higher is better.
        confidence: tell of the values of `confidence.Scores` the logit that one answers.
    """

    sentences: Trees
    confidence: Trees


def save(models: Learned, path: Path = FILE) -> None:
    """Write the models as `learned` reads them."""
    arrays: Arrays = {
        f"{name} {part}": array
        for name, trees in models._asdict().items()
        for part, array in trees.to_arrays().items()
    }
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


@cache
def learned(path: Path = FILE) -> Learned:
    """Return the models that are shipped."""
    with np.load(path, allow_pickle=False) as file:
        parts = {key: file[key] for key in file.files}
    return Learned(*(Trees.from_arrays(_of(name, parts)) for name in Learned._fields))


def _of(name: str, parts: Arrays) -> Arrays:
    begin = f"{name} "
    return {key.removeprefix(begin): part for key, part in parts.items() if key.startswith(begin)}
