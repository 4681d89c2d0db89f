"""The journal: lessons of a day, a teacher's own or a class's."""

from dataclasses import dataclass
from datetime import date

from domain.errors import NotStaff
from domain.journal import JournalDay
from domain.menu import StaffMember
from domain.people import Reader, Role
from domain.school_clock import SchoolClock
from storage import classes, journal, staff
from storage.database import Database


@dataclass(frozen=True, slots=True)
class ShowJournal:
    """One's own lessons of a day."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, day: date | None = None) -> JournalDay:
        """Return the lessons of the day, or of today; raises ``NotStaff``."""
        now, today = self.clock.now(), self.clock.today()
        day = day or today
        async with self.db.read() as session:
            lessons = await journal.of_teacher(session, reader.id, day, now=now, today=today)
            if not lessons and not _works(await staff.of_chat(session, reader.id, now=now)):
                raise NotStaff
        return JournalDay(day, tuple(lessons))


@dataclass(frozen=True, slots=True)
class ShowClassJournal:
    """A class's lessons of a day, for who is in charge of the class."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, class_id: int, day: date | None = None) -> JournalDay:
        """Return the lessons of the day, or of today; raises ``NotStaff``."""
        now, today = self.clock.now(), self.clock.today()
        day = day or today
        async with self.db.read() as session:
            found = await classes.one_in_charge(session, reader.id, class_id, now=now, today=today)
            if found is None or not found[0].reads:
                raise NotStaff
            lessons = await journal.of_class(session, class_id, day)
        return JournalDay(day, tuple(lessons), class_id, found[0].title)


def _works(member: StaffMember | None) -> bool:
    """Tell whether somebody has lessons, today or another day, or watches over those of others."""
    return member is not None and bool(member.roles - {Role.SCHOOL_ADMIN})
