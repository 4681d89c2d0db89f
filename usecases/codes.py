"""What the operator does with codes: issue, list, revoke."""

from dataclasses import dataclass
from datetime import timedelta

from domain import codes
from domain.codes import LIFETIME, StoredCode
from domain.errors import CodeRefused, CodeTrouble, PersonUnknown
from domain.people import Role
from domain.school_clock import SchoolClock
from storage import audit, grants, people
from storage import codes as stored
from storage.codes import NewCode
from storage.database import Database, Session
from storage.people import KnownPerson


@dataclass(frozen=True, slots=True)
class Target:
    """For whom a code is: exactly one of student, staff and admin is given."""

    student: str = ""
    """A sourcedId, as are guardian and staff."""
    guardian: str = ""
    """The known guardian whom the student's code is bound to."""
    staff: str = ""
    admin: str = ""
    """An administrator's name: no row of the roster stands for them."""
    role: Role = Role.GUARDIAN
    """Of the student's code: guardian or student."""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code as it is shown, this once."""

    code: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class IssueCodes:
    """Make codes for one person."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(
        self, target: Target, *, count: int = 1, lifetime: timedelta = LIFETIME
    ) -> list[IssuedCode]:
        """Return the codes; raises ``PersonUnknown`` with one sentence."""
        async with self.db.begin() as session:
            new, name = await _resolve(session, target)
            made = [
                await issue(session, self.clock, self.key, new, lifetime=lifetime)
                for _ in range(count)
            ]
        return [IssuedCode(code, new.role, name) for code in made]


@dataclass(frozen=True, slots=True)
class ListCodes:
    """Show what was issued."""

    db: Database
    clock: SchoolClock

    async def __call__(self, class_title: str | None = None) -> list[StoredCode]:
        """Return codes, the newest first; never a code itself, which nobody has."""
        async with self.db.read() as session:
            return await stored.listing(session, today=self.clock.today(), class_title=class_title)


@dataclass(frozen=True, slots=True)
class RevokeCode:
    """Withdraw a code, and what it gave if it was used."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(self, text: str) -> tuple[StoredCode, int]:
        """Return the code and how many links ended with it.

        Raises ``CodeRefused`` for what is no code of ours.
        """
        digest, now = codes.digest(self.key, codes.read(text)), self.clock.now()
        async with self.db.begin() as session:
            code = await stored.by_digest(session, digest, today=self.clock.today())
            if code is None:
                raise CodeRefused(CodeTrouble.UNKNOWN)
            await stored.revoke(session, code.id, now=now)
            ended = await grants.revoke_of_code(session, code.id, now=now)
            await audit.note(
                session, "code.revoke", "ok", chat_id=None, at=now, detail={"code": code.id}
            )
        return code, ended


async def issue(
    session: Session,
    clock: SchoolClock,
    key: bytes,
    new: NewCode,
    *,
    lifetime: timedelta = LIFETIME,
    issued_by: int | None = None,
) -> str:
    """Write a new code and return it with its dashes, the only time that it is known."""
    code, now = codes.generate(), clock.now()
    code_id = await stored.add(
        session,
        new,
        codes.digest(key, code),
        issued_at=now,
        expires_at=now + lifetime,
        issued_by=issued_by,
    )
    detail = {"code": code_id, "student": new.student_id, "person": new.person_id}
    await audit.note(session, "code.issue", "ok", chat_id=issued_by, at=now, detail=detail)
    return codes.spell(code)


async def _resolve(session: Session, target: Target) -> tuple[NewCode, str]:
    """Return what the code gives and the name that is printed beside it."""
    if target.admin:
        return NewCode(Role.SCHOOL_ADMIN, holder_name=target.admin), target.admin
    if target.staff:
        member = await _person(session, target.staff, target.source)
        if not member.is_staff:
            raise PersonUnknown(f"{target.staff} is not of the staff: a staff code is refused")
        return NewCode(Role.STAFF, person_id=member.id), member.name.full
    student = await _person(session, target.student, target.source)
    if not student.is_student:
        raise PersonUnknown(f"{target.student} is not a student")
    guardian_id = await _guardian(session, target, student) if target.guardian else None
    return NewCode(target.role, student.id, guardian_id), student.name.full


async def _guardian(session: Session, target: Target, student: KnownPerson) -> int:
    guardian = await _person(session, target.guardian, student.source)
    if not await people.guards(session, guardian.id, student.id):
        raise PersonUnknown(f"{target.guardian} is not known as a guardian of {target.student}")
    return guardian.id


async def _person(session: Session, sourced_id: str, source: str | None) -> KnownPerson:
    found = await people.called(session, sourced_id, source=source)
    if not found:
        where = f" in source {source}" if source else ""
        raise PersonUnknown(f"nobody at school has the sourcedId {sourced_id}{where}")
    if len(found) > 1:
        sources = ", ".join(person.source for person in found)
        raise PersonUnknown(f"{sourced_id} is in several sources, choose by --source: {sources}")
    return found[0]
