import pytest

from index.build import build_index
from qa.bot import Bot
from qa.records import Reference
from qa.reference import reference
from qa.render import answer_text, render
from qa.web.cards import referring

_RELEASE = (
    "---\ntitle: 한·호 국방차관 회의\ndate: 2025-05-09\n---\n\n"
    "서도윤 시장은 8일 회견을 열었다. 그는 재난지원금 300만 원을 집마다 지급한다고 밝혔다. "
    "이날 회견에는 기자 40명이 왔다.\n"
)


@pytest.mark.parametrize(
    ("quote", "before", "told"),
    [
        ("그는 사과했다.", ["서도윤 시장은 회견을 열었다."], ("그", "서도윤 시장")),
        ("□ 그는 사과했다.", ["서도윤 시장은 회견을 열었다."], ("그", "서도윤 시장")),
        (
            "그는 울먹였다.",
            ["이날로 떠나는 주장 민다솔(37)은 7점을 냈다."],
            ("그", "주장 민다솔"),
        ),
        (
            "그녀는 다시 뛰었다.",
            ["김하은 선수는 넘어졌다.", "그녀는 곧 일어났다."],
            ("그녀", "김하은 선수"),
        ),
        ("양국은 조약을 맺었다.", ["한국과 노르웨이는 회담했다."], ("양국", "한국과 노르웨이")),
        ("두 나라는 합의했다.", ["프랑스 대통령이 몽골을 찾았다."], ("두 나라", "프랑스·몽골")),
        ("양측은 평가했다.", ["호위함을 함께 고친다."], ("양측", "한·호")),
        ("이 버스는 무료다.", ["새 진료 버스가 마을을 돈다."], ("이 버스", "새 진료 버스")),
        ("이날 값이 뛰었다.", ["회의는 22일 열렸다."], ("이날", "2025년 4월 22일")),
        ("이날 값이 뛰었다.", ["회의는 6월 2일 열렸다."], ("이날", "6월 2일")),
        ("이날 값이 뛰었다.", ["회의가 열렸다."], ("이날", "2025년 4월 23일")),
    ],
)
def test_a_pronoun_at_the_head_of_a_quote_is_told(
    quote: str, before: list[str], told: tuple[str, str]
) -> None:
    assert reference(quote, before, "한·호 국방차관 회의", "2025-04-23") == told


@pytest.mark.parametrize(
    ("quote", "before"),
    [
        ("그는 사과했다.", []),
        ("그는 사과했다.", ["김 장관과 이영호 장관이 만났다."]),  # which of the two
        ("그는 사과했다.", ["시는 “김하은 시장은 몰랐다”고 전했다."]),  # named by a speaker
        ("그는 사과했다.", ["회의에서 김하은 시장이 잘못한 일이 드러났다."]),  # in a clause
        ("두 나라는 합의했다.", ["단둥과 신의주를 열차가 오갔다."]),  # no countries
        ("두 나라는 합의했다.", ["한국, 미국, 일본이 모였다."]),
        ("두 나라는 합의했다.", ["협정이란 무엇인지 한국이 물었다."]),  # 이란 is no country there
        ("이 버스는 무료다.", ["마을을 도는 버스가 있다."]),  # the noun says no more
        ("이 기준 신호는 약하다.", ["위상의 기준이 정해졌다."]),
        ("이 과정에서 값이 뛰었다.", ["새 조정 과정을 밟았다."]),
        ("이날 값이 뛰었다.", ["회의는 6월 2일과 6월 9일 열렸다."]),
        ("이날 값이 뛰었다.", ["축제는 9월 13일부터 15일까지 열렸다."]),
        ("이날 값이 뛰었다.", ["축제는 13~15일 열렸다."]),
        ("값은 그가 정했다.", ["서도윤 시장은 회견을 열었다."]),  # not at the head
        ("그날 밤 서도윤 시장은 웃었다.", ["김하은 시장은 울었다."]),
    ],
)
def test_nothing_is_told_where_it_is_unsure(quote: str, before: list[str]) -> None:
    assert reference(quote, before, written="2025-04-23") is None


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    folder = tmp_path_factory.mktemp("reference")
    (folder / "a.md").write_text(_RELEASE, encoding="utf-8")
    build_index([folder / "a.md"], folder / "index")
    return Bot.open(folder / "index")


def test_an_answer_tells_it_beside_the_quote_and_not_inside(bot: Bot) -> None:
    answer = bot.ask("재난지원금은 집마다 얼마를 지급하나?")
    citation = answer.citations[0]
    assert citation.quote == "그는 재난지원금 300만 원을 집마다 지급한다고 밝혔다."
    assert citation.refers_to == Reference("그", "서도윤 시장")
    told = {"word": "그", "name": "서도윤 시장"}
    assert render(answer)["citations"][0]["refers_to"] == told
    said = "‘그’는 서도윤 시장을 가리킵니다."
    assert said in "\n".join(line.plain for line in answer_text(answer))
    assert referring(citation, "ko") == f'<p class="refers">{said}</p>'
    assert "refers to 서도윤 시장" in referring(citation, "en")


def test_a_quote_without_a_pronoun_tells_nothing(bot: Bot) -> None:
    citation = bot.ask("서도윤 시장은 언제 회견을 열었나?").citations[0]
    assert citation.refers_to is None
    assert referring(citation, "ko") == ""
