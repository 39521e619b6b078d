"""Questions that ask for several things, and the run of names that answers them."""

from pathlib import Path

import pytest

from index.build import build_index
from index.sourcemap import Span
from qa.asking import asks_for_several
from qa.bot import Bot
from qa.kinds import fitness, holds
from qa.lists import several
from qa.question import Question
from qa.topic import tokens_of


@pytest.mark.parametrize(
    ("question", "is_list"),
    [
        ("어떤 나라들이 훈련에 참가했나?", True),
        ("훈련에 참가한 나라들을 알려줘", True),
        ("병원 후보지 세 곳은?", True),
        ("말이 통하는 여섯 나라는 어디인가?", True),
        ("회의에 나오지 않은 위원은 누구누구?", True),
        ("대피한 마을은 어디어디지?", True),
        ("늦어진 까닭 두 가지는 무엇인가요?", True),
        ("열차는 어느 역들에 서나?", True),
        ("Which countries took part in the exercise?", True),
        ("후보지는 몇 곳인가?", False),
        ("나라들은 모두 몇 곳인가?", False),
        ("주민들은 언제 대피했나?", False),
        ("누가 훈련에 참가했나?", False),
        ("방주를 어떤 의미로 받아들이는가?", False),
        ("Which satellite belongs to the institute?", False),
    ],
)
def test_a_question_for_several_things_is_known_by_its_plural(question: str, is_list: bool) -> None:
    assert asks_for_several(question) is is_list


@pytest.mark.parametrize(
    ("question", "sentence", "mark", "names"),
    [
        (
            "훈련에 참가한 나라들은?",
            "참가국은 인도와 프랑스, 호주, 한국 등 네 나라였다.",
            "호주",
            "인도와 프랑스, 호주, 한국",
        ),
        (
            "후보지 세 곳은?",
            "위원장 명하린: 후보지는 옛 연초창, 미르역 북광장, 달마루 택지 세 곳입니다.",
            "명하린",
            "옛 연초창, 미르역 북광장, 달마루 택지",
        ),
        (
            "나오지 않은 위원은 누구누구?",
            "추가람·경해솔 위원은 불참했다.",
            "불참",
            "추가람·경해솔 위원",
        ),
        ("두 도시는 어디인가?", "한국과 일본은 부산에서 만났다.", "부산", "한국과 일본"),
        ("한국과 일본이 만난 도시들은?", "한국과 일본은 부산에서 만났다.", "부산", "부산"),
        ("참가한 나라들은?", "프랑스는 훈련에 참가했다.", "프랑스", "프랑스"),
    ],
)
def test_the_run_of_names_that_a_mark_is_of_answers(
    question: str, sentence: str, mark: str, names: str
) -> None:
    at = sentence.index(mark)
    span = several(sentence, tokens_of(sentence), Span(at, at + len(mark)), question)
    assert sentence[span.start : span.end] == names


def test_a_sentence_with_a_run_of_names_is_of_the_kind_that_is_asked_for() -> None:
    question = Question.of("훈련에 참가한 나라들은?")
    assert holds("참가국은 인도와 프랑스였다.", question)
    assert holds("참가국은 인도, 프랑스, 호주였다.", question)
    assert not holds("훈련에는 네 나라가 참가했다.", question)
    assert fitness("참가국은 인도와 프랑스였다.", question) > fitness("인도가 왔다.", question) > 0


def test_several_names_are_the_short_answer(tmp_path: Path) -> None:
    (tmp_path / "문서").mkdir()
    (tmp_path / "문서" / "훈련.txt").write_text(
        "3월 코치 앞바다에서 ‘등불’ 훈련이 열렸다. 훈련에는 네 나라 함정이 참가했다. "
        "‘등불’ 훈련에 참가한 나라는 인도와 프랑스, 호주, 한국이다.",
        encoding="utf-8",
    )
    build_index([tmp_path / "문서"], tmp_path / "index")
    answer = Bot.open(tmp_path / "index").ask("‘등불’ 훈련에 참가한 나라들은 어디어디인가?")
    assert answer.short == "인도와 프랑스, 호주, 한국"
