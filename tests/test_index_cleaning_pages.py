"""What stands at the edges of a report's pages: heads, feet and numbers, left and right."""

from pathlib import Path

from reading_fakes import assert_quotes_stand_in_the_file, read

TITLE = "등대 셋의 한 해: 2024년 점검과 이듬해 숙제"
# Text of four pages; each but the last ends in mid-sentence.
PAGES = (
    """여울등대정책 24-07
{title}
한여울 연구위원

Ⅰ. 불빛
2024년에 등대지기들이 적은 고장은 모두 312건으로 한 해 전보다 41건이 적었다. 고장의
절반은 소금기에 삭은 전선 때문이었고, 나머지는 벼락과 새 둥지가 차지하였다. 가장
오래 꺼져 있던 등대는 가람곶으로 아흐레 동안 뱃길을 비추지 못하였다. 고친 이들은 부품
이 모자라 옆 등대의 것을 빌려 썼다고 밝혔다. 부품의 재고를 한곳에 모으자는 제안이 지
""",
    """난해부터 나왔으나 창고를 어디에 둘 것인가를 두고 세 고을이 맞섰다. 등대 사이의 길은
배로 반나절이 걸려 서로 돕기에 멀다. 여름에는 물결이 높아 열흘에 이틀은 배를 띄우지
못하였다. 등대지기의 평균 나이는 57.4세로 열에 셋은 다섯 해 안에 일을 그만둔다. 젊은
이를 뽑는 시험에는 다섯 자리에 여든두 명이 몰렸으나 붙은 사람 가운데 둘은 섬에 살 집
""",
    """을 얻지 못해 그만두었다. 고을은 낡은 관사 여섯 채를 고쳐 내주기로 하였다. 고치는 데
드는 돈은 한 채에 7천만 원이며 절반을 나라가 댄다. 불빛을 전기로 바꾼 등대는 스물셋
가운데 열아홉이고 나머지 넷은 아직 기름을 땐다. 기름 등대를 남기자는 이들은 그 빛이
안개를 더 잘 뚫는다고 말한다. 재어 본 바로는 두 빛의 닿는 거리가 같았고 값은 기름이 두
""",
    """배 비쌌다. 연구진은 네 등대를 모두 바꾸되 하나는 볼거리로 남기자고 권하였다.
여울등대정책의 다음 호는 뱃고동의 크기와 사람들의 잠을 다룬다. 섬마다 잰 소리의 크기와
밤에 깬 횟수를 견주고, 소리를 줄이면서 멀리 알리는 방법을 찾는다. 설문에는 등대 아래
사는 마흔여섯 집이 답하였다.
""",
)


def test_feet_with_the_numbers_of_left_pages_only_are_taken_out(tmp_path: Path) -> None:
    right, left = "\n{}\n여울등대정책 24-07\n", "\n여울섬등대연구소  {}\n" + TITLE + "\n"
    one, two, three, four = (page[:-1] for page in PAGES)
    text = one.format(title=TITLE) + right.format(1) + two + left.format(2) + three
    text += right.format(3) + four + left.format(4)
    file = read(tmp_path, "a.txt", text)
    (document,) = file.documents
    whole = " ".join(passage.text for passage in document.passages)
    for sentence in (
        "부품의 재고를 한곳에 모으자는 제안이 지난해부터 나왔으나",
        "붙은 사람 가운데 둘은 섬에 살 집을 얻지 못해",
        "값은 기름이 두 배 비쌌다.",
    ):
        assert sentence in whole
    assert "여울섬등대연구소" not in whole
    assert TITLE not in whole
    assert document.metadata.title == TITLE
    assert_quotes_stand_in_the_file(tmp_path / "a.txt", file)


def test_rows_of_figures_at_the_edge_of_a_page_stay(tmp_path: Path) -> None:
    rows = [f"{quarter}분기  {60 + quarter}.3  14.{quarter}" for quarter in range(1, 5)]
    one, two, three, four = (page[:-1] for page in PAGES)
    table = "\n<표 1> 분기별 고장과 수리\n구분  고장  수리\n" + "\n".join(rows[:2])
    text = f"{one.format(title=TITLE)}\n- 1 -\n{two}를 얻지 못하였다.\n{table}\n- 2 -\n"
    text += "\n".join(rows[2:]) + f"\n섬의 {three}\n- 3 -\n{four}"
    found = " ".join(p.text for p in read(tmp_path, "a.txt", text).documents[0].passages)
    assert [figure for figure in ("61.3", "62.3", "63.3", "64.3") if figure in found] == [
        "61.3",
        "62.3",
        "63.3",
        "64.3",
    ]
