from pathlib import Path

import pytest

from index.build import build_index
from index.store import Store
from qa.bot import Bot
from qa.condition import read_condition
from qa.fitting import kind_of
from qa.period import Period, read_period
from qa.retriever import Retriever
from qa.thresholds import ALL

# Five documents that tell one thing differently: the condition alone decides.
_TYPHOON = {
    "a.md": "---\ntitle: 해담 주택 잠겨\ndate: 2024-08-28\nsource: 가람일보\n---\n\n"
    "태풍으로 해담시에서 침수된 주택은 300채다. 대피한 주민은 1,200명이다.",
    "b.md": "---\ntitle: 해담 침수 늘어\ndate: 2024-08-29\nsource: 누리통신\n---\n\n"
    "태풍으로 해담시에서 침수된 주택은 368채다. 대피한 주민은 1,540명이다.",
    "c.txt": "행정안전부 보도자료\n보도시점 2024. 8. 30.(금) 12:00\n태풍 피해 현황과 복구\n"
    "행정안전부 2024.08.30\n□ 태풍으로 해담시에서 침수된 주택은 412채다.\n"
    "□ 대피한 주민은 1,830명이다.\n",
    "d.txt": "국립방재연구소 연구보고서 2024-17\n저지대 침수의 재구성\n"
    "국립방재연구소 | 2024년 12월 12일\n요약\n"
    "본 보고서는 태풍의 피해를 다시 헤아렸다. 태풍으로 해담시에서 침수된 주택은 455채다.\n",
    "e.md": "---\ntitle: '[사설] 하늘만 탓할 수 없다'\ndate: 2024-09-02\nsource: 가람일보\n---\n\n"
    "태풍으로 해담시에서 침수된 주택은 절반이 전에도 잠긴 150채다.",
}


@pytest.fixture(scope="module")
def typhoon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typhoon")
    for name, text in _TYPHOON.items():
        (folder / "documents").mkdir(exist_ok=True)
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    build_index([folder / "documents"], folder / "index")
    return folder / "index"


@pytest.mark.parametrize(
    ("question", "kind", "names", "period"),
    [
        ("국방부 보도자료에 따르면 회담은 언제 열렸나?", "press", ("국방부",), None),
        ("국방부에 따르면 회담은 언제 열렸나?", None, ("국방부",), None),
        ("연합뉴스 기사에서 누가 왔다고 하나?", "article", ("연합뉴스",), None),
        ("2024년 6월 기사에서 누가 왔다고 하나?", "article", (), ("2024-06-01", "2024-06-31")),
        ("지난 3월 발표에서 목표는 얼마인가?", "press", (), ("03-01", "03-31")),
        ("보고서에는 원인이 무엇이라고 나오나?", "report", (), None),
        ("회의록에는 원인이 무엇이라고 나오나?", "minutes", (), None),
        ("사설은 복구비를 얼마로 늘리라고 했나?", "editorial", (), None),
        ("우리 측 대표는 외교부 보도자료에 따르면 누구였나?", "press", ("외교부",), None),
        ("2024년에 통계청이 낸 보도자료에서 출생아는 몇 명인가?", "press", ("통계청",),
         ("2024-01-01", "2024-12-31")),
        ("28-rail.txt에 따르면 요금은 얼마인가?", None, ("28-rail.txt",), None),
        ("According to the ministry's report, how many fish died?", "report", ("ministry",), None),
        ("What does the November 2024 article say about the line?", "article", (),
         ("2024-11-01", "2024-11-31")),
        ("報告書によると原因は何ですか?", "report", (), None),
        ("根据新闻稿，有多少人?", "press", (), None),
        ("Согласно отчёту, сколько домов?", "report", (), None),
    ],
)  # fmt: skip
def test_a_condition_names_kind_outlet_and_date(
    question: str, kind: str | None, names: tuple[str, ...], period: tuple[str, str] | None
) -> None:
    found = read_condition(question)
    assert found
    assert (found.kind, found.names) == (kind, names)
    assert (found.period and tuple(found.period)) == period


@pytest.mark.parametrize(
    "question",
    [
        "2024년 6월에는 누가 왔나?",
        "크레인 기사가 파업을 끝낸 날은 언제인가?",
        "유엔 인권 보고서에 대해 북한은 무엇이라고 했나?",
        "나폴레옹이 빌뉴스에서 향한 곳은 어디인가?",
        "국방부 보도자료에 따르면",
        "Who reported the flood?",
        "보고서",
    ],
)
def test_what_tells_nothing_of_the_documents_is_no_condition(question: str) -> None:
    assert read_condition(question) is None


def test_what_is_left_of_a_question_keeps_the_names_that_no_document_has() -> None:
    question = "외무성 성명에서 무엇을 비난했나?"
    found = read_condition(question)
    assert found
    assert found.rest(question, {"외무성"}) == "무엇을 비난했나?"
    assert found.rest(question, ()) == "외무성 무엇을 비난했나?"


def test_the_words_of_a_title_in_quotation_marks_are_kept_together() -> None:
    found = read_condition("‘노르웨이는 왜 한국 무기를 사는가’ 보고서에서 까닭은 무엇인가?")
    assert found
    assert found.title == ("노르웨이는", "왜", "한국", "무기를", "사는가")
    assert found.names == ()


@pytest.mark.parametrize(
    ("phrase", "since", "until"),
    [
        ("2024년 6월 20일자", "2024-06-20", "2024-06-20"),
        ("2024-06-20", "2024-06-20", "2024-06-20"),
        ("6월 20일", "06-20", "06-20"),
        ("2025년 9월부터 11월 사이의", "2025-09-01", "2025-11-31"),
        ("2025년 상반기", "2025-01-01", "2025-06-31"),
        ("2025년 2분기", "2025-04-01", "2025-06-31"),
        ("2023년 이후", "2023-01-01", "9999-12-31"),
        ("published before March 2023", "0000-00-00", "2023-03-31"),
        ("June 5, 2024", "2024-06-05", "2024-06-05"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024年6月", "2024-06-01", "2024-06-31"),
    ],
)
def test_a_phrase_means_a_period(phrase: str, since: str, until: str) -> None:
    assert read_period(phrase)[0] == (since, until)


def test_a_period_without_a_year_holds_its_days_of_any_year() -> None:
    assert Period("03-01", "03-31").holds("2019-03-15")
    assert not Period("03-01", "03-31").holds("2019-04-01")


def test_a_document_tells_its_kind_by_what_stands_around_its_text(typhoon: Path) -> None:
    with Store.open(typhoon) as store:
        kinds = {
            document.id: kind_of(document, store.passages_of(document.id)[0].text)
            for document in store.documents()
        }
    assert kinds["a.md"] == "article"
    assert kinds["d.txt"] == "report"
    assert kinds["e.md"] == "editorial"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("가람일보 기사에서", "300채"),
        ("누리통신에 따르면", "368채"),
        ("8월 29일 기사에서", "368채"),
        ("행정안전부에 따르면", "412채"),
        ("2024년 12월 보고서에 따르면", "455채"),
        ("국립방재연구소에 따르면", "455채"),
        ("사설에서는", "150채"),
    ],
)
def test_of_documents_that_tell_the_same_the_condition_chooses(
    typhoon: Path, condition: str, said: str
) -> None:
    answer = Bot.open(typhoon).ask(f"{condition} 태풍으로 침수된 주택은 몇 채인가?")
    assert answer.hits[0].passage.text.count(said)
    assert answer.text
    assert said in answer.text
    assert answer.short.startswith(said[:-1])


def test_a_condition_costs_no_confidence(typhoon: Path) -> None:
    bot = Bot.open(typhoon)
    bare = bot.ask("태풍으로 침수된 주택은 몇 채인가?")
    asked = bot.ask("국립방재연구소에 따르면 태풍으로 침수된 주택은 몇 채인가?")
    assert asked.confidence >= bare.confidence - 0.02


def test_where_no_document_fits_the_search_is_as_before(
    typhoon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "2019년 문서에 따르면 침수된 주택은 몇 채인가?"
    with_condition = Retriever.open(typhoon).search(question)
    monkeypatch.setattr("qa.retriever.read_condition", lambda _: None)
    without = Retriever.open(typhoon).search(question)
    assert with_condition.hits == without.hits
    assert with_condition.query.text == without.query.text == question


def test_an_outlet_that_is_not_there_disturbs_nothing_and_is_told(typhoon: Path) -> None:
    retriever = Retriever.open(typhoon)
    asked = retriever.search("하늘신문에 따르면 침수된 주택은 몇 채인가?")
    assert asked.hits == retriever.search("침수된 주택은 몇 채인가?").hits
    assert asked.unknown_terms == ("하늘신문",)


@pytest.mark.parametrize(
    "question",
    [
        f"according to {'_' * 1900}, how long is it?",
        f"according to {'a' * 1900}, how long is it?",
        f"{'_1' * 950}에 따르면 얼마인가?",
    ],
)
def test_a_long_word_is_no_name_of_a_file(question: str) -> None:
    """Each of them would take minutes, the first one longer than anybody lives."""
    condition = read_condition(question)
    assert condition is not None
    assert len(condition.names) == 1


def test_the_question_is_told_as_it_was_asked(typhoon: Path) -> None:
    question = "누리통신에 따르면 태풍으로 침수된 주택은 몇 채인가?"
    results = Retriever.open(typhoon).search(question)
    assert results.question == question
    assert results.query.text == "태풍으로 침수된 주택은 몇 채인가?"
    assert results.unknown_terms == ()


def test_a_filter_still_holds_beside_a_condition(typhoon: Path) -> None:
    results = Retriever.open(typhoon).search(
        "누리통신에 따르면 태풍으로 침수된 주택은 몇 채인가?", sources=["가람일보"]
    )
    assert {hit.passage.source for hit in results} == {"가람일보"}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "국방부에 따르면 누가 오슬로를 찾았나?",
            "국방부는 오세림 실장이 오슬로를 찾았다고 밝혔다.",
        ),
        ("국방부에 따르면 어느 부처가 공사를 맡나?", "국방부는 해양수산부가 공사를 맡는다고 했다."),
        ("2025년 1월 자료에 따르면 회의는 언제인가?", "2025년 1월 기준 회의는 9월로 잡혔다."),
    ],
)
def test_the_short_answer_is_never_the_condition(
    tmp_path: Path, question: str, sentence: str
) -> None:
    text = f"---\ntitle: 소식\ndate: 2025-01-17\nsource: 국방부\n---\n\n{sentence}\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    build_index([tmp_path / "a.md"], tmp_path / "index")
    bot = Bot(Retriever.open(tmp_path / "index"), thresholds=ALL)
    short = bot.ask(question).short
    assert short
    assert short not in question
    assert "국방부" not in short
