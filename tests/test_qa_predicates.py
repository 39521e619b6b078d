"""Questions of yes or no: which they are, and the words of a sentence that decide them."""

from pathlib import Path

import pytest

from qa.bot import Bot
from qa.predicates import deciding
from qa.question import Question, read_question
from qa.spans import take_apart
from qa.topic import tokens_of


@pytest.mark.parametrize(
    ("question", "whether"),
    [
        ("파업은 끝났나?", True),
        ("예산안이 통과됐나요?", True),
        ("다리는 안전합니까", True),
        ("지진으로 댐에 이상이 생겼어?", True),
        ("도서관은 아직 연체료를 받나?", True),
        ("시장이 회의에 나왔는지요?", False),
        ("첫 환자는 여행을 다녀온 사람인가?", True),
        ("Did the strike end?", True),
        ("罢工结束了吗？", True),
        ("ストは終わりましたか", True),
        ("ストはいつ終わりましたか", False),
        ("파업은 언제 끝났나?", False),
        ("파업은 왜 길어졌나?", False),
        ("어떠한 까닭으로 늦어졌는가?", False),
        ("그 동기는 신뢰인가 필요인가?", False),
        ("사업비는?", False),
        ("사업비를 알려 줘?", False),
        ("파업의 경과를 설명해 주시겠어요?", False),
        ("파업의 경과를 알려줄 수 있나요?", False),
        ("Could you explain the strike?", False),
        ("Do you know why it ended?", False),
        ("시가 지원금을 줄 수 있나?", True),
        ("파업이 끝난 날", False),
    ],
)
def test_a_question_of_yes_or_no_is_known_by_its_verb(question: str, whether: bool) -> None:
    assert (read_question(question).kind == "whether") is whether


@pytest.mark.parametrize(
    ("question", "sentence", "decides"),
    [
        ("파업은 끝났나?", "크레인 기사 파업이 닷새 만에 끝났다.", "끝났다"),
        ("회사는 배상을 청구하나?", "회사는 배상을 청구하지 않기로 했다.", "청구하지 않기로 했다"),
        ("헬기가 떴나?", "강풍에 헬기가 뜨지 못해 대원들이 불을 껐다.", "뜨지 못해"),
        ("역은 불에 탔나?", "소방대가 물을 뿌려 역을 지켜냈다.", "역을 지켜냈다"),
        ("선수는 실격됐나?", "선수는 경고를 받았으나 실격은 면했다.", "실격은 면했다"),
        ("주민은 늘었는가?", "주민은 1만 987명으로 조금 줄었다.", "조금 줄었다"),
        ("숨진 사람이 있나?", "목숨을 잃은 사람은 없다.", "목숨을 잃은 사람은 없다"),
        ("도장은 사 온 것인가?", "값을 받지 않은 순수 기증이다.", "순수 기증이다"),
        (
            "조사 결과 병이 줄었나?",
            "병원은 환자가 늘었지만 병은 줄어든 것으로 보인다고 밝혔다.",
            "병은 줄어든 것으로 보인다",
        ),
        ("시는 연체료를 받나?", "시는 올해부터 연체료를 안 받는다.", "안 받는다"),
        ("시는 연체료를 받나?", "시는 연체료를 받지는 않았다.", "받지는 않았다"),
        ("소문은 사실인가?", "시는 소문이 사실이 아니라고 밝혔다.", "사실이 아니라고"),
        ("날짜가 결정됐나?", "날짜는 아직 결정된 바 없다.", "아직 결정된 바 없다"),
        ("두 나라는 합의했나?", "두 나라는 끝내 합의하지 못했다.", "끝내 합의하지 못했다"),
        ("병이 줄었나?", "원장은 “병은 줄지 않았다”라고 말했다.", "줄지 않았다"),
        ("환자가 늘었나?", "병원은 ‘환자가 늘었다’며 “첫 환자는 아이”라고 밝혔다.", "늘었다"),
        ("파업은 끝났나?", '노조는 "끝났다"고 말했다.', "끝났다"),
        ("어민은 살아서 발견됐나?", "어민은 숨진 채 발견되어 장례를 치렀다.", "숨진 채 발견되어"),
    ],
)
def test_the_predicate_decides_with_its_negation_and_its_argument(
    question: str, sentence: str, decides: str
) -> None:
    asked = take_apart(Question.of(question))
    terms = dict.fromkeys(asked.terms, 1.0)
    span = deciding(sentence, tokens_of(sentence), terms, asked.predicate)
    assert span is not None
    assert sentence[span.start : span.end] == decides


def test_a_sentence_without_a_predicate_decides_nothing() -> None:
    assert deciding("새 다리", tokens_of("새 다리"), {}, "") is None


def test_the_short_answer_to_a_question_of_yes_or_no_is_its_predicate(small_index: Path) -> None:
    answer = Bot.open(small_index).ask("해온시장은 재난지원금을 집마다 지급하나?")
    assert answer.short == "지급하기로 했다"
