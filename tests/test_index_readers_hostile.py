"""Files and names that nobody would make on purpose: each is read, or its reason is said."""

import os
import sys
from pathlib import Path

import pytest
from index_fakes import Build
from reading_fakes import read, texts

from index.errors import ReadError
from index.readers import read_documents

PORT = "해온항은 3일 새 부두를 열었다."


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    path.write_text("처음", encoding="utf-8")
    loads = []

    def load(path: Path) -> bytes:
        data = path.read_bytes()
        if not loads:
            path.write_text("나중에 온 글", encoding="utf-8")
        loads.append(data)
        return data

    assert read_documents(path, load).readings[0].source == "나중에 온 글"
    assert len(loads) == 2


def test_a_file_that_never_stops_changing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    path.write_text("글", encoding="utf-8")

    def load(path: Path) -> bytes:
        data = path.read_bytes()
        path.write_bytes(data + b"\n")
        return data

    with pytest.raises(ReadError, match="changes while it is read"):
        read_documents(path, load)


def test_markup_nested_ten_thousand_deep_is_read(tmp_path: Path) -> None:
    page = f"<html><body>{'<div>' * 10_000}<p>{PORT}</p>{'</div>' * 10_000}</body></html>"
    assert texts(tmp_path, "깊음.html", page) == [PORT]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="empty"):
        read(tmp_path, "빈.txt", b"")


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
