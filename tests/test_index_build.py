"""An index agrees with its folders: new, changed and gone files, and nothing more is done."""

import json
import os
import shutil
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from index_fakes import ANALYSER, FILES, Build, FakeEncoder, read_paragraphs
from numpy.typing import NDArray

from index.build import build_index, changed_since, relocate
from index.errors import EncoderError, InputError, MismatchError, MissingIndexError, ReadError
from index.health import check
from index.records import FileText
from index.store import Store


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def opened(index: Path) -> Store:
    return Store.open(index, analyser=ANALYSER)


def ids(index: Path) -> list[str]:
    with opened(index) as store:
        return [document.id for document in store.documents()]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_records(path: Path, **texts: str) -> Path:
    rows = [json.dumps({"id": key, "text": text}) for key, text in texts.items()]
    return write(path, "\n".join(rows))


def test_a_folder_is_indexed(folder: Path, index: Path, build: Build) -> None:
    report = build(folder)
    assert (report.added, report.documents, report.passages) == (4, 4, 9)
    assert sorted(ids(index)) == sorted(FILES)
    row = next(file for file in report.files if file.path == "경제/쌀값.txt")
    assert (row.status, row.format, row.encoding, row.passages) == ("added", "txt", "utf-8", 2)


def test_an_unchanged_folder_is_left_alone(
    folder: Path, index: Path, build: Build, encoder: FakeEncoder
) -> None:
    build(folder)
    encoder.encoded.clear()
    before = {path.name: path.stat().st_mtime_ns for path in index.glob("*.1.*")}

    def unwanted(path: Path) -> FileText:
        raise AssertionError(f"{path} was read")

    report = build(folder, read=unwanted)
    assert (report.unchanged, report.committed, encoder.encoded) == (4, False, [])
    assert {path.name: path.stat().st_mtime_ns for path in index.glob("*.1.*")} == before
    assert sum(file.passages for file in report.files) == 9


def test_a_touched_file_is_not_read_again(folder: Path, build: Build) -> None:
    build(folder)
    os.utime(folder / "축구.md", ns=(1, 1))
    assert not build(folder).committed
    os.utime(folder / "축구.md", ns=(1, 1))
    assert build(folder).unchanged == 4


def test_new_changed_and_gone_files_are_told_apart(
    folder: Path, index: Path, build: Build, encoder: FakeEncoder
) -> None:
    build(folder)
    write(folder / "새.txt", "쌀 이야기.")
    write(folder / "축구.md", "축구 이야기.")
    (folder / "메모.txt").unlink()
    encoder.encoded.clear()
    report = build(folder)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 2)
    assert sorted(encoder.encoded) == ["쌀 이야기.", "축구 이야기."]
    assert sorted(ids(index)) == ["경제/쌀값.txt", "새.txt", "외교/조약.txt", "축구.md"]


def test_a_renamed_file_is_not_encoded_again(
    folder: Path, index: Path, build: Build, encoder: FakeEncoder
) -> None:
    build(folder)
    encoder.encoded.clear()
    (folder / "축구.md").rename(folder / "결승.md")
    report = build(folder)
    assert (report.added, report.removed, encoder.encoded) == (1, 1, [])
    assert "결승.md" in ids(index)


def test_unchanged_records_stay_and_are_not_encoded(
    tmp_path: Path, index: Path, build: Build, encoder: FakeEncoder
) -> None:
    path = write_records(tmp_path / "글.jsonl", a="조약 하나.", b="쌀 둘.", c="축구 셋.")
    build(path)
    with opened(index) as store:
        before = store.passages_of("글.jsonl#a")
    encoder.encoded.clear()
    write_records(path, a="조약 하나.", b="쌀 넷.", d="지진 다섯.")
    assert build(path).changed == 1
    assert encoder.encoded == ["쌀 넷.", "지진 다섯."]
    assert ids(index) == ["글.jsonl#a", "글.jsonl#b", "글.jsonl#d"]
    with opened(index) as store:
        assert store.passages_of("글.jsonl#a") == before
        assert [passage.text for passage in store.passages_of("글.jsonl#b")] == ["쌀 넷."]


def test_a_record_that_moved_in_its_file_has_its_new_place(
    tmp_path: Path, index: Path, build: Build, encoder: FakeEncoder
) -> None:
    path = write_records(tmp_path / "글.jsonl", a="조약 하나.")
    build(path)
    encoder.encoded.clear()
    write_records(path, z="쌀 먼저.", a="조약 하나.")
    build(path)
    with opened(index) as store:
        assert store.passages_of("글.jsonl#a")[0].locator.first == 2
    assert encoder.encoded == ["쌀 먼저."]


def test_a_record_that_comes_twice_is_reported(tmp_path: Path, index: Path, build: Build) -> None:
    rows = [json.dumps({"id": "a", "text": text}) for text in ("쌀 하나.", "쌀 둘.")]
    report = build(write(tmp_path / "글.jsonl", "\n".join(rows)))
    assert "record 'a' comes again" in report.files[0].warnings[0]
    assert ids(index) == ["글.jsonl#a"]


# Roots


def test_other_roots_stay_as_they_are(tmp_path: Path, index: Path, build: Build) -> None:
    one, two = write(tmp_path / "하나/a.txt", "쌀"), write(tmp_path / "둘/b.txt", "조약")
    build(one.parent, two.parent)
    one.unlink()
    two.unlink()
    assert build(one.parent).removed == 1
    assert ids(index) == ["b.txt"]


def test_two_roots_with_the_same_path_show_their_names(
    tmp_path: Path, index: Path, build: Build
) -> None:
    for place in ("하나/a.txt", "둘/a.txt", "둘/b.txt", "셋/하나/a.txt"):
        write(tmp_path / place, f"쌀 {place}")
    build(tmp_path / "하나", tmp_path / "둘")
    assert ids(index) == ["하나/a.txt", "둘/a.txt", "b.txt"]
    with opened(index) as store:
        for document in store.documents():
            assert store.document(document.id) == document
            assert store.passages_of(document.id)[0].document == document.id
    build(tmp_path / "셋/하나")
    assert ids(index) == ["하나~1/a.txt", "둘/a.txt", "b.txt", "하나~3/a.txt"]


def test_a_document_is_found_by_its_name_of_before_where_its_file_is_the_same(
    tmp_path: Path, index: Path, build: Build
) -> None:
    for place in ("하나/a.txt", "둘/a.txt"):
        write(tmp_path / place, f"쌀 {place}")
    build(tmp_path / "하나")
    with opened(index) as store:
        alone = store.document("a.txt")
    build(tmp_path / "둘")
    with opened(index) as store:
        named = store.document("a.txt", alone.sha256)
        assert (named.id, named.path) == ("하나/a.txt", alone.path)
        for sha256 in (None, "of another file"):
            with pytest.raises(InputError, match=r"no document 'a\.txt'"):
                store.document("a.txt", sha256)
    build(remove=[tmp_path / "둘"])
    with opened(index) as store:
        assert store.document("하나/a.txt", alone.sha256) == alone


def test_a_root_s_name_in_front_makes_no_path_of_another_root(
    tmp_path: Path, index: Path, build: Build
) -> None:
    for place in ("p/a/x.md", "q/b/x.md", "q/b/a/x.md"):
        write(tmp_path / place, f"쌀 {place}")
    build(tmp_path / "p/a", tmp_path / "q/b")
    assert sorted(ids(index)) == ["a/x.md", "b/a/x.md", "b/x.md"]
    with opened(index) as store:
        for document in store.documents():
            assert store.document(document.id) == document


def test_a_file_named_like_a_record_of_another_is_a_document_of_its_own(
    tmp_path: Path, index: Path, build: Build
) -> None:
    write(tmp_path / "글/a.jsonl#b.md", "쌀 조약")
    write(tmp_path / "글/c#d.md", "쌀 조약")
    build(tmp_path / "글")
    assert ids(index) == ["a.jsonl#b.md", "c#d.md"]
    write_records(tmp_path / "글/a.jsonl", **{"b.md": "쌀 조약"})
    build(tmp_path / "글")
    assert sorted(ids(index)) == ["a.jsonl#b.md", "a.jsonl/#b.md", "c#d.md"]
    with opened(index) as store:
        for document in store.documents():
            assert store.document(document.id) == document
            assert store.passages_of(document.id)[0].document == document.id
    assert check(index) == []


def test_a_path_that_does_not_exist_removes_nothing(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder)
    shutil.rmtree(folder)
    for dry_run in (True, False):
        with pytest.raises(InputError, match="does not exist; nothing was removed"):
            build(folder, dry_run=dry_run)
    with pytest.raises(InputError, match=r"--remove PATH.*--relocate OLD NEW"):
        build()
    assert len(ids(index)) == 4


def test_no_path_means_every_root(folder: Path, index: Path, build: Build) -> None:
    with pytest.raises(InputError, match="no folder was named"):
        build()
    assert not index.exists()
    build(folder)
    write(folder / "새.txt", "쌀")
    assert build().added == 1
    assert "새.txt" in ids(index)


def test_a_root_may_be_a_single_file(folder: Path, index: Path, build: Build) -> None:
    assert build(folder / "메모.txt").added == 1
    assert ids(index) == ["메모.txt"]
    (folder / "메모.txt").unlink()
    with opened(index) as store:
        assert changed_since(store) == (0, 0, 1)


def test_a_path_below_a_root_is_that_part_of_the_root(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder)
    write(folder / "경제/물가.txt", "쌀 물가")
    write(folder / "새.txt", "쌀")
    (folder / "경제/쌀값.txt").unlink()
    (folder / "메모.txt").unlink()
    report = build(folder / "경제")
    assert (report.added, report.removed, report.unchanged) == (1, 1, 0)
    assert build(folder / "새.txt").added == 1
    assert "메모.txt" in ids(index)
    assert "경제/물가.txt" in ids(index)


def test_a_folder_around_a_root_does_not_index_it_twice(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder / "경제")
    write(folder / "경제/물가.txt", "쌀 물가")
    report = build(folder)
    assert (report.added, report.unchanged) == (4, 1)
    assert sorted(ids(index)) == sorted(
        ["물가.txt", "쌀값.txt", "메모.txt", "외교/조약.txt", "축구.md"]
    )


def test_a_root_that_is_gone_from_the_folder_around_it_goes_with_its_files(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder / "경제")
    build(folder)
    shutil.rmtree(folder / "경제")
    assert build(folder, dry_run=True).removed == 1
    assert build(folder).removed == 1
    with opened(index) as store:
        assert [root.path for root in store.roots] == [folder]
    assert len(ids(index)) == 3
    assert check(index) == []


def test_roots_files_and_folders_can_be_taken_off(folder: Path, index: Path, build: Build) -> None:
    build(folder)
    assert build(remove=[folder / "축구.md"]).removed == 1
    assert build(remove=[folder / "외교"]).removed == 1
    assert ids(index) == ["경제/쌀값.txt", "메모.txt"]
    shutil.rmtree(folder)
    assert build(remove=[folder]).removed == 2
    assert ids(index) == []
    with opened(index) as store:
        assert store.roots == ()


def test_taking_off_what_is_not_there_is_an_error(folder: Path, index: Path, build: Build) -> None:
    build(folder)
    for dry_run in (True, False):
        with pytest.raises(InputError, match="is not in"):
            build(remove=[folder / "없는.txt"], dry_run=dry_run)
        with pytest.raises(InputError, match=r"없는\.txt is not in"):
            build(remove=[folder / "메모.txt", folder / "없는.txt"], dry_run=dry_run)
    assert len(ids(index)) == 4


def test_a_root_without_files_can_be_taken_off(tmp_path: Path, index: Path, build: Build) -> None:
    (tmp_path / "빈").mkdir()
    build(tmp_path / "빈")
    assert not build(remove=[tmp_path / "빈"], dry_run=True).files
    build(remove=[tmp_path / "빈"])
    with opened(index) as store:
        assert store.roots == ()


def test_documents_and_index_can_be_moved_together(
    folder: Path, index: Path, tmp_path: Path, build: Build
) -> None:
    build(folder)
    (tmp_path / "다른 곳").mkdir()
    moved = tmp_path / "다른 곳" / folder.name
    folder.rename(moved)
    index = index.rename(tmp_path / "다른 곳" / "index")
    with opened(index) as store:
        assert store.document("축구.md").path == str(moved / "축구.md")
        assert not changed_since(store)
    assert not build(moved, index=index).committed


def test_documents_that_moved_are_found_where_they_are_said_to_be(
    folder: Path, index: Path, tmp_path: Path, build: Build
) -> None:
    build(folder)
    moved = folder.rename(tmp_path / "새 자리")
    with opened(index) as store:
        assert changed_since(store) == (0, 0, 4)
    with pytest.raises(InputError, match="no root at"):
        relocate(index, tmp_path / "없는", moved)
    with pytest.raises(InputError, match="does not exist"):
        relocate(index, folder, tmp_path / "없는")
    assert relocate(index, folder, moved) == [moved]
    with opened(index) as store:
        assert Path(store.document("축구.md").path).exists()
    assert not build(moved).committed
    assert check(index) == []
    with pytest.raises(MissingIndexError):
        relocate(tmp_path / "none", folder, moved)


def test_a_file_that_moved_keeps_its_name_and_a_root_has_one_place(
    folder: Path, index: Path, tmp_path: Path, build: Build
) -> None:
    note, other = tmp_path / "쪽지.txt", tmp_path / "다른 곳"
    note.write_text("부두는 9시에 연다.\n", encoding="utf-8")
    other.mkdir()
    (other / "새.txt").write_text("배는 8시에 뜬다.\n", encoding="utf-8")
    build(folder, note, other)
    renamed = note.rename(tmp_path / "편지.txt")
    for old, new, words in (
        (note, renamed, "another document"),
        (note, other, "is a folder"),
        (folder, renamed, "is a file"),
        (folder, other, "is a root already"),
    ):
        with pytest.raises(InputError, match=words):
            relocate(index, old, new)
    place = tmp_path / "서랍"
    place.mkdir()
    assert relocate(index, note, renamed.rename(place / note.name)) == [place / note.name]
    assert check(index) == []
    assert not build(folder, place / note.name, other).committed


# What is on the disk


def test_hidden_files_the_index_and_other_formats_are_passed_over(
    folder: Path, build: Build
) -> None:
    write(folder / ".비밀.txt", "쌀")
    write(folder / ".git/a.txt", "쌀")
    write(folder / "그림.png", "")
    write(folder / "표.XLSX", "")
    write(folder / "이름만", "")
    report = build(folder, index=folder / "index")
    assert report.added == 4
    assert report.unread == {".png": 1, ".xlsx": 1, "": 1}
    assert not build(folder, index=folder / "index").committed


def test_a_loop_of_links_ends(folder: Path, index: Path, build: Build) -> None:
    (folder / "고리").symlink_to(folder, target_is_directory=True)
    (folder / "이어짐.txt").symlink_to(folder / "메모.txt")
    (folder / "끊김.txt").symlink_to(folder / "없음.txt")
    report = build(folder)
    assert (report.added, report.skipped) == (5, 1)
    build(remove=[folder / "이어짐.txt"])
    assert sorted(ids(index)) == sorted(FILES)


def test_a_link_that_was_indexed_is_taken_off_by_its_name(
    folder: Path, index: Path, tmp_path: Path, build: Build
) -> None:
    link = tmp_path / "이어짐.txt"
    link.symlink_to(folder / "메모.txt")
    build(folder / "축구.md", link)
    assert build(remove=[link], dry_run=True).removed == 1
    assert build(remove=[link]).removed == 1
    assert ids(index) == ["축구.md"]
    with pytest.raises(InputError, match=r"이어짐\.txt is not in"):
        build(remove=[link])


def test_names_are_shown_in_nfc_and_opened_as_they_are(
    tmp_path: Path, index: Path, build: Build
) -> None:
    name = unicodedata.normalize("NFD", "한글.txt")
    path = write(tmp_path / "문서" / name, "쌀")
    build(path.parent)
    assert ids(index) == ["한글.txt"]
    with opened(index) as store:
        assert store.document("한글.txt").path == str(path)
        assert Path(store.document("한글.txt").path).exists()
    assert not build(path.parent).committed


def test_one_name_in_nfc_and_nfd_is_two_documents(
    tmp_path: Path, index: Path, build: Build
) -> None:
    both = [unicodedata.normalize(form, "한글.txt") for form in ("NFC", "NFD")]
    for name in both:
        write(tmp_path / "문서" / name, f"쌀 {len(name)}")
    build(tmp_path / "문서")
    assert sorted(ids(index)) == sorted(both)
    assert not build(tmp_path / "문서").committed


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_in_cp949_is_shown_readably(tmp_path: Path, index: Path, build: Build) -> None:
    place = os.fsencode(tmp_path) + b"/docs"
    Path(os.fsdecode(place)).mkdir()
    path = Path(os.fsdecode(place + b"/" + "한글.txt".encode("cp949")))
    path.write_text("쌀", encoding="utf-8")
    build(path.parent)
    assert ids(index) == ["한글.txt"]
    with opened(index) as store:
        assert Path(store.document("한글.txt").path).exists()


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_goes_on(
    folder: Path, index: Path, build: Build
) -> None:
    (folder / "그림.txt").write_bytes(b"\xff\xfe\x00\x01")
    write(folder / "빈.txt", "")
    report = build(folder)
    assert (report.added, report.skipped) == (4, 2)
    reasons = {file.path: file.reason for file in report.files if file.status == "skipped"}
    assert reasons == {"그림.txt": "cannot be read: UnicodeDecodeError", "빈.txt": "is empty"}
    again = build(folder)
    assert (again.committed, again.skipped) == (False, 2)
    with opened(index) as store:
        assert not changed_since(store)
    write(folder / "빈.txt", "   ")
    assert not build(folder).committed
    with opened(index) as store:
        assert not changed_since(store)
    write(folder / "빈.txt", "쌀")
    assert build(folder).added == 1
    assert check(index) == []


def test_a_file_that_cannot_be_read_any_more_keeps_its_passages(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder)
    (folder / "메모.txt").write_bytes(b"\xff\xff")
    report = build(folder)
    assert (report.kept, report.committed) == (1, False)
    row = next(file for file in report.files if file.status == "kept")
    assert (row.path, row.passages) == ("메모.txt", 2)
    assert row.reason == "cannot be read: UnicodeDecodeError"
    assert len(ids(index)) == 4


def test_a_folder_that_may_not_be_read_loses_nothing(
    folder: Path, index: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    scandir = os.scandir

    def forbidden(path: str) -> object:
        if Path(path).name == "경제":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidden)
    report = build(folder)
    assert (report.kept, report.removed, report.committed) == (1, 0, False)
    assert {f.reason for f in report.files if f.status == "kept"} == {"Permission denied"}
    with opened(index) as store:
        assert not changed_since(store)
    assert len(ids(index)) == 4


def test_a_root_that_may_not_be_looked_at_loses_nothing(
    folder: Path, index: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    stat = Path.stat

    def forbidden(path: Path, **options: bool) -> os.stat_result:
        if path.is_relative_to(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", forbidden)
    for dry_run in (True, False):
        report = build(dry_run=dry_run)
        assert (report.kept, report.removed, report.committed) == (4, 0, False)
    with opened(index) as store:
        assert not changed_since(store)
    assert len(ids(index)) == 4


def test_text_with_lone_surrogates_is_refused(folder: Path, index: Path, build: Build) -> None:
    write(folder / "나쁜.jsonl", '{"id": "a", "text": "쌀 \\ud800"}')
    report = build(folder)
    assert [file.reason for file in report.files if file.status == "skipped"] == [
        "holds lone surrogates, which are no text"
    ]
    assert len(ids(index)) == 4


def test_a_file_of_no_known_format_is_refused(tmp_path: Path, build: Build) -> None:
    with pytest.raises(InputError, match="not a format that is read"):
        build(write(tmp_path / "그림.png", ""))


def test_an_empty_folder_makes_an_empty_index(tmp_path: Path, index: Path, build: Build) -> None:
    (tmp_path / "빈").mkdir()
    assert build(tmp_path / "빈").committed
    with opened(index) as store:
        assert store.count() == 0
        assert store.dense(FakeEncoder().encode_questions(["쌀"])[0], 5) == []
        assert store.sparse(store.stats().weights({"쌀": 1}), 5) == []
    assert check(index) == []


# What a run says and costs


def test_a_dry_run_says_what_would_happen_and_does_nothing(
    folder: Path, index: Path, build: Build
) -> None:
    report = build(folder, dry_run=True)
    assert (report.added, index.exists()) == (4, False)
    build(folder)
    write(folder / "새.txt", "쌀")
    write(folder / "축구.md", "축구")
    (folder / "메모.txt").unlink()
    os.utime(folder / "경제/쌀값.txt", ns=(1, 1))
    report = build(folder, dry_run=True)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 2)
    assert build(remove=[folder], dry_run=True).removed == 4
    assert len(ids(index)) == 4


def test_changes_since_are_counted(folder: Path, index: Path, build: Build) -> None:
    build(folder)
    with opened(index) as store:
        assert not changed_since(store)
        write(folder / "새.txt", "쌀")
        write(folder / "축구.md", "축구")
        (folder / "메모.txt").unlink()
        assert changed_since(store) == (1, 1, 1)


def test_progress_is_told(folder: Path, build: Build) -> None:
    told: list[tuple[str, int, int]] = []
    build(folder, progress=lambda *step: told.append(step))
    assert ("reading", 0, 4) in told
    assert ("reading", 4, 4) in told
    assert ("encoding", 9, 9) in told


# Encoders


def test_another_encoder_needs_a_rebuild(folder: Path, index: Path, build: Build) -> None:
    build(folder)
    other = FakeEncoder("other", topics=2)
    with pytest.raises(MismatchError, match=r"fake.*other.*qa index --rebuild"):
        build(folder, encoder=other)
    report = build(encoder=other, rebuild=True)
    assert (report.changed, len(other.encoded)) == (4, 9)
    with opened(index) as store:
        assert (store.settings.encoder, store.settings.dimension) == ("other", 2)
        assert len(store.dense(other.encode_questions(["쌀"])[0], 99)) == 9
    assert check(index) == []


def test_another_analyser_needs_a_rebuild(folder: Path, build: Build) -> None:
    build(folder)
    with pytest.raises(MismatchError, match=r"words 1.*words 2.*qa index --rebuild"):
        build(folder, analyser="words 2")
    assert build(folder, analyser="words 2", rebuild=True).changed == 4


def test_an_index_of_another_format_is_rebuilt_with_its_roots(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder)
    with closing(sqlite3.connect(index / "index.sqlite3")) as connection:
        connection.execute("DROP TABLE passages")
        connection.execute("PRAGMA user_version=0")
    with pytest.raises(MismatchError, match="format 0, this is 4"):
        build(folder)
    assert build(rebuild=True, dry_run=True).added == 4
    assert build(rebuild=True).added == 4
    assert check(index) == []


def test_vectors_of_another_length_are_refused(folder: Path, index: Path, build: Build) -> None:
    build(folder)
    write(folder / "새.txt", "쌀")

    class Short(FakeEncoder):
        def encode_passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
            return super().encode_passages(texts, progress)[:, :2]

    with pytest.raises(EncoderError, match=r"shape \(2,\).*expected 4"):
        build(folder, encoder=Short())
    assert len(ids(index)) == 4


class Aligning(FakeEncoder):
    """A piece is a letter, by its code point."""

    def pieces(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        return [np.array([*map(ord, text)], np.int32) for text in texts]

    def encode_pieces(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> tuple[NDArray[np.float32], list[NDArray[np.int32]]]:
        return self.encode_passages(texts, progress), self.pieces(texts)

    def align(self, questions: object, texts: object) -> NDArray[np.float64]:
        raise NotImplementedError

    def weights(self, texts: object) -> NDArray[np.float64]:
        raise NotImplementedError


def test_the_pieces_of_each_passage_are_kept_once_each_and_taken_over(
    folder: Path, index: Path, build: Build
) -> None:
    encoder = Aligning()
    build(folder, encoder=encoder)
    (folder / "축구.md").rename(folder / "결승.md")
    encoder.encoded.clear()
    build(folder, encoder=encoder)
    assert encoder.encoded == []
    with Store.open(index, analyser=ANALYSER) as store:
        passages = [p for one in store.documents() for p in store.passages_of(one.id)]
        found = store.pieces([passage.id for passage in passages])
    for passage, pieces in zip(passages, found, strict=True):
        letters = sorted(map(ord, {*f"{passage.heading}\n{passage.text}".strip()}))
        assert pieces.tolist() == letters


def test_an_encoder_that_does_not_align_leaves_no_pieces(
    folder: Path, index: Path, build: Build
) -> None:
    build(folder)
    with Store.open(index, analyser=ANALYSER) as store:
        ids = [p.id for one in store.documents() for p in store.passages_of(one.id)]
        assert [pieces.size for pieces in store.pieces(ids)] == [0] * len(ids)


def test_without_an_encoder_the_index_s_own_is_meant(
    folder: Path, index: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(folder)
    loaded: list[str] = []

    def load(name: str) -> FakeEncoder:
        loaded.append(name)
        return FakeEncoder(name, "sha256:fake" if len(loaded) == 1 else "sha256:new")

    monkeypatch.setattr("index.build.load_encoder", load)
    assert not build(folder, encoder=None).committed
    assert loaded == []
    write(folder / "새.txt", "쌀")
    assert build(folder, encoder=None).added == 1
    write(folder / "새.txt", "조약")
    with pytest.raises(MismatchError, match="sha256:fake, this is sha256:new"):
        build(folder, encoder="fake")
    assert loaded == ["fake", "fake"]


def test_the_reader_is_the_project_s_own_by_default(folder: Path, index: Path) -> None:
    report = build_index([folder], index, encoder=FakeEncoder())
    assert report.added == 4
    with Store.open(index) as store:
        assert store.settings.analyser.startswith("kiwipiepy ")
        weights = store.stats().weights(dict.fromkeys(("조약/NNG", "조약"), 1.0))
        assert store.sparse(weights, 3)


def test_a_reader_s_own_error_is_the_reason(folder: Path, build: Build) -> None:
    def read(path: Path) -> FileText:
        if path.suffix == ".md":
            raise ReadError("no thanks")
        return read_paragraphs(path)

    report = build(folder, read=read)
    assert [f.reason for f in report.files if f.status == "skipped"] == ["no thanks"]


def test_what_was_read_before_ctrl_c_is_kept_and_the_next_run_goes_on(
    folder: Path, index: Path, build: Build
) -> None:
    asked: list[Path] = []

    def read(path: Path) -> FileText:
        asked.append(path)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return read_paragraphs(path)

    stopped = build(folder, read=read)
    assert (stopped.added, stopped.left, stopped.documents) == (2, 2, 2)
    assert len(ids(index)) == 2
    assert check(index) == []
    report = build(folder)
    assert (report.added, report.unchanged, report.left) == (2, 2, 0)
    assert sorted(ids(index)) == sorted(FILES)


def test_ctrl_c_leaves_a_rebuild_undone(folder: Path, index: Path, build: Build) -> None:
    build(folder)

    def read(path: Path) -> FileText:
        raise KeyboardInterrupt

    before = ids(index)
    with pytest.raises(KeyboardInterrupt):
        build(folder, read=read, rebuild=True)
    assert ids(index) == before


def test_the_index_itself_is_no_document(build: Build, folder: Path, tmp_path: Path) -> None:
    build(folder)
    with pytest.raises(InputError, match="the index itself"):
        build(tmp_path / "index")
    assert [root.path for root in Store.open(tmp_path / "index", analyser=ANALYSER).roots] == [
        folder
    ]
