"""A teacher is away: all their lessons at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.changes import SPANS, TEACHERS_ON_PAGE, StaffPage, Teacher, TeacherDays, matching
from domain.errors import NotFound, TeacherUnknown
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import changes
from storage.database import Database, Session
from usecases.changes import cancel_all, reason_of
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowTeachers:
    """The teachers of a school by name."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, school_id: int, day: date, page: int = 0, wanted: str = ""
    ) -> StaffPage:
        """Return a page, or those whose name begins so.

        Raises ``NotAllowed``, ``TeacherUnknown``.
        """
        async with self.db.read() as session:
            await _allow(session, self.clock, reader, school_id)
            found = await changes.of_school(session, school_id)
        if wanted:
            found = matching(found, wanted)
            if not found:
                raise TeacherUnknown
        page = max(0, min(page, (len(found) - 1) // TEACHERS_ON_PAGE))
        shown = found[page * TEACHERS_ON_PAGE : (page + 1) * TEACHERS_ON_PAGE]
        has_more = not wanted and len(found) > (page + 1) * TEACHERS_ON_PAGE
        return StaffPage(school_id, day, tuple(shown), page, has_more)


@dataclass(frozen=True, slots=True)
class ShowTeacherDays:
    """What a teacher has on a day or several."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, school_id: int, person_id: int, first: date, days: int
    ) -> TeacherDays:
        """Return the lessons; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            await _allow(session, self.clock, reader, school_id)
            return await _days(session, school_id, person_id, first, days)


@dataclass(frozen=True, slots=True)
class CancelTeacherDays:
    """None of them is held."""

    db: Database
    clock: SchoolClock
    grace: timedelta

    async def __call__(
        self,
        reader: Reader,
        school_id: int,
        person_id: int,
        first: date,
        days: int,
        reason: str = "",
    ) -> int:
        """Return how many lessons were cancelled; raises ``NotAllowed``, ``LessonOver``."""
        reason = reason_of(reason)
        async with self.db.begin() as session:
            await _allow(session, self.clock, reader, school_id)
            found = await _days(session, school_id, person_id, first, days)
            wanted = [lesson.id for lesson in found.to_cancel]
            await cancel_all(session, self.clock, reader, wanted, reason, self.grace)
        return len(wanted)


async def _allow(session: Session, clock: SchoolClock, reader: Reader, school_id: int) -> None:
    what = Object(What.SCHOOL, school_id)
    await allow(session, clock, reader, Action.CHANGE_TIMETABLE, what)


async def _days(
    session: Session, school_id: int, person_id: int, first: date, days: int
) -> TeacherDays:
    days = days if days in SPANS else SPANS[0]
    last = first + timedelta(days=days - 1)
    name, lessons = await changes.of_teacher(session, school_id, person_id, first, last)
    if name is None:
        raise NotFound
    return TeacherDays(school_id, Teacher(person_id, name), first, days, tuple(lessons))
