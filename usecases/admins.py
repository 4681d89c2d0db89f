"""Administrators whom a code linked: every school is open to them, so they look after each other.

An administrator by post has the own schools only. Such a code would open the others too, so
neither the list nor the codes are theirs.
"""

from dataclasses import dataclass, replace

from domain.codes import LIFETIME
from domain.errors import AdminNameRefused, NotAdmin, NotFound, OwnAccess
from domain.linking import tidy_name
from domain.people import Reader, Role
from domain.school_clock import SchoolClock
from domain.staff_codes import ADMINS_ON_PAGE, Administrators, FreshAdminCode
from storage import audit, grants, staff_codes
from storage.codes import NewCode
from storage.database import Database, Session
from usecases.codes import issue


@dataclass(frozen=True, slots=True)
class ShowAdmins:
    """All administrators by code."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, page: int = 0) -> Administrators:
        """Return a page of them, for one of them; raises ``NotAdmin``."""
        # Grants have no index by role, and this is asked for once in a while.
        async with self.db.survey() as session:
            found = await _admins(session, self.clock, reader)
        return replace(found, page=max(0, min(page, (len(found.holders) - 1) // ADMINS_ON_PAGE)))


@dataclass(frozen=True, slots=True)
class IssueAdminCode:
    """A code for one more administrator of every school."""

    db: Database
    clock: SchoolClock
    key: bytes

    async def __call__(self, reader: Reader, name: str) -> FreshAdminCode:
        """Return the code, which nobody can see again.

        Raises ``NotAdmin``, and ``AdminNameRefused`` for what cannot be a name.
        """
        async with self.db.begin() as session:
            await _admins(session, self.clock, reader)
            tidy = tidy_name(name)
            if not tidy:
                raise AdminNameRefused
            new = NewCode(Role.SCHOOL_ADMIN, holder_name=tidy)
            code = await issue(session, self.clock, self.key, new, issued_by=reader.id)
        return FreshAdminCode(tidy, code, self.clock.now() + LIFETIME)


@dataclass(frozen=True, slots=True)
class RevokeAdminCodes:
    """Withdraw the administrators' codes that nobody has used."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader) -> Administrators:
        """Return what is left; raises ``NotAdmin``."""
        now = self.clock.now()
        async with self.db.begin() as session:
            found = await _admins(session, self.clock, reader)
            ended = await staff_codes.revoke_unused_admins(session, now=now)
            await audit.note(
                session, "code.revoke", "ok", chat_id=reader.id, at=now,
                detail={"role": Role.SCHOOL_ADMIN.value, "count": ended},
            )  # fmt: skip
        return replace(found, unused=0)


@dataclass(frozen=True, slots=True)
class EndAdmin:
    """An administrator ends another one's access."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, grant_id: int) -> Administrators:
        """End it at once and return who is left.

        Raises ``NotAdmin``, ``NotFound``, and ``OwnAccess`` for the chat that is asking.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            found = await _admins(session, self.clock, reader)
            holder = found.holder(grant_id)
            if holder is None:
                raise NotFound
            if holder.chat_id == reader.id:
                raise OwnAccess
            await grants.end(session, grant_id, now=now)
            await audit.note(
                session, "grant.revoke", "ok", chat_id=reader.id, at=now,
                detail={"role": Role.SCHOOL_ADMIN.value, "grant": grant_id},
            )  # fmt: skip
        left = tuple(one for one in found.holders if one.grant_id != grant_id)
        return replace(found, holders=left)


async def _admins(session: Session, clock: SchoolClock, reader: Reader) -> Administrators:
    """Return all administrators by code if the reader is one of them; raises ``NotAdmin``."""
    now = clock.now()
    holders = await staff_codes.administrators(session, now=now)
    if all(one.chat_id != reader.id for one in holders):
        raise NotAdmin
    unused = await staff_codes.unused_admins(session, now=now)
    return Administrators(tuple(holders), unused, reader.id)
