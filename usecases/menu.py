"""The main menu: whose diary, and what else this chat may do."""

from dataclasses import dataclass

from domain.menu import Menu
from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import chats, staff, students
from storage.database import Database


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """Say what the chat is linked to; never refuses."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader) -> Menu:
        """Return the students and the staff role of the chat, both possibly none."""
        async with self.db.read() as session:
            seen = await students.seen_by(
                session, reader.id, now=self.clock.now(), today=self.clock.today()
            )
            member = await staff.of_chat(session, reader.id, now=self.clock.now())
        return Menu.of(seen, reader.selected_student_id, member, self.clock.today())


@dataclass(frozen=True, slots=True)
class SelectStudent:
    """Turn the menus to another child."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> Menu:
        """Remember the choice; a student who is not the reader's changes nothing."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.begin() as session:
            seen = await students.seen_by(session, reader.id, now=now, today=today)
            if any(access.student.id == student_id for access in seen):
                await chats.select_student(session, reader.id, student_id)
            member = await staff.of_chat(session, reader.id, now=now)
        return Menu.of(seen, student_id, member, today)
