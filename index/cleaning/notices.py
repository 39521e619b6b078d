"""What one line is, if it is no part of an article: a menu, a stamp, a licence, a byline.

Rules on the line itself; where it stands, and what follows from that, is for `boilerplate`.
"""

import re

from index.cleaning.lines import (
    DATE_LINE,
    ENGLISH_DATE_LINE,
    OFFICE_LINE,
    TOLD,
    ends_sentence,
    is_contents,
    is_report,
)
from index.cleaning.menus import MENU_LINES, is_menu, names_sections

# Headings of lists of other articles, at the beginning of a line.
_LISTS = re.compile(
    r"""^\W*(?:
    (?:similar|related|more|most\ (?:read|viewed|popular)|latest|top)
     \ (?:news|articles|stories|posts)
    |more\ (?:sport|politics|business|world|opinion|from\ .{1,30})
    |you\ may\ also\ like|recommended|trending
    |이런\ (?:기사|뉴스|글)[도는은]?\ ?(?:어때|있|보)\w*
    |(?:관련|비슷한|유사한?|연관|추천|인기|최신|주요|실시간|이\ 시각|오늘의|지금\ 뜨는|화제의
       |이런|다른|방금|분야별|주간|놓치면\ 안\ 되는
       |(?:가장\ )?많이\ ?[본읽][은는]?|함께\ ?[본볼읽]\w*
       |조회\ ?수?\ ?(?:높은|많은)|이\ 기자의|[가-힣]{2,6}\ 기자의)
     \s?(?:인기\ |주요\ |최신\ |많이\ [본읽]은?\ |핫\ ?|다른\ )?
     (?:뉴스|기사|소식|콘텐츠|글|보도자료|이슈|헤드라인|토픽|키워드|검색어|영상|랭킹|포토)
     (?:\ ?(?:모음|목록))?
    )(?P<after>$|[:：»>(\[|\])】〉》■◆]|\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS = re.compile(r"(?:어때요|어떠세요|어떤가요|보셨나요|보세요)\W*$")
_READ_ON = re.compile(
    r"^\W*(?:더 (?:많은|읽|보)|자세히 (?:읽|보)|계속 읽|이어 ?읽|전체 ?(?:기사|보기)|원문 ?보기|"
    r"기사 ?(?:더|계속|전문) ?보기|read (?:more|on|full)|continue reading).{0,20}$",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"공공누리|무단\s?(?:전재|복제|배포|사용)"
    r"|all rights reserved|^\W*copyright|[ⓒ©]"
    r"|저작권자\s*[:(]|자유\s?이용이? ?가능|보도자료를 (?:전재|그대로|옮)",
    re.IGNORECASE,
)
_LEGAL_WORDS = re.compile(
    r"자유롭게 이용|자유\s?이용|출처\s?(?:표시|표기)|출처를 (?:밝|표시|적)|저작권|라이선스"
    r"|AI 학습|허락 없이|재배포|무단|copyright",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"(?:게시물?|댓글|글)\s?(?:운영|작성|이용|쓰기)\s?(?:원칙|규정|정책|수칙|기준)|이용\s?약관"
)
_RULES_WORDS = re.compile(
    rf"{_RULES.pattern}"
    r"|(?:게시물|댓글|글|의견)[은이]? .{0,40}(?:삭제|차단|제한)"
    r"|(?:게시|게재|유포|도용|비방|사칭|링크|훼손|침해|조장|광고|도배|홍보|비하|욕설|위배)\S{0,6}"
    r"\s?(?:하는|시키는|한|된|되는|판단되는)?\s?(?:내용인 |등의? )?"
    r"(?:경우|글|게시물|행위|댓글)\s?[.;]?$"
)
_CONTACT = re.compile(
    r"^\W*(?:담당\s?부서|담당\s?자|책임\s?자|부서명)\s+\S.{0,60}$"
    r"|(?:담당|책임)\s?(?:자|부서|과|관|기관|팀|실|공무원)?\s*[:：|]"
    r"|문의\s?(?:처|사항|전화)?\s*[:：(]|문의처|연락처|☎|☏|\btel\b|전화\s?[:：]?\s?\(?0\d|전화\s?[:：]\s?\d{4}-\d{4}|\(?0\d{1,2}[)\-]\s?\d{3,4}-\d{4}|^\W*\S+@\S+\W*$",
    re.IGNORECASE,
)
# The sentence at the foot of nearly every press release.
_ABOUT_THIS = re.compile(r"^\W*(?:이|본|동|위)\s?(?:보도\s?자료|자료|내용)(?:와|과|에)\s")
_ASK_US = re.compile(
    rf"{_ABOUT_THIS.pattern}(?:관련|대해|대한).{{0,60}}(?:연락|문의)\S{{0,3}}\s?(?:주시|바랍|하시)"
)
_BYLINE = re.compile(
    r"^\W*(?:촬영 ?기자|영상 ?(?:편집|취재)|촬영|편집)\s?[:：].{0,60}$"
    r"|^.{0,40}(?:기자|특파원|논설위원|통신원)\s*[=|(\[]?\s*(?:\S+@\S+)?\s*[)\]]?(?:구독\s?\+?)?$"
    r"|^[^.]{0,40}\S+@\S+\.\S+$"
    r"|^[^.]{0,40}(?:기자|특파원)\s+\S+@\S+\s*[|·/].{0,80}$"
    r"|^By [A-Z][\w.'-]+(?:,? (?:and )?[A-Z][\w.'-]+){0,7} ?(?:[|,–-].{0,60})?$"
    r"|^(?:[\w.'-]+ ){0,4}(?:[Ss]taff [Ww]riter|[Rr]eporter|[Cc]orrespondent)s?"
    r"(?: [A-Z][\w.'-]+){1,4} ?$"
)
_STAMP = re.compile(
    r"^\W*(?:[가-힣]{2,10}\]\s?)?(?:(?:기사)?입력|송고|등록|승인|수정|최종\s?수정|발행|게재|작성(?:일|자)?|조회(?:수)?|"
    r"배포\s?(?:일시|일)?|보도\s?(?:시점|일시|일자)|(?:originally )?(?:posted|published|updated))"
    r"(?=.*(?:(?:19|20)\d\d|\d\s?:\s?\d\d|즉시|조회))\s?(?:일시?|일자|시간)?\s*[:：|.]?\s*\S.{0,80}$",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"^\W*(?:\[?사진\s?[=:|\]/]|\(사진|사진 ?제공|그래픽\s?=).{0,80}$"
    r"|^[▲△](?=.*(?:사진|제공|모습|장면)).{0,80}$|^[▲△].{0,60}고 있다\.?\s.{0,20}$"
    r"|^.{0,80}(?:사진|그래픽|영상)\s?=\s?\S.{0,20}$|^.{0,100}\((?:[Pp]hoto|[Ii]mage|[Cc]ourtesy)\b[^()]{0,40}\)$"
)
# What somebody pays for, or the outlet itself asks of its readers.
_ADVERT = re.compile(
    r"^\W*(?:광고|알림|AD|PR|sponsored)\s?[\]>】)]"
    r"|(?:유튜브|카카오톡|텔레그램|인스타그램|뉴스레터|멤버십|채널|앱|구독)[^.]{0,40}"
    r"(?:세요|하기|받기|추가|설치|바로가기)\W*$"
    r"|^\W*이 (?:기사|글|콘텐츠)[은는] .{0,15}(?:회원|구독자|유료)"
    r"(?: (?:회원|구독자|기사|콘텐츠))? ?(?:전용|만|에게|을 위|입니다)"
    r"|(?:공유|구독|좋아요|댓글)\S{0,3}\s.{0,8}(?:주세요\S{0,6}|부탁(?:드립|드려|합|해)?\S{0,3})$",
    re.IGNORECASE,
)
# What a blog asks of its readers in a sentence, and what it says of whom it is paid by.
_THANKS = re.compile(
    r"(?:구독|공감|댓글|좋아요|이웃\s?추가)\S{0,2}\s.{0,12}(?:힘이|부탁|환영|남겨)"
    r"|^.{0,40}(?:제휴\s?마케팅|파트너스).{0,20}(?:수수료|일환)"
)
# Who wrote it, in a sentence below it.
_BIO = re.compile(
    r"^(?:[A-Z][\w.'-]+ ){1,4}is an? (?:\w+ ){0,3}(?:writer|reporter|journalist|correspondent)"
    r"(?: (?:at|for|in|with|on|based|covering)\b.*)?[.]?\s*$"
    r"|\b[Rr]each (?:him|her|them|the reporter) at .*(?:@|\d{3})"
    r"|^(?:[A-Z][\w.'-]+ ){1,4}covers [\w\s,]{3,60} for the [A-Z]",
)
# What a page or a mail says of itself, and asks of whom it reaches.
_PAGE = re.compile(
    r"^\W*이 (?:누리집|사이트|홈페이지)[은는] .{0,30}(?:공식 (?:누리집|사이트|홈페이지|전자)|쿠키)"
    r"|^\W*(?:sign up|subscribe)(?: (?:now|today|here|for|to)\b|\W*$)"
    r"|^\W*(?:enter your email|already a subscriber)\b|^\W*follow us(?: on\b|\W*$)"
    r"|^\W*support our (?:journalism|work|reporting|newsroom)\b"
    r"|(?:만족|편리).{0,8}(?:하셨나요|하십니까|하시나요)(?:\W|매우|만족|보통|불만족?)*$"
    r"|^\W*더 (?:많은|빠른|다양한|자세한) (?:소식|뉴스|정보|이야기)[은는]\s.{1,40}$"
    r"|개인\s?정보.{0,30}(?:올리|적|입력하|기재하|남기)지 (?:마|말|않)"
    r"|도움이 .{0,4}되(?:었나요|셨나요|었습니까)\W*$"
    r"|^\W*(?:이전|다음)\s?(?:글|기사|게시물)[이은] 없습니다"
    r"|(?:브라우저에서만|자바스크립트를) .{0,12}(?:사용|이용|켜)"
    r"|^\W*(?:AI|인공지능)(?:이|가)? ?요약|(?:지정된?|지정한) 수신[인자]|수신[인자]만을 위한",
    re.IGNORECASE,
)
# Each with the length that such a line has at most.
_NOTICES = (
    ("advertisement", _ADVERT, 60),
    ("advertisement", _THANKS, 100),
    ("menu", _PAGE, 80),
    ("byline", _BIO, 160),
)
# One other article, named between the lines of this one.
_TEASER = re.compile(
    r"^\W{0,3}[\[<【▶☞]\s?(?:함께 ?(?:보기|읽기|볼|읽을)|관련 ?(?:기사|글|뉴스)|다른 ?기사"
    r"|더 ?(?:보기|읽기)).{0,6}[\]>】:]|^(?:related|read more|also read)\s?:\s",
    re.IGNORECASE,
)
_END = re.compile(r"^\W*끝\W*$|^\W*(?:이상|以上)\W*$")
# Fields of the tables at head and foot of a press release, their letters often spaced out.
_CONTACT_FIELD = re.compile(
    r"담\s*당|책\s*임|문\s*의|연\s*락\s*처|(?:과|팀|사무|주무|서기)(?:장|관)\b"
)
_PHONE = re.compile(r"\(?0\d{1,2}\s?[)\-.–]\s?\d{3,4}\s?[-.–]\s?\d{4}")
_STAMP_FIELD = re.compile(
    r"\W*(?:보\s*도|배\s*포|엠\s*바\s*고)\s*(?:시\s*점|일\s*시|일\s*자|일)?\s*\t"
    r"(?=.*(?:(?:19|20)\d\d|\d\s?:\s?\d\d|즉시)).{0,120}$"
)
# Who wrote a page, then when, or when and how often it was seen.
_WRITTEN = r"(?:19|20)\d\d\s?[.\-/]\s?\d{1,2}\s?[.\-/]\s?\d{1,2}"
_SEEN = re.compile(
    rf"^.{{0,30}}{_WRITTEN}.{{0,20}}조회수?\W{{0,3}}[\d,]+\W*$"
    rf"|^[^.]{{0,30}}(?:입력|등록|승인|수정|업데이트|작성)\W{{0,3}}{_WRITTEN}.{{0,60}}$"
    rf"|^\W*{_WRITTEN}[\s\d:.]{{0,10}}(?:송고|입력|등록|승인|수정)\W*$"
    r"|^\W*조회수?\W{0,3}[\d,]+\W*$"
)
# In order of preference, what a line that is no sentence is, whatever stands around it.
_LOOSE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("read more", _READ_ON),
    *(("menu", pattern) for pattern in MENU_LINES),
    ("related news", _TEASER),
    ("posting rules", _RULES),
    ("licence", _LEGAL_WORDS),
    ("time stamp", _STAMP),
    ("time stamp", DATE_LINE),
    ("time stamp", OFFICE_LINE),
    ("time stamp", _SEEN),
    ("contact", _CONTACT),
    ("byline", _BYLINE),
    ("caption of a picture", _PHOTO),
)
_LOOSE_ABOVE = tuple(rule for rule in _LOOSE if rule[0] not in ("posting rules", "licence"))
_LONGEST = 200


def reason_of(text: str, *, below: bool, near: bool) -> str | None:
    """Return why a line is no part of an article, None where it may be one.

    Args:
        text: the line.
        below: whether running text stands above it; a title may speak of the law.
        near: whether it stands among such lines, or below a body that was given twice.
    """
    sure = _sure(text)
    if sure or len(text) > _LONGEST or is_report(text):
        return sure
    loose = None if ends_sentence(text) else _loose(text, below=below)
    return loose or _notice(text, near=near)


def _sure(text: str) -> str | None:
    if is_menu(text):  # 기사 더 보기 is made of their words, and tells what stands above it
        return "read more" if _READ_ON.match(text) else "menu"
    if _END.match(text):
        return "end mark"
    if ENGLISH_DATE_LINE.match(text):  # which may end as a sentence does: 5:40 p.m.
        return "time stamp"
    if is_contents(text):
        return "table of contents"
    if _ASK_US.search(text):
        return "contact"
    return "related news" if is_list(text) else None


def _loose(text: str, *, below: bool) -> str | None:
    rules = _LOOSE if below else _LOOSE_ABOVE
    return next((reason for reason, pattern in rules if pattern.search(text)), None)


def _notice(text: str, *, near: bool) -> str | None:
    """Return what a sentence is that may be a notice: words of the law alone make it none."""
    if _LEGAL.search(text) or (near and _LEGAL_WORDS.search(text)):
        return "licence"
    if not TOLD.search(text):
        for reason, pattern, length in _NOTICES:
            if len(text) <= length and pattern.search(text):
                return reason
    return "posting rules" if near and _RULES_WORDS.search(text) else None


def asks_reader(text: str) -> bool:
    """Tell whether a line begins the sentence that says whom to ask about a press release."""
    return _ABOUT_THIS.match(text) is not None


def field_reason(row: str) -> str | None:
    """Return why a row of a table is no part of a press release: who to ask, when to print it."""
    if _PHONE.search(row) and _CONTACT_FIELD.search(row):
        return "contact"
    return "time stamp" if _STAMP_FIELD.match(row) else None


def is_list(text: str) -> bool:
    """Tell whether a line is the heading of a list of other articles."""
    listed = _LISTS.match(text)
    if not listed or is_report(text) or names_sections(text[listed.end() :]):
        return False
    asks = _ASKS.search(text)  # of the reader, as no title of an article does
    return bool(listed["after"].strip()) or asks is not None or not ends_sentence(text)
