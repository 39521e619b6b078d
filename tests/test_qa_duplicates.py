"""Copies and versions in hits and answers: one is shown, the later one, the others are named."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from copies_fakes import COLUMN, FRIDAY, MONDAY, RELEASE, REPRINT, UPDATE

from index.build import build_index
from index.records import Locator, Passage
from index.sourcemap import MappedText
from qa.bot import Bot
from qa.duplicates import compared, said
from qa.render import answer_text, hit_json, render

HOUSES = "태풍 다솜으로 침수된 주택은 모두 몇 채인가?"
GRANT = "집마다 지급하는 재난지원금은 얼마인가?"


def bot_over(tmp_path: Path, texts: Mapping[str, str]) -> Bot:
    folder = tmp_path / "기사"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    build_index([folder], tmp_path / "index")
    return Bot.open(tmp_path / "index")


def dated(date: str, text: str, source: str = "해온일보") -> str:
    return f"---\ntitle: 태풍 피해\ndate: {date}\nsource: {source}\n---\n\n{text}\n"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """A release of the 13th, its update of the 15th, and what is no version of it."""
    return bot_over(
        tmp_path_factory.mktemp("versions"),
        {
            "첫판.md": dated("2024-09-13", RELEASE),
            "고친판.md": dated("2024-09-15", UPDATE),
            "칼럼.md": dated("2024-09-20", COLUMN),
            "월요일.txt": MONDAY,
            "금요일.txt": FRIDAY,
        },
    )


def test_of_two_versions_the_later_one_answers_and_names_the_earlier(versions: Bot) -> None:
    [citation] = versions.ask(HOUSES).citations
    assert citation.document == "고친판.md"
    assert "362채" in citation.quote
    assert citation.earlier == citation.conflicts == ("첫판.md",)
    assert citation.same_as == ()


def test_what_both_versions_say_conflicts_with_nothing(versions: Bot) -> None:
    [citation] = versions.ask(GRANT).citations
    assert (citation.document, citation.same_as) == ("고친판.md", ("첫판.md",))
    assert (citation.earlier, citation.conflicts) == (("첫판.md",), ())


def test_an_answer_says_that_it_is_of_a_later_version(versions: Bot) -> None:
    answer = versions.ask(HOUSES)
    text = "\n".join(line.plain for line in answer_text(answer))
    assert "나중에 나온 판입니다. 먼저 나온 판 1건: 첫판.md" in text
    assert "다르게 말하는 문서 1건: 첫판.md" in text
    assert render(answer)["citations"][0]["earlier"] == ["첫판.md"]


def test_a_hit_names_the_earlier_version_and_what_says_the_same(versions: Bot) -> None:
    hits = versions.retriever.search(HOUSES, k=8)
    first = hit_json(hits[0])
    assert (first["document"], first["earlier"]) == ("고친판.md", ["첫판.md"])
    assert "첫판.md" not in {hit.passage.document for hit in hits}


def test_up_to_the_day_of_the_first_version_it_is_the_first_that_answers(versions: Bot) -> None:
    [citation] = versions.ask(HOUSES, until="2024-09-14").citations
    assert (citation.document, citation.earlier) == ("첫판.md", ())
    assert "347채" in citation.quote


def test_the_reports_of_two_days_both_stand(versions: Bot) -> None:
    hits = versions.retriever.search("고등어 한 상자는 얼마에 거래됐나?", k=8)
    assert {"월요일.txt", "금요일.txt"} <= {hit.passage.document for hit in hits}


def test_a_reprint_with_other_endings_is_named_and_not_shown(tmp_path: Path) -> None:
    bot = bot_over(tmp_path, {"시청.txt": RELEASE, "신문.txt": REPRINT, "칼럼.txt": COLUMN})
    hits = bot.retriever.search(HOUSES, k=8)
    assert {hits[0].passage.document, *hits[0].same_as} == {"시청.txt", "신문.txt"}
    assert len({hit.passage.document for hit in hits} & {"시청.txt", "신문.txt"}) == 1
    assert hits[0].earlier == ()


def test_copies_of_one_day_that_differ_in_a_figure_both_stand(tmp_path: Path) -> None:
    texts = {
        "가.md": dated("2024-09-13", RELEASE),
        "나.md": dated("2024-09-13", RELEASE.replace("347채", "374채"), "남도신문"),
    }
    bot = bot_over(tmp_path, texts)
    hits = bot.retriever.search(HOUSES, k=8)
    assert {"가.md", "나.md"} == {hit.passage.document for hit in hits}
    for citation in bot.ask(HOUSES).citations:
        assert {citation.document, *citation.conflicts} == {"가.md", "나.md"}
    for citation in bot.ask(GRANT).citations:
        assert {citation.document, *citation.same_as} == {"가.md", "나.md"}


def test_a_sentence_that_a_copy_lacks_is_no_contradiction() -> None:
    quote = ["시는 모두 347채가 잠겼다고 밝혔다.", "신고는 20일까지 더 받는다."]

    def copy(document: str, text: str) -> Passage:
        origin = MappedText.of(text).origin
        place = Locator("text", 1, 1)
        return Passage(document, document, "", "", None, "", text, origin, (), place)

    passages = [
        copy("같음", f"{quote[0]} 물은 빠졌다."),
        copy("같음", quote[1]),
        copy("빠짐", quote[0]),
        copy("다름", f"시는 모두 362채가 잠겼다고 밝혔다. {quote[1]}"),
    ]
    assert compared(quote, passages) == (("같음",), ("다름",))


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("모두 347채가 잠겼다.", "시는 모두 347채가\n잠겼다. 물은 빠졌다.", "same"),
        ("‘모두’ 347채가 잠겼다.", "시는 모두 347채가 잠겼다", "same"),
        ("모두 362채가 물에 잠겼다고 했다.", "모두 347채가 물에 잠겼다고 했다.", "otherwise"),
        ("장관은 회의에 참석하지 않았다.", "장관은 회의에 참석했다.", "otherwise"),
        ("신고는 20일까지 더 받는다.", "모두 347채가 물에 잠겼다고 했다.", "nothing"),
        (
            "11명 중 8명은 기록이 없었다.",
            "11명 가운데 8명은 기록이 없는 것으로 안다.",
            "nothing",
        ),
    ],
)
def test_an_earlier_version_says_the_same_or_otherwise_or_nothing(
    quote: str, text: str, expected: str
) -> None:
    assert said(quote, text) == expected
