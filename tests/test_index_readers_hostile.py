"""Files and names that nobody would make on purpose: each is read, or its reason is said."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from index_fakes import Build
from reading_fakes import read, texts

from index.build import build_index
from index.errors import ReadError
from index.passages import read_file
from index.readers import LARGEST_TEXT, read_documents
from index.readers.frontmatter import read_front_matter
from index.sourcemap import MappedText

PORT = "해온항은 3일 새 부두를 열었다."


def test_a_file_that_changes_while_it_is_read_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "글.txt"
    path.write_text("처음", encoding="utf-8")
    loads = []

    def load(path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> bytes:
        data = read(path)
        if not loads:
            path.write_text("나중에 온 글", encoding="utf-8")
        loads.append(data)
        return data

    monkeypatch.setattr(Path, "read_bytes", load)
    assert read_documents(path).readings[0].source == "나중에 온 글"
    assert len(loads) == 2


def test_a_file_that_never_stops_changing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "글.txt"
    path.write_text("글", encoding="utf-8")

    def load(path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> bytes:
        data = read(path)
        path.write_bytes(data + b"\n")
        return data

    monkeypatch.setattr(Path, "read_bytes", load)
    with pytest.raises(ReadError, match="changes while it is read"):
        read_documents(path)


def test_markup_nested_ten_thousand_deep_is_read(tmp_path: Path) -> None:
    page = f"<html><body>{'<div>' * 10_000}<p>{PORT}</p>{'</div>' * 10_000}</body></html>"
    assert texts(tmp_path, "깊음.html", page) == [PORT]


@pytest.mark.parametrize(
    "block",
    [
        'excerpt: "가나\n' + "          다\n" * 200,
        "excerpt:" + " " * 20_000 + "\n\nlayout: 글",
        "a0: &a0 [가, 나]\n"
        + "".join(f"a{i}: &a{i} [{f'*a{i - 1},' * 10}]\n" for i in range(1, 12))
        + "excerpt: *a11",
        "a0: &a0 {x: 1}\n"
        + "".join(f"a{i}: &a{i} {{<<: [{f'*a{i - 1},' * 10}]}}\n" for i in range(1, 12)),
    ],
    ids=["a quote that never ends", "a line of spaces", "aliases of aliases", "merged aliases"],
)
def test_front_matter_is_read_at_once_whatever_stands_in_it(block: str) -> None:
    front = read_front_matter(MappedText.of(f"---\ntitle: 항구\n{block}\n---\n{PORT}"))
    assert front is not None
    assert front.metadata.title == "항구"
    assert len(front.metadata.excerpt) < 5_000


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="empty"):
        read(tmp_path, "빈.txt", b"")


@pytest.mark.parametrize("name", ["큰.txt", "큰.jsonl", "큰.csv", "큰.html"])
def test_a_text_that_is_too_large_is_refused_before_it_is_decoded(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(LARGEST_TEXT + 2_000_000)
    monkeypatch.setattr("index.readers.decode", None)
    with pytest.raises(ReadError, match=r"^34\.0 MB .* more than the 32\.0 MB .*; split it$"):
        read_documents(path)


def test_one_long_line_that_is_too_large_does_not_stop_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.readers.LARGEST_TEXT", 1_000_000)
    folder = tmp_path / "글"
    folder.mkdir()
    (folder / "긴줄.txt").write_text("가" * 400_000, encoding="utf-8")
    (folder / "글.txt").write_text(PORT, encoding="utf-8")
    report = build_index([folder], tmp_path / "index", read=read_file)
    assert {file.path: (file.status, file.reason) for file in report.files} == {
        "글.txt": ("added", ""),
        "긴줄.txt": ("skipped", "1.2 MB of text, more than the 1.0 MB that are read; split it"),
    }


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By way of what loads it: a test may run as root, who may read everything."""
    path = tmp_path / "비밀.txt"
    path.write_text(PORT, encoding="utf-8")

    def load(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", load)
    with pytest.raises(ReadError, match=r"^cannot be opened: Permission denied$"):
        read_documents(path)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes, and pipes")
def test_odd_things_in_a_folder_do_not_stop_the_run(build: Build, folder: Path) -> None:
    (folder / "고리").symlink_to(folder, target_is_directory=True)
    (folder / "자기.txt").symlink_to(folder / "자기.txt")
    os.mkfifo(folder / "관.txt")
    (folder / "어디에도.txt").symlink_to(folder / "없음.txt")
    name = os.fsdecode(b"\xb1\xdb.txt")  # 글 in CP949
    (folder / name).write_text(PORT, encoding="utf-8")
    report = build(folder)
    reasons = {file.path: file.reason for file in report.files if file.status == "skipped"}
    assert reasons.keys() == {"자기.txt", "관.txt", "어디에도.txt"}
    assert reasons["관.txt"] == "not a regular file"
    assert report.added == 5
