"""Makes the files of `eval/sets/reading` and their truth: run by hand, imported by nothing.

    python -m eval.reading_corpus            # txt, md, html, csv, jsonl, zip
    python -m eval.reading_corpus --office   # and docx, pdf, hwpx, hwp

It renders `articles.yaml` in the shapes that people have: captured pages, releases, reports, posts.
The office files need LibreOffice, chromium, Korean fonts, python-hwpx and hwp-converter-ai;
nothing else here does.
"""

import argparse
import csv
import html
import io
import json
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from eval.reading_templates import captured, page, printed

HERE = Path(__file__).parent / "sets" / "reading"
_EPOCH = (2025, 1, 1, 0, 0, 0)  # of what is packed, so that the files are the same each time


@dataclass(slots=True)
class Article:
    """One text and what it says of itself.

    Args:
        paragraphs: of sentences.
        table: caption, column names, rows; None where it has none.
    """

    id: str
    title: str
    date: str
    outlet: str
    paragraphs: list[list[str]]
    reporter: str = ""
    department: str = ""
    phone: str = ""
    table: dict[str, Any] | None = None

    @property
    def sentences(self) -> list[str]:
        """All sentences in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def rows(self) -> list[str]:
        """Caption, column names and rows of the table, cells joined by nothing."""
        if not self.table:
            return []
        lines = [self.table["header"], *self.table["rows"]]
        return [self.table["caption"], *("".join(line) for line in lines)]


@dataclass(slots=True)
class Truth:
    """What `eval.reading` expects of one document; the fields of `truth.jsonl`."""

    file: str
    record: str | None
    text: list[str]
    foreign: list[str] = field(default_factory=list)
    title: str | None = None
    date: str | None = None
    source: str | None = None


class Corpus:
    """The files written so far and what must be read in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.truths: list[Truth] = []

    def add(self, name: str, data: bytes | str, *truths: Truth) -> None:
        """Write one file; its truths get its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        self.expect(name, *truths)

    def expect(self, name: str, *truths: Truth) -> None:
        """Keep what must be read in the file `name`."""
        for truth in truths:
            truth.file = name
            self.truths.append(truth)

    def save(self) -> None:
        """Write the truths, a line a document."""
        lines = (json.dumps(asdict(t), ensure_ascii=False) + "\n" for t in self.truths)
        (HERE / "truth.jsonl").write_text("".join(lines), encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """Write the corpus anew; without --office the office files stay as they are."""
    parser = argparse.ArgumentParser(description="make eval/sets/reading")
    parser.add_argument("--office", action="store_true", help="docx, pdf, hwpx and hwp as well")
    arguments = parser.parse_args(argv)
    articles = load_articles()
    corpus = Corpus(HERE / "documents")
    write_html(corpus, articles)
    write_txt(corpus, articles)
    write_md(corpus, articles)
    write_tables(corpus, articles)
    write_office(corpus, articles, make=arguments.office)
    write_zip(corpus)
    corpus.save()
    return 0


def load_articles() -> dict[str, Article]:
    """Return the articles by id."""
    found = {}
    for entry in yaml.safe_load((HERE / "articles.yaml").read_text(encoding="utf-8")):
        body = entry.pop("body").strip().split("\n\n")
        paragraphs = [paragraph.splitlines() for paragraph in body]
        found[entry["id"]] = Article(paragraphs=paragraphs, **entry)
    return found


def truth(article: Article, *, foreign: Sequence[str] = (), **said: Any) -> Truth:
    """Return what must be read of `article`: all of it, by default with all that it says."""
    fields = {"title": article.title, "date": article.date, "source": article.outlet} | said
    return Truth("", None, [*article.sentences, *article.rows], list(foreign), **fields)


def write_html(corpus: Corpus, articles: dict[str, Article]) -> None:
    """Pages of several outlets with all that stands around an article."""
    for article in articles.values():
        text, foreign = page(article, others=others(article, articles))
        corpus.add(f"html/{article.id}.html", text, truth(article, foreign=foreign))


def others(article: Article, articles: dict[str, Article]) -> list[str]:
    """Return titles of other articles, which a page lists."""
    return [a.title for a in articles.values() if a.id != article.id and not a.department][:5]


def write_txt(corpus: Corpus, articles: dict[str, Article]) -> None:
    """Captured text, releases, reports and the encodings of twenty years."""
    for name in ("tram", "oyster", "battery", "football", "satellite"):
        article = articles[name]
        text, foreign = captured(article, others=others(article, articles))
        corpus.add(f"txt/scraped-{name}.txt", text, truth(article, foreign=foreign))
    for name in ("bridge", "vaccine", "trade"):
        text, foreign = release(articles[name])
        corpus.add(f"txt/press-{name}.txt", text, truth(articles[name], foreign=foreign))
    for name, blank, told in (("corridor", True, True), ("care", False, False)):
        text, foreign = report(articles[name], blank=blank, told=told)
        corpus.add(
            f"txt/report-{name}.txt", text, truth(articles[name], foreign=foreign, source=None)
        )
    plain = {a.id: "\n\n".join([a.title, *map(" ".join, a.paragraphs)]) for a in articles.values()}
    for name, encoding in (("festival", "cp949"), ("library", "utf-16"), ("fire", "utf-8-sig")):
        article = articles[name]
        expected = truth(article, source=None)
        corpus.add(f"txt/{article.date}-{name}.txt", plain[name].encode(encoding), expected)
    decomposed = unicodedata.normalize("NFD", plain["exam"])
    corpus.add("txt/nfd-exam.txt", decomposed, truth(articles["exam"], date=None, source=None))
    chips = articles["chips"]
    odd = plain["chips"].replace("AI ", "\uff21\uff29 ").replace("유리", "유\u200b리")
    expected = truth(chips, date=None, source=None)
    expected.text = [text.replace("AI ", "\uff21\uff29 ") for text in expected.text]
    corpus.add("txt/odd-forms-chips.txt", "\ufeff" + odd, expected)


def release(article: Article) -> tuple[str, list[str]]:
    """Return a press release as a ministry's page shows it: an outline, then the body again."""
    day = article.date.replace("-", ". ")
    head = [
        "브리핑룸",
        "보도자료",
        f"보도시점 {day}. 배포 즉시",
        article.title,
        f"담당부서: {article.department}",
        f"연락처: {article.phone}",
    ]
    outline = []
    for paragraph in article.paragraphs:
        outline.append("□ " + paragraph[0])
        outline += ["  ○ " + paragraph[1]] if len(paragraph) > 1 else []
        outline += ["   - " + sentence for sentence in paragraph[2:]]
    foot = [
        "<끝>",
        f"담당자: 사무관 홍보미 ({article.phone})",
        f"이 보도자료는 {article.outlet}가 제공한 보도자료를 전재하였습니다.",
        "공공누리 제1유형: 출처표시 조건으로 자유 이용이 가능합니다.",
        "첨부파일 보도자료.hwpx 내려받기",
        "목록",
    ]
    body = [" ".join(paragraph) for paragraph in article.paragraphs]
    table = []
    if article.table:
        table = [article.table["caption"], *map("\t".join, table_lines(article))]
    text = "\n".join([*head, *outline, *table, *foot[:1], "", *body, *foot[1:]])
    return text, [*head[4:], *foot[1:]]


def table_lines(article: Article) -> list[list[str]]:
    """Return column names and rows."""
    return [article.table["header"], *article.table["rows"]] if article.table else []


def report(article: Article, *, blank: bool, told: bool) -> tuple[str, list[str]]:
    """Return a report as text taken from a PDF: full lines, page numbers, marks of footnotes.

    Args:
        article: what it says.
        blank: whether an empty line stands between any two lines.
        told: whether a line keeps the space on which it broke.
    """
    head = f"정책 브리프 2025-07 | {article.outlet}"
    lines = [head, "", article.title, "", f"{article.reporter} {article.outlet} 연구위원", ""]
    year, month, day = article.date.split("-")
    lines += [f"{year}년 {int(month)}월 {int(day)}일", ""]
    for number, paragraph in enumerate(article.paragraphs, start=1):
        sentences = list(paragraph)
        sentences[0] += str(number)  # a footnote's mark, glued as extracted text has it
        if number == 3:
            lines += ["- 1 -", head]
        lines += wrapped("  " + " ".join(sentences), told=told)
    if article.table:
        lines += ["", article.table["caption"], *map(" ".join, table_lines(article))]
    lines += ["- 2 -", head]
    return ("\n\n" if blank else "\n").join(lines) + "\n", [head, "- 1 -", "- 2 -"]


def wrapped(text: str, columns: int = 78, *, told: bool) -> list[str]:
    """Return `text` broken at `columns`, inside words as well."""
    lines, line, at = [], "", 0
    for character in text:
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if at + wide > columns:
            lines.append(line if told else line.rstrip())
            line, at = "", 0
            if character == " ":
                if told:
                    lines[-1] += " "
                continue
        line += character
        at += wide
    return [*lines, line]


def write_md(corpus: Corpus, articles: dict[str, Article]) -> None:
    """Jekyll posts with HTML inside, and plain Markdown with tables."""
    for name in ("tram", "library", "festival", "chips"):
        article = articles[name]
        front = (
            f"---\ntitle: '{article.title}'\ndate: {article.date}\nauthor: {article.outlet}\n"
            "categories:\n  - News\nimage: '/assets/img/post.jpg'\n---\n\n"
        )
        parts = [f'<p data-ke-size="size16">{" ".join(p)}</p>' for p in article.paragraphs]
        parts.insert(0, '<p><img src="/assets/img/post.jpg" alt="속보 그림"></p>')
        foreign = ["속보 그림", "함께 보면 좋은 글", *others(article, articles)[:2]]
        links = "".join(f'<li><a href="#">{t}</a></li>' for t in foreign[2:])
        parts.append(f"<h3>함께 보면 좋은 글</h3>\n<ul>{links}</ul>")
        text = front + "\n\n".join(parts) + "\n"
        corpus.add(f"md/{article.date}-{name}.md", text, truth(article, foreign=foreign))
    for name in ("corridor", "care", "water"):
        article = articles[name]
        header, *rows = table_lines(article)
        lines = [f"# {article.title}", *map(" ".join, article.paragraphs)]
        drawn = [header, ["---"] * len(header), *rows]
        lines += [article.table["caption"] if article.table else ""]
        lines += ["\n".join(f"| {' | '.join(cells)} |" for cells in drawn)]
        expected = truth(article, source=None)
        corpus.add(f"md/{article.date}-{name}.md", "\n\n".join(lines) + "\n", expected)


def write_tables(corpus: Corpus, articles: dict[str, Article]) -> None:
    """Tables as CSV, articles as JSON Lines."""
    for name, encoding in (("corridor", "utf-8"), ("care", "cp949"), ("water", "utf-8-sig")):
        article = articles[name]
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=";" if name == "care" else ",").writerows(table_lines(article))
        expected = Truth("", None, article.rows[1:], date=article.date)
        file = f"csv/{article.date}-{name}.csv"
        corpus.add(file, out.getvalue().encode(encoding), expected)
    names = list(articles)
    for file, chosen in (("first", names[:8]), ("second", names[8:])):
        truths = []
        for article in (articles[name] for name in chosen):
            expected = truth(article)
            expected.record, expected.text = article.id, article.sentences
            truths.append(expected)
        lines = (record(articles[name], escaped=file == "second") for name in chosen)
        corpus.add(f"jsonl/{file}.jsonl", "".join(lines), *truths)


def record(article: Article, *, escaped: bool) -> str:
    """Return a line of JSON; `escaped` writes Hangul as numbers."""
    values = {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "source": article.outlet,
        "text": "\n\n".join(map(" ".join, article.paragraphs)),
    }
    return json.dumps(values, ensure_ascii=escaped) + "\n"


def write_zip(corpus: Corpus) -> None:
    """Archives of what stands beside them."""
    for name, kinds in (("web", ("html/tram", "html/chips")), ("mixed", ("txt/press", "md/"))):
        packed = io.BytesIO()
        inside = [t for t in list(corpus.truths) if t.file.startswith(kinds)][:4]
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in inside:
                data = (corpus.folder / one.file).read_bytes()
                archive.writestr(zipfile.ZipInfo(one.file, _EPOCH), data, zipfile.ZIP_DEFLATED)
        truths = [Truth(**asdict(t) | {"record": t.file}) for t in inside]
        corpus.add(f"zip/{name}.zip", packed.getvalue(), *truths)


def write_office(corpus: Corpus, articles: dict[str, Article], *, make: bool) -> None:
    """Files that real programs write; where they are not made, only their truth is."""
    plans = (
        ("docx", ("tram", "corridor", "care", "bridge", "water", "exam"), False),
        ("pdf", ("oyster", "corridor", "vaccine", "water"), False),
        ("pdf", ("care", "satellite", "battery", "trade"), True),
        ("hwpx", ("fire", "care", "bridge", "trade", "water"), False),
        ("hwp", ("festival", "corridor", "vaccine", "football"), False),
    )
    for kind, names, columns in plans:
        chosen = [articles[name] for name in names]
        if make:
            made = _made(kind, chosen, columns=columns)
            for article, data in zip(chosen, made, strict=True):
                path = corpus.folder / kind / f"{article.date}-{article.id}.{kind}"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        for article in chosen:
            foreign = [f"{article.outlet} 자료 모음"] if kind == "pdf" and columns else []
            expected = truth(article, foreign=foreign, source=None)
            corpus.expect(f"{kind}/{article.date}-{article.id}.{kind}", expected)


def _made(kind: str, articles: Sequence[Article], *, columns: bool) -> Iterable[bytes]:
    if kind in ("hwpx", "hwp"):
        return [(_hwpx if kind == "hwpx" else _hwp)(article) for article in articles]
    with TemporaryDirectory() as name:
        folder = Path(name)
        pages = []
        for article in articles:
            pages.append(folder / f"{article.id}.html")
            pages[-1].write_text(printed(article, columns=columns), encoding="utf-8")
        if columns:
            for path in pages:
                subprocess.run(
                    ["chromium", "--headless", "--no-sandbox", "--disable-gpu",
                     "--no-pdf-header-footer", f"--print-to-pdf={path.with_suffix('.pdf')}",
                     path.as_uri()],
                    check=True, capture_output=True, timeout=120,
                )  # fmt: skip
        else:
            subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
                 "--infilter=HTML (StarWriter)", "--convert-to", kind, "--outdir", name,
                 *map(str, pages)],
                check=True, capture_output=True, timeout=240,
            )  # fmt: skip
        return [path.with_suffix(f".{kind}").read_bytes() for path in pages]


def _hwpx(article: Article) -> bytes:
    # No dependency of the project: who makes the files has it in a venv of their own.
    document = import_module("hwpx").HwpxDocument.new()
    document.add_paragraph(article.title)
    for paragraph in article.paragraphs:
        document.add_paragraph(" ".join(paragraph))
    if article.table:
        document.add_paragraph(article.table["caption"])
        lines = table_lines(article)
        table = document.add_table(len(lines), len(lines[0]))
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                table.set_cell_text(row, column, html.unescape(cell))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.hwpx"
        document.save_to_path(str(path))
        return path.read_bytes()


def _hwp(article: Article) -> bytes:
    writer = import_module("hwp_converter_ai.hwp_writer").HwpBinaryWriter()  # as above
    lines = [f"# {article.title}", *map(" ".join, article.paragraphs)]
    if article.table:
        header, *rows = table_lines(article)
        drawn = [header, ["---"] * len(header), *rows]
        lines += [article.table["caption"]]
        lines += ["\n".join(f"| {' | '.join(cells)} |" for cells in drawn)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.hwp"
        writer.from_markdown("\n\n".join(lines), path)
        return path.read_bytes()


if __name__ == "__main__":
    raise SystemExit(main())
