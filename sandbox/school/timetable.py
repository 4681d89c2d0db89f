"""The plan that lessons follow: bells, the week, holidays; the same on every day of a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from sandbox.school.lessons import BELLS
from sandbox.school.people import SCHOOL
from sandbox.school.sections import Section
from sandbox.school.tables import Row
from sandbox.school.terms import SchoolYear

_HOLIDAYS = ("Осенние каникулы", "Зимние каникулы", "Весенние каникулы")


def bells() -> Iterator[Row]:
    """Rows of bells.csv: one order for all days."""
    for number, (begins, ends) in enumerate(BELLS, 1):
        yield {
            "sourcedId": f"b-{number}",
            "orgSourcedId": SCHOOL,
            "number": str(number),
            "startTime": begins,
            "endTime": ends,
        }


def timetable(sections: list[Section]) -> Iterator[Row]:
    """Rows of timetable.csv: one a lesson of the week."""
    for section in sections:
        for weekday, number in section.slots:
            yield {
                "sourcedId": f"tt-{section.id[2:]}-{weekday + 1}-{number}",
                "classSourcedId": section.id,
                "weekday": str(weekday + 1),
                "number": str(number),
                "room": section.teaching.room,
                "teacherSourcedId": section.teacher,
            }


def holidays(year: SchoolYear) -> Iterator[Row]:
    """Rows of holidays.csv: the gaps between the quarters, and public holidays within them."""
    for title, (before, after) in zip(_HOLIDAYS, pairwise(year.quarters), strict=True):
        first, last = before.ends + timedelta(days=1), after.begins - timedelta(days=1)
        yield _row(f"hd-{first:%Y%m%d}", title, first, last)
    for day in year.public_holidays():
        yield _row(f"hd-{day:%Y%m%d}", "Праздничный день", day, day)


def _row(sourced_id: str, title: str, begins: date, ends: date) -> Row:
    return {
        "sourcedId": sourced_id,
        "title": title,
        "beginDate": begins.isoformat(),
        "endDate": ends.isoformat(),
        "orgSourcedId": SCHOOL,
    }
