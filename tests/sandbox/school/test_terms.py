from datetime import date, timedelta

from sandbox.school.terms import year_around


def test_autumn_day_keeps_the_calendar_year() -> None:
    year = year_around(date(2026, 11, 23))

    assert year.begins == date(2026, 9, 1)
    assert [(q.begins, q.ends) for q in year.quarters] == [
        (date(2026, 9, 1), date(2026, 10, 24)),
        (date(2026, 11, 2), date(2026, 12, 26)),
        (date(2027, 1, 11), date(2027, 3, 27)),
        (date(2027, 4, 5), date(2027, 5, 29)),
    ]
    assert date(2026, 11, 4) not in year.teaching_days(year.begins, year.ends)


def test_every_day_of_four_years_has_lessons_around_it() -> None:
    for number in range(4 * 365):
        today = date(2026, 1, 1) + timedelta(days=number)
        year = year_around(today)

        around = year.teaching_days(today - timedelta(days=14), today + timedelta(days=7))
        assert any(today in quarter for quarter in year.quarters[1:])
        assert any(today in half for half in year.halves)
        assert len(around) >= 13
