"""How well files of known text are read is measured without mercy, and by format."""

import json
from pathlib import Path

import pytest

from eval import reading
from index.readers import SUFFIXES

SENTENCE = "해무시는 어제 항만의 등대 세 곳을 새로 칠하고 점등 시각을 앞당겼다."
SECOND = "등대지기 모원석 씨는 가을 안개가 짙어 배들이 길을 잃었다고 전했다."


def made(folder: Path, content: str, /, **known: object) -> reading.Score:
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "2025-01-02-a.txt").write_text(content, encoding="utf-8")
    row = {"file": "2025-01-02-a.txt", "record": None, "text": [SENTENCE], "foreign": []} | known
    (folder / "truth.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return reading.measure(folder)["txt"]


def test_a_file_that_is_read_whole_passes(tmp_path: Path) -> None:
    score = made(tmp_path, f"{SENTENCE}\n{SECOND}", text=[SENTENCE, SECOND], date="2025-01-02")
    assert (score.present, score.expected, score.foreign, score.failures) == (2, 2, 0, [])
    assert score.passed
    assert score.right["date"] == score.named["date"] == 1


def test_a_sentence_that_is_cut_in_two_is_missing(tmp_path: Path) -> None:
    score = made(tmp_path, f"{SECOND}\n\n{SENTENCE[:20]}\n{SECOND}", text=[SENTENCE, SECOND])
    assert (score.present, score.expected) == (1, 2)
    assert f"2025-01-02-a.txt: missing: {SENTENCE}" in score.failures


def test_text_that_nobody_expects_is_foreign(tmp_path: Path) -> None:
    score = made(tmp_path, f"{SENTENCE}\n{SECOND}", foreign=[SECOND])
    assert (score.foreign, score.leaks) == (len(SECOND.replace(" ", "")), 1)
    assert not score.passed


def test_wrong_metadata_are_named_with_both_values(tmp_path: Path) -> None:
    score = made(tmp_path, SENTENCE, date="2025-01-03")
    assert score.failures == ["2025-01-02-a.txt: date: '2025-01-02', not '2025-01-03'"]


def test_a_format_without_a_reader_is_skipped_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SUFFIXES", ())
    score = made(tmp_path, SENTENCE)
    assert (score.skipped, score.documents) == ("no reader of .txt yet", 0)


def test_a_folder_without_truth_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reading.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("eval.reading: ")


def test_the_json_says_what_the_table_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path, SENTENCE)
    assert reading.main([str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["txt"]["share_present"] == 1.0


def test_the_packaged_set_has_sixty_files_in_all_formats_and_a_truth_for_each() -> None:
    known = reading.load_truth(reading.PACKAGED)
    documents = reading.PACKAGED / "documents"
    files = {str(p.relative_to(documents).as_posix()) for p in documents.rglob("*.*")}
    assert files == {one.file for one in known}
    assert len(files) >= 60
    assert {Path(file).suffix for file in files} >= set(SUFFIXES) - {".htm", ".markdown"}


@pytest.mark.parametrize(
    "suffix", ["txt", "md", "html", "csv", "jsonl", "pdf", "docx", "hwpx", "hwp", "zip"]
)
def test_every_format_reaches_the_bar(suffix: str, packaged: dict[str, reading.Score]) -> None:
    assert packaged[suffix].passed, packaged[suffix].failures


@pytest.fixture(scope="module")
def packaged() -> dict[str, reading.Score]:
    return reading.measure(reading.PACKAGED)
