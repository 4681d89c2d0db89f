"""A class's Telegram group for tests of single screens: its members, and what is bound."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.methods import SendMessage
from aiogram.types import (
    Chat,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Update,
    User,
)

from storage import tables as t
from storage.database import Database
from tests.person import Person
from tests.school import SEPTEMBER

GROUP = -1_000_000_000_500
BOT = User(id=42, is_bot=True, first_name="Дневник")
TOPIC: dict[str, Any] = {"message_thread_id": 77, "is_topic_message": True}
"""What a message in a topic of a forum has besides."""


def chat(number: int = GROUP, title: str = "7Б родители", kind: str = "supergroup") -> Chat:
    return Chat(id=number, type=kind, title=title)


def member(bot: Dispatcher, telegram_id: int, number: int = GROUP, language: str = "ru") -> Person:
    """Return somebody who writes in a group."""
    return Person(bot, telegram_id, language, chat(number))


async def asked(person: Person, text: str, **also: Any) -> SendMessage:
    """Write in the group; return the one answer, which is without buttons."""
    (sent,) = await person.say(text, **also)
    assert isinstance(sent, SendMessage)
    assert sent.reply_markup is None
    return sent


async def put_out(
    bot: Dispatcher, number: int, *, kicked: bool = False, update_id: int | None = None
) -> None:
    """Let somebody put the bot out of a group."""
    until = datetime.fromtimestamp(0, UTC)
    out = ChatMemberBanned(user=BOT, until_date=until) if kicked else ChatMemberLeft(user=BOT)
    change = ChatMemberUpdated(
        chat=chat(number), from_user=User(id=9999, is_bot=False, first_name="Кто-то"),
        date=datetime.now(UTC), old_chat_member=ChatMemberMember(user=BOT), new_chat_member=out,
    )  # fmt: skip
    person = Person(bot, 9999)
    update = Update(update_id=update_id or 900_000 - number, my_chat_member=change)
    await bot.feed_update(person.bot, update)


async def bindings(db: Database) -> list[tuple[Any, ...]]:
    """Return (Telegram's number, class, topic, title, who bound it) of all bound groups."""
    g = t.class_group.c
    query = (
        sa.select(t.chat.c.telegram_id, g.school_class_id, g.thread_id, g.title, g.bound_by_id)
        .join(t.chat, t.chat.c.id == g.chat_id)
        .order_by(g.chat_id)
    )
    async with db.read() as session:
        return [tuple(row) for row in await session.execute(query)]


async def audited(db: Database) -> list[tuple[Any, ...]]:
    """Return (chat, action, outcome, detail) of the audit log."""
    a = t.audit_entry.c
    async with db.read() as session:
        query = sa.select(a.chat_id, a.action, a.outcome, a.detail).order_by(a.id)
        return [tuple(row) for row in await session.execute(query)]


async def second_teacher(db: Database, class_id: int = 2) -> int:
    """Link the class teacher of another class, Telegram's 1007; return the row of their chat."""
    async with db.begin() as session:
        keys = {"source": "more", "sourced_id": "50"}
        names = {"given_name": "Нина", "family_name": "Белова"}
        await session.execute(sa.insert(t.person).values(id=50, **names, **keys))
        seat = {"school_class_id": class_id, "person_id": 50, "role": "teacher", **keys}
        await session.execute(sa.insert(t.class_member).values(seat))
        row = {"id": 7, "telegram_id": 1007, "telegram_language": "ru", "created_at": SEPTEMBER}
        await session.execute(sa.insert(t.chat).values(row))
        grant = {"chat_id": 7, "role": "staff", "person_id": 50, "granted_at": SEPTEMBER}
        await session.execute(sa.insert(t.access_grant).values(grant))
    return 7
