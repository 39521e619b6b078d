"""Lines that recur in one source: which are learned, what stays, and that order makes no odds."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from outlet_fakes import BESIDE, FOOT, HEAD, KEPT, PAGES, markup, story

from index.build import build_index
from index.cleaning.recurring import REASON, around, edge_lines, packed, recurring
from index.pool import Job, Result, read_files
from index.readers.decode import decode
from index.records import Block, BlockKind
from index.report import BuildReport
from index.sourcemap import MappedText, pieces, squeeze
from index.store import Store


def write(folder: Path, pages: Mapping[str, str], names: Iterable[str] | None = None) -> None:
    for name in pages if names is None else names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[name], encoding="utf-8")


def texts(index: Path) -> dict[str, str]:
    """The text of each document that is searched, titles and headings included."""
    with Store.open(index) as store:
        return {
            document.id: "\n".join(
                (document.metadata.title, *(f"{p.heading}\n{p.text}" for p in passages))
            )
            for document in store.documents()
            for passages in [store.passages_of(document.id)]
        }


def statuses(report: BuildReport) -> dict[str, int]:
    counted = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    return {status: count for status, count in counted.items() if count}


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, Path]:
    """All pages of the paper, indexed at once."""
    place = tmp_path_factory.mktemp("paper")
    write(place / "글", PAGES)
    return build_index([place / "글"], place / "index"), place / "index"


def test_what_the_paper_puts_around_its_articles_is_gone(paper: tuple[BuildReport, Path]) -> None:
    assert len(texts(paper[1])) == len(PAGES)
    for text in texts(paper[1]).values():
        assert [line for line in (*HEAD, *BESIDE, *FOOT) if line in text] == []


def test_the_articles_are_left_whole_with_the_lines_that_order_them(
    paper: tuple[BuildReport, Path],
) -> None:
    assert len(texts(paper[1])) == len(PAGES)
    for number, text in enumerate(texts(paper[1]).values()):
        bare = squeeze(text)
        lines = [squeeze(line.lstrip("□ ")) for line in story(number).split("\n")]
        assert [line for line in lines if line not in bare] == []
        assert all(squeeze(line) in bare for line in KEPT)


def test_so_it_is_where_the_pages_are_markup(tmp_path: Path) -> None:
    write(tmp_path / "글", {f"{n}.html": markup(n) for n in range(12)})
    build_index([tmp_path / "글"], tmp_path / "index")
    assert len(texts(tmp_path / "index")) == 12
    for name, text in texts(tmp_path / "index").items():
        assert [line for line in (*HEAD, *BESIDE, *FOOT) if line in text] == []
        lines = story(int(name.removesuffix(".html"))).split("\n")
        assert [line for line in lines if squeeze(line.lstrip("□ ")) not in squeeze(text)] == []


def test_the_report_names_what_was_learned(paper: tuple[BuildReport, Path]) -> None:
    report, _ = paper
    assert statuses(report) == {"added": 12}
    learned = {r.excerpt for r in report.files[0].removals if r.reason == REASON}
    assert learned == {*HEAD, *BESIDE, *FOOT}


def test_passages_stand_in_the_file_as_ever(paper: tuple[BuildReport, Path]) -> None:
    with Store.open(paper[1]) as store:
        for document in store.documents():
            source = decode(Path(document.path).read_bytes()).text
            for passage in store.passages_of(document.id):
                assert squeeze(pieces(source, passage.spans)) == squeeze(passage.text)


def test_few_files_teach_nothing_and_the_fifth_teaches_for_all(tmp_path: Path) -> None:
    names, index = list(PAGES), tmp_path / "index"
    write(tmp_path / "글", PAGES, names[:4])
    assert statuses(build_index([tmp_path / "글"], index)) == {"added": 4}
    assert HEAD[-1] in texts(index)[names[0]]
    write(tmp_path / "글", PAGES, names[4:5])
    assert statuses(build_index([tmp_path / "글"], index)) == {"added": 1, "changed": 4}
    assert not any(HEAD[-1] in text for text in texts(index).values())


def test_the_report_says_why_an_unchanged_file_was_read_again(tmp_path: Path) -> None:
    write(tmp_path / "글", PAGES, list(PAGES)[:4])
    build_index([tmp_path / "글"], tmp_path / "index")
    write(tmp_path / "글", PAGES, list(PAGES)[4:5])
    report = build_index([tmp_path / "글"], tmp_path / "index")
    again = "read again: other lines recur in its source"
    assert [file.reason for file in report.files] == [again] * 4 + [""]


def test_one_more_file_of_a_known_paper_reads_no_other_again(
    tmp_path: Path, paper: tuple[BuildReport, Path]
) -> None:
    names, index = list(PAGES), tmp_path / "index"
    write(tmp_path / "글", PAGES, names[:11])
    build_index([tmp_path / "글"], index)
    write(tmp_path / "글", PAGES, names[11:])
    assert statuses(build_index([tmp_path / "글"], index)) == {"added": 1, "unchanged": 11}
    assert texts(index) == texts(paper[1])
    assert not build_index([tmp_path / "글"], index).committed


def test_ctrl_c_while_files_are_read_again_keeps_the_rest_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paper: tuple[BuildReport, Path]
) -> None:
    write(tmp_path / "글", PAGES)
    runs: list[int] = []

    def stopped(jobs: Sequence[Job], _waits: object) -> Generator[Result, None, None]:
        runs.append(len(jobs))
        for done, result in enumerate(read_files(jobs)):
            if (len(runs), done) == (2, 3):
                raise KeyboardInterrupt
            yield result

    monkeypatch.setattr("index.build.read_files", stopped)
    report = build_index([tmp_path / "글"], tmp_path / "index")
    assert (runs, report.added, report.left) == ([12, 12], 12, 9)
    report = build_index([tmp_path / "글"], tmp_path / "index")
    assert (runs[2:], report.changed, report.left) == ([9], 9, 0)
    assert texts(tmp_path / "index") == texts(paper[1])


def test_where_too_few_files_are_left_their_lines_come_back(tmp_path: Path) -> None:
    names, index = list(PAGES), tmp_path / "index"
    write(tmp_path / "글", PAGES, names[:5])
    build_index([tmp_path / "글"], index)
    (tmp_path / "글" / names[0]).unlink()
    assert statuses(build_index([tmp_path / "글"], index)) == {"changed": 4}
    assert all(HEAD[-1] in text for text in texts(index).values())


def test_copies_of_one_note_without_a_sentence_are_not_emptied(tmp_path: Path) -> None:
    note = "장보기 목록\n두부 두 모\n대파 한 단\n멸치 한 봉지\n"
    write(tmp_path / "글", {f"{n}.txt": note for n in range(6)})
    build_index([tmp_path / "글"], tmp_path / "index")
    assert len(texts(tmp_path / "index")) == 6


# The two halves


def test_a_line_recurs_in_five_documents_and_two_fifths_of_a_source() -> None:
    small = [("가", packed({1, n})) for n in range(10, 15)]
    large = [("나", packed({2} if n < 5 else {100 + n})) for n in range(13)]
    assert recurring([*small, *large]) == {"가": frozenset({1})}
    assert recurring([*small[1:], *large[:12]]) == {"나": frozenset({2})}


def blocks(*lines: str, kind: BlockKind = "text") -> list[Block]:
    return [Block(kind, MappedText.of(line)) for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "□ 주요 내용",
        "2. 기대 효과",
        "[표 3] 연도별 물량",
        "2024-06-20 실무회의",
        "| 구분 | 금액 |",
        "한국은행 금융통화위원회는 기준금리를 연 2.75%로 내린다고 밝혔다.",
        "가",
    ],
)
def test_what_orders_an_article_or_reports_is_no_line_of_the_site(line: str) -> None:
    assert edge_lines(blocks(line)) == {}


@pytest.mark.parametrize("kind", ["heading", "header", "row", "caption", "excerpt"])
def test_headings_and_tables_are_no_lines_of_the_site(kind: BlockKind) -> None:
    assert edge_lines(blocks("나루터게시판", kind=kind)) == {}


def gone(*lines: str, known: Iterable[str]) -> set[str]:
    """Which lines of a document go where `known` ones recur."""
    document = blocks(*lines)
    learned = edge_lines(blocks(*known)).values()
    return {lines[i] for i in around(document, edge_lines(document), frozenset(learned))}


PROSE = "마을 사람들은 등대를 서른 해 만에 새로 칠하기로 했다고 전했다."


def test_a_single_line_beside_the_text_may_be_its_heading_and_stays() -> None:
    above, below = ("나루", "제목", "두레", "무슨 일인가"), ("참고 자료", "붙임", "두 쪽", "끝줄")
    known = ("나루", "무슨 일인가", "참고 자료", "끝줄")
    assert gone(*above, PROSE, *below, known=known) == {"나루", "끝줄"}


def test_lines_between_two_sentences_stay() -> None:
    lines = ("나루", "제목", PROSE, "가나루", "다나루", "라나루", PROSE, "붙임", "끝줄")
    assert gone(*lines, known=("나루", "가나루", "다나루", "라나루", "끝줄")) == {"나루", "끝줄"}


def test_away_from_the_ends_only_lines_that_stand_together_go() -> None:
    above = ("하나", "둘", "가나루", "제목", "다섯", "여섯", "일곱")
    lines = (*above, "글씨", "크게", "건네기", PROSE)
    assert gone(*lines, known=("가나루", "글씨", "크게", "건네기")) == {"글씨", "크게", "건네기"}
