"""A class's Telegram groups: bound by its class teacher, followed when Telegram moves them."""

from datetime import datetime

import sqlalchemy as sa

from domain.class_groups import Binding, BoundGroup, ClassGroups, Room
from storage import chats, deliveries
from storage.database import Session
from storage.tables import chat, class_group, delivery, school_class
from storage.upsert import upsert


async def of_class(session: Session, class_id: int) -> ClassGroups | None:
    """Return the class with its groups, the oldest first; nothing for no such class."""
    query = (
        sa.select(
            school_class.c.title.label("class_title"), class_group.c.chat_id,
            class_group.c.title, class_group.c.thread_id, class_group.c.bound_at,
        )
        .outerjoin(class_group, class_group.c.school_class_id == school_class.c.id)
        .where(school_class.c.id == class_id)
        .order_by(class_group.c.bound_at, class_group.c.chat_id)
    )  # fmt: skip
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    groups = tuple(
        BoundGroup(row.chat_id, row.title, row.thread_id is not None, row.bound_at)
        for row in rows
        if row.chat_id is not None
    )
    return ClassGroups(class_id, rows[0].class_title, groups)


async def binding(session: Session, telegram_id: int) -> Binding | None:
    """Return what the group that Telegram calls so is bound to."""
    query = (
        sa.select(class_group.c.chat_id, class_group.c.school_class_id, class_group.c.bound_by_id)
        .join(chat, chat.c.id == class_group.c.chat_id)
        .where(chat.c.telegram_id == telegram_id)
    )
    row = (await session.execute(query)).one_or_none()
    return Binding(*row) if row else None


async def hold(session: Session, telegram_id: int, now: datetime) -> int:
    """Return the group's row, made where there is none; nobody else may bind it until the end.

    It counts as reachable: somebody has just written there.
    """
    made = await session.execute(
        upsert(session, chat)
        .values(telegram_id=telegram_id, created_at=now)
        .on_conflict_do_update(index_elements=["telegram_id"], set_={"unreachable_at": None})
        .returning(chat.c.id)
    )
    return int(made.scalar_one())


async def bind(
    session: Session, chat_id: int, class_id: int, room: Room, *, by: int, now: datetime
) -> None:
    """Let the class's news go there, in place of whatever went there before."""
    values = {
        "school_class_id": class_id, "thread_id": room.topic, "title": room.title,
        "bound_by_id": by, "bound_at": now,
    }  # fmt: skip
    await session.execute(
        upsert(session, class_group)
        .values(chat_id=chat_id, **values)
        .on_conflict_do_update(index_elements=["chat_id"], set_=values)
    )


async def unbind(session: Session, chat_id: int, class_id: int) -> bool:
    """Let the class's news go there no more; tells whether they did."""
    ended = await session.execute(
        sa.delete(class_group).where(
            class_group.c.chat_id == chat_id, class_group.c.school_class_id == class_id
        )
    )
    return ended.rowcount > 0


async def move(session: Session, chat_id: int, telegram_id: int, now: datetime) -> None:
    """Follow a group to Telegram's new number.

    Where another row has that number, because somebody bound the group before we heard of its
    move, that row takes over the binding and all that waits.
    """
    other = await chats.of_telegram(session, telegram_id)
    if other is None:
        ours = sa.update(chat).where(chat.c.id == chat_id)
        await session.execute(ours.values(telegram_id=telegram_id))
    elif other.id != chat_id:
        await _hand_over(session, chat_id, other.id)
        await deliveries.lose_chat(session, chat_id, "moved", now)


async def _hand_over(session: Session, old: int, new: int) -> None:
    bound, told = class_group.alias("bound"), delivery.alias("told")
    has_one = sa.exists().where(bound.c.chat_id == new)
    await session.execute(
        sa.update(class_group).where(class_group.c.chat_id == old, ~has_one).values(chat_id=new)
    )
    has_it = sa.exists().where(told.c.chat_id == new, told.c.fact_id == delivery.c.fact_id)
    await session.execute(
        sa.update(delivery)
        .where(delivery.c.chat_id == old, delivery.c.finished_at.is_(None), ~has_it)
        .values(chat_id=new)
    )
