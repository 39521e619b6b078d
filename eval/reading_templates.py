"""What stands around an article: the pages of invented outlets, for `eval.reading_corpus`.

Each outlet has its own markup, menus and foot; `foreign` of a page is all that is not the article.
"""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from eval.reading_corpus import Article


class Outlet(NamedTuple):
    """What the pages of one outlet repeat.

    Args:
        opening, closing: tags around the article.
        menu, share, foot: lines above the article, beside its title, below it.
        more: the heading of the list of other articles.
        advert: what somebody pays for.
    """

    opening: str
    closing: str
    menu: Sequence[str]
    share: Sequence[str]
    more: str
    advert: str
    foot: Sequence[str]


OUTLETS = {
    "누리일보": Outlet(
        '<div id="wrap"><div class="article-body" itemprop="articleBody">',
        "</div></div>",
        ("로그인", "회원가입", "정치", "경제", "사회", "스포츠", "지면 보기"),
        ("페이스북", "카카오톡", "URL 복사", "글자 크게"),
        "많이 본 뉴스",
        "[광고] 단 사흘, 무릎 보호대 반값 행사",
        (
            "누리일보 | 등록번호 누리 가00017 | 발행인 곽온달 | 청소년보호책임자 신미루",
            "저작권자 © 누리일보 무단전재 및 재배포 금지",
        ),
    ),
    "갯내신문": Outlet(
        "<article>",
        "</article>",
        ("홈", "어촌", "바다살이", "물때표", "독자 사진"),
        ("트위터", "밴드", "인쇄하기"),
        "관련기사",
        "갯내신문 유튜브 채널을 구독하고 물때 알림을 받으세요",
        (
            "제보 010-0000-2580 | news@gaetnae.example",
            "Copyright ⓒ 갯내신문. All rights reserved.",
        ),
    ),
    "마루저널": Outlet(
        '<main><section class="news_view">',
        "</section></main>",
        ("구독", "검색", "생활", "교육", "과학", "뉴스레터 신청"),
        ("공유하기", "스크랩", "가+", "가-"),
        "이런 기사 어때요",
        "마루저널 멤버십 첫 달 100원",
        (
            "댓글 운영 원칙: 욕설이나 광고를 담은 글은 알림 없이 삭제될 수 있습니다.",
            "ⓒ 마루저널, 무단 전재·재배포 및 AI 학습 이용 금지",
        ),
    ),
    "산업나루": Outlet(
        '<div class="container"><div id="article-view-content-div">',
        "</div></div>",
        ("전체메뉴", "반도체", "이차전지", "로봇", "포럼 안내", "기사제보"),
        ("네이버 밴드", "링크 복사", "프린트"),
        "최신기사",
        "[알림] 제9회 산업나루 포럼 참가 신청하기",
        (
            "관련 기사 제보와 문의 02-000-9090",
            "Copyright © 산업나루. 무단전재 및 재배포 금지.",
        ),
    ),
}
_OFFICE = Outlet(
    '<div id="contents"><div class="board_view">',
    "</div></div>",
    ("본문 바로가기", "기관소개", "알림소식", "정보공개", "민원안내"),
    ("페이스북", "트위터", "인쇄"),
    "이전글 다음글",
    "이 페이지에서 제공하는 정보에 만족하십니까?",
    (
        "개인정보처리방침",
        "이메일무단수집거부",
        "찾아오시는 길",
        "대표전화 1500-0000 (평일 09~18시)",
    ),
)


def page(article: "Article", *, others: Sequence[str]) -> tuple[str, list[str]]:
    """Return the page of an article as its outlet shows it, and what in it is foreign."""
    outlet = OUTLETS.get(article.outlet, _OFFICE)
    escape = html.escape
    hidden = "기사 본문을 복사할 수 없습니다"
    menu = "".join(f'<li><a href="#">{escape(word)}</a></li>' for word in outlet.menu)
    share = "".join(f"<button>{escape(word)}</button>" for word in outlet.share)
    links = "".join(f'<li><a href="#">{escape(title)}</a></li>' for title in others)
    body = "\n".join(f"<p>{escape(' '.join(p), quote=False)}</p>" for p in article.paragraphs)
    half = body.find("</p>") + 4
    stamp = f"입력 {article.date.replace('-', '.')} 09:30"
    text = f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8"><title>{escape(article.title)}</title>
<meta property="og:title" content="{escape(article.title)}">
<meta property="og:site_name" content="{escape(article.outlet)}">
<meta property="article:published_time" content="{article.date}T09:30:00+09:00">
<style>.blind {{ display: none }}</style><script>var page = "기사";</script></head>
<body><header><ul class="gnb">{menu}</ul></header>
{outlet.opening}
<h1>{escape(article.title)}</h1>
<div class="info">{escape(stamp)}</div>
<div class="share">{share}</div>
<p style="display:none">{hidden}</p>
{body[:half]}
<div class="ad-box">{escape(outlet.advert)}</div>{body[half:]}
{table_html(article)}
{outlet.closing}
<aside><h3>{escape(outlet.more)}</h3><ul>{links}</ul></aside>
<footer>{"".join(f"<p>{escape(line)}</p>" for line in outlet.foot)}</footer>
</body></html>
"""
    foreign = [*others, hidden, outlet.advert, *outlet.foot, stamp]
    return text, foreign


def table_html(article: "Article") -> str:
    """Return the table as HTML; nothing where there is none."""
    if not article.table:
        return ""
    escape = html.escape
    head = "".join(f"<th>{escape(cell)}</th>" for cell in article.table["header"])
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in article.table["rows"]
    )
    caption = escape(article.table["caption"])
    return f'<table border="1"><caption>{caption}</caption><tr>{head}</tr>\n{rows}</table>'


def captured(article: "Article", *, others: Sequence[str]) -> tuple[str, list[str]]:
    """Return a page of an outlet as text that somebody selected and copied."""
    outlet = OUTLETS[article.outlet]
    byline = f"{article.reporter} 기자 reporter@{article.id}.example"
    stamp = f"[{article.outlet}] 입력 {article.date.replace('-', '.')}. 09:30"
    first, *rest = article.paragraphs
    lines = [
        *outlet.menu, stamp, article.title, *outlet.share, " ".join(first), outlet.advert,
        *map(" ".join, rest), byline, outlet.more, *(f"· {title}" for title in others),
        *outlet.foot, "맨 위로",
    ]  # fmt: skip
    return "\n".join(lines) + "\n", [stamp, outlet.advert, byline, *others, *outlet.foot]


def printed(article: "Article", *, columns: bool) -> str:
    """Return a page to be printed or converted; two `columns` with a running head or one."""
    escape = html.escape
    body = "\n".join(f"<p>{escape(' '.join(p), quote=False)}</p>" for p in article.paragraphs)
    style = ""
    if columns:
        head = f"{article.outlet} 자료 모음"
        style = f"""@page {{ size: 170mm 92mm; margin: 18mm 12mm; @top-left {{ content: "{head}" }}
            @bottom-center {{ content: counter(page) }} }}
            body {{ font-size: 10pt !important }} .body {{ column-count: 2; column-gap: 2em }}"""
    table = table_html(article)
    if article.table:  # LibreOffice loses a caption element; a paragraph it keeps
        caption = escape(article.table["caption"])
        table = f"<p>{caption}</p>" + table.replace(f"<caption>{caption}</caption>", "")
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">
<title>{escape(article.title)}</title>
<style>body {{ font-family: NanumGothic; font-size: 11pt }} {style}</style></head><body>
<h1>{escape(article.title)}</h1><div class="body">{body}</div>{table}</body></html>
"""
