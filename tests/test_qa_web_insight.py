"""The overview's numbers: the tally of answers, the columns of a chart, the evaluation shown."""

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from site_fakes import build, opened
from web_fakes import citation, found, nothing, text_of

from eval.history import newest
from eval.records import Run
from qa.feedback import Feedback
from qa.messages import say
from qa.retriever import Retriever
from qa.web.evaluation import charts, latest, own_result
from qa.web.journal import Journal, JournalledBot
from qa.web.tally import Counted, Tally
from qa.web.timeline import LEAST, timeline

# the tally


def test_answers_are_counted_by_day_and_outlast_whoever_counted_them(tmp_path: Path) -> None:
    for level, day in (("sure", "2024-06-20"), ("none", "2024-06-21"), ("sure", "2024-06-20")):
        Tally.beside(tmp_path / "index").count(level, day)  # type: ignore[arg-type]
    assert Tally.beside(tmp_path / "index").days() == [
        Counted("2024-06-20", "sure", 2),
        Counted("2024-06-21", "none", 1),
    ]
    assert not (tmp_path / "index").exists()


def test_no_answer_is_lost_where_many_are_counted_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in range(100):
            pool.submit(Tally(tmp_path / "tally.sqlite").count, "maybe", "2024-06-20")
    assert Tally(tmp_path / "tally.sqlite").days() == [Counted("2024-06-20", "maybe", 100)]


def test_a_tally_that_cannot_be_kept_is_told_of_once_and_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "tally.sqlite").write_text("this is no database, " * 100, encoding="utf-8")
    tally = Tally(tmp_path / "tally.sqlite")
    tally.count("sure")
    tally.count("sure")
    assert len(caplog.records) == 1
    assert tally.days() == []


# the columns of a chart


def test_empty_days_stand_between_the_others_and_before_the_first() -> None:
    columns = timeline([("2024-03-01", "a", 3), ("2024-02-28", "b", 1)], ("a", "b"), "day")
    assert len(columns) == LEAST
    assert [(one.label, one.total) for one in columns[-3:]] == [
        ("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "labels"),
    [("2024-02-01", ("2024-01-30", "2024-02-01")), ("2024-05-01", ("2024-04", "2024-05")),
     ("2031-01-01", ("2030", "2031"))],
)  # fmt: skip
def test_a_longer_time_has_coarser_columns(last: str, labels: tuple[str, str]) -> None:
    columns = timeline([("2024-01-30", "a", 1), (last, "a", 1)], ("a",), "day")
    shown = [one.label for one in columns]
    assert shown[-1] == labels[1]
    assert labels[0] in shown
    assert sum(one.total for one in columns) == 2


def test_kinds_are_piled_up_to_the_height_of_the_highest() -> None:
    counted = [("2024-01-01", "a", 1), ("2024-01-01", "b", 3), ("2024-01-02", "b", 2)]
    *_, first, second = timeline(counted, ("a", "b"), "day")
    assert [tuple(piece) for piece in first.pieces] == [("a", 75.0, 25.0), ("b", 0.0, 75.0)]
    assert [tuple(piece) for piece in second.pieces] == [("b", 50.0, 50.0)]


def test_without_a_day_there_is_no_chart() -> None:
    assert timeline([], ("a",)) == []


# the evaluation


def run_of(path: Path) -> Run:
    shown = latest(path)
    assert shown
    return shown.run


def test_the_evaluation_beside_the_index_comes_before_the_packaged_one(tmp_path: Path) -> None:
    index = tmp_path / "index"
    packaged = latest(index)
    assert packaged
    assert not packaged.own
    assert packaged.run.mode == "hybrid"
    kept = json.loads(newest().read_text(encoding="utf-8"))
    kept["runs"] = kept["runs"][1:]
    own_result(index).write_text(json.dumps(kept), encoding="utf-8")
    own = latest(index)
    assert own
    assert own.own
    assert own.run.mode == kept["runs"][0]["mode"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"runs": []}', '{"runs": [{}]}'])
def test_a_file_that_is_no_evaluation_is_passed_over(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    own_result(tmp_path / "index").write_text(text, encoding="utf-8")
    shown = latest(tmp_path / "index")
    assert shown
    assert not shown.own
    assert caplog.records


def test_an_evaluation_is_four_charts_in_either_language(tmp_path: Path) -> None:
    run = run_of(tmp_path / "index")
    for language in ("ko", "en"):
        drawn = list(charts(run, language))  # type: ignore[arg-type]
        assert len(drawn) == 4
        assert all("<svg" in one.drawn for one in drawn)
    assert say("type_direct", "en") in drawn[1].drawn
    assert "direct" not in text_of(str(list(charts(run, "ko"))[1].drawn))


# the page


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return build(tmp_path)


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    bot = JournalledBot(Retriever.open(index), Journal())
    with opened(bot) as client:
        client.headers.update({"accept": "text/html", "accept-language": "ko"})
        yield client


def test_the_overview_shows_questions_of_before_and_of_now_without_their_text(
    client: TestClient, index: Path
) -> None:
    assert say("nothing_asked") in client.get("/insight").text
    Tally.beside(index).count("none", "2024-06-20")
    client.post("/api/ask", json={"question": "다리는 언제 열렸나?"})
    shown = text_of(client.get("/insight").text)
    assert say("asked_since", since="2024-06-20") in shown
    assert "50%" in shown
    with sqlite3.connect(Tally.beside(index).path) as connection:
        written = "\n".join(connection.iterdump())
    connection.close()
    assert "다리" not in shown.replace("다리.md", "") + written


def test_the_overview_shows_what_people_said_and_how_to_measure(
    client: TestClient, index: Path
) -> None:
    said = Feedback.beside(index)
    said.record("good", found("다리는 언제 열렸나?", citation()))
    said.record("missed", nothing("우주선은?"))
    shown = text_of(client.get("/insight").text)
    assert say("good") in shown
    assert say("missed") in shown
    assert own_result(index).name in shown
    said.path.write_bytes(b"no database" * 100)
    assert client.get("/insight").status_code == 200
