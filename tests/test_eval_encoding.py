import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval import encoders
from eval.encoding import Figure, Task, measure, read_tasks
from index.encoder import Progress, Vectors


class Letters:
    """An encoder whose vector counts the letters a, b, c and d."""

    name = "letters"
    fingerprint = "sha256:letters"
    dimension = 4

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        counts = np.array([[text.count(letter) for letter in "abcd"] for text in texts], np.float32)
        norms: Vectors = np.linalg.norm(counts, axis=1, keepdims=True).clip(1e-9)
        unit: Vectors = counts / norms
        return unit


def task(measured: str, gold: list[float]) -> Task:
    return Task("t", measured, ["a", "b", "ab"], ["a", "b", "ab", "c"], np.array(gold))


def test_recall_counts_what_comes_first() -> None:
    assert measure(Letters(), task("R@1", [0, 1, 2])).value == 1
    assert measure(Letters(), task("R@1", [0, 1, 0])).value == pytest.approx(2 / 3)


def test_ndcg_falls_with_the_logarithm_of_the_rank() -> None:
    # `ab` is at rank 2 for the question a, after the passage a.
    found = measure(Letters(), task("nDCG@10", [2, 1, 2]))
    assert found.value == pytest.approx((1 / np.log2(3) + 1 + 1) / 3)


def test_a_tie_counts_against_the_question() -> None:
    same = Task("t", "R@1", ["a"], ["a", "aa"], np.array([0.0]))
    assert measure(Letters(), same).value == 0


def test_the_correlation_is_spearmans() -> None:
    pairs = Task("t", "Spearman", ["a", "a", "a"], ["a", "ab", "c"], np.array([5.0, 3.0, 0.0]))
    assert measure(Letters(), pairs).value == pytest.approx(1)


def test_the_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    once, again = (measure(Letters(), task("R@1", [0, 1, 0])) for _ in range(2))
    assert once == again
    assert 0 <= once.low <= once.value <= once.high <= 1
    assert once.low < once.high


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with twenty news sentences in three languages, and pairs of sentences."""
    news = [{"ko": f"소식 {n}호", "en": f"news {n}", "ja": f"ニュース {n}"} for n in range(20)]
    write(tmp_path / "data/parallel/news-19-languages.jsonl.gz", news)
    sts = [
        {
            "sentence1": "비가 온다", "sentence2": text, "labels": {"real-label": label},
            "source": source,
        }
        for text, label, source in (
            ("비가 온다", 5.0, "airbnb-rtt"),
            ("비가 왔다", 4.0, "policy-rtt"),
            ("비가 오니?", 3.0, "paraKQC-para"),
            ("시장이 열렸다", 0.0, "policy-sampled"),
        )
    ]  # fmt: skip
    write(tmp_path / "data/dev/klue-sts.jsonl.gz", sts)
    return tmp_path / "data"


def test_tasks_are_made_of_what_is_held_out(data: Path) -> None:
    tasks = {task.name: task for task in read_tasks(data)}
    assert set(tasks) == {
        "NTREX: en → ko, of 4 sentences",
        "NTREX: ja → ko, of 4 sentences",
        "KLUE-STS dev, all",
        "KLUE-STS dev, without those of ParaKQC",
    }
    assert list(tasks["NTREX: en → ko, of 4 sentences"].questions) == [
        f"news {n}" for n in range(16, 20)
    ]


def test_pairs_of_sentences_that_are_trained_on_are_also_left_out(data: Path) -> None:
    counts = {task.name: len(task.gold) for task in read_tasks(data) if "KLUE" in task.name}
    assert counts == {"KLUE-STS dev, all": 4, "KLUE-STS dev, without those of ParaKQC": 3}


def test_the_command_compares_encoders_in_one_table(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ["--encoder", "bundled", "--encoder", "index/model", "--data", str(data)]
    assert encoders.main([*both, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    first, second = found["bundled"]["figures"], found["index/model"]["figures"]
    assert [f["value"] for f in first] == pytest.approx([f["value"] for f in second])
    assert found["bundled"]["speed"]["cold_start_seconds"] > 0


def test_without_data_there_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert encoders.main(["--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"no data to measure on in {tmp_path}; name the folder with --data\n"
    )


def test_figures_go_between_the_marks_of_a_card(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n", encoding="utf-8")
    encoders.write_card(card, [Figure("a task", "R@1", 1000, 0.5, 0.4, 0.6)])
    encoders.write_card(card, [Figure("a task", "R@1", 1000, 0.5, 0.4, 0.6)])
    assert card.read_text(encoding="utf-8") == (
        "before\n<!-- figures -->\n"
        "| what | measure | questions | figure | 95 % |\n| --- | --- | ---: | ---: | --- |\n"
        "| a task | R@1 | 1,000 | 0.500 | 0.400–0.600 |\n"
        "<!-- /figures -->\nafter\n"
    )


def test_a_card_without_marks_is_an_error(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("nothing here\n", encoding="utf-8")
    with pytest.raises(encoders.InputError, match="has no place for figures"):
        encoders.write_card(card, [])
