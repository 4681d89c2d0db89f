"""Facts: written in the transaction that made them true."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.facts import Fact, dump, load
from domain.merging import merge
from storage.database import Session
from storage.tables import fact
from storage.upsert import upsert

CHANNEL = "diary_facts"
"""PostgreSQL's LISTEN channel; told at the commit, so that no listener looks too early."""
REPLACED, WITHDRAWN = "replaced", "withdrawn"
_CHUNK = 500


async def add(
    session: Session, facts: Sequence[Fact], *, happened_at: datetime, ready_at: datetime
) -> None:
    """Write facts; they may be planned from ``ready_at`` on."""
    if not facts:
        return
    moments = {"happened_at": happened_at, "ready_at": ready_at}
    await session.execute(sa.insert(fact), [_row(one) | moments for one in facts])
    await announce(session)


async def add_once(session: Session, facts: Mapping[str, Fact], *, now: datetime) -> None:
    """Write facts given by a key of their own; a fact whose key is there already is left out."""
    if not facts:
        return
    moments = {"happened_at": now, "ready_at": now}
    rows = [_row(one) | moments | {"unique_key": key} for key, one in facts.items()]
    insert = upsert(session, fact).on_conflict_do_nothing(index_elements=["unique_key"])
    await session.execute(insert, rows)
    await announce(session)


async def amend(
    session: Session, facts: Sequence[Fact], *, now: datetime, ready_at: datetime
) -> None:
    """Write facts that somebody may still correct, each in place of what waits about its thing.

    A correction starts the wait anew; what was given and taken back while it waited is told to
    nobody. Three statements for 500 facts.
    """
    for start in range(0, len(facts), _CHUNK):
        chunk = facts[start : start + _CHUNK]
        waiting = await _waiting(session, {one.thing for one in chunk if one.thing})
        made, over = _fold(waiting, chunk)
        if over:
            ended = sa.update(fact).where(fact.c.id == sa.bindparam("of"))
            ended = ended.values(planned_at=now, reason=sa.bindparam("why"))
            await session.execute(ended, [{"of": n, "why": why} for n, why in over.items()])
        await add(session, made, happened_at=now, ready_at=ready_at)


async def withdraw(session: Session, thing: str, *, now: datetime) -> None:
    """Tell nobody of what waits about a thing: it is as if it had not been."""
    waits = (fact.c.thing == thing, fact.c.planned_at.is_(None))
    await session.execute(sa.update(fact).where(*waits).values(planned_at=now, reason=WITHDRAWN))


async def announce(session: Session) -> None:
    """Tell other processes at the commit; SQLite's counter tells them by itself."""
    if session.dialect.name == "postgresql":
        await session.execute(sa.text(f"NOTIFY {CHANNEL}"))


async def _waiting(session: Session, things: set[str]) -> list[tuple[int, Fact]]:
    if not things:
        return []
    rows = await session.execute(
        sa.select(fact.c.id, fact.c.kind, fact.c.payload)
        # The condition on planned_at stands for the index, and a planner that was first wins.
        .where(fact.c.thing.in_(things), fact.c.planned_at.is_(None))
        .order_by(fact.c.id)
        .with_for_update()
    )
    return [(number, load(kind, payload)) for number, kind, payload in rows]


def _fold(
    waiting: Sequence[tuple[int, Fact]], later: Sequence[Fact]
) -> tuple[list[Fact], dict[int, str]]:
    """Return the facts to write, and which waiting ones end, and why."""
    told: dict[str, list[Fact]] = {}
    rows: dict[str, list[int]] = {}
    for number, one in waiting:
        told.setdefault(one.thing, []).append(one)
        rows.setdefault(one.thing, []).append(number)
    plain = [one for one in later if not one.thing]
    for one in (one for one in later if one.thing):
        story = told.setdefault(one.thing, [])
        story[-1:] = merge(story[-1], one) if story else (one,)
    ended = {
        number: REPLACED if told[thing] else WITHDRAWN
        for thing, numbers in rows.items()
        for number in numbers
    }
    return plain + [one for story in told.values() for one in story], ended


def _row(one: Fact) -> dict[str, Any]:
    return {"kind": one.code, "payload": dump(one), "thing": one.thing or None}
