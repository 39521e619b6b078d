"""Which quotes are made of the sentences that are cited."""

import pytest

from index.records import Hit, Locator, Passage
from index.sourcemap import MappedText, Span
from qa.evidence import Evidence, beside, folded

HELD = "군은 다리를 다시 놓는다. 새 다리는 8월에 연다. 비용은 나라가 낸다. 걸어서도 건널 수 있다."
SAME, OTHER = "새 다리는 8월에 연다.", "새 다리의 이름은 공모한다."
ENDS = [i + 1 for i, sign in enumerate(HELD) if sign == "."]
FIRST, SECOND, THIRD, LAST = (
    Span(*one) for one in zip([0, *(e + 1 for e in ENDS)], ENDS, strict=False)
)


def hit(document: str, text: str) -> Hit:
    mapped = MappedText.of(text)
    sentences, place = (Span(0, len(text)),), Locator("text", 1, 1)
    whole = Passage(document, document, "", "", None, "", text, mapped.origin, sentences, place)
    return Hit(1, 1.0, {}, whole)


IN_A = hit("a.txt", HELD)


def cited(*spans: Span) -> list[str]:
    return [one.quote for one in folded([Evidence(IN_A, span, Span(0, 2), 1.0) for span in spans])]


def test_sentences_that_stand_beside_each_other_are_one_quote() -> None:
    assert cited(SECOND, FIRST, THIRD) == [HELD[: THIRD.end]]


def test_the_mark_stays_where_it_was_in_a_quote_that_is_drawn_out() -> None:
    [quote] = folded(
        [Evidence(IN_A, SECOND, Span(6, 8), 1.0), Evidence(IN_A, FIRST, Span(0, 2), 1.0)]
    )
    assert quote.quote[quote.mark.start : quote.mark.end] == "8월"


def test_sentences_with_another_one_between_are_two_quotes() -> None:
    assert cited(FIRST, LAST) == [HELD[FIRST.start : FIRST.end], HELD[LAST.start : LAST.end]]


def test_a_quote_grows_no_longer_than_one_reads() -> None:
    long = hit("c.txt", " ".join(f"{'긴 말이 이어진다 ' * 20}{n}." for n in "12"))
    half = long.passage.text.index("1.") + 2
    spans = Span(0, half), Span(half + 1, len(long.passage.text))
    assert len(folded([Evidence(long, span, Span(0, 1), 1.0) for span in spans])) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [("비용은 347채분이다.", True), ("모두 347채였다.", True), ("47채였다.", False)],
)
def test_a_further_sentence_bears_an_answer_out_where_it_marks_the_same(
    text: str, says: bool
) -> None:
    best = Evidence(hit("a.txt", "집은 347채다."), Span(0, 8), Span(3, 7), 1.0)
    start = text.index("채") - 3 if "347" in text else 0
    mark = Span(start, text.index("채") + 1)
    other = Evidence(hit("b.txt", text), Span(0, len(text)), mark, 0.9)
    assert beside(best, other).candidate is not says


@pytest.mark.parametrize(("text", "quotes"), [(SAME, 1), (OTHER, 2)])
def test_what_another_document_says_word_for_word_is_the_same_quote(text: str, quotes: int) -> None:
    other = hit("b.txt", text)
    found = folded(
        [
            Evidence(IN_A, SECOND, Span(6, 8), 1.0),
            Evidence(other, Span(0, len(text)), Span(0, 1), 0.9),
        ]
    )
    assert len(found) == quotes
    assert ("b.txt" in found[0].hit.same_as) == (quotes == 1)
