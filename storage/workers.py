"""Processes that send: who of them is alive, so that the claims of the dead are free."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.database import Session
from storage.tables import worker
from storage.upsert import upsert


async def beat(session: Session, me: int, *, now: datetime, until: datetime) -> Sequence[int]:
    """Say that a worker lives until then; returns all that live, in a fixed order."""
    insert = upsert(session, worker).values(id=me, alive_until=until)
    await session.execute(
        insert.on_conflict_do_update(index_elements=["id"], set_={"alive_until": until})
    )
    await session.execute(sa.delete(worker).where(worker.c.alive_until <= now))
    found = await session.execute(sa.select(worker.c.id).order_by(worker.c.id))
    return found.scalars().all()


async def leave(session: Session, me: int) -> None:
    """Say that a worker stops: what it had claimed is free at once."""
    await session.execute(sa.delete(worker).where(worker.c.id == me))


def alive(now: datetime) -> sa.Select[tuple[int]]:
    """Select the workers whose claims hold."""
    return sa.select(worker.c.id).where(worker.c.alive_until > now)
