import json
from pathlib import Path

import pytest

from index.records import Document, Locator, Metadata
from index.sourcemap import Span
from qa.verify import Verifier


def document(path: Path, **fields: str) -> Document:
    values = {"record": None, "format": "text", "encoding": "utf-8", **fields}
    return Document(
        id=path.name, path=str(path), sha256="", metadata=Metadata(), passages=1, **values
    )  # type: ignore[arg-type]


def test_a_quote_that_stands_in_its_file_is_verified(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("앞 <b>잘린\n낱말</b> 뒤", encoding="utf-8")
    status = Verifier().status(document(path), [(5, 7), (8, 10)], "잘린 낱말")
    assert status == "verified"


def test_white_space_and_references_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("연구 &amp; 개발", encoding="utf-8")
    assert Verifier().status(document(path), [(0, 11)], "연구 & 개발") == "verified"


def test_a_changed_file_is_found_out_and_a_restored_one_too(tmp_path: Path) -> None:
    path, verifier = tmp_path / "a.txt", Verifier()
    path.write_text("침수 주택 312채", encoding="utf-8")
    spans = [(0, 10)]
    assert verifier.status(document(path), spans, "침수 주택 312채") == "verified"
    path.write_text("침수 주택 347채!", encoding="utf-8")
    assert verifier.status(document(path), spans, "침수 주택 312채") == "changed"
    path.unlink()
    assert verifier.status(document(path), spans, "침수 주택 312채") == "missing"


def test_an_unchanged_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, verifier, reads = tmp_path / "a.txt", Verifier(), []
    path.write_text("하나", encoding="utf-8")
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (reads.append(self), read(self))[1])
    for _ in range(3):
        assert verifier.status(document(path), [(0, 2)], "하나") == "verified"
    assert len(reads) == 1


def test_a_record_that_left_its_file_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "하나"}), encoding="utf-8")
    held = document(path, format="jsonl", record="1")
    gone = document(path, format="jsonl", record="2")
    assert Verifier().status(held, [(0, 2)], "하나") == "verified"
    assert Verifier().status(gone, [(0, 2)], "하나") == "changed"


def test_offsets_beyond_the_file_are_no_quote(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("하나", encoding="utf-8")
    assert Verifier().status(document(path), [(50, 60)], "하나") == "changed"


def test_a_quote_is_located_by_the_lines_it_stands_in(tmp_path: Path) -> None:
    path, passage = tmp_path / "a.txt", Locator("text", 1, 9)
    path.write_text("첫 줄\n둘째 줄\n셋째 줄\n넷째", encoding="utf-8")
    verifier = Verifier()
    assert verifier.locate(document(path), passage, Span(4, 13)) == Locator("text", 2, 3)
    assert verifier.locate(document(path), passage, Span(0, 3)) == Locator("text", 1, 1)
    row = Locator("record", 3, 3)
    assert verifier.locate(document(path), row, Span(4, 13)) == row
    path.unlink()
    assert verifier.locate(document(path), passage, Span(4, 13)) == passage
