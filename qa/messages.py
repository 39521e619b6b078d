"""Every sentence shown to people, in Korean and English: the command line and the web share them.

Not here: what documents say (that is quoted, never translated) and the text of errors, which the
place that raises them writes.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Language = Literal["ko", "en"]

_BOTH: Mapping[str, tuple[str, str]] = {
    # the page
    "title": ("근거", "Geungeo"),
    "tagline": (
        "문서에 적힌 그대로 답하고, 어디에 적혀 있는지 보여 드립니다.",
        "Answers in the documents' own words, and shows where they stand.",
    ),
    "conversation": ("대화", "Conversation"),
    "welcome": ("무엇이 궁금하신가요?", "What would you like to know?"),
    "welcome_more": (
        "답은 문서의 문장 그대로이며, 그 자리에서 파일과 다시 대조합니다. "
        "근거가 없으면 없다고 알려 드립니다.",
        "Every answer is a sentence of a document, checked against its file on the spot. "
        "Where there is no evidence, it says so.",
    ),
    "examples": ("이렇게 물어보세요", "You could ask"),
    "question": ("질문", "Question"),
    "whole_question": ("질문 전체 보기 · 접기", "Show all of the question, or less"),
    "placeholder": ("질문을 입력하세요", "Ask a question"),
    "ask": ("묻기", "Ask"),
    "new": ("새 대화", "New chat"),
    "past": ("지난 대화", "Past chats"),
    "past_empty": ("아직 남긴 대화가 없습니다.", "No conversation has been kept yet."),
    "past_more": (
        "질문만 이 브라우저에 저장됩니다. 열면 다시 물어 새로 확인합니다.",
        "Only the questions are kept, in this browser. Opened, they are asked and checked again.",
    ),
    "rename": ("이름 바꾸기", "Rename"),
    "delete": ("지우기", "Delete"),
    "name": ("대화 이름", "Name of the conversation"),
    "export": ("내보내기", "Export"),
    "switch": ("English", "한국어"),
    "tools": ("도구", "Tools"),
    "scheme_system": ("화면: 시스템 설정대로", "Appearance: as the system"),
    "scheme_light": ("화면: 밝게", "Appearance: light"),
    "scheme_dark": ("화면: 어둡게", "Appearance: dark"),
    "searching": ("문서를 찾고 있습니다", "Searching the documents"),
    "stop": ("중지", "Stop"),
    "stopped": ("질문을 중지했습니다.", "The question was stopped."),
    "again": ("다시 묻기", "Ask again"),
    "ask_edited": ("고쳐 묻기", "Ask as edited"),
    "copy": ("근거와 함께 복사", "Copy with sources"),
    "copied": ("복사했습니다", "Copied"),
    "not_copied": ("복사하지 못했습니다", "Could not copy"),
    "filters": ("기간·매체로 좁히기", "Narrow by date or outlet"),
    "since": ("시작일", "From"),
    "until": ("종료일", "Until"),
    "period_from": ("{since}부터", "from {since}"),
    "period_until": ("{until}까지", "until {until}"),
    "period": ("{since} – {until}", "{since} – {until}"),
    "outlets": ("매체", "Outlets"),
    "clear_filters": ("조건 지우기", "Clear"),
    "ask_these": (
        "이 기간·매체의 문서에만 질문하기",
        "Ask only documents of these dates and outlets",
    ),
    "serving": (
        "채팅을 열었습니다: {url} (끝내려면 Ctrl-C를 누르세요.)",
        "Open at {url}; press Ctrl-C to stop.",
    ),
    "chat_begun": (
        "끝내려면 Ctrl-D 또는 /끝, 도움말은 /도움말",
        "Ctrl-D or /quit to end, /help for help",
    ),
    "chat_help": (
        "문서에서 알고 싶은 것을 물어보세요. “그럼 9월에는?”처럼 앞 질문에 이어서 물어도 됩니다. "
        "새 이야기는 “다른 질문인데,”로 시작하세요. 끝내려면 Ctrl-D 또는 /끝",
        "Ask what you would like to know from the documents. You can go on from your last "
        "question, as in “And in September?”. Ctrl-D or /quit to end",
    ),
    # how strong an answer is
    "sure": ("확실", "Sure"),
    "maybe": ("참고", "Possible"),
    "none": ("없음", "None"),
    "sure_more": ("문서에 이렇게 적혀 있습니다.", "The documents say so."),
    "maybe_more": (
        "관련 있는 대목입니다. 앞뒤를 읽고 판단해 주세요.",
        "This is related; please read around it and judge.",
    ),
    "none_more": (
        "문서에서 답이 될 만한 근거를 찾지 못했습니다.",
        "The documents hold no evidence for an answer.",
    ),
    "how_to_ask": (
        "궁금한 것을 물어보시면 문서에서 찾아 드립니다.",
        "Ask what you would like to know, and the documents are searched for it.",
    ),
    "unknown_filters": (
        "주소에 적힌 조건 가운데 쓸 수 없어 뺀 것: {values}",
        "Left out of the address's filters, for there is no such thing: {values}",
    ),
    # an answer
    "understood": ("이렇게 이해했습니다: {question}", "Understood as: {question}"),
    "edit": ("이해한 질문 고치기", "Edit the question as understood"),
    "meant": ("이렇게 이해했습니다", "Understood as"),
    "parts": ("나누어 찾았습니다: {parts}", "Searched in parts: {parts}"),
    "missing_terms": (
        "인용한 문서에 나오지 않는 말: {terms}",
        "Not in the cited document: {terms}",
    ),
    "gloss": (
        "질문의 언어로: {gloss} (인용문이 아니라 옮긴 말입니다)",
        "In the question's language: {gloss} (a gloss, not a quote)",
    ),
    "unknown": ("어느 문서에도 없는 말: {terms}", "In no document: {terms}"),
    "corrected": (
        "문서에 없는 말이라 비슷한 말로 찾았습니다: {terms}",
        "Not in any document, so a similar word was searched for: {terms}",
    ),
    "undated": (
        "날짜가 없어 기간에서 빠진 문서 {count}건",
        "Documents left out for having no date: {count}",
    ),
    "stale": (
        "색인한 뒤로 폴더가 바뀌었습니다(새 파일 {added}, 바뀐 파일 {changed}, "
        "없어진 파일 {gone}). qa index로 다시 색인해 주세요.",
        "The folder has changed since it was indexed: {added} new, {changed} changed, {gone} gone; "
        "run qa index again.",
    ),
    # what people say of an answer
    "rate": ("이 답은 어땠나요?", "How was this answer?"),
    "good": ("도움이 됐어요", "Helpful"),
    "bad": ("문제가 있어요", "Something is wrong"),
    "answer": ("답이 틀렸어요", "The answer is wrong"),
    "source": ("근거가 맞지 않아요", "The source does not fit"),
    "refuse": ("답이 없다고 해야 했어요", "It should not have answered"),
    "missed": ("문서에 답이 있어요", "The documents do hold an answer"),
    "rated": ("의견을 보냈습니다: {reason}", "Noted: {reason}"),
    "unrate": ("의견 취소", "Take back"),
    "not_rated": (
        "의견을 저장하지 못했습니다. 서버를 운영하는 분께 알려 주세요.",
        "Your feedback could not be kept; please tell whoever runs this server.",
    ),
    # sources
    "sources": ("근거", "Sources"),
    "sources_empty": (
        "답의 근거가 되는 문서가 여기에 나타납니다.",
        "The documents behind an answer appear here.",
    ),
    "nearest": ("가장 가까운 대목", "Nearest passages"),
    "nearest_more": (
        "질문과 가장 가까운 대목일 뿐, 답이 아닙니다.",
        "These come closest to the question. They are not answers.",
    ),
    "not_answer": ("답이 아님", "Not an answer"),
    "candidates": (
        "함께 볼 문장 (위 답의 근거는 아닙니다)",
        "Also worth reading (no evidence of the answer above)",
    ),
    "to_source": ("{number}번 근거 보기", "Show source {number}"),
    "to_answer": ("{number}번 근거를 쓴 답으로", "Back to the answer that uses source {number}"),
    "open_document": ("문서에서 보기", "Open in the document"),
    "decisive": ("결정적인 부분", "decisive part"),
    "verified": ("파일과 일치", "Matches the file"),
    "changed": ("파일이 바뀌었음", "The file has changed"),
    "missing": ("파일이 없음", "The file is gone"),
    "same": ("같은 내용의 문서 {count}건 더", "The same in {count} more"),
    "earlier": (
        "나중에 나온 판입니다. 먼저 나온 판 {count}건",
        "A later version; earlier ones: {count}",
    ),
    "conflicts": ("다르게 말하는 문서 {count}건", "Documents that say otherwise: {count}"),
    "refers_to": (
        "{word} {name} 가리킵니다.",
        "{word} here refers to {name}.",
    ),
    "undated_document": ("날짜 없음", "No date"),
    # where a quote stands
    "text": ("{range}행", "line {range}"),
    "record": ("{range}번째 기록", "record {range}"),
    "page": ("{range}쪽", "page {range}"),
    "paragraph": ("{range}번째 문단", "paragraph {range}"),
    "cell": ("표 {range}행", "table row {range}"),
    "characters": ("{start}–{end}번째 글자", "characters {start}–{end}"),
    # pages beside the chat
    "menu": ("차례", "Pages"),
    "documents": ("문서", "Documents"),
    "insight": ("현황", "Overview"),
    "api": ("API", "API"),
    "all_documents": ("문서 목록", "All documents"),
    "ask_instead": ("질문하기", "Ask a question"),
    "counted": ("{count:,}건", "{count:,}"),
    "search_documents": ("제목이나 본문의 낱말", "Words of a title or text"),
    "search": ("찾기", "Search"),
    "nothing_found": (
        "‘{words}’에 맞는 문서가 없습니다.",
        "No document matches “{words}”.",
    ),
    "nothing_within": (
        "조건에 맞는 문서가 없습니다.",
        "No document is within these filters.",
    ),
    "no_documents": ("색인된 문서가 없습니다.", "Nothing has been indexed yet."),
    "column_date": ("날짜", "Date"),
    "column_title": ("제목", "Title"),
    "column_source": ("매체", "Outlet"),
    "column_format": ("형식", "Format"),
    "column_passages": ("대목", "Passages"),
    "column_removed": ("덜어 낸 글자", "Removed"),
    "pages": ("쪽 이동", "Pages of the list"),
    "previous": ("이전", "Previous"),
    "next": ("다음", "Next"),
    "part_before": ("앞부분", "Earlier part"),
    "part_after": ("뒷부분", "Later part"),
    "quotes": ("인용한 곳", "Quoted"),
    "table": ("표", "Table"),
    "download": ("원본 파일 받기", "Download the file"),
    "changed_more": (
        "색인한 뒤로 파일이 바뀌었습니다. 아래는 색인할 때의 본문입니다.",
        "The file has changed since it was indexed; below is the text as it was then.",
    ),
    "missing_more": (
        "파일을 찾을 수 없습니다. 아래는 색인할 때의 본문입니다.",
        "The file cannot be found; below is the text as it was indexed.",
    ),
    "removed_from": (
        "본문이 아니어서 덜어 낸 부분 {count:,}곳 · {characters:,}자",
        "Left out as not the text: {count:,} pieces, {characters:,} characters",
    ),
    "versions": ("내용이 거의 같은 문서 {count:,}건", "Nearly the same document: {count:,}"),
    "is_earlier": ("먼저 나온 판", "earlier version"),
    "is_later": ("나중에 나온 판", "later version"),
    "and_more": ("그 밖에 {count:,}곳", "and {count:,} more"),
    "not_in_text": (
        "{start}–{end}번째 글자는 본문에 없습니다. 덜어 낸 부분이거나 문서가 바뀌었을 수 있습니다.",
        "Characters {start}–{end} are not part of the text: they were left out, or the document "
        "has changed.",
    ),
    "bad_range": (
        "주소의 start와 end는 짝이 맞는 숫자여야 하고, start가 end보다 작아야 합니다.",
        "In the address, start and end are numbers that come in pairs, start below end.",
    ),
    "no_page": ("찾으시는 페이지가 없습니다.", "There is no such page."),
    "no_document": ("그런 문서는 색인에 없습니다.", "There is no such document in the index."),
    "upload": ("문서 올리기", "Add documents"),
    "upload_drop": (
        "파일을 이 화면에 끌어다 놓거나 골라서 올리세요.",
        "Drop files anywhere on this page, or choose them.",
    ),
    "upload_send": ("올리기", "Upload"),
    "upload_limits": (
        "한 번에 {files}개, 모두 {megabytes}MB까지 올릴 수 있습니다.",
        "At most {files} files and {megabytes} MB at a time.",
    ),
    "upload_sending": ("보내는 중… {percent}%", "Sending… {percent} %"),
    "upload_failed": (
        "올리지 못했습니다. 연결을 확인하고 다시 해 주세요.",
        "The upload failed; check the connection and try again.",
    ),
    "upload_none": ("올릴 파일을 골라 주세요.", "Choose the files to upload."),
    "upload_unreadable": (
        "파일을 받지 못했습니다. 한 번에 {files}개까지 올려 주세요.",
        "The upload could not be taken; at most {files} files come at a time.",
    ),
    "upload_too_large": (
        "파일이 너무 큽니다. 모두 {megabytes}MB 안으로 나누어 올려 주세요.",
        "The files are too large; keep them within {megabytes} MB at a time.",
    ),
    "upload_starting": ("색인을 준비하고 있습니다…", "Getting ready to index…"),
    "upload_reading": ("파일을 읽고 있습니다… {done}/{total}", "Reading files… {done}/{total}"),
    "upload_encoding": (
        "대목을 색인하고 있습니다… {done}/{total}",
        "Indexing passages… {done}/{total}",
    ),
    "upload_busy": (
        "다른 색인 작업이 끝나기를 기다리고 있습니다…",
        "Waiting for another run of the index to end…",
    ),
    "upload_fault": (
        "올린 파일을 색인하지 못했습니다. 까닭은 서버 기록에 있습니다. "
        "다음에 올릴 때 다시 해 봅니다.",
        "What was uploaded could not be indexed; the server's log says why. It is tried again with "
        "the next upload.",
    ),
    "upload_waiting": ("색인을 기다리는 중", "Waiting to be indexed"),
    "upload_ready": ("대목 {count:,}개", "{count:,} passages"),
    "uploaded": ("올린 파일 {count:,}개", "Uploaded files: {count:,}"),
    "refused_type": (
        "읽을 수 없는 형식입니다. 읽는 형식: {detail}",
        "This is not a format that is read; these are: {detail}",
    ),
    "refused_unread": ("읽지 못했습니다: {detail}", "Could not be read: {detail}"),
    "not_of_kind": (
        "{kind} 파일이 아니거나 손상되었습니다",
        "not a {kind} file, or a damaged one",
    ),
    "refused_full": (
        "올린 파일이 너무 많아 더 받지 못합니다. 필요 없는 파일을 지워 주세요. {detail}",
        "There is no room for more uploads; delete some that are not needed. {detail}",
    ),
    "refused_disk": (
        "파일을 저장하지 못했습니다. 서버를 운영하는 분께 알려 주세요. {detail}",
        "The file could not be kept; please tell whoever runs this server. {detail}",
    ),
    "remove_sure": (
        "파일을 지우고 색인에서도 뺄까요?",
        "Delete the file and take it off the index?",
    ),
    "other_site": (
        "다른 누리집에서 보낸 요청이라 받지 않았습니다.",
        "The request came from another site and was refused.",
    ),
    "last_indexed": ("마지막 색인", "Last indexed"),
    "over_time": ("날짜별 문서", "Documents over time"),
    "by_outlet": ("매체별 문서", "Documents by outlet"),
    "by_format": ("형식별 문서", "Documents by format"),
    "others": ("기타", "Others"),
    "undated_documents": ("날짜 없는 문서 {count:,}건", "Without a date: {count:,}"),
    "unnamed_documents": ("매체를 알 수 없는 문서 {count:,}건", "Without an outlet: {count:,}"),
    "asked_so_far": ("질문과 답", "Questions and answers"),
    "asked_since": (
        "{since}부터 센 수입니다. 질문의 글은 남기지 않습니다.",
        "Counted since {since}; what was asked is not kept.",
    ),
    "answered_share": ("답한 비율", "Answered"),
    "asked": ("질문", "Questions"),
    "said_of_answers": ("답에 대한 의견", "What people said of answers"),
    "evaluation": ("평가", "Evaluation"),
    "evaluation_own": (
        "이 문서들로 {at}에 질문 {count:,}개를 물어 잰 결과입니다.",
        "Measured on these documents with {count:,} questions, {at}.",
    ),
    "evaluation_sample": (
        "함께 배포되는 견본 질문 {count:,}개로 {at}에 잰 결과입니다. 이 문서들로 재려면:",
        "Measured with the {count:,} sample questions that come along, {at}. To measure these "
        "documents:",
    ),
    "measured": ("정확도(%, 괄호는 95% 구간)", "How much is right (%, 95 % interval)"),
    "measured_recall@1": ("첫 결과에 있음", "in first result"),
    "measured_recall@5": ("상위 5개 안에 있음", "in first five"),
    "measured_sentence": ("첫 인용이 맞음", "first quote right"),
    "measured_em": ("짧은 답이 정확히 일치", "short answer exact"),
    "measured_citation_exactness": ("인용이 파일과 같음", "quotes exact"),
    "measured_abstention_recall": ("답이 없을 때 없다고 함", "none where none"),
    "by_type_more": (
        "첫 인용이 맞은 비율입니다. 답이 없는 질문은 없다고 한 비율입니다.",
        "How often the first quote is right; without an answer, how often none is given.",
    ),
    "type_direct": ("문서의 말로 물음", "in its own words"),
    "type_para": ("다른 말로 물음", "in other words"),
    "type_table": ("표에 있는 값", "a table's value"),
    "type_norm": ("표기가 다름", "another notation"),
    "type_xling": ("다른 언어로 물음", "another language"),
    "type_follow": ("이어서 물음", "follow-ups"),
    "type_none": ("답이 없음", "without an answer"),
    "risk_more": (
        "가장 확신하는 답부터 내놓을 때, 내놓은 답 가운데 틀린 비율입니다. 낮을수록 좋습니다.",
        "Given the surest answers first, how many of those given are wrong; lower is better.",
    ),
    "nothing_asked": ("아직 질문이 없었습니다.", "Nothing has been asked yet."),
    "api_more": (
        '오류는 상태 코드와 함께 {{"error": "까닭"}} 꼴로 옵니다.',
        'An error comes with its status code, as {{"error": "the reason"}}.',
    ),
    "example": ("응답 예", "Example of a response"),
    "login": ("로그인", "Log in"),
    "password": ("비밀번호", "Password"),
    "password_wanted": ("비밀번호가 필요합니다.", "A password is needed."),
    "wrong_password": ("비밀번호가 맞지 않습니다.", "That is not the password."),
    "too_large": (
        "요청이 너무 큽니다. {limit:,}바이트까지 받습니다.",
        "The request is too large; at most {limit:,} bytes are taken.",
    ),
    "too_many": (
        "요청이 너무 잦습니다. {seconds}초 뒤에 다시 해 주세요.",
        "Too many requests; try again in {seconds} seconds.",
    ),
    # what went wrong
    "error": ("답하지 못했습니다", "Could not answer"),
    "lost": (
        "서버에 연결하지 못했습니다. 잠시 뒤에 다시 해 주세요.",
        "The server could not be reached; please try again in a moment.",
    ),
    "empty": ("질문을 입력해 주세요.", "Please enter a question."),
    "too_long": (
        "질문이 {count:,}자로 너무 깁니다. {limit:,}자 안으로 줄여 주세요.",
        "The question has {count:,} characters, too many; please keep it within {limit:,}.",
    ),
    "no_date": (
        "날짜로 읽을 수 없습니다: {date}. 2024-06-20처럼 적어 주세요.",
        "This is no date: {date}. Write it as 2024-06-20.",
    ),
    "period_reversed": (
        "기간의 시작({since})이 끝({until})보다 늦습니다.",
        "The period begins on {since}, after its end on {until}.",
    ),
    "unreadable": (
        "질문을 읽지 못했습니다. 질문과 기간을 확인해 주세요.",
        "The question could not be read; please check it and its filters.",
    ),
    "index_missing": (
        "색인이 없어졌습니다. 서버를 운영하는 분이 문서를 다시 색인해야 합니다.",
        "The index is gone; whoever runs this server has to make it again.",
    ),
    "index_mismatch": (
        "색인이 이 프로그램의 판과 맞지 않습니다. 서버를 운영하는 분이 다시 색인해야 합니다.",
        "The index was made by another version; whoever runs this server has to make it again.",
    ),
    "index_damaged": (
        "색인이 손상되었습니다. 서버를 운영하는 분이 고쳐야 합니다.",
        "The index is damaged; whoever runs this server has to repair it.",
    ),
    "index_busy": (
        "색인이 바뀌는 중입니다. 잠시 뒤에 다시 물어 주세요.",
        "The index is being changed; please ask again in a moment.",
    ),
    "index_unusable": (
        "색인을 읽지 못했습니다. 잠시 뒤에 다시 물어 주세요.",
        "The index could not be read; please ask again in a moment.",
    ),
    "encoder_unusable": (
        "검색 모델을 불러오지 못했습니다. 서버를 운영하는 분께 알려 주세요.",
        "The search model could not be loaded; please tell whoever runs this server.",
    ),
    "unexpected": (
        "뜻밖의 오류가 났습니다. 서버 기록에 까닭이 남아 있습니다.",
        "Something unexpected went wrong; the server's log says what.",
    ),
}

# Why cleaning cut something, which the index keeps in English.
_REASONS: Mapping[str, str] = {
    "menu": "메뉴",
    "related news": "관련 기사",
    "read more": "더 보기",
    "licence": "저작권 안내",
    "posting rules": "게시판 안내",
    "advertisement": "광고",
    "contact": "연락처",
    "byline": "기자 이름",
    "time stamp": "입력 시각",
    "end mark": "끝 표시",
    "caption of a picture": "사진 설명",
    "recurring line": "되풀이된 줄",
    "repeated": "되풀이된 글",
    "repeated header": "되풀이된 표 머리",
    "running head": "쪽 머리말",
    "drawn line": "그은 줄",
    "page header": "머리말",
    "page footer": "꼬리말",
    "page number": "쪽 번호",
    "footnote mark": "각주 번호",
    "front matter": "문서 정보",
    "below the article": "본문 아래",
    "around the article": "본문 둘레",
    "outside the article": "본문 밖",
    "table of contents": "목차",
}


def say(key: str, language: Language = "ko", **values: object) -> str:
    """Return the sentence `key` with `values` filled in.

    Raises:
        KeyError: there is no such sentence, or a value is missing.
    """
    return _BOTH[key][language == "en"].format(**values)


def reason(removed: str, language: Language) -> str:
    """Return why something was cut; what has no name of its own, such as a tag, as it stands."""
    return _REASONS.get(removed, removed) if language == "ko" else removed


def table(language: Language) -> Mapping[str, str]:
    """Return all sentences of one language by key, placeholders left open."""
    return MappingProxyType({key: both[language == "en"] for key, both in _BOTH.items()})


def language_of(accepted: str | None) -> Language:
    """Return the language of an `Accept-Language` header: English unless Korean comes first.

    >>> language_of("ko-KR,ko;q=0.9"), language_of("en-GB,ko;q=0.5"), language_of(None)
    ('ko', 'en', 'ko')
    """
    first = (accepted or "").split(",")[0].strip().lower()
    return "ko" if not first or first == "*" or first.split("-")[0] == "ko" else "en"
