"""The way of a message: planned from a fact, claimed by a worker, finished with an outcome.

``held`` until its moment, ``due`` until it is ``sent``, ``skipped`` (nobody ought to hear it any
more) or ``failed`` (Telegram will never take it: a dead letter).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa

from domain.people import Name, Role
from domain.quiet import QuietWeek
from domain.timing import Mode, Priority
from storage import audit
from storage.audiences import IS_NEWS, Audience, Moment, hearing
from storage.claims import DUE, HELD
from storage.database import Session
from storage.tables import chat, class_group, delivery, fact, quiet_choice

SENT, SKIPPED, FAILED = "sent", "skipped", "failed"


@dataclass(frozen=True, slots=True)
class Child:
    """A student whom a message is about, as this chat sees them."""

    id: int
    name: str
    itself: bool
    """Whether the chat is the student's own, or hears of no child in particular."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """The chat that a message goes to."""

    id: int
    telegram_id: int
    language: str | None
    telegram_language: str | None
    discreet: bool
    is_reachable: bool
    week: QuietWeek | None
    """Its choice of quiet hours for all children."""
    digest_at: time | None = None
    """Its hour for digests; empty: the default one."""
    is_group: bool = False
    """Whether it is a Telegram group: nobody's own data, no buttons."""
    topic: int | None = None
    """The forum topic of a group that gets the news."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery whose turn has come, with all that the message needs."""

    id: int
    fact_id: int
    kind: str
    payload: Mapping[str, Any]
    priority: int
    mode: Mode
    """How soon the chat wants to hear of it now, whatever it wanted when this was planned."""
    planned_at: datetime
    planned_for: datetime
    attempts: int
    chat: Addressee
    child_week: QuietWeek | None
    """The chat's choice of quiet hours for this child."""
    children: tuple[Child, ...] = ()
    """Students of the audience whom the chat may see now and wants to hear of."""
    has_right: bool = False
    """Whether the chat may see any student of the audience, wanted or not."""
    message_id: int | None = None
    """The message that an earlier fact of the same thing became, for kinds that change it."""


async def let_go(session: Session, chat_id: int, now: datetime) -> None:
    """Stop holding a chat's messages back, because it chose other hours.

    The sender holds again what the new choice holds.
    """
    held = (delivery.c.chat_id == chat_id, delivery.c.state == HELD, delivery.c.attempts == 0)
    await session.execute(
        sa.update(delivery)
        .where(*held, delivery.c.finished_at.is_(None))
        .values(state=DUE, due_at=now)
    )


async def details(
    session: Session, ids: Collection[int], audiences: Iterable[Audience], at: Moment
) -> list[Claimed]:
    """Return claimed deliveries with the children whom each chat may still hear of."""
    rows = (await session.execute(_details(ids))).all()
    audiences = list(audiences)
    known = {kind for audience in audiences for kind in audience.kinds}
    told = [row for row in rows if row.kind in known]
    if not told:
        return [_claimed(row, []) for row in rows]
    # Of the kinds that are there only: a union of all costs more to put together than to run.
    kinds = {row.kind for row in told}
    audiences = [audience for audience in audiences if kinds.intersection(audience.kinds)]
    heard = hearing(audiences, at, {row.fact_id for row in told}, {row.chat_id for row in told})
    found: dict[tuple[int, int], list[Any]] = {}
    for right in await session.execute(sa.select(heard).order_by(heard.c.student_id)):
        found.setdefault((right.fact_id, right.chat_id), []).append(right)
    return [_claimed(row, found.get((row.fact_id, row.chat_id), [])) for row in rows]


def _details(ids: Collection[int]) -> sa.Select[Any]:
    whole, child = quiet_choice.alias("whole"), quiet_choice.alias("child")
    return (
        sa.select(
            delivery.c.id, delivery.c.fact_id, delivery.c.kind, delivery.c.attempts,
            delivery.c.priority, delivery.c.mode, delivery.c.planned_for, delivery.c.chat_id,
            fact.c.payload, fact.c.planned_at, chat.c.telegram_id, chat.c.language,
            chat.c.telegram_language, chat.c.unreachable_at, chat.c.discreet, chat.c.digest_at,
            child.c.week.label("child_week"), whole.c.week,
            class_group.c.chat_id.label("group"), class_group.c.thread_id,
            sa.case((fact.c.kind.in_(CHANGING), _earlier())).label("earlier"),
        )
        .join(fact, fact.c.id == delivery.c.fact_id)
        .join(chat, chat.c.id == delivery.c.chat_id)
        .outerjoin(whole, sa.and_(whole.c.chat_id == chat.c.id, whole.c.student_id == 0))
        .outerjoin(
            child,
            sa.and_(child.c.chat_id == chat.c.id, child.c.student_id == delivery.c.student_id),
        )
        .outerjoin(class_group, class_group.c.chat_id == chat.c.id)
        .where(delivery.c.id.in_(ids))
        .order_by(delivery.c.id)
    )  # fmt: skip


CHANGING = ("news.edited", "news.withdrawn")
"""Kinds that change a message that was sent instead of sending another."""


def _earlier() -> sa.ScalarSelect[Any]:
    """Select the message that the chat has of the announcement."""
    posted, told = fact.alias("posted"), delivery.alias("told")
    return (
        sa.select(sa.func.max(told.c.message_id))
        .select_from(posted.join(told, told.c.fact_id == posted.c.id))
        .where(
            posted.c.thing == fact.c.thing, posted.c.kind == IS_NEWS,
            told.c.chat_id == delivery.c.chat_id,
        )
        .correlate(fact, delivery)
        .scalar_subquery()
    )  # fmt: skip


def _claimed(row: Any, rights: list[Any]) -> Claimed:
    children = {right.student_id: _child(right) for right in rights if right.mode != Mode.OFF}
    addressee = Addressee(
        id=row.chat_id, telegram_id=row.telegram_id, language=row.language,
        telegram_language=row.telegram_language, discreet=row.discreet,
        is_reachable=row.unreachable_at is None, week=_week(row.week),
        digest_at=row.digest_at, topic=row.thread_id,
        # Also one that is bound no more: Telegram's numbers of groups are below zero.
        is_group=row.group is not None or row.telegram_id < 0,
    )  # fmt: skip
    return Claimed(
        id=row.id, fact_id=row.fact_id, kind=row.kind, payload=row.payload,
        priority=row.priority, mode=_mode(row, rights),
        planned_at=row.planned_at or row.planned_for, planned_for=row.planned_for,
        attempts=row.attempts, chat=addressee, child_week=_week(row.child_week),
        children=tuple(children.values()), has_right=bool(rights), message_id=row.earlier,
    )  # fmt: skip


def _mode(row: Any, rights: list[Any]) -> Mode:
    """Return the soonest that the chat wants for one of the children; urgent is always now."""
    wanted = {Mode(right.mode) for right in rights} - {Mode.OFF}
    if row.priority == Priority.URGENT or not wanted:
        return Mode(row.mode)
    return min(wanted, key=tuple(Mode).index)


def _week(stored: Any) -> QuietWeek | None:
    return QuietWeek.load(stored) if stored else None


def _child(right: Any) -> Child:
    name = Name(right.given_name, right.family_name).short
    return Child(right.student_id or 0, name, not name or right.role == Role.STUDENT)


async def sent(
    session: Session, worker: int, done: Mapping[int, tuple[int, str]], now: datetime
) -> None:
    """Record what Telegram took: delivery → Telegram's message id, and a remark if there is one."""
    statement = _mine(sa.bindparam("of"), worker).values(
        state=SENT, message_id=sa.bindparam("message"), reason=sa.bindparam("why"), finished_at=now
    )
    rows = [{"of": n, "message": message, "why": why} for n, (message, why) in done.items()]
    await session.execute(statement, rows)


async def put_off(
    session: Session, worker: int, ids: Collection[int], until: datetime, reason: str,
    *, answer_lost: bool = False, counts: bool = True,
) -> None:  # fmt: skip
    """Record that messages must be tried again, not before ``until``.

    It ``counts`` as an attempt unless nothing at all went through.
    """
    lost = delivery.c.lost_answers + (1 if answer_lost else 0)
    await session.execute(
        _these(ids, worker).values(
            state=HELD, due_at=until, claimed_by=None, reason=reason, lost_answers=lost,
            attempts=delivery.c.attempts - (0 if counts else 1),
        )
    )  # fmt: skip


async def forgive(session: Session, ids: Collection[int], now: datetime) -> None:
    """Let go at once what was put off for a fault that was not its own, and count it not."""
    if not ids:
        return
    wronged = (delivery.c.id.in_(ids), delivery.c.state == HELD, delivery.c.attempts > 0)
    await session.execute(
        sa.update(delivery)
        .where(*wronged)
        .values(due_at=now, attempts=delivery.c.attempts - 1)
    )  # fmt: skip


async def give_up(
    session: Session, worker: int, ids: Collection[int], reason: str, now: datetime
) -> None:
    """Record that Telegram will never take these messages."""
    await session.execute(
        _these(ids, worker).values(
            state=FAILED, reason=reason, finished_at=now, claimed_by=None
        )
    )  # fmt: skip


async def skip(session: Session, ids: Collection[int], reason: str, now: datetime) -> None:
    """Record that nobody ought to hear these any more, and why."""
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(state=SKIPPED, reason=reason, finished_at=now, claimed_by=None)
    )


async def hold_back(session: Session, ids: Collection[int], until: datetime) -> None:
    """Give claimed deliveries back untried: their chat is in its quiet hours."""
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.id.in_(ids))
        .values(
            state=HELD, due_at=until, planned_for=until, claimed_by=None,
            attempts=delivery.c.attempts - 1,
        )
    )  # fmt: skip


async def hand_back(session: Session, worker: int, ids: Collection[int]) -> None:
    """Give claims back untried: the message was full, or the worker stops."""
    await session.execute(
        _these(ids, worker).values(claimed_by=None, attempts=delivery.c.attempts - 1)
    )


async def lose_chat(session: Session, chat_id: int, reason: str, now: datetime) -> None:
    """Record that nothing reaches the chat; what else waits for it is dropped.

    It counts as reachable again when somebody writes from it. A group is bound to its class no
    longer.
    """
    await session.execute(sa.update(chat).where(chat.c.id == chat_id).values(unreachable_at=now))
    waits = (delivery.c.chat_id == chat_id, delivery.c.finished_at.is_(None))
    await session.execute(
        sa.update(delivery)
        .where(*waits)
        .values(state=SKIPPED, reason=reason, finished_at=now, claimed_by=None)
    )
    lost = sa.delete(class_group).where(class_group.c.chat_id == chat_id)
    unbound = (await session.execute(lost.returning(class_group.c.school_class_id))).scalar()
    if unbound is not None:
        detail = {"class": unbound, "reason": reason}
        await audit.note(session, "group.unbind", "lost", chat_id=chat_id, at=now, detail=detail)


def _these(ids: Collection[int], worker: int) -> sa.Update:
    """Change deliveries only while this worker's claim holds: another may have them by now."""
    return sa.update(delivery).where(delivery.c.id.in_(ids), delivery.c.claimed_by == worker)


def _mine(number: "sa.BindParameter[Any]", worker: int) -> sa.Update:
    return sa.update(delivery).where(delivery.c.id == number, delivery.c.claimed_by == worker)
