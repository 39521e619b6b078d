from pathlib import Path

import pytest
from web_fakes import citation, found

from qa.bot import Bot
from qa.glossing import gloss, language_of
from qa.glossing.names import LANGUAGES, NAMES
from qa.render import answer_text, render
from qa.retriever import Retriever
from qa.thresholds import ALL, Thresholds
from qa.web.talk import answer as shown
from qa.web.turns import Turn

QUESTIONS = {
    "en": "How much was it, and when?",
    "ja": "いくらですか",
    "zh": "多少钱？",
    "ru": "Сколько это стоило?",
}


@pytest.mark.parametrize(
    ("korean", "english", "japanese", "chinese", "russian"),
    [
        ("9월 13일", "September 13", "9月13日", "9月13日", "13 сентября"),
        ("2024년 9월 13일(금)", "September 13, 2024", "2024年9月13日", "2024年9月13日",
         "13 сентября 2024 года"),
        ("2027년 초", "early 2027", "2027年初め", "2027年初", "начало 2027 года"),
        ("내년 3월", "March next year", "来年3月", "明年3月", "март следующего года"),
        ("오후 2시 30분", "2:30 p.m.", "午後2時30分", "下午2点30分", "14:30"),
        ("3조 2천억 원", "3.2 trillion won", "3.2兆ウォン", "3.2万亿韩元", "3,2 трлн вон"),
        ("24억 6천만 달러", "2.46 billion dollars", "24.6億ドル", "24.6亿美元",
         "2,46 млрд долларов"),
        ("11만 5,000톤", "115,000 tons", "11.5万トン", "11.5万吨", "115 000 тонн"),
        ("약 1만 2천 명", "about 12,000 people", "約1.2万人", "约1.2万人", "около 12 000 человек"),
        ("50여 명", "more than 50 people", "50人余り", "超过50人", "более 50 человек"),
        ("총 21척", "a total of 21 vessels", "計21隻", "共21艘", "всего 21 судно"),
        ("1명", "1 person", "1人", "1人", "1 человек"),
        ("1시간 42분", "1 hour 42 minutes", "1時間42分", "1小时42分钟", "1 час 42 минуты"),
        ("9주 동안", "9 weeks", "9週間", "9周", "9 недель"),
        ("평양", "Pyongyang", "平壌", "平壤", "Пхеньян"),
        ("러시아", "Russia", "ロシア", "俄罗斯", "Россия"),
        ("대통령", "president", "大統領", "总统", "президент"),
        ("독일, 체코, 일본", "Germany, Czechia, Japan", "ドイツ、チェコ、日本", "德国、捷克、日本",
         "Германия, Чехия, Япония"),
        ("러시아와 중국", "Russia, China", "ロシア、中国", "俄罗斯、中国", "Россия, Китай"),
    ],
)  # fmt: skip
def test_what_is_sure_is_said_in_the_language_of_the_question(
    korean: str, english: str, japanese: str, chinese: str, russian: str
) -> None:
    said = [gloss(korean, question) for question in QUESTIONS.values()]
    assert said == [english, japanese, chinese, russian]


@pytest.mark.parametrize(
    "korean",
    [
        "김정은", "세르게이 쇼이구 서기", "러시아 국가안보회의", "13일", "3년", "3주", "18회",
        "76만 마리", "독일, 가람시", "9월 13일 평양", "나라", "수단", "안산", "국가 12곳", "98.3%",
        "2025-01-17", "", "13월 1일", "9월 40일",
    ],
)  # fmt: skip
def test_what_is_not_sure_or_needs_no_gloss_has_none(korean: str) -> None:
    assert [gloss(korean, question) for question in QUESTIONS.values()] == [""] * 4


def test_a_russian_preposition_before_a_few_is_left_unsaid() -> None:
    assert gloss("3명", QUESTIONS["ru"]) == "3 человека"
    assert gloss("약 3명", QUESTIONS["ru"]) == ""


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("회담은 언제 열렸나?", None),
        ("When did 푸틴 come?", None),
        ("When did he come?", "en"),
        ("Wann war das Treffen?", None),
        ("¿Cuándo fue la reunión?", None),
        ("会談はいつですか", "ja"),
        ("会谈是什么时候?", "zh"),
        ("Когда была встреча?", "ru"),
        ("Коли відбулася зустріч?", None),
    ],
)
def test_the_script_and_its_little_words_tell_the_language(
    question: str, language: str | None
) -> None:
    assert language_of(question) == language


def test_every_name_of_the_table_is_there_in_all_four_languages() -> None:
    rows = [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["ko", *LANGUAGES]
    assert all(len(row) == 5 and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert NAMES.stat().st_size < 1_000_000


def test_a_foreign_question_gets_the_korean_quote_and_a_gloss_beside_it(small_index: Path) -> None:
    bot = Bot(Retriever.open(small_index), thresholds=ALL)
    for question, said in (
        ("How many houses were flooded by the typhoon?", "347 houses"),
        ("침수된 주택은 모두 몇 채인가?", ""),
    ):
        answer = bot.ask(question)
        assert "347채" in (answer.text or "")
        assert (answer.short, answer.gloss) == ("347채", said)
        assert render(answer)["gloss"] == said


def test_what_is_not_sure_gets_no_gloss(small_index: Path) -> None:
    bot = Bot(Retriever.open(small_index), thresholds=Thresholds(sure=1.0, maybe=0.0))
    answer = bot.ask("How many houses were flooded by the typhoon?")
    assert (answer.level, answer.short, answer.gloss) == ("maybe", "347채", "")


def test_a_gloss_is_shown_as_no_quote() -> None:
    answer = found("When?", citation("회담은 2019년에 열렸다."), gloss="2019")
    lines = [line.plain.strip() for line in answer_text(answer, "en")]
    told = "In the question's language: 2019 (a gloss, not a quote)"
    assert lines.count(told) == 1
    assert str(shown(Turn(1, "When?", answer=answer), answer, "ko")).count("인용문이 아니라") == 1
    plain = found("언제?", citation("회담은 2019년에 열렸다."))
    assert not any("gloss" in line.plain for line in answer_text(plain, "en"))
