"""Every reason for which `index` does not read a file has its Korean."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.readers import officekind
from qa.reasons import why_unread

ROOT = Path(__file__).parent.parent
FILLED = "7"  # stands for whatever a line fills in
NAMES = (
    "bytes 7 to 7 were left out: the file is empty",
    *officekind._STREAMS.values(),
    *officekind._PARTS.values(),
    *officekind._MIMETYPES.values(),
)


def lines_of(node: ast.expr) -> Iterator[str]:
    """Yield a line as it is written, what it fills in as `FILLED`; nothing for a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        advice = officekind._ADVICE  # the one part that is a constant
        yield "".join(
            str(part.value)
            if isinstance(part, ast.Constant)
            else advice
            if "_ADVICE" in ast.unparse(part)
            else FILLED
            for part in node.values
        )
    elif isinstance(node, ast.BinOp):
        yield from lines_of(node.left)


def raised() -> Iterator[str]:
    """Yield what `ReadError`s say and what warnings tell, all over `index`."""
    for path in sorted((ROOT / "index").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func)
            if called in ("ReadError", "_unread", "warnings.append"):
                yield from lines_of(node.args[0])


RAISED = sorted(set(raised()))


def test_the_reasons_are_found_where_they_are_written() -> None:
    assert len(RAISED) > 50
    assert "the file is empty" in RAISED


@pytest.mark.parametrize("line", [*RAISED, *NAMES])
def test_a_reason_has_its_korean(line: str) -> None:
    korean = why_unread(line, "ko")
    assert re.search("[가-힣]", korean), line
    assert not re.search(r"\b(is|are|not|read|the|of|it)\b", korean), korean
    assert why_unread(line, "en") == line
    assert korean.count(FILLED) == line.count(FILLED), korean


@pytest.mark.parametrize(
    ("line", "korean"),
    [
        ("cannot be opened: Permission denied", "열 수 없습니다(읽을 권한이 없음)"),
        (
            "took longer than 60 s; split it, or leave it out",
            "읽는 데 60초를 넘겼습니다. 나누거나 빼 주세요",
        ),
        ("needs more than 4.0 GB of memory; split it", "메모리가 4.0GB 넘게 듭니다. 나누어 주세요"),
        (
            "holds no document; a.txt: the file is empty",
            "문서가 들어 있지 않습니다. a.txt: 빈 파일입니다",
        ),
        (
            f"{officekind._STREAMS['Workbook']} is not read: {officekind._ADVICE}",
            "옛 엑셀(.xls) 파일은 읽지 않습니다. .docx, .hwpx, PDF로 저장해 주세요",
        ),
        ("not a regular file", "보통 파일이 아닙니다"),
        ("something of another version", "something of another version"),
    ],
)
def test_what_a_reason_fills_in_is_translated_too(line: str, korean: str) -> None:
    assert why_unread(line, "ko") == korean
