"""Why a day has no lessons."""

from datetime import date

import pytest

from domain.diary import Empty, Term, why_empty

YEAR = Term("2026/27", "schoolYear", date(2026, 9, 1), date(2027, 5, 28))
FIRST = Term("1 четверть", "term", date(2026, 9, 1), date(2026, 10, 23))
SECOND = Term("2 четверть", "term", date(2026, 11, 2), date(2026, 12, 30))
HALF = Term("1 полугодие", "semester", date(2026, 9, 1), date(2026, 12, 30))
TERMS = (YEAR, HALF, FIRST, SECOND)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 8, 31), Empty("before", date(2026, 9, 1))),
        (date(2026, 9, 16), Empty("unknown")),
        (date(2026, 9, 19), Empty("weekend")),
        (date(2026, 10, 27), Empty("holidays", date(2026, 11, 2))),
        (date(2027, 1, 12), Empty("unknown")),
        (date(2027, 7, 1), Empty("over")),
    ],
)
def test_the_sessions_say_why(day: date, why: Empty) -> None:
    assert why_empty(day, TERMS) == why


def test_without_sessions_only_the_weekend_is_known() -> None:
    assert why_empty(date(2026, 9, 19), ()) == Empty("weekend")
    assert why_empty(date(2026, 9, 16), ()) == Empty("unknown")


def test_a_lone_school_year_has_no_holidays() -> None:
    assert why_empty(date(2026, 10, 27), (YEAR,)) == Empty("unknown")
    assert why_empty(date(2027, 6, 1), (YEAR,)) == Empty("over")


def test_the_next_school_year_ends_the_summer() -> None:
    following = Term("2027/28", "term", date(2027, 9, 1), date(2027, 10, 22))

    assert why_empty(date(2027, 7, 1), (*TERMS, following)) == Empty("holidays", date(2027, 9, 1))
