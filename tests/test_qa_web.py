import html
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from web_fakes import POISON, FakeBot, citation, found, hit, shown_after, text_of

from index.errors import InputError
from index.sourcemap import Span
from qa.messages import Language, language_of, say, table
from qa.related import Related
from qa.web.cards import CONTEXT, card, nearest
from qa.web.chat import Panes, panes
from qa.web.header import header
from qa.web.links import document_link
from qa.web.listening import run
from qa.web.markup import clean, ending, marked, shortened
from qa.web.session import Session
from qa.web.turns import Scope, Turn

TEXT = st.text(st.characters(codec=None, exclude_categories=()))  # lone surrogates, NUL: all of it


def shown(*turns: Turn) -> Panes:
    session = Session()
    session.turns = turns
    return panes(session)


# messages


@pytest.mark.parametrize("key", table("ko"))
def test_every_sentence_is_there_in_both_languages_with_the_same_values(key: str) -> None:
    korean, english = (re.findall(r"{(\w+)", table(language)[key]) for language in ("ko", "en"))
    assert table("ko")[key]
    assert table("en")[key]
    assert sorted(korean) == sorted(english)


@pytest.mark.parametrize(
    ("header", "language"),
    [(None, "ko"), ("", "ko"), ("*", "ko"), ("ko-KR,en;q=0.5", "ko"), ("KO", "ko"),
     ("en-US,ko;q=0.9", "en"), ("fr", "en"), ("kok", "en")],
)  # fmt: skip
def test_the_language_is_korean_unless_the_browser_puts_another_first(
    header: str | None, language: str
) -> None:
    assert language_of(header) == language


# HTML


@settings(deadline=None)
@given(TEXT, st.integers(-3, 40), st.integers(-3, 40))
def test_a_marked_quote_shows_the_quote_and_nothing_else(quote: str, start: int, end: int) -> None:
    markup = str(marked(quote, Span(start, end)))
    assert text_of(markup) == quote
    assert set(re.findall(r"<[^>]*>", markup)) <= {'<mark class="decisive">', "</mark>"}


@settings(deadline=None)
@given(TEXT, st.data())
def test_the_mark_holds_exactly_its_span(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote)))
    end = data.draw(st.integers(start, len(quote)))
    inside = re.findall(r"(?s)<mark[^>]*>(.*)</mark>", str(marked(quote, Span(start, end))))
    assert [html.unescape(one) for one in inside] == ([quote[start:end]] if start < end else [])


def full_turn(text: str) -> Turn:
    """A turn with `text` wherever a document or a person can have put it."""
    one = citation(f"2019년{text}", title=text, source=text, date=text, heading=text, document=text,
                   same_as=(text,), conflicts=(text,))  # fmt: skip
    answer = found("q", one, standalone_question=text, parts=(text, text),
                   unknown_terms=(text,), missing_terms=(text,), gloss=text,
                   level="maybe")  # fmt: skip
    beside = {text: Related(text, text, text, text, text, Span(0, 1))}
    scope = Scope(text, text, (text,))
    return Turn(1, text, scope, answer=answer, contexts=((text, text),), others=(beside,))


def tags_of(markup: str) -> list[str]:
    return re.findall(r"<(/?[a-z0-9]+(?: [a-z-]+(?==))*)", markup)


@settings(deadline=None)
@given(TEXT)
def test_whatever_a_document_or_a_person_writes_adds_no_tag_to_the_page(text: str) -> None:
    plain = shown(full_turn("x"))
    for markup, harmless in zip(shown(full_turn(f"x{text}")), plain, strict=True):
        assert tags_of(markup) == tags_of(harmless)
        assert markup.count("<") == harmless.count("<")
        assert markup.count('"') == harmless.count('"')


@settings(deadline=None)
@given(TEXT)
def test_a_cleaned_text_can_be_sent_and_keeps_its_length(text: str) -> None:
    assert len(clean(text)) == len(text)
    assert clean(text).encode("utf-8").decode("utf-8") == clean(text)
    assert "\0" not in clean(text)


def test_poison_stands_literally_in_bubble_quote_title_and_file_name() -> None:
    _, (talk, sources) = shown_after(FakeBot(), POISON)
    assert text_of(talk).count(POISON) == 4  # the question; quote, title and outlet of the second
    assert text_of(sources).count(POISON) >= 6
    assert "<script" not in talk + sources
    assert 'href="javascript' not in talk + sources


def test_long_surroundings_are_cut_and_say_so() -> None:
    markup = str(card(1, citation(), ("앞" * 900, "뒤" * 900), {}, "ko"))
    assert f"…{'앞' * CONTEXT}<" in markup
    assert f"{'뒤' * CONTEXT}…<" in markup
    assert shortened("가나다", 3) == ending("가나다", 3) == "가나다"


def test_a_card_says_where_the_quote_stands_and_whether_the_file_still_holds_it() -> None:
    others = {"same_as": ("a.md", "b.md"), "conflicts": ("c.md",), "earlier": ("d e.md",)}
    markup = str(card(3, citation(status="missing", **others), ("", ""), {}, "ko"))
    shown = text_of(markup)
    assert 'href="/documents/d%20e.md"' in markup
    for part in ("새 다리 열려", "강변일보", "2019-05-03", "도시 > 교통", "city/bridge.md", "7–8행",
                 "파일이 없음", "같은 내용의 문서 2건", "다르게 말하는 문서 1건",
                 "먼저 나온 판 1건"):  # fmt: skip
        assert part in shown


def test_the_line_below_a_title_does_not_repeat_it() -> None:
    for heading, line in (
        ("새 다리  열려 › 교통", "교통"), ("새 다리 열려", None), ("도시 › 교통", "도시 › 교통"),
    ):  # fmt: skip
        sources = shown(
            replace(full_turn("x"), answer=found("q", citation(heading=heading)))
        ).sources
        assert re.findall(r'<p class="heading">(.*?)</p>', sources) == [line] * (line is not None)


def test_of_a_document_only_its_nearest_passage_is_shown_where_nothing_answers() -> None:
    one, other = hit(1), hit(3)
    again = replace(hit(2), passage=replace(hit(2).passage, document=one.passage.document))
    assert nearest([one, again, other]) == [one, other]


def test_the_head_leads_to_the_pages_beside_the_chat_in_its_language() -> None:
    for language in get_args(Language):
        shown = header(language)
        for name in ("documents", "insight"):
            assert f'<a href="/{name}?lang={language}"' in shown
            assert say(name, language) in text_of(shown)


def test_a_document_opens_at_the_quote_whatever_its_name_holds() -> None:
    link = document_link('a b/"다리".md?x=1&y#z', Span(3, 9))
    assert link.startswith("/documents/a%20b/%22")
    assert link.endswith("%3Fx%3D1%26y%23z?start=3&end=9#quote")
    assert "120" in str(card(1, citation(), ("", ""), {}, "ko"))
    assert 'href="/documents/city/bridge.md?start=120&amp;end=150#quote"' in str(
        card(1, citation(), ("", ""), {}, "ko")
    )


def test_a_source_leads_to_all_that_the_conversation_quotes_of_its_document() -> None:
    first = replace(citation(), start=10, end=20)
    later = replace(citation(), start=120, end=150)
    turns = [
        Turn(number, "q", answer=found("q", one), contexts=(("", ""),), others=({},))
        for number, one in enumerate((first, later), start=1)
    ]
    sources = html.unescape(shown(*turns).sources)
    assert "start=10&end=20&start=120&end=150#quote" in sources
    assert "start=120&end=150&start=10&end=20#quote" in sources


# the server


def test_a_taken_port_is_an_error_that_names_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} .* choose another"):
            run(FastAPI(), port=port)


def test_app_takes_the_options_of_qa_serve(tmp_path: Path) -> None:
    for options, status, words in (
        (["--help"], 0, "--allow-upload"),
        (["--index", str(tmp_path / "other.index")], 1, "no index at"),
        (["--prot", "1"], 2, "--prot"),
    ):
        done = subprocess.run(
            [sys.executable, "app.py", *options], cwd=Path(__file__).parent.parent,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status
        assert words in done.stdout + done.stderr


def test_an_index_that_is_not_there_is_one_line_and_not_a_traceback(tmp_path: Path) -> None:
    there = tmp_path / "nothing.index"
    done = subprocess.run(
        [sys.executable, "app.py"], cwd=Path(__file__).parent.parent, capture_output=True,
        text=True, check=False, env=os.environ | {"GEUNGEO_INDEX": str(there)},
    )  # fmt: skip
    assert done.returncode == 1
    assert str(there) in done.stderr
    assert "GEUNGEO_INDEX" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_says_otherwise_is_in_view_with_its_words_and_the_answer_leads_to_it() -> None:
    _, (talk, sources) = shown_after(FakeBot(), "다리는 언제 열렸나?")
    assert '<details class="conflicts" open>' in sources
    assert 'href="/documents/city/other.md?start=3&amp;end=9#quote"' in sources
    assert f"2020년 {POISON}" in text_of(sources)
    assert f"[2] {say('conflicts', count=1)}" in text_of(talk)
