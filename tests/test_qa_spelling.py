from pathlib import Path

import pytest
from qa_fakes import FILES

from index.build import build_index
from index.tokens import is_word
from qa.bot import Bot
from qa.render import answer_text, render, results_json
from qa.retriever import Retriever
from qa.spelling import meant

_TEXT = (
    "러시아 대통령은 평양을 방문했다. 외무상은 조약에 서명했다. "
    "경도 인지 장애를 앓는 사람이 늘었다. 김정은 위원장이 환영했다. "
    "배추 값과 베개 값이 올랐다. 한국은행은 금리를 내렸다.\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spelling")
    (folder / "a.txt").write_text(_TEXT, encoding="utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build_index([folder], folder / "index")
    return folder / "index"


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("러시야", "러시아"),
        ("대통려", "대통령"),
        ("대통통령", "대통령"),
        ("배게", "베개"),
        ("겅도인지장애", "경도인지장애"),
    ],
)
def test_a_slip_is_one_jamo_or_a_doubled_syllable(index: Path, word: str, right: str) -> None:
    with Retriever.open(index).store as store:
        found = meant(word, store.stats("terms"), store.stats("bigrams"))
    assert found == (right if word != "배게" else None)  # two Jamo


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("러시야 대통령은 어디를 방문했나?", {"러시야": "러시아"}),
        ("대통려이 방문한 곳은?", {"대통려": "대통령"}),
        ("겅도인지장애를 앓는 사람은?", {"겅도인지장애": "경도인지장애"}),
        ("코끼리는 어디에 있나?", {}),  # a word, though no passage holds it
        ("외무부상은 누구인가?", {}),
        ("김정운은 무엇을 했나?", {}),  # another name
        ("한국은행행 총재는 누구인가?", {}),  # several words that Kiwi knows
        ("러시아 대통령은 어디를 방문했나?", {}),
        ("Where did the presidemt go?", {}),
    ],
)
def test_only_what_is_no_word_is_corrected(
    index: Path, question: str, corrected: dict[str, str]
) -> None:
    assert Retriever.open(index).search(question).corrected_terms == corrected


def test_a_corrected_word_is_told_and_stays_unknown(index: Path) -> None:
    answer = Bot.open(index).ask("러시야 대통령은 어디를 방문했나?")
    assert answer.text == "러시아 대통령은 평양을 방문했다."
    assert answer.level == "maybe"
    assert answer.question == answer.standalone_question == "러시야 대통령은 어디를 방문했나?"
    assert answer.unknown_terms == ("러시야",)
    assert render(answer)["corrected_terms"] == {"러시야": "러시아"}
    told = "\n".join(line.plain for line in answer_text(answer))
    assert "문서에 없는 말이라 비슷한 말로 찾았습니다: 러시야 → 러시아" in told
    assert "어느 문서에도 없는 말" not in told


def test_a_slip_is_seen_though_passages_hold_its_pairs_apart(tmp_path: Path) -> None:
    text = f"{_TEXT}안개로 배의 시야가 좁아졌다. 골드 러시는 끝났다. 국방 장관이 왔다.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    build_index([tmp_path / "a.txt"], tmp_path / "index")
    retriever = Retriever.open(tmp_path / "index")
    assert retriever.query("러시야는 언제 왔나?").corrected == {"러시야": "러시아"}
    assert retriever.query("국방장관은 언제 왔나?").unknown == ()


def test_a_search_tells_it_too(index: Path) -> None:
    found = results_json(Retriever.open(index).search("러시야 대통령"))
    assert found["corrected_terms"] == {"러시야": "러시아"}
    assert "러시아" in found["hits"][0]["text"]


def test_a_word_is_one_of_kiwis_dictionary() -> None:
    assert is_word("대중교통")
    assert is_word("소수의견")
    assert not is_word("대통려")
    assert not is_word("결차")
