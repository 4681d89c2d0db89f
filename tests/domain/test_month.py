"""The weeks of a month."""

from datetime import date

from domain.month import following, weeks


def test_weeks_begin_on_monday_and_leave_other_months_out() -> None:
    shown = weeks(date(2026, 9, 1))

    assert [[day.day if day else 0 for day in week] for week in shown] == [
        [0, 1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11, 12, 13],
        [14, 15, 16, 17, 18, 19, 20],
        [21, 22, 23, 24, 25, 26, 27],
        [28, 29, 30, 0, 0, 0, 0],
    ]


def test_december_is_followed_by_the_next_year() -> None:
    assert following(date(2026, 12, 1)) == date(2027, 1, 1)
    assert following(date(2027, 2, 1)) == date(2027, 3, 1)
