"""The delivery queue as those see it who look after it: sizes, ages, reasons; no contents.

A city's table holds millions of messages that were sent. Each statement here starts from an index
over the few that are open or failed, or reads a bounded stretch at the table's end.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.delivery import DeadGroup, DeadLetter, Ended, Facts, Queue, Updates, Waiting, Wanted
from storage.database import Session
from storage.facts import announce
from storage.tables import broken_update, chat, delivery, fact, waiting_update, worker

STRETCH = 100_000
"""Of the newest deliveries: how many a look at what has ended reads."""
# Written out, because SQLite uses a partial index only where it sees the value.
_FAILED = delivery.c.state == sa.literal_column("'failed'")
_OPEN = delivery.c.finished_at.is_(None)


async def overview(session: Session) -> Queue:
    """Return what is open by kind and state, and what failed by kind and reason; one statement."""
    nothing = sa.literal(None, sa.Integer)
    lost = sa.func.sum(sa.case((delivery.c.lost_answers > 0, 1), else_=0))
    opened = (
        sa.select(
            sa.literal(0).label("dead"), delivery.c.kind, delivery.c.state.label("word"),
            sa.func.count().label("number"), lost.label("lost"), nothing.label("newest"),
            sa.func.min(delivery.c.planned_for).label("oldest"),
        )
        .where(_OPEN)
        .group_by(delivery.c.kind, delivery.c.state)
    )  # fmt: skip
    unreachable = sa.func.sum(sa.case((chat.c.unreachable_at.is_not(None), 1), else_=0))
    failed = (
        sa.select(
            sa.literal(1), delivery.c.kind, delivery.c.reason, sa.func.count(), unreachable,
            sa.func.max(delivery.c.id), sa.literal(None, delivery.c.planned_for.type),
        )
        .join(chat, chat.c.id == delivery.c.chat_id)
        .where(_FAILED)
        .group_by(delivery.c.kind, delivery.c.reason)
    )  # fmt: skip
    rows = (await session.execute(sa.union_all(opened, failed))).all()
    return Queue(
        tuple(sorted((_waiting(row) for row in rows if not row.dead), key=_by_name)),
        tuple(sorted((_group(row) for row in rows if row.dead), key=_by_number)),
    )


async def dead_letters(session: Session, *, limit: int, before: int | None) -> list[DeadLetter]:
    """Return a page of dead letters, newest first; ``before`` is the last id of the page before."""
    query = (
        sa.select(
            delivery.c.id, delivery.c.kind, delivery.c.chat_id, delivery.c.reason,
            delivery.c.attempts, delivery.c.finished_at, chat.c.unreachable_at,
        )
        .join(chat, chat.c.id == delivery.c.chat_id)
        .where(_FAILED)
        .order_by(delivery.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    if before is not None:
        query = query.where(delivery.c.id < before)
    return [
        DeadLetter(*row[:-1], is_reachable=row.unreachable_at is None)
        for row in await session.execute(query)
    ]


async def alike(session: Session, dead_id: int) -> Wanted | None:
    """Return what a dead letter has in common with its group; nothing where it is none now."""
    query = sa.select(delivery.c.kind, delivery.c.reason).where(delivery.c.id == dead_id, _FAILED)
    row = (await session.execute(query)).first()
    return Wanted(kind=row.kind, reason=row.reason) if row else None


async def revive(session: Session, wanted: Wanted, *, now: datetime) -> int:
    """Put dead letters back into the queue as if they were planned now; returns how many.

    Those for chats that nothing reaches stay where they are.
    """
    reachable = sa.exists().where(chat.c.id == delivery.c.chat_id, chat.c.unreachable_at.is_(None))
    back = await session.execute(
        sa.update(delivery)
        .where(*_meant(wanted), reachable)
        .values(
            state="due", attempts=0, planned_for=now, due_at=now, claimed_by=None,
            finished_at=None, reason="",
        )
    )  # fmt: skip
    if back.rowcount:
        await announce(session)
    return back.rowcount


async def dead(session: Session, wanted: Wanted) -> int:
    """Count dead letters."""
    query = sa.select(sa.func.count()).select_from(delivery).where(*_meant(wanted))
    return int((await session.execute(query)).scalar_one())


async def unplanned(session: Session) -> Facts:
    """Return how many facts wait for the planner, and since when."""
    query = sa.select(sa.func.count(), sa.func.min(fact.c.ready_at))
    row = (await session.execute(query.where(fact.c.planned_at.is_(None)))).one()
    return Facts(row[0], row[1])


async def updates(session: Session) -> Updates:
    """Count Telegram's updates that wait or were set aside."""
    kept = (sa.select(sa.func.count()).select_from(one) for one in (waiting_update, broken_update))
    row = await session.execute(sa.select(*(count.scalar_subquery() for count in kept)))
    return Updates(*row.one())


async def ended(session: Session, since: datetime) -> list[Ended]:
    """Return how deliveries ended since then, of the newest ``STRETCH``; the most frequent first.

    By the table's end and not by time, so that it reads no more however large the city is.
    """
    newest = sa.select(delivery).order_by(delivery.c.id.desc()).limit(STRETCH).subquery("newest")
    lost = sa.func.sum(sa.case((newest.c.lost_answers > 0, 1), else_=0))
    rows = await session.execute(
        sa.select(newest.c.kind, newest.c.state, newest.c.reason, sa.func.count(), lost)
        .where(newest.c.finished_at >= since)
        .group_by(newest.c.kind, newest.c.state, newest.c.reason)
        .order_by(sa.func.count().desc(), newest.c.kind, newest.c.state, newest.c.reason)
    )
    return [Ended(*row) for row in rows]


async def workers(session: Session, now: datetime) -> int:
    """Count the processes that send."""
    query = sa.select(sa.func.count()).select_from(worker).where(worker.c.alive_until > now)
    return int((await session.execute(query)).scalar_one())


def _meant(wanted: Wanted) -> Iterable[sa.ColumnElement[bool]]:
    """Return the conditions of dead letters."""
    yield _FAILED
    if wanted.ids:
        yield delivery.c.id.in_(wanted.ids)
    if wanted.kind is not None:
        yield delivery.c.kind == wanted.kind
    if wanted.reason is not None:
        yield delivery.c.reason == wanted.reason


def _waiting(row: sa.Row[Any]) -> Waiting:
    return Waiting(row.kind, row.word, row.number, row.oldest, row.lost)


def _group(row: sa.Row[Any]) -> DeadGroup:
    return DeadGroup(row.kind, row.word, row.number, row.lost, row.newest)


def _by_name(one: Waiting) -> tuple[str, str]:
    return one.kind, one.state


def _by_number(group: DeadGroup) -> tuple[int, str, str]:
    return -group.number, group.kind, group.reason
