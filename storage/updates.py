"""Updates that were taken from Telegram before they were handled, or that nobody can read."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.database import Session
from storage.tables import broken_update, handled_update, waiting_update
from storage.upsert import upsert

KEPT = timedelta(days=2)
"""Telegram itself keeps an update for a day (Bot API, getUpdates)."""
BROKEN_KEPT = timedelta(days=30)

Raw = Mapping[str, Any]


async def keep(session: Session, bot_id: int, updates: Collection[Raw], now: datetime) -> None:
    """Store updates that are still at work; one that is there already stays."""
    rows = [
        {"bot_id": bot_id, "update_id": raw["update_id"], "at": now, "raw": dict(raw)}
        for raw in updates
    ]
    insert = upsert(session, waiting_update)
    await session.execute(
        insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]), rows
    )


async def kept(session: Session, bot_id: int) -> list[Raw]:
    """Return what a stop or a crash left over, in Telegram's order."""
    found = await session.execute(
        sa.select(waiting_update.c.raw)
        .where(waiting_update.c.bot_id == bot_id)
        .order_by(waiting_update.c.update_id)
    )
    return list(found.scalars())


async def done(session: Session, bot_id: int, update_id: int) -> None:
    """Forget an update that is handled."""
    await session.execute(
        sa.delete(waiting_update).where(
            waiting_update.c.bot_id == bot_id, waiting_update.c.update_id == update_id
        )
    )


async def set_aside(
    session: Session, bot_id: int, update_id: int, raw: Raw, reason: str, now: datetime
) -> None:
    """Keep an update that nobody can read, for whoever mends that."""
    row = {"bot_id": bot_id, "update_id": update_id, "at": now, "raw": dict(raw)}
    insert = upsert(session, broken_update).values(row | {"reason": reason})
    await session.execute(insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]))


async def sweep(session: Session, now: datetime) -> int:
    """Forget numbers and broken updates that are old; returns how many."""
    swept = 0
    for table, age in ((handled_update, KEPT), (broken_update, BROKEN_KEPT)):
        found = await session.execute(sa.delete(table).where(table.c.at < now - age))
        swept += found.rowcount
    return swept
