"""A relative date means a day, a month or a year of the calendar, told by the document's own."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.relative_dates import resolved, terms_of_dates


@pytest.mark.parametrize(
    ("text", "written", "meaning"),
    [
        ("지난달 개통했다", "2025-01-15", ["2024년 12월"]),
        ("다음 달 7일부터 운행한다", "2024-12-14", ["2025년 1월 7일"]),
        ("이달 25일까지 마친다", "2024-10-08", ["2024년 10월 25일"]),
        ("지난해 12월 3일 문을 열었다", "2025-03-14", ["2024년 12월 3일"]),
        ("작년보다 늘었다", "2025-03-14", ["2024년"]),
        ("연구소는 8일 발표했다", "2024-10-08", ["2024년 10월 8일"]),
        ("국방부는 31일 밝혔다", "2025-02-01", ["2025년 1월 31일"]),
        ("오는 3일 연다", "2024-12-30", ["2025년 1월 3일"]),
        ("오는 30일 연다", "2024-12-03", ["2024년 12월 30일"]),
        ("31일 밝혔고 지난달에는 없었다", "2025-01-31", ["2025년 1월 31일", "2024년 12월"]),
    ],
)
def test_a_relative_date_is_resolved(text: str, written: str, meaning: list[str]) -> None:
    assert resolved(text, written) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "9월 13일 열렸다",
        "3일간 이어졌다",
        "20일 동안 걸렸다",
        "10일째 비가 온다",
        "2024-09-13일",
        "전달했다",
    ],
)
def test_what_says_its_month_or_counts_days_is_left(text: str) -> None:
    assert resolved(text, "2025-01-15") == []


def test_without_a_date_nothing_is_resolved() -> None:
    assert resolved("지난달 3일", None) == []


def test_a_day_that_is_in_no_calendar_is_left() -> None:
    assert resolved("지난달 31일", "2025-03-05") == []


@given(
    st.dates(datetime.date(1900, 1, 1)), st.text("지난달이작년올해오는 0123456789일월", max_size=30)
)
def test_whatever_is_written_means_days_of_the_calendar(day: datetime.date, text: str) -> None:
    for meaning in resolved(text, day.isoformat()):
        assert re.fullmatch(r"\d{4}년(?: \d{1,2}월(?: \d{1,2}일)?)?", meaning)


@pytest.mark.parametrize(
    ("text", "held", "not_held"),
    [
        ("5월 교역액은 늘었다.", {"@2025-5월", "#2025"}, set()),
        ("지난달 3일 서명했다.", {"@2025-05-03"}, {"@2025-06-03"}),
        ("교역액은 늘었다.", {"2025", "#2025"}, set()),
        ("2023년 5월 교역액은 늘었다.", set(), {"#2025", "@2025-5월"}),
    ],
)
def test_a_date_without_a_year_is_of_the_year_of_writing(
    text: str, held: set[str], not_held: set[str]
) -> None:
    terms = terms_of_dates(text, "2025-06-26")
    assert held <= terms
    assert not not_held & terms
    assert not terms_of_dates(text, None)
