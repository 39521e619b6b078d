"""The index on disk: what it finds, and that it is whole whatever happens to it."""

import errno
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from index_fakes import ANALYSER, FILES, Build, FakeEncoder, bigrams, words

from index.errors import (
    BusyError,
    DamagedError,
    InputError,
    MismatchError,
    MissingIndexError,
    StoreError,
)
from index.generation import unheld
from index.health import check, repair
from index.integrity import broken_rows
from index.opening import put_back, put_back_if_interrupted, set_aside
from index.records import Where
from index.store import Store
from index.writer import Writer

PARTS = ("rows", "terms", "bigrams", "dense")


@pytest.fixture
def index(tmp_path: Path, folder: Path, build: Build) -> Path:
    """An index of the small folder, generation 1."""
    build(folder)
    return tmp_path / "index"


def opened(index: Path) -> Store:
    return Store.open(index, analyser=ANALYSER)


def content(index: Path) -> list[tuple[str, str]]:
    """Everything that an index answers with, through each of its lists."""
    encoder = FakeEncoder()
    with opened(index) as store:
        every = store.dense(encoder.encode_questions(["쌀"])[0], store.count() + 5)
        passages = store.fetch([scored.id for scored in every])
        for passage in passages:
            pairs = (("terms", words(passage.text)), ("bigrams", bigrams(passage.text)))
            for field, of_field in pairs:
                weights = store.stats(field).weights(of_field)
                best = store.sparse(weights, store.count(), field=field)
                assert passage.id in [scored.id for scored in best]
        documents = [passage for doc in store.documents() for passage in store.passages_of(doc.id)]
        assert {p.id for p in documents} == {p.id for p in passages}
        return sorted((passage.id, passage.text) for passage in passages)


def test_a_store_that_is_let_go_lets_go_of_its_generation(index: Path) -> None:
    store = opened(index)
    store.sparse({"쌀": 1.0}, 1, Where(since="2024-01-01"))
    assert not dict(unheld(index, {1}))
    gc.disable()  # only counting references releases at once
    try:
        del store
        free = dict(unheld(index, {1}))
    finally:
        gc.enable()
    assert list(free) == [1]
    os.close(free[1] or 0)


# Search


def test_dense_finds_by_meaning(index: Path, encoder: FakeEncoder) -> None:
    with opened(index) as store:
        best = store.dense(encoder.encode_questions(["football?"])[0], 1)
        assert best[0].id.startswith("1:축구.md@")
        assert best[0].score == 1.0


@pytest.mark.parametrize(("field", "count"), [("terms", words), ("bigrams", bigrams)])
def test_sparse_finds_by_terms(index: Path, field: str, count: Callable[[str], Any]) -> None:
    with opened(index) as store:
        stats = store.stats(field)
        found = store.sparse(stats.weights(count("지진 에는")), 3, field=field)
        assert store.fetch([found[0].id])[0].text == "진도 4의 지진 에는 그릇이 흔들린다."


def test_a_lexical_field_that_does_not_exist_is_a_bug_of_the_caller(index: Path) -> None:
    with opened(index) as store, pytest.raises(ValueError, match="no lexical field 'stems'"):
        store.stats("stems")


def test_equal_scores_come_in_the_order_of_ids(index: Path) -> None:
    with opened(index) as store:
        found = [scored.id for scored in store.dense(np.zeros(4, np.float32), 100)]
        assert found == sorted(found)
        assert len(found) == store.count()


def test_scores_of_given_passages_are_those_of_the_lists(index: Path, encoder: FakeEncoder) -> None:
    question = encoder.encode_questions(["조약"])[0]
    with opened(index) as store:
        weights = store.stats().weights(words("조약 농민"))
        dense, sparse = store.dense(question, 9)[::-1], store.sparse(weights, 9)[::-1]
        ids = [scored.id for scored in dense]
        assert store.dense_scores(question, ids) == [scored.score for scored in dense]
        ids = [scored.id for scored in sparse]
        assert store.sparse_scores(weights, ids) == [scored.score for scored in sparse]
        assert store.dense_scores(question, []) == []


def test_scores_do_not_depend_on_what_was_found_before(index: Path, encoder: FakeEncoder) -> None:
    question = encoder.encode_questions(["조약"])[0]
    with opened(index) as store:
        found = store.dense(question, 9)
    ids, scores = [one.id for one in found], [one.score for one in found]
    with opened(index) as store:
        assert store.dense_scores(question, ids[:2]) == scores[:2]
        assert store.dense_scores(question, ids[::-1]) == scores[::-1]
        assert store.dense_scores(question, ids[1:]) == scores[1:]


@pytest.mark.parametrize(
    ("where", "documents"),
    [
        (Where(since="2024-06-20"), {"경제/쌀값.txt", "외교/조약.txt"}),
        (Where(since="2024-06-20", until="2024-06-20"), {"외교/조약.txt"}),
        (Where(until="2023-12-31"), {"축구.md"}),
        (Where(sources=("나루신문", "가람일보")), {"경제/쌀값.txt", "외교/조약.txt"}),
        (Where(sources=("없는신문",)), set()),
        (Where(), {"경제/쌀값.txt", "외교/조약.txt", "축구.md", "메모.txt"}),
    ],
)
def test_a_filter_lets_through_what_matches(index: Path, where: Where, documents: set[str]) -> None:
    with opened(index) as store:
        found = store.dense(np.zeros(4, np.float32), 100, where)
        assert {passage.document for passage in store.fetch([s.id for s in found])} == documents


def test_undated_documents_are_counted(index: Path) -> None:
    with opened(index) as store:
        assert store.undated() == 1
        assert store.undated(Where(since="2024-01-01", sources=("가람일보",))) == 0


# Records


def test_a_passage_comes_back_as_it_was_read(index: Path, folder: Path) -> None:
    with opened(index) as store:
        passage = store.passages_of("외교/조약.txt")[1]
    source = (folder / "외교/조약.txt").read_text(encoding="utf-8")
    assert passage.text == "두 나라는 수요일에 새 조약 문서에 서명했다."
    assert source[passage.start : passage.end] == passage.text
    assert passage.id == f"1:외교/조약.txt@{passage.start}-{passage.end}"
    assert (passage.title, passage.source, passage.date) == (
        "두 나라의 조약",
        "가람일보",
        "2024-06-20",
    )
    assert passage.sentences == ((0, len(passage.text)),)


def test_a_document_tells_its_file(index: Path, folder: Path) -> None:
    with opened(index) as store:
        document = store.document("축구.md")
    assert document.path == str(folder / "축구.md")
    assert (document.format, document.encoding, document.passages) == ("md", "utf-8", 2)


@pytest.mark.parametrize("name", ["없는.txt", "축구.md#3", "", "\ud800", "축구\0"])
def test_a_document_that_is_not_there_is_said_so(index: Path, name: str) -> None:
    with opened(index) as store, pytest.raises(InputError, match="no document"):
        store.document(name)


def test_a_passage_that_is_not_there_is_said_so(index: Path) -> None:
    with opened(index) as store, pytest.raises(InputError, match="no passage '1:a@0-1'"):
        store.fetch(["1:a@0-1"])
    with opened(index) as store, pytest.raises(InputError, match="no passage '1:a@0-1'"):
        store.pieces(["1:a@0-1"])
    with opened(index) as store, pytest.raises(InputError, match="no passage '1:a@0-1'"):
        store.dense_scores(np.zeros(4, np.float32), ["1:a@0-1"])


def test_a_lone_surrogate_or_nul_in_a_question_finds_nothing(index: Path) -> None:
    with opened(index) as store:
        counts = {"\ud800": 1.0, "\0": 1.0}
        assert store.sparse(store.stats().weights(counts), 5) == []


# Opening


def test_there_is_no_index_to_open(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError, match="qa index PATH"):
        opened(tmp_path / "none")


def test_an_index_of_another_format_names_both(index: Path) -> None:
    with closing(sqlite3.connect(index / "index.sqlite3")) as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(MismatchError, match=r"format 99, this is 4; .*qa index --rebuild --index "):
        opened(index)


def test_an_index_with_other_terms_names_both(index: Path) -> None:
    with pytest.raises(MismatchError, match=r"words 1, this is words 2.*qa index --rebuild"):
        Store.open(index, analyser="words 2")


def test_an_encoder_that_is_not_the_index_s_names_both(index: Path) -> None:
    with opened(index) as store:
        store.require_encoder(FakeEncoder())
        with pytest.raises(MismatchError, match=r"fake, this is other.*qa index --rebuild"):
            store.require_encoder(FakeEncoder("other"))
        with pytest.raises(MismatchError, match="sha256:fake, this is sha256:new"):
            store.require_encoder(FakeEncoder(fingerprint="sha256:new"))


def test_an_index_can_be_read_where_nothing_may_be_written(index: Path, tmp_path: Path) -> None:
    before, copy = content(index), tmp_path / "copy"
    shutil.copytree(index, copy)
    for path in [*copy.iterdir(), copy]:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert content(copy) == before
    finally:
        copy.chmod(0o755)


# Writers and readers


def test_a_second_writer_is_told_to_wait(index: Path, folder: Path, build: Build) -> None:
    with opened(index) as store:
        settings = store.settings
    with Writer(index, settings), pytest.raises(BusyError, match="wait"):
        build(folder)
    assert not build(folder).committed


def test_a_reader_goes_on_with_its_generation(index: Path, folder: Path, build: Build) -> None:
    with opened(index) as store:
        before = {doc.id: store.passages_of(doc.id) for doc in store.documents()}
        (folder / "축구.md").write_text("쌀 이야기로 바뀌었다.", encoding="utf-8")
        (folder / "메모.txt").unlink()
        build(folder)
        (folder / "경제/쌀값.txt").unlink()
        build(folder)
        assert {doc.id: store.passages_of(doc.id) for doc in store.documents()} == before
        found = store.dense(np.zeros(4, np.float32), 100)  # loads its file only now
        assert len(store.fetch([scored.id for scored in found])) == store.count()
    assert len(content(index)) == 4


def test_a_generation_that_nobody_holds_is_removed(index: Path, folder: Path, build: Build) -> None:
    with opened(index):
        (folder / "메모.txt").unlink()
        build(folder)
        assert (index / "dense.1.faiss").exists()
        assert not check(index)
    (folder / "축구.md").unlink()
    build(folder)
    assert sorted(path.name for path in index.iterdir()) == sorted(
        [
            *("index.sqlite3", "write.lock", "reader.3.lock", "dense.3.faiss", "copies.3.npz"),
            *("rows.3.npz", "terms.3.npz", "bigrams.3.npz"),
        ]
    )
    with closing(sqlite3.connect(index / "index.sqlite3")) as connection:
        dead = "SELECT count(*) FROM passages WHERE died IS NOT NULL"
        assert connection.execute(dead).fetchone() == (0,)


def test_a_folder_with_other_files_is_no_place_for_an_index(
    folder: Path, tmp_path: Path, build: Build
) -> None:
    with pytest.raises(InputError, match="holds other files"):
        build(folder, index=folder)
    with pytest.raises(InputError, match="is a file"):
        build(folder, index=folder / "메모.txt")


def test_only_what_the_index_wrote_is_deleted(index: Path, folder: Path, build: Build) -> None:
    names = ["메모.txt", "dense.1.faiss.old", "rows.npz", "terms.1.npz~"]
    for name in names:
        (index / name).write_text("mine", encoding="utf-8")
    (folder / "메모.txt").unlink()
    build(folder)
    assert [(index / name).read_text(encoding="utf-8") for name in names] == ["mine"] * 4
    assert sum("left alone" in problem for problem in check(index)) == 4
    assert repair(index) == []


# Crashes

_CRASH = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[4:]
from index.build import build_index
from index_fakes import ANALYSER, FakeEncoder, read_paragraphs
left = int(sys.argv[3])
def step(name):
    global left
    left -= 1
    if left < 0:
        os._exit(7)
build_index([sys.argv[1]], sys.argv[2], encoder=FakeEncoder(), read=read_paragraphs,
            analyser=ANALYSER, step=step)
"""


def crashed(folder: Path, index: Path, steps: int) -> bool:
    """Index in another process that dies after so many steps; tell whether it died."""
    homes = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    command = [sys.executable, "-c", _CRASH, str(folder), str(index), str(steps), *homes]
    code = subprocess.run(command, check=False).returncode
    assert code in (0, 7)
    return code == 7


def test_a_writer_that_is_killed_leaves_the_old_or_the_new_generation(
    index: Path, folder: Path, tmp_path: Path, build: Build
) -> None:
    old = content(index)
    (folder / "축구.md").write_text("쌀 이야기로 바뀌었다.", encoding="utf-8")
    (folder / "메모.txt").unlink()
    whole = tmp_path / "whole"
    build(folder, index=whole)
    new = content(whole)
    seen, steps = [], 0
    while True:
        copy = tmp_path / f"copy{steps}"
        shutil.copytree(index, copy)
        died = crashed(folder, copy, steps)
        found = content(copy)
        seen.append(found)
        assert found in (old, new)
        assert [p for p in check(copy) if "left over" not in p] == []
        build(folder, index=copy)  # the next run goes on as if nothing had been
        assert content(copy) == new
        if found == old:  # it had to write, and so it tidied
            assert check(copy) == []
        if not died:
            break
        steps += 1
    assert steps > 15
    assert old in seen
    assert seen == sorted(seen, key=lambda one: one == new)  # once new, never old again


def test_a_first_index_that_is_killed_is_begun_anew(
    folder: Path, tmp_path: Path, build: Build
) -> None:
    assert crashed(folder, tmp_path / "index", 6)
    with pytest.raises(MissingIndexError, match="not finished"):
        opened(tmp_path / "index")
    assert "not finished" in check(tmp_path / "index")[0]
    build(folder)
    assert len(content(tmp_path / "index")) == 9
    assert check(tmp_path / "index") == []


def test_ctrl_c_at_any_step_leaves_the_index_whole(index: Path, folder: Path, build: Build) -> None:
    old = content(index)
    names: list[str] = []
    (folder / "메모.txt").unlink()
    for steps in range(14):

        def step(name: str, last: int = steps) -> None:
            names.append(name)
            if len(names) > last:
                raise KeyboardInterrupt

        names.clear()
        with pytest.raises(KeyboardInterrupt):
            build(folder, step=step)
        assert names[-1] != "committed"
        assert content(index) == old
        assert check(index) == []


def test_ctrl_c_while_tidying_leaves_the_new_generation_whole(
    index: Path, folder: Path, build: Build
) -> None:
    def step(name: str) -> None:
        if name == "rows tidied":
            raise KeyboardInterrupt

    (folder / "메모.txt").unlink()
    with pytest.raises(KeyboardInterrupt):
        build(folder, step=step)
    assert len(content(index)) == 7


@pytest.mark.parametrize("part", PARTS)
def test_a_disk_that_is_full_while_files_are_written_loses_nothing(
    index: Path, folder: Path, build: Build, part: str
) -> None:
    old = content(index)
    (folder / "메모.txt").unlink()

    def step(name: str) -> None:
        if name == f"{part} written":
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError, match="no space left") as caught:
        build(folder, step=step)
    assert "\n" not in str(caught.value)
    assert content(index) == old
    assert check(index) == []


def test_a_disk_that_is_full_when_files_are_synced_loses_nothing(
    index: Path, folder: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = content(index)
    (folder / "메모.txt").unlink()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="no space left"):
            build(folder)
    assert content(index) == old
    assert check(index) == []


def test_a_disk_that_is_full_for_sqlite_loses_nothing(
    index: Path, folder: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = content(index)
    (folder / "긴글.txt").write_text("쌀 " * 200_000, encoding="utf-8")
    connect = sqlite3.connect

    def small(*args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 2}")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        with pytest.raises(StoreError, match="no space left"):
            build(folder)
    assert content(index) == old
    assert check(index) == []
    build(folder)
    assert len(content(index)) == 10


# Damage


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("harm", ["cut", "flip", "lose"])
def test_a_derived_file_that_is_damaged_is_found_and_mended(
    index: Path, part: str, harm: str
) -> None:
    before = content(index)
    (path,) = index.glob(f"{part}.*")
    if harm == "cut":
        os.truncate(path, path.stat().st_size // 2)
    elif harm == "flip":
        flip(path, path.stat().st_size // 2)
    else:
        path.unlink()
    with pytest.raises(DamagedError, match=rf"{path.name}.*qa repair"):
        content(index)
    assert any(path.name in problem for problem in check(index))
    assert any(path.name in problem for problem in repair(index))
    assert check(index) == []
    assert content(index) == before


def test_a_flipped_bit_under_an_unchanged_time_is_found_by_check(index: Path) -> None:
    path = index / "dense.1.faiss"
    status = path.stat()
    flip(path, status.st_size - 3)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ["checksum" in problem for problem in check(index)] == [True]


def test_files_that_are_being_written_are_not_left_over(
    index: Path, folder: Path, build: Build
) -> None:
    found: dict[str, list[str]] = {}
    (folder / "새.txt").write_text("쌀 소식이다.", encoding="utf-8")
    build(folder, step=lambda name: found.setdefault(name, check(index)) and None)
    assert "recorded" in found
    assert not any(found.values())
    (index / "rows.9.npz").touch()
    assert ["left over" in problem for problem in check(index)] == [True]


def test_what_is_committed_while_an_index_is_checked_is_no_problem(
    index: Path, folder: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(connection: sqlite3.Connection) -> Iterator[str]:
        monkeypatch.undo()
        for text in ("쌀 소식이다.", "새 쌀 소식이다."):
            (folder / "새.txt").write_text(text, encoding="utf-8")
            build(folder)
        yield from broken_rows(connection)

    monkeypatch.setattr("index.health.broken_rows", meanwhile)
    assert check(index) == []
    assert check(index) == []


def test_repair_mends_a_lost_lock_file(index: Path) -> None:
    (index / "reader.1.lock").unlink()
    with pytest.raises(DamagedError, match=r"reader\.1\.lock is missing.*qa repair"):
        opened(index)
    assert repair(index)
    assert len(content(index)) == 9


def test_repair_neither_encodes_nor_reads(index: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    (index / "terms.1.npz").unlink()
    assert repair(index)
    assert len(content(index)) == 9


def rows(index: Path) -> list[Any]:
    """Every value that readers see."""
    with closing(sqlite3.connect(index / "index.sqlite3")) as connection:
        tables = ("roots", "files", "documents", "passages", "vocabulary", "generations")
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_no_flipped_bit_of_the_rows_goes_unseen(index: Path, tmp_path: Path) -> None:
    """Each flip is either found, or in a place that holds nothing."""
    before, random = rows(index), np.random.default_rng(0)
    size = (index / "index.sqlite3").stat().st_size
    found = 0
    for trial in range(120):
        copy = tmp_path / f"flipped{trial}"
        shutil.copytree(index, copy)
        flip(copy / "index.sqlite3", int(random.integers(size)), int(random.integers(8)))
        try:
            problems = check(copy)
        except (MismatchError, MissingIndexError) as error:
            problems = [str(error)]
        found += bool(problems)
        if not problems:
            assert rows(copy) == before
        shutil.rmtree(copy)
    assert found > 10


def test_a_damaged_database_is_not_repaired_but_rebuilt(
    index: Path, folder: Path, build: Build
) -> None:
    before = content(index)
    path = index / "index.sqlite3"
    os.truncate(path, path.stat().st_size // 2)
    assert any("index.sqlite3" in problem for problem in check(index))
    with pytest.raises(DamagedError, match="qa index --rebuild"):
        repair(index)
    build(folder, rebuild=True)
    assert content(index) == before
    assert check(index) == []


def test_a_rebuild_that_fails_leaves_even_a_damaged_database(
    index: Path, folder: Path, build: Build
) -> None:
    path = index / "index.sqlite3"
    path.write_bytes(b"no database" * 1000)

    def step(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder, rebuild=True, step=step)
    assert path.read_bytes().startswith(b"no database")


@pytest.mark.parametrize("steps", range(9))
def test_setting_aside_and_putting_back_can_be_cut_short_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    names = [f"index.sqlite3{suffix}" for suffix in ("", "-wal", "-shm")]
    for name in names:
        (tmp_path / name).write_text(f"old {name}", encoding="utf-8")
    (tmp_path / "index.sqlite3.before-wal").write_text("older", encoding="utf-8")
    monkeypatch.setattr("index.opening.roots_of_unsound", lambda _: [])
    left = iter(range(steps))

    def until_killed(act: Callable[..., object]) -> Callable[..., object]:
        def acted(path: Path, *args: object, **options: object) -> object:
            if path.exists() and next(left, None) is None:
                raise KeyboardInterrupt
            return act(path, *args, **options)

        return acted

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(Path, "replace", until_killed(Path.replace))
        patch.setattr(Path, "unlink", until_killed(Path.unlink))
        set_aside(tmp_path)
        (tmp_path / names[0]).touch()
        (tmp_path / names[1]).touch()
        put_back(tmp_path)
    put_back_if_interrupted(tmp_path)
    for name in names:
        assert (tmp_path / name).read_text(encoding="utf-8") == f"old {name}"


def test_a_rebuild_that_cannot_begin_keeps_no_lock(
    index: Path, folder: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with closing(sqlite3.connect(index / "index.sqlite3")) as connection:
        connection.execute("PRAGMA user_version=99")
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "put_root", full)
        with pytest.raises(StoreError, match="no space left"):
            build(folder, rebuild=True)
    assert build(folder, rebuild=True).committed


def test_settings_of_another_run_are_refused(index: Path) -> None:
    with opened(index) as store:
        settings = replace(store.settings, dimension=8)
    with pytest.raises(MismatchError, match=r"4, this is 8.*qa index --rebuild"):
        Writer(index, settings)


def test_every_file_of_the_folder_is_in_the_index(index: Path) -> None:
    with opened(index) as store:
        assert {document.id for document in store.documents()} == set(FILES)
