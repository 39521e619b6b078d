from collections.abc import Sequence

import pytest

from qa.antecedent import antecedent, pointers
from qa.followup import standalone
from qa.followup.swaps import without_others
from qa.phrases import agreeing, asking_of, phrases
from qa.topic import tokens_of


@pytest.mark.parametrize(
    ("history", "question", "whole"),
    [
        (
            ["북한과 러시아의 포괄적 전략 동반자 조약은 언제 체결됐나?"],
            "그 조약에는 누가 서명했나?",
            "북한과 러시아의 포괄적 전략 동반자 조약에는 누가 서명했나?",
        ),
        (
            ["라브로프 장관은 언제 평양을 방문했나?"],
            "그는 거기서 누구를 만났나?",
            "라브로프 장관은 평양에서 누구를 만났나?",
        ),
        (
            ["한국과 호주는 어떤 회의를 열었나?"],
            "양국은 무엇에 합의했나?",
            "한국과 호주는 무엇에 합의했나?",
        ),
        (["한일 국방차관 회의는 어디에서 열렸나?"], "언제?", "한일 국방차관 회의는 언제 열렸나?"),
        (
            ["한일 국방차관 회의는 어디에서 열렸나?", "언제?"],
            "누가 참석했나?",
            "한일 국방차관 회의는 누가 참석했나?",
        ),
        (["북한은 왜 대사를 소환했나?"], "러시아는?", "러시아는 왜 대사를 소환했나?"),
        (
            ["외교부 보도자료에 따르면 회담에서 무엇을 논의했나?"],
            "국방부에 따르면?",
            "국방부에 따르면 회담에서 무엇을 논의했나?",
        ),
        (
            ["2024년 6월 소비자물가는 얼마나 올랐나?"],
            "그럼 7월에는?",
            "2024년 7월 소비자물가는 얼마나 올랐나?",
        ),
        (["2024년 실업률은 얼마인가?"], "그 전해에는?", "2023년 실업률은 얼마인가?"),
        (["올해 출생아 수는 몇 명인가?"], "작년에는?", "작년 출생아 수는 몇 명인가?"),
        (["청년 고용률은 얼마인가?"], "작년에는?", "작년에 청년 고용률은 얼마인가?"),
        (["8월 자동차 수출은 왜 줄었나?"], "얼마나?", "8월 자동차 수출은 얼마나 줄었나?"),
        (
            ["지난달 취업자는 몇 명 늘었나?"],
            "통계청 자료로는?",
            "통계청 자료로는 지난달 취업자는 몇 명 늘었나?",
        ),
        (["7월 수출액은 얼마인가?"], "수입액은?", "7월 수입액은 얼마인가?"),
        (["7월 수출액은 얼마인가?", "수입액은?"], "8월에는?", "8월 수입액은 얼마인가?"),
        (["한국의 합계출산율은 몇 명인가?"], "일본은?", "일본의 합계출산율은 몇 명인가?"),
        (
            ["2023년 1인 가구 비율은 얼마인가?"],
            "10년 뒤에는?",
            "10년 뒤에 2023년 1인 가구 비율은 얼마인가?",
        ),
        (
            ["U-20 남자 축구 대표팀 감독은 누구인가?"],
            "여자는?",
            "U-20 여자 축구 대표팀 감독은 누구인가?",
        ),
        (
            ["김하은 선수는 100m에서 몇 초를 기록했나?"],
            "그녀의 최고 기록은?",
            "김하은 선수의 최고 기록은?",
        ),
        (
            ["한국은 2024년 파리 올림픽에서 금메달을 몇 개 땄나?"],
            "은메달은?",
            "한국은 2024년 파리 올림픽에서 은메달을 몇 개 땄나?",
        ),
        (["결승전은 어디에서 열렸나?"], "관중은 몇 명이었나?", "결승전, 관중은 몇 명이었나?"),
        (["이정후는 어느 팀과 계약했나?"], "그 금액은?", "이정후 계약, 그 금액은?"),
        (["태풍 산산은 언제 상륙했나?"], "피해는 얼마나 났나?", "태풍 산산, 피해는 얼마나 났나?"),
        (
            ["8월 1일 서울의 최고기온은 몇 도였나?"],
            "그다음 날은?",
            "8월 2일 서울의 최고기온은 몇 도였나?",
        ),
        (["부산에는 비가 얼마나 왔나?"], "강릉에는?", "강릉에는 비가 얼마나 왔나?"),
        (["지난 2월 강원도 산불로 몇 헥타르가 탔나?"], "원인은?", "지난 2월 강원도 산불, 원인은?"),
        (["해온시는 도서관을 어디에 짓나?"], "예산은 얼마인가?", "해온시 도서관, 예산은 얼마인가?"),
        (["서도윤 시장은 무엇을 공약했나?"], "그의 나이는?", "서도윤 시장의 나이는?"),
        (
            ["해온시 청년수당은 언제부터 받나?"],
            "누가 받을 수 있나?",
            "해온시 청년수당은 누가 받을 수 있나?",
        ),
        (
            ["시의회는 쓰레기 매립장 조례를 부결했나?"],
            "왜?",
            "시의회는 쓰레기 매립장 조례를 왜 부결했나?",
        ),
        (
            ["시의회는 쓰레기 매립장 조례를 언제 의결했나?"],
            "그 이유는?",
            "시의회는 쓰레기 매립장 조례를 왜 의결했나?",
        ),
        (["버스 요금은 언제 오르나?"], "얼마나?", "버스 요금은 얼마나 오르나?"),
        (["버스 요금은 언제 오르나?", "얼마나?"], "지하철은?", "지하철 요금은 얼마나 오르나?"),
        (
            ["국토교통부 보도자료에 따르면 GTX는 언제 개통하나?"],
            "2023년 보도자료에는?",
            "2023년 보도자료에는 GTX는 언제 개통하나?",
        ),
        (
            ["환경부는 어떤 대책을 발표했나?"],
            "그 대책은 언제 시행되나?",
            "환경부 발표, 그 대책은 언제 시행되나?",
        ),
        (
            ["질병관리청은 독감 백신을 언제부터 접종하나?"],
            "이 백신은 무료인가?",
            "독감 백신은 무료인가?",
        ),
        (
            ["국방부는 드론 부대를 언제 창설하나?"],
            "다른 질문인데, 2024년 쌀 생산량은 얼마인가?",
            "2024년 쌀 생산량은 얼마인가?",
        ),
        (
            ["국방부는 드론 부대를 언제 창설하나?"],
            "교육부가 발표한 수능 응시자는 몇 명인가?",
            "교육부가 발표한 수능 응시자는 몇 명인가?",
        ),
        (
            ["푸틴은 김정은에게 무엇을 선물했나?"],
            "시진핑은 언제 서울을 방문했나?",
            "시진핑은 언제 서울을 방문했나?",
        ),
        (
            ["두 정상은 회담에서 무엇을 논의했나?"],
            "이 회의는 몇 시간 동안 이어졌나?",
            "두 정상 회담 논의, 이 회의는 몇 시간 동안 이어졌나?",
        ),
        (["화재로 몇 명이 다쳤나?"], "누가 신고했나?", "화재, 누가 신고했나?"),
        (
            ["How many births were there in 2023?"],
            "And in 2022?",
            "How many births were there in 2022?",
        ),
        (
            ["How much did Russia export to North Korea?"],
            "What about China?",
            "How much did China export to North Korea?",
        ),
        (
            ["When did Shoigu visit Pyongyang?"],
            "Who did he meet there?",
            "Who did Shoigu meet in Pyongyang?",
        ),
        (
            ["When was the treaty between North Korea and Russia signed?"],
            "Why?",
            "Why was the treaty between North Korea and Russia signed?",
        ),
        (
            ["Who won the women's 1500 m at the 2025 Mir Cup?"],
            "And the men's?",
            "Who won the men's 1500 m at the 2025 Mir Cup?",
        ),
        (
            ["How many homes were flooded in Haeon in August?"],
            "And in September?",
            "How many homes were flooded in Haeon in September?",
        ),
        (
            ["Where was the Korea-Australia vice ministers' meeting held?"],
            "When?",
            "When was the Korea-Australia vice ministers' meeting held?",
        ),
        (
            ["What did the Ministry of Defense announce about drones?"],
            "How much will it cost?",
            "What did the Ministry of Defense announce about drones, How much will it cost?",
        ),
        (
            ["When did Typhoon Shanshan make landfall?"],
            "Different question: what was the unemployment rate in July 2024?",
            "what was the unemployment rate in July 2024?",
        ),
        (
            ["What was the unemployment rate in July?"],
            "How about the previous month?",
            "What was the unemployment rate in June?",
        ),
        (
            ["In 2024, who visited Pyongyang?"],
            "Why?",
            "In 2024, who visited Pyongyang, Why?",
        ),
        (
            ["Who in June met Shoigu?"],
            "Why did he come?",
            "Why did Shoigu come?",
        ),
        (["Who in June met Shoigu?"], "Lavrov?", "Who in June met Lavrov?"),
        (
            ["北朝鮮とロシアの条約はいつ締結されましたか?"],
            "誰が署名しましたか?",
            "北朝鮮とロシアの条約は誰が署名しましたか?",
        ),
        (["2023年の出生数は何人ですか?"], "2022年は?", "2022年の出生数は何人ですか?"),
        (["ロシアの輸出額はいくらですか?"], "中国は?", "中国の輸出額はいくらですか?"),
        (
            ["ショイグはいつ平壌を訪問しましたか?"],
            "彼は誰に会いましたか?",
            "ショイグは誰に会いましたか?",
        ),
        (["ソウルの最高気温は何度でしたか?"], "釜山は?", "釜山の最高気温は何度でしたか?"),
        (
            ["통일부는 탈북민 정착 지원금을 얼마나 올리나?"],
            "언제부터?",
            "통일부는 탈북민 정착 지원금을 언제부터 올리나?",
        ),
        (
            ["한국과 몽골의 외교장관 회담은 어디에서 열렸나?"],
            "그 회담에서 무엇을 논의했나?",
            "한국과 몽골의 외교장관 회담에서 무엇을 논의했나?",
        ),
        (["왕이 부장은 언제 서울에 왔나?"], "그는 누구와 만났나?", "왕이 부장은 누구와 만났나?"),
        (["왕이 부장은 언제 서울에 왔나?", "그는 누구와 만났나?"], "왜?", "왕이 부장은 왜 만났나?"),
        (["일본은 왜 수출 규제를 강화했나?"], "대만은?", "대만은 왜 수출 규제를 강화했나?"),
        (["2022년 혼인 건수는 몇 건인가?"], "이듬해에는?", "2023년 혼인 건수는 몇 건인가?"),
        (["2024년 12월 취업자는 몇 명인가?"], "그다음 달에는?", "2025년 1월 취업자는 몇 명인가?"),
        (
            ["1분기 반도체 수출은 얼마나 늘었나?"],
            "2분기에는?",
            "2분기 반도체 수출은 얼마나 늘었나?",
        ),
        (
            ["통계청 보도자료에 따르면 고령 인구는 몇 명인가?"],
            "한국은행 보고서에는?",
            "한국은행 보고서에는 고령 인구는 몇 명인가?",
        ),
        (["서울의 아파트 값은 왜 올랐나?"], "부산은?", "부산의 아파트 값은 왜 올랐나?"),
        (
            ["최민정은 언제 은퇴를 선언했나?"],
            "그녀는 메달을 몇 개 땄나?",
            "최민정은 메달을 몇 개 땄나?",
        ),
        (
            ["안세영은 결승에서 누구를 이겼나?"],
            "준결승에서는?",
            "안세영은 준결승에서 누구를 이겼나?",
        ),
        (["한국시리즈는 몇 차전까지 갔나?"], "누가 우승했나?", "한국시리즈는 누가 우승했나?"),
        (
            ["5월 3일 대구의 최고기온은 몇 도였나?"],
            "다음 날은?",
            "5월 4일 대구의 최고기온은 몇 도였나?",
        ),
        (["군의회 의장은 누구인가?"], "그의 소속 정당은?", "군의회 의장의 소속 정당은?"),
        (
            ["도의회는 무상급식 예산을 얼마나 깎았나?"],
            "그 까닭은?",
            "도의회는 무상급식 예산을 왜 깎았나?",
        ),
        (
            ["보건복지부는 어떤 법안을 냈나?"],
            "이 법안은 국회를 통과했나?",
            "보건복지부, 이 법안은 국회를 통과했나?",
        ),
        (
            ["방위사업청은 잠수함을 몇 척 발주했나?"],
            "그건 그렇고, 올해 독감 환자는 몇 명인가?",
            "올해 독감 환자는 몇 명인가?",
        ),
        (
            ["방위사업청은 잠수함을 몇 척 발주했나?"],
            "해양수산부는 김 양식장을 얼마나 늘리나?",
            "해양수산부는 김 양식장을 얼마나 늘리나?",
        ),
        (
            ["해무항 정비 1차 계약은 얼마였어?"],
            "그럼 2차 때는 금액이 얼마였어?",
            "해무항 정비 계약, 2차 때는 금액이 얼마였어?",
        ),
        (
            ["해무시 2024년 항구 예산은 얼마예요?"],
            "그다음 해에는 얼마로 늘었어요?",
            "해무시 항구 예산, 2025년에는 얼마로 늘었어요?",
        ),
        (
            ["해무배 요트 대회 남자부 우승자는 누구야?"],
            "여자부는 누가 이겼어?",
            "해무배 요트 대회 우승자, 여자부는 누가 이겼어?",
        ),
        (
            ["등대에서 난 불의 피해액을 소방서는 얼마로 보나요?"],
            "시청은 그걸 얼마로 집계했나요?",
            "등대 난 불의 피해액 소방서, 시청은 그걸 얼마로 집계했나요?",
        ),
        (
            ["유람선 요금 인상안은 왜 부결됐어?"],
            "시장은 뭐라고 했는데?",
            "유람선 요금 인상안, 시장은 뭐라고 했는데?",
        ),
        (
            ["북선착장에서는 배를 몇 분이나 기다리나요?"],
            "남선착장은 어때요?",
            "남선착장에서는 배를 몇 분이나 기다리나요?",
        ),
        (
            ["How many people were employed in June 2024?"],
            "What about July?",
            "How many people were employed in July 2024?",
        ),
        (["Where did Lavrov go in July?"], "Why did he go there?", "Why did Lavrov go in July?"),
        (["2024年の最低賃金はいくらですか?"], "翌年は?", "2025年の最低賃金はいくらですか?"),
        (
            ["韓国の大統領はいつ日本を訪問しましたか?"],
            "彼は誰と会談しましたか?",
            "韓国の大統領は誰と会談しましたか?",
        ),
    ],
)
def test_a_conversation_of_an_analyst_is_understood(
    history: Sequence[str], question: str, whole: str
) -> None:
    assert standalone(question, history) == whole


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("집은 몇 채 잠겼나?", "그럼?"),
        ("집은 몇 채 잠겼나?", "?"),
        ("집은 몇 채 잠겼나?", "다른 질문입니다."),
        ("?", "그는 누구인가?"),
        ("?", "왜?"),
        ("asdf qwer zxcv", "ㅋㅋㅋㅋㅋㅋ"),
        ("공장은 어디에 들어서나?", "고마워"),
        ("고맙습니다!", "가격은?"),
    ],
)
def test_what_asks_nothing_is_neither_continued_nor_a_continuation(
    before: str, question: str
) -> None:
    assert standalone(question, [before]) == question


@pytest.mark.parametrize("day", ["2월 30일", "13월 1일", "9월 0일"])
def test_a_day_that_no_calendar_has_is_not_counted_on_from(day: str) -> None:
    before = f"{day} 서울에는 비가 얼마나 왔나?"
    assert day in standalone("그다음 날에는?", [before])


def test_a_conversation_goes_on_behind_thanks() -> None:
    history = ["별빛-7의 가격은 얼마인가?", "고마워요 ㅎㅎ"]
    assert standalone("그건 언제 공개됐어?", history) == "별빛-7의 가격은 언제 공개됐어?"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("두 나라는 회담을 열었나?", "그는 누구인가?"),  # no person
        ("한국 장관이 미국 장관을 만났나?", "그 장관은 어디로 갔나?"),  # which of the two
        ("훈련에 나가지 않는 나라는 어디인가?", "그 나라가 빠진 훈련은?"),  # 나라 says no more
    ],
)
def test_a_pronoun_that_may_mean_several_or_none_is_not_named(before: str, question: str) -> None:
    assert all(antecedent(pointer, before) is None for pointer in pointers(question))


@pytest.mark.parametrize(
    ("before", "question", "named"),
    [
        (
            "김선호 국방부 장관 직무대행이 통화했다.",
            "그는 무엇을 말했나?",
            ["김선호 국방부 장관 직무대행"],
        ),
        ("두 장관이 부산에서 만났다.", "거기에는 누가 왔나?", ["부산"]),
        ("한국과 노르웨이는 조약을 맺었다.", "양국은 무엇을 약속했나?", ["한국과 노르웨이"]),
        ("러시아의 새 조약이 발효했다.", "이 조약은 언제 끝나나?", ["러시아의 새 조약"]),
        ("쇼이구 서기는 평양에 갔다.", "그가 거기서 한 말은?", ["쇼이구 서기", "평양"]),
    ],
)
def test_a_pronoun_is_named_by_what_fits_its_kind(
    before: str, question: str, named: list[str]
) -> None:
    assert [antecedent(pointer, before) for pointer in pointers(question)] == named


def test_a_phrase_knows_its_head_and_its_particle() -> None:
    text = "북한과 러시아의 포괄적 전략 동반자 조약에는 누가 서명했나?"
    (phrase,) = phrases(text, tokens_of(text))
    assert text[phrase.start : phrase.end] == "북한과 러시아의 포괄적 전략 동반자 조약"
    assert (phrase.head, phrase.particle) == ("조약", "에는")


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("전북은 울산을 몇 대 몇으로 이겼나?", "몇 대 몇으로"),
        ("이정후는 어느 팀과 계약했나?", "어느 팀과"),
        ("수출은 얼마나 감소했나?", "얼마나"),
        ("감독은 누구인가?", "누구인가"),
    ],
)
def test_a_question_asks_in_some_of_its_words(question: str, asks: str) -> None:
    found = asking_of(question, tokens_of(question))
    assert found
    assert question[found.start : found.end] == asks


@pytest.mark.parametrize(
    ("name", "particle", "agrees"),
    [("조약", "는", "은"), ("서울", "으로", "로"), ("부산", "로", "으로"), ("MVP", "은", "는"),
     ("FTA", "을", "를"), ("KBL", "가", "이")],
)  # fmt: skip
def test_a_particle_agrees_with_the_name_before_it(name: str, particle: str, agrees: str) -> None:
    assert agreeing(name, particle) == agrees


def test_its_of_a_name_in_the_same_question_leans_on_no_other() -> None:
    question = "When did the Bank of Korea lower its key rate?"
    assert standalone(question, ["달에 간 탐사차가 천천히 움직이는 까닭은?"]) == question


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("When did the Bank of Korea lower its key rate?", "운석은 어디에 떨어졌나?"),
        ("한국은행은 언제 기준금리를 내렸나?", "Where did the meteorite fall?"),
    ],
)
def test_who_changes_the_language_asks_anew(before: str, question: str) -> None:
    assert standalone(question, [before]) == question


def test_who_changes_the_language_may_go_on() -> None:
    before = "2024년 6월에는 누가 왔나?"
    assert standalone("And in July?", [before]) != "And in July?"


def test_a_round_is_left_out_as_a_whole_and_not_as_a_part_of_another() -> None:
    assert without_others("21차 회의 1차 안건", "21차 때는 언제 열렸나?") == "21차 회의 안건"


def test_a_noun_that_only_asks_does_not_tie_a_question_to_the_one_before() -> None:
    def speaks(_question: str, nouns: Sequence[str], *, literally: bool = False) -> bool:
        return "사람" in nouns and not literally

    asked, before = "태풍으로 다친 사람은 몇 명인가?", ["마라톤에서 누가 이겼나?"]
    assert standalone(asked, before, speaks) == asked
