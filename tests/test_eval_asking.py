import pytest

from eval.asking import ask, cloze, ends_in_consonant, interrogative, tokens_of, topic


@pytest.mark.parametrize(
    ("sentence", "questions"),
    [
        (
            "부산항의 물동량이 2024년 6월에 10,000상자로 늘었다.",
            [
                ("부산항의 물동량이 언제 10,000상자로 늘었나?", "2024년 6월"),
                ("부산항의 물동량이 2024년 6월에 몇 상자로 늘었나?", "10,000상자"),
            ],
        ),
        (
            "항만공사는 새 부두를 짓는 데 3천억 원을 들이기로 했다.",
            [("항만공사는 새 부두를 짓는 데 얼마를 들이기로 했나?", "3천억 원")],
        ),
        (
            "홍길동 장관이 협정문에 서명자로 나섰다.",
            [("누가 협정문에 서명자로 나섰나?", "홍길동 장관")],
        ),
        (
            "두 나라 대표단은 제주에서 첫 회의를 열었다.",
            [("두 나라 대표단은 어디에서 첫 회의를 열었나?", "제주")],
        ),
        (
            "시의회는 3월 2일부터 방청석을 시민에게 연다.",
            [("시의회는 언제부터 방청석을 시민에게 여나?", "3월 2일")],
        ),
        (
            "내가 간 11월 9일까지 누적 관람객은 4만 1천 명을 넘었다고 한다.",
            [("내가 간 11월 9일까지 누적 관람객은 몇 명을 넘었다고 하나?", "4만 1천 명")],
        ),
    ],
)
def test_a_statement_is_asked_for_what_it_says(sentence, questions):
    assert [(one.question, one.answer) for one in ask(sentence)] == questions


@pytest.mark.parametrize(
    "sentence",
    [
        "이는 2024년 6월에 10,000상자로 늘었다.",  # leans on the sentence before
        "그는 “물동량이 10,000상자로 늘었다”고 밝혔다.",  # quotes somebody
        "물동량이 2024년 6월에 10,000상자로 늘었을까?",
        "부산항 물동량 10,000상자",
        "회원국이 55개이며 본부는 아디스아바바에 있다.",  # asked for in another clause
        "10,000상자다.",
        "내가 간 11월 9일까지 관람객은 아주 많았다고 한다.",  # what happened then describes it
        "11월 9일에 열린 특별전은 많은 관람객이 찾았다.",
    ],
)
def test_what_makes_no_question_by_itself_is_left(sentence):
    assert list(ask(sentence)) == []


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("산이 높다.", "산이 높은가?"),
        ("방이 크다.", "방이 큰가?"),
        ("회의를 연다.", "회의를 여나?"),
        ("길을 걷는다.", "길을 걷나?"),
        ("여기는 도시이다.", "여기는 도시인가?"),
        ("역이 셋 있다.", "역이 셋 있나?"),
        ("여기는 섬이었다.", "여기는 섬이었나?"),
    ],
)
def test_the_ending_becomes_that_of_a_question(statement, question):
    assert interrogative(statement, tokens_of(statement)) == question


def test_the_topic_particle_follows_the_sound_of_the_word():
    assert [topic(word) for word in ("승점", "무게(kg)", "2022년 값", "ODA")] == [
        "승점은",
        "무게(kg)는",
        "2022년 값은",
        "ODA는",
    ]
    assert ends_in_consonant("제13")
    assert not ends_in_consonant("")


@pytest.mark.parametrize(
    ("sentence", "blanks"),
    [
        (
            "부산항의 물동량이 2024년 6월에 10,000상자로 늘었다.",
            [
                ("부산항의 물동량이 ____에 10,000상자로 늘었다.", "2024년 6월"),
                ("부산항의 물동량이 2024년 6월에 ____상자로 늘었다.", "10,000"),
            ],
        ),
        (
            "항만공사는 새 부두를 짓는 데 3천억 원을 들이기로 했다.",
            [("항만공사는 새 부두를 짓는 데 ____ 원을 들이기로 했다.", "3천억")],
        ),
        (
            "홍길동 장관이 협정문에 서명자로 나섰다.",
            [("____ 장관이 협정문에 서명자로 나섰다.", "홍길동")],
        ),
        (
            "두 나라 대표단은 제주에서 첫 회의를 열었다.",
            [("두 나라 대표단은 ____에서 첫 회의를 열었다.", "제주")],
        ),
        (  # asked for in another clause, where a question would read badly
            "회원국이 55개이며 본부는 아디스아바바에 있다.",
            [("회원국이 ____개이며 본부는 아디스아바바에 있다.", "55")],
        ),
    ],
)
def test_a_blank_takes_the_answer_and_leaves_what_explains_it(sentence, blanks):
    assert [(one.question, one.answer) for one in cloze(sentence)] == blanks


@pytest.mark.parametrize(
    "sentence",
    [
        "이들은 2024년 6월에 10,000상자를 날랐다.",
        "그가 2024년 6월에 새 부두를 둘러보았다.",
        "이번 회의는 2024년 6월에 부두에서 열렸다.",
        "2024년 6월 부산항 물동량 10,000상자",  # a heading
        "55개다.",
        "제주 사람들은 제주에서 첫 회의를 열었다.",  # the sentence tells its own blank
        "새 부두에는 해마다 나무를 심는다고 한다.",
    ],
)
def test_no_blank_is_left_in_what_does_not_stand_alone_or_tells_it(sentence):
    assert list(cloze(sentence)) == []
