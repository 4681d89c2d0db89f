"""Which marks families have seen, as the school looks at it."""

from dataclasses import dataclass
from datetime import date

from domain.errors import NotFound
from domain.journal import OpenedLesson
from domain.marks import Span, bounds
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from domain.signatures import ClassSignatures, SignedMark
from storage import class_codes, signatures
from storage.database import Database
from usecases.audit import note_reading
from usecases.lessons import lesson_in_view, note_lesson
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowSeen:
    """Who has seen the marks of a lesson."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, lesson_id: int
    ) -> tuple[OpenedLesson, dict[int, SignedMark]]:
        """Return the lesson, and its marks with signatures by their rows; raises ``NotAllowed``."""
        async with self.db.read() as session:
            opened = await lesson_in_view(session, self.clock, reader, lesson_id)
            given = [one.id for seat in opened.seats for one in seat.marks]
            signed = await signatures.under(session, given)
        await note_lesson(self.db, self.clock, reader, opened)
        return opened, signed


@dataclass(frozen=True, slots=True)
class ShowClassSeen:
    """Who of a class has signed a week's marks."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, class_id: int, day: date | None = None
    ) -> ClassSignatures:
        """Return the week around the day, or this one; raises ``NotAllowed``."""
        today = self.clock.today()
        first, last = bounds(Span.WEEK, day or today, ())
        async with self.db.read() as session:
            of = Object(What.CLASS, class_id)
            await allow(session, self.clock, reader, Action.READ_JOURNAL, of)
            head = await class_codes.head(session, class_id)
            if head is None:
                raise NotFound
            found = await signatures.of_class(session, class_id, first, last, today)
        await note_reading(self.db, self.clock, reader, "signatures.read", **{"class": class_id})
        return ClassSignatures(class_id, head.title, first, last, today, found)
