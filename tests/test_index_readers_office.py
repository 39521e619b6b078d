"""DOCX, HWPX and HWP: what stands in them is read in order, and what does not is not."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import office_fakes
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_fakes import hwp, hwp_text, hwpx, zipped

from index.cleaning import clean
from index.errors import ReadError
from index.passages import read_file
from index.readers import READERS, read_documents
from index.readers import package as package_module
from index.readers.binary import sniff
from index.readers.hwpsummary import read_summary
from index.records import Metadata, Reading
from index.sourcemap import pieces, squeeze

DATA = Path(__file__).parent / "data"
WORD = {"개요 1": "Heading 1", "개요 2": "Heading 2", "제목": "Title", "캡션": "Caption"}


def word(*content: Any) -> bytes:
    """The same content as python-docx writes it."""
    document = docx.Document()
    for block in content:
        _add(document, block)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _add(place: Any, block: Any) -> None:
    if not isinstance(block, list):
        style, text = block if isinstance(block, tuple) else ("바탕글", block)
        place.add_paragraph(text, style=WORD.get(style))
        return
    table = place.add_table(len(block), len(block[0]))
    for row, cells in enumerate(block):
        for column, parts in enumerate(cells):
            cell = table.cell(row, column)
            for part in [parts] if isinstance(parts, str) else parts:
                _add(cell, part)


WRITERS: dict[str, Callable[..., bytes]] = {"docx": word, "hwpx": hwpx, "hwp": hwp}


@pytest.fixture(params=sorted(WRITERS))
def format_(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(data: bytes) -> Reading:
    name = sniff(data)
    assert name is not None
    [reading] = READERS[name].read(data, [])
    return reading


def blocks(data: bytes) -> list[tuple[str, str]]:
    return [(block.kind, block.text.text) for block in clean(read(data)).blocks]


def refused(data: bytes) -> str:
    with pytest.raises(ReadError) as raised:
        read(data)
    return str(raised.value)


# -- what every format shares


def test_paragraphs_headings_and_tables_keep_their_order(format_: str) -> None:
    table = [["등대", "점등"], ["솔섬", "6월 30일"], ["긴여", "8월 15일"]]
    data = WRITERS[format_](
        ("개요 1", "추진 일정"), "공사는 3월에 시작한다.", table, "끝난 뒤에 연다."
    )
    assert sniff(data) == format_
    assert blocks(data) == [
        ("heading", "추진 일정"),
        ("text", "공사는 3월에 시작한다."),
        ("header", "등대\t점등"),
        ("row", "솔섬\t6월 30일"),
        ("row", "긴여\t8월 15일"),
        ("text", "끝난 뒤에 연다."),
    ]


def test_the_lines_above_a_table_are_its_caption(format_: str) -> None:
    table = [["등대", "예산"], ["솔섬", "420"]]
    found = blocks(WRITERS[format_]("<등대별 예산>", "(단위: 백만 원)", table))
    assert found[0] == ("caption", "<등대별 예산> (단위: 백만 원)")


def test_a_table_inside_a_cell_follows_the_row(format_: str) -> None:
    inner = [["배", "짐"], ["새벽호", "쌀"]]
    found = blocks(WRITERS[format_]([["때", "한 일"], ["아침", ["짐을 실었다.", inner]]]))
    assert found == [
        ("header", "때\t한 일"),
        ("row", "아침\t짐을 실었다."),
        ("header", "배\t짐"),
        ("row", "새벽호\t쌀"),
    ]


def test_a_table_of_one_column_is_a_box_around_text(format_: str) -> None:
    assert blocks(WRITERS[format_]([["새 등대를 켠다"], ["포구시가 4일 밝혔다."]])) == [
        ("text", "새 등대를 켠다"),
        ("text", "포구시가 4일 밝혔다."),
    ]


def test_a_table_with_whole_paragraphs_in_it_lays_out_the_page(format_: str) -> None:
    long = "등대는 열두 해 동안 꺼진 적이 없다. " * 30
    found = blocks(WRITERS[format_]([["왼쪽", long.strip()], ["다음", "글이다."]]))
    assert [kind for kind, _ in found] == ["text"] * 4


def test_the_paragraph_is_where_a_citation_points(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{format_}"
    path.write_bytes(WRITERS[format_]("첫 문단이다.", ("개요 1", "둘째 문단"), "셋째 문단이다."))
    [document] = read_file(path).documents
    found = [(p.locator.kind, p.locator.first, p.locator.last) for p in document.passages]
    assert found == [("paragraph", 1, 1), ("paragraph", 3, 3)]


def test_a_press_release_keeps_its_news_and_gives_its_date(format_: str) -> None:
    head = [["보도시점", "2026. 3. 4.(수) 조간"], ["배포", "2026. 3. 3.(화)"]]
    foot = [["담당 부서", "해양안전과", "책임자", "과장 오갯길 (055-000-1234)"], ["", "", "", ""]]
    news = [
        "갯마을 등대 세 곳 새로 켠다",
        "□ 포구시는 올해 안에 낡은 등대 세 곳을 새로 켠다고 밝혔다.",
    ]
    found = clean(read(WRITERS[format_](head, *news, "○ 솔섬 등대가 먼저다.", foot)))
    assert (found.metadata.date, found.metadata.date_origin) == ("2026-03-04", "byline")
    assert found.metadata.title == news[0]
    assert [(b.kind, b.text.text) for b in found.blocks] == [
        ("text", news[0]),
        ("item", news[1].removeprefix("□ ")),
        ("item", "솔섬 등대가 먼저다."),
    ]
    assert {r.reason for r in found.removals} >= {"time stamp", "contact"}


def test_a_list_of_telephone_numbers_is_a_table_like_any_other(format_: str) -> None:
    table = [["부서", "전화"], ["등대과", "055-000-1234"], ["뱃길과", "055-000-1235"]]
    assert [kind for kind, _ in blocks(WRITERS[format_](table))] == ["header", "row", "row"]


def test_a_style_of_an_outline_makes_no_heading_of_a_sentence(format_: str) -> None:
    found = blocks(
        WRITERS[format_](("개요 1", "추진 배경"), ("개요 2", "밤에 드나드는 배가 늘었다."))
    )
    assert [kind for kind, _ in found] == ["heading", "item"]


def test_a_title_is_what_its_style_says(format_: str) -> None:
    data = WRITERS[format_]("포구시 공고", ("제목", "등대를 켜는 날"), "6월 30일에 켠다.")
    assert read(data).metadata.title == "등대를 켜는 날"


def test_a_file_without_text_says_so(format_: str) -> None:
    assert "holds no text" in refused(WRITERS[format_](" "))


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"))
    | st.sampled_from("가나다 한글&;<>\u1112\u1161\u11ab"),
    max_size=30,
)
CONTENT = st.lists(
    LINES
    | st.tuples(st.sampled_from(["개요 1", "개요 2", "제목", "캡션"]), LINES)
    | st.integers(1, 3).flatmap(
        lambda n: st.lists(st.lists(LINES, min_size=n, max_size=n), min_size=1, max_size=4)
    )
    | st.sampled_from(["&amp; &lt;b&gt; &copy2024", "담당자: 오갯길\t055-000-1234", "○ 가\n나"]),
    min_size=1,
    max_size=6,
)


@given(content=CONTENT)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_quote_is_pieces_of_the_source(format_: str, content: list[Any]) -> None:
    data = WRITERS[format_]("첫 글이다.", *content)
    reading, again = clean(read(data)), read(data)
    assert reading.source == again.source
    for block in reading.blocks:
        text = block.text
        assert squeeze(pieces(again.source, text.spans())) == squeeze(text.text)
        assert (text.origin.starts[1:] >= text.origin.starts[:-1]).all()


@given(content=CONTENT)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_character_that_was_written_is_read(format_: str, content: list[Any]) -> None:
    def texts(blocks: Any) -> str:
        if isinstance(blocks, list):
            return "".join(map(texts, blocks))
        return blocks[1] if isinstance(blocks, tuple) else blocks

    source = read(WRITERS[format_]("첫 글이다.", *content)).source
    assert squeeze(source) == squeeze("첫 글이다." + texts(content))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(format_: str, seed: int) -> None:
    table = [["등대", "점등"], ["솔섬", "6월 30일"]]
    whole = WRITERS[format_](("개요 1", "추진 일정"), "공사는 3월에 시작한다.", table)
    chance = random.Random(seed)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(8, len(data)) :]
        try:
            for reading in READERS[format_].read(bytes(data), []):
                clean(reading)
        except ReadError:
            continue


# -- what only some can write


def test_deleted_text_is_not_read_and_inserted_is() -> None:
    text = (
        "<hp:t>공사는 <hp:deleteBegin/>쉬지 않고 <hp:deleteEnd/>"
        "<hp:insertBegin/>겨울에도 <hp:insertEnd/>이어진다.</hp:t>"
    )
    assert read(hwpx(text)).source == "공사는 겨울에도 이어진다."
    inner = (
        f"{run('공사는 ')}<w:del><w:r><w:delText>쉬지 않고</w:delText></w:r></w:del>"
        f"<w:ins>{run('겨울에도 이어진다.')}</w:ins>"
    )
    assert read(edited(word("자리"), inner)).source == "공사는 겨울에도 이어진다."


def edited(data: bytes, inner: str, extra: dict[str, str] | None = None) -> bytes:
    """A DOCX whose only paragraph, `자리`, has other XML in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    body = parts["word/document.xml"]
    assert isinstance(body, bytes)
    new = re.sub(rb"<w:r><w:t>\xec\x9e\x90\xeb\xa6\xac</w:t></w:r>", inner.encode(), body)
    return zipped({**parts, "word/document.xml": new, **(extra or {})})


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_note_follows_its_paragraph_and_its_mark_is_not_glued_to_a_word() -> None:
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    text = run("솔섬이다.")
    notes = (
        f"<w:footnotes {W}><w:footnote w:id='0'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r>{text}</w:p></w:footnote>"
        "</w:footnotes>"
    )
    data = edited(word("자리"), run("등대를") + mark + run(" 켠다."), {"word/footnotes.xml": notes})
    assert read(data).source == "등대를 켠다.\n솔섬이다."
    note = "<hp:ctrl><hp:footNote><hp:subList>{}</hp:subList></hp:footNote></hp:ctrl>"
    note = note.format(office_fakes.hwpx_block("솔섬이다."))
    assert read(hwpx(f"<hp:t>등대를</hp:t>{note}<hp:t> 켠다.</hp:t>")).source == read(data).source
    assert read(hwp("등대를 켠다.", {"fn  ": ["솔섬이다."]})).source == read(data).source


def test_comments_and_equations_are_not_read_and_text_boxes_are() -> None:
    assert read(hwp("글이다.", {"tcmt": ["몰래 적은 말"]}, {"gso ": ["상자다."]})).source == (
        "글이다.\n상자다."
    )
    box = "<hp:rect><hp:drawText><hp:subList>{}</hp:subList></hp:drawText></hp:rect>"
    comment = "<hp:ctrl><hp:hiddenComment><hp:subList>{}</hp:subList></hp:hiddenComment></hp:ctrl>"
    inner = "<hp:t>글이다.</hp:t>" + box.format(office_fakes.hwpx_block("상자다."))
    inner += comment.format(office_fakes.hwpx_block("몰래 적은 말"))
    inner += "<hp:equation><hp:script>x over y</hp:script></hp:equation>"
    assert read(hwpx(inner)).source == "글이다.\n상자다."
    drawn = "<w:txbxContent><w:p><w:r><w:t>상자다.</w:t></w:r></w:p></w:txbxContent>"
    inner = (
        "<w:r><w:t>글이다.</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='m'>"
        f"<mc:Choice><w:drawing>{drawn}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{drawn}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(edited(word("자리"), inner)).source == "글이다.\n상자다."


def test_the_head_and_foot_of_a_page_are_removed_and_said_to_be() -> None:
    document = docx.Document()
    document.add_paragraph("글이다.")
    document.sections[0].header.paragraphs[0].text = "포구시 보도자료"
    target = io.BytesIO()
    document.save(target)
    for data in (target.getvalue(), hwp("글이다.", {"head": ["포구시 보도자료"]})):
        reading = read(data)
        assert [b.text.text for b in reading.blocks] == ["글이다."]
        [removal] = reading.removals
        assert (removal.reason, removal.excerpt) == ("page header", "포구시 보도자료")
        assert reading.source[removal.start : removal.end] == "포구시 보도자료"


def test_what_a_field_shows_is_read_and_its_instruction_is_not() -> None:
    begin, separate, end = (
        f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>" for kind in ("begin", "separate", "end")
    )
    instruction = "<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
    inner = f"{begin}{instruction}{separate}{run('등대 누리집')}{end}"
    inner += run("숨은 글").replace("<w:t ", "<w:rPr><w:vanish/></w:rPr><w:t ")
    assert read(edited(word("자리"), inner)).source == "등대 누리집"


def test_a_cell_that_reaches_down_stands_in_every_row() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    rows = ["구분 등대 예산", "먼바다 솔섬 420", "_ 긴여 380", "앞바다 너른바위 515"]
    for row, line in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, line.split(), strict=True):
            cell.text = text.strip("_")
    table.cell(1, 0).merge(table.cell(2, 0))
    target = io.BytesIO()
    document.save(target)
    assert [text for _, text in blocks(target.getvalue())][1:] == [
        "먼바다\t솔섬\t420",
        "먼바다\t긴여\t380",
        "앞바다\t너른바위\t515",
    ]


def test_column_names_over_two_rows_are_one_header() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, line in zip(table.rows, ["등대 예산 _", "_ 올해 이듬해", "솔섬 4 5"], strict=True):
        for cell, text in zip(row.cells, line.split(), strict=True):
            cell.text = text.strip("_")
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    target = io.BytesIO()
    document.save(target)
    assert blocks(target.getvalue()) == [
        ("header", "등대\t예산\t올해\t이듬해"),
        ("row", "솔섬\t4\t5"),
    ]


def test_control_characters_of_hwp_are_no_letters() -> None:
    link = office_fakes.hwp_control(3, "%hlk")
    text = hwp_text("가") + link + hwp_text("나\t다") + b"\x1f\0" + hwp_text("라")
    section = b"".join(office_fakes.hwp_paragraph(text, 0))
    assert read(hwp(flags=0, section=section)).source == "가나\t다 라"


# -- what is refused


@pytest.mark.parametrize(
    ("flags", "reason"), [(3, "password"), (5, "distribution"), (17, "rights")]
)
def test_a_protected_hwp_says_so(flags: int, reason: str) -> None:
    assert reason in refused(hwp("글이다.", flags=flags))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"HWP Document File V3.00 \x1a\1\2\3\4\5" + b"\0" * 100, "HWP 3"),
        (office_fakes.compound({"WordDocument": b"x"}), ".doc"),
        (office_fakes.compound({"Workbook": b"x"}), ".xls"),
        (office_fakes.compound({"PowerPoint Document": b"x"}), ".ppt"),
        (office_fakes.compound({"EncryptedPackage": b"x"}), "password"),
        (zipped({"xl/workbook.xml": "<x/>"}), ".xlsx"),
        (zipped({"ppt/presentation.xml": "<x/>"}), ".pptx"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), ".odt"),
    ],
)
def test_another_format_is_named_with_what_to_do(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.hwp"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=r"save it as \.docx, \.hwpx or PDF") as raised:
        read_documents(path)
    assert name in str(raised.value)


def test_a_part_that_inflates_past_the_limit_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package_module, "PART_BYTES", 1 << 20)
    bomb = hwpx("글이다.", extra={"Contents/section1.xml": "<a>" + " " * (2 << 20) + "</a>"})
    assert "inflates to more than 1 MB" in refused(bomb)


def test_parts_that_inflate_past_the_limit_together_are_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package_module, "TOTAL_BYTES", 3 << 20)
    parts = {f"Contents/section{n}.xml": "<a>" + " " * (1 << 20) + "</a>" for n in range(1, 5)}
    assert "inflates to more than" in refused(hwpx("글이다.", extra=parts))


def test_a_stream_of_hwp_that_inflates_past_the_limit_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("index.readers.hwprecords.STREAM_BYTES", 1 << 20)
    assert "inflates to more than 1 MB" in refused(hwp("가" * (2 << 20)))


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "document type"),
        ("<a>" * 5_000 + "</a>" * 5_000, "deeper"),
        ("<a><b></a>", "damaged"),
        ("", "damaged"),
    ],
)
def test_xml_that_is_a_trap_or_broken_is_refused(xml: str, reason: str) -> None:
    assert reason in refused(hwpx("글이다.", extra={"Contents/section1.xml": xml}))


def test_a_count_of_properties_that_lies_costs_nothing() -> None:
    head = b"\0" * 44 + struct.pack("<I", 48)
    vector = struct.pack("<IIIIII", 24, 2**32 - 1, 2, 16, 0x1000, 2**32 - 1)
    assert read_summary(head + vector) == Metadata()
    day = struct.pack("<IIIIIQ", 28, 1, 13, 16, 64, 134_170_560_000_000_000)
    assert read_summary(head + day).date_origin == "properties"


def test_records_that_nest_too_deep_are_refused() -> None:
    section = b"".join(office_fakes._record(66, level, b"\0" * 12) for level in range(500))
    assert "deeper" in refused(hwp(flags=0, section=section))


# -- files that other programs wrote


@pytest.mark.parametrize("program", ["lights.docx", "lights.hwpx", "lights.hwp"])
def test_a_file_of_another_program_is_read_as_it_is_seen(program: str) -> None:
    """LibreOffice, python-hwpx 6.9, and the records of hwp-converter-ai 0.2 in our compound."""
    reading = clean(read((DATA / program).read_bytes()))
    found = [(block.kind, block.text.text) for block in reading.blocks]
    assert reading.metadata.title == "갯마을 등대 세 곳 새로 켠다"
    assert ("heading", "추진 배경") in found
    assert ("item", "어민들은 불빛이 약해 어귀를 찾기 어렵다고 말해 왔다.") in found
    assert [text for kind, text in found if kind == "header"][-1].split("\t")[:1] in (
        ["구분"],
        ["등대"],
    )
    rows = [text for kind, text in found if kind == "row"]
    assert any(row.startswith(("먼바다\t긴여\t", "긴여\t4월 10일")) for row in rows)
    assert "쉬지 않고" not in reading.source
    assert "확인이 필요함" not in reading.source


def test_headings_with_their_pages_are_a_table_of_contents(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("제1장 적용\t1", "제2장 보관\t2"):
        document.add_paragraph(line)
    for heading in ("제1장 적용", "제2장 보관"):
        document.add_heading(heading, 1)
        document.add_paragraph("이 지침은 시험실에서 쓰는 시약의 보관과 폐기에 적용한다.")
    path = tmp_path / "a.docx"
    document.save(str(path))
    file = read_file(path).documents[0]
    assert "제1장 적용 1" not in "".join(p.heading + p.text for p in file.passages)
    assert sum(cut.reason == "table of contents" for cut in file.removals) == 2
