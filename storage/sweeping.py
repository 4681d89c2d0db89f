"""What is too old to matter, taken out a few rows at a time and by an index.

Each heap is taken down step by step, a transaction each, because SQLite's other writers wait for
the whole of a step. The newest row of a table always stays: SQLite would give its number to the
next one, and what is remembered by number would be another's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from domain.facts import LowAverage
from domain.retention import LONGEST_PERIOD, Retention, before
from storage import updates
from storage.database import Session
from storage.delivery_tables import handled_update
from storage.tables import (
    audit_entry,
    chat,
    conversation,
    delivery,
    fact,
    journal_change,
    link_attempt,
    metadata,
)

NEWS = "news.posted"


class Heap(Protocol):
    """Rows of one sort."""

    name: str
    is_done: bool
    """Whether nothing old is left."""

    async def step(self, session: Session, rows: int) -> int:
        """Take out about so many rows; returns how many."""
        ...


def heaps(keeps: Retention, now: datetime) -> Sequence[Heap]:
    """Return all that is swept, as of now."""
    return (
        Told(before(now, keeps.deliveries), _told_for_longer(keeps, now)),
        Aged("history", journal_change.c.at, before(now, keeps.history)),
        Aged("audit", audit_entry.c.at, before(now, keeps.audit)),
        Aged("attempts", link_attempt.c.last_failed_at, before(now, keeps.attempts)),
        Aged("drafts", conversation.c.updated_at, before(now, keeps.drafts)),
        Strangers(before(now, keeps.strangers)),
        Updates(now),
    )


def _told_for_longer(keeps: Retention, now: datetime) -> Mapping[str, datetime]:
    usual = before(now, keeps.deliveries)
    return {
        # Who has the news is read from its deliveries, and an edit goes where they went.
        NEWS: min(usual, before(now, keeps.news)),
        # Its fact is all that says that this course's warning was given in this period.
        LowAverage.code: min(usual, now - LONGEST_PERIOD),
    }


@dataclass(slots=True)
class Aged:
    """Rows that go by their age alone."""

    name: str
    moment: sa.Column[Any]
    before: datetime
    is_done: bool = False

    async def step(self, session: Session, rows: int) -> int:
        """Take the oldest."""
        table, (key,) = self.moment.table, self.moment.table.primary_key.columns
        old = sa.select(key).where(self.moment < self.before).order_by(self.moment).limit(rows)
        if isinstance(key.type, sa.Integer) and key.autoincrement is True:
            old = old.where(key < _newest(key))
        # Said twice: on PostgreSQL somebody may have gone on with it while we waited for the row.
        gone = sa.delete(table).where(key.in_(old), self.moment < self.before)
        swept = (await session.execute(gone)).rowcount
        self.is_done = swept < rows
        return swept


@dataclass(slots=True)
class Told:
    """Facts and their deliveries: a fact goes with the last of its deliveries, never before.

    It goes when it was planned long ago and all that it became ended long ago.
    """

    before: datetime
    longer: Mapping[str, datetime]
    """Kinds that stay for longer."""
    name: str = "deliveries"
    is_done: bool = False
    _after: int = 0

    async def step(self, session: Session, rows: int) -> int:
        """Walk on by so many facts, or take as many deliveries of those at hand."""
        page = (await session.execute(self._page(rows))).all()
        old = [row.id for row in page if row.is_old]
        ended = delivery.c.finished_at < self.before
        some = sa.select(delivery.c.id).where(delivery.c.fact_id.in_(old), ended).limit(rows)
        swept = 0
        if old:
            # Said twice: a dead letter may be put back into the queue while we wait for its row.
            gone = sa.delete(delivery).where(delivery.c.id.in_(some), ended)
            swept = (await session.execute(gone)).rowcount
            if swept == rows:
                return swept
            left = sa.exists().where(delivery.c.fact_id == fact.c.id)
            bare = sa.delete(fact).where(fact.c.id.in_(old), ~left)
            swept += (await session.execute(bare)).rowcount
        self.is_done = len(page) < rows or page[-1].happened_at >= self.before
        self._after = page[-1].id if page else self._after
        return swept

    def _page(self, rows: int) -> sa.Select[Any]:
        moment = fact.c.planned_at.type
        since = sa.case(
            {kind: sa.literal(day, moment) for kind, day in self.longer.items()},
            value=fact.c.kind,
            else_=sa.literal(self.before, moment),
        )
        return (
            sa.select(
                fact.c.id, fact.c.happened_at,
                sa.func.coalesce(fact.c.planned_at < since, sa.false()).label("is_old"),
            )
            .where(fact.c.id > self._after, fact.c.id < _newest(fact.c.id))
            .order_by(fact.c.id)
            .limit(rows)
        )  # fmt: skip


@dataclass(slots=True)
class Strangers:
    """Chats that no row speaks of: they wrote once and never linked."""

    before: datetime
    name: str = "strangers"
    is_done: bool = False
    _after: int = 0

    async def step(self, session: Session, rows: int) -> int:
        """Walk on by so many chats."""
        page = (
            await session.execute(
                sa.select(chat.c.id, chat.c.created_at)
                .where(chat.c.id > self._after, chat.c.id < _newest(chat.c.id))
                .order_by(chat.c.id)
                .limit(rows)
            )
        ).all()
        old = [row.id for row in page if row.created_at < self.before]
        swept = await self._remove(session, old) if old else 0
        self.is_done = len(page) < rows or page[-1].created_at >= self.before
        self._after = page[-1].id if page else self._after
        return swept

    async def _remove(self, session: Session, chats: Sequence[int]) -> int:
        """Remove those that nothing speaks of; a chat's other rows would go along with it."""
        composing = sa.exists().where(conversation.c.key == sa.cast(chat.c.telegram_id, sa.String))
        alone = (*(~one for one in _spoken_of()), ~composing)
        # Locked before it is asked: on PostgreSQL a link may be written at this very moment, and
        # whoever asks and deletes in one statement would not see it and take it along.
        asked = sa.select(chat.c.id).where(chat.c.id.in_(chats), *alone)
        held = (await session.execute(asked.with_for_update(skip_locked=True))).scalars().all()
        if not held:
            return 0
        gone = await session.execute(sa.delete(chat).where(chat.c.id.in_(held), *alone))
        return gone.rowcount


@dataclass(slots=True)
class Updates:
    """Telegram's updates, whose ages ``storage.updates`` knows, a quarter of an hour at a time."""

    now: datetime
    name: str = "updates"
    is_done: bool = False
    _moment: datetime | None = None

    async def step(self, session: Session, rows: int) -> int:  # noqa: ARG002  (Heap has it)
        """Take what was old a quarter of an hour after the oldest was."""
        oldest = await session.scalar(sa.select(sa.func.min(handled_update.c.at)))
        due = oldest + updates.KEPT if oldest else self.now
        moment = max(due, self._moment or due) + timedelta(minutes=15)
        self._moment = min(moment, self.now)
        self.is_done = self._moment == self.now
        return await updates.sweep(session, self._moment)


def _newest(key: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.max(key)).scalar_subquery()


def _spoken_of() -> list[sa.Exists]:
    """Return for each column that points to a chat the condition that a row does."""
    return [
        sa.exists().where(key.parent == chat.c.id).correlate(chat)
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is chat.c.id
    ]
