"""The evening before: homework that is to be handed in and is not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.facts import DueTask, HomeworkDue
from domain.school_clock import SchoolClock
from storage import deadlines, due_times, evening, facts, linked
from storage.database import Database, Session
from storage.deadlines import Deadline


@dataclass(frozen=True, slots=True)
class TellDeadlines:
    """Write a fact for each linked student who owes homework the next day; safe to run twice."""

    db: Database
    clock: SchoolClock
    job = "deadlines"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return how many are reminded; none where another worker was first or it is late."""
        day = due_at.astimezone(self.clock.zone).date() + timedelta(days=1)
        async with self.db.begin() as session:
            mine = await due_times.take(session, self.job, due_at, following)
            # On the day itself it is too late to begin.
            if not mine or self.clock.today() >= day:
                return 0
            return await self._tell(session, day)

    async def _tell(self, session: Session, day: date) -> int:
        now, told = self.clock.now(), 0
        courses = await deadlines.of_courses(session, day)
        if not courses:
            return 0
        async for names in linked.students(session, now=now):
            taken = await evening.courses_of(session, names, day)
            done = await deadlines.handed_in(session, names, day)
            made = {
                f"deadline:{student}:{day}": HomeworkDue(
                    student=student, name=name, due_on=day, tasks=tasks
                )
                for student, name in names.items()
                if (tasks := _owed(student, taken.get(student, ()), courses, done))
            }
            await facts.add_once(session, made, now=now)
            told += len(made)
        return told


def _owed(
    student: int,
    taken: Iterable[int],
    courses: Mapping[int, list[Deadline]],
    done: Collection[tuple[int, int]],
) -> list[DueTask]:
    """Return what a student has not handed in, by subject."""
    every = (one for course in taken for one in courses.get(course, ()))
    owed = [one.task for one in every if (student, one.homework_id) not in done]
    return sorted(owed, key=lambda task: task.subject)
