"""Documents that people upload: taken, refused, asked about and removed again."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import site_fakes
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect
from site_fakes import BRIDGE, opened, served

from index.build import build_index, changed_since
from index.database import Settings
from index.health import check
from index.store import Store
from index.writer import Writer
from qa.bot import Bot
from qa.messages import say
from qa.web import uploads as uploading
from qa.web.library import Library
from qa.web.shelf import Shelf, safe_name
from qa.web.upload import LARGEST_REQUEST
from qa.web.uploads import FILES, LARGEST, Uploads

LIGHTHOUSE = "은모래 등대는 1931년 10월 4일에 처음 불을 밝혔다고 항만청이 전했다."
QUESTION = "은모래 등대는 언제 처음 불을 밝혔나?"
PAGE = {"accept": "text/html", "accept-language": "ko-KR,ko;q=0.9"}


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return site_fakes.build(tmp_path)


@pytest.fixture(autouse=True)
def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot goes over to a new generation at once, so that no test waits for it."""
    monkeypatch.setattr("qa.bot._LOOK", 0.1)


@pytest.fixture
def client(index: Path) -> Iterator[TestClient]:
    with opened(Bot.open(index), uploads=True) as client:
        client.headers.update({"accept-language": "ko"})
        yield client
        settled(client)


def settled(client: TestClient) -> dict[str, Any]:
    """Return the state when the thread has nothing more to do."""
    for _ in range(600):
        state: dict[str, Any] = client.get("/uploads").json()
        if not state["busy"]:
            return state
        time.sleep(0.1)
    raise AssertionError(state)


def send(client: TestClient, *files: tuple[str, bytes], **headers: str) -> Any:
    parts = [("files", (name, io.BytesIO(data))) for name, data in files]
    return client.post("/uploads", files=parts, headers=headers)


def folder_of(index: Path) -> Path:
    return index.with_name("index.uploads")


def names(index: Path) -> list[str]:
    folder = folder_of(index)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# what is taken


def test_nothing_is_taken_unless_that_is_allowed(web_index: Path) -> None:
    with opened(Bot.open(web_index)) as client:
        assert send(client, ("a.txt", b"x")).status_code == 404
        assert client.get("/uploads").status_code == 404
        assert client.post("/uploads/remove", data={"name": "a.txt"}).status_code == 404
        assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
        assert 'type="file"' not in client.get("/documents", headers=PAGE).text
    with opened(Bot.open(web_index), uploads=True) as client:
        assert client.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404


def test_an_uploaded_document_answers_and_is_gone_when_it_is_removed(
    client: TestClient, index: Path
) -> None:
    before = {one["document"] for one in client.get("/api/documents").json()["documents"]}
    taken = send(client, ("등대.txt", LIGHTHOUSE.encode()))
    assert taken.status_code == 202
    assert taken.json()["files"][0]["name"] == "등대.txt"
    [file] = settled(client)["files"]
    assert (file["status"], file["passages"]) == ("ready", 1)
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert "1931년 10월 4일" in answer["text"]
    assert answer["citations"][0]["document"] == file["documents"][0]
    assert answer["citations"][0]["status"] == "verified"
    assert client.post("/uploads/remove", data={"name": "등대.txt"}).status_code == 202
    assert settled(client)["files"] == []
    assert names(index) == []
    after = {one["document"] for one in client.get("/api/documents").json()["documents"]}
    assert after == before


def test_without_scripts_the_form_leads_back_to_the_page_that_shows_the_file(
    client: TestClient,
) -> None:
    taken = send(client, ("등대.txt", LIGHTHOUSE.encode()), **PAGE)
    assert (taken.status_code, taken.headers["location"]) == (303, "/documents#uploads")
    settled(client)
    shown = client.get("/documents", headers=PAGE).text
    assert "등대.txt</a>" in shown
    assert say("upload_ready", count=1) in shown
    assert f"{LARGEST // 1_000_000}MB" in shown


def test_a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten(
    client: TestClient, index: Path
) -> None:
    first, second = LIGHTHOUSE.encode(), "다른 글이라고 담당자는 말했다.".encode()
    send(client, ("등대.txt", first), ("등대.txt", second))
    settled(client)
    kept = {name: (folder_of(index) / name).read_bytes() for name in names(index)}
    assert kept["등대.txt"] == first
    assert kept["등대 (2).txt"] == second


def test_a_name_of_an_indexed_document_is_not_used_twice(client: TestClient) -> None:
    send(client, ("큰표.csv", "가,나\n1,2\n".encode()))
    [file] = settled(client)["files"]
    assert file["name"] == "큰표 (2).csv"
    assert client.get("/documents/큰표.csv").status_code == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../x.txt", "x.txt"), ("/etc/passwd.txt", "passwd.txt"), ("..\\..\\x.txt", "x.txt"),
     ("C:\\x\\y.md", "y.md"), ("a\0b.txt", "a_b.txt"), (".숨김.txt", "숨김.txt"),
     ("..txt", "document.txt"), ("...", "document"), ("", "document"),
     ("가" * 500 + ".txt", "가" * 50 + ".txt"), ("\u1112\u1161\u11ab.txt", "한.txt"),
     ("<img src=x>.txt", "img src_x.txt"), ("x.txt\u202egpj.exe", "x.txt_gpj.exe"),
     ("a.TXT", "a.txt"), ("\ud800.txt", "document.txt"), ("geungeo.toml", "geungeo.toml")],
)  # fmt: skip
def test_names_are_of_our_own_making(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert len(safe_name(given).encode("utf-8")) < 255


@pytest.mark.parametrize("name", ["../x.txt", "/x.txt", "..\\x.txt", "%2e%2e%2fx.txt", "\0x.txt"])
def test_a_hostile_name_stays_in_its_folder(client: TestClient, index: Path, name: str) -> None:
    around = {path for path in index.parent.rglob("*") if folder_of(index) not in path.parents}
    data = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = data.encode() + LIGHTHOUSE.encode() + b"\r\n--b--\r\n"
    kind = {"content-type": "multipart/form-data; boundary=b"}
    assert client.post("/uploads", content=body, headers=kind).status_code in (202, 400)
    settled(client)
    now = {path for path in index.parent.rglob("*") if folder_of(index) not in path.parents}
    assert {path for path in now - around if index not in path.parents} <= {folder_of(index)}
    assert all(name.endswith("x.txt") for name in names(index))


def test_a_server_that_ends_does_not_wait_for_what_is_being_read_and_goes_on_later(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(_jobs: object, waits: Callable[[], None]) -> Iterator[Any]:
        while True:
            begun.set()
            waits()
            time.sleep(0.01)
        yield

    with monkeypatch.context() as patched, opened(Bot.open(index), uploads=True) as client:
        patched.setattr("index.build.read_apart", endless)  # not in the server itself
        send(client, ("등대.txt", LIGHTHOUSE.encode()))
        assert begun.wait(30)
    assert "uploads" not in {thread.name for thread in threading.enumerate()}
    assert names(index) == ["등대.txt"]
    assert check(index) == []
    with opened(Bot.open(index), uploads=True) as client:
        assert [file["status"] for file in settled(client)["files"]] == ["ready"]


# what is refused


def test_other_formats_are_refused_with_those_that_are_read(
    client: TestClient, index: Path
) -> None:
    for name in ("a.exe", "a", "a.txt.html5", "geungeo.toml", ".txt/"):
        [refused, *_] = send(client, (name, b"MZ")).json()["refused"]
        assert ".hwpx" in refused["reason"]
    assert names(index) == []


def test_a_damaged_file_is_not_kept_and_its_reason_is_shown(
    client: TestClient, index: Path
) -> None:
    send(client, ("깨짐.pdf", b"%PDF-1.7 \x00\x01 cut short"), ("빈.txt", b""))
    state = settled(client)
    assert state["files"] == []
    assert {one["name"] for one in state["refused"]} == {"깨짐.pdf", "빈.txt"}
    assert names(index) == []
    with Store.open(index) as store:
        assert not changed_since(store)
    shown = client.get("/documents", headers=PAGE).text
    for one in state["refused"]:
        assert one["name"] in shown
        assert one["reason"].startswith("읽지 못했습니다: ")
    assert {one["reason"][10:] for one in state["refused"]} >= {"빈 파일입니다"}


def test_what_is_no_pdf_says_so_and_a_file_refused_twice_is_told_once(client: TestClient) -> None:
    noise = bytes(range(256)) * 12
    for _ in range(2):
        send(client, ("잡음.pdf", noise), ("잡음.hwp", noise), ("a.exe", b"MZ"))
        state = settled(client)
    told = sorted((one["name"], one["reason"]) for one in state["refused"])
    assert [name for name, _ in told] == ["a.exe", "잡음.hwp", "잡음.pdf"]
    assert told[2][1] == "읽지 못했습니다: PDF 파일이 아니거나 손상되었습니다"
    assert told[1][1] == "읽지 못했습니다: HWP 파일이 아니거나 손상되었습니다"


def test_an_answer_does_not_tell_that_uploads_are_on_their_way(
    client: TestClient, index: Path
) -> None:
    send(client, ("등대.txt", "은모래 등대는 1931년에 처음 불을 밝혔다.".encode()))
    settled(client)
    (folder_of(index) / "등대.txt").unlink()
    time.sleep(0.2)  # so that the bot looks again
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["changes"] == {"added": 0, "changed": 0, "gone": 0}


def test_too_much_at_once_is_refused_before_it_is_read(client: TestClient, index: Path) -> None:
    kind = {"content-type": "multipart/form-data; boundary=b"}
    told = {**kind, "content-length": str(LARGEST_REQUEST + 1)}
    answered = client.post("/uploads", content=b"", headers=told)
    assert answered.status_code == 413
    many = send(client, *((f"{n}.txt", b"x") for n in range(FILES + 1)))
    assert (many.status_code, many.json()["error"]) == (400, say("upload_unreadable", files=FILES))
    assert client.post("/api/ask", content=b" " * 2_000_000).status_code == 413
    assert names(index) == []


def test_an_upload_larger_than_other_requests_is_taken(client: TestClient) -> None:
    text = "\n\n".join(f"{n}번째 배가 {n}시에 들어왔다고 항만청이 전했다." for n in range(30_000))
    assert 2_000_000 < len(text.encode()) < LARGEST
    assert send(client, ("배.jpg", text.encode())).status_code == 202


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", "multipart/form-data; boundary=b"), (b"garbage", "multipart/form-data"),
     (b"files=x", "application/x-www-form-urlencoded"), (b"{}", "application/json"),
     (b'--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--b--\r\n',
      "multipart/form-data; boundary=b")],
)  # fmt: skip
def test_a_request_without_a_file_is_a_clear_line(
    client: TestClient, body: bytes, kind: str
) -> None:
    answered = client.post("/uploads", content=body, headers={"content-type": kind})
    assert answered.status_code == 400
    assert answered.json()["error"] in (say("upload_none"), say("upload_unreadable", files=FILES))


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"sec-fetch-site": "cross-site"}, 403), ({"sec-fetch-site": "same-site"}, 403),
     ({"origin": "http://evil.example"}, 403), ({"origin": "null"}, 403),
     ({"sec-fetch-site": "same-origin", "origin": "null"}, 202),
     ({"origin": "http://127.0.0.1"}, 202), ({}, 202)],
)  # fmt: skip
def test_another_site_can_neither_upload_nor_remove(
    client: TestClient, index: Path, headers: dict[str, str], status: int
) -> None:
    assert send(client, ("등대.txt", LIGHTHOUSE.encode()), **headers).status_code == status
    folder_of(index).mkdir(exist_ok=True)
    (folder_of(index) / "둘.txt").write_text(LIGHTHOUSE, encoding="utf-8")
    removed = client.post("/uploads/remove", data={"name": "둘.txt"}, headers=headers)
    assert removed.status_code == status
    assert ("둘.txt" in names(index)) == (status == 403)


@pytest.mark.parametrize("name", ["", "..", ".", "../index/rows", BRIDGE, "a\0", "없다.txt"])
def test_only_uploads_can_be_removed(client: TestClient, index: Path, name: str) -> None:
    before = sorted(path for path in index.parent.rglob("*"))
    assert client.post("/uploads/remove", data={"name": name}).status_code == 404
    assert sorted(path for path in index.parent.rglob("*")) == before


def test_a_full_folder_and_a_disk_that_takes_nothing_are_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "keep", broken)
        [refused] = send(client, ("등대.txt", b"x")).json()["refused"]
        assert refused["reason"].strip() == say("refused_disk", detail="").strip()
        assert "No space left" in caplog.text
        patch.setattr("qa.web.shelf.ROOM", LARGEST - 1)
        refused, _ = send(client, ("등대.txt", b"x")).json()["refused"]
        assert refused["reason"].strip() == say("refused_full", detail="").strip()


# the thread


def test_a_file_waits_while_somebody_else_writes_the_index(
    client: TestClient, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "RETRY", 0.05)
    with Store.open(index) as store:
        settings: Settings = store.settings
    with Writer(index, settings):
        send(client, ("등대.txt", LIGHTHOUSE.encode()))
        for _ in range(100):
            if (state := client.get("/uploads").json())["line"] == say("upload_busy"):
                break
            time.sleep(0.05)
        assert state["line"] == say("upload_busy")
        assert state["files"][0]["status"] == "waiting"
        meanwhile = client.post("/api/ask", json={"question": "새 다리는 언제 열렸나?"})
        assert "2019년 5월 3일" in meanwhile.json()["text"]
    assert settled(client)["files"][0]["status"] == "ready"


def test_what_was_kept_before_a_crash_is_indexed_at_the_next_start(index: Path) -> None:
    Shelf(index).keep("등대.txt", io.BytesIO(LIGHTHOUSE.encode()), ())
    with opened(Bot.open(index), uploads=True) as client:
        assert settled(client)["files"][0]["passages"] == 1


def test_a_name_that_comes_again_while_it_is_read_waits_for_the_next_run(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = Uploads(Library(Bot.open(index)))
    waiting: list[list[bool]] = []

    def build(*args: Any, **options: Any) -> Any:
        waiting.append([one.waiting for one in uploads.kept()])
        report = build_index(*args, **options)
        if len(waiting) == 1:
            assert uploads.remove("깨진.pdf")
            uploads.take("깨진.pdf", io.BytesIO(b"%PDF-1.4 again"))
        return report

    monkeypatch.setattr(uploading, "build_index", build)
    uploads.take("깨진.pdf", io.BytesIO(b"%PDF-1.4 broken"))
    for thread in threading.enumerate():
        if thread.name == "uploads":
            thread.join(60)
    assert waiting == [[True], [True], []]
    assert [one.name for one in uploads.refused()] == ["깨진.pdf"]


def test_an_index_that_cannot_be_written_is_told_and_tried_again(
    index: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    uploads = Uploads(Library(Bot.open(index)))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    def done() -> None:
        for thread in threading.enumerate():
            if thread.name == "uploads":
                thread.join(60)

    with monkeypatch.context() as patch:
        patch.setattr(uploading, "build_index", fail)
        uploads.take("등대.txt", io.BytesIO(LIGHTHOUSE.encode()))
        done()
    assert (uploads.busy, uploads.line("ko")) == (False, say("upload_fault"))
    assert "secret" in caplog.text
    assert [one.waiting for one in uploads.kept()] == [True]
    uploads.take("둘.txt", io.BytesIO("두 번째 글이라고 담당자는 말했다.".encode()))
    done()
    assert uploads.line("ko") == ""
    assert [one.waiting for one in uploads.kept()] == [False, False]


# in a browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("uploads")
    build_index([site_fakes.write(folder)], folder / "index")
    with served(folder / "index", "--allow-upload") as address:
        yield address


@pytest.mark.parametrize("width", [1280, 390])
def test_a_person_drops_a_file_sees_it_indexed_and_removes_it_by_keyboard(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, locale="ko-KR", base_url=address
    )
    page = context.new_page()
    page.goto("/documents")
    before = page.locator("td.title a").count()
    _drop(page, "등대.txt", LIGHTHOUSE)
    ready = page.locator(".results .status.verified")
    expect(ready).to_have_text(say("upload_ready", count=1), timeout=60_000)
    expect(page.locator("td.title a")).to_have_count(before + 1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".remove summary").press("Enter")
    page.locator(".remove button").press("Enter")
    page.wait_for_url("**/documents#uploads")
    expect(page.locator(".progress")).to_be_empty(timeout=60_000)
    expect(page.locator("td.title a")).to_have_count(before)
    expect(page.locator(".results li")).to_have_count(0)
    context.close()


def test_too_large_a_file_is_told_without_sending_it(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB", base_url=address)
    page = context.new_page()
    page.goto("/documents")
    page.evaluate(f"document.getElementById('uploads').dataset.largest = {3}")
    page.set_input_files("#files", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"long"})
    page.get_by_role("button", name="Upload").click()
    megabytes = LARGEST // 1_000_000
    expect(page.locator(".progress")).to_have_text(
        say("upload_too_large", "en", megabytes=megabytes)
    )
    context.close()


def _drop(page: Page, name: str, text: str) -> None:
    page.evaluate(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name));
            for (const type of ["dragover", "drop"]) {
                document.body.dispatchEvent(
                    new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }""",
        [name, text],
    )
