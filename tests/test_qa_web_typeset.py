from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Locator, LocatorKind, Passage
from index.sourcemap import MappedText, Span
from qa.web.blocks import Block, Heading, Item, Page, Paragraph, Points, Run, Table, lit
from qa.web.typeset import laid_out


def passage(
    source: str,
    text: str,
    heading: str = "",
    *,
    kind: LocatorKind = "text",
    place: int = 1,
) -> Passage:
    start = source.index(text)
    cut = MappedText.of(source).slice(start, start + len(text))
    return Passage(
        f"p{start}", "다리.md", "새 다리", "", None, heading, text, cut.origin,
        (Span(0, len(text)),), Locator(kind, place, place),
    )  # fmt: skip


def runs_of(block: Block) -> list[Run]:
    match block:
        case Paragraph(runs):
            return list(runs)
        case Points(points):
            return [run for point in points for run in point.runs]
        case Table(_, rows):
            return [run for row in rows for cell in row for run in cell]
    return []


def shown(passages: Sequence[Passage], quotes: Sequence[Span] = (), **options: str) -> list[Block]:
    return list(laid_out(passages, lit(passages, dict(enumerate(quotes, start=1))), **options))


def test_headings_come_once_each_with_their_level_and_without_the_title_again() -> None:
    source = "첫째 문단.\n\n둘째 문단.\n\n셋째 문단."
    blocks = shown(
        [
            passage(source, "첫째 문단.", "새 다리 › 개통"),
            passage(source, "둘째 문단.", "새 다리 › 개통 › 길이"),
            passage(source, "셋째 문단.", "새 다리 › 비용"),
        ],
        title="새 다리",
    )
    headings = [block for block in blocks if isinstance(block, Heading)]
    assert headings == [Heading("개통", 2), Heading("길이", 3), Heading("비용", 2)]


def test_a_first_line_that_repeats_the_title_is_left_out_unless_it_may_be_the_quote() -> None:
    source = "새 다리\n본문이다."
    passages = [passage(source, source)]
    assert shown(passages, title="새 다리") == [Paragraph((Run("본문이다."),))]
    assert len(shown(passages, [Span(0, 4)], title="새 다리")) == 2


def test_rows_under_the_same_names_are_one_table_with_the_note_below_it() -> None:
    source = "보행자\t1,200\n자전거\t640\n※ 5월에 세었다.\n다음 문단이다."
    names = "이용 › 구분 | 평일"
    blocks = shown(
        [
            passage(source, "보행자\t1,200", names),
            passage(source, "자전거\t640", names),
            passage(source, "※ 5월에 세었다.", names),
            passage(source, "다음 문단이다.", "이용"),
        ]
    )
    heading, table, after = blocks
    assert heading == Heading("이용", 2)
    assert isinstance(table, Table)
    assert table.names == ("구분", "평일")
    assert [len(row) for row in table.rows] == [2, 2, 1]
    assert table.width == 2
    assert after == Paragraph((Run("다음 문단이다."),))


def test_marks_that_stand_in_the_file_before_a_line_make_a_list_with_levels() -> None:
    source = "\n□ 큰 점\n  ○ 작은 점\n  ○ 또 하나\n□ 다음 점\n끝맺는 문단"
    [points, paragraph] = shown(
        [
            passage(source, text)
            for text in ("큰 점", "작은 점", "또 하나", "다음 점", "끝맺는 문단")
        ],
        source=source,
    )
    assert isinstance(points, Points)
    assert [(item.mark, item.depth) for item in points.points] == [
        ("□", 0), ("○", 1), ("○", 1), ("□", 0)
    ]  # fmt: skip
    assert paragraph == Paragraph((Run("끝맺는 문단"),))


def test_points_of_a_web_page_are_a_list_too() -> None:
    source = "<ul><li class=x><b>하나이다</b></li><li>둘이다</li></ul>"
    [points] = shown([passage(source, "하나이다"), passage(source, "둘이다")], source=source)
    assert points == Points((Item((Run("하나이다"),), "•", 0), Item((Run("둘이다"),), "•", 0)))


def test_marks_in_the_text_itself_need_no_file() -> None:
    source = "1. 첫째이다\n2. 둘째이다"
    [points] = shown([passage(source, source)])
    assert isinstance(points, Points)
    assert [item.mark for item in points.points] == ["1.", "2."]


def test_a_subtitle_between_dashes_is_no_point() -> None:
    source = "\n- 부제이다 -\n"
    assert shown([passage(source, "부제이다 -")], source=source) == [
        Paragraph((Run("부제이다 -"),))
    ]


def test_a_long_paragraph_that_was_cut_is_whole_again_where_the_file_says_so() -> None:
    source = "앞 문장이다. 뒤 문장이다.\n새 문단이다."
    passages = [passage(source, t) for t in ("앞 문장이다.", "뒤 문장이다.", "새 문단이다.")]
    whole, new = shown(passages, source=source)
    assert whole == Paragraph((Run("앞 문장이다."), Run(" "), Run("뒤 문장이다.")))
    assert new == Paragraph((Run("새 문단이다."),))
    assert len(shown(passages)) == 3


def test_the_pages_of_a_file_are_told_where_they_begin() -> None:
    source = "첫 쪽이다. 둘째 쪽이다."
    one = passage(source, "첫 쪽이다.", kind="page", place=3)
    two = passage(source, "둘째 쪽이다.", kind="page", place=4)
    blocks = shown([one, two])
    assert [block for block in blocks if isinstance(block, Page)] == [Page(3), Page(4)]


def test_a_quote_is_lit_in_its_own_passage_not_in_the_footnote_that_stands_inside_it() -> None:
    source = "본문의 앞부분과 [각주] 뒷부분이다."
    whole = MappedText.of(source)
    text = whole.cut([Span(9, 14)])
    body = Passage("p0", "d", "", "", None, "", text.text, text.origin, (), Locator("text", 1, 1))
    note = passage(source, "[각주]")
    quote = Span(0, len(source))
    assert set(lit([body, note], {1: quote})) == {"p0"}


def test_each_quote_has_one_anchor_and_its_number() -> None:
    source = "하나이다.\n둘이다."
    blocks = shown([passage(source, source)], [Span(0, 10), Span(7, 8)])
    runs = [run for block in blocks for run in runs_of(block)]
    assert [(run.text, run.quote, run.first) for run in runs if run.quote] == [
        ("하나이다.", 1, True),
        ("둘이다.", 1, False),
    ]


TEXT = st.text(st.sampled_from("가나 \n\t-□<1.&다"), min_size=1, max_size=60)


@settings(deadline=None)
@given(TEXT, st.data())
def test_what_is_lit_is_the_quote_and_what_is_shown_is_the_text(
    source: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    blocks = shown([passage(source, source)], [Span(start, end)], source=source)
    runs = [run for block in blocks for run in runs_of(block)]
    marks = [item.mark for block in blocks if isinstance(block, Points) for item in block.points]

    def letters(text: str) -> str:
        return "".join(text.split())

    all_of_it, apart = letters("".join(run.text for run in runs)), letters("".join(marks))
    assert len(all_of_it) + len(apart) == len(letters(source))
    quote, lit_up = letters(source[start:end]), letters("".join(r.text for r in runs if r.quote))
    rest = iter(quote)
    assert all(letter in rest for letter in lit_up), "in their order, nothing else between"
    assert len(lit_up) + len(apart) >= len(quote)
    assert sum(run.first for run in runs) <= 1
