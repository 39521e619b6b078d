"""PDF files: what stands where decides what it is."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_fakes import HEIGHT, Text, grid, pdf
from reading_fakes import assert_quotes_stand_in_the_file, passages, read

from index.errors import ReadError
from index.readers.pdf import read_pdf
from index.records import Block, Reading

REPORT = Path(__file__).parent / "data" / "report.pdf"


def reading(data: bytes) -> Reading:
    return next(read_pdf(data, []))


def kinds(data: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text.text) for block in reading(data).blocks]


def reasons(data: bytes) -> dict[str, str]:
    return {removal.excerpt: removal.reason for removal in reading(data).removals}


def lines(*texts: str, left: float = 50, top: float = 100, step: float = 15) -> list[Text]:
    return [Text(text, left, top + n * step) for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def report() -> tuple[Block, ...]:
    return reading(REPORT.read_bytes()).blocks


def test_two_columns_are_read_one_after_the_other(report: tuple[Block, ...]) -> None:
    texts = [block.text.text.replace("\n", " ") for block in report]
    order = [
        next(i for i, text in enumerate(texts) if word in text)
        for word in ("지난 3일", "벚꽃", "쇄빙 장비", "물푸레길에는", "은행나루", "만족도", "선장")
    ]
    assert order == sorted(order)


def test_a_paragraph_goes_on_in_the_next_column(report: tuple[Block, ...]) -> None:
    assert any("열네 곳이\n새로 문을 열었고" in block.text.text for block in report)


def test_a_ruled_table_that_a_page_parts_has_one_header(report: tuple[Block, ...]) -> None:
    table = [b for b in report if b.kind in ("caption", "header", "row")]
    assert [(b.kind, b.text.text) for b in table] == [
        ("caption", "표 1. 연도별 나룻배 운항 현황"),
        ("header", "연도\t운항 횟수\t이용객(명)\t중단 일수"),
        ("row", "2023\t18,240\t287,000\t31"),
        ("row", "2024\t27,910\t412,000\t19"),
        ("row", "2025\t30,115\t455,300\t12"),
    ]


def test_headings_are_told_by_their_size(report: tuple[Block, ...]) -> None:
    assert [block.text.text for block in report if block.kind == "heading"] == [
        "은빛시 나룻배 사업 성과 보고서",
        "1. 사업 개요",
        "2. 이용 현황",
        "3. 맺음말",
    ]


def test_running_heads_page_numbers_and_footnote_marks_are_removed() -> None:
    data = REPORT.read_bytes()
    found = reasons(data)
    assert found["은빛시정 보고서 제14호"] == "running head"
    assert found["- 1 -"] == found["- 2 -"] == "page number"
    assert "footnote mark" in found.values()
    whole = "\n".join(text for _, text in kinds(data))
    assert "집계됐다. 시는" in whole
    assert "제14호" not in whole


def test_a_report_becomes_passages_with_the_words_of_its_file(tmp_path: Path) -> None:
    file = read(tmp_path, "report.pdf", REPORT.read_bytes())
    assert_quotes_stand_in_the_file(tmp_path / "report.pdf", file)
    (document,) = file.documents
    assert (file.format, file.encoding.split()[0]) == ("pdf", "pypdfium2")
    assert document.metadata.title == "은빛시 나룻배 사업 성과 보고서"
    whole = "\n".join(passage.text for passage in document.passages)
    assert "첫해 성과를 담은 보고서를 펴냈다. 보고서에 따르면 전기 나룻배 다섯 척이" in whole
    row = next(p for p in document.passages if "412,000" in p.text)
    assert "표 1. 연도별 나룻배 운항 현황" in row.heading
    pages = {p.locator.kind: p.locator.last for p in document.passages}
    assert pages == {"page": 2}


def test_a_page_break_inside_a_sentence_joins_the_paragraph() -> None:
    head = "강을 건너는 나룻배가 늘어나면서 선착장에는"
    rest = "새 의자와 지붕을 놓았다고 시가 밝혔다."
    one = [
        *lines("나루터 소식을 전하는 이 글은 스물두 자다", head, top=700),
        Text("- 1 -", 280, 780),
    ]
    two = [*lines(rest, "둘째 줄은 여기에서 끝이 나고 더는 없다."), Text("- 2 -", 280, 780)]
    texts = [text for _, text in kinds(pdf(one, two))]
    assert any(f"{head}\n{rest}" in text for text in texts)


def test_the_end_of_a_sentence_over_a_page_is_no_point_of_a_list() -> None:
    head = "강을 건너는 나룻배가 늘어나면서 자리를 옮겼"
    one = lines("나루터 소식을 전하는 이 글은 스물두 자이며", head, top=700)
    two = lines("다. 또 온다.")
    assert [text.split("\n")[1:] for _, text in kinds(pdf(one, two))] == [[head, "다. 또 온다."]]


def test_an_indented_line_begins_a_paragraph() -> None:
    data = pdf(
        [
            Text("가나다라 마바사아 자차카타 파하거너.", 60, 100),
            Text("더러머버 서어저처 커터퍼허 고노도로다.", 50, 115),
            Text("모보소오 조초코토 포호구누 두루무다.", 60, 130),
            Text("부수우주 추쿠투푸 후그느드 르므브스다.", 50, 145),
        ]
    )
    assert [text.count("\n") for _, text in kinds(data)] == [1, 1]


def test_cells_keep_their_lines_and_rows_their_cells() -> None:
    rules = grid([50, 200, 400], [300, 330, 370])
    page = [
        Text("항목", 60, 320),
        Text("내용", 210, 320),
        Text("배", 60, 350),
        Text("전기로 가는", 210, 345),
        Text("작은 배", 210, 360),
    ]
    assert kinds(pdf(page, extra=rules)) == [
        ("header", "항목\t내용"),
        ("row", "배\t전기로 가는\n작은 배"),
    ]


def test_words_in_columns_without_rules_are_a_table() -> None:
    rows = [("항목", "값", "비고"), ("배", "5척", "전기"), ("선착장", "6곳", "지붕")]
    page = [
        Text(cell, 60 + 120 * x, 100 + 15 * y)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
    ]
    assert kinds(pdf(page)) == [
        ("header", "항목\t값\t비고"),
        ("row", "배\t5척\t전기"),
        ("row", "선착장\t6곳\t지붕"),
    ]


def test_a_raised_digit_behind_a_word_is_a_mark_and_behind_a_unit_a_power() -> None:
    page = [
        Text("나룻배가 떴다", 50, 100),
        Text("1", 120, 96, 6),
        Text("넓이는 30km", 50, 130),
        Text("2", 130, 126, 6),
    ]
    (one,) = {text for _, text in kinds(pdf(page))} - {"나룻배가 떴다"} or {""}
    assert "30km2" in one
    assert "떴다1" not in one


def test_a_page_that_lies_on_its_side_is_read_upright() -> None:
    assert kinds(pdf(lines("나룻배가 강을 건넜다."), rotate=90)) == [
        ("text", "나룻배가 강을 건넜다.")
    ]


def test_a_title_counts_where_the_first_page_has_it_too() -> None:
    page = lines("나룻배 소식지", "나룻배가 강을 건너 물푸레길 선착장에 닿았다고 시가 밝혔다.")
    for title, kept in (("Microsoft Word - a.docx", False), ("나룻배 소식지", True)):
        assert (reading(pdf(page, title=title)).metadata.title == title) is kept


def test_a_file_of_pictures_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="without text"):
        read(tmp_path, "scan.pdf", pdf([]))


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    data = pdf(lines("비밀"))
    guarded = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>"
        f"/ID[<{'00' * 16}><{'00' * 16}>]/Info"
    )
    with pytest.raises(ReadError, match="password"):
        read(tmp_path, "locked.pdf", data.replace(b"/Info", guarded.encode()))


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\nnothing of a PDF" * 20])
def test_a_damaged_file_says_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError, match="damaged"):
        read(tmp_path, "broken.pdf", data)


@given(place=st.integers(0, 1200), noise=st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_byte_is_read_or_refused(place: int, noise: bytes) -> None:
    data = pdf(lines("나룻배가 강을 건넜다.", "둘째 줄이다."))
    try:
        first = reading(data[:place] + noise + data[place + len(noise) :])
    except ReadError:
        return
    assert all(
        first.source[block.text.origin.starts[0]] == block.text.text[0] for block in first.blocks
    )


def test_lines_that_break_at_words_are_joined_with_spaces(tmp_path: Path) -> None:
    body = (
        "은빛시는 강변 나룻배 사업의 첫해 성과를",
        "담은 보고서를 펴냈으며 이용객이 목표를",
        "훌쩍 넘겼다고 밝혔고 시의회는 겨울 운항",
        "대책을 마련하라고 거듭 요구했다고 한다.",
    )
    (passage,) = passages(tmp_path, "a.pdf", pdf(lines(*body)))
    assert passage.text == " ".join(body)


def lying(tops: list[float]) -> str:
    return "\n".join(["1 w", *(f"50 {HEIGHT - top} m 400 {HEIGHT - top} l S" for top in tops)])


def test_rows_between_lying_rules_are_rows_also_where_a_cell_has_two_lines() -> None:
    cells = [
        Text("구분", 55, 115), Text("예산", 200, 115), Text("합계", 300, 115),
        Text("교통", 55, 135), Text("9,870", 200, 135), Text("10,681", 300, 135),
        Text("농어촌 기반", 55, 155), Text("시설 정비", 55, 167),
        Text("5,402", 200, 155), Text("6,605", 300, 155),
        Text("관광", 55, 187), Text("733", 200, 187), Text("706", 300, 187),
    ]  # fmt: skip
    below = "나루시는 이 예산을 다음 달 의회에 내고 의회는 그달 말까지 심사를 마친다고 한다."
    page = [*cells, Text(below, 50, 230)]
    found = kinds(pdf(page, extra=lying([100, 120, 140, 172, 192])))
    assert found == [
        ("header", "구분\t예산\t합계"),
        ("row", "교통\t9,870\t10,681"),
        ("row", "농어촌 기반\n시설 정비\t5,402\t6,605"),
        ("row", "관광\t733\t706"),
        ("text", below),
    ]


def test_text_between_two_tables_of_lying_rules_is_no_row() -> None:
    rows = [
        Text(cell, left, top)
        for top in (115, 135, 155, 215, 235, 255)
        for left, cell in ((55, "교통"), (300, "9,870"))
    ]
    between = "나루시는 이 예산을 다음 달 의회에 낸다고 밝혔다."
    rules = lying([100, 120, 140, 160, 200, 220, 240, 260])
    found = kinds(pdf([*rows[:6], Text(between, 50, 185), *rows[6:]], extra=rules))
    assert found.count(("row", "교통\t9,870")) == 6
    assert ("text", between) in found
