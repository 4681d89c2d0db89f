"""Homework to hand in the next day: who has not handed it in is reminded, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import DueTask, HomeworkDue
from domain.school_clock import SchoolClock
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import MOSCOW
from tests.school import SEPTEMBER, fill, sept
from tests.usecases.jobs import Due
from usecases.deadlines import TellDeadlines

FIVE = datetime(2026, 9, 16, 14, 0, tzinfo=UTC)  # Wednesday, in Moscow
ANNA: dict[str, Any] = {"student": 1, "name": "Анна И.", "due_on": sept(17)}
PYOTR: dict[str, Any] = {"student": 2, "name": "Пётр И.", "due_on": sept(17)}
BORIS: dict[str, Any] = {"student": 3, "name": "Борис П.", "due_on": sept(17)}
ALGEBRA = DueTask(subject="Алгебра", text="№ 20 <задача> & чертёж")
READING = DueTask(subject="Литературное чтение", text="Выучить стихотворение")


@pytest.fixture
async def job(any_db: Database, clock: FixedClock) -> Due:
    """Give the small school, where all homework is to be handed in."""
    await fill(any_db)
    made = Due(any_db, clock, TellDeadlines(any_db, SchoolClock(clock, MOSCOW)), FIVE)
    await made.change(sa.update(t.homework).values(hand_in=True))
    return made


def handed_in(student: int, homework: int) -> sa.Executable:
    row = {"student_id": student, "homework_id": homework, "handed_in_at": SEPTEMBER}
    return sa.insert(t.submission).values(row)


async def test_each_family_hears_of_what_is_due_the_next_day(job: Due) -> None:
    assert await job.run() == 3

    assert await job.facts() == [
        HomeworkDue(**ANNA, tasks=[ALGEBRA]),
        HomeworkDue(**PYOTR, tasks=[READING]),
        HomeworkDue(**BORIS, tasks=[ALGEBRA]),
    ]


async def test_who_has_handed_it_in_is_left_in_peace(job: Due) -> None:
    # Anna's is in; what Boris handed in was another day's.
    await job.change(handed_in(1, 2), handed_in(3, 1))

    await job.run()

    assert await job.facts() == [
        HomeworkDue(**PYOTR, tasks=[READING]),
        HomeworkDue(**BORIS, tasks=[ALGEBRA]),
    ]


async def test_several_tasks_of_one_day_are_one_message(job: Due) -> None:
    physics = {"course_id": 2, "assigned_on": sept(15), "due_on": sept(17), "hand_in": True}
    await job.add(t.homework, physics | {"text": "Опыт"}, physics | {"text": "Отчёт"})
    await job.change(handed_in(3, 2))

    await job.run()

    work = [DueTask(subject="Физика", text="Опыт"), DueTask(subject="Физика", text="Отчёт")]
    assert await job.facts() == [
        HomeworkDue(**ANNA, tasks=[ALGEBRA, *work]),
        HomeworkDue(**PYOTR, tasks=[READING]),
        HomeworkDue(**BORIS, tasks=work),
    ]


@pytest.mark.parametrize(
    "change",
    [
        sa.update(t.homework).values(hand_in=False),
        sa.update(t.course).values(active=False),
        sa.update(t.course_member).values(ends_on=sept(16)),
        sa.update(t.access_grant).values(revoked_at=SEPTEMBER),
    ],
    ids=["nothing to hand in", "the course is over", "left the course", "nobody reads"],
)
async def test_nobody_is_reminded_in_vain(job: Due, change: sa.Executable) -> None:
    await job.change(change)

    assert await job.run() == 0


async def test_it_is_told_once_however_often_it_is_due(job: Due) -> None:
    assert (await job.run(), await job.again()) == (3, 0)
    await job.run()

    assert len(await job.facts()) == 3


@pytest.mark.parametrize(
    ("late", "told"), [(timedelta(hours=6, minutes=59), 3), (timedelta(hours=7), 0)]
)
async def test_after_a_stop_it_is_told_only_before_the_day_begins(
    job: Due, late: timedelta, told: int
) -> None:
    assert await job.run(late) == told


async def test_the_statements_do_not_grow_with_the_students(job: Due) -> None:
    counts = []
    for students in (0, 100):
        await job.enrol(students)
        with statements(job.db) as made:
            assert await job.run() == 3 + students
        counts.append(len(made))

    assert counts[0] == counts[1] <= 10
