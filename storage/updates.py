"""Updates that were taken from Telegram before they were handled, or that nobody can read."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.database import Session
from storage.tables import broken_update, handled_update, waiting_update
from storage.types import Utc
from storage.upsert import upsert

KEPT = timedelta(days=2)
"""Telegram itself keeps an update for a day (Bot API, getUpdates)."""
BROKEN_KEPT = timedelta(days=30)
ANSWER_AWAITED = timedelta(minutes=10)
"""Who tapped or wrote has looked at the screen again by then."""
STEP = 500
"""Numbers in one statement."""

Raw = Mapping[str, Any]


async def keep(session: Session, bot_id: int, updates: Collection[Raw], now: datetime) -> None:
    """Store updates that are still at work; one that is there already stays."""
    rows = [
        {"bot_id": bot_id, "update_id": raw["update_id"], "at": now, "raw": dict(raw)}
        for raw in updates
    ]
    if rows:
        insert = upsert(session, waiting_update)
        await session.execute(
            insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]), rows
        )


async def kept(
    session: Session, bot_id: int, *, after: int | None = None, limit: int | None = None
) -> list[Raw]:
    """Return what a stop or a crash left over, in Telegram's order; ``after``: the next page."""
    query = sa.select(waiting_update.c.raw).where(waiting_update.c.bot_id == bot_id)
    if after is not None:
        query = query.where(waiting_update.c.update_id > after)
    found = await session.execute(query.order_by(waiting_update.c.update_id).limit(limit))
    return list(found.scalars())


async def numbered(session: Session, bot_id: int, numbers: Collection[int]) -> dict[int, Raw]:
    """Return those of the updates that are kept."""
    found = await session.execute(
        sa.select(waiting_update.c.update_id, waiting_update.c.raw).where(
            waiting_update.c.bot_id == bot_id, waiting_update.c.update_id.in_(numbers)
        )
    )
    return {row.update_id: row.raw for row in found}


async def done(session: Session, bot_id: int, numbers: Collection[int]) -> None:
    """Forget updates that are handled."""
    left = sorted(numbers)
    while left:
        some, left = left[:STEP], left[STEP:]
        await session.execute(
            sa.delete(waiting_update).where(
                waiting_update.c.bot_id == bot_id, waiting_update.c.update_id.in_(some)
            )
        )


async def forget_done(session: Session, now: datetime) -> int:
    """Forget kept updates that had their effect long ago; returns how many.

    Nobody waits for their answer any more. A stop may cut a handler off between effect and answer:
    for a little while the person is still told.
    """
    mark = sa.exists().where(
        handled_update.c.bot_id == waiting_update.c.bot_id,
        handled_update.c.update_id == waiting_update.c.update_id,
        handled_update.c.at < now - ANSWER_AWAITED,
    )
    found = await session.execute(sa.delete(waiting_update).where(mark))
    return found.rowcount


async def set_aside(
    session: Session, bot_id: int, update_id: int, raw: Raw, reason: str, now: datetime
) -> None:
    """Keep an update that nobody can read, for whoever mends that."""
    row = {"bot_id": bot_id, "update_id": update_id, "at": now, "raw": dict(raw)}
    insert = upsert(session, broken_update).values(row | {"reason": reason})
    await session.execute(insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]))


async def sweep(session: Session, now: datetime) -> int:
    """Forget what is old; returns how many.

    The number of an update that had its effect goes with the update, in this transaction, or after
    it: Telegram itself brings none that is older than a day, and ``KEPT`` is longer than
    ``ANSWER_AWAITED``, so that nothing kept is ever older than the memory of its effect.
    """
    swept = await forget_done(session, now)
    await _give_up(session, now)
    for table, age in ((handled_update, KEPT), (broken_update, BROKEN_KEPT)):
        found = await session.execute(sa.delete(table).where(table.c.at < now - age))
        swept += found.rowcount
    return swept


async def _give_up(session: Session, now: datetime) -> None:
    """Set aside what has waited for so long that no bot of its number can be running."""
    old = waiting_update.c.at < now - BROKEN_KEPT
    row = sa.select(
        waiting_update.c.bot_id, waiting_update.c.update_id, sa.literal(now, Utc()),
        waiting_update.c.raw, sa.literal("never handled"),
    )  # fmt: skip
    insert = upsert(session, broken_update).from_select(
        ["bot_id", "update_id", "at", "raw", "reason"], row.where(old)
    )
    await session.execute(insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]))
    await session.execute(sa.delete(waiting_update).where(old))
