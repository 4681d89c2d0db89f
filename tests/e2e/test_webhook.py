"""The bot behind a webhook, and what an operator's monitoring asks of it."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from sandbox.server import BotApiServer
from storage.database import Database
from tests.school import SmallSchool

MOTHER = 1001


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def address(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool
) -> AsyncIterator[str]:
    """Serve by webhook; give the address of the bot's own HTTP server."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    update = {"http_port": port, "webhook_url": f"{address}/telegram/webhook"}
    async with Service(live_settings.model_copy(update=update), db, clock):
        yield address


async def test_a_tap_is_answered_by_webhook(address: str, server: BotApiServer) -> None:
    mother = server.person(MOTHER, "Ольга")

    await mother.say("/menu")

    screen = await mother.wait_for_text("Анна Иванова")
    await mother.tap("📘 Неделя", message=screen)
    assert screen.edits == 1
    assert not server.outbox.polls


async def test_a_call_without_the_secret_is_refused(address: str, server: BotApiServer) -> None:
    body = {"update_id": 1, "message": {"message_id": 1, "date": 0, "text": "/menu"}}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{address}/telegram/webhook", json=body) as answer,
    ):
        status = answer.status

    assert status == 401
    assert server.outbox.of("sendMessage") == []


async def test_monitoring_hears_that_the_bot_serves(address: str, server: BotApiServer) -> None:
    mother = server.person(MOTHER, "Ольга")
    await mother.say("/menu")
    await mother.wait_for_text("Анна Иванова")

    async with aiohttp.ClientSession() as http:
        async with http.get(f"{address}/health") as answer:
            health = (answer.status, await answer.json())
        async with http.get(f"{address}/ready") as answer:
            ready = (answer.status, await answer.json())
        async with http.get(f"{address}/metrics") as answer:
            metrics = await answer.text()

    assert health == (200, {"status": "ok"})
    assert ready == (200, {"status": "ready"})
    assert 'diary_updates_total{kind="message"}' in metrics
    assert "Анна" not in metrics
