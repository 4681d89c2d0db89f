"""Which messages a worker takes next: by priority, one message under way for a chat.

A claim names its worker; when the worker is dead, what it had claimed is free again.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import workers
from storage.database import Session
from storage.delivery_tables import delivery, fact
from storage.tables import chat, worker

HELD, DUE = "held", "due"
BUNDLE = 20
"""Deliveries of one chat that may become one message: 100 entities are Telegram's limit."""
_PAGE = 20
_RELEASE = 5000
# Written out, because SQLite uses a partial index only where it sees the value.
_HELD: sa.ColumnElement[str] = sa.literal_column("'held'")
_DUE: sa.ColumnElement[str] = sa.literal_column("'due'")
_other = delivery.alias("other")


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims, which chats are theirs, and which messages never share one."""

    worker: int
    now: datetime
    chats: range = range(1)
    of: int = 1
    """This worker writes to those chats whose number, divided by this, leaves one of ``chats``."""
    alone: Collection[str] = ()
    """Kinds that are messages of their own."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What there is to do, and when."""

    plan_at: datetime | None
    """When the first fact may be planned."""
    held_until: datetime | None
    """When the first delivery that waits falls due."""
    due: bool
    """Whether something may be claimed now."""
    claimed: bool
    """Whether something is claimed by another that may yet die."""


async def ahead(session: Session, me: int, now: datetime) -> Ahead:
    """Look at both ends of the queue; one statement."""
    taken = delivery.c.claimed_by.in_(workers.alive(now))
    waits = sa.select(sa.literal(1)).where(delivery.c.state == _DUE)
    foreign = sa.and_(taken, delivery.c.claimed_by != me)
    found = await session.execute(
        sa.select(
            sa.select(sa.func.min(fact.c.ready_at))
            .where(fact.c.planned_at.is_(None))
            .scalar_subquery(),
            sa.select(sa.func.min(delivery.c.due_at))
            .where(delivery.c.state == _HELD)
            .scalar_subquery(),
            waits.where(_free(delivery, now)).limit(1).scalar_subquery(),
            waits.where(foreign).limit(1).scalar_subquery(),
        )
    )
    plan_at, held_until, due, claimed = found.one()
    return Ahead(plan_at, held_until, due is not None, claimed is not None)


async def release(session: Session, now: datetime) -> None:
    """Let go what has waited long enough."""
    ready = (
        sa.select(delivery.c.id)
        .where(delivery.c.state == _HELD, delivery.c.due_at <= now)
        .order_by(delivery.c.due_at)
        .limit(_RELEASE)
    )
    await session.execute(
        sa.update(delivery)
        # Said twice: another worker may have let go and claimed it while we waited for the row.
        .where(delivery.c.id.in_(ready), delivery.c.state == HELD)
        .values(state=DUE, claimed_by=None)
    )


async def take(
    session: Session, claim: Claim, *, limit: int, may_go: Callable[[int, int], bool]
) -> list[int]:
    """Claim what goes next to so many chats; returns the deliveries.

    ``may_go`` says of a chat, as Telegram calls it, and a priority whether it may be written to
    now. All that is due for a chat is claimed together, but for kinds that are alone.
    """
    heads = await _heads(session, claim, limit, may_go)
    if not heads:
        return []
    single = [row.id for row in heads if row.kind in claim.alone]
    chats = [row.chat_id for row in heads if row.kind not in claim.alone]
    ids = [*single, *(await _together(session, claim, chats) if chats else ())]
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(
            claimed_by=claim.worker,
            attempts=delivery.c.attempts + 1,
            # It was claimed by a worker that died: it may have been sent, nobody knows.
            lost_answers=delivery.c.lost_answers
            + sa.case((delivery.c.claimed_by.is_not(None), 1), else_=0),
        )
    )
    return ids


async def _heads(
    session: Session, claim: Claim, limit: int, may_go: Callable[[int, int], bool]
) -> list[Any]:
    """Return the first delivery of each chat that may be written to."""
    found: list[Any] = []
    after: tuple[int, int] | None = None
    while len(found) < limit:
        page = (await session.execute(_page(claim, after, limit))).all()
        found += [row for row in page if may_go(row.telegram_id, row.priority)]
        if len(page) < limit + _PAGE:
            break
        after = (page[-1].priority, page[-1].id)
    return found[:limit]


def _page(claim: Claim, after: tuple[int, int] | None, limit: int) -> sa.Select[Any]:
    found = (
        sa.select(
            delivery.c.id, delivery.c.chat_id, delivery.c.priority, delivery.c.kind,
            chat.c.telegram_id,
        )
        .join(chat, chat.c.id == delivery.c.chat_id)
        .where(
            delivery.c.state == _DUE,
            _free(delivery, claim.now),
            ~_goes_before(claim.now),
        )
        .order_by(delivery.c.priority, delivery.c.id)
        .limit(limit + _PAGE)
        .with_for_update(skip_locked=True, of=delivery)
    )  # fmt: skip
    if len(claim.chats) < claim.of:
        left = delivery.c.chat_id % claim.of
        found = found.where(left >= claim.chats.start, left < claim.chats.stop)
    if after is not None:
        found = found.where(sa.tuple_(delivery.c.priority, delivery.c.id) > sa.tuple_(*after))
    return found


def _goes_before(now: datetime) -> sa.ColumnElement[bool]:
    """Tell whether something else of the chat goes first, is under way, or failed and waits.

    So a chat's messages arrive in order; but what failed holds up nothing more important.
    """
    earlier = sa.or_(
        _other.c.priority < delivery.c.priority,
        sa.and_(_other.c.priority == delivery.c.priority, _other.c.id < delivery.c.id),
    )
    failed = sa.and_(_other.c.attempts > 0, _other.c.priority <= delivery.c.priority)
    return (
        sa.exists()
        .where(
            _other.c.chat_id == delivery.c.chat_id,
            _other.c.finished_at.is_(None),
            sa.or_(
                sa.and_(_other.c.state == DUE, sa.or_(earlier, ~_free(_other, now))),
                sa.and_(_other.c.state == HELD, failed),
            ),
        )
        .correlate(delivery)
    )


async def _together(session: Session, claim: Claim, chats: Sequence[int]) -> Sequence[int]:
    """Return what is due for these chats, so much of each as one message may hold."""
    number = (
        sa.func.row_number()
        .over(partition_by=delivery.c.chat_id, order_by=(delivery.c.priority, delivery.c.id))
        .label("number")
    )
    mine = (
        sa.select(delivery.c.id, number)
        .where(
            delivery.c.chat_id.in_(chats),
            delivery.c.finished_at.is_(None),
            delivery.c.state == DUE,
            delivery.c.kind.not_in(claim.alone),
        )
        .subquery()
    )
    found = await session.execute(sa.select(mine.c.id).where(mine.c.number <= BUNDLE))
    return found.scalars().all()


def _free(row: sa.FromClause, now: datetime) -> sa.ColumnElement[bool]:
    """Tell whether nobody who is alive has claimed it."""
    holder = row.c.claimed_by
    living = sa.exists().where(worker.c.id == holder, worker.c.alive_until > now)
    return sa.or_(holder.is_(None), ~living.correlate(row))
