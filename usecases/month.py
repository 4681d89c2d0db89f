"""A month's calendar, to jump to any day."""

from dataclasses import dataclass
from datetime import date

from domain.month import Month, following
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import month
from storage.database import Database
from usecases.access import student_in_view


@dataclass(frozen=True, slots=True)
class ShowMonth:
    """Show the month that holds a day."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int | None = None, day: date | None = None
    ) -> Month:
        """Return the month of the student.

        Raises ``NotLinked`` when the student is not the reader's.
        """
        today = self.clock.today()
        first = (day or today).replace(day=1)
        async with self.db.read() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            lessons, marks = await month.of_month(
                session, access.student.id, first, following(first), with_marks=access.sees_marks
            )
        return Month(access, first, today, lessons, marks)
