"""Facts: written in the transaction that made them true."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.facts import Fact, dump
from storage.database import Session
from storage.tables import fact
from storage.upsert import upsert

CHANNEL = "diary_facts"
"""PostgreSQL's LISTEN channel; told at the commit, so that no listener looks too early."""


async def add(
    session: Session, facts: Sequence[Fact], *, happened_at: datetime, ready_at: datetime
) -> None:
    """Write facts; they may be planned from ``ready_at`` on."""
    if not facts:
        return
    moments = {"happened_at": happened_at, "ready_at": ready_at}
    rows = [{"kind": one.code, "payload": dump(one), **moments} for one in facts]
    await session.execute(sa.insert(fact), rows)
    if session.dialect.name == "postgresql":
        await session.execute(sa.text(f"NOTIFY {CHANNEL}"))


async def add_once(session: Session, facts: Mapping[str, Fact], *, now: datetime) -> None:
    """Write facts given by a key of their own; a fact whose key is there already is left out."""
    if not facts:
        return
    moments = {"happened_at": now, "ready_at": now}
    rows = [
        {"kind": one.code, "payload": dump(one), "unique_key": key, **moments}
        for key, one in facts.items()
    ]
    insert = upsert(session, fact).on_conflict_do_nothing(index_elements=["unique_key"])
    await session.execute(insert, rows)
    if session.dialect.name == "postgresql":
        await session.execute(sa.text(f"NOTIFY {CHANNEL}"))
