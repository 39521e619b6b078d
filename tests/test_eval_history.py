import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from eval_fakes import run_of, table_of

from eval import history
from eval.records import Run
from eval.results import load_runs, to_json

ROOT = Path(__file__).parent.parent
MARKED = (
    "before\n<!-- systems -->\nold\n<!-- /systems -->\n<!-- types -->\n<!-- /types -->\nafter\n"
)


def runs(right: int = 3) -> list[Run]:
    values = np.array([1.0] * right + [0.0] * (4 - right))
    columns = {"sentence": values, "ndcg@10": values, "recall@1": values}
    columns |= {"seconds": np.ones(4), "search_seconds": np.ones(4)}
    table = table_of(types=("direct", "direct", "para", "para"), **columns)
    table = replace(table, facets={**table.facets, "splits": ("test", "test", "test", "dev")})
    return [run_of(table), run_of(table, mode="bm25-words")]


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(history, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(history, "_measured", runs)
    (tmp_path / "README.md").write_text(MARKED, encoding="utf-8")
    return tmp_path


def keep(place: Path) -> list[str]:
    assert history.main(["--readme", str(place / "README.md")]) == 0
    return sorted(path.name for path in (place / "results").iterdir())


def test_a_result_is_kept_only_where_a_figure_has_moved(place, monkeypatch, capsys):
    assert keep(place) == ["0001.json"]
    assert keep(place) == ["0001.json"]
    assert "nothing has moved since 0001.json" in capsys.readouterr().err
    monkeypatch.setattr(history, "_measured", lambda: runs(right=4))
    assert keep(place) == ["0001.json", "0002.json"]


def test_a_fall_is_told_and_kept(place, monkeypatch, capsys):
    keep(place)
    monkeypatch.setattr(history, "_measured", lambda: runs(right=0))
    assert keep(place) == ["0001.json", "0002.json"]
    assert "fallen: news hybrid: sentence 75.0 → 0.0" in capsys.readouterr().err


def test_a_baseline_that_is_not_installed_keeps_its_earlier_run(place, monkeypatch):
    keep(place)
    monkeypatch.setattr(history, "_measured", lambda: runs(right=4)[:1])
    keep(place)
    kept = {run.mode: run.overall.value("sentence") for run in load_runs(history.newest())}
    assert kept == {"hybrid": 1.0, "bm25-words": 0.75}


def test_the_tables_of_the_readme_are_of_the_test_part(place):
    keep(place)
    text = (place / "README.md").read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- systems -->\n| system |")
    assert text.endswith("<!-- /types -->\nafter\n")
    assert "old" not in text
    assert "| all | 3 | 100.0 |" in text
    with pytest.raises(ValueError, match="README has no place marked"):
        history.with_tables("", runs())


def test_a_kept_result_holds_no_time_and_no_text(place):
    keep(place)
    [run, _] = json.loads(history.newest().read_text(encoding="utf-8"))["runs"]
    assert set(run["scores"]) == {"unanswerable", "sentence", "ndcg@10", "recall@1"}
    assert "failures" not in run


def test_runs_come_back_from_their_file_as_they_were(tmp_path):
    path = tmp_path / "runs.json"
    before = runs()
    path.write_text(json.dumps(to_json(before)), encoding="utf-8")
    after = load_runs(path)
    assert [run.overall for run in after] == [run.overall for run in before]
    assert [run.groups for run in after] == [run.groups for run in before]
    assert [run.table.ids for run in after] == [run.table.ids for run in before]


def test_the_tables_of_our_readme_are_those_of_the_newest_result():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert history.with_tables(readme, load_runs(history.newest())) == readme
