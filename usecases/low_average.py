"""Each Friday: subjects whose final mark is in danger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.facts import LowAverage
from domain.low_average import Mean
from domain.school_clock import SchoolClock
from storage import due_times, facts, linked, low_average
from storage.database import Database, Session
from storage.low_average import CoursePeriod

_LATE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class TellLowAverages:
    """Write a fact for each course in danger, once in a grading period; safe to run twice."""

    db: Database
    clock: SchoolClock
    job = "low_average"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many courses are in danger, told before or not.

        None where another worker was first or it is late.
        """
        day = due_at.astimezone(self.clock.zone).date()
        async with self.db.begin() as session:
            mine = await due_times.take(session, self.job, due_at, following)
            # On Monday new marks come; the next Friday tells with them.
            if not mine or self.clock.now() > due_at + _LATE:
                return 0
            return await self._tell(session, day)

    async def _tell(self, session: Session, day: date) -> int:
        now, told = self.clock.now(), 0
        periods = await low_average.periods(session, day)
        if not periods:
            return 0
        async for names in linked.students(session, now=now):
            means = await low_average.means(session, names, day)
            made = dict(_fact(mean, names, periods) for mean in means if mean.threatens)
            await facts.add_once(session, made, now=now)
            told += len(made)
        return told


def _fact(
    mean: Mean, names: Mapping[int, str], periods: Mapping[int, CoursePeriod]
) -> tuple[str, LowAverage]:
    """Return the fact and its key: the period is in it, so that the next one may warn anew."""
    period = periods[mean.course]
    fact = LowAverage(
        student=mean.student, name=names[mean.student], course=mean.course,
        subject=period.subject, session=period.session, average=f"{mean.value:.2f}",
        marks=mean.number,
    )  # fmt: skip
    return f"low:{mean.student}:{mean.course}:{period.session_id}", fact
