"""Archives: members are documents, names come out right, and nothing in one can end the reading."""

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_fakes import assert_quotes_stand_in_the_file, read

from index.errors import ReadError
from index.passages import read_file
from index.readers import archive, read_documents

PORT = "해온항은 3일 새 부두를 열었다. 배 두 척이 먼저 들어왔다."
RAIN = "나루시에는 밤사이 비가 40mm 내렸다."


def packed(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def records(folder: Path, content: bytes) -> list[str | None]:
    return [document.record for document in read(folder, "묶음.zip", content).documents]


def test_members_are_documents_and_their_quotes_stand_in_the_archive(tmp_path: Path) -> None:
    lines = [{"id": "가", "text": PORT}, {"id": "나", "text": RAIN}]
    data = packed({
        "보도/항구.txt": PORT,
        "비.txt": RAIN.encode("cp949"),
        "표.csv": "지역,강수량\n나루시,40\n",
        "글.jsonl": "\n".join(json.dumps(line) for line in lines),
    })  # fmt: skip
    file = read(tmp_path, "묶음.zip", data)
    assert (file.format, file.warnings) == ("zip", ())
    found = [document.record for document in file.documents]
    assert found == ["보도/항구.txt", "비.txt", "표.csv", "글.jsonl#가", "글.jsonl#나"]
    assert file.documents[2].metadata.title == "표"
    assert_quotes_stand_in_the_file(tmp_path / "묶음.zip", file)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("cp949", "보도자료.txt"),
        ("utf-8", "보도자료.txt"),
        ("utf-8", unicodedata.normalize("NFD", "보도자료.txt")),
    ],
)
def test_names_without_the_unicode_flag_come_out_right(
    tmp_path: Path, encoding: str, written: str
) -> None:
    raw = written.encode(encoding)
    data = packed({"x" * len(raw): PORT}).replace(b"x" * len(raw), raw)
    assert records(tmp_path, data) == ["보도자료.txt"]


def test_a_member_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    data = packed({
        "../밖.txt": PORT, "/뿌리.txt": PORT, "빈.txt": "", "안.zip": packed({"a.txt": PORT}),
        "그림.png": b"\x89PNG", ".숨김.txt": PORT, "__MACOSX/비.txt": PORT, "비.txt": RAIN,
    })  # fmt: skip
    file = read(tmp_path, "묶음.zip", data)
    assert [document.record for document in file.documents] == ["비.txt"]
    told = "\n".join(file.warnings)
    assert [name for name in ("../밖", "/뿌리", "빈", "안", "1 .png") if name not in told] == []
    assert "숨김" not in told
    assert "MACOSX" not in told


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(packed({"가.txt": PORT, "나.txt": RAIN}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag, which `writestr` cannot write
    data[data.index(b"PK\x03\x04") + 6] |= 1
    file = read(tmp_path, "묶음.zip", bytes(data))
    assert [document.record for document in file.documents] == ["나.txt"]
    assert file.warnings == ("가.txt: encrypted; unpack it with its password",)


def test_of_two_members_with_one_name_the_first_counts(tmp_path: Path) -> None:
    data = packed({"가.txt": PORT, unicodedata.normalize("NFD", "가.txt"): RAIN})
    assert records(tmp_path, data) == ["가.txt"]


def test_a_member_that_inflates_beyond_the_bound_is_not_inflated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MEMBER_BYTES", 1000)
    monkeypatch.setattr(archive, "TOTAL_BYTES", 1500)
    data = packed({"큰.txt": "가" * 400, "하나.txt": "나" * 300, "둘.txt": "다" * 250})
    file = read(tmp_path, "묶음.zip", data)
    assert [document.record for document in file.documents] == ["하나.txt"]
    assert "큰.txt: larger than" in file.warnings[0]
    assert "둘.txt: the archive holds more" in file.warnings[1]


def test_a_packing_that_cannot_be_bounded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="neither store nor deflate"):
        read(tmp_path, "묶음.zip", packed({"가.txt": PORT}, zipfile.ZIP_BZIP2))


def test_only_so_many_members_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", 2)
    file = read(tmp_path, "묶음.zip", packed({f"{n}.txt": PORT for n in range(3)}))
    assert [document.record for document in file.documents] == ["0.txt", "1.txt"]
    assert "3 members" in file.warnings[0]


def test_an_empty_archive_holds_no_document(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no document"):
        read(tmp_path, "묶음.zip", packed({}))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_archive_is_read_in_part_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = packed({"가.txt": PORT, "나.md": RAIN})
    cut = data.draw(st.integers(4, len(whole)))
    at = data.draw(st.integers(4, len(whole) - 1))
    broken = bytearray(whole)
    broken[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("zip") / "묶음.zip"
    for content in (bytes(broken), whole[:cut]):
        path.write_bytes(content)
        try:
            found = [reading.source for reading in read_documents(path).readings]
        except ReadError:
            continue
        assert found


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "이름만.txt"
    path.write_bytes(packed({"비.txt": RAIN}))
    assert read_file(path).format == "zip"
