"""The fictional school's plan agrees with the lessons it brings, and goes on after them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.school_clock import SchoolClock
from sandbox.school import write_school
from storage import tables as t
from storage.database import Database
from tests.notifications.house import MOSCOW
from tests.sandbox.school.bundles import Bundle, day
from tests.storage.importing import Told
from usecases.imports import ImportJournal
from usecases.timetable import Ahead

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY, date(2026, 9, 1), date(2027, 1, 4), date(2027, 2, 17), date(2027, 5, 10)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_lessons_are_those_of_the_timetable(tmp_path: Path, today: date) -> None:
    write_school(tmp_path, today)

    bundle = Bundle(tmp_path)
    plan = {
        (row["classSourcedId"], row["weekday"], row["number"]): row for row in bundle["timetable"]
    }
    bells = {row["number"]: (row["startTime"], row["endTime"]) for row in bundle["bells"]}
    free = [(row["beginDate"], row["endDate"]) for row in bundle["holidays"]]
    for row in bundle["lessons"]:
        weekday = str(day(row["date"]).isoweekday())
        entry = plan[row["classSourcedId"], weekday, row["number"]]
        assert entry["room"] == row["room"]
        assert (row["startTime"], row["endTime"]) == bells[row["number"]]
        assert not any(first <= row["date"] <= last for first, last in free)


async def test_lessons_go_on_where_the_brought_ones_end(db: Database, tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    importer = ImportJournal(db, SchoolClock(clock, MOSCOW))
    write_school(tmp_path, MONDAY)

    first = await importer(tmp_path, report=Told())
    again = await importer(tmp_path, report=Told())

    lesson = t.lesson.c
    async with db.read() as session:
        made = await session.execute(
            sa.select(sa.func.min(lesson.day), sa.func.max(lesson.day)).where(
                lesson.source == "timetable"
            )
        )
        doubles = await session.execute(
            sa.select(lesson.course_id, lesson.day)
            .group_by(lesson.course_id, lesson.day)
            .having(sa.func.count() > 1)
        )
        span, twice = made.one(), doubles.all()
    assert first.ahead == Ahead(added=again.lines["timetable"].unchanged * 3)
    assert again.ahead == Ahead()
    assert tuple(span) == (MONDAY + timedelta(days=8), MONDAY + timedelta(days=28))
    assert twice == []
