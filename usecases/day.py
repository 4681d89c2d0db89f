"""The diary of some days: one day, a week, tomorrow."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.diary import Diary
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import diary
from storage.database import Database
from usecases.access import student_in_view


@dataclass(frozen=True, slots=True)
class ShowDays:
    """Show the diary from one day to another."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, student_id: int | None, first: date, last: date
    ) -> Diary:
        """Return the stored days; marks only where the reader may see them.

        Raises ``NotLinked`` when the student is not the reader's.
        """
        async with self.db.read() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            rows = await diary.of_days(
                session, access.student.id, first, last, with_marks=access.sees_marks
            )
        return Diary(
            access, first, last, self.clock.today(), tuple(rows.lessons), tuple(rows.homework),
            tuple(rows.marks), tuple(rows.attendance), tuple(rows.terms), rows.before, rows.after,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShowDay:
    """Show one day of the diary."""

    days: ShowDays

    async def __call__(
        self, reader: Reader, student_id: int | None = None, day: date | None = None
    ) -> Diary:
        """Return the day; today where none is named."""
        shown = day or self.days.clock.today()
        return await self.days(reader, student_id, shown, shown)


@dataclass(frozen=True, slots=True)
class ShowWeek:
    """Show Monday to Sunday."""

    days: ShowDays

    async def __call__(
        self, reader: Reader, student_id: int | None = None, day: date | None = None
    ) -> Diary:
        """Return the week that holds the day; this week where none is named."""
        held = day or self.days.clock.today()
        monday = held - timedelta(days=held.weekday())
        return await self.days(reader, student_id, monday, monday + timedelta(days=6))


@dataclass(frozen=True, slots=True)
class ShowTomorrow:
    """Show the day after today."""

    days: ShowDays

    async def __call__(self, reader: Reader, student_id: int | None = None) -> Diary:
        """Return tomorrow's diary."""
        tomorrow = self.days.clock.today() + timedelta(days=1)
        return await self.days(reader, student_id, tomorrow, tomorrow)
