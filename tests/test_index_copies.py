"""Copies of documents: MinHash against the exact similarity, and what is taken for a copy."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from copies_fakes import COLUMN, FRIDAY, MONDAY, RELEASE, REPRINT, UPDATE
from hypothesis import given
from hypothesis import strategies as st
from index_fakes import ANALYSER, Build

from index.copies import grouped, sketch
from index.passages import read_file
from index.store import Store

DOCUMENTS = Path(__file__).parent.parent / "eval" / "sets" / "news" / "documents"


def groups(*texts: str) -> list[int]:
    return grouped([sketch([text]) for text in texts]).tolist()


def test_a_release_its_reprint_and_its_update_are_copies() -> None:
    assert groups(RELEASE, COLUMN, REPRINT, UPDATE) == [0, -1, 0, 0]


def test_a_form_filled_in_anew_each_day_has_no_copies() -> None:
    assert groups(MONDAY, FRIDAY) == [-1, -1]


def test_white_space_punctuation_and_the_cuts_between_passages_do_not_count() -> None:
    sentences = re.split(r"(?<=\.) ", RELEASE)
    assert sketch(sentences) == sketch([RELEASE.replace(" ", "\n").replace("“", '"')])


@pytest.mark.parametrize("text", ["", "짧은 글이다.", "가" * 149])
def test_a_short_text_has_no_sketch_and_no_copies(text: str) -> None:
    assert sketch([text]) == b""
    assert groups(text, RELEASE, text, RELEASE) == [-1, 1, -1, 1]


def test_nothing_has_no_groups() -> None:
    assert grouped([]).tolist() == []


@given(st.integers(0, 200), st.integers(0, 2**32 - 1))
def test_a_sketch_estimates_the_exact_similarity(shared: int, seed: int) -> None:
    """Four deviations of 126 draws are .18 at most."""
    rng = np.random.default_rng(seed)
    letters = [chr(c) for c in rng.choice(np.arange(0xAC00, 0xD7A4), 600, replace=False)]
    one = "".join(letters[:300])
    other = "".join(letters[:shared] + letters[300 : 600 - shared])
    shingles = [{t[i : i + 5] for i in range(len(t) - 4)} for t in (one, other)]
    exact = len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])
    values = [np.frombuffer(sketch([t]), "<u4")[:126] for t in (one, other)]
    assert abs((values[0] == values[1]).mean() - exact) < 0.18


def test_many_equal_documents_are_one_group() -> None:
    copies = [RELEASE.replace("다솜", f"다솜{'가' * (i % 7)}") for i in range(300)]
    assert groups(COLUMN, *copies) == [-1, *[1] * 300]


def test_of_the_sample_documents_only_the_two_reprints_are_copies() -> None:
    read = {path: read_file(path) for path in sorted(DOCUMENTS.rglob("*")) if path.is_file()}
    named = [(path.name[:3], d) for path, file in read.items() for d in file.documents]
    found = grouped([sketch(p.text for p in d.passages) for _, d in named]).tolist()
    pairs = {
        (named[i][0], named[j][0])
        for i, j in combinations(range(len(named)), 2)
        if found[i] == found[j] >= 0
    }
    assert pairs == {("a11", "a12"), ("b09", "b10")}


def test_copies_are_found_again_where_only_one_document_changes(
    build: Build, tmp_path: Path
) -> None:
    folder = tmp_path / "기사"
    folder.mkdir()
    for name, text in {"가": RELEASE, "나": COLUMN, "다": REPRINT}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build(folder)
    assert copies(tmp_path / "index") == {"가.txt", "다.txt"}
    (folder / "나.txt").write_text(UPDATE, encoding="utf-8")
    (folder / "다.txt").write_text(COLUMN, encoding="utf-8")
    report = build(folder)
    assert (report.changed, report.unchanged) == (2, 1)
    assert copies(tmp_path / "index") == {"가.txt", "나.txt"}


def copies(index: Path) -> set[str]:
    with Store.open(index, analyser=ANALYSER) as store:
        assert len(set(store.copies.values())) <= 1
        return set(store.copies)
