"""Korean names in the letters of a question in another language."""

import pytest

from index.build import build_index
from qa.retriever import Retriever

RIVER = """한여울댐 방류 사고

은솔군 한여울댐의 물이 6월 20일 넘쳐 강 아래 마을 세 곳이 잠겼다. 윤나래 군수와 안규백 장관이
현장을 찾았다. 달바위 과수원도 물에 잠겼고 별빛회관이 대피소가 되었다.

이 사고로 7명이 숨지고 2명이 실종되었으며, 재산 피해는 310억 원으로 집계되었다.
"""
BRIDGE = """무너진 다리

나루시의 다리가 3월 2일 무너져 3명이 숨지고 5명이 다쳤다. 사고는 연속으로 났다. 사고를 낸 회사는
중국과 일본에도 다리를 놓았다. 군은 다리를 다시 놓는다.
사고로 숨진 사람은 모두 화물차에 타고 있었다.
"""


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    folder = tmp_path_factory.mktemp("names")
    (folder / "river.txt").write_text(RIVER, encoding="utf-8")
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    build_index([folder], folder / "index")
    return Retriever.open(folder / "index")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How many people died in the Hanyeoul Dam accident?", {"Hanyeoul": "한여울"}),
        ("Did Ahn Gyu-baek visit the site?", {"Ahn Gyu-baek": "안규백"}),
        ("Who is Yoon Narae?", {"Yoon Narae": "윤나래"}),
        ("Where was the shelter, in Byeolbit Hall?", {"Byeolbit": "별빛"}),
        ("Кто из уезда Ынсоль погиб?", {"Ынсоль": "은솔"}),
        ("Затопило ли сад «Тальбави»?", {"Тальбави": "달바위"}),
        ("ハンヨウル事故の死者は何人ですか。", {"ハンヨウル": "한여울"}),
        ("ウンソル郡の郡守は誰ですか。", {"ウンソル": "은솔"}),
        ("Юн Сок Ёль посетил мост?", {}),  # 연속
        ("Which bridges in China did the company build?", {}),
        ("What happened at the Banghwa Bridge?", {}),
        ("What is the name of the reservoir?", {}),
        ("Как назывался мост?", {}),
    ],
)
def test_a_name_is_known_by_its_spelling(
    retriever: Retriever, question: str, name: dict[str, str]
) -> None:
    assert retriever.query(question).names == name


def test_what_a_document_says_of_its_name_is_found_by_it(retriever: Retriever) -> None:
    asked = "How many people died in the {} accident?"
    for name, file in (("Hanyeoul", "river.txt"), ("Naru", "bridge.txt")):
        assert retriever.search(asked.format(name))[0].passage.document == file
