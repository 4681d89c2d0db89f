"""What tomorrow brings, and the week: for those who are read, once, in few statements."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import Fact, PlannedLesson, SubjectWeek, Tomorrow, WeekSummary, load
from domain.school_clock import SchoolClock
from storage import due_times
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import MOSCOW
from tests.school import SEPTEMBER, fill, sept
from usecases.evening import TellTomorrow
from usecases.weekly import TellWeek

DUE = datetime(2026, 9, 16, 15, 0, tzinfo=UTC)  # Wednesday, six in the evening
NEXT = DUE + timedelta(days=1)
SUNDAY = datetime(2026, 9, 20, 14, 30, tzinfo=UTC)


@pytest.fixture
async def db(any_db: Database, clock: FixedClock) -> Database:
    """Give the small school, whose jobs are due."""
    await fill(any_db)
    clock.moment = DUE
    async with any_db.begin() as session:
        await due_times.begin(session, "tomorrow", DUE)
        await due_times.begin(session, "week", SUNDAY)
    return any_db


@pytest.fixture
def wall(clock: FixedClock) -> SchoolClock:
    return SchoolClock(clock, MOSCOW)


async def facts(db: Database) -> list[Fact]:
    async with db.read() as session:
        rows = await session.execute(sa.select(t.fact).order_by(t.fact.c.unique_key))
        return [load(row.kind, row.payload) for row in rows]


async def change(db: Database, *made: sa.Executable) -> None:
    async with db.begin() as session:
        for statement in made:
            await session.execute(statement)


async def test_each_family_hears_of_its_own_childs_day(db: Database, wall: SchoolClock) -> None:
    control = {"course_id": 2, "category_id": 1, "title": "Силы", "scale": "five"}
    await change(
        db,
        sa.insert(t.assessment).values(
            **control, sourced_id="new", assigned_on=sept(17), due_on=sept(17)
        ),
    )

    told = await TellTomorrow(db, wall)(DUE, NEXT)

    algebra = PlannedLesson(
        number=1, subject="Алгебра", starts="08:30", room="204",
        homework=["№ 20 <задача> & чертёж"],
    )  # fmt: skip
    physics = PlannedLesson(
        number=2, subject="Физика", starts="09:25", room="310", control="Силы", status="cancelled"
    )
    reading = PlannedLesson(
        number=1, subject="Литературное чтение", starts="08:30", room="12",
        homework=["Выучить стихотворение"],
    )  # fmt: skip
    assert told == 3
    day = sept(17)
    assert await facts(db) == [
        Tomorrow(student=1, name="Анна И.", day=day, lessons=[algebra, physics]),
        Tomorrow(student=2, name="Пётр И.", day=day, lessons=[reading]),
        Tomorrow(student=3, name="Борис П.", day=day, lessons=[algebra, physics]),
    ]


async def test_no_lessons_no_message(db: Database, wall: SchoolClock, clock: FixedClock) -> None:
    friday = datetime(2026, 9, 18, 15, 0, tzinfo=UTC)
    await change(db, sa.update(t.due_time).values(due_at=friday))
    clock.moment = friday

    assert await TellTomorrow(db, wall)(friday, friday + timedelta(days=1)) == 0


async def test_students_whom_nobody_reads_are_left_out(db: Database, wall: SchoolClock) -> None:
    await change(
        db,
        sa.update(t.access_grant).where(t.access_grant.c.chat_id == 1).values(revoked_at=SEPTEMBER),
        sa.update(t.chat).where(t.chat.c.id == 3).values(unreachable_at=SEPTEMBER),
    )

    assert await TellTomorrow(db, wall)(DUE, NEXT) == 1


async def test_a_job_is_done_once_however_many_try(db: Database, wall: SchoolClock) -> None:
    first = await TellTomorrow(db, wall)(DUE, NEXT)
    second = await TellTomorrow(db, wall)(DUE, NEXT)

    assert (first, second) == (3, 0)
    async with db.read() as session:
        assert (await due_times.of_all(session))["tomorrow"] == NEXT


async def test_a_day_is_told_once_even_if_its_hour_comes_again(
    db: Database, wall: SchoolClock
) -> None:
    await TellTomorrow(db, wall)(DUE, NEXT)
    await change(db, sa.update(t.due_time).values(due_at=DUE))

    await TellTomorrow(db, wall)(DUE, NEXT)

    assert len(await facts(db)) == 3


@pytest.mark.parametrize(
    ("late", "told"), [(timedelta(hours=5, minutes=59), 3), (timedelta(hours=6), 0)]
)
async def test_after_a_long_stop_the_day_is_told_only_before_it_begins(
    db: Database, wall: SchoolClock, clock: FixedClock, late: timedelta, told: int
) -> None:
    clock.advance(late)

    assert await TellTomorrow(db, wall)(DUE, NEXT) == told


async def test_the_week_in_marks_and_absences(
    db: Database, wall: SchoolClock, clock: FixedClock
) -> None:
    clock.moment = SUNDAY

    told = await TellWeek(db, wall)(SUNDAY, SUNDAY + timedelta(days=7))

    week: dict[str, Any] = {"first": sept(14), "last": sept(20)}
    assert told == 3
    assert await facts(db) == [
        WeekSummary(
            student=1, name="Анна И.", **week, absences=1, lates=1,
            subjects=[
                # The control work weighs two: (4 · 2 + 5) / 3.
                SubjectWeek(subject="Алгебра", marks=["4", "5"], average="4.33"),
                SubjectWeek(subject="Физика", marks=["3"], average="3.00"),
            ],
        ),
        WeekSummary(
            student=2, name="Пётр И.", **week, absences=0, lates=0,
            subjects=[
                SubjectWeek(subject="Литературное чтение", marks=["5"], average="5.00"),
            ],
        ),
        WeekSummary(
            student=3, name="Борис П.", **week, absences=1, lates=0,
            subjects=[SubjectWeek(subject="Алгебра", marks=["2"], average="2.00")],
        ),
    ]  # fmt: skip


async def test_marks_of_two_scales_have_no_average(
    db: Database, wall: SchoolClock, clock: FixedClock
) -> None:
    clock.moment = SUNDAY
    await change(db, sa.update(t.mark).where(t.mark.c.id == 2).values(scale="ten"))

    await TellWeek(db, wall)(SUNDAY, SUNDAY + timedelta(days=7))

    found = [fact for fact in await facts(db) if isinstance(fact, WeekSummary)]
    assert found[0].subjects[0] == SubjectWeek(subject="Алгебра", marks=["4", "5"], average="")


async def test_the_week_is_not_told_on_the_next_tuesday(
    db: Database, wall: SchoolClock, clock: FixedClock
) -> None:
    clock.moment = SUNDAY + timedelta(days=1, seconds=1)

    assert await TellWeek(db, wall)(SUNDAY, SUNDAY + timedelta(days=7)) == 0


async def test_the_statements_do_not_grow_with_the_students(
    db: Database, wall: SchoolClock, clock: FixedClock
) -> None:
    counts = []
    for students in (0, 100):
        await _enrol(db, students)
        await change(db, sa.delete(t.fact), *_due())
        clock.moment = DUE
        with statements(db) as evening:
            assert await TellTomorrow(db, wall)(DUE, NEXT) == 3 + students
        clock.moment = SUNDAY
        with statements(db) as week:
            assert await TellWeek(db, wall)(SUNDAY, SUNDAY + timedelta(days=7)) == 3
        counts.append((len(evening), len(week)))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8


def _due() -> list[sa.Executable]:
    job = t.due_time.c.job
    return [
        sa.update(t.due_time).where(job == "tomorrow").values(due_at=DUE),
        sa.update(t.due_time).where(job == "week").values(due_at=SUNDAY),
    ]


async def _enrol(db: Database, students: int) -> None:
    for number in range(100, 100 + students):
        key = {"id": number, "sourced_id": f"n{number}"}
        member = {"course_id": 1, "person_id": number, "role": "student"}
        grant = {"chat_id": 1, "role": "guardian", "student_id": number, "granted_at": SEPTEMBER}
        await change(
            db,
            sa.insert(t.person).values(**key, given_name="А", family_name="Б"),
            sa.insert(t.course_member).values(**key, **member),
            sa.insert(t.access_grant).values(grant),
        )
