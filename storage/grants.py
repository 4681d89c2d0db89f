"""Grants: which chat may see which student, or the school, as what."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.linking import Held
from domain.people import Role
from storage.database import Session
from storage.tables import access_grant


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
