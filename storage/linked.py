"""Students whose diary somebody reads: the only ones worth a message."""

from collections.abc import AsyncIterator
from datetime import datetime

import sqlalchemy as sa

from domain.people import FAMILY_ROLES, Name
from storage.database import Session
from storage.tables import access_grant, chat, person

CHUNK = 2000
"""Students at a time: few statements for a school, bounded memory for a city."""


async def students(session: Session, *, now: datetime) -> AsyncIterator[dict[int, str]]:
    """Yield id → short name of students who are linked to somebody reachable, by chunks."""
    last = 0
    while True:
        rows = await session.execute(_after(last, now))
        found = {row.id: Name(row.given_name, row.family_name).short for row in rows}
        if found:
            yield found
        if len(found) < CHUNK:
            return
        last = max(found)


def _after(last: int, now: datetime) -> sa.Select[tuple[int, str, str]]:
    heard = (
        sa.exists()
        .where(
            access_grant.c.student_id == person.c.id,
            access_grant.c.role.in_(FAMILY_ROLES),
            access_grant.c.revoked_at.is_(None),
            sa.or_(access_grant.c.expires_at.is_(None), access_grant.c.expires_at > now),
            chat.c.id == access_grant.c.chat_id,
            chat.c.unreachable_at.is_(None),
        )
        .correlate(person)
    )
    return (
        sa.select(person.c.id, person.c.given_name, person.c.family_name)
        .where(person.c.id > last, person.c.active, heard)
        .order_by(person.c.id)
        .limit(CHUNK)
    )
