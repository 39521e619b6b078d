import gc
import shutil
import threading
import weakref
from pathlib import Path

import pytest
import qa_fakes

from index.build import build_index, relocate
from index.errors import InputError
from index.sourcemap import pieces, squeeze
from index.store import Store
from qa.bot import Bot, Context
from qa.render import answer_text
from qa.retriever import Retriever
from qa.thresholds import ALL


@pytest.fixture(scope="module")
def bot(small_index: Path) -> Bot:
    return Bot.open(small_index)


@pytest.mark.parametrize(
    ("question", "held", "short"),
    [
        ("침수된 주택은 모두 몇 채인가?", "모두 347채라고", "347채"),
        ("재난지원금 신청은 언제부터 받나?", "9월 16일부터", "9월 16일"),
        ("운석을 발견한 사람은 누구인가?", "노경민", "노경민"),
        ("6/20에 열린 것은?", "실무회의 개최", "실무회의"),
    ],
)
def test_an_answer_is_the_sentence_that_says_so(
    bot: Bot, question: str, held: str, short: str
) -> None:
    answer = bot.ask(question)
    assert answer.text is not None
    assert held in answer.text
    assert short in answer.short
    assert answer.short in answer.citations[0].quote


def test_what_two_documents_say_word_for_word_is_one_quote_that_names_both(bot: Bot) -> None:
    answer = bot.ask("지난달 김 수출액은 얼마인가?")
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))
    first = answer.citations[0]
    assert {first.document, *first.same_as} == {"수출.txt", "수출-다른신문.txt"}


def test_a_document_in_the_question_s_language_does_not_hide_a_korean_one(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "cup.txt").write_text(
        "The pitch that the typhoon flooded in August is green again. The prize of the cup is 500 "
        "million won, which the club gives to the groundsman and his crew.",
        encoding="utf-8",
    )
    (folder / "flood.txt").write_text(
        "8월 태풍으로 주택 347채가 침수됐다. 시는 주택마다 300만 원을 지급한다.", encoding="utf-8"
    )
    build_index([folder], tmp_path / "index")
    bot = Bot(Retriever.open(tmp_path / "index"), thresholds=ALL)
    assert bot.ask("How many houses were flooded by the typhoon?").short == "347채"


def test_why_is_answered_by_the_sentence_that_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "fish.txt").write_text(
        "갈매만에서 물고기 214만 마리가 폐사했다. 그러나 재해보험에 든 어가는 41%에 그쳤다. "
        "보험료가 비싼 데다 고수온 특약은 따로 들어야 하기 때문이다.",
        encoding="utf-8",
    )
    build_index([folder], tmp_path / "index")
    answer = Bot.open(tmp_path / "index").ask("재해보험에 든 어가는 왜 적은가?")
    assert answer.text is not None
    assert "보험료가 비싼 데다" in answer.text
    assert answer.short.endswith("들어야 하기 때문")
    assert answer.citations[0].status == "verified"


def test_a_word_that_asks_nothing_is_never_answered_boldly(bot: Bot) -> None:
    assert bot.ask("347채").level != "sure"
    assert bot.ask("운석").level != "sure"


def test_every_quote_stands_in_its_file_at_its_spans(bot: Bot) -> None:
    for question in ("국방차관 회의는 어디에서 열렸나?", "정비를 함께 하기로 한 것은?"):
        citations = bot.ask(question).citations
        assert citations, question
        for citation in citations:
            source = qa_fakes.FILES[citation.document]
            assert squeeze(pieces(source, citation.spans)) == squeeze(citation.quote)
            assert citation.status == "verified"
            assert citation.start == citation.spans[0].start
            assert citation.end == citation.spans[-1].end
            start, end = citation.mark
            assert 0 <= start < end <= len(citation.quote)


def test_what_the_documents_do_not_say_has_no_answer_but_hits(bot: Bot) -> None:
    answer = bot.ask("호주의 수도에 사는 코끼리는 무엇을 먹는가?")
    assert answer.text is None
    assert answer.level == "none"
    assert answer.citations == ()
    assert answer.short == ""
    assert len(answer.hits) >= 5
    assert "코끼리" in answer.unknown_terms


def test_a_reason_is_told_boldly_only_by_a_sentence_that_gives_one(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answerer.confidence", lambda _: 0.9)
    when, why = bot.ask("회의는 언제 열렸나?"), bot.ask("캔버라에서 왜 회의를 열었나?")
    assert (when.level, why.level) == ("sure", "maybe")


def test_a_follow_up_shows_what_was_carried_over(bot: Bot) -> None:
    answer = bot.ask("그럼 9/13에는?", history=["6/20에 무슨 회의가 열렸나?"])
    assert answer.question == "그럼 9/13에는?"
    assert answer.standalone_question == "9/13에 무슨 회의가 열렸나?"
    assert answer.text is not None
    assert "차관회의" in answer.text


def test_context_is_the_clean_text_around_the_quote(bot: Bot) -> None:
    citation = bot.ask("침수된 주택은 모두 몇 채인가?").citations[0]
    context = bot.context(citation)
    assert context.quote == citation.quote
    assert "재난지원금" in context.after
    assert "끝" not in context.after


def test_sources_and_examples_come_from_the_documents(bot: Bot) -> None:
    assert "새벽나루" in bot.sources()
    assert bot.examples()


def test_where_too_few_examples_are_found_in_time_titles_stand_in(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.bot._TRYING", -1.0)
    bot = Bot.open(small_index)
    titles = {document.metadata.title for document in bot.retriever.store.documents()}
    assert bot.examples()
    assert set(bot.examples()) <= titles


def test_a_file_that_changed_is_told_by_status_and_notice(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_text("침수된 주택은 모두 312채라고 시는 밝혔다.\n", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    path.write_text("침수된 주택은 모두 347채라고 시는 고쳐 밝혔다.\n", encoding="utf-8")
    answer = Bot.open(tmp_path / "index").ask("침수된 주택은 모두 몇 채인가?")
    assert [citation.status for citation in answer.citations] == ["changed"]
    assert answer.changes.changed == 1
    shutil.rmtree(folder)
    answer = Bot.open(tmp_path / "index").ask("침수된 주택은 모두 몇 채인가?")
    assert [citation.status for citation in answer.citations] == ["missing"]


@pytest.mark.parametrize("question", ["", "가" * 100_000])
def test_what_is_no_question_is_an_error(bot: Bot, question: str) -> None:
    with pytest.raises(InputError):
        bot.ask(question)


def test_a_bot_goes_over_to_a_new_generation_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.bot._LOOK", 0.0)
    folder = tmp_path / "문서"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_text("침수된 주택은 모두 312채라고 시는 밝혔다.\n", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    bot = Bot.open(tmp_path / "index")
    before = bot.ask("침수된 주택은 모두 몇 채인가?").citations[0]
    path.write_text("침수된 주택은 모두 347채라고 시는 고쳐 밝혔다.\n", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    after = bot.ask("침수된 주택은 모두 몇 채인가?")
    assert "347채" in after.citations[0].quote
    assert not after.changes
    assert bot.context(before).quote == before.quote
    path.rename(folder / "b.txt")
    build_index([folder], tmp_path / "index")
    assert bot.context(before) == Context("", before.quote, "")


def test_a_bot_finds_documents_again_that_have_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.bot._LOOK", 0.0)
    folder, moved = tmp_path / "문서", tmp_path / "새 곳" / "글"
    folder.mkdir()
    (folder / "a.txt").write_text("침수된 주택은 모두 312채라고 시는 밝혔다.\n", encoding="utf-8")
    build_index([folder], tmp_path / "index")
    bot = Bot.open(tmp_path / "index")
    moved.parent.mkdir()
    folder.rename(moved)
    assert bot.ask("침수된 주택은 모두 몇 채인가?").citations[0].status == "missing"
    relocate(tmp_path / "index", folder, moved)
    answer = bot.ask("침수된 주택은 모두 몇 채인가?")
    assert (answer.citations[0].status, bool(answer.changes)) == ("verified", False)


def test_a_new_generation_is_opened_once_however_many_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("침수된 주택은 모두 312채라고 시는 밝혔다.\n", encoding="utf-8")
    build_index([path], tmp_path / "index")
    bot = Bot.open(tmp_path / "index")
    path.write_text("침수된 주택은 모두 347채라고 시는 고쳐 밝혔다.\n", encoding="utf-8")
    build_index([path], tmp_path / "index")
    opened, reopened = [], Retriever.reopened
    begun, asked = threading.Event(), threading.Event()

    def slowly(retriever: Retriever) -> Retriever:
        opened.append(retriever)
        begun.set()
        assert asked.wait(30)
        return reopened(retriever)

    monkeypatch.setattr(Retriever, "reopened", slowly)
    first = threading.Thread(target=lambda: bot.retriever)
    first.start()
    assert begun.wait(30)
    assert bot.retriever is opened[0]  # and does not wait
    asked.set()
    first.join()
    assert len(opened) == 1
    assert bot.retriever is not opened[0]


def test_a_generation_that_is_over_is_held_by_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.bot._LOOK", 0)
    path = tmp_path / "a.txt"
    path.write_text("침수된 주택은 모두 312채라고 시는 밝혔다.\n", encoding="utf-8")
    build_index([path], tmp_path / "index")
    bot = Bot.open(tmp_path / "index")
    bot.ask("2019년에 침수된 주택은 모두 몇 채인가?")
    before = weakref.ref(bot.retriever)
    path.write_text("침수된 주택은 모두 347채라고 시는 고쳐 밝혔다.\n", encoding="utf-8")
    build_index([path], tmp_path / "index")
    gc.disable()
    try:
        bot.ask("2019년에 침수된 주택은 모두 몇 채인가?")
        assert before() is None
    finally:
        gc.enable()


def test_an_answer_reads_the_records_of_what_it_cites_alone(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = Bot.open(small_index)
    monkeypatch.setattr(Store, "documents", lambda _: pytest.fail("all of them were read"))
    assert bot.ask("침수된 주택은 모두 몇 채인가?").citations


def test_many_copies_of_one_text_do_not_crowd_out_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "문서"
    folder.mkdir()
    for i in range(150):
        (folder / f"같은{i}.txt").write_text("태풍이 남해안에 올라와 집이 잠겼다.\n", "utf-8")
    for i, word in enumerate(("벼", "배", "소", "길", "둑", "논", "숲")):
        text = f"태풍이 지나간 마을에서 {word} {i}천 곳을 다시 손봤다고 한다.\n"
        (folder / f"다른{i}.txt").write_text(text, "utf-8")
    build_index([folder], tmp_path / "index")
    answer = Bot.open(tmp_path / "index").ask("태풍이 지나간 마을은?")
    assert len(answer.hits) >= 5
    assert len(Bot.open(tmp_path / "index").retriever.search("태풍", k=8)) == 8


def test_a_sentence_that_asks_is_no_answer_and_another_race_is_a_doubtful_one(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "회의록.txt").write_text(
        "제3차 회의록\n\n○ 나라온 위원: 가람시 소방차는 왜 늦게 나갔습니까?\n\n"
        "○ 하늘봄 과장: 소방차는 정비를 받느라 40분 늦게 나갔습니다.\n",
        encoding="utf-8",
    )
    (folder / "경기.txt").write_text(
        "가람컵 스피드스케이팅\n\n가람컵 남자 1500m에서는 김다온이 우승했다. 날씨는 맑았다.\n",
        encoding="utf-8",
    )
    build_index([folder], tmp_path / "i.index")
    asked = Bot(Retriever.open(tmp_path / "i.index"), thresholds=ALL).ask
    answer = asked("가람시 소방차는 왜 늦게 나갔나?")
    assert answer.text is not None
    assert "40분" in answer.text
    assert not any("?" in citation.quote for citation in answer.citations)
    men, women = (asked(f"가람컵 {who} 1500m 우승자는 누구인가?") for who in ("남자", "여자"))
    assert women.confidence < men.confidence
    other = asked("2019년 가람컵 남자 1500m 우승자는 누구인가?")
    assert other.confidence < men.confidence
    assert other.missing_terms == ("2019년",)


@pytest.mark.parametrize("text", ["안녕하세요", "고마워요!", "가" * 2000, "ㅋㅋㅋ", "?"])
def test_who_asks_nothing_is_cited_nothing(bot: Bot, text: str) -> None:
    answer = bot.ask(text)
    assert (answer.text, answer.level, answer.citations, answer.confidence) == (None, "none", (), 0)
    lines = [line.plain for line in answer_text(answer)]
    assert any("물어보시면" in line for line in lines)
    assert not any("가장 가까운" in line for line in lines)
