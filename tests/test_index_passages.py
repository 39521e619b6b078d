# ruff: noqa: E501 - lines of documents, which are as long as they are
"""Passages: whole sentences in order, none twice, with what explains them beside them."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_fakes import passages, read

from index.cutting import LENGTH, SENTENCE, Cutting
from index.errors import ReadError
from index.passages import cut_documents, read_file
from index.records import Block, Locator, Metadata, PassageText, Reading
from index.rules import Rules
from index.sourcemap import MappedText, squeeze

WORDS = st.sampled_from(
    [
        "나룻배가",
        "강을",
        "건넜다.",
        "3.5톤의",
        "짐이",
        "실렸다!",
        "\U0001f600",
        "“왜?”라고",
        "물었다.",
    ]
)
PARAGRAPHS = st.lists(
    st.lists(WORDS, min_size=1, max_size=80).map(" ".join), min_size=1, max_size=5
)


def reading(paragraphs: list[str]) -> Reading:
    source = "\n\n".join(paragraphs)
    lines = [line for line in MappedText.of(source).lines() if line.text]
    return Reading(None, source, tuple(Block("text", line) for line in lines), Metadata())


def cut(one: Reading, cutting: Cutting | None = None) -> list[PassageText]:
    (document,) = cut_documents([one], "강물.txt", cutting or Cutting())
    return list(document.passages)


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS)
def test_passages_hold_everything_once_and_in_order(paragraphs: list[str]) -> None:
    found = cut(reading(paragraphs))
    assert squeeze("".join(p.text for p in found)) == squeeze("".join(paragraphs))
    for one, two in pairwise(found):
        assert one.origin.ends[-1] <= two.origin.starts[0]


def test_passages_of_one_text_overlap_by_as_many_sentences_as_they_are_told() -> None:
    text = reading([" ".join(f"나룻배 {n}척이 강을 건넜다." for n in range(20))])
    plain, overlapping = (cut(text, Cutting(length=100, overlap=n)) for n in (0, 1))
    assert len(plain) == len(overlapping) > 2
    assert overlapping[0].text == plain[0].text
    for before, alone, one in zip(plain, plain[1:], overlapping[1:], strict=False):
        last = before.text[before.sentences[-1].start :]
        assert one.text == f"{last} {alone.text}"


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS)
def test_sentences_fill_their_passage_and_do_not_overlap(paragraphs: list[str]) -> None:
    for passage in cut(reading(paragraphs)):
        assert passage.sentences[0].start == 0
        assert passage.sentences[-1].end == len(passage.text)
        assert all(a.end <= b.start for a, b in pairwise(passage.sentences))
        whole = squeeze("".join(passage.text[a:b] for a, b in passage.sentences))
        assert whole == squeeze(passage.text)


def test_a_long_paragraph_is_cut_between_sentences(tmp_path: Path) -> None:
    sentences = [f"{n}번째 나룻배는 짐을 싣고 물안개 낀 강을 아침 일찍 건넜다." for n in range(40)]
    found = passages(tmp_path, "a.txt", " ".join(sentences))
    assert all(len(p.text) <= LENGTH for p in found)
    assert all(p.text.endswith("건넜다.") for p in found)


@pytest.mark.parametrize("space", [" ", ""])
def test_text_without_sentence_ends_is_cut_all_the_same(space: str) -> None:
    text = space.join(["나룻배짐목록"] * 2_000)
    found = cut(reading([text]))
    assert squeeze("".join(p.text for p in found)) == squeeze(text)
    assert all(len(p.text) <= SENTENCE for p in found)
    if space:
        assert all(p.text.endswith("목록") for p in found)


def test_a_row_is_one_sentence_whatever_stands_in_it(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.csv", "말,뜻\n왜?,까닭을 묻는다. 답은 없다!\n")
    assert [(p.text, len(p.sentences)) for p in found] == [("왜?\t까닭을 묻는다. 답은 없다!", 1)]


def test_headings_stand_beside_a_passage_and_never_in_it(tmp_path: Path) -> None:
    text = "# 강\n\n강물이 불었다.\n\n## 배\n\n배가 멈췄다.\n\n### 값\n\n값이 올랐다.\n\n## 길\n\n길이 막혔다."
    found = passages(tmp_path, "a.md", text)
    assert [(p.heading, p.text) for p in found] == [
        ("강", "강물이 불었다."),
        ("강 › 배", "배가 멈췄다."),
        ("강 › 배 › 값", "값이 올랐다."),
        ("강 › 길", "길이 막혔다."),
    ]


def test_a_caption_or_header_without_rows_is_not_lost(tmp_path: Path) -> None:
    body = "<table><caption>그림 1. 강물의 높이</caption></table><p>강물이 불었다.</p>"
    body += "<table><tr><th>배</th><th>다섯 척</th></tr></table>"
    found = passages(tmp_path, "a.html", f"<html><body>{body}")
    assert [p.text for p in found] == ["그림 1. 강물의 높이\n강물이 불었다.", "배\t다섯 척"]


def test_the_locator_counts_lines_as_a_person_does(tmp_path: Path) -> None:
    text = "# 강\r\n\r\n강물이 불었다.\r\n\r\n# 배\r\n\r\n배가\r\n멈췄다.\r\n"
    found = passages(tmp_path, "a.md", text)
    assert [(p.text, p.locator.first, p.locator.last) for p in found] == [
        ("강물이 불었다.", 3, 3),
        ("배가 멈췄다.", 7, 8),
    ]


def test_a_record_of_many_lines_has_the_place_of_its_own_line(tmp_path: Path) -> None:
    rows = '\n{"text": "강물이 불었다.\\n\\n## 배\\n\\n배가 멈췄다."}\n{"text": "길이 막혔다."}\n'
    found = passages(tmp_path, "a.jsonl", rows)
    assert {p.locator for p in found[:-1]} == {Locator("record", 2, 2)}
    assert found[-1].locator == Locator("record", 3, 3)


def test_what_no_reader_foresaw_is_an_error_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(_: Reading, _rules: Rules) -> Reading:
        raise IndexError("no such line")

    monkeypatch.setattr("index.passages.clean", odd)
    with pytest.raises(ReadError, match="cannot be read: IndexError: no such line"):
        read(tmp_path, "a.txt", "강물이 불었다.")


def test_what_a_relative_date_means_is_found_and_never_quoted(tmp_path: Path) -> None:
    text = "나룻배는 지난달 3일 처음 강을 건넜고, 작년에는 뜨지 않았다.\n"
    document = read(tmp_path, "2025-01-15-boat.txt", text).documents[0]
    (passage,) = document.passages
    assert {"@2024-12-03", "@2024-12월", "2024"} <= passage.terms.keys()
    assert passage.text == text.strip()
    assert "2024" not in passage.heading


def test_terms_come_from_title_heading_and_text(tmp_path: Path) -> None:
    text = "---\ntitle: 나룻배 소식\n---\n## 갑문\n\n연구원은 9월 13일 강을 쟀다.\n"
    passage = passages(tmp_path, "a.md", text)[0]
    assert {"나룻배", "갑문", "연구원", "@09-13"} <= set(passage.terms)
    assert {"나룻", "갑문", "연구"} <= set(passage.bigrams)


# -- title, date and outlet


@pytest.mark.parametrize(
    ("name", "text", "title", "date", "origin", "source"),
    [
        (
            "a.md",
            "---\ntitle: 강물 불었다\ndate: 2024-07-01\nsource: 강소식\n---\n강물이 불었다.",
            *("강물 불었다", "2024-07-01", "front matter", "강소식"),
        ),
        (
            "2024-07-02-강.txt",
            "강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.\n배는 사흘 뒤에 뜬다.\n",
            *("강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.", "2024-07-02", "file name", ""),
        ),
        (
            "b.txt",
            "강물 불어 나룻배 멈춰\n입력 2024.07.03 09:10\n강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.\n"
            "ⓒ 강소식 | 무단 전재 금지\n",
            *("강물 불어 나룻배 멈춰", "2024-07-03", "byline", "강소식"),
        ),
        (
            "c.txt",
            "강물 불어 나룻배 멈춰\n[하구=강가신문] 2024년 7월 4일 목요일 15시 08분\n"
            "강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.\n",
            *("강물 불어 나룻배 멈춰", "2024-07-04", "byline", "강가신문"),
        ),
        (
            "d.txt",
            "나룻배 다섯 척 강물에 묶여 사흘 동안 뜨지 못한다\n출처: 강소식\n"
            "2023년 7월 4일에도 강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.\n",
            *("나룻배 다섯 척 강물에 묶여 사흘 동안 뜨지 못한다", None, "", "강소식"),
        ),
        (
            "e.txt",
            "강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.\n저작권자의 허락을 받으셔야 합니다.\n",
            *("강물이 불어 나룻배 다섯 척이 모두 나루에 묶였다.", None, "", ""),
        ),
    ],
)
def test_title_date_and_outlet_are_found(
    tmp_path: Path, name: str, text: str, title: str, date: str | None, origin: str, source: str
) -> None:
    found = read(tmp_path, name, text).documents[0].metadata
    assert (found.title, found.date, found.date_origin) == (title, date, origin)
    assert found.source == source


def test_a_file_name_that_serves_as_title_is_composed(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "강물.csv")
    assert read(tmp_path, name, "배,짐\n새벽호,쌀\n").documents[0].metadata.title == "강물"


def test_a_record_is_the_same_as_long_as_its_text_and_title_are(tmp_path: Path) -> None:
    row = '{"id": 1, "title": "강", "text": "강물이 불었다."}\n'
    one = read(tmp_path, "a.jsonl", row).documents[0].sha256
    two = read(tmp_path, "b.jsonl", row + '{"id": 2, "text": "배가 멈췄다."}\n').documents[0].sha256
    other = read(tmp_path, "c.jsonl", row.replace("강물", "냇물")).documents[0].sha256
    assert one == two != other


def test_a_heading_that_nothing_stands_below_is_a_passage(tmp_path: Path) -> None:
    text = (
        "# 등대\n\n등대 세 곳을 새로 칠했다.\n\n## 계획\n\n### 북등대 12월 점등\n\n### 남등대 1월 점등\n\n"
        "## 예산\n\n예산은 3억 원이다.\n"
    )
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = [(p.heading, p.text) for p in read_file(tmp_path / "a.md").documents[0].passages]
    assert found[1:] == [
        ("등대 › 계획", "북등대 12월 점등\n남등대 1월 점등"),
        ("등대 › 예산", "예산은 3억 원이다."),
    ]
