"""Final marks with averages and missed lessons."""

from dataclasses import dataclass
from datetime import date

from domain.final import FinalMarks, by_subject
from domain.marks import school_year
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import final
from storage.database import Database
from usecases.access import marks_in_view


@dataclass(frozen=True, slots=True)
class ShowFinal:
    """Show the final marks of a school year."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int | None = None, year: int = 0
    ) -> FinalMarks:
        """Return the year that begins in August of ``year``; 0: this school year.

        Raises ``NotLinked`` where the reader may not see the marks.
        """
        this_year = school_year(self.clock.today())[0].year
        shown = year if 2000 <= year <= this_year else this_year
        first, last = school_year(date(shown, 8, 1))
        async with self.db.read() as session:
            access = await marks_in_view(session, self.clock, reader, student_id)
            finals, marks = await final.of_year(session, access.student.id, first, last)
        return FinalMarks(access, shown, this_year, by_subject(finals, marks))
