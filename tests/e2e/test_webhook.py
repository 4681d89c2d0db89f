"""The bot behind a webhook, and what an operator's monitoring asks of it."""

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
import sqlalchemy as sa

from bot import web
from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import tables as t
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


async def test_a_worker_that_sets_the_webhook_in_the_same_second_as_another_starts(
    live_settings: Settings, db: Database, clock: FixedClock, server: BotApiServer
) -> None:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    update = {"http_port": port, "webhook_url": f"{address}/telegram/webhook"}
    server.fail(Fault("setWebhook", 429, retry_after=1, times=2))

    async with Service(live_settings.model_copy(update=update), db, clock):
        await server.outbox.wait_for(lambda call: call.method == "setWebhook" and call.code == 200)

    tries = [call.code for call in server.outbox.of("setWebhook")]
    assert tries == [429, 429, 200]


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


async def test_an_update_that_telegram_brings_twice_has_one_effect(
    address: str, server: BotApiServer, db: Database, live_settings: Settings
) -> None:
    mother = server.person(MOTHER, "Ольга")
    user = {"id": MOTHER, "is_bot": False, "first_name": "Ольга", "language_code": "ru"}
    chat = {"id": MOTHER, "type": "private", "first_name": "Ольга"}
    code = {"message_id": 1, "date": 1, "text": "7F3K-9QXM-2A", "from": user, "chat": chat}
    headers = {"X-Telegram-Bot-Api-Secret-Token": web.webhook_secret(live_settings)}
    twice, statuses = {"update_id": 900, "message": code}, list[int]()
    await mother.say("/menu")
    await mother.wait_for_text("Анна Иванова")

    async with aiohttp.ClientSession(headers=headers) as http:
        for body in (twice, twice, {"update_id": 901, "message": {"message_id": "?"}}, ["no"]):
            async with http.post(f"{address}/telegram/webhook", json=body) as answer:
                statuses.append(answer.status)

    async with db.read() as session:
        audit = (await session.execute(sa.select(t.audit_entry.c.action))).all()
        broken = (await session.execute(sa.select(t.broken_update.c.update_id))).all()
    assert [tuple(row) for row in audit] == [("code.open",)]
    assert [tuple(row) for row in broken] == [(901,)]
    assert statuses == [200, 200, 200, 400]
    assert mother.screen.text == "Это уже сделано. Откройте меню: /menu"
