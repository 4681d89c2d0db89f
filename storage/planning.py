"""From facts to deliveries: a few statements for many facts, however many families hear."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from domain.quiet import QuietWeek
from domain.timing import Mode, Priority
from storage.audiences import Audience, Moment, hearing
from storage.claims import HELD
from storage.database import Session
from storage.facts import announce
from storage.tables import chat, delivery, fact, quiet_choice
from storage.upsert import upsert

SOONEST = (Mode.NOW, Mode.EVENING, Mode.WEEKLY)
"""Of several children's choices the first of these counts."""
_URGENT, _DIGEST = Priority.URGENT.value, Priority.DIGEST.value


@dataclass(frozen=True, slots=True)
class Timed:
    """A new delivery with what its chat chose about time."""

    id: int
    mode: Mode
    digest_at: time | None
    child_week: QuietWeek | None
    chat_week: QuietWeek | None


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
    session: Session,
    facts: Collection[int],
    audiences: Iterable[Audience],
    at: Moment,
    priorities: Mapping[str, Priority],
) -> int:
    """Write a delivery for each chat that hears of each fact, in the order of the facts.

    What is urgent, and may break through, goes before all; what waits for a digest after all.
    """
    heard = hearing(audiences, at, facts)
    soon = sa.func.min(_place(heard.c.mode))
    urgent = sa.and_(
        sa.func.coalesce(fact.c.payload["urgent"].as_boolean(), sa.false()),
        sa.func.max(sa.case((heard.c.breaks, 1), else_=0)) == 1,
    )
    ranks = {kind: priority.value for kind, priority in priorities.items()}
    usual = sa.case(ranks, value=heard.c.kind, else_=Priority.NEWS.value)
    moment = sa.literal(at.now, delivery.c.due_at.type)
    query = (
        sa.select(
            heard.c.fact_id,
            heard.c.chat_id,
            sa.func.min(heard.c.student_id),
            heard.c.kind,
            sa.case((urgent, _URGENT), (soon > 0, _DIGEST), else_=usual),
            sa.case((urgent, Mode.NOW.value), *_modes(soon), else_=Mode.NOW.value),
            moment,
            moment,
        )
        .join(chat, sa.and_(chat.c.id == heard.c.chat_id, chat.c.unreachable_at.is_(None)))
        .join(fact, fact.c.id == heard.c.fact_id)
        .where(heard.c.mode != Mode.OFF.value)
        .group_by(fact.c.id, heard.c.fact_id, heard.c.chat_id, heard.c.kind)
        .order_by(heard.c.fact_id, heard.c.chat_id)
    )
    names = (
        "fact_id", "chat_id", "student_id", "kind", "priority", "mode", "planned_for", "due_at",
    )  # fmt: skip
    made = await session.execute(
        upsert(session, delivery)
        .from_select(names, query)
        .on_conflict_do_nothing(index_elements=["fact_id", "chat_id"])
    )
    return made.rowcount


def _place(mode: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    return sa.case({name.value: n for n, name in enumerate(SOONEST)}, value=mode, else_=0)


def _modes(place: sa.ColumnElement[int]) -> list[tuple[sa.ColumnElement[bool], str]]:
    return [(place == number, mode.value) for number, mode in enumerate(SOONEST) if number]


async def planned(session: Session, facts: Collection[int], now: datetime) -> None:
    """Mark facts as planned; on PostgreSQL other workers hear of the deliveries."""
    await session.execute(sa.update(fact).where(fact.c.id.in_(facts)).values(planned_at=now))
    await announce(session)


async def timed(
    session: Session, facts: Collection[int], silent: Collection[str] = ()
) -> list[Timed]:
    """Return the deliveries of these facts that may have to wait, with their chats' choices.

    ``silent`` kinds never wait.
    """
    whole, child = quiet_choice.alias("whole"), quiet_choice.alias("child")
    rows = await session.execute(
        sa.select(delivery.c.id, delivery.c.mode, chat.c.digest_at, child.c.week, whole.c.week)
        .join(chat, chat.c.id == delivery.c.chat_id)
        .outerjoin(whole, sa.and_(whole.c.chat_id == chat.c.id, whole.c.student_id == 0))
        .outerjoin(
            child,
            sa.and_(child.c.chat_id == chat.c.id, child.c.student_id == delivery.c.student_id),
        )
        .where(
            delivery.c.fact_id.in_(facts),
            delivery.c.priority != _URGENT,
            delivery.c.kind.not_in(silent),
        )
    )
    return [
        Timed(number, Mode(mode), digest_at, week(own), week(every))
        for number, mode, digest_at, own, every in rows
    ]


def week(stored: Any) -> QuietWeek | None:
    """Return a chosen week; nothing where none was chosen."""
    return QuietWeek.load(stored) if stored else None


async def hold(session: Session, until: Mapping[int, datetime]) -> None:
    """Let deliveries wait for their moments; their age counts from there."""
    if not until:
        return
    wait = sa.update(delivery).where(delivery.c.id == sa.bindparam("of"))
    moment = sa.bindparam("moment", type_=delivery.c.due_at.type)
    await session.execute(
        wait.values(state=HELD, due_at=moment, planned_for=moment),
        [{"of": number, "moment": end} for number, end in until.items()],
    )
