import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from eval_fakes import FakeBot, row, run_of, table_of, write_documents, write_rows
from markupsafe import Markup

from eval.charts import bars, histogram, ticks
from eval.page import page
from eval.records import Estimate, Run
from eval.runner import run_set
from eval.sets import load_set

NASTY = '<script>alert("x")</script>'
MADE = {"commit": None, "machine": {"cores": 2}}


@pytest.fixture
def runs(tmp_path) -> list[Run]:
    documents = {"a.txt": f"서울의 어제 기온은 31도였다 {NASTY}.", "b.txt": "부산항이 붐볐다."}
    passages = write_documents(tmp_path / "set" / "documents", documents)
    rows = [
        row(1, type=NASTY),
        row(2, type="para", question=f"부산항은 {NASTY}?", evidence=["위성"]),
        row(3, type="none", evidence=[]),
    ]
    write_rows(tmp_path / "set" / "questions.jsonl", rows)
    run = run_set(load_set(str(tmp_path / "set"), cache=tmp_path), FakeBot(passages))
    return [run, replace(run, mode="dense")]


class Balance(HTMLParser):
    """Fails where a tag is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_is_whole_and_needs_nothing_from_elsewhere(runs, language):
    text = page(runs, MADE, language)
    balance = Balance()
    balance.feed(text)
    assert balance.open == []
    assert not re.search(r"https?://|//cdn|@import|url\(|\bsrc=|<link", text)


def test_what_documents_and_questions_say_is_escaped(runs):
    text = page(runs, MADE, "ko")
    assert NASTY not in text
    assert text.count("<script>") == 1
    assert "&lt;script&gt;" in text


def test_what_went_wrong_stands_with_what_was_wanted_given_and_found(runs):
    text = page(runs, MADE, "en")
    case = re.search(r'<details name="failures hybrid" data-kind="wrong">.*?</details>', text)
    assert case
    for part in ("Expected", "위성", "Given", "부산항이 붐볐다.", "Passages found", "b.txt"):
        assert part in case[0]
    assert "2 questions went wrong" in text
    assert '<option value="false answer">false answer</option>' in text


def test_several_systems_stand_side_by_side_with_their_differences(runs):
    text = page(runs, MADE, "ko")
    assert "시스템 비교" in text
    assert "+0.0 (+0.0 … +0.0) p = 1.00" in text
    assert "시스템 비교" not in page(runs[:1], MADE, "ko")


def test_a_run_without_answers_has_no_charts_of_confidence():
    search = run_of(table_of(**{"recall@1": np.ones(3), "seconds": np.ones(3)}))
    text = page([search], MADE, "ko")
    assert "신뢰도 도표" not in text
    assert "질문마다 걸린 시간" in text


def test_a_bar_is_as_long_as_its_value_and_its_whisker_spans_the_interval():
    drawn = bars([("a & b", Estimate(0.5, 0.25, 1.0)), ("none", None)])
    assert isinstance(drawn, Markup)
    assert "a &amp; b" in drawn
    assert "50.0 (25–100)" in drawn
    [full] = re.findall(r'class="track"[^>]* width="(\d+)"', drawn)
    [half] = re.findall(r'class="bar"[^>]* width="([\d.]+)"', drawn)
    assert float(half) == int(full) / 2


def test_a_histogram_takes_equal_values_too():
    assert histogram(np.zeros(4), "x", "y").count('class="bar"') == 1


@pytest.mark.parametrize(
    ("most", "found"),
    [
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (28.0, [0, 5, 10, 15, 20, 25]),
        (9.9, [0, 2, 4, 6, 8]),
        (0.00123, [0, 0.0005, 0.001]),
    ],
)
def test_ticks_are_round(most, found):
    assert ticks(most) == found


def test_ticks_of_a_count_are_whole():
    assert ticks(2.0, least=1.0) == [0, 1, 2]


def test_the_main_figures_and_when_they_were_made_stand_first(runs):
    text = page(runs[:1], {"at": "2025-01-02T03:04:05+00:00", "commit": "abc123"}, "en")
    assert text.index("2025-01-02T03:04:05+00:00 · abc123") < text.index("<h2>")
    first = re.search(r'<dl class="first">.*?</dl>', text)
    assert first
    assert first.start() < text.index("<svg")
    assert re.search(r"<dt>R@1</dt><dd>[\d.]+ <small>\([\d.]+–[\d.]+\)</small></dd>", first[0])
