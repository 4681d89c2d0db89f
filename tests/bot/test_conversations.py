"""aiogram's states in the database, and what ends a conversation."""

import sqlalchemy as sa
from aiogram import Dispatcher
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.conversations import DatabaseStorage
from domain.clock import FixedClock
from handlers.linking import Naming
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.person import Person
from tests.school import SmallSchool

KEY = StorageKey(bot_id=42, chat_id=1001, user_id=1001)


class Composing(StatesGroup):
    text = State()


async def test_a_state_and_its_data_come_back(any_db: Database, clock: FixedClock) -> None:
    storage = DatabaseStorage(any_db, clock)

    nothing = (await storage.get_state(KEY), await storage.get_data(KEY))
    await storage.set_state(KEY, Composing.text)
    await storage.set_data(KEY, {"code_id": 7, "имя": "Анна"})
    await storage.set_state(KEY, "Composing:next")

    assert nothing == (None, {})
    assert await storage.get_state(KEY) == "Composing:next"
    assert await storage.get_data(KEY) == {"code_id": 7, "имя": "Анна"}


async def test_data_can_come_before_the_state(any_db: Database, clock: FixedClock) -> None:
    storage = DatabaseStorage(any_db, clock)

    await storage.set_data(KEY, {"a": 1})
    await storage.set_state(KEY, Composing.text)

    assert await storage.get_data(KEY) == {"a": 1}


async def test_an_ended_conversation_leaves_no_row(any_db: Database, clock: FixedClock) -> None:
    storage = DatabaseStorage(any_db, clock)
    await storage.set_state(KEY, Composing.text)
    await storage.set_data(KEY, {"a": 1})

    await storage.set_data(KEY, {})
    emptied = await storage.get_data(KEY)
    await storage.set_state(KEY, None)
    await storage.set_data(KEY, {})

    assert emptied == {}
    async with any_db.read() as session:
        assert (await session.execute(sa.select(t.conversation))).all() == []


async def test_chats_do_not_mix(any_db: Database, clock: FixedClock) -> None:
    storage = DatabaseStorage(any_db, clock)
    other = StorageKey(bot_id=42, chat_id=1002, user_id=1002)

    await storage.set_state(KEY, Composing.text)

    assert await storage.get_state(other) is None


async def test_who_only_looks_pays_nothing_for_states(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    with statements(db) as seen:
        await mother.press("menu")
        await mother.say("/menu")

    assert not any(
        "conversation" in statement and "FROM chat" not in statement for statement in seen
    )


async def test_a_sticker_or_a_strange_button_ends_the_conversation(
    bot: Dispatcher, db: Database, school: SmallSchool, clock: FixedClock
) -> None:
    storage = DatabaseStorage(db, clock)
    mother = Person(bot, 1001)

    for way in ("no:such:button", "menu"):
        await storage.set_state(KEY, Naming.name)
        await mother.press(way)
        assert await storage.get_state(KEY) is None, way
    await storage.set_state(KEY, Naming.name)
    await mother.say("/unknown")

    assert await storage.get_state(KEY) is None
