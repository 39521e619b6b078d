"""Terms: what texts write in many ways and questions ask in another is one and the same."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.tokens import amount, analyse, count_bigrams, count_terms, fold, normal_forms, spaced


def terms(text: str) -> set[str]:
    return set(count_terms(text, next(analyse([text]))))


@pytest.mark.parametrize(
    "text", ["9월 13일", "9월13일", "9/13", "9.13", "09-13", "9. 13.", "2024-09-13"]
)
def test_a_day_has_one_form_however_it_is_written(text: str) -> None:
    assert {"@09-13", "@9월"} <= set(normal_forms(text))


@pytest.mark.parametrize(
    "text",
    ["2024년 9월 13일", "2024-09-13", "2024.9.13", "2024/9/13", "’24.9.13", "2024. 9. 13.(금)"],
)
def test_a_day_with_its_year_has_one_form(text: str) -> None:
    assert "@2024-09-13" in set(normal_forms(text))


def test_a_caption_that_names_one_year_gives_it_to_its_rows() -> None:
    assert "@2024-09-13" in set(normal_forms("표 1. 2024년 주요일지\n9/13 방북"))
    assert "@2024-09-13" not in set(normal_forms("2023년과 2024년 일지\n9/13 방북"))


@pytest.mark.parametrize(
    "text", ["3.2%", "3.2조", "1.5배", "3.2퍼센트", "13/45", "1.2.3.4", "4.5도"]
)
def test_a_quantity_is_no_day(text: str) -> None:
    assert not any(form.startswith("@") for form in normal_forms(text))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1만 명", "#10000"),
        ("10,000명", "#10000"),
        ("10000명", "#10000"),
        ("3조 2천억 원", "#3.2e+12"),
        ("3.2조 원", "#3.2e+12"),
        ("1만 2,400명", "#12400"),
        ("12,400명", "#12400"),
        ("215만6,880원", "#2.15688e+06"),
    ],
)
def test_an_amount_has_one_form_however_it_is_written(text: str, form: str) -> None:
    assert form in set(normal_forms(text))


def test_an_amount_may_be_broken_by_a_line() -> None:
    assert "#50000" in set(normal_forms("관람객 5\n만 명"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3조 2천억", 3.2e12),
        ("3.2조", 3.2e12),
        ("1만 2,400", 12_400),
        ("5백만", 5e6),
        ("1천", 1000),
    ],
)
def test_an_amount_is_counted_as_korean_writes_it(text: str, value: float) -> None:
    assert amount(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["북·러 조약", "북러 조약", "러북 조약", "북-러 조약", "北·러 조약"]
)
def test_a_pair_of_countries_is_the_countries(text: str) -> None:
    assert {"북한", "러시아"} <= terms(text)


def test_a_word_that_only_looks_like_a_pair_is_none() -> None:
    assert not {"한국", "일본"} & set(normal_forms("성한일 씨가 왔다"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("對러", "대러"),
        ("新조약", "신조약"),
        ("反미", "반미"),
        ("ＡＢＣ１２", "abc12"),
        ("Hegseth", "hegseth"),
    ],
)
def test_hanja_width_and_case_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_what_is_folded_finds_what_is_not() -> None:
    assert terms("對러 정책") & terms("대러 정책") >= {"정책"}
    assert count_bigrams("新조약")["신조"] == count_bigrams("신조약")["신조"] == 1


@pytest.mark.parametrize(
    "text", ["군대를 보냈다", "군대를 보낸 나라", "군대를 보내", "군대를 보내고"]
)
def test_a_verb_has_one_form_however_it_is_conjugated(text: str) -> None:
    assert "보내다" in terms(text)


def test_particles_and_endings_are_no_terms() -> None:
    assert terms("강이 깊었다") == {"강", "깊다"}


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\0", "\ud800", "\ud800\udc00 글", "가\0나", "\ufeff"]
)
def test_text_that_is_hardly_any_is_analysed_all_the_same(text: str) -> None:
    sentences = next(analyse([text]))
    assert all(0 <= s.start <= s.end <= len(text) for s in sentences)
    assert count_terms(text, sentences) is not None
    assert count_bigrams(text) is not None


def test_offsets_count_an_emoji_as_one_character() -> None:
    text = "\U0001f600 강이 깊다. 배가 \U0001f1f0\U0001f1f7로 간다."
    one, two = next(analyse([text]))
    assert text[one.start : one.end].endswith("강이 깊다.")
    assert text[two.start : two.end].startswith("배가 ")
    river = next(t for t in one.tokens if t.form == "강")
    assert text[river.start : river.end] == "강"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_sentences_and_tokens_of_any_text_lie_inside_it(text: str) -> None:
    at = 0
    for sentence in next(analyse([text])):
        assert at <= sentence.start <= sentence.end <= len(text)
        at = sentence.end
        assert all(0 <= t.start <= t.end <= len(text) for t in sentence.tokens)


def test_texts_are_analysed_in_order() -> None:
    found = list(analyse(["첫째다.", "", "셋째다. 또 있다."]))
    assert [len(sentences) for sentences in found] == [1, 0, 2]


def test_kiwi_tells_whether_a_broken_line_broke_a_word() -> None:
    assert not spaced("병력을 파병했음이 알", "려졌으며, 전선에")
    assert spaced("러시아와 혈맹의", "관계를 과시하고")


def test_the_first_call_of_a_process_may_be_about_a_broken_line() -> None:
    """The lock under which Kiwi is loaded is taken once; where it is not, this call never ends."""
    script = "from index.tokens import spaced; print(spaced('나룻배가', '강을'))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=120)
    assert done.stdout.split() == [b"True"]


def test_bigrams_take_words_of_other_scripts_whole() -> None:
    assert count_bigrams("KF-21은 전투기") == {"kf": 1, "21": 1, "은": 1, "전투": 1, "투기": 1}


def test_a_name_of_several_words_gives_a_term_for_each() -> None:
    text = "9월에는 세르게이 쇼이구 러시아 국가안보회의 서기가 왔다."
    terms = count_terms(text, next(iter(analyse([text]))))
    assert {"세르게이", "쇼이구"} <= terms.keys()
    assert not any(" " in term for term in terms)


@pytest.mark.parametrize(
    "text",
    ["Sept. 13", "September 13th", "13 September", "on 13th of September", "SEPT 13", "sep 13"],
)
def test_a_date_whose_month_is_named_in_english_is_the_same_day(text: str) -> None:
    assert {"@09-13", "@9월"} <= set(normal_forms(text))


@pytest.mark.parametrize(
    "text",
    ["June 20, 2024", "20 June 2024", "June 20-21, 2024", "June 20. It rained. In June 2024 too."],
)
def test_an_english_date_has_the_year_that_stands_beside_it(text: str) -> None:
    assert {"@2024-06-20", "@06-20"} <= set(normal_forms(text))


def test_a_month_and_its_year_in_english_are_a_month() -> None:
    assert {"@5월", "@2024-5월"} == {t for t in normal_forms("in May 2024") if t.startswith("@")}


@pytest.mark.parametrize(
    "text",
    ["It may 3 times fail", "June 20,000 people", "May 5:30", "Marches 12", "they march 5 km"],
)
def test_what_only_looks_like_an_english_date_is_none(text: str) -> None:
    assert not any(form.startswith("@") for form in normal_forms(text))


@pytest.mark.parametrize("text", ["나토 정상회의", "NATO 정상회의", "북대서양조약기구의 회의"])
def test_a_body_in_letters_in_hangul_or_in_full_is_one_term(text: str) -> None:
    assert "nato" in count_terms(text, next(analyse([text])))
