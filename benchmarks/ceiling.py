"""What the engine sends with the limiter open: claim, send and mark, beside a loop that awaits."""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import families
from benchmarks.null_api import TOKEN, NullApi
from benchmarks.processes import running
from benchmarks.table import Row, median
from bot.app import notifier, telegram
from bot.settings import Settings
from domain.clock import SystemClock
from storage import schema
from storage.database import Database, connect

WANTED_RATIO, WANTED_PER_SECOND = 0.7, 1000.0
PATIENCE_SECONDS = 120


async def rows(*, quick: bool) -> list[Row]:
    """Send by turns; messages a second of the middle rounds."""
    number, rounds = (1000, 1) if quick else (5000, 3)
    stock, ours = [], []
    for _round in range(rounds):
        async with NullApi() as api:
            stock.append(await _stock(api, number))
            ours.append(await _ours(api, number))
    base, own = median(stock), median(ours)
    met = own / base >= WANTED_RATIO and own >= WANTED_PER_SECOND
    goal = f"≥ {WANTED_RATIO:g}, ≥ {WANTED_PER_SECOND:,.0f}/s"
    name = "engine: claim, send, mark"
    return [Row(name, f"{base:.0f}/s", f"{own:.0f}/s", f"{own / base:.2f}", goal, met)]


async def _stock(api: NullApi, number: int) -> float:
    env = {"BOT_API_URL": api.url, "BOT_TOKEN": TOKEN}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.stock", "send", str(number),
        env={**os.environ, **env}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _errors = await process.communicate()
    return float(output)


async def _ours(api: NullApi, number: int) -> float:
    """Let marks wait for an engine; from its first message until the last is marked as sent."""
    first: list[float] = []

    def hear(method: str, _body: bytes, now: float) -> None:
        if method == "sendMessage" and not first:
            first.append(now)

    api.heard = hear
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder, 'diary.db')}"
        db = connect(url)
        await schema.upgrade(db)
        await families.write(db, number)
        await families.mark(db, range(1, number + 1))
        await _plan(db)
        env = {"BOT_API_URL": api.url, "BOT_TOKEN": TOKEN}
        async with running("benchmarks.engine", url, env=env):
            ended = await _all_sent(db, number)
        await db.close()
    return number / (ended - first[0])


async def _plan(db: Database) -> None:
    """Make deliveries of the facts, which is no part of this row."""
    settings = Settings.model_validate({"bot_token": TOKEN, "default_quiet_hours": ""})
    bot = telegram(settings)
    planner = notifier(db, SystemClock(), settings, bot).planner
    while await planner():
        pass
    await bot.session.close()


async def _all_sent(db: Database, number: int) -> float:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await families.sent(db) < number:  # noqa: ASYNC110  (another process is awaited)
            await asyncio.sleep(0.05)
    return time.perf_counter()
