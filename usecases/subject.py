"""One subject: its list, and its page of a session."""

from dataclasses import dataclass

from domain.errors import NotFound
from domain.people import Reader
from domain.school_clock import SchoolClock
from domain.subject import PAGE, SubjectPage, Subjects, by_day
from storage import subject
from storage.database import Database
from usecases.access import marks_in_view


@dataclass(frozen=True, slots=True)
class ShowSubjects:
    """Show the subjects to choose from."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> Subjects:
        """Return the courses of now; raises ``NotLinked`` where the reader may not see them."""
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            found = await subject.courses_of(session, access.student.id, self.clock.today())
        return Subjects(access, tuple(found))


@dataclass(frozen=True, slots=True)
class ShowSubject:
    """Show dates, topics, homework and marks of one course."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int, course_id: int, session_id: int = 0, page: int = 0
    ) -> SubjectPage:
        """Return one page, the newest days first.

        Raises ``NotLinked``, and ``NotFound`` for a course that the student does not sit in.
        """
        number = max(0, page)
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            rows = await subject.of_course(
                session, access.student.id, course_id, session_id, self.clock.today()
            )
        if rows.course is None:
            raise NotFound
        days = by_day(rows.days.values())
        shown = tuple(days[number * PAGE : (number + 1) * PAGE])
        given = tuple(mark for day in days for mark in day.marks)
        period = next((one for one in rows.periods if one.id == rows.chosen), None)
        more = len(days) > (number + 1) * PAGE
        return SubjectPage(
            access, rows.course, period, tuple(rows.periods), shown, given, number, more
        )
