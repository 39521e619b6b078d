import argparse
import csv
import json
from pathlib import Path

import pytest
from eval_fakes import row

from eval import make_command
from eval.sets import load_set
from index.errors import InputError

NEWS = "부산항의 물동량이 2024년 6월에 10,000상자로 늘었다.\n\n새 부두에는 나무를 심는다.\n"
TABLE = "도시,승점,기온\n서울,31,20\n부산,28,25\n"


@pytest.fixture
def documents(tmp_path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    return folder


def make(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    parser.set_defaults(language="ko")
    make_command.add_arguments(parser)
    return make_command.run(parser.parse_args(arguments))


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    waiting = iter(lines)

    def answer(_prompt: str) -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_what_is_taken_is_a_set_that_can_be_run(documents, tmp_path, monkeypatch):
    typed(monkeypatch, *"yyyyyyyy")
    out = tmp_path / "questions.jsonl"
    assert make(str(documents), "--out", str(out)) == 0
    found = load_set(str(out), cache=tmp_path, documents=documents)
    asked = {one.question: one for one in found.questions}
    stated = asked["부산항의 물동량이 언제 10,000상자로 늘었나?"]
    assert stated.documents == ("news.txt",)
    assert stated.answers == ("2024년 6월",)
    assert asked["서울의 승점은 얼마인가?"].evidence == ("서울\t31\t20",)
    nothing = next(one for one in found.questions if one.type == "none")
    assert not nothing.answerable


def test_a_few_sentences_of_each_document_are_given_a_blank(tmp_path):
    folder, table = tmp_path / "long", tmp_path / "proposals.csv"
    folder.mkdir()
    for name in ("가람", "나루"):
        lines = [
            f"{name}항의 물동량이 {year}년에 {year + 3000}상자로 늘었다."
            for year in range(2000, 2030)
        ]
        (folder / f"{name}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    assert make(str(folder), "--csv", str(table)) == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        blanks = [row for row in csv.DictReader(file) if row["type"] == "cloze"]
    assert sorted(row["document"] for row in blanks) == ["가람.txt"] * 3 + ["나루.txt"] * 3
    assert all(row["question"].replace("____", row["answer"]) == row["evidence"] for row in blanks)
    told = (row["evidence"].split()[2] for row in blanks if row["document"] == "가람.txt")
    first, second, third = sorted(int(year[:4]) for year in told)
    assert min(second - first, third - second) >= 5  # from all over the document


def test_one_may_be_left_and_another_changed_and_the_rest_not_looked_at(
    documents, tmp_path, monkeypatch
):
    typed(monkeypatch, "n", "e", "부산의 승점은?", "28점", "q")
    out = tmp_path / "questions.jsonl"
    assert make(str(documents), "--out", str(out)) == 0
    [one] = rows(out)
    assert (one["question"], one["answers"]) == ("부산의 승점은?", ["28점"])


def test_a_second_round_adds_under_ids_of_its_own(documents, tmp_path, monkeypatch):
    out = tmp_path / "questions.jsonl"
    strange = "\u2028"  # which ends a line elsewhere, and none of JSON's
    out.write_text(json.dumps({"id": strange}, ensure_ascii=False) + "\n", encoding="utf-8")
    for _ in range(2):
        typed(monkeypatch, "y")
        make(str(documents), "--out", str(out))
    _, first, second = (one["id"] for one in rows(out))
    assert second == f"{first}-2"


def test_a_file_whose_last_line_has_no_end_is_added_to_in_lines_of_their_own(
    documents, tmp_path, monkeypatch
):
    out = tmp_path / "questions.jsonl"
    out.write_text(json.dumps(row(1)), encoding="utf-8-sig")
    typed(monkeypatch, "y", "y")
    assert make(str(documents), "--out", str(out)) == 0
    found = load_set(str(out), cache=tmp_path, documents=documents)
    assert len(found.questions) == 3


def test_the_rows_of_a_csv_that_say_yes_are_taken(documents, tmp_path, capsys):
    table, out = tmp_path / "proposals.csv", tmp_path / "questions.jsonl"
    assert make(str(documents), "--csv", str(table)) == 0
    assert "qa eval make --accepted" in capsys.readouterr().out
    with table.open(encoding="utf-8-sig", newline="") as file:
        proposed = list(csv.DictReader(file))
    proposed[0]["accept"], proposed[1]["accept"] = "y", "n"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(proposed[0]))
        writer.writeheader()
        writer.writerows(proposed)
    assert make("--accepted", str(table), "--out", str(out)) == 0
    assert [one["question"] for one in rows(out)] == [proposed[0]["question"]]


def test_what_cannot_be_used_is_an_error_in_one_line(documents, tmp_path):
    table = tmp_path / "there.csv"
    table.write_text("id\n1\n", encoding="utf-8")
    for wrong in ([], [str(documents), "--count", "-5"]):
        with pytest.raises(SystemExit, match="2"):
            make(*wrong)
    with pytest.raises(InputError, match=r"nowhere does not exist$"):
        make(str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="has no column accept"):
        make("--accepted", str(table), "--out", str(tmp_path / "q.jsonl"))
    with pytest.raises(InputError, match="cannot be written: File exists"):
        make(str(documents), "--csv", str(table))
    with pytest.raises(InputError, match="is no file of questions to add to"):
        make(str(documents), "--out", str(table))
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "a.txt").write_text("제목", encoding="utf-8")
    with pytest.raises(InputError, match="holds no sentence or table"):
        make(str(empty))
