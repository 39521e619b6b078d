"""`geungeo.toml` and `keep_all`: what a person says against the rules, and what it reads again."""

from pathlib import Path

import pytest

from index.build import build_index
from index.cleaning.recurring import REASON
from index.config import Config
from index.errors import InputError
from index.records import Document, Passage, Removal
from index.report import BuildReport
from index.roots import Root
from index.rules import LISTED, Rules
from index.store import Store

PAGE = (
    "<html><head><title>등대 이야기</title></head><body>\n"
    "<nav>홈 뉴스 스포츠</nav>\n<article><h1>등대 이야기</h1>\n"
    "<p>마을 사람들은 서른 해 만에 등대를 새로 칠하기로 했다고 이장이 전했다.</p>\n"
    "<p>오늘의 운세: 동쪽에서 귀인이 온다</p>\n"
    "<p>등대지기 한남수 씨는 흰 페인트 40통을 들여 사흘 동안 탑을 칠했다.</p>\n"
    "<p>문의: 해온시 공보실 044-000-1234</p>\n"
    "<p>무단 전재 및 재배포 금지</p></article>\n</body></html>\n"
)
NOTE = "방파제 공사\n\n공사는 올해 안에 끝난다고 해온시가 밝혔다.\n담당자: 토목과 044-000-5678\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "글"
    (folder / "보고서").mkdir(parents=True)
    (folder / "등대.html").write_text(PAGE, encoding="utf-8")
    (folder / "보고서" / "방파제.txt").write_text(NOTE, encoding="utf-8")
    return folder


def index(docs: Path, told: str | None = None, *, keep_all: bool = False) -> BuildReport:
    if told is not None:
        (docs / "geungeo.toml").write_text(told, encoding="utf-8")
    return build_index([docs], docs.parent / "index", keep_all=keep_all)


def opened(docs: Path, name: str) -> tuple[Document, list[Passage]]:
    with Store.open(docs.parent / "index") as store:
        return store.document(name), store.passages_of(name)


def text(docs: Path, name: str) -> str:
    return "\n".join(passage.text for passage in opened(docs, name)[1])


def cut(docs: Path, name: str) -> tuple[Removal, ...]:
    return opened(docs, name)[0].removals


def test_without_a_word_the_rules_decide(docs: Path) -> None:
    index(docs)
    assert not any(word in text(docs, "등대.html") for word in ("공보실", "무단", "스포츠"))
    assert "담당자" not in text(docs, "보고서/방파제.txt")


def test_keep_all_leaves_menus_contacts_and_licences_in(docs: Path) -> None:
    index(docs, keep_all=True)
    assert all(word in text(docs, "등대.html") for word in ("공보실", "무단", "스포츠", "40통"))
    assert "담당자" in text(docs, "보고서/방파제.txt")


def test_keep_all_reads_again_what_was_cleaned_before_and_so_does_its_end(docs: Path) -> None:
    index(docs)
    assert index(docs).unchanged == 2
    assert index(docs, keep_all=True).changed == 2
    assert not index(docs, keep_all=True).committed
    assert index(docs).changed == 2
    assert "공보실" not in text(docs, "등대.html")


def test_a_reason_and_a_line_can_be_kept(docs: Path) -> None:
    index(docs, 'keep = ["contact", "무단 전재*"]')
    assert "공보실" in text(docs, "등대.html")
    assert "무단 전재 및 재배포 금지" in text(docs, "등대.html")
    assert "담당자" in text(docs, "보고서/방파제.txt")


def test_a_line_can_be_removed_and_the_report_says_why(docs: Path) -> None:
    index(docs)
    assert "귀인" in text(docs, "등대.html")
    report = index(docs, 'remove = ["오늘의 운세*"]')
    assert report.changed == 2
    assert report.files[0].reason == "read again: something else is told of it"
    assert "귀인" not in text(docs, "등대.html")
    assert LISTED in {r.reason for r in cut(docs, "등대.html")}


def test_what_is_kept_is_not_removed(docs: Path) -> None:
    index(docs, 'remove = ["오늘의*"]\nkeep = ["*귀인이 온다"]')
    assert "귀인" in text(docs, "등대.html")


def test_a_table_holds_for_the_files_that_it_names(docs: Path) -> None:
    index(docs)
    report = index(docs, '["보고서/*"]\nkeep_all = true\nsource = "해온시"\ndate = 2024-06-20\n')
    assert {f.path: f.status for f in report.files} == {
        "등대.html": "unchanged",
        "보고서/방파제.txt": "changed",
    }
    document, _ = opened(docs, "보고서/방파제.txt")
    assert "담당자" in text(docs, "보고서/방파제.txt")
    assert (document.metadata.source, document.metadata.date) == ("해온시", "2024-06-20")
    assert document.metadata.date_origin == "geungeo.toml"
    assert "공보실" not in text(docs, "등대.html")


def test_what_was_told_is_forgotten_with_the_file(docs: Path) -> None:
    index(docs, "keep_all = true")
    (docs / "geungeo.toml").unlink()
    assert index(docs).changed == 2
    assert "공보실" not in text(docs, "등대.html")


def test_a_dry_run_says_which_files_would_be_read_again(docs: Path) -> None:
    index(docs)
    (docs / "geungeo.toml").write_text('["보고서/*"]\nkeep_all = true\n', encoding="utf-8")
    report = build_index([docs], docs.parent / "index", dry_run=True)
    assert (report.changed, report.unchanged) == (1, 1)


def test_a_learned_line_can_be_kept(tmp_path: Path) -> None:
    docs = tmp_path / "글"
    docs.mkdir()
    for n in range(6):
        lines = (
            "골목 소식 나루터",
            f"{n}번째 이야기",
            f"마을 사람들은 등대 {n + 2}기를 새로 칠했다고 이장이 전했다.",
        )
        (docs / f"{n}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = index(docs)
    assert [r.reason for r in report.files[0].removals] == [REASON]
    assert index(docs, 'keep = ["골목 소식*"]').changed == 6
    document, _ = opened(docs, "0.txt")
    assert (document.metadata.title, document.removals) == ("골목 소식 나루터", ())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("keep = [", "cannot be read: "),
        ('kepp = ["contact"]', "no key 'kepp'; there are keep, remove, keep_all, source, date"),
        ('keep = "contact"', "keep is 'contact', not a list of lines or reasons"),
        ("remove = [3]", "remove is [3], not a list of lines"),
        ('remove = ["*"]', "remove is ['*'], not a list of lines"),
        ("keep_all = 1", "keep_all is 1, not true or false"),
        ('source = ["가"]', "source is ['가'], not a text"),
        ('date = "어제"', "date is '어제', not a day such as 2024-06-20"),
        ('["보고서/*"]\nkeep-all = true', "['보고서/*']: no key 'keep-all'"),
    ],
)
def test_what_nobody_understands_ends_the_run_before_it_begins(
    docs: Path, told: str, expected: str
) -> None:
    index(docs)
    with pytest.raises(InputError) as refused:
        index(docs, told)
    assert expected in str(refused.value)
    assert str(docs / "geungeo.toml") in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert "공보실" not in text(docs, "등대.html")


def test_the_file_itself_is_no_document_and_no_unread_file(docs: Path) -> None:
    report = index(docs, "keep_all = false")
    assert (report.unread, report.added) == ({}, 2)


def test_lists_add_up_and_the_later_value_counts(tmp_path: Path) -> None:
    told = 'keep = ["가"]\nsource = "앞"\n["나/*"]\nkeep = ["다"]\nsource = "뒤"\n'
    (tmp_path / "geungeo.toml").write_text(told, encoding="utf-8")
    config = Config.of(Root.of(1, tmp_path))
    assert config.rules("나/글.txt") == Rules(keep=("가", "다"), source="뒤", place="나")
    assert config.rules("글.txt") == Rules(keep=("가",), source="앞", place=".")


def test_rules_that_say_nothing_have_no_digest() -> None:
    assert Rules(place="나", learned={"나": frozenset({1})}).told == ""
    assert Rules(keep_all=True).told != Rules(keep=("가",)).told != ""
