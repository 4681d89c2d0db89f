"""From facts to deliveries: a few statements for many facts, however many families hear."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa

from domain.timing import QuietHours
from storage.audiences import Audience, Moment, hearing
from storage.database import Session
from storage.facts import CHANNEL
from storage.tables import chat, delivery, fact
from storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Hours:
    """A chat's own choice of quiet hours, or that it made none."""

    chosen: bool
    begins: time | None = None
    ends: time | None = None

    def in_force(self, default: QuietHours | None) -> QuietHours | None:
        """Return the chat's hours, the default where it chose none, nothing where it wants none."""
        if not self.chosen:
            return default
        if self.begins is None or self.ends is None:
            return None
        return QuietHours(self.begins, self.ends)


async def unplanned(session: Session, now: datetime, limit: int) -> list[tuple[int, str]]:
    """Lock and return (id, kind) of facts that nobody has planned, oldest first."""
    rows = await session.execute(
        sa.select(fact.c.id, fact.c.kind)
        .where(fact.c.planned_at.is_(None), fact.c.ready_at <= now)
        .order_by(fact.c.ready_at, fact.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [(number, kind) for number, kind in rows]


async def plan(
    session: Session, facts: Collection[int], audiences: Iterable[Audience], at: Moment
) -> None:
    """Write a delivery for each chat that hears of each fact, in the order of the facts."""
    heard = hearing(audiences, at, facts)
    columns = ["fact_id", "chat_id", "student_id", "kind", "due_at"]
    query = (
        sa.select(
            heard.c.fact_id,
            heard.c.chat_id,
            sa.func.min(heard.c.student_id),
            heard.c.kind,
            sa.literal(at.now, delivery.c.due_at.type),
        )
        .join(chat, sa.and_(chat.c.id == heard.c.chat_id, chat.c.unreachable_at.is_(None)))
        .where(heard.c.wanted)
        .group_by(heard.c.fact_id, heard.c.chat_id, heard.c.kind)
        .order_by(heard.c.fact_id, heard.c.chat_id)
    )
    await session.execute(
        upsert(session, delivery)
        .from_select(columns, query)
        .on_conflict_do_nothing(index_elements=["fact_id", "chat_id"])
    )


async def planned(session: Session, facts: Collection[int], now: datetime) -> None:
    """Mark facts as planned; on PostgreSQL other workers hear of the deliveries."""
    await session.execute(sa.update(fact).where(fact.c.id.in_(facts)).values(planned_at=now))
    if session.dialect.name == "postgresql":
        await session.execute(sa.text(f"NOTIFY {CHANNEL}"))


async def hours_of(session: Session, facts: Collection[int]) -> list[Hours]:
    """Return the different choices of quiet hours among the chats that hear of these facts."""
    rows = await session.execute(
        sa.select(chat.c.quiet_chosen, chat.c.quiet_from, chat.c.quiet_until)
        .join(delivery, delivery.c.chat_id == chat.c.id)
        .where(delivery.c.fact_id.in_(facts))
        .distinct()
    )
    return [Hours(*row) for row in rows]


async def hold(session: Session, facts: Collection[int], until: Mapping[Hours, datetime]) -> None:
    """Let the deliveries of these facts wait for the end of their chats' quiet hours."""
    moment = sa.case(
        *((_chose(hours), sa.literal(end, delivery.c.due_at.type)) for hours, end in until.items()),
        else_=delivery.c.due_at,
    )
    found = sa.select(moment).where(chat.c.id == delivery.c.chat_id).scalar_subquery()
    await session.execute(
        sa.update(delivery).where(delivery.c.fact_id.in_(facts)).values(due_at=found)
    )


def _chose(hours: Hours) -> sa.ColumnElement[bool]:
    if not hours.chosen:
        return chat.c.quiet_chosen.is_(sa.false())
    return sa.and_(
        chat.c.quiet_chosen, chat.c.quiet_from == hours.begins, chat.c.quiet_until == hours.ends
    )
