"""The pages and the REST interface, asked for as a browser and a program do."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import site_fakes
from copies_fakes import RELEASE, UPDATE
from fastapi.testclient import TestClient
from site_fakes import BRIDGE, FILES, QUOTE, ROWS, opened

from index.build import build_index
from index.errors import InputError
from index.sourcemap import Span
from index.store import Store
from qa.bot import Bot
from qa.cli import main
from qa.messages import say
from qa.render import render
from qa.web.links import document_link

BROWSER = {"accept": "text/html,*/*", "accept-language": "ko-KR,ko;q=0.9"}


@pytest.fixture(scope="module")
def client(web_index: Path) -> Iterator[TestClient]:
    with opened(Bot.open(web_index), downloads=True) as client:
        client.headers.update(BROWSER)
        yield client


def text_of(markup: str) -> str:
    body = markup[markup.index("<main>") :]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def range_of(name: str, words: str) -> tuple[int, int]:
    start = FILES[name].index(words)
    return start, start + len(words)


# the document view


def test_a_document_is_laid_out_with_its_headings_lists_and_tables(client: TestClient) -> None:
    shown = client.get(document_link(BRIDGE)).text
    assert re.findall(r"<h2>(.*?)</h2>", shown) == ["개통", "무엇이 바뀌나"]
    assert shown.count("<li class=") == 2
    assert re.findall(r"<th scope=\"col\">(.*?)</th>", shown) == ["구분", "평일", "주말"]
    assert re.findall(r"<td>(.*?)</td>", shown) == [
        "보행자", "1,200", "1,450", "자전거", "640", "910"
    ]  # fmt: skip


def test_the_head_tells_what_the_document_is_and_what_became_of_its_file(
    client: TestClient,
) -> None:
    shown = text_of(client.get(document_link(BRIDGE)).text)
    for part in ("새 다리 열려", "강변일보", "2019-05-03", BRIDGE, "markdown", "파일과 일치"):
        assert part in shown
    assert "뉴스 더 보기" in shown  # among what was left out, with its reason
    assert "<nav>" in shown


def test_the_address_of_a_quote_lights_up_exactly_the_quote(client: TestClient) -> None:
    start, end = range_of(BRIDGE, QUOTE)
    shown = client.get(document_link(BRIDGE, Span(start, end))).text
    assert re.findall(r"<mark id=\"quote\" tabindex=\"-1\">(.*?)</mark>", shown) == [QUOTE]
    assert shown.count("<mark") == 1


def test_several_quotes_are_lit_each_and_reachable_from_one_another(client: TestClient) -> None:
    row = range_of(BRIDGE, "보행자</td><td>1,200</td><td>1,450")
    first = range_of(BRIDGE, QUOTE)
    shown = client.get(document_link(BRIDGE, Span(*first), Span(*row))).text
    assert f'<mark id="quote" tabindex="-1">{QUOTE}</mark>' in shown
    assert '<mark id="quote-2" tabindex="-1">보행자</mark>' in shown
    links = re.findall(r'href="([^"]*#quote[^"]*)"', shown)
    assert [link.partition("#")[2] for link in links] == ["quote", "quote-2"]
    assert client.get(html.unescape(links[1])).status_code == 200


def test_a_citation_of_an_answer_leads_to_its_quote(web_index: Path, client: TestClient) -> None:
    answer = Bot.open(web_index).ask("새 다리는 언제 열렸나?")
    [citation, *_] = answer.citations
    where = document_link(citation.document, Span(citation.start, citation.end))
    shown = client.get(where).text
    marks = "".join(html.unescape(one) for one in re.findall(r"<mark[^>]*>(.*?)</mark>", shown))
    assert "".join(marks.split()) == "".join(citation.quote.split())


@pytest.mark.parametrize(
    ("query", "status"),
    [("start=999999&end=1000000", 200), ("start=0&end=3", 200), ("start=5", 400),
     ("start=5&end=2", 400), ("start=-1&end=2", 400), ("start=a&end=b", 400),
     ("start=1&end=" + "9" * 5000, 400), ("start=１&end=２", 400), ("part=99999999999", 200)],
)  # fmt: skip
def test_a_range_that_cannot_be_shown_is_a_clear_page(
    client: TestClient, query: str, status: int
) -> None:
    answered = client.get(f"{document_link(BRIDGE)}?{query}")
    assert answered.status_code == status
    assert answered.headers["content-type"].startswith("text/html")
    if status == 400:
        assert say("bad_range") in text_of(answered.text)
    elif "start" in query:
        assert "본문에 없습니다" in text_of(answered.text)
        assert QUOTE in text_of(answered.text)


def test_a_document_that_is_not_there_is_a_page_that_says_so(client: TestClient) -> None:
    answered = client.get("/documents/없는.txt")
    assert answered.status_code == 404
    assert say("no_document") in answered.text


def test_a_document_names_its_earlier_and_later_versions(tmp_path: Path) -> None:
    folder = tmp_path / "판"
    folder.mkdir()
    for name, day, text in (("first", 13, RELEASE), ("second", 15, UPDATE)):
        about = f"---\ntitle: {name}\ndate: 2024-09-{day}\n---\n\n"
        (folder / f"{name}.md").write_text(about + text, encoding="utf-8")
    build_index([folder], tmp_path / "index")
    with opened(Bot.open(tmp_path / "index")) as client:
        client.headers.update(BROWSER)
        for name, other, said in (
            ("first", "second", "is_later"),
            ("second", "first", "is_earlier"),
        ):
            shown = client.get(document_link(f"{name}.md")).text
            assert f'<a href="{document_link(f"{other}.md")}">{other}</a>' in shown
            assert say(said) in text_of(shown)


def test_a_long_document_comes_in_parts_and_a_quote_opens_its_own(client: TestClient) -> None:
    words = f"{ROWS - 50},항목{ROWS - 50},{(ROWS - 50) * 7}"
    start, end = range_of("큰표.csv", words)
    first = client.get(document_link("큰표.csv")).text
    assert "항목1<" in first
    assert f"항목{ROWS - 50}<" not in first
    there = client.get(document_link("큰표.csv", Span(start, end))).text
    assert f">항목{ROWS - 50}</mark>" in there
    [before] = re.findall(r'rel="prev" href="([^"]*)"', there)[:1]
    back = client.get(html.unescape(before)).text
    assert ("2 / 3" in there, "1 / 3" in back) == (True, True)
    [quoted] = re.findall(r'href="([^"]*#quote)"', back)
    assert f">항목{ROWS - 50}</mark>" in client.get(html.unescape(quoted)).text


def test_every_name_has_an_address_that_leads_to_it(client: TestClient) -> None:
    listed = client.get("/api/documents", params={"size": 1000}).json()["documents"]
    assert len(listed) == len(FILES)
    for one in listed:
        shown = client.get(one["address"])
        assert shown.status_code == 200
        assert f"<code>{html.escape(one['document'], quote=False)}</code>" in shown.text


def test_a_file_that_changed_or_went_is_shown_as_it_was_indexed(tmp_path: Path) -> None:
    index = site_fakes.build(tmp_path)
    bot = Bot.open(index)
    place = Span(*range_of(BRIDGE, QUOTE))
    with opened(bot) as client:
        client.headers.update(BROWSER)
        path = tmp_path / "문서" / BRIDGE
        path.write_text("다른 글이 들어왔다고 한다.", encoding="utf-8")
        changed = client.get(document_link(BRIDGE, place)).text
        path.unlink()
        gone = client.get(document_link(BRIDGE, place)).text
    for shown, word, more in (
        (changed, "changed", "changed_more"),
        (gone, "missing", "missing_more"),
    ):
        assert say(word) in text_of(shown)
        assert say(more) in text_of(shown)
        assert f">{QUOTE}</mark>" in shown


def test_a_new_generation_is_shown_without_starting_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.bot._LOOK", 0.0)
    index = site_fakes.build(tmp_path)
    with opened(Bot.open(index)) as client:
        assert client.get("/documents/새것.txt").status_code == 404
        (tmp_path / "문서" / "새것.txt").write_text("새 글이 하나 들어왔다고 한다.", "utf-8")
        build_index([tmp_path / "문서"], index)
        assert client.get("/documents/새것.txt").status_code == 200
        assert client.get("/healthz").json()["documents"] == len(FILES) + 1


def test_what_can_be_looked_at_can_be_asked_about(client: TestClient) -> None:
    for path in (document_link(BRIDGE), "/documents", "/healthz", "/"):
        assert client.head(path).status_code == 200
    assert client.head("/documents/none").status_code == 404


# languages


def test_pages_speak_the_language_that_is_asked_for_and_links_keep_it(client: TestClient) -> None:
    english = {"accept-language": "en-GB"}
    assert "Matches the file" in client.get(document_link(BRIDGE), headers=english).text
    chosen = client.get("/documents?lang=en").text
    assert '<html lang="en">' in chosen
    assert "lang=en" in re.findall(r'<td class="title"><a href="([^"]*)"', chosen)[0]
    assert "파일과 일치" in client.get(f"{document_link(BRIDGE)}?lang=ko", headers=english).text
    assert '<html lang="ko">' in client.get("/documents?lang=xx").text


# the list


def test_the_list_tells_each_document_the_newest_first(client: TestClient) -> None:
    shown = client.get("/documents").text
    titles = re.findall(r'<td class="title"><a href="[^"]*">(.*?)</a>', shown)
    assert len(titles) == len(FILES)
    assert titles[0].startswith("독이 든 문서")
    assert titles[1] == "새 다리 열려"
    assert f"{ROWS:,}" in shown


@pytest.mark.parametrize("sort", ["date", "title", "source", "format", "passages", "removed"])
def test_the_list_is_sorted_both_ways(client: TestClient, sort: str) -> None:
    def names(order: str) -> list[str]:
        listed = client.get("/api/documents", params={"sort": order}).json()["documents"]
        return [one["document"] for one in listed]

    assert names(sort) == names(f"-{sort}")[::-1]
    assert 'aria-sort="ascending"' in client.get("/documents", params={"sort": sort}).text


def test_words_find_documents_by_title_and_by_text_at_the_place_that_holds_them(
    client: TestClient,
) -> None:
    def found(words: str) -> list[dict[str, str]]:
        return client.get("/api/documents", params={"q": words}).json()["documents"]

    assert found("강변일보 다리")[0]["document"] == BRIDGE
    [first, *_] = found("상인회가 전했다")
    assert first["document"] == "숨김.html"
    assert "start=" in first["address"]
    assert found("qzxv") == []
    assert "qzxv" in client.get("/documents?q=qzxv").text


def test_the_list_comes_in_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.web.catalogue.PAGE", 2)
    shown = client.get("/documents?page=2&sort=title").text
    assert shown.count('<td class="title">') == 2
    assert 'rel="prev"' in shown
    assert "sort=title" in re.findall(r'rel="next" href="([^"]*)"', shown)[0]
    assert client.get("/documents?page=99").status_code == 200
    assert client.get("/documents?page=x").status_code == 400
    assert client.get("/documents?sort=x").status_code == 400


def test_the_list_is_narrowed_by_date_and_outlet_and_leads_to_the_chat_under_the_same_filters(
    client: TestClient,
) -> None:
    narrowed = {"since": "2019-01-01", "until": "2019-12-31", "sources": ["강변일보"]}
    shown = client.get("/documents", params=narrowed).text
    assert re.findall(r'<td class="title"><a href="[^"]*">(.*?)</a>', shown) == ["새 다리 열려"]
    assert "2019-01-01 – 2019-12-31 · 강변일보" in text_of(shown)
    [chat] = re.findall(r'href="(/\?since[^"]*)"', html.unescape(shown))
    assert parse_qs(urlsplit(chat).query) == narrowed | {
        "since": ["2019-01-01"], "until": ["2019-12-31"]
    }  # fmt: skip
    assert "since=2019-01-01" in re.findall(r'<th [^>]*><a href="([^"]*)"', shown)[0]
    listed = client.get("/api/documents", params=narrowed | {"q": "다리"}).json()["documents"]
    assert [one["document"] for one in listed] == [BRIDGE]
    undated = sum("date:" not in text and '"date"' not in text for text in FILES.values())
    assert say("undated", count=undated) in client.get("/documents?since=2019-01-01").text
    there = client.get("/documents?since=2019-01-01&q=상인회가").text
    assert say("undated", count=1) in there  # of those that hold the word
    assert say("nothing_within") in client.get("/documents?since=2099-01-01").text


def test_a_day_without_its_dashes_narrows_as_one_with_them(client: TestClient) -> None:
    for since, until in (("20190101", "20191231"), ("20190101", "2019-12-31")):
        narrowed = {"since": since, "until": until}
        shown = client.get("/documents", params=narrowed).text
        assert re.findall(r'<td class="title"><a href="[^"]*">(.*?)</a>', shown) == ["새 다리 열려"]
        assert "2019-01-01 – 2019-12-31" in text_of(shown)


@pytest.mark.parametrize("path", ["/documents", "/api/documents"])
def test_a_day_that_is_none_is_a_clear_line(client: TestClient, path: str) -> None:
    answered = client.get(path, params={"since": "어제"})
    assert answered.status_code == 400
    assert say("no_date", date="어제") in answered.text


# the files themselves


def test_a_file_is_downloaded_as_it_is_and_never_shown(client: TestClient) -> None:
    answered = client.get(f"/files/{quote(BRIDGE)}")
    assert answered.content == FILES[BRIDGE].encode()
    assert answered.headers["content-disposition"].startswith("attachment;")
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answered.headers["content-security-policy"]


def test_files_are_not_served_unless_that_was_allowed(web_index: Path) -> None:
    with opened(Bot.open(web_index)) as client:
        assert client.get(f"/files/{quote(BRIDGE)}").status_code == 404
        assert "/files/" not in client.get(document_link(BRIDGE)).text


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    index = site_fakes.build(tmp_path)
    inside, outside = tmp_path / "문서" / "도시", tmp_path / "elsewhere"
    with opened(Bot.open(index), downloads=True) as client:
        assert client.get(f"/files/{quote(BRIDGE)}").status_code == 200
        shutil.copytree(inside, outside)
        shutil.rmtree(inside)
        inside.symlink_to(outside)
        assert client.get(f"/files/{quote(BRIDGE)}").status_code == 404
        inside.unlink()
        inside.mkdir()
        (inside / "다리.md").symlink_to(tmp_path / "secret.txt")
        assert client.get(f"/files/{quote(BRIDGE)}").status_code == 404


# REST


def test_an_answer_is_that_of_the_command_line(
    client: TestClient, web_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "새 다리는 언제 열렸나?"
    answer = client.post("/api/ask", json={"question": question, "history": ["다리가 어디 있나?"]})
    command = ["ask", question, "--history", "다리가 어디 있나?", "--json"]
    assert main([*command, "--index", str(web_index)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {**answer.json(), "seconds": 0} == {**printed, "seconds": 0}


def test_a_search_is_that_of_the_command_line(
    client: TestClient, web_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"question": "자전거 길", "k": 2, "mode": "lexical", "since": "2019-01-01"}
    found = client.post("/api/search", json=asked)
    command = ["search", "자전거 길", "-k", "2", "--mode", "lexical", "--since", "2019-01-01"]
    assert main([*command, "--index", str(web_index), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {**found.json(), "seconds": 0} == {**printed, "seconds": 0}


@pytest.mark.parametrize(
    ("path", "body", "line"),
    [
        ("/api/ask", b"{", "no JSON"),
        ("/api/ask", b"\xff", "parsing the body"),
        ("/api/ask", b"[]", "dictionary"),
        ("/api/ask", b"{}", "question: Field required"),
        ("/api/ask", b'{"question": 5}', "question: "),
        ("/api/ask", b'{"question": " "}', "empty"),
        ("/api/ask", b'{"question": "a", "k": 3}', "k: Extra inputs"),
        ("/api/ask", b'{"question": "a", "since": "2019-13-40"}', "2019-13-40"),
        ("/api/ask", b'{"question": "a", "history": "b"}', "history: "),
        ("/api/ask", b'{"question": "a", "history": [1]}', "history.0: "),
        ("/api/search", b'{"question": "a", "k": 0}', "k: "),
        ("/api/search", b'{"question": "a", "k": 1000000}', "k: "),
        ("/api/search", b'{"question": "a", "mode": "x"}', "mode: "),
        ("/api/ask", json.dumps({"question": "가" * 3000}).encode(), "3,000 characters"),
    ],
)
def test_what_cannot_be_understood_is_an_error_in_one_line(
    client: TestClient, path: str, body: bytes, line: str
) -> None:
    answered = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answered.status_code == 400
    assert list(answered.json()) == ["error"]
    assert line in answered.json()["error"]
    assert "\n" not in answered.json()["error"]


def test_a_lone_surrogate_in_a_question_is_answered(client: TestClient) -> None:
    answered = client.post("/api/ask", content=b'{"question": "\\ud800 \\u0000 \xeb\x8b\xa4?"}',
                           headers={"content-type": "application/json"})  # fmt: skip
    assert answered.status_code == 200


@pytest.mark.parametrize("body", [b"x" * 1_100_000, (b"x" * 1000 for _ in range(1100))])
def test_a_request_that_is_too_large_is_refused(client: TestClient, body: bytes) -> None:
    answered = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert answered.status_code == 413
    assert "1,048,576" in answered.json()["error"]


def test_what_there_is_not_is_a_404_in_json(client: TestClient) -> None:
    for method, path in (("GET", "/api/ask"), ("POST", "/api/none"), ("DELETE", "/api/documents")):
        answered = client.request(method, path)
        assert answered.status_code == 404
        assert f"no {method} {path}" in answered.json()["error"]


def test_a_page_that_there_is_not_is_a_page_and_json_for_programs(client: TestClient) -> None:
    for path in ("/nope", "/docs", "/insight/", "/a/b"):
        shown = client.get(path, headers={"accept": "text/html"})
        assert shown.status_code == 404
        assert say("no_page") in shown.text
        told = client.get(path, headers={"accept": "application/json"})
        assert told.json() == {"error": say("no_page")}
    moved = client.get("/documents/?q=다리", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"][:13]) == (308, "/documents?q=")


def test_a_bug_is_an_error_that_tells_no_secret(
    web_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    bot = Bot.open(web_index)
    with opened(bot) as client:
        client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
        monkeypatch.setattr(bot, "ask", broken)
        answered = client.post("/api/ask", json={"question": "다리"})
    assert answered.status_code == 500
    assert answered.json() == {"error": say("unexpected", "en")}


def test_so_many_questions_wait_and_one_more_is_refused(
    web_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.api.WAITING", 0)
    with opened(Bot.open(web_index)) as client:
        answered = client.post("/api/ask", json={"question": "다리"})
    assert answered.status_code == 429
    assert answered.headers["retry-after"] == "2"


def test_the_server_says_that_it_is_well(client: TestClient) -> None:
    answered = client.get("/healthz").json()
    assert answered["status"] == "ok"
    assert answered["documents"] == len(FILES)


def test_the_reference_tells_every_operation_and_what_it_really_sends(
    client: TestClient, web_index: Path
) -> None:
    described = client.get("/openapi.json").json()
    assert sorted(described["paths"]) == ["/api/ask", "/api/documents", "/api/search", "/healthz"]
    shown = text_of(client.get("/api").text)
    for path in described["paths"]:
        assert path in shown
    answer = render(Bot.open(web_index).ask("새 다리는 언제 열렸나?"))
    content = described["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]
    example = content["application/json"]["example"]
    assert list(example) == list(answer)
    assert list(example["citations"][0]) == list(answer["citations"][0])
    assert example["short"] == "2019년 5월 3일"


# a long document


def test_a_part_is_read_without_the_rest_of_the_document(web_index: Path) -> None:
    with Store.open(web_index) as store:
        everything = store.passages_of("큰표.csv")
        bounds = store.bounds_of("큰표.csv")
        assert [Span(one.start, one.end) for one in everything] == bounds
        assert store.passages_of("큰표.csv", 200, 203) == everything[200:203]
        assert store.passages_of("큰표.csv", ROWS - 1) == everything[ROWS - 1 :]
        assert store.passages_of("큰표.csv", ROWS) == []
        with pytest.raises(InputError):
            store.bounds_of("없는.csv")


def test_quotes_of_every_part_are_counted_and_open_in_theirs(client: TestClient) -> None:
    rows = [FILES["큰표.csv"].index(f"{n},항목{n},") for n in (440, 3, 201)]
    quotes = [Span(start, start + 3) for start in rows]
    whole = Span(0, len(FILES["큰표.csv"]))
    outside = Span(whole.end + 5, whole.end + 9)
    shown = client.get(document_link("큰표.csv", *quotes, whole, outside)).text
    assert re.findall(r'class="number" href="[^"]*part=(\d)#', shown) == ["1", "1", "2", "3"]
    assert '<mark id="quote" tabindex="-1">440</mark>' in shown  # named first, shown in its part
    assert say("not_in_text", start=outside.start, end=outside.end) in text_of(shown)


# the overview


def test_the_overview_counts_what_is_indexed(client: TestClient) -> None:
    shown = text_of(client.get("/insight").text)
    for part in ("2019-05", "2020-01", "강변일보", "csv", str(len(FILES))):
        assert part in shown
