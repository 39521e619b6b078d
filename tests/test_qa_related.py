"""What stands beside a quote in other documents: the copy's own sentence, and where it is."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build_index
from index.store import Store
from qa.bot import Bot
from qa.records import Citation
from qa.related import related

FIRST = "나루시는 3일 새 다리를 열었다. 공사비는 310억 원이 들었다고 시가 밝혔다. 길은 넓다."
UPDATE = "나루시는 3일 새 다리를 열었다. 공사비는 340억 원이 들었다고 시가 밝혔다. 길은 좁다."


@pytest.fixture
def index(tmp_path: Path) -> Path:
    for name, text in (("가.md", FIRST), ("나.md", UPDATE)):
        front = f"---\ntitle: 다리 {name}\ndate: 2024-05-03\nsource: 강변일보\n---\n\n"
        (tmp_path / "문서").mkdir(exist_ok=True)
        (tmp_path / "문서" / name).write_text(front + text, encoding="utf-8")
    build_index([tmp_path / "문서"], tmp_path / "index")
    return tmp_path / "index"


def citation(index: Path, **named: tuple[str, ...]) -> Citation:
    cited = Bot.open(index).ask("공사비는 얼마가 들었나?").citations[0]
    return replace(cited, document="가.md", quote=FIRST[18:45], **{"conflicts": (), **named})


def test_a_document_that_says_otherwise_is_shown_with_its_own_sentence(
    index: Path, tmp_path: Path
) -> None:
    with Store.open(index) as store:
        found = related(store, citation(index, conflicts=("나.md",)))["나.md"]
    assert found.sentence == "공사비는 340억 원이 들었다고 시가 밝혔다."
    assert (found.title, found.source, found.date) == ("다리 나.md", "강변일보", "2024-05-03")
    source = (tmp_path / "문서" / "나.md").read_text(encoding="utf-8")
    assert source[found.place.start : found.place.end] == found.sentence


def test_of_a_long_quote_the_sentence_is_shown_that_differs(index: Path) -> None:
    cited = replace(citation(index, conflicts=("나.md",)), quote=FIRST.removesuffix(" 길은 넓다."))
    with Store.open(index) as store:
        assert "340억" in related(store, cited)["나.md"].sentence


def test_a_document_that_says_the_same_opens_at_that_sentence(index: Path) -> None:
    cited = replace(citation(index, same_as=("나.md",)), quote="나루시는 3일 새 다리를 열었다.")
    with Store.open(index) as store:
        assert related(store, cited)["나.md"].sentence == cited.quote


def test_a_document_that_is_gone_is_left_out(index: Path) -> None:
    with Store.open(index) as store:
        assert related(store, citation(index, conflicts=("없음.md",))) == {}
