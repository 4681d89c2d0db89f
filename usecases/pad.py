"""One mark by one tap: on a student's pad, or on the board of the class."""

from dataclasses import dataclass
from datetime import timedelta

from domain.errors import NotFound
from domain.fast_entry import Entry
from domain.journal import GivenByTap, OpenedLesson, Seat
from domain.people import Reader
from domain.scales import at
from domain.school_clock import SchoolClock
from storage.database import Database
from usecases.lessons import lesson_to_mark
from usecases.marking import save_entries


@dataclass(frozen=True, slots=True)
class ShowPad:
    """One student's marks of a lesson."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, lesson_id: int, student_id: int
    ) -> tuple[OpenedLesson, Seat]:
        """Return lesson and student; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
        seat = opened.seat(student_id)
        if seat is None:
            raise NotFound
        return opened, seat


@dataclass(frozen=True, slots=True)
class GiveByTap:
    """A mark by its place on the pad."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self, reader: Reader, lesson_id: int, student_id: int, place: int, had: int,
        category_id: int = 0,
    ) -> GivenByTap:  # fmt: skip
        """Give it, unless the student has other marks by now than the screen showed.

        So a second tap on one button gives no second mark. Raises as ``GiveMarks`` does, and
        ``NotFound`` for a student or a place that is not there.
        """
        async with self.db.begin() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id, category_id)
            seat, value = opened.seat(student_id), at(opened.lesson.scale, place)
            if seat is None or value is None:
                raise NotFound
            entries = [Entry("", (student_id,), marks=(value,))] if len(seat.marks) == had else []
            saved = await save_entries(session, self.clock, reader, opened, entries, self.grace)
        return GivenByTap(saved, student_id, place)
