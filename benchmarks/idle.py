"""What waiting costs: processor time of a bot with nothing to do, beside an echo bot's."""

import asyncio
import tempfile
from pathlib import Path

from benchmarks import postgres, school
from benchmarks.null_api import TOKEN, NullApi
from benchmarks.processes import cpu_seconds, free_port, listens, running
from benchmarks.table import Row
from storage import schema
from storage.database import connect

WANTED = 0.005
START_SECONDS = 8
"""What a start does in the background is over by then."""


async def rows(*, quick: bool) -> list[Row]:
    """Watch an echo bot, and ours on both databases."""
    seconds = 15.0 if quick else 60.0
    async with NullApi() as api:
        echo = await _echo(api, seconds)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "diary.db")
            await school.migrate(file)
            found = [_row("SQLite", echo, await _ours(api, f"sqlite+aiosqlite:///{file}", seconds))]
        async with postgres.database() as url:
            if url is None:
                return [*found, Row("idle, PostgreSQL", "", "no server", "", "≤ 0.5 %", None)]
            db = connect(url)
            await schema.upgrade(db)
            await db.close()
            return [*found, _row("PostgreSQL", echo, await _ours(api, url, seconds))]


async def _echo(api: NullApi, seconds: float) -> float:
    env = {"BOT_API_URL": api.url, "BOT_TOKEN": TOKEN}
    async with running("benchmarks.baseline", env=env) as process:
        await asyncio.sleep(START_SECONDS)
        return await _share(process.pid, seconds)


async def _ours(api: NullApi, url: str, seconds: float) -> float:
    port = free_port()
    env = {
        "BOT_API_URL": api.url, "BOT_TOKEN": TOKEN, "DATABASE_URL": url, "SECRET_KEY": "bench",
        "HTTP_PORT": str(port),
    }  # fmt: skip
    async with running("bot", "run", env=env) as process:
        await listens(port, process)
        await asyncio.sleep(START_SECONDS)
        return await _share(process.pid, seconds)


async def _share(pid: int, seconds: float) -> float:
    before = cpu_seconds(pid)
    await asyncio.sleep(seconds)
    return (cpu_seconds(pid) - before) / seconds


def _row(database: str, echo: float, ours: float) -> Row:
    ratio = f"{ours / echo:.1f}" if echo else ""
    return Row(
        f"idle, {database}", f"{echo:.2%}", f"{ours:.2%}", ratio, "≤ 0.5 % of a core",
        ours <= WANTED,
    )  # fmt: skip
