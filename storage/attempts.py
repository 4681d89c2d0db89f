"""Records of refused codes; they outlive restarts."""

from datetime import datetime

import sqlalchemy as sa

from domain.attempts import Record
from storage.database import Session
from storage.tables import link_attempt
from storage.upsert import upsert

ALL = 0
"""The row that counts all chats together."""


async def hold(session: Session, telegram_id: int, *, now: datetime) -> tuple[Record, Record]:
    """Return the chat's record and that of all chats, and let no other code be read meanwhile.

    The rows are written as they are, so that they are locked until the transaction ends: a
    thousand guesses at once are judged one after another. Chats are held in one order.
    """
    rows = [
        {"telegram_id": one, "failures": 0, "last_failed_at": now} for one in (ALL, telegram_id)
    ]
    insert = upsert(session, link_attempt).values(rows)
    held = await session.execute(
        insert.on_conflict_do_update(
            index_elements=["telegram_id"], set_={"failures": link_attempt.c.failures}
        ).returning(link_attempt)
    )
    found = {row.telegram_id: _record(row) for row in held}
    return found[telegram_id], found[ALL]


async def store(session: Session, telegram_id: int, record: Record) -> None:
    """Write a record."""
    await session.execute(
        sa.update(link_attempt)
        .where(link_attempt.c.telegram_id == telegram_id)
        .values(
            failures=record.failures,
            last_failed_at=record.last_failed_at,
            blocked_until=record.blocked_until,
        )
    )


async def clear(session: Session, telegram_id: int) -> None:
    """Forget the chat's misses: a code of theirs linked."""
    await session.execute(sa.delete(link_attempt).where(link_attempt.c.telegram_id == telegram_id))


def _record(row: sa.Row[tuple[object, ...]]) -> Record:
    return Record(row.failures, row.last_failed_at, row.blocked_until)
