"""The small school, its chats at a sandbox, and the notifications between them."""

from collections.abc import AsyncIterator

import pytest

from domain.clock import FixedClock
from sandbox.server import BotApiServer
from storage.database import Database
from tests.notifications.house import House, telegram
from tests.school import SmallSchool


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """Give a Bot API server whom the small school's four people have started."""
    async with BotApiServer() as server:
        for number, name in ((1001, "Ольга"), (1002, "Анна"), (1003, "Пётр"), (1004, "Мария")):
            await server.person(number, name).start()
        yield server


@pytest.fixture
async def house(
    db: Database, school: SmallSchool, clock: FixedClock, server: BotApiServer
) -> AsyncIterator[House]:
    """Give the notifications of the small school, to be turned by hand."""
    bot = telegram(server)
    yield House(db, clock, bot)
    await bot.session.close()
