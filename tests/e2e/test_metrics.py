"""The running bot's own numbers, scraped as Prometheus scrapes them."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.serve import Service
from bot.settings import Settings
from domain.clock import FixedClock
from domain.facts import MarkAdded
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import facts
from storage.database import Database
from tests.e2e.test_webhook import _free_port
from tests.school import SmallSchool

MOTHER = 1001
MARK = MarkAdded(
    student=1, name="Анна", course=1, subject="Алгебра", value="5", day=date(2026, 9, 16)
)
PERSONAL = ("Анна", "Иванов", "Ольга", "Алгебра", "1001", "1002")


@dataclass
class Monitoring:
    """Scrapes one address; counters of a process that served other tests count from before."""

    address: str
    before: dict[str, float]

    async def text(self) -> str:
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{self.address}/metrics") as answer,
        ):
            assert answer.status == 200
            return await answer.text()

    async def numbers(self) -> dict[str, float]:
        found = text_string_to_metric_families(await self.text())
        return {
            f"{sample.name}{sorted(sample.labels.values())}": sample.value
            for family in found
            for sample in family.samples
        }

    async def grown(self, name: str, *labels: str) -> float:
        key = f"{name}{sorted(labels)}"
        return (await self.numbers()).get(key, 0) - self.before.get(key, 0)


@pytest.fixture
async def monitoring(
    live_settings: Settings, db: Database, clock: FixedClock, school: SmallSchool
) -> AsyncIterator[Monitoring]:
    """Serve by long polling, with the port for monitoring open."""
    port = _free_port()
    settings = live_settings.model_copy(update={"http_port": port})
    async with Service(settings, db, clock):
        watched = Monitoring(f"http://127.0.0.1:{port}", {})
        watched.before = await watched.numbers()
        yield watched


async def test_a_mark_on_its_way_moves_the_numbers(
    monitoring: Monitoring, server: BotApiServer, db: Database, clock: FixedClock
) -> None:
    mother = server.person(MOTHER, "Ольга")
    await mother.say("/menu")
    await mother.wait_for_text("Анна Иванова")
    server.fail(Fault("sendMessage", 429, retry_after=1, chat_id=1002))
    await server.person(1002, "Анна").start()

    async with db.begin() as session:
        await facts.add(session, [MARK], happened_at=clock.now(), ready_at=clock.now())
    await mother.wait_for_text("Новая оценка")
    sent = ("diary_deliveries_finished_total", "mark.added", "sent")
    async with asyncio.timeout(60):  # the record of what was sent is written after the sending
        while await monitoring.grown(*sent) < 1:  # noqa: ASYNC110  (the sender writes)
            await asyncio.sleep(0.05)

    assert await monitoring.grown("diary_updates_total", "message") >= 1
    assert await monitoring.grown("diary_update_lag_seconds_count") >= 1
    assert await monitoring.grown("diary_bucket_wait_seconds_count", "bot") >= 1
    assert await monitoring.grown("diary_sql_seconds_count") > 5
    assert await monitoring.grown("diary_telegram_floods_total", "sendMessage") == 1
    text = await monitoring.text()
    # Whole words: a time of 0.0010021 s has somebody's number among its digits.
    assert [word for word in PERSONAL if re.search(rf"(?<![\d.]){word}(?![\d.])", text)] == []


async def test_a_429_of_an_answer_is_counted_once_each_time(
    monitoring: Monitoring, server: BotApiServer
) -> None:
    mother = server.person(MOTHER, "Ольга")
    server.fail(Fault("sendMessage", 429, retry_after=1, times=1))

    await mother.say("/menu")
    await mother.wait_for_text("Анна Иванова")

    assert await monitoring.grown("diary_telegram_floods_total", "sendMessage") == 1
