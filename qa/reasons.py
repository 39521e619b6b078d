"""Why a file could not be read, in the reader's language. `index` tells it in English.

The index keeps such a line and reports compare it with earlier ones, so it is translated where it
is shown and nowhere else.
"""

import re
from collections.abc import Iterator
from typing import Final

from qa.messages import Language

# What is said of a file that no reader of another format takes for its own.
NOT_TEXT: Final = ("not text: no encoding reads it", "a binary file, not text")

# Each as `index` writes it, {} for what it fills in; the first that fits counts. What is filled in
# is translated in its turn, where it is one of these.
_KOREAN: Final = (
    ("holds no document", "문서가 들어 있지 않습니다"),
    ("holds no document; {}", "문서가 들어 있지 않습니다. {}"),
    ("the file is empty", "빈 파일입니다"),
    ("not text: no encoding reads it", "글이 아니거나, 알 수 없는 문자 인코딩입니다"),
    ("a binary file, not text", "글이 아닌 이진 파일입니다"),
    (
        "a picture, not text; run text recognition (OCR) over it first",
        "글이 아닌 그림입니다. 먼저 글자 인식(OCR)을 해 주세요",
    ),
    (
        "holds lone surrogates, which are no text",
        "글자가 아닌 코드(홀로 쓰인 서로게이트)가 있습니다",
    ),
    ("cannot be opened: {}", "열 수 없습니다({})"),
    ("cannot be read: no process to read it in: {}", "읽을 프로세스를 띄우지 못했습니다({})"),
    ("cannot be read: {}: {}", "읽다가 오류가 났습니다({}: {})"),
    (
        "changes while it is read; run again when it is written",
        "읽는 동안 바뀌었습니다. 다 쓰인 뒤에 다시 해 주세요",
    ),
    ("no longer holds the record {}", "{}번 기록이 이제 없습니다"),
    ("not a regular file", "보통 파일이 아닙니다"),
    ("Permission denied", "읽을 권한이 없음"),
    ("No such file or directory", "파일이 없음"),
    # too large, too long
    (
        "took longer than {} s; split it, or leave it out",
        "읽는 데 {}초를 넘겼습니다. 나누거나 빼 주세요",
    ),
    (
        "the program that reads it crashed (status {}); leave it out",
        "읽던 프로그램이 비정상으로 끝났습니다(상태 {}). 이 파일은 빼 주세요",
    ),
    ("needs more than {} GB of memory; split it", "메모리가 {}GB 넘게 듭니다. 나누어 주세요"),
    (
        "{} of text, more than the {} that are read; split it",
        "글이 {}로, 읽을 수 있는 {}를 넘습니다. 나누어 주세요",
    ),
    ("holds more than {} million characters", "{}백만 자가 넘습니다"),
    (
        "a table of more than {} cells; save it as CSV",
        "표의 칸이 {}개가 넘습니다. CSV로 저장해 주세요",
    ),
    (
        "a PDF of {} pages, at most {} are read; split it",
        "{}쪽짜리 PDF입니다. {}쪽까지 읽으니 나누어 주세요",
    ),
    ("inflates to more than {} MB: not read", "압축을 풀면 {}MB가 넘어 읽지 않습니다"),
    ("{} inflates to more than {} MB: not read", "{}의 압축을 풀면 {}MB가 넘어 읽지 않습니다"),
    (
        "{} nests deeper or holds more than a document does",
        "{}에 문서라 하기에는 너무 깊거나 많은 것이 들어 있습니다",
    ),
    ("larger than {} MB; unpack it", "{}MB가 넘습니다. 압축을 풀어 주세요"),
    (
        "the archive holds more than {} MB; unpack it",
        "압축 파일에 든 것이 {}MB가 넘습니다. 압축을 풀어 주세요",
    ),
    # locked
    (
        "protected by a password; save it without one",
        "암호가 걸려 있습니다. 암호 없이 저장해 주세요",
    ),
    (
        "protected by a password or by rights; save it without",
        "암호나 권한이 걸려 있습니다. 풀어서 저장해 주세요",
    ),
    (
        "a PDF with a password; save it without one",
        "암호가 걸린 PDF입니다. 암호 없이 저장해 주세요",
    ),
    (
        "a distribution document (배포용 문서), whose text is locked; ask for PDF",
        "본문이 잠긴 배포용 문서입니다. PDF로 받아 주세요",
    ),
    ("encrypted; unpack it with its password", "암호가 걸려 있습니다. 암호로 압축을 풀어 주세요"),
    # damaged
    ("a damaged PDF: {}", "손상된 PDF입니다({})"),
    (
        "a damaged zip: {}; save the document again",
        "압축이 손상되었습니다({}). 문서를 다시 저장해 주세요",
    ),
    ("a damaged archive: {}; pack it again", "압축 파일이 손상되었습니다({}). 다시 묶어 주세요"),
    (
        "a damaged HWP file: its tables do not fit; save the document again",
        "HWP 파일의 표가 서로 맞지 않습니다. 문서를 다시 저장해 주세요",
    ),
    (
        "a damaged HWP file: {}; save the document again",
        "손상된 HWP 파일입니다({}). 문서를 다시 저장해 주세요",
    ),
    (
        "{} is damaged: it breaks off; save the document again",
        "{}이(가) 도중에 끊겼습니다. 문서를 다시 저장해 주세요",
    ),
    (
        "{} is damaged: longer than the file; save the document again",
        "{}이(가) 파일보다 깁니다. 문서를 다시 저장해 주세요",
    ),
    (
        "{} is damaged: {}; save the document again",
        "{}이(가) 손상되었습니다({}). 문서를 다시 저장해 주세요",
    ),
    ("damaged: {}", "손상되었습니다({})"),
    # of another kind
    ("not a CSV table: {}", "CSV 표가 아닙니다({})"),
    ("not HWP 5; save it as .hwpx or PDF", "HWP 5가 아닙니다. .hwpx나 PDF로 저장해 주세요"),
    ("an archive inside an archive; unpack it", "압축 파일 안의 압축 파일입니다. 풀어 주세요"),
    (
        "packed with neither store nor deflate; pack it again as an ordinary zip",
        "알지 못하는 방식으로 압축되었습니다. 보통 zip으로 다시 묶어 주세요",
    ),
    (
        "{} is packed in a way that is not read; save it again",
        "{}이(가) 알지 못하는 방식으로 압축되었습니다. 다시 저장해 주세요",
    ),
    (
        "{} declares a document type, which is not read",
        "{}에 문서 형식 선언(DTD)이 있어 읽지 않습니다",
    ),
    (
        "holds no text; a scanned picture has to be read by OCR first",
        "글이 없습니다. 스캔한 그림이면 먼저 글자 인식(OCR)을 해 주세요",
    ),
    (
        "a PDF without text, only pictures of pages; run text recognition (OCR) over it first",
        "글 없이 쪽의 그림만 있는 PDF입니다. 먼저 글자 인식(OCR)을 해 주세요",
    ),
    (
        "{} is not read: save it as .docx, .hwpx or PDF",
        "{} 파일은 읽지 않습니다. .docx, .hwpx, PDF로 저장해 주세요",
    ),
    ("an Office document protected by a password", "암호가 걸린 오피스"),
    ("an old Word document (.doc)", "옛 워드(.doc)"),
    ("an old Excel table (.xls)", "옛 엑셀(.xls)"),
    ("an old PowerPoint presentation (.ppt)", "옛 파워포인트(.ppt)"),
    ("a compound file like HWP without its mark", "HWP 표시가 없는 복합 문서"),
    ("a compound file (OLE) of an unknown program", "알 수 없는 프로그램의 복합 문서(OLE)"),
    ("a document of HWP 3 or older", "HWP 3 이하의 옛 한글"),
    ("an Excel table (.xlsx)", "엑셀(.xlsx)"),
    ("an Excel table (.xlsb)", "엑셀(.xlsb)"),
    ("a PowerPoint presentation (.pptx)", "파워포인트(.pptx)"),
    ("an OpenDocument text (.odt)", "오픈도큐먼트 글(.odt)"),
    ("an OpenDocument table (.ods)", "오픈도큐먼트 표(.ods)"),
    ("an OpenDocument presentation (.odp)", "오픈도큐먼트 발표(.odp)"),
    ("an e-book (.epub)", "전자책(.epub)"),
    # what is left out of a file, told where nothing else was in it
    ("{} members; the first {} are read", "파일 {}개가 들어 있어 앞의 {}개만 읽습니다"),
    (
        "from byte {} on, {} characters could not be read as {}",
        "{}바이트부터 글자 {}개를 {}(으)로 읽지 못했습니다",
    ),
    ("bytes {} to {} were left out: {}", "{}~{}바이트는 빠졌습니다. {}"),
    ("{} characters could not be read as {}", "글자 {}개를 {}(으)로 읽지 못했습니다"),
    ("members not of a format that is read: {}", "읽지 않는 형식의 파일만 있습니다: {}"),
    ("no text on page {}: a picture, or empty", "{}쪽에는 글이 없습니다. 그림이거나 빈 쪽입니다"),
    ("line {}: not a JSON object with a text", "{}행이 text가 있는 JSON 객체가 아닙니다"),
    (
        "line {}: id {} stands twice, the second is left out",
        "{}행의 id {}이(가) 두 번 나와 뒤의 것을 뺐습니다",
    ),
    (
        "{}: a name that leads out of the archive; not read",
        "{}: 압축 파일 밖을 가리키는 이름이라 읽지 않습니다",
    ),
    ("{}: stands twice, the second is left out", "{}: 두 번 들어 있어 뒤의 것을 뺐습니다"),
    ("{}: {}", "{}: {}"),
)


def _patterns() -> Iterator[tuple[re.Pattern[str], str]]:
    for english, korean in _KOREAN:
        yield re.compile(re.escape(english).replace(r"\{\}", "(.+?)"), re.DOTALL), korean


_PATTERNS: Final = tuple(_patterns())


def why_unread(reason: str, language: Language) -> str:
    """Return the reason of a `ReadError`; as it stands where there is no Korean for it."""
    if language != "ko":
        return reason
    for pattern, korean in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return korean.format(*(why_unread(part, language) for part in found.groups()))
    return reason
