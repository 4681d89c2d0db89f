"""Who sees a student, and how that ends: by one's own wish, a guardian's or the school's."""

from dataclasses import dataclass

from domain.access import People
from domain.errors import NotFound
from domain.people import Access, Reader, Role
from domain.school_clock import SchoolClock
from storage import audit, grants
from storage.database import Database
from usecases.access import student_in_view
from usecases.classes import pupil_in_charge


@dataclass(frozen=True, slots=True)
class ShowPeople:
    """Who sees the student: for guardians and for the student."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> People:
        """Return the living grants; none to a trusted person. Raises ``NotLinked``."""
        async with self.db.read() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            if access.role is Role.TRUSTED:
                return People(access, (), reader.id)
            holders = await grants.of_student(session, student_id, now=self.clock.now())
        return People(access, tuple(holders), reader.id)


@dataclass(frozen=True, slots=True)
class Unlink:
    """Give up one's own access to a student."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> Access:
        """End it at once and return what it was; raises ``NotLinked``."""
        now = self.clock.now()
        async with self.db.begin() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            await grants.end_own(session, reader.id, student_id, now=now)
            await audit.note(
                session, "grant.unlink", "ok", chat_id=reader.id, at=now,
                detail={"student": student_id},
            )  # fmt: skip
        return access


@dataclass(frozen=True, slots=True)
class DropTrusted:
    """A guardian ends a trusted person's access."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, grant_id: int) -> None:
        """End it at once; raises ``NotLinked``, and ``NotFound`` for what is no such grant."""
        now = self.clock.now()
        async with self.db.begin() as session:
            access = await student_in_view(session, self.clock, reader, student_id)
            held = await grants.held(session, grant_id, now=now)
            if access.role is not Role.GUARDIAN or held is None:
                raise NotFound
            if (held.role, held.student_id) != (Role.TRUSTED, student_id):
                raise NotFound
            await grants.end(session, grant_id, now=now)
            await audit.note(
                session, "grant.drop", "ok", chat_id=reader.id, at=now,
                detail={"student": student_id, "grant": grant_id},
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RevokeGrant:
    """The class teacher, or who stands above them, ends a family's access."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int, grant_id: int) -> None:
        """End it at once; raises ``NotStaff``, and ``NotFound`` for what is no such grant."""
        now = self.clock.now()
        async with self.db.begin() as session:
            await pupil_in_charge(session, self.clock, reader, student_id)
            held = await grants.held(session, grant_id, now=now)
            if held is None or held.student_id != student_id:
                raise NotFound
            await grants.end(session, grant_id, now=now)
            await audit.note(
                session, "grant.revoke", "ok", chat_id=reader.id, at=now,
                detail={"student": student_id, "grant": grant_id},
            )  # fmt: skip
