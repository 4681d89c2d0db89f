"""Fast entry: many marks in one message, read first and saved when the teacher says so."""

from dataclasses import dataclass

from domain.fast_entry import Draft, parse, together
from domain.journal import OpenedLesson
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage.database import Database
from usecases.lessons import lesson_to_mark


@dataclass(frozen=True, slots=True)
class ReadEntries:
    """Understand a message; saves nothing."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, lesson_id: int, text: str = "", earlier: Draft | None = None
    ) -> tuple[OpenedLesson, Draft]:
        """Return the lesson and what was understood of this message and of those before it.

        Raises ``NotAllowed``, ``LessonCancelled``, ``LessonAhead``.
        """
        async with self.db.read() as session:
            opened = await lesson_to_mark(session, self.clock, reader, lesson_id)
        found = parse(text, opened.seats, opened.lesson.scale)
        return opened, together(earlier or Draft(), found)
