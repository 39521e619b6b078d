from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.build import build_index
from index.encoder import load_encoder
from index.errors import InputError, MissingIndexError
from qa.retriever import MODES, Mode, Retriever


@pytest.fixture(scope="module")
def retriever(small_index: Path) -> Retriever:
    return Retriever.open(small_index)


def test_the_passage_with_the_words_of_the_question_comes_first(retriever: Retriever) -> None:
    results = retriever.search("침수된 주택은 모두 몇 채인가?", k=3)
    assert "347채" in results[0].passage.text
    assert [hit.rank for hit in results] == list(range(1, len(results) + 1))
    scores = [hit.score for hit in results]
    assert scores == sorted(scores, reverse=True)


def test_one_date_in_any_notation_finds_the_same_row(retriever: Retriever) -> None:
    for question in ("9/13에 무엇을 열었나?", "9월 13일에 무엇을 열었나?"):
        texts = [hit.passage.text for hit in retriever.search(question, k=3)]
        assert any("9/13" in text for text in texts), question
        assert any("9월 13일" in text for text in texts), question


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_finds_the_meteorite(retriever: Retriever, mode: Mode) -> None:
    hits = retriever.search("운석이 떨어진 곳은 갈매포인가?", k=2, mode=mode)
    assert any("갈매포" in hit.passage.text for hit in hits)


def test_the_same_passage_in_two_outlets_is_one_hit_that_names_the_other(
    retriever: Retriever,
) -> None:
    results = retriever.search("김 수출액은 얼마인가?", k=5)
    first = results[0]
    assert {first.passage.document, *first.same_as} == {"수출.txt", "수출-다른신문.txt"}
    assert sum("2억 1천만" in hit.passage.text for hit in results) == 1


def test_a_date_filter_leaves_undated_documents_out_and_counts_them(retriever: Retriever) -> None:
    results = retriever.search("주택 침수", since="2024-01-01", until="2024-12-31")
    assert {hit.passage.document for hit in results} == {"2024-09-12-태풍.txt"}
    assert results.undated == 3


def test_a_source_filter_keeps_only_that_outlet(retriever: Retriever) -> None:
    results = retriever.search("회의", sources=["새벽나루"])
    assert results.hits
    assert {hit.passage.source for hit in results} == {"새벽나루"}
    assert not retriever.search("회의", sources=["없는 매체"]).hits


def test_words_that_no_document_holds_are_named(retriever: Retriever) -> None:
    assert "코끼리" in retriever.search("코끼리가 침수됐나?").unknown_terms


def test_a_question_without_any_known_sign_finds_without_failing(retriever: Retriever) -> None:
    for question in ("???", "🎉", "ⵣⵣⵣ"):
        assert retriever.search(question).seconds >= 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"k": 0}, "k is 0"),
        ({"k": 2.0}, "k is 2.0"),
        ({"mode": "fuzzy"}, "mode is"),
        ({"since": "soon"}, "since is"),
        ({"sources": "가온뉴스"}, "sources is '가온뉴스'"),
    ],
)
def test_bad_options_are_errors_in_one_line(
    retriever: Retriever, options: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        retriever.search("질문", **options)  # type: ignore[arg-type]


def test_a_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingIndexError, match="qa index"):
        Retriever.open(tmp_path / "none")


def test_passages_are_aligned_by_the_pieces_that_the_index_keeps(retriever: Retriever) -> None:
    question = "물에 잠긴 집은?"
    hits = retriever.search(question)
    texts = [f"{hit.passage.heading}\n{hit.passage.text}" for hit in hits]
    alignment = retriever.alignment
    assert alignment is not None
    kept = alignment.scores(question, [hit.passage.id for hit in hits])
    cut = alignment.compared(question, [question], texts)
    assert np.allclose(kept, cut.words[:, 0])
    assert np.allclose(kept, cut.pieces @ cut.shares)
    assert kept.max() > kept.min()


def test_an_encoder_can_be_named_or_given(small_index: Path) -> None:
    named = Retriever.open(small_index, encoder="bundled")
    given = Retriever.open(small_index, encoder=load_encoder())
    asked = "운석의 무게는?"
    assert [h.passage.id for h in named.search(asked)] == [
        h.passage.id for h in given.search(asked)
    ]


def test_a_list_that_has_no_more_is_not_asked_again(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    candidates = Retriever._candidates

    def counted(self: Retriever, *args: Any) -> Any:
        asked.append(args[-1])
        return candidates(self, *args)

    monkeypatch.setattr(Retriever, "_candidates", counted)
    monkeypatch.setattr("qa.retriever._POOL", 1)
    assert len(retriever.search("회의", k=1, sources=["새벽나루"]).hits) == 1
    assert len(retriever.search("회의", k=2, sources=["없는 매체"]).hits) == 0
    assert asked == [4, 8]


def test_a_word_that_kiwi_cuts_otherwise_in_the_documents_is_not_unknown(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "9/13 쇼이구 국가안보회의 서기 방북, 북·러 회담", encoding="utf-8"
    )
    build_index([folder], tmp_path / "index")
    query = Retriever.open(tmp_path / "index").query("쇼이구는 북러 회담에서 김치찌개를 먹었나?")
    assert not {"쇼이구", "북러"} & {*query.unknown, *query.terms}
    assert "김치찌개" in query.unknown


def test_a_syllable_that_kiwi_cuts_off_a_name_is_not_unknown(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("태풍 '도담'이 22일 해안에 상륙했다.", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    retriever = Retriever.open(tmp_path / "index")
    assert retriever.query("태풍 도담으로 대피한 주민은 몇 명이야?").unknown == ("대피", "주민")
    assert "담" in retriever.query("담은 높은가?").unknown


def test_a_word_with_a_suffix_is_known_by_its_stem(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("여자부에서는 정유림 선수가 우승을 차지했다.", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    query = Retriever.open(tmp_path / "index").query("여자부 우승자는 누구인가?")
    assert query.unknown == ()
    assert "우승" in query.terms


def test_a_newer_generation_is_searched_with_the_encoder_that_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("해온시가 다리를 열었다.", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    first = Retriever.open(tmp_path / "index")
    encoder = first.encoder
    (folder / "b.txt").write_text("해온시가 부두를 닫았다.", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    newer = first.reopened()
    assert newer.encoder is encoder
    assert any("부두" in hit.passage.text for hit in newer.search("부두를 닫은 곳은?"))


@pytest.mark.parametrize("asks", ["는 언제 떨어졌나?", "는 어디에 떨어졌나?", "란 무엇인가?"])
def test_what_asks_is_no_word_that_passages_are_searched_for(
    retriever: Retriever, asks: str
) -> None:
    terms = retriever.query(f"운석이{asks}").terms.keys()
    assert "운석" in terms
    assert not terms & {"언제", "어디", "무엇"}


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("운석이 떨어진 장소는?", {"운석", "떨어지다"}),
        ("운석은 어느 지역에 떨어졌나?", {"운석", "떨어지다"}),
        ("운석이 떨어진 원인은 무엇인가?", {"운석", "떨어지다"}),
        ("장소를 운석이 떨어진 뒤 바꿨나?", {"장소", "운석", "떨어지다", "뒤", "바꾸다"}),
        ("장소는?", {"장소"}),
    ],
)
def test_a_noun_that_only_says_what_kind_of_thing_is_asked_for_is_no_such_word(
    retriever: Retriever, question: str, terms: set[str]
) -> None:
    assert retriever.query(question).terms.keys() == terms


def test_such_a_noun_is_not_told_to_stand_in_no_document(retriever: Retriever) -> None:
    assert retriever.query("운석을 본 사람의 직책은?").unknown == ()
    assert retriever.query("직책이 운석을 봤나?").unknown == ("직책",)


def test_a_word_that_asks_is_searched_for_where_nothing_else_is(retriever: Retriever) -> None:
    assert "누구" in retriever.query("누구?").terms
