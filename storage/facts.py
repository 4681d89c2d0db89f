"""Facts: written in the transaction that made them true."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from domain.facts import Fact, dump
from storage.database import Session
from storage.tables import fact

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
