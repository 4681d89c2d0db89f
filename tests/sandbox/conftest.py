"""A sandbox whose clock stands, somebody who has started the bot, and plain HTTP."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from domain.clock import FixedClock
from sandbox import BotApiServer, Person
from tests.sandbox.api import Api


@pytest.fixture
async def server(clock: FixedClock) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(clock=clock) as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def api(server: BotApiServer, http: aiohttp.ClientSession) -> Api:
    return Api(server, http)


@pytest.fixture
async def anna(server: BotApiServer) -> Person:
    """Give somebody the bot may write to; her /start is message 1."""
    anna = server.person(1001, "Анна", username="anna", language_code="ru")
    await anna.start()
    return anna
