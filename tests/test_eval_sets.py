import json
from pathlib import Path

import pytest
from eval_fakes import row, write_documents, write_rows

from eval.records import EvalSet
from eval.sets import load_set, only, packaged
from index.errors import InputError
from index.readers import read_documents
from index.sourcemap import Span
from qa.question import clean_question

PARAGRAPH = "한라산은 제주도에 있다. 높이는 1,947m이다."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    write_documents(tmp_path / "set" / "documents")
    rows = [row(1, split="dev", type="direct"), row(2, split="test", evidence=[]), row(3)]
    write_rows(tmp_path / "set" / "questions.jsonl", rows)
    return tmp_path / "set"


def load(path: Path, **more: Path) -> EvalSet:
    return load_set(str(path), cache=path.parent / "cache", **more)


def squad(path: Path, answers: list[dict[str, object]], **fields: object) -> Path:
    qas = [{"id": "1", "question": "한라산의 높이는?", "answers": answers, **fields}]
    paragraphs = [{"context": PARAGRAPH, "qas": qas}, {"context": PARAGRAPH, "qas": []}]
    data = {"version": "1.0", "data": [{"title": "한라산", "paragraphs": paragraphs}]}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def beir(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": f"d{n}", "title": "제목", "text": f"글 {n}", "metadata": {}} for n in (1, 2)]
    write_rows(folder / "corpus.jsonl", corpus)
    write_rows(
        folder / "queries.jsonl", [{"_id": "q1", "text": "무엇?"}, {"_id": "q9", "text": ""}]
    )
    judged = "query-id\tcorpus-id\tscore\nq1\td2\t2\nq1\td1\t0\n"
    (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    return folder


def test_a_folder_with_documents_and_questions_is_a_set(own):
    found = load(own)
    assert (found.name, found.kind, found.documents) == ("set", "own", own / "documents")
    assert [one.answerable for one in found.questions] == [True, False, True]
    assert found.questions[0].evidence == ("31도",)


def test_questions_alone_need_a_folder_of_documents(own, tmp_path):
    alone = (own / "questions.jsonl").rename(tmp_path / "alone.jsonl")
    assert load(alone, documents=own / "documents").name == "alone"
    with pytest.raises(InputError, match="--docs"):
        load(alone)


def test_a_split_keeps_its_questions_and_those_without_one(own):
    found = load(own)
    assert [one.id for one in only(found, "dev").questions] == ["q1", "q3"]
    assert [one.id for one in only(found, "test").questions] == ["q2", "q3"]
    assert only(found, "all") is found


def test_a_split_without_questions_is_an_error(own):
    write_rows(own / "questions.jsonl", [row(1, split="test")])
    with pytest.raises(InputError, match="no question in the split dev, only in test"):
        only(load(own), "dev")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[1]", "a JSON object is expected"),
        ('{"id": "q2", "question": "?"}', "no 'evidence'"),
        ('{"id": "q2", "question": "?", "evidence": "31도"}', "'evidence' must be a list of texts"),
        ('{"id": "q2", "question": "?", "evidence": [" "]}', "an empty string in 'evidence'"),
        ('{"id": "q2", "question": " ", "evidence": []}', "'question' must be a text, not ' '"),
        ('{"id": 2, "question": "?", "evidence": []}', "'id' must be a text, not 2"),
        ('{"id": "q1", "question": "?", "evidence": []}', "the id 'q1' was there before"),
        ('{"id": "q2", "question": "?", "evidence": [], "type": 1}', "'type' must be a text"),
    ],
)
def test_a_malformed_line_is_named_with_its_file(own, line, reason):
    path = own / "questions.jsonl"
    path.write_text(json.dumps(row(1)) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load(own)
    assert str(error.value).startswith(f"{path}, line 3: ")
    assert reason in str(error.value)


def test_an_empty_set_and_one_in_another_encoding_are_errors(own):
    (own / "questions.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="holds no question"):
        load(own)
    (own / "questions.jsonl").write_bytes("질문".encode("cp949"))
    with pytest.raises(InputError, match="not UTF-8"):
        load(own)


def test_what_is_no_set_says_what_would_be_one(tmp_path):
    with pytest.raises(InputError, match="no evaluation set: expected a folder with"):
        load(tmp_path)
    with pytest.raises(InputError, match="--docs belongs to"):
        load(tmp_path, documents=tmp_path)


def test_every_packaged_set_loads_by_its_bare_name(tmp_path):
    for name in packaged():
        found = load_set(name, cache=tmp_path)
        assert found.name == name
        assert found.questions


def test_squad_paragraphs_become_documents_once_each(tmp_path):
    answer = {"text": "1,947m", "answer_start": PARAGRAPH.index("1,947m")}
    found = load(squad(tmp_path / "k.json", [answer, answer]))
    corpus = (found.documents / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in corpus] == [{"id": "0000-000", "text": PARAGRAPH}]
    (question,) = found.questions
    assert question.grades == {"corpus.jsonl#0000-000": 1}
    assert question.answers == ("1,947m",)
    assert question.places == (Span(18, 24),)


def test_impossible_questions_of_squad_2_are_unanswerable(tmp_path):
    found = load(squad(tmp_path / "k.json", [], is_impossible=True))
    assert not found.questions[0].answerable


def test_squad_answers_that_stand_elsewhere_and_other_json_are_errors(tmp_path):
    wrong = [{"text": "1,947m", "answer_start": 3}]
    with pytest.raises(InputError, match="question 1: '1,947m' is not at"):
        load(squad(tmp_path / "k.json", wrong))
    (tmp_path / "x.json").write_text('{"rows": []}', encoding="utf-8")
    with pytest.raises(InputError, match="not in the form of SQuAD"):
        load(tmp_path / "x.json")


def test_questions_of_squad_are_told_apart_by_their_script(tmp_path):
    for asked, lang in (("Halla는 몇 m?", "ko"), ("How high is Halla?", "en")):
        found = load(squad(tmp_path / "k.json", [], question=asked))
        assert found.questions[0].lang == lang


def test_two_questions_of_a_published_set_that_have_one_id_are_an_error(tmp_path):
    path = squad(tmp_path / "k.json", [])
    data = json.loads(path.read_text(encoding="utf-8"))
    data["data"] *= 2
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match=r"k.json: 2 questions have the id '1'$"):
        load(path)
    folder = beir(tmp_path / "scifact")
    (folder / "qrels" / "dev.tsv").write_text("q1\td1\t1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"scifact: 2 questions have the id 'q1'$"):
        load(folder)


def test_beir_judges_documents_with_their_grades(tmp_path):
    found = load(beir(tmp_path / "scifact"))
    (question,) = found.questions
    assert (found.name, found.kind, question.split) == ("scifact", "beir", "test")
    assert question.grades == {"corpus.jsonl#d2": 2}
    assert question.answerable
    first = (found.documents / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first) == {"id": "d1", "title": "제목", "text": "글 1"}


def test_a_document_of_beir_that_is_a_title_alone_can_be_found(tmp_path):
    folder = beir(tmp_path / "scifact")
    write_rows(folder / "corpus.jsonl", [{"_id": "d2", "title": "한라산", "text": " "}])
    [reading] = read_documents(load(folder).documents / "corpus.jsonl").readings
    assert (reading.record, reading.source) == ("d2", "한라산")


def test_documents_of_beir_are_judged_by_the_names_that_the_index_gives_them(tmp_path):
    folder = beir(tmp_path / "scifact")
    write_rows(folder / "corpus.jsonl", [{"_id": "x&amp;lt;  y", "text": "글"}])
    (folder / "qrels" / "test.tsv").write_text("q1\tx&amp;lt;  y\t1\n", encoding="utf-8")
    found = load(folder)
    [reading] = read_documents(found.documents / "corpus.jsonl").readings
    assert found.questions[0].grades == {f"corpus.jsonl#{reading.record}": 1}


def test_blank_lines_among_the_judgements_of_beir_are_passed_over(tmp_path):
    folder = beir(tmp_path / "scifact")
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write("\n \t\nq1\td1\t1\n")
    assert load(folder).questions[0].grades == {"corpus.jsonl#d2": 2, "corpus.jsonl#d1": 1}


def test_of_a_long_query_of_beir_the_beginning_is_asked(tmp_path):
    folder = beir(tmp_path / "scifact")
    write_rows(folder / "queries.jsonl", [{"_id": "q1", "text": " " + "글 " * 2000}])
    [question] = load(folder).questions
    assert clean_question(question.question).startswith("글 글")
    write_rows(folder / "queries.jsonl", [{"_id": "q1", "text": " "}])
    with pytest.raises(InputError, match="judges 'q1', which is no query"):
        load(folder)


def test_beir_errors_name_the_line(tmp_path):
    folder = beir(tmp_path / "scifact")
    (folder / "qrels" / "test.tsv").write_text("q1\td2\tgood\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"test.tsv, line 1: expected query, document, score"):
        load(folder)
    (folder / "qrels" / "test.tsv").write_text("q7\td2\t1\n", encoding="utf-8")
    with pytest.raises(InputError, match="judges 'q7', which is no query"):
        load(folder)
    write_rows(folder / "queries.jsonl", [{"_id": "q1"}])
    with pytest.raises(InputError, match=r"queries.jsonl, line 1: expected _id and text"):
        load(folder)


def test_a_corpus_is_written_once_and_again_when_its_source_changes(tmp_path):
    folder = beir(tmp_path / "scifact")
    first = load(folder).documents
    assert load(folder).documents == first
    write_rows(folder / "corpus.jsonl", [{"_id": "d2", "text": "다른 글"}])
    assert load(folder).documents != first
    assert sorted(first.parent.iterdir()) == sorted((first, load(folder).documents))


def test_a_corpus_with_a_bad_line_leaves_nothing_that_could_be_taken_for_whole(tmp_path):
    folder = beir(tmp_path / "scifact")
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "d3"}\n')
    for _ in range(2):
        with pytest.raises(InputError, match=r"corpus.jsonl, line 3: expected _id and text"):
            load(folder)


def test_what_cannot_be_read_is_one_line(own, tmp_path, monkeypatch):
    def refused(*_args: object, **_more: object) -> str:
        raise PermissionError(13, "Permission denied", "q.jsonl")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(InputError, match=r"^q.jsonl cannot be used: Permission denied$"):
        load(own)
