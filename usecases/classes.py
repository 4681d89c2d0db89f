"""The class as its teacher sees it: who is linked, and codes for who is not."""

from dataclasses import dataclass, replace

from domain.class_codes import IssuedCodes
from domain.classes import CLASSES_ON_PAGE, ClassList, ClassRoll, FreshCode, PupilCard
from domain.codes import LIFETIME
from domain.errors import NotStaff
from domain.people import Reader, Role, Student
from domain.school_clock import SchoolClock
from storage import class_codes, classes, grants
from storage.codes import NewCode
from storage.database import Database, Session
from usecases.codes import issue


@dataclass(frozen=True, slots=True)
class ShowClasses:
    """The classes somebody is in charge of."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, page: int = 0) -> ClassList | ClassRoll:
        """Return a page of them, or the class itself where it is the only one.

        Raises ``NotStaff``.
        """
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            found = await classes.in_charge(session, reader.id, now=now, today=today)
            if not found:
                raise NotStaff
            if len(found) == 1:
                roll = await _roll(session, self.clock, found[0].id, found[0].title, 0)
                return replace(roll, only=True, reads=found[0].reads, leads=found[0].leads)
        page = max(0, min(page, (len(found) - 1) // CLASSES_ON_PAGE))
        shown = found[page * CLASSES_ON_PAGE : (page + 1) * CLASSES_ON_PAGE]
        return ClassList(tuple(shown), page, len(found))


@dataclass(frozen=True, slots=True)
class ShowClass:
    """One class's students and whether their families are linked."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, class_id: int, page: int = 0, *, without_guardian: bool = False
    ) -> ClassRoll:
        """Return a page of all, or of those whose parents are missing; raises ``NotStaff``."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            found = await classes.one_in_charge(session, reader.id, class_id, now=now, today=today)
            if found is None:
                raise NotStaff
            one, only = found
            roll = await _roll(
                session,
                self.clock,
                class_id,
                one.title,
                max(page, 0),
                without_guardian=without_guardian,
            )
        return replace(roll, only=only, reads=one.reads, leads=one.leads)


@dataclass(frozen=True, slots=True)
class ShowPupil:
    """One student and who sees their diary."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, student_id: int) -> PupilCard:
        """Return the living grants; raises ``NotStaff``."""
        async with self.db.read() as session:
            student = await pupil_in_charge(session, self.clock, reader, student_id)
            holders = await grants.of_student(session, student_id, now=self.clock.now())
        return PupilCard(student, tuple(holders))


@dataclass(frozen=True, slots=True)
class IssuePupilCode:
    """A code for a parent or the student, made in the chat."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(self, reader: Reader, student_id: int, role: Role) -> IssuedCodes:
        """Return the code, which nobody can see again; raises ``NotStaff``."""
        if role not in (Role.GUARDIAN, Role.STUDENT):
            raise NotStaff
        async with self.db.begin() as session:
            student = await pupil_in_charge(session, self.clock, reader, student_id)
            code = await issue(
                session, self.clock, self.key, NewCode(role, student_id), issued_by=reader.id
            )
            head = await class_codes.head(session, student.class_id or 0)
        assert head is not None, "the reader is in charge of it"
        fresh = FreshCode(student, role, code, LIFETIME.days)
        return IssuedCodes(head, (fresh,), self.clock.now() + LIFETIME)


async def pupil_in_charge(
    session: Session, clock: SchoolClock, reader: Reader, student_id: int
) -> Student:
    """Return the student if the reader is in charge of their class; raises ``NotStaff``."""
    student = await classes.pupil_in_charge(
        session, reader.id, student_id, now=clock.now(), today=clock.today()
    )
    if student is None:
        raise NotStaff
    return student


async def _roll(
    session: Session,
    clock: SchoolClock,
    class_id: int,
    title: str,
    page: int,
    *,
    without_guardian: bool = False,
) -> ClassRoll:
    found, total, with_guardian, linked = await classes.pupils(
        session,
        class_id,
        page,
        now=clock.now(),
        today=clock.today(),
        without_guardian=without_guardian,
    )
    return ClassRoll(
        class_id, title, tuple(found), page, total, with_guardian, linked,
        without_guardian=without_guardian,
    )  # fmt: skip
