"""Which days a timetable means: weeks A and B, sessions, holidays, bells, dates."""

from datetime import date, time

import pytest

from domain.diary import Term
from domain.timetable import Bell, CoursePlan, Entry, Holiday, first_school_day, week_of

YEAR = Term("2026/27", "schoolYear", date(2026, 9, 1), date(2027, 5, 28))
FIRST = Term("1 четверть", "term", date(2026, 9, 1), date(2026, 10, 23))
SECOND = Term("2 четверть", "term", date(2026, 11, 2), date(2026, 12, 30))
TERMS = (YEAR, FIRST, SECOND)
MONDAYS = Entry(1, 7, 0, 2, room="204")


def days(plan: CoursePlan, first: date, last: date) -> list[date]:
    return [lesson.day for lesson in plan.lessons(first, last)]


@pytest.mark.parametrize(
    ("begins", "weekdays", "holidays", "first"),
    [
        (date(2026, 9, 1), range(5), [], date(2026, 9, 1)),
        (date(2024, 9, 1), range(5), [], date(2024, 9, 2)),  # a Sunday
        (date(2029, 9, 1), range(5), [], date(2029, 9, 3)),  # a Saturday
        (date(2029, 9, 1), range(6), [], date(2029, 9, 1)),
        (date(2026, 9, 1), range(5), [Holiday(date(2026, 9, 1), date(2026, 9, 4))],
         date(2026, 9, 7)),
        (date(2026, 9, 1), [], [], date(2026, 9, 1)),
    ],
)  # fmt: skip
def test_a_year_begins_on_its_first_day_with_lessons(
    begins: date, weekdays: list[int], holidays: list[Holiday], first: date
) -> None:
    assert first_school_day(begins, weekdays, holidays) == first


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 9, 1), "A"), (date(2026, 9, 6), "A"), (date(2026, 9, 7), "B"),
        (date(2026, 9, 13), "B"), (date(2026, 9, 14), "A"), (date(2026, 12, 28), "B"),
        (date(2026, 8, 31), "A"),
    ],
)  # fmt: skip
def test_weeks_take_turns_from_the_week_of_the_first_school_day(day: date, week: str) -> None:
    assert week_of(day, [date(2026, 9, 1)]) == week


def test_each_school_year_begins_with_a_again() -> None:
    years = [date(2025, 9, 1), date(2026, 9, 1)]

    assert week_of(date(2026, 5, 25), years) == "A"
    assert week_of(date(2026, 9, 2), years) == "A"
    assert week_of(date(2026, 9, 9), years) == "B"


def test_lessons_stand_in_the_sessions_and_not_in_the_gaps_between_them() -> None:
    plan = CoursePlan([MONDAYS], TERMS)

    assert days(plan, date(2026, 10, 12), date(2026, 11, 10)) == [
        date(2026, 10, 12), date(2026, 10, 19), date(2026, 11, 2), date(2026, 11, 9),
    ]  # fmt: skip


def test_a_course_with_a_year_only_has_lessons_all_year() -> None:
    plan = CoursePlan([MONDAYS], [YEAR])

    assert days(plan, date(2026, 10, 26), date(2026, 10, 27)) == [date(2026, 10, 26)]


def test_a_course_without_sessions_has_no_lessons() -> None:
    assert days(CoursePlan([MONDAYS]), date(2026, 9, 1), date(2026, 9, 30)) == []


def test_there_are_no_lessons_in_holidays() -> None:
    plan = CoursePlan([MONDAYS], TERMS, holidays=[Holiday(date(2026, 9, 7), date(2026, 9, 14))])

    assert days(plan, date(2026, 9, 1), date(2026, 9, 21)) == [date(2026, 9, 21)]


def test_a_line_may_hold_every_second_week_and_between_dates() -> None:
    a, b = Entry(1, 7, 0, 2, week="A"), Entry(2, 7, 1, 2, week="B")
    later = Entry(3, 7, 2, 1, begins=date(2026, 9, 16), ends=date(2026, 9, 23))
    plan = CoursePlan([a, b, later], TERMS)

    assert days(plan, date(2026, 9, 1), date(2026, 10, 2)) == [
        date(2026, 9, 8), date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 22),
        date(2026, 9, 23), date(2026, 9, 28),
    ]  # fmt: skip


def test_a_weekdays_own_bells_go_before_the_general_ones() -> None:
    bells = [
        Bell(None, 2, time(9, 25), time(10, 10)), Bell(0, 2, time(9, 45), time(10, 25)),
    ]  # fmt: skip
    plan = CoursePlan([MONDAYS, Entry(2, 7, 1, 2), Entry(3, 7, 1, 3)], TERMS, bells)

    found = list(plan.lessons(date(2026, 9, 14), date(2026, 9, 15)))

    assert [(one.starts, one.ends) for one in found] == [
        (time(9, 45), time(10, 25)), (time(9, 25), time(10, 10)), (None, None),
    ]  # fmt: skip
    assert found[0].key == "1.7.2026-09-14"


def test_two_lines_at_one_place_are_one_lesson() -> None:
    plan = CoursePlan([MONDAYS, Entry(2, 7, 0, 2, room="310")], TERMS)

    (found,) = plan.lessons(date(2026, 9, 14), date(2026, 9, 14))

    assert (found.entry_id, found.room) == (1, "204")
