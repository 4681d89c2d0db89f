"""Each evening: absences of the last days that nobody has explained."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.facts import AbsenceUnexplained
from domain.school_clock import SchoolClock
from domain.unexplained import unexplained
from storage import absence_notes, due_times, facts, linked
from storage import unexplained as absences
from storage.database import Database, Session

_DAYS = timedelta(days=3)
"""How far back: over a weekend to Friday; an older absence is the class teacher's talk by now."""


@dataclass(frozen=True, slots=True)
class TellUnexplained:
    """Write a fact for each linked student and day without a reason; safe to run twice."""

    db: Database
    clock: SchoolClock
    job = "unexplained"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many days of students have no reason, told before or not.

        None where another worker was first or it is late.
        """
        day = due_at.astimezone(self.clock.zone).date()
        async with self.db.begin() as session:
            mine = await due_times.take(session, self.job, due_at, following)
            # After midnight the next evening is near, and it looks back as far.
            if not mine or self.clock.today() > day:
                return 0
            # Of today the school itself has until the evening to say more.
            return await self._tell(session, day - _DAYS, day - timedelta(days=1))

    async def _tell(self, session: Session, first: date, last: date) -> int:
        now, told = self.clock.now(), 0
        async for names in linked.students(session, now=now):
            notes = await absence_notes.explained(session, names, first, last)
            missed = await absences.missed(session, names, first, last)
            found = {
                (student, day): lessons
                for (student, day), lessons in unexplained(missed).items()
                if not any(who == student and one <= day <= end for who, one, end in notes)
            }
            made = {
                f"unexplained:{student}:{day}": AbsenceUnexplained(
                    student=student, name=names[student], day=day, lessons=lessons
                )
                for (student, day), lessons in found.items()
            }
            await facts.add_once(session, made, now=now)
            told += len(made)
        return told
