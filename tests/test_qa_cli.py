"""The command line as a person or a script meets it: output, exit status, errors in one line."""

import gc
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import qa_fakes

from index.store import Store
from qa.cli import DEFAULT_INDEX, default_index, main
from qa.messages import say
from qa.thresholds import Thresholds, save_thresholds

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def qa(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command and returns its exit status, stdout and stderr."""

    def run(*args: object) -> tuple[int, str, str]:
        status = main([str(arg) for arg in args])
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "문서"
    folder.mkdir()
    for name, text in qa_fakes.FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_indexing_adds_updates_removes_and_says_when_nothing_has_changed(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    index = ("--index", tmp_path / "index")
    assert qa("index", documents, *index)[1].startswith("5 added: 5 documents")
    assert "nothing has changed: 5 unchanged" in qa("index", documents, *index)[1]
    (documents / "운석.txt").unlink()
    (documents / "수출.txt").write_text("김 수출이 크게 줄었다고 한다.", encoding="utf-8")
    (documents / "새.txt").write_text("새로 온 글에는 새 소식이 있다.", encoding="utf-8")
    assert (
        "1 added, 1 changed, 3 unchanged, 1 removed"
        in qa("index", documents, "--dry-run", *index)[1]
    )
    assert "1 added, 1 changed, 3 unchanged, 1 removed" in qa("index", documents, *index)[1]
    assert "운석" not in qa("search", "운석이 떨어진 곳", *index)[1]


def test_documents_that_have_moved_are_told_of_by_themselves(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    index = ("--index", tmp_path / "index")
    qa("index", documents, *index)
    moved = documents.rename(tmp_path / "옮긴 곳")
    for other in (["--dry-run"], [moved], ["--remove", moved], ["--rebuild"]):
        with pytest.raises(SystemExit) as ended:
            qa("index", "--relocate", documents, moved, *other, *index)
        assert ended.value.code == 2
    assert str(documents) in qa("info", *index)[1]
    assert qa("index", "--relocate", documents, moved, *index)[:2] == (0, "1 roots moved\n")


def test_a_quote_of_before_another_root_came_is_verified(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    index, saved = ("--index", tmp_path / "index"), tmp_path / "answer.json"
    qa("index", documents, *index)
    saved.write_text(qa("ask", "운석은 어디에 떨어졌나?", "--json", *index)[1], encoding="utf-8")
    other = tmp_path / "다른 곳" / "운석.txt"
    other.parent.mkdir()
    other.write_text("운석은 아무 데도 떨어지지 않았다.", encoding="utf-8")
    qa("index", other.parent, *index)
    assert qa("verify", saved, *index)[0] == 0


def test_the_report_tells_what_was_removed_and_why(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    (documents / "이진.txt").write_bytes(b"\x00\x01\x02\xff" * 100)
    (documents / "빈.txt").write_bytes(b"")
    (documents / "그림.png").write_bytes(b"\x89PNG")
    status, out, _ = qa("index", documents, "--report", "--index", tmp_path / "index")
    assert status == 0
    assert "front matter" in out
    assert "end mark" in out
    assert "이진.txt" in out
    assert "binary" in out
    assert "the file is empty" in out
    assert "not of a format that is read: 1 .png" in out


def test_keep_all_and_geungeo_toml_overrule_what_the_report_tells(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    run = ("index", documents, "--report", "--index", tmp_path / "index")
    assert "removed in all: " in qa(*run)[1]
    kept = qa(*run, "--keep-all")[1]
    assert "end mark" not in kept
    assert "read again: something else is told of it" in kept
    (documents / "geungeo.toml").write_text('keep = ["end mark"]\n', encoding="utf-8")
    assert "end mark" not in qa(*run)[1]
    (documents / "geungeo.toml").write_text("kept = true\n", encoding="utf-8")
    status, _, error = qa(*run)
    assert status == 1
    assert "geungeo.toml: no key 'kept'; there are keep, remove, keep_all" in error


def test_ask_prints_the_quote_its_place_and_its_status(qa: Run, small_index: Path) -> None:
    status, out, _ = qa("ask", "침수된 주택은 모두 몇 채인가?", "--index", small_index)
    assert status == 0
    assert "347채" in out
    assert "2024-09-12-태풍.txt" in out
    assert "파일과 일치" in out


def test_ask_json_has_every_key_of_the_contract(qa: Run, small_index: Path) -> None:
    out = qa("ask", "침수된 주택은 모두 몇 채인가?", "--json", "--index", small_index)[1]
    answer = json.loads(out)
    assert list(answer)[:12] == [
        "id", "question", "standalone_question", "text", "short", "level", "confidence", "parts",
        "unknown_terms", "citations", "hits", "undated",
    ]  # fmt: skip
    assert set(answer["citations"][0]) >= {
        "number", "document", "title", "source", "date", "heading", "quote", "mark", "start", "end",
        "spans", "locator", "encoding", "sha256", "status", "score", "same_as", "conflicts",
    }  # fmt: skip
    assert set(answer["hits"][0]) >= {
        "rank", "passage", "document", "title", "source", "date", "heading", "text", "start", "end",
        "spans", "same_as", "score", "scores",
    }  # fmt: skip
    assert set(answer["hits"][0]["scores"]) == {"dense", "lexical"}
    assert len(answer["hits"]) >= 5


def test_no_answer_is_null_level_none_and_no_citation(qa: Run, small_index: Path) -> None:
    out = qa("ask", "코끼리는 무엇을 먹는가?", "--json", "--index", small_index)[1]
    answer = json.loads(out)
    assert (answer["text"], answer["level"], answer["citations"]) == (None, "none", [])
    text = qa("ask", "코끼리는 무엇을 먹는가?", "--index", small_index)[1]
    assert "없음" in text
    assert "코끼리" in text


def test_search_json_obeys_k_and_the_filters(qa: Run, small_index: Path) -> None:
    out = qa("search", "회의", "-k", 2, "--json", "--index", small_index)[1]
    assert len(json.loads(out)["hits"]) == 2
    out = qa("search", "회의", "--since", "2025-01-01", "--json", "--index", small_index)[1]
    found = json.loads(out)
    assert {hit["document"] for hit in found["hits"]} == {"회담.md"}
    assert found["undated"] == 3


def test_filters_that_leave_nothing_are_told_and_an_unknown_outlet_is_named(
    qa: Run, small_index: Path
) -> None:
    index = ("--index", small_index)
    for command in ("ask", "search"):
        status, out, err = qa(command, "운석은 어디에 떨어졌나?", "--source", "없는신문", *index)
        assert (status, say("nothing_within") in out) == (0, True)
        assert "no document is of 없는신문; there are " in err
    assert say("nothing_within") in qa("ask", "운석은?", "--since", "2099-01-01", *index)[1]


def test_a_greeting_or_noise_is_not_answered_even_after_a_question(
    qa: Run, small_index: Path
) -> None:
    for said in ("안녕하세요", "고마워", "가" * 2000):
        before = ("--history", "운석은 어디에 떨어졌나?", "--index", small_index)
        answer = json.loads(qa("ask", "--json", said, *before)[1])
        assert (answer["text"], answer["standalone_question"]) == (None, said)
    assert say("how_to_ask") in qa("ask", "고마워", *before)[1]
    after = ("그럼 언제?", "--history", "운석은 어디에 떨어졌나?", "--history", "고마워")
    assert "운석" in json.loads(qa("ask", "--json", *after, *before[2:])[1])["standalone_question"]


def test_search_indents_every_line_of_a_passage(qa: Run, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.md").write_text("# 배\n\n- 배가 들어왔다.\n- 배가 나갔다.\n", "utf-8")
    qa("index", tmp_path / "d", "--index", tmp_path / "index")
    out = qa("search", "배", "--index", tmp_path / "index")[1]
    assert all(line.startswith(" ") for line in out.splitlines() if line)


def test_a_batch_answers_line_for_line_and_bad_rows_do_not_end_it(
    qa: Run, small_index: Path, tmp_path: Path
) -> None:
    rows = [
        json.dumps({"id": "a", "question": "침수된 주택은 모두 몇 채인가?"}),
        "not json",
        json.dumps({"id": "b", "question": ""}),
        json.dumps({"id": "c", "question": "가" * 100_000}),
        json.dumps({"id": "d", "history": "x", "question": "언제?"}),
        json.dumps({"id": "e", "question": "\x00\ud800"}),
        json.dumps(["list"]),
        json.dumps({"id": "f", "question": "언제?", "filters": {"since": "soon"}}),
        json.dumps({"id": float("nan"), "question": "언제?"}),
        '{"id": 1e999, "question": "언제?"}',
        json.dumps(
            {"id": "g", "question": "그럼 9/13에는?", "history": ["6/20에 무슨 회의가 열렸나?"]}
        ),
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(rows) + "\n", encoding="utf-8")
    status, out, _ = qa("ask", "--batch", batch, "--index", small_index)
    answers = lines(out)
    assert status == 0
    assert [row["id"] for row in answers] == ["a", 2, "b", "c", "d", "e", 7, "f", 9, 10, "g"]
    assert ["error" in row for row in answers] == [False] + [True] * 9 + [False]
    assert "차관회의" in answers[-1]["text"]
    status, out, _ = qa("search", "--batch", batch, "-k", 1, "--index", small_index)
    assert [len(row.get("hits", [])) for row in lines(out)] == [1] + [0] * 9 + [1]


def test_filters_of_a_batch_that_are_nonsense_fail_their_row_only(
    qa: Run, small_index: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    filters = [
        {"since": 5}, {"until": ["2024-01-01"]}, {"since": "2024-02-01", "until": "2024-01-01"},
        {"sources": "x"}, {"sources": ["\ud800"]},
    ]  # fmt: skip
    rows = [{"question": "운석은 어디에 떨어졌나?", "filters": one} for one in filters]
    batch.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for command in ("ask", "search"):
        status, out, _ = qa(command, "--batch", batch, "--index", small_index)
        assert status == 0
        assert [row["id"] for row in lines(out)] == [1, 2, 3, 4, 5]
        assert ["error" in row for row in lines(out)] == [True] * 4 + [False]
        assert lines(out)[4]["hits"] == []


def test_a_variable_that_is_set_to_nothing_names_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEUNGEO_INDEX", "")
    assert default_index() == Path(DEFAULT_INDEX)


def test_a_server_takes_no_rate_below_nothing(qa: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        qa("serve", "--rate", "-5")
    assert ended.value.code == 2
    assert "no number from 0 on" in capsys.readouterr().err


def test_verify_checks_a_saved_answer_against_the_files(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    index = ("--index", tmp_path / "index")
    qa("index", documents, *index)
    saved = tmp_path / "answer.json"
    saved.write_text(qa("ask", "운석은 어디에 떨어졌나?", "--json", *index)[1], encoding="utf-8")
    status, out, _ = qa("verify", saved, *index)
    assert (status, "0 changed, 0 missing" in out) == (0, True)
    (documents / "운석.txt").write_text("아무것도 떨어지지 않았다.", encoding="utf-8")
    status, out, _ = qa("verify", saved, "--json", *index)
    assert status == 1
    assert json.loads(out)["changed"] >= 1
    saved.write_text("{}", encoding="utf-8")
    status, _, err = qa("verify", saved, *index)
    assert (status, "holds no citation" in err) == (1, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"citations": [1]}', "holds no citation"),
        ('{"citations": [{"document": "운석.txt", "quote": "", "spans": []}]}', "lacks start, end"),
    ],
    ids=["no-json", "deep", "no-citation", "no-place"],
)
def test_verify_refuses_what_is_no_saved_answer(
    qa: Run, small_index: Path, tmp_path: Path, text: str, words: str
) -> None:
    saved = tmp_path / "answer.json"
    saved.write_text(text, encoding="utf-8")
    status, out, err = qa("verify", saved, "--index", small_index)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert words in err
    assert str(saved) in err


def test_verify_calls_a_quote_with_nonsense_for_spans_missing(
    qa: Run, small_index: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "answer.json"
    citation = {"document": "운석.txt", "quote": "", "start": 0, "end": 1}
    spans: list[object] = [[[float("inf"), 1]], 5, [["a", 1]], [[1]]]
    citations = [{**citation, "spans": one} for one in spans]
    saved.write_text(json.dumps({"citations": citations}), encoding="utf-8")
    status, out, _ = qa("verify", saved, "--json", "--index", small_index)
    assert (status, json.loads(out)["missing"]) == (1, 4)


@pytest.mark.parametrize(
    ("forged", "reason"),
    [
        ({"end": 99_999}, "it does not start and end with its spans"),
        ({"start": 1}, "it does not start and end with its spans"),
        ({"quote": ""}, "it has no quote"),
        ({"spans": []}, "its spans are none"),
        ({"spans": [[-9, -1]]}, "its spans are none"),
        ({"spans": [[True, 9]]}, "its spans are none"),
        ({"spans": [[9, 11], [0, 2]]}, "its spans do not follow each other"),
        ({"mark": [0, 9_999]}, "its mark is not inside its quote"),
        ({"document": "없는.txt"}, "its document is not in this index"),
    ],
)
def test_verify_says_why_no_answer_can_have_given_a_citation(
    qa: Run, small_index: Path, tmp_path: Path, forged: dict[str, object], reason: str
) -> None:
    answer = json.loads(qa("ask", "운석은 어디에 떨어졌나?", "--json", "--index", small_index)[1])
    saved = tmp_path / "answer.json"
    saved.write_text(json.dumps({"citations": [answer["citations"][0] | forged]}), encoding="utf-8")
    status, out, _ = qa("verify", saved, "--index", small_index)
    assert (status, out.split()[0]) == (1, "missing")
    assert f": {reason}\n" in out


def test_verify_reads_the_lines_of_a_batch_that_hold_other_marks_for_a_new_line(
    qa: Run, small_index: Path, tmp_path: Path
) -> None:
    batch, saved = tmp_path / "batch.jsonl", tmp_path / "answers.jsonl"
    questions = [f"운석은{mark}어디에 떨어졌나?" for mark in "\u2028\u2029\x85"]
    batch.write_text(
        "".join(json.dumps({"question": question}) + "\n" for question in questions), "utf-8"
    )
    out = qa("ask", "--batch", batch, "--index", small_index)[1]
    assert "\u2028" in out
    saved.write_text(out, encoding="utf-8")
    assert qa("verify", saved, "--index", small_index)[0] == 0


def test_show_prints_the_clean_text_around_a_place(qa: Run, small_index: Path) -> None:
    out = qa("show", "회담.md", "--index", small_index)[1]
    assert "호위함 & 잠수함" in out
    assert "<p>" not in out
    out = qa("show", "회담.md", "--at", 150, "--json", "--index", small_index)[1]
    assert json.loads(out)["date"] == "2025-05-09"


def test_check_and_repair_mend_a_cut_file(qa: Run, documents: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    qa("index", documents, "--index", index)
    assert qa("check", "--index", index) == (0, "no problem found\n", "")
    derived = next(path for path in sorted(index.iterdir()) if "dense" in path.name)
    derived.write_bytes(derived.read_bytes()[:-7])
    status, out, _ = qa("check", "--index", index)
    assert status == 1
    assert derived.name in out
    status, _, err = qa("ask", "운석은?", "--index", index)
    assert status == 1
    assert "qa repair" in err
    gc.collect()  # the reader that failed lets go of its generation
    assert qa("repair", "--index", index)[0] == 0
    assert qa("check", "--index", index)[0] == 0
    assert qa("ask", "운석은 어디에 떨어졌나?", "--index", index)[0] == 0


def test_info_says_what_the_index_was_made_with(qa: Run, small_index: Path) -> None:
    info = json.loads(qa("info", "--json", "--index", small_index)[1])
    assert info["encoder"] == "bundled"
    assert info["analyser"].startswith("kiwipiepy ")
    assert info["documents"] == 5


def test_info_shows_the_thresholds_and_goes_back_to_the_default_ones(
    qa: Run, small_index: Path
) -> None:
    index = ("--index", small_index)
    with Store.open(small_index) as store:
        save_thresholds(small_index, store.settings.fingerprint, Thresholds(0.9, 0.4))
    own = json.loads(qa("info", "--json", *index)[1])["thresholds"]
    assert own == {"sure": 0.9, "maybe": 0.4, "calibrated": True}
    reset = json.loads(qa("info", "--json", "--reset-thresholds", *index)[1])["thresholds"]
    assert reset == {"sure": 0.75, "maybe": 0.4, "calibrated": False}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("ask", "질문", "--index", "/nonexistent/index"), "qa index"),
        (("index", "/nonexistent/folder"), "/nonexistent/folder"),
        (("ask", ""), "the question is empty"),
        (("search", "질문", "--since", "soon"), "since is 'soon'"),
        (("ask", "--batch", "/nonexistent.jsonl"), "/nonexistent.jsonl cannot be opened"),
        (("show", "없는.txt"), "없는.txt"),
    ],
)
def test_an_error_is_one_line_on_stderr_and_exit_status_1(
    qa: Run, small_index: Path, args: tuple[str, ...], words: str
) -> None:
    given = args if "--index" in args or args[0] == "index" else (*args, "--index", small_index)
    if args[0] == "index":
        given = (*args, "--index", small_index.parent / "other")
    status, out, err = qa(*given)
    assert (status, out) == (1, "")
    assert err.startswith("qa: ")
    assert err.count("\n") == 1
    assert words in err


def test_wrong_usage_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["search", "질문", "--mode", "fuzzy"])
    assert stop.value.code == 2
    assert "--mode" in capsys.readouterr().err
    for wrong in (
        ["ask"],
        ["search", "질문", "-k", "0"],
        ["ask", "질문", "--batch", "x.jsonl"],
        ["eval", "make"],
    ):
        with pytest.raises(SystemExit) as stop:
            main(wrong)
        assert stop.value.code == 2


def test_a_missing_folder_removes_nothing(qa: Run, documents: Path, tmp_path: Path) -> None:
    index = ("--index", tmp_path / "index")
    qa("index", documents, *index)
    shutil.rmtree(documents)
    assert qa("index", documents, *index)[0] == 1
    assert json.loads(qa("info", "--json", *index)[1])["documents"] == 5


def test_a_folder_that_has_changed_is_told_with_the_answer(
    qa: Run, documents: Path, tmp_path: Path
) -> None:
    index = ("--index", tmp_path / "index")
    qa("index", documents, *index)
    (documents / "새.txt").write_text("새 글이다.", encoding="utf-8")
    assert "qa index" in qa("ask", "운석은 어디에 떨어졌나?", *index)[1]


def test_chat_keeps_the_conversation(
    qa: Run, small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "6/20에 무슨 회의가 열렸나?\n\n/help\n그럼 9/13에는?\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    status, out, err = qa("chat", "--json", "--index", small_index)
    answers = [json.loads(line) for line in out.splitlines()]
    assert say("question") in err
    assert status == 0
    assert [answer["question"] for answer in answers] == [
        "6/20에 무슨 회의가 열렸나?",
        "그럼 9/13에는?",
    ]
    assert "차관회의" in answers[1]["text"]


def test_chat_says_how_it_ends_helps_and_ends_at_a_word(
    qa: Run, small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("/끝", "종료", "QUIT", "exit"):
        typed = iter(["/help", "운석은 어디에 떨어졌나?", word])
        monkeypatch.setattr("builtins.input", lambda _prompt, typed=typed: next(typed))
        status, out, _ = qa("chat", "--index", small_index)
        assert status == 0
        assert out.startswith(f"{say('chat_begun')}\n{say('chat_help')}\n")
        assert out.count("[1]") == 1


def test_chat_refuses_bytes_that_are_no_text(
    qa: Run, small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _prompt: b"\xff".decode())
    status, _, err = qa("chat", "--index", small_index)
    assert (status, err) == (1, "qa: what was typed is not utf-8\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", [("info",), ("info", "--json"), ("check",)])
def test_output_that_cannot_be_written_is_one_line_and_a_closed_pipe_is_none(
    small_index: Path, command: tuple[str, ...]
) -> None:
    run = [sys.executable, "-m", "qa.cli", *command, "--index", str(small_index)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(run, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(b"qa: output: ")
    assert done.stderr.count(b"\n") == 1
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(run, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_help_does_not_load_what_only_answers_need() -> None:
    code = (
        "import sys; from qa.cli import DEFAULT_INDEX, default_index, main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch','faiss','kiwipiepy','gradio','sentence_transformers','ir_measures'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_asking_the_bundled_model_never_loads_torch(small_index: Path) -> None:
    code = (
        "import sys; from qa.cli import DEFAULT_INDEX, default_index, main\n"
        f"main(['ask', '운석은 어디에 떨어졌나?', '--index', {str(small_index)!r}])\n"
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment)
    assert done.returncode == 0, done.stderr.decode()
