"""Staff codes to withdraw, and administrators by code with theirs."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.people import Role
from domain.staff_codes import Administrator
from storage.database import Session
from storage.grants import alive
from storage.members import is_unused
from storage.tables import access_code, access_grant


async def revoke_unused(session: Session, people: Sequence[int], *, now: datetime) -> int:
    """Withdraw the unused staff codes of these people; return how many."""
    if not people:
        return 0
    return await _revoke(session, access_code.c.person_id.in_(people), is_unused(now), now=now)


async def administrators(session: Session, *, now: datetime) -> list[Administrator]:
    """Return those whom an administrator's code linked, the oldest first."""
    rows = await session.execute(
        sa.select(access_grant)
        .where(access_grant.c.role == Role.SCHOOL_ADMIN, alive(now))
        .order_by(access_grant.c.granted_at, access_grant.c.id)
    )
    return [Administrator(row.id, row.chat_id, row.holder_name, row.granted_at) for row in rows]


async def unused_admins(session: Session, *, now: datetime) -> int:
    """Count the administrators' codes that could still be used."""
    query = sa.select(sa.func.count()).select_from(access_code)
    query = query.where(is_unused(now, Role.SCHOOL_ADMIN))
    return int((await session.execute(query)).scalar_one())


async def revoke_unused_admins(session: Session, *, now: datetime) -> int:
    """Withdraw them; return how many."""
    return await _revoke(session, is_unused(now, Role.SCHOOL_ADMIN), now=now)


async def _revoke(session: Session, *conditions: sa.ColumnElement[bool], now: datetime) -> int:
    written = await session.execute(
        sa.update(access_code).where(*conditions).values(revoked_at=now)
    )
    return written.rowcount
