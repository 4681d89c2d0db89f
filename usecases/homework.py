"""What is to be done at home."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import NotFound
from domain.homework import PAGE, HomeworkDay, OpenHomeworkPage, Task
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import homework, tasks
from storage.database import Database
from usecases.access import student_in_view
from usecases.day import ShowDays

LOOK_AHEAD = timedelta(days=14)
"""How far the next day with lessons is looked for: longer than any holidays but summer's."""


@dataclass(frozen=True, slots=True)
class ShowHomework:
    """Show what is due on a day."""

    days: ShowDays

    async def __call__(
        self, reader: Reader, student_id: int | None = None, day: date | None = None
    ) -> HomeworkDay:
        """Return the day's homework; with no day, that of the next day with lessons or homework.

        Raises ``NotLinked`` when the student is not the reader's.
        """
        if day is not None:
            return HomeworkDay.of(await self.days(reader, student_id, day, day), day)
        tomorrow = self.days.clock.today() + timedelta(days=1)
        diary = await self.days(reader, student_id, tomorrow, tomorrow + LOOK_AHEAD)
        taught = {lesson.day for lesson in diary.lessons if not lesson.is_cancelled}
        due = {item.due_on for item in diary.homework}
        return HomeworkDay.of(diary, min(taught | due, default=tomorrow))


@dataclass(frozen=True, slots=True)
class ShowAllHomework:
    """Show all homework that is not yet due."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, page: int) -> OpenHomeworkPage:
        """Return one page; raises ``NotLinked`` when the student is not the reader's."""
        number = max(0, page)
        async with self.db.read() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            found = await homework.due_from(
                session,
                access.student.id,
                self.clock.today(),
                skip=number * PAGE,
                limit=PAGE + 1,
            )
        return OpenHomeworkPage(access, tuple(found[:PAGE]), number, len(found) > PAGE)


@dataclass(frozen=True, slots=True)
class ShowTask:
    """Show one homework whole."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, homework_id: int) -> Task:
        """Return it; raises ``NotLinked``, and ``NotFound`` for one of another course."""
        async with self.db.read() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            found = await homework.one(session, access.student.id, homework_id)
            if found is None:
                raise NotFound
            done = None
            if found.hand_in:
                done = await tasks.handed_in(session, homework_id, access.student.id)
        return Task(access, found, done, self.clock.today() <= found.due_on)
