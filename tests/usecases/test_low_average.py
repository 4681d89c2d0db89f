"""Courses whose final mark is in danger: by the mean of the period, once a period."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.clock import FixedClock
from domain.facts import LowAverage
from domain.school_clock import SchoolClock
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.notifications.house import MOSCOW
from tests.school import fill, sept
from tests.usecases.jobs import Due
from usecases.low_average import TellLowAverages

FRIDAY = datetime(2026, 9, 18, 14, 0, tzinfo=UTC)  # five in the evening in Moscow
WEDNESDAY = sept(16)
BORIS: dict[str, Any] = {"student": 3, "name": "Борис П.", "course": 1, "subject": "Алгебра"}


@pytest.fixture
async def job(any_db: Database, clock: FixedClock) -> Due:
    """Give the small school without its marks."""
    await fill(any_db)
    made = Due(any_db, clock, TellLowAverages(any_db, SchoolClock(clock, MOSCOW)), FRIDAY)
    await made.change(sa.delete(t.mark))
    return made


def marks(
    *scores: float | None, student: int = 3, scale: str = "five", day: date = WEDNESDAY, **more: Any
) -> list[dict[str, Any]]:
    about = {"student_id": student, "course_id": 1, "scale": scale, "day": day}
    return [about | {"value": str(score), "score": score} | more for score in scores]


async def test_a_family_hears_of_a_course_below_the_limit(job: Due) -> None:
    await job.add(t.mark, *marks(2, 3, 2), *marks(3, 3, 2, student=1))

    told = await job.run()

    assert told == 1
    assert await job.facts() == [LowAverage(**BORIS, session="1 четверть", average="2.33", marks=3)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (marks(2, 2), 0),
        (marks(2, 2, None), 0),
        (marks(2, 3, 2, 3), 0),
        (marks(2, 3, 2), 1),
        (marks(4, 4, 3, scale="ten"), 1),
        (marks(4, 4, 4, scale="ten"), 0),
        (marks(50, 50, 49, scale="hundred"), 1),
        (marks(50, 50, 50, scale="hundred"), 0),
        (marks(2, 2, 2, scale="twelve"), 0),
        (marks(2, 2, 2, scale="letters"), 0),
        ([*marks(2, 2, 2), *marks(2, scale="ten")], 0),
        (marks(2, 2, 2, day=date(2026, 8, 31)), 0),
        (marks(2, 2, 2, day=sept(19)), 0),
    ],
    ids=[
        "two marks foretell nothing", "a mark without a score does not count",
        "five: 2.5 becomes a 3", "five: below", "ten: below", "ten: 4", "hundred: below",
        "hundred: 50", "twelve has no custom", "letters have no mean", "two scales have no mean",
        "the year before", "after that day",
    ],
)  # fmt: skip
async def test_limits_scales_and_days(job: Due, given: Sequence[dict[str, Any]], told: int) -> None:
    await job.add(t.mark, *given)

    assert await job.run() == told


async def test_the_marks_own_weight_goes_before_the_works_and_the_categorys(job: Due) -> None:
    # The first work's category weighs two: (2 · 2 + 4 + 3) / 4 = 2.75; plain it would be 3.
    # With a weight of its own the 2 weighs ten: (2 · 10 + 4 + 3) / 12 = 2.25.
    heavy = marks(2, assessment_id=1)[0]
    await job.add(t.mark, heavy, *marks(4, 3))
    by_category = await job.run()
    await job.change(sa.update(t.assessment).where(t.assessment.c.id == 1).values(weight=10))
    by_work = await job.run()
    await job.change(sa.update(t.mark).where(t.mark.c.score == 2).values(weight=1))
    by_mark = await job.run()

    assert (by_category, by_work, by_mark) == (0, 1, 0)


async def test_weights_of_nothing_but_zero_count_alike(job: Due) -> None:
    await job.add(t.mark, *marks(2, 2, 3, weight=0))

    await job.run()

    assert await job.facts() == [LowAverage(**BORIS, session="1 четверть", average="2.33", marks=3)]


async def test_a_period_warns_once_and_the_next_one_anew(job: Due, clock: FixedClock) -> None:
    await job.add(t.mark, *marks(2, 2, 2))
    await job.run()
    await job.run()
    once = await job.facts()
    job.at = datetime(2026, 11, 13, 14, 0, tzinfo=UTC)
    await job.add(t.mark, *marks(2, 2, 2, day=date(2026, 11, 10)))

    await job.run()

    assert [fact.session for fact in once if isinstance(fact, LowAverage)] == ["1 четверть"]
    assert sorted(
        fact.session for fact in await job.facts() if isinstance(fact, LowAverage)
    ) == ["1 четверть", "2 четверть"]  # fmt: skip


async def test_between_two_periods_nobody_hears(job: Due) -> None:
    await job.add(t.mark, *marks(2, 2, 2))
    job.at = datetime(2026, 10, 30, 14, 0, tzinfo=UTC)

    assert await job.run() == 0


async def test_the_narrowest_of_several_periods_is_the_one(job: Due) -> None:
    half = {"title": "1 полугодие", "kind": "semester", "active": True}
    half |= {"begins_on": sept(1), "ends_on": date(2026, 12, 30), "id": 9}
    await job.add(t.academic_session, half)
    await job.add(t.course_session, {"course_id": 1, "academic_session_id": 9})
    await job.add(t.mark, *marks(2, 2, 2))

    await job.run()

    assert [fact.session for fact in await job.facts() if isinstance(fact, LowAverage)] == [
        "1 четверть"
    ]


async def test_a_second_worker_does_nothing(job: Due) -> None:
    await job.add(t.mark, *marks(2, 2, 2))

    assert (await job.run(), await job.again()) == (1, 0)


@pytest.mark.parametrize(
    ("late", "told"), [(timedelta(days=2), 1), (timedelta(days=2, seconds=1), 0)]
)
async def test_after_a_stop_it_is_told_until_sunday_evening(
    job: Due, late: timedelta, told: int
) -> None:
    await job.add(t.mark, *marks(2, 2, 2))

    assert await job.run(late) == told


async def test_the_statements_do_not_grow_with_the_students(job: Due) -> None:
    counts = []
    for students in (0, 100):
        await job.enrol(students)
        for number in range(100, 100 + students):
            await job.add(t.mark, *marks(2, 2, 2, student=number))
        with statements(job.db) as made:
            assert await job.run() == students
        counts.append(len(made))

    assert counts[0] <= counts[1] <= 8
