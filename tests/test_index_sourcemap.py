"""DESIGN's first idea: every slice of an edited text still stands, character by character, in its
source."""

import unicodedata
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sourcemap import Edit, MappedText, Origin, Span, pieces, squeeze

PIECES = [
    "가",
    "한국",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "a",
    "2024",
    ";",
    "&",
    "amp;",
    "lt;",
    "&copy2024",
    "&notit;",
    "&amp;lt;",
    "&nbsp;",
    "&middot;",
    "&#44032;",
    "&#x1F600;",
    "&NotEqualTilde;",
    "&amp",
    "&#0;",
    "&unknown;",
    unicodedata.normalize("NFD", "한글"),
    "e\u0301",
    "&#769;",
    "\u0301",
    "q\u0307\u0323",
    "\u0958",
    "\U0001f600",
    "\U0001f1f0\U0001f1f7",
    "\u200b",
    "\ufeff",
    "\u2028",
    "<b>",
    "</b>",
    "**",
]
SOURCES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
Operation = Callable[[MappedText, str, st.DataObject], MappedText]


def ranges(text: MappedText, data: st.DataObject) -> list[tuple[int, int]]:
    ends = st.integers(0, len(text))
    return data.draw(st.lists(st.tuples(ends, ends).map(lambda r: (min(r), max(r))), max_size=3))


def cut(text: MappedText, source: str, data: st.DataObject) -> MappedText:
    return text.cut(snapped(text, r) for r in ranges(text, data))


def joined(text: MappedText, source: str, data: st.DataObject) -> MappedText:
    return MappedText.joined(text.lines(), data.draw(st.sampled_from([" ", "", "\t"])))


def bridged(text: MappedText, source: str, data: st.DataObject) -> MappedText:
    lines = [line.stripped() for line in text.lines()] or [text]
    whole = lines[0]
    for line in lines[1:]:
        whole = MappedText.joined([whole.bridged(line, source), line], "")
    return whole


def spaced(text: MappedText, source: str, data: st.DataObject) -> MappedText:
    """White space for white space, as one_line does."""
    found = [i for i, c in enumerate(text.text) if c.isspace()]
    runs: list[list[int]] = []
    for i in found:
        if runs and runs[-1][1] == i:
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    with_space = data.draw(st.booleans())
    return text.edit(Edit(a, b, " " if with_space else "") for a, b in runs)


OPERATIONS: dict[str, Operation] = {
    "cut": cut,
    "resolved": lambda text, *_: text.resolved(),
    "composed": lambda text, *_: text.composed(),
    "stripped": lambda text, *_: text.stripped(),
    "joined": joined,
    "bridged": bridged,
    "spaced": spaced,
}


def snapped(text: MappedText, given: tuple[int, int]) -> tuple[int, int]:
    """The range widened so that it parts no characters that have one origin."""
    starts, ends = text.origin.starts, text.origin.ends
    start, end = given

    def parts(i: int) -> bool:
        return 0 < i < len(text) and starts[i] < ends[i - 1]

    while parts(start):
        start -= 1
    while parts(end):
        end += 1
    return start, end


def assert_every_slice_stands_in(source: str, text: MappedText) -> None:
    assert (np.diff(text.origin.starts) >= 0).all()
    assert (text.origin.ends >= text.origin.starts).all()
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            a, b = snapped(text, (start, end))
            assert squeeze(pieces(source, text.spans(a, b))) == squeeze(text.text[a:b])


@given(SOURCES, st.lists(st.sampled_from(sorted(OPERATIONS)), max_size=5), st.data())
def test_every_slice_of_an_edited_text_stands_in_its_source(
    source: str, names: list[str], data: st.DataObject
) -> None:
    # references are resolved before lines are rejoined, as every reader does
    text = MappedText.of(source)
    early = data.draw(st.lists(st.sampled_from(["cut", "stripped", "composed"]), max_size=1))
    for name in [*early, "resolved", *names]:
        text = OPERATIONS[name](text, source, data)
    assert_every_slice_stands_in(source, text)


@given(SOURCES, st.data())
def test_an_origin_survives_being_stored(source: str, data: st.DataObject) -> None:
    text = cut(MappedText.of(source).resolved().composed(), source, data)
    text = joined(text, source, data)
    assert Origin.from_bytes(text.origin.to_bytes()) == text.origin


def test_an_accent_behind_a_reference_is_composed_with_none_of_its_letters() -> None:
    text = MappedText.of("R&amp\u0301").composed().resolved()
    assert text.text == "R&\u0301"


def test_a_reference_whose_white_space_was_cut_is_resolved() -> None:
    text = MappedText.of("A&amp  B").cut([Span(5, 7)])
    assert text.resolved().text == "A&B"


@given(SOURCES)
def test_resolving_writes_what_html_unescape_writes(source: str) -> None:
    import html

    assert MappedText.of(source).resolved().text == html.unescape(source)


@given(SOURCES)
def test_composing_gives_nfc_for_hangul_latin_and_kana(source: str) -> None:
    text = MappedText.of(source).composed().text
    assert squeeze(text) == squeeze(source)


@pytest.mark.parametrize(
    ("source", "text", "spans"),
    [
        ("&copy2024", "©2024", ((0, 9),)),
        ("&notit;", "¬it;", ((0, 7),)),
        ("&amp;lt;", "&lt;", ((0, 8),)),
        ("가&middot;나", "가·나", ((0, 10),)),
        ("R&D", "R&D", ((0, 3),)),
    ],
)
def test_references_are_resolved_once(
    source: str, text: str, spans: tuple[tuple[int, int], ...]
) -> None:
    mapped = MappedText.of(source).resolved()
    assert (mapped.text, mapped.spans()) == (text, spans)
    assert mapped.resolved().text == text


def test_a_cut_tag_does_not_make_a_reference_of_its_neighbours() -> None:
    source = "&<b>amp;</b>"
    text = MappedText.of(source).cut([(1, 4), (8, 12)]).resolved()
    assert text.text == "&amp;"
    assert pieces(source, text.spans()) == "&amp;"


def test_a_syllable_of_several_jamo_is_one_character_with_all_their_places() -> None:
    source = unicodedata.normalize("NFD", "각")
    text = MappedText.of(source).composed()
    assert (text.text, text.spans(0, 1)) == ("각", (Span(0, 3),))


def test_jamo_that_a_tag_parts_stay_apart() -> None:
    source = "\u1100<b>\u1161"
    text = MappedText.of(source).cut([(1, 4)]).composed()
    assert text.spans() == (Span(0, 1), Span(4, 5))
    assert_every_slice_stands_in(source, text)


def test_white_space_that_is_cut_belongs_to_the_character_before_it() -> None:
    text = MappedText.of("동맹의 \n\n 확대").cut([(3, 7)])
    assert (text.text, text.spans()) == ("동맹의확대", (Span(0, 9),))


def test_white_space_beside_a_cut_tag_never_takes_the_tag_in() -> None:
    source = "가<b> </b>나"
    text = MappedText.of(source).cut([(1, 4), (5, 9)]).cut([(1, 2)])
    assert (text.text, text.spans()) == ("가나", (Span(0, 1), Span(9, 10)))


def test_white_space_over_a_cut_tag_becomes_one_space_without_it() -> None:
    source = "가 <b> 나"
    text = MappedText.of(source).cut([(2, 5)]).edit([Edit(1, 3, " ")])
    assert text.text == "가 나"
    assert_every_slice_stands_in(source, text)


def test_a_bridge_is_built_over_white_space_only() -> None:
    source = "앞\n\n뒤<i>끝"
    one, two, three = (MappedText.of(source).slice(i, i + 1) for i in (0, 3, 7))
    assert MappedText.joined([one.bridged(two, source), two], "").spans() == (Span(0, 4),)
    assert two.bridged(three, source) == two


def test_lines_end_at_every_kind_of_line_break() -> None:
    lines = MappedText.of("하나\r\n둘\n셋\u2028넷\r").lines()
    assert [line.text for line in lines] == ["하나", "둘", "셋", "넷", ""]


def test_an_empty_part_between_others_keeps_places_in_order() -> None:
    source = "가나다"
    text = MappedText.of(source)
    row = MappedText.joined([text.slice(0, 2), text.slice(2, 2), text.slice(2, 3)], "\t")
    assert row.text == "가나\t\t다"
    assert (np.diff(row.origin.starts) >= 0).all()


def test_overlapping_edits_are_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="overlap"):
        MappedText.of("가나다").edit([Edit(0, 2), Edit(1, 3)])


def test_a_text_and_its_origin_have_one_length() -> None:
    with pytest.raises(ValueError, match="3 characters, 2 origins"):
        MappedText("가나다", MappedText.of("가나").origin)


def test_at_finds_the_first_character_behind_a_place() -> None:
    text = MappedText.of("가나다라").cut([(1, 3)])
    assert [text.origin.at(i) for i in range(5)] == [0, 1, 1, 1, 2]


def test_squeeze_drops_white_space_before_it_composes() -> None:
    assert squeeze("\u1112 \u1161\u200b\n\u11ab\ufeff") == "한"


def test_nothing_maps_to_nothing() -> None:
    empty = MappedText.of("")
    assert (empty.spans(), empty.lines()[0].text, empty.stripped().text) == ((), "", "")
    assert Origin.from_bytes(empty.origin.to_bytes()) == empty.origin
    assert MappedText.joined([], " ").text == ""
