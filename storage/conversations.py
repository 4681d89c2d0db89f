"""What people are in the middle of composing; survives a restart."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.database import Session
from storage.tables import conversation
from storage.upsert import upsert


def key(telegram_id: int) -> str:
    """Return the row of a private chat's conversation."""
    return str(telegram_id)


async def state(session: Session, name: str) -> str | None:
    """Return the state of a conversation; nothing where there is none."""
    found = await session.execute(sa.select(conversation.c.state).where(conversation.c.key == name))
    return found.scalar_one_or_none()


async def data(session: Session, name: str) -> dict[str, Any]:
    """Return what was said so far."""
    found = await session.execute(sa.select(conversation.c.data).where(conversation.c.key == name))
    return dict(found.scalar_one_or_none() or {})


async def put_state(session: Session, name: str, value: str, *, now: datetime) -> None:
    """Enter a state; what was said stays."""
    await _put(session, name, {"state": value}, {"state": value, "data": {}}, now)


async def put_data(session: Session, name: str, value: Mapping[str, Any], *, now: datetime) -> None:
    """Remember what was said."""
    values = {"data": dict(value)}
    await _put(session, name, values, {"state": None, **values}, now)


async def drop_data(session: Session, name: str) -> None:
    """Forget what was said, not that there is a conversation."""
    await session.execute(sa.update(conversation).where(conversation.c.key == name).values(data={}))


async def end(session: Session, name: str) -> None:
    """Forget the conversation."""
    await session.execute(sa.delete(conversation).where(conversation.c.key == name))


async def _put(
    session: Session, name: str, changed: dict[str, Any], fresh: dict[str, Any], now: datetime
) -> None:
    await session.execute(
        upsert(session, conversation)
        .values(key=name, updated_at=now, **fresh)
        .on_conflict_do_update(index_elements=["key"], set_={**changed, "updated_at": now})
    )
