"""The whole bot against the sandbox Bot API server: real HTTP, real aiogram, nothing patched."""

from collections.abc import AsyncIterator

import pytest

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from sandbox.server import BotApiServer
from storage.database import Database
from tests.school import SmallSchool


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """Give a Bot API server on a free port."""
    async with BotApiServer() as server:
        yield server


@pytest.fixture
def live_settings(settings: Settings, server: BotApiServer, db: Database) -> Settings:
    """Give settings that lead to the sandbox and hold nothing back for the night."""
    return settings.model_copy(
        update={
            "bot_token": server.token,
            "bot_api_url": server.url,
            "database_url": db.engine.url.render_as_string(hide_password=False),
            "default_quiet_hours": "",
        }
    )


@pytest.fixture
async def service(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool
) -> AsyncIterator[Service]:
    """Give the bot, serving the small school."""
    async with Service(live_settings, db, clock) as service:
        yield service
