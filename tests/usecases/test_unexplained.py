"""Absences of the last days without a reason: once for each student and day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import AbsenceUnexplained, MissedLesson
from domain.school_clock import SchoolClock
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import MOSCOW
from tests.school import fill, sept
from tests.usecases.jobs import Due
from usecases.unexplained import TellUnexplained

HALF_PAST_SIX = datetime(2026, 9, 17, 15, 30, tzinfo=UTC)  # Thursday, in Moscow
ANNA: dict[str, Any] = {"student": 1, "name": "Анна И."}
BORIS: dict[str, Any] = {"student": 3, "name": "Борис П."}


@pytest.fixture
async def job(any_db: Database, clock: FixedClock) -> Due:
    """Give the small school without its attendance."""
    await fill(any_db)
    wall = SchoolClock(clock, MOSCOW)
    made = Due(any_db, clock, TellUnexplained(any_db, wall), HALF_PAST_SIX)
    await made.change(sa.delete(t.attendance))
    return made


def absent(day: date, category: str = "absent", student: int = 1, **more: Any) -> dict[str, Any]:
    return {"student_id": student, "day": day, "category": category} | more


async def test_lessons_and_whole_days_without_a_reason_are_asked_for(job: Due) -> None:
    await job.add(
        t.attendance,
        absent(sept(16), course_id=2, number=2),
        absent(sept(16), course_id=1, number=1),
        absent(sept(15)),
        absent(sept(14), student=3, number=3),
    )

    told = await job.run()

    assert told == 3
    assert await job.facts() == [
        AbsenceUnexplained(**ANNA, day=sept(15)),
        AbsenceUnexplained(
            **ANNA, day=sept(16),
            lessons=[
                MissedLesson(number=1, subject="Алгебра"),
                MissedLesson(number=2, subject="Физика"),
            ],
        ),
        AbsenceUnexplained(**BORIS, day=sept(14), lessons=[MissedLesson(number=3)]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        absent(sept(16), "excused"),
        absent(sept(16), "ill"),
        absent(sept(16), "late"),
        absent(sept(16), "present"),
        absent(sept(16), reason="Соревнования"),
        absent(sept(17)),
        absent(sept(13)),
    ],
    ids=lambda row: f"{row['category']} {row['day']:%d} {row.get('reason', '')}",
)
async def test_what_is_explained_or_not_of_these_days_is_not_asked_for(
    job: Due, row: dict[str, Any]
) -> None:
    await job.add(t.attendance, row)

    assert await job.run() == 0


async def test_a_reason_that_came_by_evening_ends_the_question(job: Due) -> None:
    await job.add(
        t.attendance,
        absent(sept(16), course_id=1, number=1),
        absent(sept(16), "ill"),
        absent(sept(15), student=3, course_id=1, number=1),
        absent(sept(15), "excused", student=3, number=1),
    )

    assert await job.run() == 0


async def test_monday_evening_asks_about_friday(job: Due) -> None:
    job.at = datetime(2026, 9, 21, 15, 30, tzinfo=UTC)
    await job.add(t.attendance, absent(sept(18)), absent(sept(17)))

    await job.run()

    assert await job.facts() == [AbsenceUnexplained(**ANNA, day=sept(18))]


async def test_each_day_is_asked_for_once(job: Due) -> None:
    await job.add(t.attendance, absent(sept(15)))
    await job.run()
    await job.add(t.attendance, absent(sept(17)))
    job.at += timedelta(days=1)

    await job.run()

    assert await job.facts() == [
        AbsenceUnexplained(**ANNA, day=sept(15)),
        AbsenceUnexplained(**ANNA, day=sept(17)),
    ]


async def test_a_second_worker_does_nothing(job: Due) -> None:
    await job.add(t.attendance, absent(sept(15)))

    assert (await job.run(), await job.again()) == (1, 0)


@pytest.mark.parametrize(
    ("late", "told"), [(timedelta(hours=5, minutes=29), 1), (timedelta(hours=5, minutes=30), 0)]
)
async def test_after_a_stop_it_is_asked_on_the_same_day_only(
    job: Due, late: timedelta, told: int
) -> None:
    await job.add(t.attendance, absent(sept(15)))

    assert await job.run(late) == told


async def test_the_statements_do_not_grow_with_the_students(job: Due) -> None:
    counts = []
    for students in (0, 100):
        await job.enrol(students)
        for number in range(100, 100 + students):
            await job.add(t.attendance, absent(sept(15), student=number))
        with statements(job.db) as made:
            assert await job.run() == students
        counts.append(len(made))

    assert counts[0] <= counts[1] <= 8
