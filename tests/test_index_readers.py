"""Files in every format and encoding: what is read stands in the file, what cannot be is said."""

import csv
import io
import json
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_fakes import assert_quotes_stand_in_the_file, passages, read, texts

from index.errors import ReadError
from index.passages import read_file
from index.readers import read_documents, read_sources
from index.readers.decode import decode
from index.readers.frontmatter import iso_date, read_front_matter
from index.readers.plain import kind_of, read_text
from index.records import Locator
from index.sourcemap import MappedText

SENTENCES = [
    "해온시는 3일 부두 두 곳을 새로 열었다.",
    "R&D 예산은 12% 늘었다.",
    "시장은 “숫자가 아니라 사람”이라고 말했다.",
    "하늘&middot;바다&nbsp;길이 열렸다.",
    "&copy2024와 &notit; 그리고 &amp;lt;는 그대로다.",
    unicodedata.normalize("NFD", "각종 한글 자료는 맥에서 왔다."),
    "5 < 6 이고 7 > 2 이다.",
    "이모지 \U0001f600 뒤에도 \U0001f1f0\U0001f1f7 글이 이어진다.",
    "Café와 cafe\u0301는 같다!",
    "탭\t과 폭 없는\u200b 자리, 전각　자리도 있다.",
    "**굵게** 쓴 *기운* 글과 `코드`, 3*4*5는 60이다.",
    "[이음](https://a.example/x_(y)) 글이다.",
    "끝맺지 않은 말",
    "10,000명(1만 명)이 북·러 회담을 지켜봤다.",
    "a\u0323\u0307 그리고 \u0958 자.",
]
PROSE = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
PARAGRAPHS = st.lists(PROSE, min_size=1, max_size=6)
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n"])


@st.composite
def plain_files(draw: st.DrawFn) -> tuple[str, str]:
    return "a.txt", draw(BREAKS).join(draw(PARAGRAPHS))


@st.composite
def wrapped_files(draw: st.DrawFn) -> tuple[str, str]:
    text = "  ".join(draw(st.lists(PROSE, min_size=6, max_size=12)))
    columns = draw(st.integers(18, 45))
    lines = [text[i : i + columns] for i in range(0, len(text), columns)]
    return "b.txt", draw(st.sampled_from(["\n", "\n\n", "\r\n\r\n", " \n\n"])).join(lines)


@st.composite
def markdown_files(draw: st.DrawFn) -> tuple[str, str]:
    bodies = [
        draw(st.sampled_from(["", "## ", "- ", "> ", "1. ", "<p>", "<b>", "| "]))
        + draw(PROSE)
        + draw(st.sampled_from(["", "</p>", " |", "<br>"]))
        for _ in range(draw(st.integers(1, 6)))
    ]
    front = f"---\ntitle: 제목\nexcerpt: >\n  {draw(PROSE)}\n  {draw(PROSE)}\n---\n"
    return "c.md", (front if draw(st.booleans()) else "") + draw(BREAKS).join(bodies)


@st.composite
def html_files(draw: st.DrawFn) -> tuple[str, str]:
    shapes = [
        "<p>{}</p>",
        "<h2>{} <i>{}</i></h2>",
        "<ul><li>{}<li>{}</ul>",
        "<table><caption>{}</caption><tr><th>{}</th></tr><tr><td><p>{}</p><p>{}</p></td></tr>",
        "<!-- {} -->{}",
        "<nav>{}</nav>{}",
        "<!{}>{}",
        "{}<br/>{}",
        "<div class='no-sidebar'>{}\n {}</div>",
        "<span>{} </span>\n<em> {}</em>",
        "<script>{}",
        "<b {}",
    ]
    body = ""
    for shape in draw(st.lists(st.sampled_from(shapes), min_size=1, max_size=6)):
        body += shape.format(*(draw(PROSE) for _ in range(shape.count("{}"))))
    return "d.html", f"<!doctype html><html><head><title>{draw(PROSE)}</title><body>{body}"


@st.composite
def csv_files(draw: st.DrawFn) -> tuple[str, str]:
    rows = draw(st.lists(st.lists(PROSE, min_size=2, max_size=2), min_size=1, max_size=4))
    out = io.StringIO()
    csv.writer(out, delimiter=draw(st.sampled_from([",", ";", "\t"]))).writerows(
        [["이름", "뜻\n풀이"], *rows]
    )
    return "e.csv", out.getvalue()


@st.composite
def jsonl_files(draw: st.DrawFn) -> tuple[str, str]:
    bodies = draw(
        st.lists(st.one_of(PARAGRAPHS.map("\r\n".join), html_files().map(lambda f: f[1])))
    )
    rows = [{"id": n, "text": body, "title": "제목"} for n, body in enumerate(bodies)]
    ascii_ = draw(st.booleans())
    lines = [json.dumps(row, ensure_ascii=ascii_) for row in rows]
    return "f.jsonl", "\n".join([*lines, '{"id": "끝", "text": "마지막 줄이다."}'])


FILES = st.one_of(
    plain_files(), wrapped_files(), markdown_files(), html_files(), csv_files(), jsonl_files()
)


@settings(max_examples=120, deadline=None)
@given(FILES)
def test_every_passage_of_every_format_stands_in_its_file(file: tuple[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file[0]
        path.write_bytes(file[1].encode())
        assert_quotes_stand_in_the_file(path, read_file(path))


TEXT = "항구의 불빛이 꺼졌다. 배 열두 척이 돌아왔다.\n이튿날 어민들은 다시 바다로 나갔다.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp949"), "cp949"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (b"plain ascii\n", "utf-8"),
    ],
)
def test_the_encoding_of_a_file_is_found(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    file = read_documents(path)
    assert file.encoding == encoding
    assert file.warnings == ()
    assert read_sources(path, file.format, encoding) == {None: file.readings[0].source}
    assert not file.readings[0].source.startswith("\ufeff")


def test_one_broken_byte_is_told_and_the_file_is_kept(tmp_path: Path) -> None:
    data = TEXT.encode()
    at = len(TEXT[:8].encode())
    file = read(tmp_path, "a.txt", data[:at] + b"\xff" + data[at:])
    assert file.encoding == "utf-8"
    assert file.warnings == ("1 characters could not be read as utf-8",)
    assert any("이튿날 어민들은" in p.text for d in file.documents for p in d.passages)


def test_a_stray_zero_byte_makes_no_binary_file_of_a_text(tmp_path: Path) -> None:
    file = read(tmp_path, "a.txt", (TEXT * 5).encode() + b"\0\n")
    assert file.encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        (b"\xef\xbb\xbf\n", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20, "picture"),
        (b"\x01\x02\x03\x04abc\x05\x06" * 30, "binary"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=reason):
        read_documents(path)


def test_a_file_that_is_gone_is_an_error_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened: No such file"):
        read_documents(tmp_path / "none.txt")


def test_a_source_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        read_sources(tmp_path / "none.txt", "text", "utf-8")


@pytest.mark.parametrize(
    ("text", "suffix", "kind"),
    [
        ("그냥 글이다.", ".txt", "text"),
        ("<p>하나</p><p>둘</p><p>셋</p>", ".txt", "html"),
        ("태그 </p> 하나를 말하는 글이다.", ".txt", "text"),
        ("---\ntitle: 제목\n---\n글", ".txt", "markdown"),
        ("글", ".md", "markdown"),
        ("<!DOCTYPE html><html><body>글", ".md", "html"),
    ],
)
def test_the_content_decides_what_a_file_is(text: str, suffix: str, kind: str) -> None:
    assert kind_of(text, suffix) == kind


def test_few_broken_bytes_of_cp949_are_no_other_encoding() -> None:
    data = (TEXT * 5).encode("cp949")
    decoded = decode(data[:40] + b"\xff" + data[40:])
    assert decoded.encoding == "cp949"
    assert decoded.replaced >= 1


# -- front matter


@pytest.mark.parametrize(
    ("block", "title", "date", "source"),
    [
        ('title: "하나&middot;둘"\ndate: 2025-03-18 00:12:00 +0900', "하나·둘", "2025-03-18", ""),
        ("title: 값: 둘\ndate: 2024-05-06\nsource: 포구", "값: 둘", "2024-05-06", "포구"),
        ("title: [가, 나]\npublished: 20240102\nauthor:\n  name: 김", "가, 나", "2024-01-02", "김"),
        ("title: '빛: 둘'\ndate: 2024-13-45", "빛: 둘", None, ""),
        ('title: "\\ud83d\\ude00 \\ud800"\ndate: 어제', "\U0001f600 \ufffd", None, ""),
    ],
)
def test_front_matter_gives_title_date_and_outlet(
    block: str, title: str, date: str | None, source: str
) -> None:
    front = read_front_matter(MappedText.of(f"---\n{block}\n---\n본문"))
    assert front is not None
    found = front.metadata
    assert (found.title, found.date, found.source) == (title, date, source)


def test_a_rule_on_top_of_a_text_is_no_front_matter() -> None:
    assert read_front_matter(MappedText.of("---\n그냥 글이다.\n---\n또 글이다.")) is None


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Published Sept. 3, 2024", "2024-09-03"),
        ("3 September 2024", "2024-09-03"),
        ("Feb. 30, 2024", None),
        ("Maybe 5, 2025", None),
        ("2025. 1. 31.(금) 배포", "2025-01-31"),
        ("2024년 6월 5일", "2024-06-05"),
        ("2024/6/5 09:00", "2024-06-05"),
        (20240605, "2024-06-05"),
        ("2024-02-30", None),
        ("어제", None),
        (None, None),
    ],
)
def test_dates_are_read_however_they_are_written(value: object, date: str | None) -> None:
    assert iso_date(value) == date


# -- CSV


def test_a_row_of_a_table_is_a_passage_under_its_column_names(tmp_path: Path) -> None:
    table = '이름;"줄이\n둘; 셋"\n새벽호;"12,5 톤"\n\n;\n저녁호;7\n'
    found = passages(tmp_path, "a.csv", table)
    assert [p.text for p in found] == ["새벽호\t12,5 톤", "저녁호\t7"]
    assert {p.heading for p in found} == {"이름 | 줄이 둘; 셋"}
    assert [(p.locator.kind, p.locator.first) for p in found] == [("record", 2), ("record", 3)]


def test_character_references_in_cells_can_be_quoted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    file = read(tmp_path, "a.csv", "a,b\nR&amp;D,하늘&middot;바다\n")
    assert file.documents[0].passages[0].text == "R&D\t하늘·바다"
    assert_quotes_stand_in_the_file(path, file)


# -- JSON Lines


def test_bad_rows_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    rows = [
        '{"id": "가", "text": "첫째 글이다.", "date": "2024-05-06", "source": "포구"}',
        "{망가진 줄",
        "",
        '{"id": "나"}',
        '{"id": "가", "text": "또 가."}',
        '{"id": null, "text": "이름 없는 글이다."}',
        '{"text": "또 이름 없는 글이다.", "title": "제목\\ud800"}',
        "[1, 2]",
        '{"id": "다", "text": "  "}',
    ]
    file = read(tmp_path, "a.jsonl", "\n".join(rows))
    assert [d.record for d in file.documents] == ["가", "6", "7"]
    places = [passage.locator for document in file.documents for passage in document.passages]
    assert places == [Locator("record", line, line) for line in (1, 6, 7)]
    assert [d.passages[0].text for d in file.documents] == [
        "첫째 글이다.",
        "이름 없는 글이다.",
        "또 이름 없는 글이다.",
    ]
    assert file.documents[0].metadata.date == "2024-05-06"
    assert file.documents[2].metadata.title == "제목\ufffd"
    assert file.warnings == (
        "line 2: not a JSON object with a text",
        "line 4: not a JSON object with a text",
        "line 5: id 가 stands twice, the second is left out",
        "line 8: not a JSON object with a text",
        "line 9: not a JSON object with a text",
    )


def test_half_a_character_in_json_can_be_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    file = read(tmp_path, "a.jsonl", '{"id": 1, "text": "반쪽 \\ud83d 글자다."}')
    assert file.documents[0].passages[0].text.encode()
    assert_quotes_stand_in_the_file(path, file)


def test_a_line_without_an_id_takes_none_that_another_line_says(tmp_path: Path) -> None:
    ids = ['"id": "4", ', "", '"id": 2, ', "", '"id": "2~", ', '"id": {}, ', '"id": "", ']
    rows = [f'{{{one}"text": "{n}번 글이다."}}' for n, one in enumerate(ids)]
    file = read(tmp_path, "a.jsonl", "\n".join(rows))
    assert [d.record for d in file.documents] == ["4", "2~~", "2", "4~", "2~", "6", "7"]
    assert file.warnings == ()
    assert_quotes_stand_in_the_file(tmp_path / "a.jsonl", file)


def test_a_file_of_records_without_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no document; line 1"):
        read(tmp_path, "a.jsonl", '{"id": 1}\n')


def test_the_source_text_of_a_record_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "가", "text": "글이다."}', encoding="utf-8")
    assert read_sources(path, "jsonl", "utf-8") == {"가": "글이다."}


# -- Markdown


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("3*4*5는 60이다.", "3*4*5는 60이다."),
        ("이것은**굵은**글이다.", "이것은굵은글이다."),
        ("**a *b* c** 그리고 *d*다.", "a b c 그리고 d다."),
        ("별표* 하나는 남는다.", "별표* 하나는 남는다."),
        ("[이음](https://a.example/x_(y)) 글이다.", "이음 글이다."),
        ("![그림](a.png)뒤의 글이다.", "뒤의 글이다."),
        ("snake_case_name은 그대로다.", "snake_case_name은 그대로다."),
        ("> 옮긴 말이다.", "옮긴 말이다."),
        ("`코드`가 있다.", "코드가 있다."),
    ],
)
def test_marks_of_markdown_are_cut_and_words_stay(tmp_path: Path, line: str, text: str) -> None:
    assert texts(tmp_path, "a.md", line) == [text]


def test_markdown_headings_stand_over_what_follows(tmp_path: Path) -> None:
    text = "# 큰 제목\n\n첫 글이다.\n\n## **작은** 제목\n\n- 첫째다.\n- 둘째다.\n\n# 끝\n\n끝이다."
    found = passages(tmp_path, "a.md", text)
    assert [(p.heading, p.text) for p in found] == [
        ("큰 제목", "첫 글이다."),
        ("큰 제목 › 작은 제목", "첫째다.\n둘째다."),
        ("끝", "끝이다."),
    ]


def test_rows_of_a_markdown_table_carry_its_column_names(tmp_path: Path) -> None:
    found = passages(tmp_path, "a.md", "| 배 | 톤 |\n|---|:-:|\n| 새벽 | 12 |\n| 저녁 | |\n")
    assert [(p.heading, p.text) for p in found] == [("배 | 톤", "새벽\t12"), ("배 | 톤", "저녁")]


def test_a_markdown_table_between_html_paragraphs_is_read_row_by_row() -> None:
    source = (
        "<h2>피해</h2>\n\n| 시·군 | 다친 사람(명) |\n|---|---|\n| 가람군 | 11 |\n| 나루시 | 3 |\n\n"
        "<p>담장 14m가 무너졌습니다.</p>"
    )
    rows = [b.text.text for b in read_text(source, ".md").blocks if b.kind == "row"]
    assert rows == ["가람군\t11", "나루시\t3"]


def test_rows_of_one_cell_above_a_csv_table_are_its_captions(tmp_path: Path) -> None:
    text = "2023년 시군별 전입 현황,,\n(단위: 명),,\n시군,전입,전출\n누리시,12040,11320\n"
    assert [(p.heading, p.text) for p in passages(tmp_path, "a.csv", text)] == [
        ("2023년 시군별 전입 현황 › (단위: 명) › 시군 | 전입 | 전출", "누리시\t12040\t11320")
    ]


def test_a_mail_s_head_tells_of_it(tmp_path: Path) -> None:
    text = "보낸사람: 전산실\n받는사람: 전 직원\n날짜: 2024년 9월 19일\n제목: 점검 안내\n\n"
    text += "다음 주 수요일 오전 1시부터 5시까지 결재 시스템이 멈춥니다.\n"
    document = read(tmp_path, "a.txt", text).documents[0]
    assert (document.metadata.title, document.metadata.date) == ("점검 안내", "2024-09-19")
    assert not any("받는사람" in passage.text for passage in document.passages)
