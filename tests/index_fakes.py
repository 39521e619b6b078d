"""Fakes that a person can check by eye: an encoder, a reader of paragraphs, a few Korean files."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ReadError
from index.records import DocumentText, FileText, Locator, Metadata, PassageText
from index.report import BuildReport
from index.sourcemap import MappedText, Span

Build = Callable[..., BuildReport]

ANALYSER = "words 1"

# One axis a topic; a text points where its words point.
TOPICS = (
    ("조약", "협정", "treaty"),
    ("쌀", "농민", "rice"),
    ("축구", "경기", "football"),
    ("지진", "진도", "earthquake"),
)


class FakeEncoder:
    """A vector counts the words of its topics: treaty, rice, football, earthquake."""

    def __init__(
        self, name: str = "fake", fingerprint: str = "sha256:fake", topics: int = len(TOPICS)
    ) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = topics
        self.encoded: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        topics = TOPICS[: self.dimension]
        rows = [[sum(text.count(word) for word in topic) for topic in topics] for text in texts]
        counts = np.array(rows, np.float32).reshape(-1, len(topics))
        norms = np.linalg.norm(counts, axis=1, keepdims=True)
        return (counts / np.where(norms == 0, 1, norms)).astype(np.float32)

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.encoded += texts
        if progress:
            progress(len(texts))
        return self.encode_questions(texts)


def words(text: str) -> Counter[str]:
    return Counter(text.split())


def bigrams(text: str) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[i : i + 2] for i in range(len(letters) - 1))


def document_of(source: str, record: str | None, line: int, metadata: Metadata) -> DocumentText:
    """Cut a text into its paragraphs: what `passages` does, without its knowledge."""
    mapped, passages, at = MappedText.of(source), [], 0
    for paragraph in source.split("\n\n"):
        start = source.index(paragraph, at)
        at = start + len(paragraph)
        if not (text := paragraph.strip()):
            continue
        start += paragraph.index(text)
        cut = mapped.slice(start, start + len(text))
        place = Locator("record" if record else "text", line, line)
        both = f"{metadata.title} {text}"
        passages.append(
            PassageText(
                text=text,
                heading=metadata.title,
                origin=cut.origin,
                sentences=(Span(0, len(text)),),
                locator=place,
                terms=words(both),
                bigrams=bigrams(both),
            )
        )
    digest = hashlib.sha256(source.encode(errors="surrogatepass")).hexdigest()
    return DocumentText(record, metadata, digest, tuple(passages), ())


def read_paragraphs(path: Path) -> FileText:
    """Read a file as the real reader would: `제목:`, `날짜:` and `출처:` lines, then paragraphs."""
    try:
        data = path.read_bytes()
        text = data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot be read: {type(error).__name__}") from error
    if not text.strip():
        raise ReadError("is empty")
    if path.suffix == ".jsonl":
        documents = tuple(_records(text))
    else:
        fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        about = Metadata(
            title=fields.get("제목", ""), date=fields.get("날짜"), source=fields.get("출처", "")
        )
        documents = (document_of(text, None, 1, about),)
    status = path.stat()
    return FileText(
        format=path.suffix[1:],
        encoding="utf-8",
        sha256=hashlib.sha256(data).hexdigest(),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        documents=documents,
    )


def _records(text: str) -> list[DocumentText]:
    rows = [json.loads(line) for line in text.splitlines()]
    return [
        document_of(row["text"], row["id"], number, Metadata(row.get("title", ""), row.get("date")))
        for number, row in enumerate(rows, 1)
    ]


# Two with a source, three with a date; paragraphs are passages.
FILES = {
    "외교/조약.txt": (
        "제목: 두 나라의 조약\n날짜: 2024-06-20\n출처: 가람일보\n\n"
        "두 나라는 수요일에 새 조약 문서에 서명했다.\n\n조약 은 비준을 거쳐 12월에 발효된다."
    ),
    "경제/쌀값.txt": (
        "제목: 쌀값 동향\n날짜: 2024-10-02\n출처: 나루신문\n\n"
        "햇쌀 한 가마의 값이 지난해보다 낮아 농민 단체가 대책을 요구했다."
    ),
    "축구.md": "제목: 결승 경기\n날짜: 2023-11-05\n\n축구 결승 경기 는 연장 끝에 비겼다.",
    "메모.txt": "지진 진도 는 기상청이 정한다.\n\n진도 4의 지진 에는 그릇이 흔들린다.",
}
