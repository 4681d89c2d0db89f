"""A school's staff for its administrator: who is linked, and access to end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.changes import matching
from domain.errors import MemberUnknown, NotAdmin, NotFound, OwnAccess
from domain.members import (
    MEMBERS_ON_PAGE,
    SCHOOLS_ON_PAGE,
    Member,
    MemberCard,
    MemberPage,
    SchoolList,
    Staff,
)
from domain.people import Reader
from domain.rights import Action, Object, What
from domain.school_clock import SchoolClock
from storage import audit, grants, members
from storage.database import Database, Session
from usecases.rights import allow


@dataclass(frozen=True, slots=True)
class ShowSchools:
    """The schools whose administrator somebody is."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, page: int = 0) -> SchoolList | MemberPage:
        """Return a page of them, or the staff of the only one; raises ``NotAdmin``."""
        now = self.clock.now()
        async with self.db.read() as session:
            found, is_every = await members.schools(session, reader.id, now=now)
            if not found:
                raise NotAdmin
            if len(found) == 1:
                staff = await _staff(session, self.clock, reader, found[0].id)
                return _page(staff, staff.members, 0)
        page = max(0, min(page, (len(found) - 1) // SCHOOLS_ON_PAGE))
        shown = found[page * SCHOOLS_ON_PAGE : (page + 1) * SCHOOLS_ON_PAGE]
        return SchoolList(tuple(shown), page, len(found), is_every)


@dataclass(frozen=True, slots=True)
class ShowMembers:
    """A school's staff by family name."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, school_id: int, page: int = 0, *, unlinked: bool = False
    ) -> MemberPage:
        """Return a page of all, or of those who are not linked.

        Raises ``NotAllowed``, and ``NotFound`` for no such school.
        """
        async with self.db.read() as session:
            staff = await staff_in_charge(session, self.clock, reader, school_id)
        wanted = [one for one in staff.members if not (unlinked and one.is_linked)]
        return replace(_page(staff, wanted, page), unlinked=unlinked)


@dataclass(frozen=True, slots=True)
class FindMembers:
    """Somebody of the staff by the first letters of a name."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, school_id: int, wanted: str) -> MemberPage:
        """Return those who are called so, as many as a page holds.

        Raises ``NotAllowed``, ``NotFound``, and ``MemberUnknown`` where nobody is.
        """
        async with self.db.read() as session:
            staff = await staff_in_charge(session, self.clock, reader, school_id)
        found = matching(staff.members, wanted)
        if not found:
            raise MemberUnknown
        return replace(_page(staff, found, 0), wanted=wanted)


@dataclass(frozen=True, slots=True)
class ShowMember:
    """One member of staff."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, school_id: int, person_id: int) -> MemberCard:
        """Return their chats and unused codes; raises ``NotAllowed``, ``NotFound``."""
        async with self.db.read() as session:
            return await member_in_charge(session, self.clock, reader, school_id, person_id)


@dataclass(frozen=True, slots=True)
class EndMember:
    """An administrator ends the access of one chat of somebody's."""

    db: Database
    clock: SchoolClock

    async def __call__(
        self, reader: Reader, school_id: int, person_id: int, grant_id: int
    ) -> MemberCard:
        """End it at once and return what is left.

        Raises ``NotAllowed``, ``NotFound``, and ``OwnAccess`` for the chat that is asking.
        """
        now = self.clock.now()
        async with self.db.begin() as session:
            card = await member_in_charge(session, self.clock, reader, school_id, person_id)
            chat = card.chat(grant_id)
            if chat is None:
                raise NotFound
            if card.is_own(chat):
                raise OwnAccess
            await grants.end(session, grant_id, now=now)
            await audit.note(
                session, "grant.revoke", "ok", chat_id=reader.id, at=now,
                detail={"school": school_id, "person": person_id, "grant": grant_id},
            )  # fmt: skip
        left = tuple(one for one in card.chats if one.grant_id != grant_id)
        return replace(card, chats=left, member=replace(card.member, chats=len(left)))


async def staff_in_charge(
    session: Session, clock: SchoolClock, reader: Reader, school_id: int
) -> Staff:
    """Return a school's staff if the reader is its administrator; two statements.

    Raises ``NotAllowed``, and ``NotFound`` for no such school.
    """
    await _allow(session, clock, reader, school_id)
    return await _staff(session, clock, reader, school_id)


async def member_in_charge(
    session: Session, clock: SchoolClock, reader: Reader, school_id: int, person_id: int
) -> MemberCard:
    """Return one of a school's staff if the reader is its administrator; two statements.

    Raises ``NotAllowed``, and ``NotFound`` for who does not work there, or no longer.
    """
    await _allow(session, clock, reader, school_id)
    found = await members.one(
        session, reader.id, school_id, person_id, now=clock.now(), today=clock.today()
    )
    if found is None:
        raise NotFound
    return found


async def _allow(session: Session, clock: SchoolClock, reader: Reader, school_id: int) -> None:
    what = Object(What.SCHOOL, school_id)
    await allow(session, clock, reader, Action.ISSUE_STAFF_CODES, what)


async def _staff(session: Session, clock: SchoolClock, reader: Reader, school_id: int) -> Staff:
    found = await members.of_school(
        session, reader.id, school_id, now=clock.now(), today=clock.today()
    )
    if found is None:
        raise NotFound
    return found


def _page(staff: Staff, wanted: Sequence[Member], page: int) -> MemberPage:
    """Return a page of some of them; of one beyond the last, the last."""
    page = max(0, min(page, (len(wanted) - 1) // MEMBERS_ON_PAGE))
    shown = wanted[page * MEMBERS_ON_PAGE : (page + 1) * MEMBERS_ON_PAGE]
    return MemberPage(staff, tuple(shown), page, len(wanted))
