"""The way of a message: planned from a fact, claimed by a sender, finished with an outcome.

``due`` until it is ``sent``, ``skipped`` (nobody ought to hear it any more) or ``failed``
(Telegram will never take it). A claim is a lease: a sender that dies loses it by itself.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.people import Name, Role
from storage.audiences import Audience, Moment, hearing
from storage.database import Session
from storage.planning import Hours
from storage.tables import chat, delivery, fact
from storage.types import Utc

DUE, SENT, SKIPPED, FAILED = "due", "sent", "skipped", "failed"
_earlier = delivery.alias("earlier")
# Written out, because SQLite uses a partial index only where it sees the value.
_DUE: sa.ColumnElement[str] = sa.literal_column(f"'{DUE}'")


@dataclass(frozen=True, slots=True)
class Child:
    """A student whom a message is about, as this chat sees them."""

    id: int
    name: str
    itself: bool
    """Whether the chat is the student's own."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery whose turn has come, with all that the message needs."""

    id: int
    fact_id: int
    kind: str
    payload: Mapping[str, Any]
    ready_at: datetime
    attempts: int
    lease: datetime
    chat_id: int
    telegram_id: int
    language: str | None
    telegram_language: str | None
    hours: Hours
    is_reachable: bool
    children: tuple[Child, ...] = ()
    """Students of the audience whom the chat may see now and wants to hear of."""
    has_right: bool = False
    """Whether the chat may see any student of the audience, wanted or not."""


async def let_go(session: Session, chat_id: int, now: datetime) -> None:
    """Stop holding a chat's messages back, because it chose other quiet hours.

    The sender holds again what the new hours hold.
    """
    held = (delivery.c.chat_id == chat_id, delivery.c.state == _DUE, delivery.c.attempts == 0)
    await session.execute(
        sa.update(delivery).where(*held, delivery.c.due_at > now).values(due_at=now)
    )


async def next_moments(session: Session, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return when there is something to plan and something to claim; past moments mean now.

    Where all that is left is claimed, the first lease's end counts: its sender may be dead.
    """
    free = sa.or_(delivery.c.claimed_until.is_(None), delivery.c.claimed_until <= now)
    due = (delivery.c.state == _DUE,)
    lease_ends = sa.select(sa.func.min(delivery.c.claimed_until)).where(
        *due, delivery.c.claimed_until > now
    )
    waiting = sa.select(delivery.c.due_at).where(*due, free).order_by(delivery.c.due_at).limit(1)
    row = await session.execute(
        sa.select(
            sa.select(sa.func.min(fact.c.ready_at))
            .where(fact.c.planned_at.is_(None))
            .scalar_subquery(),
            sa.func.coalesce(waiting.scalar_subquery(), lease_ends.scalar_subquery(), type_=Utc),
        )
    )
    plan_at, claim_at = row.one()
    return plan_at, claim_at


async def next_due(session: Session, now: datetime) -> datetime | None:
    """Return the next moment after now at which a delivery falls due."""
    query = sa.select(sa.func.min(delivery.c.due_at))
    later = query.where(delivery.c.state == _DUE, delivery.c.due_at > now)
    found: datetime | None = (await session.execute(later)).scalar_one()
    return found


async def claim(
    session: Session, *, now: datetime, lease: datetime, limit: int, busy: Collection[int]
) -> list[int]:
    """Take deliveries that are due, each the next one of its chat; returns their ids.

    ``busy`` are chats that must wait. A chat has one message under way over all senders,
    so that its messages arrive in order, and an earlier one that failed holds the later ones.
    """
    before = (
        sa.exists()
        .where(
            _earlier.c.chat_id == delivery.c.chat_id,
            _earlier.c.state == _DUE,
            _earlier.c.id < delivery.c.id,
            sa.or_(_earlier.c.due_at <= now, _earlier.c.attempts > 0),
        )
        .correlate(delivery)
    )
    found = await session.execute(
        sa.select(delivery.c.id)
        .where(
            delivery.c.state == _DUE,
            delivery.c.due_at <= now,
            sa.or_(delivery.c.claimed_until.is_(None), delivery.c.claimed_until <= now),
            delivery.c.chat_id.not_in(busy),
            ~before,
        )
        .order_by(delivery.c.due_at, delivery.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(found.scalars())
    if ids:
        await session.execute(
            sa.update(delivery)
            .where(delivery.c.id.in_(ids))
            .values(claimed_until=lease, attempts=delivery.c.attempts + 1)
        )
    return ids


async def details(
    session: Session, ids: Collection[int], audiences: Iterable[Audience], at: Moment
) -> list[Claimed]:
    """Return claimed deliveries with the children whom each chat may still hear of."""
    rows = (await session.execute(_details(ids))).all()
    audiences = list(audiences)
    known = {kind for audience in audiences for kind in audience.kinds}
    told = [row for row in rows if row.kind in known]
    heard = hearing(audiences, at, {row.fact_id for row in told}, {row.chat_id for row in told})
    found: dict[tuple[int, int], list[Any]] = {}
    for right in await session.execute(sa.select(heard).order_by(heard.c.student_id)):
        found.setdefault((right.fact_id, right.chat_id), []).append(right)
    return [_claimed(row, found.get((row.fact_id, row.chat_id), [])) for row in rows]


def _details(ids: Collection[int]) -> sa.Select[Any]:
    return (
        sa.select(
            delivery.c.id, delivery.c.fact_id, delivery.c.kind, delivery.c.attempts,
            delivery.c.claimed_until, delivery.c.chat_id, fact.c.payload, fact.c.ready_at,
            chat.c.telegram_id, chat.c.language, chat.c.telegram_language, chat.c.unreachable_at,
            chat.c.quiet_chosen, chat.c.quiet_from, chat.c.quiet_until,
        )
        .join(fact, fact.c.id == delivery.c.fact_id)
        .join(chat, chat.c.id == delivery.c.chat_id)
        .where(delivery.c.id.in_(ids))
        .order_by(delivery.c.id)
    )  # fmt: skip


def _claimed(row: Any, rights: list[Any]) -> Claimed:
    children = {right.student_id: _child(right) for right in rights if right.wanted}
    return Claimed(
        id=row.id, fact_id=row.fact_id, kind=row.kind, payload=row.payload, ready_at=row.ready_at,
        attempts=row.attempts, lease=row.claimed_until, chat_id=row.chat_id,
        telegram_id=row.telegram_id, language=row.language,
        telegram_language=row.telegram_language,
        hours=Hours(row.quiet_chosen, row.quiet_from, row.quiet_until),
        is_reachable=row.unreachable_at is None,
        children=tuple(children.values()), has_right=bool(rights),
    )  # fmt: skip


def _child(right: Any) -> Child:
    name = Name(right.given_name, right.family_name).short
    return Child(right.student_id, name, right.role == Role.STUDENT)


async def sent(session: Session, done: Mapping[int, tuple[Claimed, int]], now: datetime) -> None:
    """Record that Telegram took messages; by the delivery, the claim and Telegram's message id."""
    statement = (
        sa.update(delivery)
        .where(
            delivery.c.id == sa.bindparam("of"),
            delivery.c.state == _DUE,
            delivery.c.claimed_until == sa.bindparam("lease"),
        )
        .values(state=SENT, message_id=sa.bindparam("message"), finished_at=now)
    )
    rows = [
        {"of": number, "lease": claimed.lease, "message": message}
        for number, (claimed, message) in done.items()
    ]
    await session.execute(statement, rows)


async def put_off(session: Session, done: Claimed, until: datetime, reason: str) -> None:
    """Record that the message must be tried again, not before ``until``."""
    await session.execute(_mine(done).values(due_at=until, claimed_until=None, reason=reason))


async def give_up(session: Session, done: Claimed, reason: str, now: datetime) -> None:
    """Record that Telegram will never take the message."""
    await session.execute(_mine(done).values(state=FAILED, reason=reason, finished_at=now))


async def skip(session: Session, ids: Collection[int], reason: str, now: datetime) -> None:
    """Record that nobody ought to hear these any more, and why."""
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(state=SKIPPED, reason=reason, finished_at=now, claimed_until=None)
    )


async def hold_back(session: Session, ids: Collection[int], until: datetime) -> None:
    """Give claimed deliveries back untried: their chat is in its quiet hours."""
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(due_at=until, claimed_until=None, attempts=delivery.c.attempts - 1)
    )


async def hand_back(session: Session, ids: Collection[int]) -> None:
    """Give up the claims of a sender that stops, so that the next one need not wait."""
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.id.in_(ids), delivery.c.state == _DUE)
        .values(claimed_until=None)
    )


async def lose_chat(session: Session, chat_id: int, reason: str, now: datetime) -> None:
    """Record that nothing reaches the chat; what else waits for it is dropped.

    It counts as reachable again when somebody writes from it.
    """
    await session.execute(sa.update(chat).where(chat.c.id == chat_id).values(unreachable_at=now))
    waits = (delivery.c.chat_id == chat_id, delivery.c.state == _DUE)
    await session.execute(
        sa.update(delivery)
        .where(*waits)
        .values(state=SKIPPED, reason=reason, finished_at=now, claimed_until=None)
    )


async def move_chat(session: Session, chat_id: int, telegram_id: int) -> None:
    """Remember Telegram's new id of a group, unless another row has it already."""
    taken = chat.alias("taken")
    await session.execute(
        sa.update(chat)
        .where(chat.c.id == chat_id, ~sa.exists().where(taken.c.telegram_id == telegram_id))
        .values(telegram_id=telegram_id)
    )


def _mine(done: Claimed) -> sa.Update:
    """Change the delivery only while this claim holds: another sender may have it by now."""
    return sa.update(delivery).where(
        delivery.c.id == done.id,
        delivery.c.state == _DUE,
        delivery.c.claimed_until == done.lease,
    )
