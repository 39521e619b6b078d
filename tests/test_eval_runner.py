import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from eval_fakes import FakeBot, citation_of, passage, row, write_documents, write_rows

from eval.proof import Proof
from eval.records import EvalSet, Question
from eval.runner import index_folder, open_bot, run_set
from eval.sets import load_set
from index.readers import read_sources
from index.records import Locator
from index.sourcemap import Span


@pytest.fixture
def small(tmp_path: Path) -> tuple[EvalSet, FakeBot]:
    passages = write_documents(tmp_path / "set" / "documents")
    rows = [
        row(1, type="direct", answers=["서울"]),
        row(
            2,
            type="follow",
            question="늘었나?",
            history=["부산항의 물동량"],
            evidence=["10,000상자"],
        ),
        row(3, type="none", question="Who won?", evidence=[]),
    ]
    write_rows(tmp_path / "set" / "questions.jsonl", rows)
    return load_set(str(tmp_path / "set"), cache=tmp_path), FakeBot(passages)


def test_a_run_scores_every_question_overall_and_by_type(small):
    run = run_set(*small, mode="hybrid", split="all")
    assert run.overall.questions == 3
    assert run.overall.unanswerable == 1
    assert list(run.groups["types"]) == ["direct", "follow", "none"]
    for name in ("recall@1", "mrr@10", "sentence", "citation_exactness", "abstention_recall"):
        assert run.overall.value(name) == 1.0, name
    assert run.groups["types"]["direct"].value("em") == 1.0
    assert run.groups["types"]["none"].value("recall@1") is None


def test_a_follow_up_is_searched_by_its_whole_question(small):
    run = run_set(*small)
    assert run.groups["types"]["follow"].value("recall@1") == 1.0


def test_the_mode_reaches_both_the_search_and_the_answer(small):
    run = run_set(*small, mode="dense")
    assert run.mode == "dense"
    assert run.overall.value("recall@1") == 0.0
    assert run.overall.value("sentence") == 0.0


def test_progress_is_told_after_each_question(small):
    told: list[tuple[int, int]] = []
    run_set(*small, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_sets_that_judge_retrieval_alone_ask_for_no_answer(small):
    eval_set, bot = small
    known = eval_set.questions[0]
    judged = replace(known, evidence=(), grades={"a.txt": 1})
    run = run_set(replace(eval_set, kind="beir", questions=(judged,)), bot)
    assert bot.asked == []
    assert run.overall.value("ndcg@10") == 1.0
    assert run.overall.value("sentence") is None
    assert run.outcomes[0].answer is None


def test_any_set_can_be_put_to_the_search_alone(small):
    eval_set, bot = small
    run = run_set(replace(eval_set, questions=eval_set.questions[:1]), bot, search_only=True)
    assert bot.asked == []
    assert run.overall.value("recall@1") == 1.0
    assert run.overall.value("em") is None


def test_an_index_belongs_to_the_documents_their_place_and_the_encoder(tmp_path):
    def named(encoder: str, folder: str = "d") -> Path:
        questions: tuple[Question, ...] = ()
        return index_folder(EvalSet("s", "own", tmp_path / folder, questions), encoder, tmp_path)

    write_documents(tmp_path / "d")
    first = named("bundled")
    assert named("bundled") == first
    assert named("other") != first
    write_documents(tmp_path / "copy")
    assert named("bundled", "copy") != first
    (tmp_path / "d" / "a.txt").write_text("다른 글", encoding="utf-8")
    assert named("bundled") != first


class Built:
    """Stands for `index.build` and `qa.bot`: remembers what was made and what was opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[Path] = []
        build = SimpleNamespace(build_index=self.build_index)
        bot = SimpleNamespace(Bot=SimpleNamespace(open=lambda index: index))
        monkeypatch.setitem(sys.modules, "index.build", build)
        monkeypatch.setitem(sys.modules, "qa.bot", bot)

    def build_index(self, paths: list[Path], index: Path, **_more: object) -> SimpleNamespace:
        self.made.append(index)
        bad = SimpleNamespace(path="bad.txt", status="skipped", reason="is empty")
        return SimpleNamespace(files=[bad])


def test_an_index_is_made_in_the_cache_and_what_was_skipped_is_told(
    small, tmp_path, monkeypatch, caplog
):
    built = Built(monkeypatch)
    opened = open_bot(small[0], "bundled", tmp_path)
    assert built.made == [index_folder(small[0], "bundled", tmp_path)] == [opened]
    assert caplog.messages == ["set: bad.txt was skipped: is empty"]


def test_an_index_that_is_named_is_made_where_there_is_none_and_else_used_as_it_is(
    small, tmp_path, monkeypatch
):
    built = Built(monkeypatch)
    place = tmp_path / "my.index"
    assert open_bot(small[0], "bundled", tmp_path, place) == place
    assert built.made == [place]
    place.mkdir()
    assert open_bot(small[0], "bundled", tmp_path, place) == place
    assert built.made == [place]


def test_a_quote_is_exact_only_if_the_file_still_yields_it(tmp_path):
    (one, *_) = write_documents(tmp_path)
    good = citation_of(one)
    assert Proof(tmp_path).is_exact(good)
    assert not Proof(tmp_path).is_exact(replace(good, quote=one.text[1:]))
    assert not Proof(tmp_path).is_exact(replace(good, spans=(Span(1, 5),)))
    assert not Proof(tmp_path).is_exact(replace(good, status="changed"))
    assert not Proof(tmp_path).is_exact(replace(good, document="gone.txt"))
    (tmp_path / "a.txt").write_text("이제 다른 글", encoding="utf-8")
    assert not Proof(tmp_path).is_exact(good)


def test_the_source_text_keeps_newlines_and_leaves_out_the_byte_order_mark(tmp_path):
    text = "첫째\r\n둘째"
    (tmp_path / "bom.txt").write_bytes(f"\ufeff{text}".encode())
    (tmp_path / "old.txt").write_bytes(text.encode("cp949"))
    for document, encoding in (
        ("bom.txt", "utf-8"),
        ("bom.txt", "utf-8-sig"),
        ("old.txt", "cp949"),
    ):
        cited = replace(citation_of(passage(document, text)), encoding=encoding)
        assert Proof(tmp_path).source_text(cited) == text


def test_a_record_is_proved_by_its_text_and_named_by_its_line_where_it_has_no_id(tmp_path):
    rows = [{"id": "7", "text": "첫째\n둘째"}, {"id": 8, "text": "셋째"}, {"text": "넷째"}]
    write_rows(tmp_path / "c.jsonl", rows)
    proof = Proof(tmp_path)
    for document, text in (
        ("c.jsonl#7", "첫째\n둘째"),
        ("c.jsonl#8", "셋째"),
        ("c.jsonl#3", "넷째"),
    ):
        assert proof.is_exact(citation_of(passage(document, text)))
    assert not proof.is_exact(citation_of(passage("c.jsonl#9", "셋째")))


def test_a_record_is_proved_under_the_id_that_the_reader_gives_it(tmp_path):
    rows = [{"id": "a  &amp; b", "text": "첫째"}, {"id": None, "text": "둘째"}]
    rows += [{"id": "4", "text": "셋째"}, {"text": "넷째"}, {"id": "4", "text": "다섯째"}]
    rows += [{"id": "b#1", "text": "여섯째"}]
    path = write_rows(tmp_path / "c.jsonl", rows)
    proof, sources = Proof(tmp_path), read_sources(path, "jsonl", "utf-8")
    assert list(sources) == ["a & b", "2", "4", "4~", "b#1"]
    for record, text in sources.items():
        assert proof.is_exact(citation_of(passage(f"c.jsonl#{record}", text)))


def test_a_document_in_an_archive_is_proved_as_it_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("글.txt", "첫째")
        file.writestr("r.jsonl", '{"id": "7", "text": "첫째"}')
    for document in ("a.zip#글.txt", "a.zip#r.jsonl#7"):
        cited = replace(citation_of(passage(document, "첫째")), encoding="zip")
        assert Proof(tmp_path).is_exact(cited)
        assert not Proof(tmp_path).is_exact(replace(cited, quote="둘째"))


def test_the_source_text_of_a_table_is_what_its_reader_extracts(tmp_path):
    (tmp_path / "t.csv").write_text("도시,기온\n서울,31\n", encoding="utf-8")
    header, second = "도시\t기온", "서울\t31"
    cited = replace(
        citation_of(passage("t.csv", second)),
        spans=(Span(len(header) + 1, len(header) + 1 + len(second)),),
        locator=Locator("record", 2, 2),
    )
    assert Proof(tmp_path).is_exact(cited)
    assert not Proof(tmp_path).is_exact(replace(cited, spans=(Span(0, len(second)),)))
