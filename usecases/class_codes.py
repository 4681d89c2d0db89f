"""Codes for a whole class: planned, issued in one step, looked through, withdrawn."""

from dataclasses import dataclass

from domain import codes
from domain.class_codes import (
    ClassHead,
    CodePlan,
    IssuedCodes,
    LivingCodes,
    Wanted,
)
from domain.classes import FreshCode
from domain.codes import LIFETIME
from domain.errors import NotFound, PersonUnknown
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import audit
from storage import class_codes as stored
from storage.codes import NewCode, add_all
from storage.database import Database, Session
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class PlanClassCodes:
    """How many codes a class would get."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, class_id: int) -> CodePlan:
        """Return the numbers; raises ``NotAllowed``."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.read() as session:
            await _allow(session, self.clock, reader, class_id)
            head = await _head(session, class_id)
            missing = await stored.missing(session, class_id, now=now, today=today)
            unused = await stored.unused(session, class_id, now=now, today=today)
        counts = {wanted: len(found) for wanted, found in missing.items()}
        kept = {wanted: sum(unused.get(role, 0) for role in wanted.roles) for wanted in Wanted}
        return CodePlan(head, counts, kept)


@dataclass(frozen=True, slots=True)
class IssueClassCodes:
    """New codes for all who need one, in one transaction."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(
        self, reader: Reader, class_id: int, wanted: Wanted, *, replace: bool = False
    ) -> IssuedCodes:
        """Return the codes, which nobody can see again; raises ``NotAllowed``.

        Nobody is unlinked. Unused codes stay good unless ``replace`` withdraws them.
        """
        async with self.db.begin() as session:
            await _allow(session, self.clock, reader, class_id)
            return await issue_class(
                session, self.clock, self.key, class_id, wanted,
                issued_by=reader.id, replace=replace,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShowLivingCodes:
    """The codes of a class that could still be used."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, class_id: int, page: int = 0) -> LivingCodes:
        """Return a page; raises ``NotAllowed``."""
        async with self.db.read() as session:
            await _allow(session, self.clock, reader, class_id)
            return await _living(session, self.clock, class_id, page)


@dataclass(frozen=True, slots=True)
class RevokeUnused:
    """Withdraw codes that nobody has used."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, class_id: int, code_id: int | None = None
    ) -> LivingCodes:
        """Withdraw one, or all of the class, and return what is left; raises ``NotAllowed``."""
        now, today = self.clock.now(), self.clock.today()
        async with self.db.begin() as session:
            await _allow(session, self.clock, reader, class_id)
            ended = await stored.revoke_unused(
                session, class_id, now=now, today=today, code_id=code_id
            )
            detail = {"class": class_id, "code": code_id, "count": ended}
            await audit.note(session, "code.revoke", "ok", chat_id=reader.id, at=now, detail=detail)
            return await _living(session, self.clock, class_id, 0)


@dataclass(frozen=True, slots=True)
class IssueClassSheet:
    """The operator's sheet of a class that is called by its title."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(
        self, title: str, wanted: Wanted, *, school: str | None = None, replace: bool = False
    ) -> IssuedCodes:
        """Return the codes; raises ``PersonUnknown`` where no class or several have the title."""
        async with self.db.begin() as session:
            found = await stored.called(session, title, school)
            if not found:
                where = f" in the school {school}" if school else ""
                raise PersonUnknown(f"there is no class {title}{where}")
            if len(found) > 1:
                schools = ", ".join(one.school for one in found)
                raise PersonUnknown(
                    f"several schools have a class {title}, use --school: {schools}"
                )
            return await issue_class(
                session, self.clock, self.key, found[0].id, wanted, issued_by=None, replace=replace
            )


async def issue_class(
    session: Session,
    clock: SchoolClock,
    key: bytes,
    class_id: int,
    wanted: Wanted,
    *,
    issued_by: int | None,
    replace: bool = False,
) -> IssuedCodes:
    """Write the codes and one entry of the log; raises ``NotFound`` for no such class."""
    now, today = clock.now(), clock.today()
    head = await _head(session, class_id)
    people = (await stored.missing(session, class_id, now=now, today=today))[wanted]
    ended = 0
    if replace:
        ended = await stored.revoke_unused(
            session, class_id, now=now, today=today, roles=wanted.roles
        )
    made = [(one, codes.generate()) for one in people]
    await add_all(
        session,
        [(NewCode(one.role, one.student.id), codes.digest(key, code)) for one, code in made],
        issued_at=now,
        expires_at=now + LIFETIME,
        issued_by=issued_by,
    )
    detail = {"class": class_id, "count": len(made), "revoked": ended or None}
    await audit.note(session, "code.issue", "ok", chat_id=issued_by, at=now, detail=detail)
    fresh = (
        FreshCode(one.student, one.role, codes.spell(code), LIFETIME.days) for one, code in made
    )
    return IssuedCodes(head, tuple(fresh), now + LIFETIME, ended)


async def _allow(session: Session, clock: SchoolClock, reader: Reader, class_id: int) -> None:
    await allow(session, clock, reader, Action.ISSUE_CODES, Object(What.CLASS, class_id))


async def _head(session: Session, class_id: int) -> ClassHead:
    found = await stored.head(session, class_id)
    if found is None:
        raise NotFound
    return found


async def _living(session: Session, clock: SchoolClock, class_id: int, page: int) -> LivingCodes:
    found, total = await stored.living(
        session, class_id, page, now=clock.now(), today=clock.today()
    )
    return LivingCodes(await _head(session, class_id), tuple(found), page, total)
