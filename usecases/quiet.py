"""Quiet hours: what holds, and other hours from now on."""

from dataclasses import dataclass, replace

from domain.errors import InputRefused, NoHourLeft, NotLinked
from domain.people import Reader
from domain.quiet import QuietHours
from domain.school_clock import SchoolClock
from domain.settings import EVERYONE, WEEK, Quiet
from storage import deliveries, quiet, settings, students
from storage.database import Database, Session


@dataclass(frozen=True, slots=True)
class ShowQuiet:
    """The quiet hours of all children of a chat, or of one."""

    db: Database
    clock: SchoolClock
    of_school: QuietHours | None

    async def __call__(self, reader: Reader, student_id: int = EVERYONE) -> Quiet:
        """Return what was chosen and what holds; raises ``NotLinked``."""
        async with self.db.read() as session:
            return await self.within(session, reader, student_id)

    async def within(self, session: Session, reader: Reader, student_id: int) -> Quiet:
        """Return the same inside another use case's transaction; two statements."""
        stored = await settings.of_chat(session, reader.id)
        seen = await students.seen_by(
            session, reader.id, now=self.clock.now(), today=self.clock.today()
        )
        found = Quiet(self.of_school, stored.weeks, tuple(seen))
        if student_id == EVERYONE:
            return found
        for access in seen:
            if access.student.id == student_id:
                return replace(found, child=access)
        raise NotLinked


@dataclass(frozen=True, slots=True)
class ChooseQuiet:
    """Hold messages at other hours from now on."""

    show_quiet: ShowQuiet

    async def __call__(
        self, reader: Reader, student_id: int, weekday: int | None, hours: QuietHours | None
    ) -> Quiet:
        """Store the choice and let go what other hours held; without hours, it is opened.

        Without a weekday it is for every day. Raises ``NotLinked``, ``InputRefused`` for a day
        that is none, and ``NoHourLeft``.
        """
        if weekday is not None and weekday not in WEEK:
            raise InputRefused
        shown = self.show_quiet
        async with shown.db.begin() as session:
            before = await shown.within(session, reader, student_id)
            after = before.put(weekday, hours)
            if not after.leaves_room:
                raise NoHourLeft
            await quiet.put(session, reader.id, student_id, after.chosen)
            await deliveries.let_go(session, reader.id, shown.clock.now())
        return after
