"""Blocked, and let in again."""

from datetime import UTC, datetime

import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.types import (
    Chat,
    ChatMemberBanned,
    ChatMemberMember,
    ChatMemberUpdated,
    Update,
    User,
)

from storage import tables as t
from storage.database import Database
from tests.conftest import NOW
from tests.person import Person
from tests.school import SmallSchool

Standing = ChatMemberMember | ChatMemberBanned
BOT = User(id=42, is_bot=True, first_name="Дневник")
IN = ChatMemberMember(user=BOT)
OUT = ChatMemberBanned(user=BOT, until_date=datetime.fromtimestamp(0, UTC))


async def changed(bot: Dispatcher, telegram_id: int, old: Standing, new: Standing) -> None:
    """Tell the bot that somebody blocked it, or let it in."""
    change = ChatMemberUpdated(
        chat=Chat(id=telegram_id, type="private"),
        from_user=User(id=telegram_id, is_bot=False, first_name="Кто-то"),
        date=datetime.now(UTC),
        old_chat_member=old,
        new_chat_member=new,
    )
    person = Person(bot, telegram_id)
    await bot.feed_update(person.bot, Update(update_id=1, my_chat_member=change))


async def unreachable(db: Database) -> dict[int, object]:
    """Return since when each chat cannot be reached."""
    async with db.read() as session:
        rows = await session.execute(sa.select(t.chat.c.telegram_id, t.chat.c.unreachable_at))
        return {telegram_id: since for telegram_id, since in rows if since}


async def test_a_block_is_remembered_and_forgotten(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await changed(bot, 1001, IN, OUT)
    after_block = await unreachable(db)
    await changed(bot, 1001, OUT, IN)

    assert after_block == {1001: NOW}
    assert await unreachable(db) == {}


async def test_a_chat_that_we_never_met_stays_unknown(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await changed(bot, 5555, IN, OUT)

    async with db.read() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(t.chat)) == 4


def test_the_update_is_asked_for(bot: Dispatcher) -> None:
    assert "my_chat_member" in bot.resolve_used_update_types()
