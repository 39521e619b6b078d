"""HTML as it is found: deep, broken, unclosed, full of what is no article."""

from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read, texts

PAGE = "<!doctype html><html><body>{}</body></html>"
LONG = "새 부두의 등대는 열두 해 동안 꺼진 적이 없으며 올해도 밤마다 바다를 비춘다. " * 6


def page(folder: Path, body: str) -> list[str]:
    return texts(folder, "a.html", PAGE.format(body))


def test_a_page_nested_ten_thousand_deep_is_read(tmp_path: Path) -> None:
    deep = "<div>" * 10_000 + "맨 아래의 글이다." + "</div>" * 10_000
    assert page(tmp_path, deep + "<p>그다음 글이다.</p>") == ["맨 아래의 글이다.\n그다음 글이다."]


@pytest.mark.parametrize("tag", ["nav", "aside", "script", "style", "head", "footer", "svg"])
def test_an_element_that_never_ends_does_not_take_the_article_with_it(
    tmp_path: Path, tag: str
) -> None:
    found = page(tmp_path, f"<p>앞의 글이다.</p><{tag}>var x = 1;<p>{LONG}</p><p>끝의 글이다.</p>")
    whole = "\n".join(found)
    assert "앞의 글이다." in whole
    assert "끝의 글이다." in whole
    if tag in ("script", "style"):
        assert "var x" not in whole


def test_other_menus_stay_out_when_one_element_never_ends(tmp_path: Path) -> None:
    found = page(tmp_path, "<nav>메뉴다.</nav><aside><p>글이 이어진다.</p><nav>또 메뉴다.</nav>")
    assert found == ["글이 이어진다."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>숨은 글이다.</p>",
        "<div style='display: none'>숨은 <div>글</div>이다.</div>",
        "<div class='sns share'>숨은 글이다.</div>",
        "<ul id=gnb><li>숨은 글이다.</li></ul>",
        "<script>숨은('글이다.')</script>",
        "<noscript>숨은 글이다.</noscript>",
        "<!-- 숨은 글이다. <p>여기도</p> -->",
        "<!숨은 글이다.>",
        "<?숨은 글이다.>",
        "<![CDATA[숨은 글이다.]]>",
        "</ 숨은 글이다.>",
    ],
)
def test_what_a_reader_does_not_see_is_no_text(tmp_path: Path, hidden: str) -> None:
    found = page(tmp_path, f"<p>앞의 글이다.</p>{hidden}<p>뒤의 글이다.</p>")
    assert found == ["앞의 글이다.\n뒤의 글이다."]


def test_an_article_inside_a_wrongly_named_class_is_kept(tmp_path: Path) -> None:
    body = f"<div class='content no-sidebar'><p>{LONG}</p></div><div class='menu'>홈</div>"
    assert "등대는 열두 해" in page(tmp_path, body)[0]


def test_a_long_menu_does_not_count_as_the_article(tmp_path: Path) -> None:
    links = "".join(f"<li><a href='/{n}'>차림표 {n}번째 이음</a></li>" for n in range(60))
    assert page(tmp_path, f"<ul class='menu'>{links}</ul><p>짧은 글이다.</p>") == ["짧은 글이다."]


def test_a_lone_angle_bracket_is_text(tmp_path: Path) -> None:
    assert page(tmp_path, "<p>5 < 6이고 <8명>이 왔다.</p>") == ["5 < 6이고 <8명>이 왔다."]


def test_a_tag_that_breaks_off_at_the_end_is_no_loss(tmp_path: Path) -> None:
    assert texts(tmp_path, "a.html", "<html><p>앞의 글이다.</p>뒤의 글이다. <b")[0].startswith(
        "앞의 글이다.\n뒤의 글이다."
    )


def test_blocks_inside_a_cell_are_parted_by_a_space(tmp_path: Path) -> None:
    body = "<table><tr><th>배</th><th>짐</th></tr><tr><td><p>새벽</p><p>호</p></td><td>쌀<br>콩"
    found = passages(tmp_path, "a.html", PAGE.format(body + "</table>"))
    assert [(p.heading, p.text) for p in found] == [("배 | 짐", "새벽 호\t쌀 콩")]


def test_a_table_that_lays_out_the_page_gives_paragraphs(tmp_path: Path) -> None:
    body = f"<table><tr><td>홈</td><td><p>{LONG}</p><p>끝의 글이다.</p></td></tr></table>"
    found = passages(tmp_path, "a.html", PAGE.format(body))
    assert found[-1].text.endswith("끝의 글이다.")
    assert all(len(p.text) <= 400 for p in found)


def test_a_row_carries_caption_and_column_names(tmp_path: Path) -> None:
    body = (
        "<h2>배</h2><table><caption>2024년 입항</caption><tr><th>날</th><th>수</th></tr>"
        "<tr><td>3/4</td><td>12척</td></tr></table>"
    )
    found = passages(tmp_path, "a.html", PAGE.format(body))
    assert [(p.heading, p.text) for p in found] == [("배 › 2024년 입항 › 날 | 수", "3/4\t12척")]


def test_only_the_article_is_read_where_a_page_marks_it(tmp_path: Path) -> None:
    body = (
        f"<p>표지의 글이다.</p><article><h1>제목</h1><p>{LONG}</p></article><p>발치의 글이다.</p>"
    )
    file = read(tmp_path, "a.html", PAGE.format(body))
    whole = "\n".join(p.text for p in file.documents[0].passages)
    assert "등대" in whole
    assert "표지" not in whole
    assert {r.reason for r in file.documents[0].removals} == {"outside the article"}


def test_metadata_of_a_page_come_from_its_head(tmp_path: Path) -> None:
    head = (
        "<head><title>하늘&middot;바다\n 소식</title>"
        "<meta property='og:site_name' content='포구 &amp; 신문'>"
        "<meta name=date content='2024-05-06T07:00'></head>"
    )
    found = read(tmp_path, "a.html", f"<html>{head}<body><p>글이다.</p>").documents[0].metadata
    assert (found.title, found.date, found.date_origin) == (
        "하늘·바다 소식",
        "2024-05-06",
        "meta tag",
    )
    assert found.source == "포구 & 신문"


def test_words_that_tags_part_are_one_quote_of_several_spans(tmp_path: Path) -> None:
    file = read(tmp_path, "a.html", PAGE.format("<p>시는 <b>35회</b>를 <i>열</i>었다.</p>"))
    passage = file.documents[0].passages[0]
    assert passage.text == "시는 35회를 열었다."
    assert len(passage.origin.spans(0, len(passage.text))) == 5
    assert_quotes_stand_in_the_file(tmp_path / "a.html", file)


def test_a_markdown_table_needs_no_bars_at_its_ends(tmp_path: Path) -> None:
    text = "# 민원\n\n유형 | 2분기 | 3분기\n--- | ---: | ---:\n"
    text += "주차 | 2,110 | 1,405\n소음 | 640 | 811\n\n끝이다.\n"
    assert [(p.heading, p.text) for p in passages(tmp_path, "a.md", text)][:2] == [
        ("민원 › 유형 | 2분기 | 3분기", "주차\t2,110\t1,405"),
        ("민원 › 유형 | 2분기 | 3분기", "소음\t640\t811"),
    ]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("대여료는 하루 12,000원이다.[^1]", "대여료는 하루 12,000원이다."),
        ("[^1]: 전화로 확인한 값이다.", "전화로 확인한 값이다."),
        ("줄이 길다.{: .notice}", "줄이 길다."),
        ("- [x] 야간 공사를 줄인다.", "야간 공사를 줄인다."),
        ("* content\n{:toc}\n\n길은 세 구간이다.", "길은 세 구간이다."),
        ("[TOC]\n\n길은 세 구간이다.", "길은 세 구간이다."),
    ],
)
def test_marks_of_jekyll_and_of_notes_are_no_text(
    tmp_path: Path, written: str, read_as: str
) -> None:
    found = texts(tmp_path, "a.md", f"# 길\n\n{written}\n\n다음 줄은 그대로 남는다.\n")
    assert "\n".join(found).split("\n")[0] == read_as


def test_a_page_s_title_goes_without_the_name_of_its_site(tmp_path: Path) -> None:
    page = "<html><head><title>등대를 새로 칠했다 | 보도자료 | 나루시</title></head><body>"
    page += "<div>등대를 새로 칠했다</div><p>나루시가 등대를 칠했다고 2일 밝혔다.</p></body></html>"
    about = read(tmp_path, "a.html", page).documents[0].metadata
    assert (about.title, about.source) == ("등대를 새로 칠했다", "나루시")


def test_a_page_s_outline_is_read_without_its_marks(tmp_path: Path) -> None:
    page = "<html><body><h1>알림</h1><p>□ 나루시가 항구의 등대를 새로 칠했다고 2일 밝혔다.</p>"
    page += "<p> ○ 공사에는 여덟 달이 걸렸고 돈은 3억 원이 들었다고 한다.</p></body></html>"
    held = "".join(texts(tmp_path, "a.html", page))
    assert "□" not in held
    assert "○" not in held


def test_a_cell_that_holds_a_page_is_no_cell(tmp_path: Path) -> None:
    line = "<div>{}번 부두의 낡은 등대를 이레 만에 새로 칠했다고 나루시가 밝혔다.</div>"
    lines = "".join(line.format(n) for n in range(8))
    row = f"<tr><td><div>메뉴</div></td><td>{lines}</td></tr>"
    page = f"<html><body><table>{row}</table></body></html>"
    assert not any("\t" in text for text in texts(tmp_path, "a.html", page))
