"""What tests of reading share: text is written to a file, read, and held against its source."""

from pathlib import Path

from index.passages import read_file
from index.readers import read_sources
from index.records import FileText, PassageText
from index.sourcemap import pieces, squeeze


def read(folder: Path, name: str, content: str | bytes) -> FileText:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path)


def passages(folder: Path, name: str, content: str | bytes) -> list[PassageText]:
    return [p for document in read(folder, name, content).documents for p in document.passages]


def texts(folder: Path, name: str, content: str | bytes) -> list[str]:
    return [passage.text for passage in passages(folder, name, content)]


def assert_quotes_stand_in_the_file(path: Path, file: FileText) -> None:
    """Every passage and each of its sentences is pieces of the source, which is read again."""
    for document in file.documents:
        sources = read_sources(path, file.format, file.encoding, document.record)
        source = sources[document.record]
        for passage in document.passages:
            assert len(passage.origin) == len(passage.text) > 0
            for start, end in [(0, len(passage.text)), *passage.sentences]:
                quote = passage.text[start:end]
                assert squeeze(pieces(source, passage.origin.spans(start, end))) == squeeze(quote)
