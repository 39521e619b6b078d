"""What stands above a report's text: its series, its title, who wrote it, a summary's name."""

from pathlib import Path

import pytest
from reading_fakes import read

TITLE = "바람개비 마을의 셋돈: 2024년 점검과 이듬해 숙제"
TEXT = """
바람개비 마을 마흔두 곳은 2024년에 모두 318억 원의 셋돈을 받았다. 한 해 전보다 27억
원이 많았으나 집마다 돌아간 돈은 오히려 줄었다. 새로 들어온 집이 늘었기 때문이다. 바람
이 약한 여름에는 받은 돈이 겨울의 삼분의 일에 그쳤고, 이 때문에 마을마다 겨울 돈을
아껴 여름에 쓰는 곳간을 두었다. 곳간에 남은 돈은 12월 말 현재 46억 원이다. 셋돈의
절반은 길과 우물을 고치는 데 쓰였고, 나머지는 집마다 똑같이 나누었다. 나누는 법을 두
고 다툰 마을은 일곱 곳으로, 그 가운데 두 곳은 고을의 중재를 받았다. 연구진은 다툼을
막으려면 새로 들어온 집의 몫을 처음부터 적어 두어야 한다고 권하였다. 적어 둔 마을에서
는 한 번도 다툼이 일어나지 않았다.
"""


def title_and_texts(folder: Path, head: str) -> tuple[str, str]:
    (document,) = read(folder, "a.txt", head + TEXT).documents
    return document.metadata.title, "\n".join(p.text for p in document.passages)


@pytest.mark.parametrize("bar", ["｜", "|", "┃"])
def test_a_line_of_fields_is_no_part_of_the_title_below(tmp_path: Path, bar: str) -> None:
    fields = f"2024년 12월 9일 발간 {bar} 한들마을살림연구소 {bar} ISSN 2799-0011"
    writers = "도가람 마을살림실 선임연구위원 (dgr@village.example)\n피새롬 셋돈연구팀 연구위원\n"
    title, text = title_and_texts(tmp_path, f"정책현안 24-31\n{fields}\n{TITLE}\n{writers}")
    assert title == TITLE
    assert f"2799-0011{TITLE}" not in text.replace("\n", "")


@pytest.mark.parametrize(
    "series",
    ["마을리포트 2024-27호 | 2024. 12. 18.", "마을살림 이슈리포트 제2024-27호, 2024. 12. 18."],
)
def test_the_number_of_a_series_with_its_day_is_no_title(tmp_path: Path, series: str) -> None:
    title, _ = title_and_texts(tmp_path, f"{series}\n{TITLE}\n- 마흔두 곳의 기록 -\n")
    assert title == TITLE


@pytest.mark.parametrize("address", ["www.village.example", "https://village.example/a"])
def test_an_address_is_no_title(tmp_path: Path, address: str) -> None:
    head = f"정책브리프\n바람개비마을정책연구원 {address}\n\n{TITLE.partition(':')[0]}\n\n"
    assert title_and_texts(tmp_path, head)[0] == TITLE.partition(":")[0]


@pytest.mark.parametrize("name", ["<요  약>", "〈 요약 〉", "[주요 내용]", "【핵심】"])
def test_a_name_in_brackets_begins_anew_and_names_what_stands_below(
    tmp_path: Path, name: str
) -> None:
    writers = "한들살림연구소 마을살림연구실 도가람 선임연구위원, 피새롬 셋돈연구팀 연구위원\n"
    (document,) = read(tmp_path, "a.txt", f"{TITLE}\n{writers}{name}{TEXT}").documents
    assert not any(name in passage.text for passage in document.passages)
    below = next(p for p in document.passages if p.text.startswith("바람개비 마을 마흔두 곳은"))
    assert below.heading.endswith(" ".join(name.split()))
