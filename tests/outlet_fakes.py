"""Twelve pages of one village paper, whose menus, notices and adverts no rule knows."""

from collections.abc import Mapping

HEAD = (
    "포구나루",
    "갈매동 서당동 포구동 사람들의 아침",
    "나루터게시판 두레밥상 장터마당 물길지도",
    "도선장 첫배 06:20, 막배 21:40",
    "오늘도 포구나루와 함께 하루를 여는 이웃이 3,200명입니다.",
)
BESIDE = ("글씨 큼직하게", "이웃에게 건네기")
FOOT = (
    "포구나루는 이웃 여러분의 살아 있는 이야기를 언제나 기다립니다.",
    "이 글이 따뜻했다면 두레밥상에 밥 한 숟가락을 보태 주시기 바랍니다.",
    "나루터에서 건져 올린 이야기",
    "두레밥상 한 끼 1,500원: 매주 목요일 모임터",
    "갈매동 물길 12번지 둘째 층 포구나루 두레",
)
# Recurs in all of them too, and stays: it orders the article.
KEPT = ("주요 내용", "1. 앞으로의 일정", "[표 1] 마을별 물량")

_STORIES = (
    ("방파제 등대가 서른 해 만에 새로 칠해졌다", "등대지기 한남수 씨는 흰 페인트 40통을 썼다"),
    ("미역 말리는 마당을 두고 두 마을이 손을 잡았다", "두 마을은 마당 600평을 번갈아 쓰기로 했다"),
    ("폐교에 들어선 책방이 첫 손님을 맞았다", "책방 주인 오세린 씨는 책 2천 권을 옮겨 왔다"),
    ("멸치 축제가 비 때문에 사흘 미뤄졌다", "축제 위원회는 천막 85동을 다시 세우기로 했다"),
    ("섬을 잇는 전기 여객선이 시험 운항을 마쳤다", "배는 한 번 충전해 41킬로미터를 달렸다"),
    ("갯벌 체험장 입장료가 내년부터 오른다", "어촌계는 어른 요금을 7천 원으로 정했다"),
    ("백 살 된 느티나무가 보호수로 지정됐다", "나무의 둘레는 4.3미터라고 조사단은 밝혔다"),
    ("빈집을 고쳐 만든 공방에 청년 열 명이 모였다", "공방은 달마다 도자기 200점을 굽는다"),
    ("어시장 경매 시간이 한 시간 당겨진다", "경매사 문태식 씨는 새벽 4시에 종을 친다"),
    ("보건지소에 이동 진료 버스가 들어왔다", "버스는 한 달에 열두 마을을 돌게 된다"),
    ("등굣길 고갯마루에 가로등 스물다섯 개가 켜졌다", "학부모회는 두 해 동안 청원을 냈다"),
    ("해녀 학교가 여섯 번째 졸업생을 냈다", "졸업생 열한 명은 모두 외지에서 왔다"),
)
_NOTICES = ("물때표가 바뀐 날", "장터에 온 손님", "골목 사진 모음", "배 기다리는 사람들")


def story(number: int) -> str:
    """The article itself: what has to be left."""
    title, fact = _STORIES[number]
    return "\n".join(
        (
            title,
            f"{title}고 마을 사람들이 {number + 2}일 전했다. {fact}.",
            "□ 주요 내용",
            f"이장은 “{number + 3}년을 기다린 일이라 모두 기뻐하고 있다”고 말했다.",
            "1. 앞으로의 일정",
            f"마을은 다음 달 {number + 5}일에 조촐한 잔치를 열 계획이라고 덧붙였다.",
            "[표 1] 마을별 물량",
        )
    )


def page(number: int) -> str:
    """The article with the paper around it, two headlines of other days among the notices."""
    title, *rest = story(number).split("\n")
    others = [f"{_NOTICES[(number + i) % 4]} {number * 7 + i}" for i in range(2)]
    lines = [*HEAD, title, f"2025. 3. {number + 2}. 07:10", *BESIDE, *rest, *FOOT[:3], *others]
    return "\n".join([*lines, *FOOT[3:]]) + "\n"


PAGES: Mapping[str, str] = {f"포구나루/{n:02}.txt": page(n) for n in range(len(_STORIES))}


def markup(number: int) -> str:
    """The same as HTML that says nothing of what is what, but for the title."""
    title = story(number).split("\n")[0]
    body = [
        f"<h2>{line}</h2>" if line == title else f"<div>{line}</div>"
        for line in page(number).splitlines()
    ]
    return "\n".join(("<html><body>", *body, "</body></html>"))
