import pytest

from index.errors import InputError
from qa.followup import LONGEST, standalone
from qa.question import answer_type, clean_question, parse_date, read_question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("쇼이구는 언제 평양에 왔나?", "date"),
        ("몇 년에 체결됐나?", "date"),
        ("누가 방북했나?", "person"),
        ("회담은 어디에서 열렸나?", "place"),
        ("모두 몇 명이 다쳤나?", "number"),
        ("수출액은?", "number"),
        ("What did they agree on?", "thing"),
        ("Who signed it?", "person"),
        ("How many houses were flooded?", "number"),
        ("いつ発効しましたか", "date"),
        ("谁访问了平壤", "person"),
        ("Когда вступил в силу договор?", "date"),
        ("무엇을 비난했나?", "thing"),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question_word(question: str, kind: str) -> None:
    assert answer_type(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("국내 남자부에서 우승한 선수는?", "person"),
        ("새로 뽑힌 시장의 이름은?", "thing"),
        ("다음 대회의 개최지는?", "place"),
        ("어느 나라에서 왔나?", "place"),
        ("협정의 발효일은 무엇인가?", "date"),
        ("대회에 나온 참가자 수", "number"),
        ("지난달 실업률은", "number"),
        ("금메달을 딴 가수는?", "person"),
        ("어떤 감독이 물러났나?", "person"),
        ("의장은 무엇을 비난했나?", "thing"),
        ("사망자는?", "thing"),
    ],
)
def test_where_no_word_asks_the_noun_tells_the_kind(question: str, kind: str) -> None:
    assert answer_type(question) == kind


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (["2024년 6월에는 누가 왔나?"], "그럼 7월에는?", "2024년 7월에는 누가 왔나?"),
        (["러시아의 수출액은 얼마인가?"], "중국은?", "중국의 수출액은 얼마인가?"),
        (
            ["2023년 두 정상의 회담에 대해 알려줘"],
            "그 회담은 어디에서 열렸나?",
            "2023년 두 정상의 회담은 어디에서 열렸나?",
        ),
        (["Who came in August?"], "And in September?", "Who came in September?"),
        (
            ["2024년 6월에는 누가 왔나?", "그럼 7월에는?"],
            "그럼 8월에는?",
            "2024년 8월에는 누가 왔나?",
        ),
    ],
)
def test_a_follow_up_is_made_whole(history: list[str], question: str, whole: str) -> None:
    assert standalone(question, history) == whole


def test_a_question_that_stands_alone_is_left_alone() -> None:
    whole = "국방부 장관 직무대행 김선호가 통화한 미국 국방장관은 누구인가?"
    assert standalone(whole, ["어제 날씨는 어땠나?"]) == whole
    assert standalone("그럼 7월에는?", []) == "그럼 7월에는?"


@pytest.mark.parametrize("nothing", ["", "  \n", "\x00\x00", "\ud800"])
def test_an_empty_question_is_an_error_in_one_line(nothing: str) -> None:
    with pytest.raises(InputError, match="empty"):
        clean_question(nothing)


def test_a_history_that_is_no_list_is_an_error() -> None:
    with pytest.raises(InputError, match="history is '쇼이구는 언제 왔나"):
        read_question("어디에 갔나?", history="쇼이구는 언제 왔나?")


def test_a_question_longer_than_any_is_an_error_that_names_both_lengths() -> None:
    with pytest.raises(InputError, match=r"100,000 characters, 2,000"):
        clean_question("가" * 100_000)
    assert clean_question("가" * LONGEST)


def test_what_no_text_holds_is_dropped_from_a_question() -> None:
    assert clean_question("\x00언제\ud800 왔나?\x07") == "언제 왔나?"
    assert read_question("언제?", history=["\ud800", "가" * 100_000]).asked == "언제?"


def test_a_date_that_is_none_names_the_option() -> None:
    assert parse_date("2024-06-20", "since") == "2024-06-20"
    assert parse_date(None, "since") is None
    with pytest.raises(InputError, match="until is '어제'"):
        parse_date("어제", "until")


def test_a_long_history_or_a_long_question_before_never_makes_a_question_too_long() -> None:
    assert len(read_question("그럼?", history=["그럼?"] * 3_000).text) <= LONGEST
    assert read_question("그럼?", history=["가" * LONGEST]).text == "그럼?"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("쇼이구는 언제 평양에 왔나?", "그는 누구를 만났나?", "쇼이구는 누구를 만났나?"),
        ("김 대행은 누구와 통화했나?", "그가 한 말은?", "김 대행이 한 말은?"),
        ("서도윤 시장은 언제 갔나?", "그의 나이는?", "서도윤 시장의 나이는?"),
        ("벨로우소프는 언제 왔나?", "쇼이구는?", "쇼이구는 언제 왔나?"),
        ("태풍 피해는 얼마나 되나?", "인명 피해는?", "태풍 피해, 인명 피해는 얼마나 되나?"),
        ("조약은 언제 체결됐나?", "누가 서명했어?", "조약은 누가 서명했어?"),
        ("8월 강수량은 얼마였나?", "7월은 어땠어?", "7월 강수량은 얼마였나?"),
        ("중국과의 교역액은?", "러시아는?", "러시아와의 교역액은?"),
        ("대화 결과를 알려줘", "다음 대화는?", "대화 결과, 다음 대화는?"),
        ("정비창은 어디에 생기나?", "비용은 얼마인가?", "정비창, 비용은 얼마인가?"),
        (
            "환율은 얼마인가?",
            "2025년 최저임금은 얼마나 오르나?",
            "2025년 최저임금은 얼마나 오르나?",
        ),
    ],
)
def test_what_a_follow_up_leaves_out_is_taken_from_before(
    before: str, question: str, whole: str
) -> None:
    assert standalone(question, [before]) == whole


def test_a_follow_up_asks_for_what_it_says_itself() -> None:
    assert read_question("그 조약에는 누가 서명했나?", ["조약은 언제 맺었나?"]).kind == "person"
