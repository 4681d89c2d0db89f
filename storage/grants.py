"""Grants: which chat may see which student, or the school, as what."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.access import Holder
from domain.linking import Held
from domain.people import Name, Role
from storage.database import Session
from storage.tables import access_grant, person


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What a chat is given."""

    chat_id: int
    role: Role
    student_id: int | None = None
    person_id: int | None = None
    holder_name: str = ""
    code_id: int | None = None


def alive(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that a grant holds at this moment."""
    return sa.and_(
        access_grant.c.revoked_at.is_(None),
        sa.or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
    )


async def held_by(session: Session, chat_id: int, *, now: datetime) -> list[Held]:
    """Return the chat's living grants."""
    rows = await session.execute(
        sa.select(access_grant.c.role, access_grant.c.student_id, access_grant.c.person_id).where(
            access_grant.c.chat_id == chat_id, alive(now)
        )
    )
    return [Held(Role(role), student_id, person_id) for role, student_id, person_id in rows]


async def add(session: Session, new: NewGrant, *, now: datetime) -> int:
    """Write a grant and return its row."""
    written = await session.execute(
        sa.insert(access_grant)
        .values(
            chat_id=new.chat_id,
            role=new.role,
            student_id=new.student_id,
            person_id=new.person_id,
            holder_name=new.holder_name,
            access_code_id=new.code_id,
            granted_at=now,
        )
        .returning(access_grant.c.id)
    )
    return int(written.scalar_one())


async def revoke(session: Session, *conditions: sa.ColumnElement[bool], now: datetime) -> int:
    """End the living grants that fit; return how many."""
    written = await session.execute(
        sa.update(access_grant).where(alive(now), *conditions).values(revoked_at=now)
    )
    return written.rowcount


async def revoke_of_code(session: Session, code_id: int, *, now: datetime) -> int:
    """End what a code gave."""
    return await revoke(session, access_grant.c.access_code_id == code_id, now=now)


async def of_student(session: Session, student_id: int, *, now: datetime) -> list[Holder]:
    """Return who sees the student: guardians first, then the student, then others, oldest first."""
    rank = sa.case({Role.GUARDIAN: 0, Role.STUDENT: 1}, value=access_grant.c.role, else_=2)
    rows = await session.execute(
        _holders()
        .where(access_grant.c.student_id == student_id, alive(now))
        .order_by(rank, access_grant.c.granted_at, access_grant.c.id)
    )
    return [_holder(row) for row in rows]


async def held(session: Session, grant_id: int, *, now: datetime) -> Held | None:
    """Return a living grant."""
    rows = await session.execute(
        sa.select(access_grant.c.role, access_grant.c.student_id, access_grant.c.person_id).where(
            access_grant.c.id == grant_id, alive(now)
        )
    )
    row = rows.one_or_none()
    return Held(Role(row.role), row.student_id, row.person_id) if row else None


async def end(session: Session, grant_id: int, *, now: datetime) -> int:
    """End one grant; return 1, or 0 where it had ended before."""
    return await revoke(session, access_grant.c.id == grant_id, now=now)


async def end_own(session: Session, chat_id: int, student_id: int, *, now: datetime) -> int:
    """End all that a chat may see of a student."""
    mine = access_grant.c.chat_id == chat_id, access_grant.c.student_id == student_id
    return await revoke(session, *mine, now=now)


def _holders() -> sa.Select[tuple[object, ...]]:
    return sa.select(
        access_grant,
        person.c.given_name,
        person.c.family_name,
        person.c.middle_name,
    ).outerjoin(person, person.c.id == access_grant.c.person_id)


def _holder(row: sa.Row[tuple[object, ...]]) -> Holder:
    known = row.person_id is not None
    name = Name(row.given_name, row.family_name, row.middle_name).full if known else ""
    return Holder(
        row.id,
        Role(row.role),
        name or row.holder_name,
        row.chat_id,
        row.granted_at,
        row.expires_at,
    )
