"""From the timetable's files to lessons four weeks ahead, on both databases."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.school_clock import SchoolClock
from storage import due_times
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import MOSCOW
from tests.sources.bundles import small
from tests.storage.importing import School
from usecases.imports import Line
from usecases.timetable import Ahead, PlanLessons, make_ahead

BELLS = (
    "sourcedId,orgSourcedId,number,startTime,endTime,weekday\n"
    "b1,s,1,08:30,09:15,\nb2,s,2,09:25,10:10,\nb3,s,1,09:00,09:40,5\n"
)
TIMETABLE = (
    "sourcedId,classSourcedId,weekday,number,week,room,teacherSourcedId,beginDate,endDate\n"
    "t1,7b-alg,4,1,,204,teacher,,\n"  # Thursdays
    "t2,7b-alg,5,1,A,,,,\n"  # every second Friday
)
HOLIDAYS = (
    "sourcedId,title,beginDate,endDate,orgSourcedId,classSourcedId\n"
    "h1,День здоровья,2026-09-24,2026-09-24,s,\nh2,Карантин,2026-10-08,2026-10-09,,7b\n"
)
PLAN = {"bells.csv": BELLS, "timetable.csv": TIMETABLE, "holidays.csv": HOLIDAYS}
THURSDAY = date(2026, 9, 17)


@pytest.fixture
async def school(any_db: Database, clock: FixedClock, tmp_path: Path) -> School:
    """Give a school with a timetable, imported on Wednesday, 16 September."""
    made = School(any_db, clock, tmp_path)
    await made.take(small() | PLAN)
    return made


async def days(school: School) -> list[tuple[date, int]]:
    rows = await school.rows(sa.select(t.lesson.c.day, t.lesson.c.number))
    return sorted((row[0], row[1]) for row in rows)


async def touch(school: School, *changes: sa.Executable) -> None:
    async with school.db.begin() as session:
        for change in changes:
            await session.execute(change)


async def again(school: School) -> Ahead:
    async with school.db.begin() as session:
        return await make_ahead(session, SchoolClock(school.clock, MOSCOW))


def moved(old: str = "t1,7b-alg,4,1", new: str = "t1,7b-alg,4,2") -> dict[str, str]:
    assert old in TIMETABLE
    return {"timetable.csv": TIMETABLE.replace(old, new)}


async def test_an_import_makes_the_lessons_of_four_weeks(school: School) -> None:
    lesson = t.lesson.c
    rows = await school.rows(
        sa.select(lesson.day, lesson.number, lesson.starts_at, lesson.room, lesson.teacher_id,
                  lesson.source, lesson.status).order_by(lesson.day)
    )  # fmt: skip

    teacher = (await school.column(t.person.c.id, t.person.c.sourced_id == "teacher"))[0]
    thursday = (time(8, 30), "204", teacher, "timetable", "")
    friday = (time(9, 0), "", None, "timetable", "")
    assert rows == [
        (THURSDAY, 1, *thursday),
        (date(2026, 9, 18), 1, *friday),
        (date(2026, 10, 1), 1, *thursday),
        (date(2026, 10, 2), 1, *friday),
    ]
    assert await school.facts() == []


async def test_the_counts_are_told(any_db: Database, clock: FixedClock, tmp_path: Path) -> None:
    school = School(any_db, clock, tmp_path)
    first = await school.take(small() | PLAN)
    second = await school.take(small() | PLAN)

    assert [first.lines[word] for word in ("bells", "timetable", "holidays")] == [
        Line(added=3), Line(added=2), Line(added=2),
    ]  # fmt: skip
    assert [second.lines[word] for word in ("bells", "timetable", "holidays")] == [
        Line(unchanged=3), Line(unchanged=2), Line(unchanged=2),
    ]  # fmt: skip
    assert (first.ahead, second.ahead) == (Ahead(added=4), Ahead())


async def test_the_same_data_twice_change_nothing(school: School) -> None:
    before = await school.everything()

    await school.take(PLAN)

    assert await school.everything() == before


async def test_a_dry_run_makes_no_lessons(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    school = School(any_db, clock, tmp_path)

    result = await school.take(small() | PLAN, dry_run=True)

    assert result.ahead == Ahead(added=4)
    assert await days(school) == []


async def test_each_night_another_day_comes_in_sight(school: School, clock: FixedClock) -> None:
    clock.moment = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
    work = PlanLessons(school.db, SchoolClock(clock, MOSCOW))
    async with school.db.begin() as session:
        await due_times.begin(session, work.job, clock.moment)

    told = [await work(clock.moment, clock.moment + timedelta(days=1)) for _worker in range(2)]

    assert told == [0, 0]
    assert (await days(school))[-1] == (date(2026, 10, 15), 1)
    assert len(await days(school)) == 5


async def test_a_changed_line_changes_the_lessons_to_come_and_no_fact_is_made(
    school: School, clock: FixedClock
) -> None:
    result = await school.take(moved())

    assert result.ahead == Ahead(changed=2)
    assert await days(school) == [
        (THURSDAY, 2), (date(2026, 9, 18), 1), (date(2026, 10, 1), 2), (date(2026, 10, 2), 1),
    ]  # fmt: skip
    assert await school.facts() == []


async def test_a_line_that_is_not_sent_any_more_takes_its_lessons_along(school: School) -> None:
    result = await school.take(moved("t1,7b-alg,4,1,,204,teacher,,\n", ""))

    assert result.lines["timetable"] == Line(unchanged=1, removed=1)
    assert result.ahead == Ahead(removed=2)
    assert await days(school) == [(date(2026, 9, 18), 1), (date(2026, 10, 2), 1)]


async def test_a_plan_with_a_refused_row_takes_nothing_away(school: School) -> None:
    bad = moved("t1,7b-alg,4,1,,204,teacher,,\n", "t1,7b-alg,9,1,,204,teacher,,\n")

    result = await school.take(bad, skip_bad_rows=True)

    assert result.lines["timetable"] == Line(unchanged=1, rejected=1)
    assert len(await days(school)) == 4


async def test_new_holidays_take_lessons_away_and_gone_ones_bring_them(school: School) -> None:
    free = HOLIDAYS.replace("2026-09-24,2026-09-24", "2026-10-01,2026-10-01")

    result = await school.take({"holidays.csv": free})

    assert result.ahead == Ahead(added=1, removed=1)
    assert [day for day, _number in await days(school)] == [
        THURSDAY, date(2026, 9, 18), date(2026, 9, 24), date(2026, 10, 2),
    ]  # fmt: skip


async def test_todays_lessons_are_made_but_not_rearranged(
    school: School, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 9, 17, 5, 0, tzinfo=UTC)

    result = await school.take(moved())

    assert result.ahead == Ahead(added=1, changed=1)  # the new one is of 15 October
    assert (await days(school))[0] == (THURSDAY, 1)


_ON = {"course_id": 1, "source": "test", "sourced_id": "x"}
_WORK = {"course_id": 1, "student_id": 1, "day": THURSDAY, "source": "test", "sourced_id": "x"}


@pytest.mark.parametrize(
    "done",
    [
        (sa.update(t.lesson).where(t.lesson.c.day == THURSDAY).values(topic="Дроби"),),
        (sa.update(t.lesson).where(t.lesson.c.day == THURSDAY).values(status="cancelled"),),
        (sa.update(t.lesson).where(t.lesson.c.day == THURSDAY).values(note="В зале"),),
        (sa.insert(t.mark).values(**_WORK, value="5"),),
        (sa.insert(t.attendance).values(**_WORK, category="ill"),),
        (
            sa.insert(t.homework).values(
                **_ON, assigned_on=THURSDAY, due_on=THURSDAY + timedelta(days=7), text="№ 5"
            ),
        ),
        (
            sa.insert(t.journal_change).values(
                at=datetime(2026, 9, 16, tzinfo=UTC), batch="b", thing="lesson", thing_id=1
            ),
        ),
    ],
    ids=["topic", "status", "note", "mark", "attendance", "homework", "history"],
)
async def test_a_lesson_that_somebody_touched_stays_as_it_is(
    school: School, done: Sequence[Any]
) -> None:
    await touch(school, *done)

    result = await school.take(moved())

    assert result.ahead == Ahead(changed=1, kept=1)
    assert await days(school) == [
        (THURSDAY, 1), (date(2026, 9, 18), 1), (date(2026, 10, 1), 2), (date(2026, 10, 2), 1),
    ]  # fmt: skip


async def test_a_substitution_is_no_disagreement_with_the_timetable(school: School) -> None:
    await touch(school, sa.update(t.lesson).values(status="substituted", teacher_id=1))

    assert await again(school) == Ahead()


async def test_the_schools_own_lesson_has_no_double(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    school = School(any_db, clock, tmp_path)
    own = "sourcedId,classSourcedId,date,number\nl1,7b-alg,2026-09-17,1\n"

    result = await school.take(small() | PLAN | {"lessons.csv": own})

    assert result.ahead == Ahead(added=3)
    assert (await days(school)).count((THURSDAY, 1)) == 1


async def test_the_schools_own_lesson_takes_the_place_of_an_untouched_one(school: School) -> None:
    own = "sourcedId,classSourcedId,date,number,status\nl1,7b-alg,2026-09-17,1,cancelled\n"

    result = await school.take({"lessons.csv": own})

    assert result.ahead == Ahead(removed=1)
    assert await school.column(t.lesson.c.source, t.lesson.c.day == THURSDAY) == ["test"]


async def test_the_schools_own_lesson_of_today_has_no_double_either(
    school: School, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 9, 17, 5, 0, tzinfo=UTC)
    own = "sourcedId,classSourcedId,date,number,topic\nl1,7b-alg,2026-09-17,1,Дроби\n"
    # A mark of that day belongs to whatever lesson of the course stands there.
    await touch(school, sa.insert(t.mark).values(**_WORK, value="5"))

    result = await school.take({"lessons.csv": own})

    assert result.ahead == Ahead(added=1, removed=1)
    assert await school.column(t.lesson.c.source, t.lesson.c.day == THURSDAY) == ["test"]


async def test_a_new_line_at_the_place_of_a_touched_lesson_makes_no_double(school: School) -> None:
    await touch(
        school,
        sa.update(t.lesson).where(t.lesson.c.day == THURSDAY).values(status="cancelled"),
    )

    await school.take(moved("t1,7b-alg", "t9,7b-alg"))

    assert (await days(school)).count((THURSDAY, 1)) == 1


async def test_a_course_that_is_gone_loses_its_untouched_lessons(school: School) -> None:
    await touch(school, sa.update(t.course).values(active=False))

    assert await again(school) == Ahead(removed=4)


async def test_the_statements_are_as_many_for_thirty_classes_as_for_one(
    any_db: Database, clock: FixedClock, tmp_path: Path
) -> None:
    school = School(any_db, clock, tmp_path)
    await school.take(small())
    counts = []
    for courses in (1, 30 * 12):
        await _many(school, courses)
        with statements(school.db) as made:
            done = await again(school)
        counts.append((len(made), done.added))

    # Three a week for four weeks; one course had its lessons before.
    assert counts == [(counts[0][0], 12), (counts[0][0], 12 * 359)]
    assert counts[0][0] <= 11


async def _many(school: School, courses: int) -> None:
    """Give so many courses three lessons a week."""
    async with school.db.begin() as session:
        have = await session.scalar(sa.select(sa.func.count()).select_from(t.course))
        subject = await session.scalar(sa.select(t.subject.c.id))
        term = await session.scalar(
            sa.select(t.academic_session.c.id).where(t.academic_session.c.kind == "term")
        )
        home = await session.scalar(sa.select(t.school.c.id))
        for number in range((have or 0) + 1, courses + 1):
            key = {"source": "test", "sourced_id": f"c{number}"}
            values = {"school_id": home, "subject_id": subject}
            await session.execute(sa.insert(t.course).values(**key, **values))
        ids = list(await session.scalars(sa.select(t.course.c.id)))
        entries = [
            {"source": "test", "sourced_id": f"{course}-{day}", "course_id": course,
             "weekday": day, "number": 1}
            for course in ids for day in (0, 1, 3)
        ]  # fmt: skip
        known = set(await session.scalars(sa.select(t.timetable_entry.c.course_id)))
        fresh = [one for one in entries if one["course_id"] not in known]
        await session.execute(sa.insert(t.timetable_entry), fresh)
        linked = set(await session.scalars(sa.select(t.course_session.c.course_id)))
        pairs = [
            {"course_id": course, "academic_session_id": term}
            for course in ids if course not in linked
        ]  # fmt: skip
        if pairs:
            await session.execute(sa.insert(t.course_session), pairs)
