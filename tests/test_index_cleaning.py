# ruff: noqa: E501 - lines of documents, which are as long as they are
"""The five shapes in which documents come, and what must not be taken for their furniture."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from reading_fakes import assert_quotes_stand_in_the_file, passages, read, texts

from index.cleaning.lines import width
from index.cleaning.repeats import repeats
from index.records import Block
from index.sourcemap import MappedText
from index.tokens import Sentence, analyse

# -- 1, 2: posts of a blog

POST = """---
title: 새벽 부두 등대 백 년
categories:
  - News
excerpt: >
  새벽 부두의 등대가 백 년을 맞았다. 시는 등대지기의 일지를
  처음으로 펼쳐 보인다.
image: '/img/lamp.jpg'
---

<p><img src="/img/lamp.jpg" alt="속보" /></p>

<h2 data-ke-size="size26">백 년의 불빛</h2>

<p>새벽 부두의 등대는 1925년 4월 2일 처음 불을 밝혔습니다.</p>

<p data-ke-size="size16">등대지기는 모두 <b>열한 명</b>이었습니다.&nbsp;일지는 62권이 남았습니다.</p>

<h2>다음 일</h2>

<ul>
  <li>6월부터 일지를 전시한다.</li>
  <li>렌즈는 9월에 새것으로 바꾼다.</li>
</ul>

<table><tbody>
  <tr><td><b>구분</b></td><td><b>내용</b></td></tr>
  <tr><td>높이</td><td>18m</td></tr>
  <tr><td>불빛이 닿는 거리</td><td>22 해리</td></tr>
</tbody></table>

<p><hr></p>
"""


def test_a_blog_post_gives_excerpt_paragraphs_points_and_rows(tmp_path: Path) -> None:
    found = passages(tmp_path, "post.txt", POST)
    assert [(p.heading, p.text) for p in found] == [
        (
            "",
            "새벽 부두의 등대가 백 년을 맞았다. 시는 등대지기의 일지를 처음으로 펼쳐 보인다.",
        ),
        (
            "백 년의 불빛",
            "새벽 부두의 등대는 1925년 4월 2일 처음 불을 밝혔습니다.\n"
            "등대지기는 모두 열한 명이었습니다.\xa0일지는 62권이 남았습니다.",
        ),
        ("다음 일", "6월부터 일지를 전시한다.\n렌즈는 9월에 새것으로 바꾼다."),
        ("다음 일 › 구분 | 내용", "높이\t18m"),
        ("다음 일 › 구분 | 내용", "불빛이 닿는 거리\t22 해리"),
    ]
    assert [len(p.sentences) for p in found] == [2, 3, 2, 1, 1]


MARKDOWN_POST = """---
layout: post
title: "연어 돌아온 남대천"
date: 2024-11-03 08:00:00 +0900
---
# 연어 돌아온 남대천

올가을 남대천에 연어 **4만 2천 마리**가 돌아왔다. 지난해보다 31% 많다.

- 첫 연어는 10월 9일에 잡혔다.
- 알은 [부화장](https://hatchery.example)으로 옮겼다.

## 해마다 돌아온 연어

| 해 | 마리 |
|:--|--:|
| 2023년 | 32,000 |
| 2024년 | 42,000 |

매일 아침 강 소식을 받으려면 <a href="https://river.example/join">알림 받기 &raquo;</a>
"""


def test_a_markdown_post_gives_text_without_marks_and_rows_with_headings(tmp_path: Path) -> None:
    found = passages(tmp_path, "post.md", MARKDOWN_POST)
    assert [(p.heading, p.text) for p in found] == [
        (
            "연어 돌아온 남대천",
            "올가을 남대천에 연어 4만 2천 마리가 돌아왔다. 지난해보다 31% 많다.\n"
            "첫 연어는 10월 9일에 잡혔다.\n알은 부화장으로 옮겼다.",
        ),
        ("연어 돌아온 남대천 › 해마다 돌아온 연어 › 해 | 마리", "2023년\t32,000"),
        ("연어 돌아온 남대천 › 해마다 돌아온 연어 › 해 | 마리", "2024년\t42,000"),
    ]


# -- 3: a press release on its page

BODY = """□ 바다살림부(장관 문가람)는 2024년 3월 4일 청보리만 갯벌 복원 사업을 마쳤다고 밝혔다.
 ○ 갯벌 412ha가 되살아났고 바지락은 세 배로 늘었다.
  - 둑 3.1km를 헐어 바닷물 길을 열었다.
□ 복원에는 2019년부터 모두 218억 원이 들었다.
 ○ 어민들은 뻘길 대신 나무다리로 다닌다.
□ 문가람 장관은 “갯벌은 바다의 허파”라며 “내년에는 두 곳을 더 되살리겠다”고 말했다."""
RELEASE = f"""본문 바로가기
나라바다 누리집
로그인 회원가입 전체메뉴
소식 | 정책 | 자료 | 참여
홈 > 소식 > 보도자료
청보리만 갯벌 412ha 다섯 해 만에 되살아나
등록일 2024-03-04 조회 1,022
보도시점 2024. 3. 4.(월) 11:00
청보리만 갯벌 412ha 다섯 해 만에 되살아나
{BODY}
- 일시: 3월 9일(토) 14:00
○ 장소: 청보리만 탐방관
담당부서: 갯벌과 / 사무관 하늬솔 (044-000-1234)
<끝>
{BODY}
<끝>
“이 자료는 바다살림부의 보도자료를 전재하여 제공합니다.”
- 공공누리 제1유형 조건에 따라 자유이용이 가능합니다.
이전글 김 양식장 점검
다음글 등대 해설사 모집
게시물 운영원칙에 따라 다음과 같은 게시물은 삭제될 수 있습니다.
- 1. 다른 사람의 명예를 훼손시키는 경우
- 2. 같은 글을 되풀이해 게재하는 경우
인기 뉴스
-
미역값 석 달째 내려
-
섬 버스 요금 천 원으로
최신 뉴스
- 바다의 날 잔치 5월 31일 열려
개인정보처리방침 | 이용약관 | 찾아오시는 길
"""


def test_a_press_release_gives_its_body_once_and_nothing_around_it(tmp_path: Path) -> None:
    file = read(tmp_path, "release.txt", RELEASE)
    document = file.documents[0]
    lines = [line for p in document.passages for line in p.text.split("\n")]
    assert lines == [
        "바다살림부(장관 문가람)는 2024년 3월 4일 청보리만 갯벌 복원 사업을 마쳤다고 밝혔다.",
        "갯벌 412ha가 되살아났고 바지락은 세 배로 늘었다.",
        "둑 3.1km를 헐어 바닷물 길을 열었다.",
        "복원에는 2019년부터 모두 218억 원이 들었다.",
        "어민들은 뻘길 대신 나무다리로 다닌다.",
        "문가람 장관은 “갯벌은 바다의 허파”라며 “내년에는 두 곳을 더 되살리겠다”고 말했다.",
        "일시: 3월 9일(토) 14:00",
        "장소: 청보리만 탐방관",
    ]
    found = document.metadata
    assert found.title == "청보리만 갯벌 412ha 다섯 해 만에 되살아나"
    assert (found.date, found.date_origin) == ("2024-03-04", "byline")
    assert found.source == "바다살림부"
    reasons = {removal.reason for removal in document.removals}
    assert reasons >= {"menu", "time stamp", "contact", "end mark", "repeated", "licence"}


def test_what_was_removed_is_told_with_its_place(tmp_path: Path) -> None:
    document = read(tmp_path, "release.txt", RELEASE).documents[0]
    assert document.removals
    for removal in document.removals:
        assert RELEASE[removal.start : removal.end].startswith(removal.excerpt[:10])


# -- 4: a report from a PDF

REPORT = """ 2024년 물안개 연구원은 강을 따라 흐르는 짐의 길을 다시 헤아렸다. 강을 오간 배는 모두 3만 2천 척이었고, \
한 척이 실은 짐은 평균 412톤으로 지난해보다 6% 늘었다.1 짐의 절반은 모래와 자갈이었으며, 나머지는 곡물과 목재가 \
차지하였다. 배를 부리는 이들은 물이 얕아진 탓에 짐을 덜 싣게 되었다고 말하지만, 연구원은 배가 늙은 것이 더 큰 \
까닭이라고 보았다.2 갑문은 여섯 곳 가운데 두 곳이 고쳐졌고, 남은 네 곳은 2026년까지 고칠 계획이다. 이에 따라 \
배가 기다리는 시간은 평균 47분에서 31분으로 줄어들 전망이다.3
 강길의 값과 뭍길의 값
강으로 나르는 값은 뭍으로 나르는 값의 3분의 1이다. 그러나 싣고 내리는 데 드는 값을 더하면 둘은 비슷해진다. \
연구원은 나루터마다 기중기를 한 대씩 놓으면 값이 5분의 1로 떨어진다고 셈하였다. 다만 기중기 한 대에 31억 원이 든다.
 표 1. 2024년 강길 주요일지
날짜 내용
1/9 해마루 갑문 다시 열림
2/14~2/16
강길 협의회 대표단(단장: 한새벽) 하구 둑 방문,
물길 준설 구간 합의
11/3 첫 전기 나룻배 띄움
 강길은 서두르지 않는 짐에 알맞다. 연구원은 급하지 않은 짐을 강으로 돌리는 곳에 나라가 세금을 덜어 주어야 \
한다고 권하였다. 그리하면 길 위의 화물차는 하루 1,900대가 줄어들 것으로 보인다. 배를 새로 짓는 값은 한 척에 \
74억 원으로, 나라와 선주가 반씩 낸다. 강가의 마을들은 나루터를 고쳐 장터와 쉼터로 쓰겠다는 뜻을 밝혔으나 \
물이 불어나는 여름에는 문을 닫아야 한다. 연구원은 이 글에서 다루지 못한 겨울 뱃길을 다음 글에서 살피려 한다."""


def printed(text: str) -> str:
    """The text as a PDF gives it: broken inside words, blank lines between, pages numbered."""
    lines = [part for line in text.split("\n") for part in wrapped(line)]
    head = "물안개 연구원 이슈 2024-07"
    pages = [lines[n : n + 9] for n in range(0, len(lines), 9)]
    return "".join(
        f"{' ' * (n > 1)}{head}\n\n" + "\n\n".join(page) + f"\n\n- {n} -\n\n"
        for n, page in enumerate(pages, start=1)
    )


def wrapped(line: str) -> list[str]:
    parts = [""]
    for c in line:
        if width(parts[-1]) >= 84:
            parts.append("")
        parts[-1] += c
    return [*parts[:-1], parts[-1] + " "]


def test_a_report_is_rejoined_and_its_rows_carry_caption_and_year(tmp_path: Path) -> None:
    file = read(tmp_path, "report.txt", printed(REPORT))
    found = file.documents[0].passages
    whole = " ".join(p.text for p in found)
    for sentence in (
        "강을 오간 배는 모두 3만 2천 척이었고, 한 척이 실은 짐은 평균 412톤으로 지난해보다 6% 늘었다.",
        "짐의 절반은 모래와 자갈이었으며, 나머지는 곡물과 목재가 차지하였다.",
        "나루터마다 기중기를 한 대씩 놓으면 값이 5분의 1로 떨어진다고 셈하였다.",
        "그리하면 길 위의 화물차는 하루 1,900대가 줄어들 것으로 보인다.",
        "나라와 선주가 반씩 낸다.",
    ):
        assert sentence in whole
    assert "이슈 2024-07" not in whole
    rows = [(p.heading, p.text) for p in found if "표 1" in p.heading]
    heading = "강길의 값과 뭍길의 값 › 표 1. 2024년 강길 주요일지 › 날짜 내용"
    assert rows == [
        (heading, "1/9 해마루 갑문 다시 열림"),
        (heading, "2/14~2/16 강길 협의회 대표단(단장: 한새벽) 하구 둑 방문, 물길 준설 구간 합의"),
        (heading, "11/3 첫 전기 나룻배 띄움"),
    ]
    assert {p.heading for p in found if "3분의 1" in p.text} == {"강길의 값과 뭍길의 값"}
    reasons = [removal.reason for removal in file.documents[0].removals]
    assert (reasons.count("page number"), reasons.count("running head")) == (3, 2)
    assert reasons.count("footnote mark") == 3
    assert_quotes_stand_in_the_file(tmp_path / "report.txt", file)


RAGGED = """2024년 강길 연구
Ⅰ. 머리말
강길의 첫 배는 새벽에 떠나 다섯 마을을 지나 하구에 닿으며, 싣고
간 곡물은 이튿날 장터에서 팔린다. 연구원이 헤아린 지난해의 짐은 모두
3만 2천 톤으로 두 해 앞서 세운 목표에 견주면 모자라지만
7월 큰비로 뭍길이 끊긴 것을 헤아리면 적지 않은 양이라고 할 수 있으며, 그
까닭은 갑문이 밤에도 열려 있었기 때문이다. 새 갑문은 봄에
19일 동안 시험한 뒤에 문을 열고, 첫 한 달은 삯을 받지 않는다.
<표 1> 2024년 강길 일지
1.9 갑문 다시 열림, 첫 배 떠남
11.3 첫 전기 나룻배를 하구까지 띄움
자료: 연구원 정리
Ⅱ. 값의 변화
나. 배의 값
배를 새로 짓는 값은 한 척에 74억 원으로, 나라와 선주가 반씩 내며
마을은 나루터를 고치는 값의 4분의 1을 다섯 해에 나누어 낸다.
"""


def test_a_sentence_goes_on_below_a_line_that_is_a_little_short(tmp_path: Path) -> None:
    told = "새 갑문은 봄에 문을 열고 첫 한 달은 삯을 받지 않으며, 그 뒤로는 짐의 무게에 따라 삯을 매긴다. "
    above = [part.strip() for part in wrapped(told * 8)[:-1]]
    ragged = "나루터의 낡은 기중기를 새것으로 바꾸는 데 드는 값은 나라와 선주와"
    below = "19개 마을이 똑같이 나누어 낸다."
    found = texts(tmp_path, "ragged.txt", "\n".join((*above, ragged, below, *above)))
    assert any(f"{ragged} {below}" in text for text in found)


def test_a_table_ends_at_its_source_and_at_the_next_heading(tmp_path: Path) -> None:
    found = passages(tmp_path, "ragged.txt", RAGGED)
    rows = [p.text for p in found if "표 1" in p.heading and p.text[0].isdigit()]
    assert rows == ["1.9 갑문 다시 열림, 첫 배 떠남", "11.3 첫 전기 나룻배를 하구까지 띄움"]
    assert not any("표 1" in p.heading for p in found if "74억" in p.text)


# -- 5: scraped news

LEAD = "은빛시는 31일 '헌책방 거리의 가게 17곳이 모두 다시 문을 열었다'고 밝혔다."
NEWS = f"""{LEAD} 불이 난 지 여덟 달 만이다.
은빛시 헌책방 거리가 여덟 달 만에 되살아났다. 불탄 책은 6만 권이 넘는다.은빛시는 31일 “헌책방 거리의 가게 17곳이 모두 다시 문을 열었다”고 밝혔다.
책방 주인 노을빛(58) 씨는 “젖은 책을 말리는 데만 석 달이 걸렸다”며 웃었다. 시는 가게마다 수리비 900만 원을 댔다.
거리에는 9월부터 밤 책장터가 선다. 첫날에는 시인 네 명이 시를 읽는다.
헌책방 은빛시 책장터 수리비
대한민국 최근 뉴스, 대한민국 헤드 라인
Similar News:다른 매체에서 모은 비슷한 뉴스를 읽을 수도 있습니다.
도서관 밤샘 열람실 열어시립도서관이 시험 기간에 밤새 문을 연다.
더 많은 것을 읽으십시오 »
종이값 두 달째 올라펄프값이 오르며 종이값도 12% 올랐다.
더 많은 것을 읽으십시오 »
달빛 책꽂이 나눔 잔치안 보는 책을 바꾸는 잔치가 열린다.
더 많은 것을 읽으십시오 »
"""


def test_scraped_news_give_the_article_and_no_similar_news(tmp_path: Path) -> None:
    found = "\n".join(texts(tmp_path, "news.txt", NEWS)).split("\n")
    assert found[0] == f"{LEAD} 불이 난 지 여덟 달 만이다."
    assert found[-1].endswith("첫날에는 시인 네 명이 시를 읽는다.")
    assert len(found) == 4


# -- what must stay


def assert_kept(folder: Path, text: str, *lines: str) -> None:
    whole = "\n".join(texts(folder, "kept.txt", text))
    for line in lines or text.strip().split("\n"):
        assert line in whole


LONG_ARTICLE = """은빛시의 작은 신문사가 댓글 창을 닫은 지 한 해가 지났다.
편집장은 “싸움이 줄고 제보는 늘었다”고 말했다. 독자 투고는 한 해 동안 1,240통이 왔다.
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "이 회사는 3월부터 댓글 정책을 바꿔 욕설이 담긴 글을 바로 삭제한다고 밝혔다.",
        "신문협회는 저작권자의 허락 없이 기사를 AI 학습에 쓰는 것은 저작권법 위반이라고 주장했다.",
        "법원은 무단 전재를 막아 달라는 신문사들의 신청을 받아들였다고 4일 전했다.",
        "정부는 공공누리 표시가 붙은 사진 3만 장을 풀기로 했다고 발표했습니다.",
        "댓글 운영 정책은 다음 달부터 바뀝니다.",
        "시행일은 10월 1일이다.",
    ],
)
def test_an_article_may_speak_of_comments_and_of_copyright(tmp_path: Path, sentence: str) -> None:
    assert_kept(tmp_path, LONG_ARTICLE + sentence + "\n", sentence)
    assert_kept(tmp_path, sentence + "\n" + LONG_ARTICLE, sentence)


def test_a_title_may_speak_of_copyright(tmp_path: Path) -> None:
    document = read(
        tmp_path, "a.txt", "저작권법 개정안 국회 문턱 넘었다\n" + LONG_ARTICLE
    ).documents[0]
    assert document.metadata.title == "저작권법 개정안 국회 문턱 넘었다"


def test_points_at_the_end_of_a_release_stay(tmp_path: Path) -> None:
    text = LONG_ARTICLE + "- 일시: 4월 2일 10시\n○ 장소: 시청 앞\n- 참가비: 없음\n"
    assert_kept(tmp_path, text, "일시: 4월 2일 10시", "장소: 시청 앞", "참가비: 없음")


def test_points_that_begin_like_a_stamp_stay(tmp_path: Path) -> None:
    text = LONG_ARTICLE + "- 등록 장애인 지원금 10만 원\n- 발행 부수 3천 부\n"
    assert_kept(tmp_path, text, "등록 장애인 지원금 10만 원", "발행 부수 3천 부")


def test_long_sentences_that_differ_in_a_number_are_both_kept(tmp_path: Path) -> None:
    sentence = "{}월 은빛시의 전기 나룻배는 하루 평균 {}명을 태워 강을 건넜으며 사고는 한 건도 없었다고 시가 밝혔다."
    text = "\n".join(sentence.format(*n) for n in [(7, 120), (8, 135), (9, 120)])
    assert_kept(tmp_path, text)


def test_long_sentences_that_differ_in_a_quotation_mark_are_one(tmp_path: Path) -> None:
    sentence = "은빛시는 {}강을 건너는 전기 나룻배 다섯 척이 내년 봄부터 하루 여든 번 오간다{}고 이날 밝혔다."
    text = sentence.format("'", "'") + "\n" + LONG_ARTICLE + sentence.format("“", "”")
    assert "\n".join(texts(tmp_path, "a.txt", text)).count("여든 번") == 1


def test_a_list_of_links_inside_an_article_takes_no_more_than_itself(tmp_path: Path) -> None:
    text = (
        LONG_ARTICLE * 1
        + "관련 기사\n헌책방 거리 불\n책장터 열린다\n"
        + "신문사는 올해 종이 신문을 한 주에 두 번 낸다고 5일 알렸다.\n"
    )
    whole = "\n".join(texts(tmp_path, "a.txt", text))
    assert "한 주에 두 번 낸다고" in whole
    assert "헌책방 거리 불" not in whole


@pytest.mark.parametrize("button", ["더 읽어 보기 >", "기사 더 보기 »"])
def test_teasers_inside_an_article_take_no_more_than_themselves(
    tmp_path: Path, button: str
) -> None:
    teaser = (
        f"나룻배 값 오른다나룻배 값이 다음 달부터 200원 오를 전망이라고 시가 알렸다.\n{button}\n"
    )
    text = LONG_ARTICLE + teaser * 1 + f"섬 버스 늘린다섬을 도는 버스가 두 대 늘어난다.\n{button}\n"
    text += "신문사는 올해 종이 신문을 한 주에 두 번 낸다고 5일 알렸다.\n" * 1
    text += "인쇄소는 그대로 두되 윤전기 한 대를 마을 박물관에 넘기기로 했다고 한다.\n"
    whole = "\n".join(texts(tmp_path, "a.txt", text))
    assert "한 주에 두 번 낸다고" in whole
    assert "200원" not in whole


@pytest.mark.parametrize(
    "text",
    [
        "은빛시 눈 18cm\n밤새 눈이 내렸다.\n버스 12개 노선이 멈췄다.\n",
        "나룻배 운항 멈춤\n강물이 불어 31일까지 배가 뜨지 않는다.\n문의는 나루터로 하면 된다.\n",
    ],
)
def test_a_short_item_keeps_everything(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, "a.txt", text).documents[0]
    whole = "\n".join([document.metadata.title, *(p.heading + p.text for p in document.passages)])
    assert all(line in whole for line in text.strip().split("\n"))
    assert document.removals == ()


def test_a_table_below_the_end_mark_stays(tmp_path: Path) -> None:
    text = (
        LONG_ARTICLE
        + "<끝>\n[붙임] 투고 수\n| 해 | 통 |\n|---|---|\n| 2023 | 310 |\n| 2024 | 1,240 |\n"
    )
    assert_kept(tmp_path, text, "2023\t310", "2024\t1,240")


def test_a_heading_with_a_number_is_no_row_of_the_table_above_it(tmp_path: Path) -> None:
    text = REPORT.replace(" 강길은 서두르지", " 2. 2024년을 돌아보며\n강길은 서두르지")
    found = passages(tmp_path, "a.txt", printed(text))
    assert found[-1].heading == "2. 2024년을 돌아보며"


@pytest.mark.parametrize(
    "line",
    [
        "[강길일보] 입력 2025.03.14. 09:30",
        "강길일보 유튜브 채널을 구독하고 새 소식 알림을 받으세요",
        "[광고] 사흘 동안만 우산 반값",
    ],
)
def test_a_stamp_and_an_advertisement_inside_an_article_go_alone(tmp_path: Path, line: str) -> None:
    more = "신문사는 올해 종이 신문을 한 주에 두 번 낸다고 5일 알렸다."
    whole = "\n".join(texts(tmp_path, "a.txt", f"{LONG_ARTICLE}{line}\n{more}\n"))
    assert more in whole
    assert line not in whole


def test_a_list_whose_heading_asks_the_reader_goes(tmp_path: Path) -> None:
    text = LONG_ARTICLE + "이런 기사 어때요\n헌책방 거리 불\n책장터 열린다\n"
    assert "헌책방 거리 불" not in "\n".join(texts(tmp_path, "a.txt", text))


def test_a_sentence_about_a_channel_stays(tmp_path: Path) -> None:
    sentence = "시는 유튜브 채널 구독자가 올해 세 배로 늘었다고 밝혔다."
    assert_kept(tmp_path, LONG_ARTICLE + sentence + "\n", sentence)


def test_a_short_report_is_rejoined_among_many_short_lines(tmp_path: Path) -> None:
    """Its full lines are the smaller part, but all of them are cut at one place."""
    sentence = "가람댐은 봄 가뭄에 대비해 물을 조금씩 아껴 내려보내며 하류의 논에는 이틀에 한 번 물을 댄다."
    others = (sentence.replace("봄", season) for season in ("여름", "가을", "겨울", "늦봄"))
    body = wrapped(" ".join([sentence, *others]))
    rows = [f"{month}월 1일 방류 {month}0만 톤" for month in range(1, 9)]
    text = "\n".join(["가람댐 물 나눔 계획", "2025년 2월 1일", *body, "<표 1> 2025년 방류", *rows])
    assert any(sentence in one for one in texts(tmp_path, "a.txt", text))


def test_a_title_has_no_characters_that_nobody_sees(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "나룻\u200b배 값 오른다\n" + LONG_ARTICLE).documents[0]
    assert document.metadata.title == "나룻배 값 오른다"


LONG = (
    "나루도는 지난해 굴 양식장 40곳에 고수온 피해 예방 비용을 지원했고, {name} 위원장은 어민 설명회에서 "
    "신청이 {verb} 까닭을 지원금이 늦게 나온 데서 찾았다고 말했다."
)


def test_a_long_paragraph_that_differs_in_a_name_is_no_repeat(tmp_path: Path) -> None:
    text = "\n".join(LONG.format(name=name, verb="줄어든") for name in ("김도윤", "이한결"))
    held = " ".join(passage.text for passage in passages(tmp_path, "a.txt", text))
    assert "김도윤" in held
    assert "이한결" in held


def test_a_name_that_is_part_of_another_one_is_no_repeat(tmp_path: Path) -> None:
    text = "\n".join(
        f"{ward} 주민센터가 밝혔다. " + LONG.format(name="김도윤", verb="줄어든")
        for ward in ("강서구", "서구")
    )
    held = " ".join(passage.text for passage in passages(tmp_path, "a.txt", text))
    assert held.count("주민센터") == 2


def test_a_paragraph_is_analysed_once_however_many_are_near_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(texts: Iterable[str]) -> Iterator[tuple[Sentence, ...]]:
        known = list(texts)
        asked.extend(known)
        return analyse(known)

    monkeypatch.setattr(import_module("index.cleaning.repeats"), "analyse", counted)
    names = ("강남구", "서초구", "마포구", "종로구", "노원구", "은평구", "관악구", "금천구")
    texts = [f"{name}의 일이다. " + LONG.format(name="김도윤", verb="줄어든") for name in names]
    assert not repeats([Block("text", MappedText.of(text)) for text in texts])
    assert sorted(asked) == sorted(texts)


def test_a_long_paragraph_that_says_the_opposite_is_no_repeat(tmp_path: Path) -> None:
    text = "\n".join(LONG.format(name="김도윤", verb=verb) for verb in ("줄어든", "늘어난"))
    held = " ".join(passage.text for passage in passages(tmp_path, "a.txt", text))
    assert "줄어든" in held
    assert "늘어난" in held


def test_a_long_paragraph_that_differs_in_marks_and_endings_is_a_repeat(tmp_path: Path) -> None:
    first = LONG.format(name="김도윤", verb="줄어든")
    again = "□ " + first.replace("지난해 ", "지난해, ").replace("말했다.", "말했습니다.")
    held = " ".join(p.text for p in passages(tmp_path, "a.txt", f"{first}\n{again}"))
    assert held.count("위원장") == 1


POINTS = (
    "해무시(시장 노을빛)는 3월 5일 해무항 정비 계획을 확정했다고 밝혔다.",
    "예산은 지난해 41억 원에서 58억 원으로 늘렸고, 절반은 북선착장에 쓴다.",
    "공사는 10월에 시작한다.",
    "노을빛 시장은 “배를 기다리는 시간이 줄 것”이라고 말했다.",
)


def release(*lines: str) -> str:
    above = f"보도시점 2024. 3. 5.(화) 조간 해무항 정비 계획 확정 □ {' ○ '.join(POINTS)}"
    return "\n".join(("해무항 정비 계획 확정", "", above, "", *lines))


def test_an_outline_in_one_line_is_cut_at_its_points(tmp_path: Path) -> None:
    sentences = [
        p.text[one.start : one.end]
        for p in passages(tmp_path, "a.txt", release())
        for one in p.sentences
    ]
    assert set(POINTS) <= set(sentences)


@pytest.mark.parametrize("mark", ["○", "ㆍ", "ㆍ "])
def test_an_outline_that_stood_in_one_line_above_stands_once(tmp_path: Path, mark: str) -> None:
    broken = POINTS[1].replace("늘렸고, ", "늘렸고,\n")
    lines = [f"□ {POINTS[0]}", f"  {mark}{broken}", f"  {mark}{POINTS[2]}", f"□ {POINTS[3]}"]
    held = " ".join(p.text for p in passages(tmp_path, "a.txt", release(*lines)))
    for point in POINTS:
        assert "".join(held.split()).count("".join(point.split())[-12:]) == 1


def test_marks_within_a_sentence_make_no_outline(tmp_path: Path) -> None:
    text = "○○시와 □□군은 ◇◇강의 다리를 함께 고치기로 하고, 비용은 ○ 표를 한 쪽이 내기로 했다."
    [passage] = passages(tmp_path, "a.txt", f"{text}\n")
    assert passage.text == text


def test_what_stands_around_a_body_that_is_given_again_is_the_sites(tmp_path: Path) -> None:
    body = "".join(
        f"○ 솔빛시는 {day}일 나루 도서관의 문을 밤 열한 시까지 열기로 하였다고 밝혔다.\n"
        for day in (3, 4, 5)
    )
    text = f"솔빛시청\n로그인\n전체메뉴\n나루 도서관, 밤에도 문 연다\n{body}[미리보기]\n솔 빛 시  보 도 자 료\n{body}목록\n"
    found = passages(tmp_path, "a.txt", text)
    assert "보 도" not in "".join(p.heading + p.text for p in found)
    assert "".join(p.text for p in found).count("밤 열한 시까지") == 3


@pytest.mark.parametrize(
    "line",
    [
        "오늘 소식은 여기까지입니다. 구독은 큰 힘이 됩니다 :)",
        "이 글은 제휴마케팅 활동의 일환으로 수수료를 받을 수 있습니다.",
        "☞ 물안개일보 텔레그램 채널 바로가기",
        "남도윤 기자  구독 +",
    ],
)
def test_what_a_page_asks_of_its_readers_is_no_text(tmp_path: Path, line: str) -> None:
    text = f"나루 도서관, 밤에도 문 연다\n{LEAD}\n\n{line}\n\n시는 내년에 이를 두 곳으로 늘린다고 밝혔다.\n\n{line}\n"
    assert line[2:9] not in "".join(p.heading + p.text for p in passages(tmp_path, "a.txt", text))
