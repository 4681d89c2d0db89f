"""The clock: which job runs when.

APScheduler only wakes us. When a job is due stands in our own table and moves on in the
transaction that does the job's work, so a restart loses none and two workers run none twice.
Hours are the school's: where the clocks change, an hour that is skipped comes an hour later, and
one that comes twice counts once.
"""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from types import TracebackType
from typing import Protocol, Self
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.clock import SystemClock
from domain.retention import Retention
from domain.school_clock import SchoolClock
from domain.timing import next_time
from storage import due_times
from storage.database import Database
from usecases.deadlines import TellDeadlines
from usecases.evening import TellTomorrow
from usecases.low_average import TellLowAverages
from usecases.open_questions import RemindOfQuestions
from usecases.posting import PostScheduled
from usecases.sweep import Sweep
from usecases.timetable import PlanLessons
from usecases.unexplained import TellUnexplained
from usecases.weekly import TellWeek

logger = logging.getLogger(__name__)
EVENING = time(18, 0)
"""Of the school's day: homework is known by then, and there is time left to do it."""
SUNDAY, SUNDAY_EVENING = 6, time(17, 30)
"""Late marks of Friday and Saturday's lessons are in; Monday's own message comes after it."""
HAND_IN = time(17, 0)
"""There is still an evening to do it in."""
FRIDAY, FRIDAY_EVENING = 4, time(17, 0)
"""The week's marks are in, and there is a weekend to talk about them."""
UNEXPLAINED = time(18, 30)
"""Parents are home, and teachers have had the day to write a reason down."""
MORNING = time(10, 0)
"""Between lessons, and outside anybody's quiet hours."""
NIGHT = time(3, 30)
"""Nobody is there to wait."""
BEFORE_DAWN = time(4, 0)
"""Nobody waits then either, and the day whose lessons come in sight has begun."""
MINUTE = timedelta(minutes=1)
"""News that is written for an hour goes out within a minute of it."""
RETRY = timedelta(minutes=1)
GLANCE = timedelta(hours=1)
"""A job is looked at so often though it is not due: the machine may sleep, its clock be moved."""


class Work(Protocol):
    """What a job does; it takes its due time and moves it on, or does nothing."""

    job: str

    def __call__(self, due_at: datetime, following: datetime) -> Awaitable[int]:
        """Do what was due; returns how many facts that made."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """A work and its hour in the school's zone; ``weekday`` as Python counts, empty: daily."""

    work: Work
    at: time = time(0)
    weekday: int | None = None
    every: timedelta | None = None
    """So often, whatever the hour."""

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """Return when it is due next."""
        if self.every is not None:
            return moment + self.every
        return next_time(moment, self.at, zone, self.weekday)


def jobs(db: Database, clock: SchoolClock, keeps: Retention) -> list[Job]:
    """Return all that happens by the clock."""
    return [
        Job(TellTomorrow(db, clock), EVENING),
        Job(TellWeek(db, clock), SUNDAY_EVENING, SUNDAY),
        Job(TellDeadlines(db, clock), HAND_IN),
        Job(TellLowAverages(db, clock), FRIDAY_EVENING, FRIDAY),
        Job(TellUnexplained(db, clock), UNEXPLAINED),
        Job(RemindOfQuestions(db, clock), MORNING),
        Job(PostScheduled(db, clock), every=MINUTE),
        Job(Sweep(db, clock, keeps), NIGHT),
        Job(PlanLessons(db, clock), BEFORE_DAWN),
    ]


class Schedule:
    """``async with Schedule(…)``: jobs run on time for as long as the block lasts."""

    def __init__(self, db: Database, clock: SchoolClock, every: Sequence[Job]) -> None:
        self._db = db
        self._clock = clock
        self._jobs = {job.work.job: job for job in every}
        # However late we are woken: APScheduler would drop a late job, and so lose it.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True}
        )

    async def __aenter__(self) -> Self:
        """Begin; what fell due while nobody ran is done at once, where it still makes sense."""
        async with self._db.begin() as session:
            for job in self._jobs.values():
                await due_times.begin(session, job.work.job, self._following(job))
            due = await due_times.of_all(session)
        # Begun last: where the database fails, nothing has begun, and it may be entered again.
        moments = {name: await self._believed(name, due[name]) for name in self._jobs}
        self._scheduler.start()
        for name, due_at in moments.items():
            self._set(name, due_at)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop; a job that is cut off rolls back and stays due."""
        self._scheduler.shutdown(wait=False)

    async def run_due(self, name: str) -> datetime:
        """Run a job if it is due; returns when it is to be looked at again."""
        job, now = self._jobs[name], self._clock.now()
        async with self._db.read() as session:
            due_at = (await due_times.of_all(session))[name]
        if due_at > now:
            return await self._believed(name, due_at)
        following = self._following(job)
        made = await job.work(due_at, following)
        logger.info("job %s, due %s: %d facts", name, due_at.isoformat(), made)
        return following

    async def _run(self, name: str) -> None:
        try:
            again = await self.run_due(name)
        except Exception:
            logger.exception("job %s failed; it stays due", name)
            again = self._clock.now() + RETRY
        self._set(name, again)

    async def _believed(self, name: str, due_at: datetime) -> datetime:
        """Return when a job is due; a time that a clock far ahead has set is set anew.

        A time after the next one is left alone: a worker whose clock is seconds ahead has just
        done the job.
        """
        job = self._jobs[name]
        following = self._following(job)
        if due_at <= job.after(following, self._clock.zone):
            return due_at
        logger.warning("job %s was due %s: the clock was ahead", name, due_at.isoformat())
        async with self._db.begin() as session:
            await due_times.take(session, name, due_at, following)
        return following

    def _following(self, job: Job) -> datetime:
        return job.after(self._clock.now(), self._clock.zone)

    def _set(self, name: str, due_at: datetime) -> None:
        """Have us called then. APScheduler lives by the machine's clock, so it gets a distance."""
        distance = min(max(due_at - self._clock.now(), timedelta(0)), GLANCE)
        self._scheduler.add_job(
            self._run, "date", run_date=SystemClock().now() + distance, args=[name], id=name,
            replace_existing=True,
        )  # fmt: skip
