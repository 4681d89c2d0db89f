"""Codes for a school's staff: one, all who are not linked, and the unused ones withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import codes
from domain.codes import LIFETIME
from domain.errors import NotAllowed
from domain.members import Member, MemberCard
from domain.people import Reader, Role
from domain.rights import Action
from domain.school_clock import SchoolClock
from domain.staff_codes import FreshStaffCode, FreshStaffCodes, StaffCodePlan
from storage import audit, staff_codes
from storage import codes as stored
from storage.codes import NewCode
from storage.database import Database, Session
from usecases.codes import issue
from usecases.members import member_in_charge, staff_in_charge


@dataclass(frozen=True, slots=True)
class IssueMemberCode:
    """A code for one member of staff, made in the chat."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(self, reader: Reader, school_id: int, person_id: int) -> FreshStaffCodes:
        """Return the code, which nobody can see again; earlier ones stay good.

        Raises ``NotFound`` for who does not work there, and ``NotAllowed``: also for somebody
        whose post at another school the code would open besides.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            card = await member_in_charge(session, self.clock, reader, school_id, person_id)
            if card.member.is_beyond:
                raise NotAllowed(Action.ISSUE_STAFF_CODES)
            new = NewCode(Role.STAFF, person_id=person_id)
            code = await issue(session, self.clock, self.key, new, issued_by=reader.id)
        return FreshStaffCodes(card.school, (FreshStaffCode(card.member, code),), now + LIFETIME)


@dataclass(frozen=True, slots=True)
class RevokeMemberCodes:
    """Withdraw the codes of a member of staff that nobody has used."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, school_id: int, person_id: int) -> MemberCard:
        """Return what is left; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.begin() as session:
            card = await member_in_charge(session, self.clock, reader, school_id, person_id)
            ended = await _revoke(session, self.clock, (card.member,))
            await audit.note(
                session, "code.revoke", "ok", chat_id=reader.id, at=self.clock.now(),
                detail={"school": school_id, "person": person_id, "count": ended},
            )  # fmt: skip
        return replace(card, codes=(), member=replace(card.member, unused=0))


@dataclass(frozen=True, slots=True)
class PlanStaffCodes:
    """How many codes a school's staff would get."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, school_id: int) -> StaffCodePlan:
        """Return the numbers; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            staff = await staff_in_charge(session, self.clock, reader, school_id)
        unused = sum(one.unused for one in staff.missing)
        beyond = sum(one.is_beyond and not one.is_linked for one in staff.members)
        return StaffCodePlan(staff.school, len(staff.missing), unused, beyond)


@dataclass(frozen=True, slots=True)
class IssueStaffCodes:
    """A code for everybody of a school's staff who is not linked, in one transaction."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(
        self, reader: Reader, school_id: int, *, replace: bool = False
    ) -> FreshStaffCodes:
        """Return the codes, which nobody can see again; raises ``NotAllowed``, ``NotFound``.

        Nobody is unlinked. Unused codes stay good unless ``replace`` withdraws them.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            staff = await staff_in_charge(session, self.clock, reader, school_id)
            ended = await _revoke(session, self.clock, staff.missing) if replace else 0
            made = [(one, codes.generate()) for one in staff.missing]
            await stored.add_all(
                session,
                [
                    (NewCode(Role.STAFF, person_id=one.id), codes.digest(self.key, code))
                    for one, code in made
                ],
                issued_at=now,
                expires_at=now + LIFETIME,
                issued_by=reader.id,
            )
            detail = {"school": school_id, "count": len(made), "revoked": ended or None}
            await audit.note(session, "code.issue", "ok", chat_id=reader.id, at=now, detail=detail)
        fresh = tuple(FreshStaffCode(one, codes.spell(code)) for one, code in made)
        return FreshStaffCodes(staff.school, fresh, now + LIFETIME, ended)


async def _revoke(session: Session, clock: SchoolClock, of: Sequence[Member]) -> int:
    """Withdraw the unused codes of these people; return how many."""
    people = [one.id for one in of if one.unused]
    return await staff_codes.revoke_unused(session, people, now=clock.now())
