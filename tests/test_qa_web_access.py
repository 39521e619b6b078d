"""Who may come in, how often, and what is written down of it."""

import base64
import io
import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from site_fakes import opened

from index.errors import InputError
from qa.bot import Bot
from qa.cli import main
from qa.messages import say
from qa.retriever import Retriever
from qa.web import Journal, Password, serve
from qa.web.access import COOKIE, GUESSES
from qa.web.journal import JournalledBot
from qa.web.limits import Bucket, client_of
from qa.web.password import LASTS, Sessions

RIGHT = "열려라 참깨 2024"
BROWSER = {"accept": "text/html,*/*"}
ROUTES = ("/", "/documents", "/insight", "/api", "/api/documents", "/openapi.json", "/healthz",
          "/config", "/gradio_api/info", "/theme.css")  # fmt: skip


@pytest.fixture(scope="module")
def password() -> Password:
    return Password.make(RIGHT)


@pytest.fixture(scope="module")
def locked(web_index: Path, password: Password) -> Iterator[TestClient]:
    with opened(Bot.open(web_index), password=password) as client:
        yield client


@pytest.fixture
def closed(locked: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The locked site, to a client who has no cookie yet and has not guessed before."""
    monkeypatch.setattr("qa.web.limits.Buckets.take", lambda *_: 0.0)
    locked.cookies.clear()
    return locked


def basic(password: str, name: str = "me") -> dict[str, str]:
    pair = base64.b64encode(f"{name}:{password}".encode()).decode()
    return {"authorization": f"Basic {pair}"}


# the password


def test_a_hash_knows_its_password_and_does_not_hold_it(password: Password) -> None:
    line = str(password)
    again = Password.parse(f"{line}\n")
    assert again.matches(RIGHT)
    assert not again.matches(f"{RIGHT} ")
    assert RIGHT not in line
    assert str(Password.make(RIGHT)) != line


@pytest.mark.parametrize(
    "line",
    ["", "열려라 참깨", "scrypt$1$1$1$$", "md5$2$8$1$YQ==$YQ==", "scrypt$16384$8$1$YQ==$YQ==",
     "scrypt$3$8$1$YQ==$" + "YWFh" * 11, "scrypt$1073741824$8$1$YQ==$" + "YWFh" * 11],
)  # fmt: skip
def test_what_is_no_hash_says_how_to_make_one(line: str) -> None:
    with pytest.raises(InputError, match="--make-password"):
        Password.parse(line)


@pytest.mark.parametrize("length", [0, 7, 1001])
def test_a_password_is_neither_short_nor_endless(length: int) -> None:
    with pytest.raises(InputError, match=f"has {length} characters"):
        Password.make("a" * length)


def test_a_session_ends_and_cannot_be_made_up() -> None:
    sessions = Sessions()
    token = sessions.token(now=1000)
    assert sessions.holds(token, now=1000 + LASTS - 1)
    assert not sessions.holds(token, now=1000 + LASTS + 1)
    until, _, signature = token.partition(".")
    assert not sessions.holds(f"{int(until) + 9999}.{signature}", now=1000)
    assert not Sessions().holds(token, now=1000)
    for wrong in ("", ".", "x.y", "가.나", f"{until}."):
        assert not sessions.holds(wrong, now=1000)


# the door


@pytest.mark.parametrize("path", [*ROUTES, "/documents/도시/다리.md", "/files/x", "/nothing"])
def test_nothing_is_served_without_the_password(closed: TestClient, path: str) -> None:
    for headers in (
        {},
        basic("falsch falsch"),
        {"authorization": "Basic ???"},
        {"authorization": "Bearer x"},
        {"cookie": f"{COOKIE}=9999999999.abc"},
    ):
        answered = closed.get(path, headers=headers)
        assert answered.status_code == 401
        assert answered.headers["www-authenticate"].startswith("Basic")
        assert answered.json() == {"error": say("password_wanted", "en")}


def test_no_question_is_answered_without_the_password(closed: TestClient) -> None:
    assert closed.post("/api/ask", json={"question": "다리"}).status_code == 401
    assert closed.post("/gradio_api/call/ask", json={"data": ["다리"]}).status_code == 401
    assert closed.post("/gradio_api/upload", files={"files": b"x"}).status_code == 401


@pytest.mark.parametrize("path", ROUTES)
def test_programs_come_in_by_http_basic_with_any_name(closed: TestClient, path: str) -> None:
    assert closed.get(path, headers=basic(RIGHT, "누구나")).status_code == 200


def test_people_come_in_by_a_form_and_go_on_where_they_wanted(closed: TestClient) -> None:
    sent = closed.get("/documents?q=다리&lang=en", headers=BROWSER)
    assert sent.status_code == 303
    form = closed.get(sent.headers["location"], headers=BROWSER)
    assert form.status_code == 200
    assert 'name="to" value="/documents?q=' in form.text
    to = "/documents?q=%EB%8B%A4%EB%A6%AC&lang=en"
    wrong = closed.post("/login", data={"password": "falsch", "to": to}, headers=BROWSER)
    assert wrong.status_code == 401
    assert say("wrong_password") in wrong.text
    right = closed.post("/login", data={"password": RIGHT, "to": to}, headers=BROWSER)
    assert (right.status_code, right.headers["location"]) == (303, to)
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert closed.get(to).status_code == 200
    assert closed.get("/").status_code == 200


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil", "/a\r\nb"])
def test_the_form_leads_nowhere_else(closed: TestClient, to: str) -> None:
    answered = closed.post("/login", data={"password": RIGHT, "to": to})
    assert answered.headers["location"] == "/"


def test_over_https_the_cookie_stays_there(closed: TestClient) -> None:
    answered = closed.post("https://127.0.0.1/login", data={"password": RIGHT})
    assert "secure" in answered.headers["set-cookie"].lower()


def test_many_guesses_at_once_are_refused_without_being_checked(
    closed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.access.WAITING", 0)
    assert closed.get("/healthz", headers=basic("falsch falsch")).status_code == 429


def test_who_guesses_too_often_is_not_checked_any_more(web_index: Path, password: Password) -> None:
    with opened(Bot.open(web_index), password=password) as client:
        assert client.get("/healthz", headers=basic(RIGHT, "somebody")).status_code == 200
        answered = [
            client.get("/healthz", headers=basic(f"falsch {n}")).status_code for n in range(12)
        ]
        assert answered == [401] * (GUESSES - 1) + [429] * (12 - GUESSES + 1)
        assert client.post("/login", data={"password": "falsch 12"}).status_code == 429
        assert client.get("/healthz", headers=basic(RIGHT)).status_code == 200  # known already


# who is let in at all


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "example.org"])
def test_an_address_that_others_reach_wants_a_password_or_a_word(
    web_index: Path, host: str
) -> None:
    with pytest.raises(InputError, match=r"--password-file .* --no-auth"):
        serve(web_index, host=host)


def test_a_page_of_this_machine_answers_to_its_own_names_only(web_index: Path) -> None:
    with opened(Bot.open(web_index), hosts=("localhost", "127.0.0.1")) as client:
        assert client.get("/healthz", headers={"host": "localhost:7860"}).status_code == 200
        assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_the_command_makes_a_hash_from_what_is_piped_in(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa.cli", "serve", "--make-password"], input=f"{RIGHT}\n",
        capture_output=True, encoding="utf-8", check=True, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert Password.parse(done.stdout).matches(RIGHT)


@pytest.mark.parametrize(
    ("options", "environment"),
    [(["--password-file", "FILE"], ""), ([], "HASH"), (["--no-auth"], "")],
)
def test_the_command_hands_on_who_may_come_in(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    password: Password,
    options: list[str],
    environment: str,
) -> None:
    served: list[dict[str, object]] = []
    monkeypatch.setattr("qa.web.serve", lambda _, **given: served.append(given))
    (tmp_path / "hash").write_text(f"{password}\n", encoding="utf-8")
    (tmp_path / "hash").chmod(stat.S_IRUSR)
    monkeypatch.setenv("GEUNGEO_PASSWORD", str(password) if environment else "")
    given = [str(tmp_path / "hash") if one == "FILE" else one for one in options]
    assert main(["serve", "--host", "0.0.0.0", "--rate", "7", "--allow-download", *given]) == 0
    [call] = served
    assert call["password"] == (None if "--no-auth" in options else password)
    assert call["no_auth"] is ("--no-auth" in options)
    assert call["downloads"] is True
    assert call["rate"] == 7


@pytest.mark.parametrize("text", ["열려라 참깨", ""])
def test_a_file_without_a_hash_is_an_error_and_lets_nobody_in(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hash").write_text(text, encoding="utf-8")
    assert main(["serve", "--password-file", str(tmp_path / "hash")]) == 1
    assert "--make-password" in capsys.readouterr().err


# how often


def test_a_bucket_fills_again_with_time() -> None:
    bucket = Bucket(2, now=0)
    assert [bucket.take(1, rate=0.5, size=2, now=0) for _ in range(3)] == [0, 0, 2.0]
    assert bucket.take(1, rate=0.5, size=2, now=2) == 0
    assert bucket.take(1, rate=0.5, size=2, now=3) == 1.0


@pytest.mark.parametrize(
    ("host", "client"),
    [("127.0.0.1", ""), ("127.8.9.1", ""), ("::1", ""), ("::ffff:127.0.0.1", ""),
     ("::ffff:10.0.0.9", "10.0.0.9"), ("10.0.0.9", "10.0.0.9"), ("testclient", "testclient"),
     ("2001:db8:1:2:aa::1", "2001:0db8:0001:0002"), ("2001:db8:1:2::9", "2001:0db8:0001:0002")],
)  # fmt: skip
def test_a_client_is_an_address_or_a_network_and_this_machine_is_none(
    host: str, client: str
) -> None:
    assert client_of({"client": (host, 1)}) == client


def test_who_asks_too_often_is_told_when_to_come_again(web_index: Path) -> None:
    with opened(Bot.open(web_index), rate=3) as client:  # comes from "testclient", not loopback
        for _ in range(3):
            assert client.post("/api/search", json={"question": "다리"}).status_code == 200
        refused = client.post("/api/search", json={"question": "다리"})
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 21
        assert "error" in refused.json()
        page = client.get("/documents?q=다리", headers=BROWSER)
        assert page.status_code == 429
        assert page.headers["content-type"].startswith("text/html")


def test_the_many_files_of_the_chat_do_not_use_up_the_questions(web_index: Path) -> None:
    with opened(Bot.open(web_index), rate=10) as client:
        assert {client.get("/theme.css").status_code for _ in range(100)} == {200}
        assert client.post("/api/search", json={"question": "다리"}).status_code == 200


# what is written down


def lines_of(web_index: Path, *, questions: bool) -> list[dict[str, object]]:
    out = io.StringIO()
    journal = Journal(out, questions=questions)
    bot = JournalledBot(Retriever.open(web_index), journal)
    with opened(bot, journal=journal) as client:
        client.post("/api/ask", json={"question": "다리는 언제 열렸나?"})
        client.get("/documents?q=자전거")
        client.get("/theme.css")
        client.get("/documents/없음", headers=BROWSER)
        insight = client.get("/insight").text
    assert say("nothing_asked", "en") not in insight
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_request_and_answer_is_a_line_without_what_was_asked(web_index: Path) -> None:
    lines = lines_of(web_index, questions=False)
    told = [(line["event"], line.get("path"), line.get("status")) for line in lines]
    assert told == [
        ("answer", None, None),
        ("request", "/api/ask", 200),
        ("request", "/documents", 200),
        ("request", "/documents/없음", 404),
        ("request", "/insight", 200),
    ]
    written = json.dumps(lines, ensure_ascii=False)
    assert "열렸나" not in written
    assert "자전거" not in written
    assert {"time", "client", "method", "bytes", "seconds"} <= set(lines[1])


def test_questions_are_written_where_that_is_asked_for(web_index: Path) -> None:
    lines = lines_of(web_index, questions=True)
    asked = [line.get("question") for line in lines]
    assert asked == ["다리는 언제 열렸나?", "다리는 언제 열렸나?", "자전거", None, None]


def test_a_log_that_cannot_be_written_ends_nothing(web_index: Path) -> None:
    out = io.StringIO()
    out.close()
    with opened(Bot.open(web_index), journal=Journal(out)) as client:
        assert client.get("/healthz").status_code == 200
