"""Jobs run at their hour, once over all workers, and are not lost by a stop."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.schedule import Job, Schedule, jobs
from domain.clock import FixedClock
from domain.retention import Retention
from domain.school_clock import SchoolClock
from storage import due_times
from storage.database import Database
from tests.notifications.house import MOSCOW
from tests.school import SmallSchool

NOON = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
SIX = datetime(2026, 9, 16, 15, 0, tzinfo=UTC)
EVENING = time(18, 0)


@dataclass
class Diary:
    """A work that notes when it was due, in the transaction that moves it on."""

    db: Database
    job: str = "diary"
    done: list[datetime] = field(default_factory=list)
    ran: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, due_at: datetime, following: datetime) -> Awaitable[int]:
        return self._do(due_at, following)

    async def _do(self, due_at: datetime, following: datetime) -> int:
        async with self.db.begin() as session:
            if await due_times.take(session, self.job, due_at, following):
                self.done.append(due_at)
        self.ran.set()
        return 1


@dataclass
class Broken(Diary):
    """A work that fails."""

    job: str = "broken"

    async def _do(self, due_at: datetime, following: datetime) -> int:
        self.ran.set()
        raise RuntimeError("no disk")


async def due(db: Database) -> dict[str, datetime]:
    async with db.read() as session:
        return dict(await due_times.of_all(session))


async def test_a_first_start_sets_the_next_hour_and_runs_nothing(
    db: Database, clock: FixedClock
) -> None:
    work = Diary(db)

    async with Schedule(db, SchoolClock(clock, MOSCOW), [Job(work, EVENING)]) as schedule:
        looked = await schedule.run_due("diary")

    assert (looked, work.done) == (SIX, [])
    assert await due(db) == {"diary": SIX}


async def test_a_job_that_fell_due_during_a_stop_runs_at_the_start(
    db: Database, clock: FixedClock
) -> None:
    work = Diary(db)
    wall = SchoolClock(clock, MOSCOW)
    async with Schedule(db, wall, [Job(work, EVENING)]):
        pass
    clock.moment = SIX + timedelta(days=2, hours=1)

    async with Schedule(db, wall, [Job(work, EVENING)]), asyncio.timeout(60):
        await work.ran.wait()

    assert work.done == [SIX]
    assert await due(db) == {"diary": SIX + timedelta(days=3)}


async def test_two_workers_do_it_once(any_db: Database, clock: FixedClock) -> None:
    wall, mine, theirs = SchoolClock(clock, MOSCOW), Diary(any_db), Diary(any_db)
    async with (
        Schedule(any_db, wall, [Job(mine, EVENING)]) as one,
        Schedule(any_db, wall, [Job(theirs, EVENING)]) as two,
    ):
        clock.moment = SIX
        await asyncio.gather(one.run_due("diary"), two.run_due("diary"))

    assert mine.done + theirs.done == [SIX]


async def test_a_worker_whose_clock_is_behind_does_not_do_it_again(
    any_db: Database, clock: FixedClock
) -> None:
    mine, theirs, slow = Diary(any_db), Diary(any_db), FixedClock(clock.moment)
    async with (
        Schedule(any_db, SchoolClock(clock, MOSCOW), [Job(mine, EVENING)]) as one,
        Schedule(any_db, SchoolClock(slow, MOSCOW), [Job(theirs, EVENING)]) as two,
    ):
        clock.moment, slow.moment = SIX, SIX - timedelta(seconds=3)
        await one.run_due("diary")
        await two.run_due("diary")
        slow.moment = SIX
        await two.run_due("diary")

    assert (mine.done, theirs.done) == ([SIX], [])


async def test_a_clock_that_was_a_year_ahead_stops_no_job(db: Database, clock: FixedClock) -> None:
    work, wall = Diary(db), SchoolClock(clock, MOSCOW)
    clock.moment = NOON + timedelta(days=365)
    async with Schedule(db, wall, [Job(work, EVENING)]) as schedule:
        clock.moment = NOON
        looked = await schedule.run_due("diary")
    again = await due(db)
    clock.moment = NOON + timedelta(days=365)
    async with db.begin() as session:
        await due_times.take(session, "diary", SIX, SIX + timedelta(days=365))
    clock.moment = NOON
    async with Schedule(db, wall, [Job(work, EVENING)]):
        pass

    assert (looked, again, await due(db)) == (SIX, {"diary": SIX}, {"diary": SIX})
    assert work.done == []


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", date(2026, 3, 28)),
        ("Europe/Berlin", date(2026, 10, 24)),
        ("America/Sao_Paulo", date(2018, 11, 3)),
    ],
    ids=["an hour is skipped", "an hour comes twice", "midnight is skipped"],
)
@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(18, 0)])
async def test_nights_in_which_the_clocks_change_neither_skip_nor_double_a_job(
    db: Database, clock: FixedClock, zone: str, first: date, at: time
) -> None:
    work, wall = Diary(db), SchoolClock(clock, ZoneInfo(zone))
    start = datetime.combine(first, time(0), wall.zone).astimezone(UTC) - timedelta(minutes=1)
    clock.moment = start
    async with Schedule(db, wall, [Job(work, at)]) as schedule:
        while clock.moment < start + timedelta(days=2, hours=23):
            await schedule.run_due("diary")
            clock.advance(timedelta(minutes=30))

    days = [moment.astimezone(wall.zone).date() for moment in work.done]
    assert days == [first + timedelta(days=n) for n in range(3)]


async def test_a_job_that_fails_stays_due_and_harms_no_other(
    db: Database, clock: FixedClock
) -> None:
    wall, work, broken = SchoolClock(clock, MOSCOW), Diary(db), Broken(db)
    every = [Job(broken, EVENING), Job(work, EVENING)]
    async with Schedule(db, wall, every):
        pass
    clock.moment = SIX

    async with Schedule(db, wall, every), asyncio.timeout(60):
        await broken.ran.wait()
        await work.ran.wait()

    assert work.done == [SIX]
    assert (await due(db))["broken"] == SIX


async def test_the_jobs_of_the_product(
    db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    wall = SchoolClock(clock, MOSCOW)
    async with Schedule(db, wall, jobs(db, wall, Retention())) as schedule:
        first = await due(db)
        clock.moment = SIX
        again = await schedule.run_due("tomorrow")

    assert first == {
        "tomorrow": SIX,
        "week": datetime(2026, 9, 20, 14, 30, tzinfo=UTC),
        "deadlines": datetime(2026, 9, 16, 14, 0, tzinfo=UTC),
        "low_average": datetime(2026, 9, 18, 14, 0, tzinfo=UTC),
        "unexplained": datetime(2026, 9, 16, 15, 30, tzinfo=UTC),
        "questions": datetime(2026, 9, 17, 7, 0, tzinfo=UTC),
        "news": NOON + timedelta(minutes=1),
        "sweep": datetime(2026, 9, 17, 0, 30, tzinfo=UTC),
        "lessons": datetime(2026, 9, 17, 1, 0, tzinfo=UTC),
    }
    assert again == SIX + timedelta(days=1)
