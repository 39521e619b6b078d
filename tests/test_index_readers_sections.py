"""A long text is read in sections: nothing is lost between them, and each is found again."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from index_fakes import FakeEncoder
from reading_fakes import assert_quotes_stand_in_the_file

from eval.proof import Proof
from index.build import build_index
from index.database import connect
from index.errors import ReadError
from index.passages import read_file
from index.pool import Bounds, Job, Result, read_apart, read_files
from index.readers import read_sources, sections
from index.readers.sections import Part, parted
from index.records import DocumentText, FileText
from index.rules import Rules
from index.sourcemap import Span, squeeze
from qa import Retriever
from qa.records import Citation
from qa.verify import Verifier

SENTENCE = "나루시는 {}번 부두의 낡은 등대를 {}일 만에 새로 칠했다."


@pytest.fixture(autouse=True)
def small_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "LONG", 6_000)
    monkeypatch.setattr(sections, "SECTION", 3_000)
    monkeypatch.setattr("index.pool.LONG", 6_000)
    monkeypatch.setattr("index.pool.SMALL", 0)  # a few small files are read here, and whole


def sentences(count: int) -> list[str]:
    return [SENTENCE.format(n, n % 7 + 1) for n in range(count)]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def read_parts(path: Path) -> Iterator[FileText]:
    file = parted(path)
    assert file is not None
    assert len(file.sections) > 2
    for number in range(len(file.sections)):
        yield read_file(path, part=Part(file, number))


def documents(path: Path) -> list[DocumentText]:
    return [document for part in read_parts(path) for document in part.documents]


def whole(found: Sequence[DocumentText]) -> str:
    return "".join(passage.text for document in found for passage in document.passages)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", "\n", " "])
def test_the_sections_of_a_text_hold_all_of_it(tmp_path: Path, between: str, encoding: str) -> None:
    text = between.join(sentences(200))
    path = write(tmp_path, "긴 글.txt", text, encoding)
    found = documents(path)
    assert squeeze(whole(found)) == squeeze(text)
    assert {document.metadata.title for document in found} == {"긴 글"}
    for part in read_parts(path):
        assert_quotes_stand_in_the_file(path, part)


def test_a_section_counts_the_lines_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "글.txt", "\n\n".join(sentences(200)))
    last = documents(path)[-1].passages[-1]
    assert last.text.endswith(sentences(200)[-1])
    assert last.locator.last == 399


def test_a_text_without_white_space_is_cut_between_characters(tmp_path: Path) -> None:
    path = write(tmp_path, "띄지않은글.txt", "가나다라마바사" * 1_000)
    found = documents(path)
    assert whole(found) == "가나다라마바사" * 1_000


def test_an_edge_of_a_section_is_no_edge_of_a_page(tmp_path: Path) -> None:
    """Lines without a sentence would be menus around an article there."""
    lines = [f"{n}번 부두 등대" for n in range(400)]
    found = documents(write(tmp_path, "목록.txt", "\n".join(lines)))
    held = whole(found) + "".join(p.heading for d in found for p in d.passages)
    assert all(squeeze(line) in squeeze(held) for line in lines)
    assert not any(document.removals for document in found)


def test_records_of_a_long_file_stay_what_they_are(tmp_path: Path) -> None:
    rows = [
        {"id": f"r{n}", "title": f"제목 {n}", "text": text} for n, text in enumerate(sentences(200))
    ]
    rows.insert(150, {"text": "번호가 없는 글은 줄의 번호로 불린다."})
    lines = [json.dumps(row, ensure_ascii=n % 2 == 0) for n, row in enumerate(rows)]
    path = write(tmp_path, "글.jsonl", "\n".join(lines))
    found = documents(path)
    assert [document.record for document in found] == [row.get("id", "151") for row in rows]
    assert [document.metadata.title for document in found[:2]] == ["제목 0", "제목 1"]
    assert found[150].passages[0].locator.first == 151
    for part in read_parts(path):
        assert_quotes_stand_in_the_file(path, part)


def test_a_record_longer_than_a_section_is_read_whole(tmp_path: Path) -> None:
    long = {"id": "긴 것", "text": "\n\n".join(sentences(120))}
    rows = [{"id": "앞", "text": "앞 글이다."}, long, {"id": "뒤", "text": "뒤 글이다."}]
    path = write(tmp_path, "글.jsonl", "\n".join(map(json.dumps, rows)))
    file = parted(path)
    assert file is not None
    found = [
        document.record
        for number in range(len(file.sections))
        for document in read_file(path, part=Part(file, number)).documents
    ]
    assert found == ["앞", "긴 것", "뒤"]


def test_rows_of_a_long_table_carry_its_columns(tmp_path: Path) -> None:
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow(["부두", "알림", "날수"])
    writer.writerows([n, f'등대를 "새로"\n칠했다, {n}번', n % 7] for n in range(300))
    path = write(tmp_path, "표.csv", content.getvalue())
    rows = [passage for document in documents(path) for passage in document.passages]
    assert [row.text.split("\t")[0] for row in rows] == [str(n) for n in range(300)]
    assert {row.heading for row in rows} == {"부두 | 알림 | 날수"}
    for part in read_parts(path):
        assert_quotes_stand_in_the_file(path, part)


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_quote_inside_a_cell_parts_no_row(tmp_path: Path, bom: str) -> None:
    rows = [f'{n};관 5" {n}호, 새것;"""덧칠"";\n둘째"\n' for n in range(300)]
    path = write(tmp_path, "표.csv", f'{bom}"번\n호";품목;말\n' + "".join(rows))
    found = [passage for document in documents(path) for passage in document.passages]
    assert [row.text.split("\t")[0] for row in found] == [str(n) for n in range(300)]
    assert {row.heading for row in found} == {"번 호 | 품목 | 말"}
    file = parted(path)
    assert file is not None
    assert max(section.end - section.start for section in file.sections) <= sections.SECTION


@pytest.mark.parametrize("name", ["글.html", "글.txt"])
def test_what_only_makes_sense_whole_is_not_parted(tmp_path: Path, name: str) -> None:
    text = "<html><body>" + "".join(f"<p>{one}</p>" for one in sentences(200))
    assert parted(write(tmp_path, name, text)) is None
    assert parted(write(tmp_path, name, "\n".join(sentences(200)), "utf-16")) is None


def test_a_long_text_whose_first_section_is_ascii_is_read_in_its_own_encoding(
    tmp_path: Path,
) -> None:
    text = "lighthouse number one\n" * 200 + "\n".join(sentences(200))
    found = documents(write(tmp_path, "글.txt", text, "cp949"))
    assert sentences(200)[-1] in whole(found)


def test_a_file_that_changes_between_its_sections_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "글.txt", "\n".join(sentences(200)))
    parts = read_parts(path)
    next(parts)
    write(tmp_path, "글.txt", "\n".join(sentences(300)))
    with pytest.raises(ReadError, match="changes while it is read"):
        next(parts)


def test_a_section_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "글.txt", "\n\n".join(sentences(200)))
    job = Job(path, path.stat().st_size)
    bounds = Bounds(seconds=0.001, per_mb=0)  # no section is read in time
    found = list(read_apart([job], bounds=bounds))
    assert all(isinstance(part, FileText) for part in found)
    told = [warning for part in found if isinstance(part, FileText) for warning in part.warnings]
    assert len(told) == len(found) > 2
    assert told[0].startswith("bytes 0 to ")
    assert "took longer than 0.001 s" in told[0]


def test_a_long_file_that_is_gone_before_it_is_read_is_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "글.txt", "\n\n".join(sentences(200)))
    job = Job(path, path.stat().st_size)
    part = sections.parted

    def gone(place: Path) -> sections.LongText | None:
        file = part(place)
        place.unlink()
        return file

    monkeypatch.setattr("index.pool.parted", gone)
    found = list(read_apart([job]))
    assert [str(error) for error in found] == ["cannot be opened: No such file or directory"]


def index_of(folder: Path, index: Path) -> Retriever:
    report = build_index([folder], index, encoder=FakeEncoder())
    assert [file.reason for file in report.files] == ["" for _ in report.files]
    return Retriever.open(index, encoder=FakeEncoder())


def test_a_long_file_is_indexed_and_its_quotes_are_verified(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    write(folder, "글.txt", "\n\n".join(sentences(200)))
    rows = [json.dumps({"id": f"r{n}", "text": one}) for n, one in enumerate(sentences(120))]
    write(folder, "글.jsonl", "\n".join(rows))
    write(folder, "나.txt", "나룻배가 강을 건넜다.")
    retriever = index_of(folder, tmp_path / "index")
    store, verifier = retriever.store, Verifier()
    names = [document.id for document in store.documents()]
    assert "글.txt#0" in names
    assert "나.txt" in names
    assert sum(name.startswith("글.jsonl#") for name in names) == 120
    for document in store.documents():
        for passage in store.passages_of(document.id):
            assert verifier.status(document, passage.spans, passage.text) == "verified"
            if document.format == "text":
                place = verifier.locate(document, passage.locator, passage.spans[0])
                assert place == passage.locator


def test_a_quote_of_a_long_file_is_read_by_its_section_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, "글.txt", "\n\n".join(sentences(200)))
    last = documents(path)[-1].record
    monkeypatch.setattr(Path, "read_bytes", None)  # what reads a file whole
    sources = read_sources(path, "text", "utf-8", last)
    assert len(sources) == 1
    assert str(sources[last]).endswith(sentences(200)[-1])
    assert len(str(sources[last]).encode()) <= sections.SECTION


@pytest.mark.parametrize("name", ["글.txt", "글.markdown", "글.html", "글.csv"])
def test_an_evaluation_proves_a_quote_of_a_section(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "\n\n".join(sentences(200)))
    last = documents(path)[-1]
    passage = last.passages[-1]
    spans = passage.origin.spans(0, len(passage.text))
    citation = Citation(
        number=1, passage="", document=f"{name}#{last.record}", title="", source="", date=None,
        heading="", quote=passage.text, mark=Span(0, 1), start=spans[0].start, end=spans[-1].end,
        spans=spans,
        locator=passage.locator, encoding="utf-8", sha256="", status="verified", score=1.0,
    )  # fmt: skip
    assert Proof(tmp_path).is_exact(citation)
    assert not Proof(tmp_path).is_exact(replace(citation, document=f"{name}#0"))


class Reading:
    """Reads as `pool.read_files` does, and breaks off at a part; `read` tells which it read."""

    def __init__(self, error: BaseException, at: int) -> None:
        self.error, self.at = error, at
        self.read: list[int] = []

    def __call__(self, jobs: Sequence[Job], waits: Callable[[], None]) -> Iterator[Result]:
        for job in jobs:
            file = parted(job.place)
            for number in range(job.first, len(file.sections) if file else 0):
                if number == self.at:
                    if not isinstance(self.error, ReadError):
                        raise self.error
                    yield self.error
                    break
                self.read.append(number)
                yield read_file(job.place, Rules(), Part(file, number))  # type: ignore[arg-type]
            if file is None:
                yield read_file(job.place)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException, int], Reading]:
    """Return what makes the next runs break off with an error at a part; 99 is none of them."""
    monkeypatch.setattr("index.sync._BATCH", 1)  # so that parts are written before it breaks off

    def breaks_off(error: BaseException, at: int) -> Reading:
        one = Reading(error, at)
        monkeypatch.setattr("index.build.read_files", one)
        return one

    return breaks_off


def passages_of(index: Path) -> list[tuple[str, str]]:
    connection = connect(index)
    try:
        return connection.execute(
            "SELECT id, text FROM passages WHERE died IS NULL ORDER BY id"
        ).fetchall()
    finally:
        connection.close()


def test_of_a_file_that_cannot_be_read_to_its_end_nothing_is_kept_and_of_the_others_all(
    tmp_path: Path, reading: Callable[[BaseException, int], Reading]
) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    write(folder, "가.txt", "나룻배가 강을 건넜다.")
    write(folder, "긴.txt", "\n\n".join(sentences(200)))
    reading(ReadError("took longer than 60 s"), 2)
    report = build_index([folder], tmp_path / "index", encoder=FakeEncoder())
    assert (report.documents, report.passages, report.left) == (1, 1, 0)
    assert {file.path: file.reason for file in report.files}["긴.txt"] == "took longer than 60 s"
    again = reading(KeyboardInterrupt(), 99)
    assert build_index([folder], tmp_path / "index", encoder=FakeEncoder()).added == 1
    assert again.read[0] == 0


@pytest.mark.parametrize("name", ["긴.txt", "긴.jsonl"])
def test_a_file_that_is_stopped_in_the_middle_goes_on_from_there(
    tmp_path: Path, reading: Callable[[BaseException, int], Reading], name: str
) -> None:
    rows = [json.dumps({"id": f"r{n % 150}", "text": one}) for n, one in enumerate(sentences(300))]
    text = "\n".join(rows) if name.endswith("jsonl") else "\n\n".join(sentences(200))
    path = write(tmp_path, name, text)
    reading(KeyboardInterrupt(), 2)
    first = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert (first.left, first.files[0].status) == (1, "added")
    kept = passages_of(tmp_path / "index")
    assert kept
    rest = reading(KeyboardInterrupt(), 99)
    second = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert rest.read[0] == 2
    assert (second.left, second.files[0].status) == (0, "changed")
    assert second.files[0].documents == second.documents
    build_index([path], tmp_path / "whole", encoder=FakeEncoder())
    whole = passages_of(tmp_path / "whole")
    assert passages_of(tmp_path / "index") == whole
    assert set(kept) < set(whole)
    third = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert third.files[0].status == "unchanged"


def test_a_file_that_is_written_anew_after_a_stop_is_read_from_its_beginning(
    tmp_path: Path, reading: Callable[[BaseException, int], Reading]
) -> None:
    path = write(tmp_path, "긴.txt", "\n\n".join(sentences(200)))
    reading(KeyboardInterrupt(), 2)
    build_index([path], tmp_path / "index", encoder=FakeEncoder())
    write(tmp_path, "긴.txt", "\n\n".join(reversed(sentences(201))))
    anew = reading(KeyboardInterrupt(), 99)
    build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert anew.read[0] == 0
    build_index([path], tmp_path / "whole", encoder=FakeEncoder())
    assert passages_of(tmp_path / "index") == passages_of(tmp_path / "whole")


def test_another_text_of_the_same_size_and_time_is_read_from_its_beginning(
    tmp_path: Path,
    reading: Callable[[BaseException, int], Reading],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    path = write(folder, "긴.txt", "\n\n".join(sentences(200)))
    stamp = path.stat()
    reading(KeyboardInterrupt(), 2)
    build_index([folder], tmp_path / "index", encoder=FakeEncoder())
    write(folder, "긴.txt", "\n\n".join(sentences(200)).replace("부두", "항구"))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    write(folder, "짧은.txt", "나룻배가 강을 건넜다.")
    monkeypatch.setattr("index.build.read_files", read_files)
    report = build_index([folder], tmp_path / "index", encoder=FakeEncoder())
    assert [file.reason for file in report.files] == ["", ""]
    build_index([folder], tmp_path / "whole", encoder=FakeEncoder())
    assert passages_of(tmp_path / "index") == passages_of(tmp_path / "whole")


def test_a_stop_in_a_file_of_which_half_was_read_before_keeps_what_was_read_anew(
    tmp_path: Path, reading: Callable[[BaseException, int], Reading]
) -> None:
    path = write(tmp_path, "긴.txt", "\n\n".join(sentences(200)))
    reading(KeyboardInterrupt(), 2)
    build_index([path], tmp_path / "index", encoder=FakeEncoder())
    write(tmp_path, "긴.txt", "\n\n".join(reversed(sentences(201))))
    reading(KeyboardInterrupt(), 3)
    build_index([path], tmp_path / "index", encoder=FakeEncoder())
    rest = reading(KeyboardInterrupt(), 99)
    build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert rest.read[0] == 3
    build_index([path], tmp_path / "whole", encoder=FakeEncoder())
    assert passages_of(tmp_path / "index") == passages_of(tmp_path / "whole")


def test_a_stop_in_a_changed_file_leaves_what_the_index_has_of_it(
    tmp_path: Path, reading: Callable[[BaseException, int], Reading]
) -> None:
    path = write(tmp_path, "긴.txt", "\n\n".join(sentences(200)))
    reading(KeyboardInterrupt(), 99)
    build_index([path], tmp_path / "index", encoder=FakeEncoder())
    before = passages_of(tmp_path / "index")
    write(tmp_path, "긴.txt", "\n\n".join(reversed(sentences(201))))
    reading(KeyboardInterrupt(), 2)
    with pytest.raises(KeyboardInterrupt):
        build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert passages_of(tmp_path / "index") == before


def test_each_section_s_warning_is_kept(tmp_path: Path) -> None:
    text = "\n\n".join(one + " \xff" * (n % 20 == 0) for n, one in enumerate(sentences(200)))
    path = write(tmp_path, "글.txt", "")
    path.write_bytes(text.encode().replace("\xff".encode(), b"\xff"))
    report = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert len(report.files[0].warnings) > 2
    again = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert again.files[0].warnings == report.files[0].warnings


def test_the_parts_of_a_file_are_told_as_progress_and_reported_together(tmp_path: Path) -> None:
    path = write(tmp_path, "글.txt", "\n\n".join(sentences(200)))
    told: list[tuple[str, int, int]] = []
    report = build_index(
        [path], tmp_path / "index", encoder=FakeEncoder(), progress=lambda *one: told.append(one)
    )
    file = report.files[0]
    reading = [(done, total) for stage, done, total in told if stage == "reading"]
    assert file.documents == report.documents > 3
    assert file.passages == report.passages
    assert reading[-1] == (file.documents, file.documents)
    assert len(reading) > file.documents


def test_ids_that_stand_in_two_sections_count_once(tmp_path: Path) -> None:
    rows = [json.dumps({"id": f"r{n % 150}", "text": one}) for n, one in enumerate(sentences(300))]
    path = write(tmp_path, "글.jsonl", "\n".join(rows))
    report = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert report.documents == 150
    assert "record 'r0' comes again; the first one counts" in report.files[0].warnings
    unchanged = build_index([path], tmp_path / "index", encoder=FakeEncoder())
    assert unchanged.files[0].status == "unchanged"
