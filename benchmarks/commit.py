"""From another process's commit of a mark to the request at the Bot API server."""

import asyncio
import random
import tempfile
import time
from pathlib import Path

from benchmarks import families, postgres
from benchmarks.null_api import TOKEN, NullApi
from benchmarks.processes import free_port, listens, running
from benchmarks.table import Row, milliseconds, percentile
from bot.app import telegram
from bot.settings import Settings
from storage import schema
from storage.database import connect

WANTED_SECONDS = 0.1
PATIENCE_SECONDS = 10


async def rows(*, quick: bool) -> list[Row]:
    """Measure both databases."""
    commits = 40 if quick else 300
    with tempfile.TemporaryDirectory() as folder:
        found = [await _measure(f"sqlite+aiosqlite:///{Path(folder, 'diary.db')}", commits)]
    async with postgres.database() as url:
        if url is None:
            row = Row("commit → request, PostgreSQL", "", "no server", "", "≤ 100 ms", None)
            return [*found, row]
        return [*found, await _measure(url, commits)]


class _Ear:
    """Hears in the null server when the next message is asked for."""

    def __init__(self, api: NullApi) -> None:
        self._heard: asyncio.Future[float] | None = None
        api.heard = self._hear

    def _hear(self, method: str, _body: bytes, now: float) -> None:
        if method == "sendMessage" and self._heard and not self._heard.done():
            self._heard.set_result(now)

    def listen(self) -> "asyncio.Future[float]":
        """Return the moment of the next message, once it is there."""
        self._heard = asyncio.get_running_loop().create_future()
        return self._heard


async def _measure(url: str, commits: int) -> Row:
    db = connect(url)
    await schema.upgrade(db)
    await families.write(db, commits + 1)
    async with NullApi() as api:
        ear, port = _Ear(api), free_port()
        bare = await _bare(api, ear, commits)
        env = {
            "BOT_API_URL": api.url, "BOT_TOKEN": TOKEN, "DATABASE_URL": url,
            "DEFAULT_QUIET_HOURS": "", "HTTP_PORT": str(port), "SECRET_KEY": "bench",
        }  # fmt: skip
        async with running("bot", "run", env=env) as process:
            await listens(port, process)
            delays = []
            for student in range(1, commits + 2):
                # Not in step with anything that looks from time to time.
                await asyncio.sleep(random.uniform(0.03, 0.15))
                heard = ear.listen()
                await families.mark(db, [student])
                committed = time.perf_counter()
                async with asyncio.timeout(PATIENCE_SECONDS):
                    delays.append(await heard - committed)
    name = "SQLite" if db.is_sqlite else "PostgreSQL"
    await db.close()
    return _row(name, bare, delays[1:])


async def _bare(api: NullApi, ear: _Ear, calls: int) -> list[float]:
    """Time a send of this process, which knows all it needs: what the wire alone costs."""
    bot = telegram(Settings.model_validate({"bot_token": TOKEN, "bot_api_url": api.url}))
    delays = []
    for chat in range(1, calls + 1):
        heard, began = ear.listen(), time.perf_counter()
        await bot.send_message(chat, "New mark: algebra — 5")
        delays.append(await heard - began)
    await bot.session.close()
    return delays


def _row(name: str, bare: list[float], delays: list[float]) -> Row:
    high = percentile(delays, 0.99)
    ratio = f"{high / percentile(bare, 0.99):.1f}"
    return Row(
        f"commit → request, {name}", milliseconds(bare), milliseconds(delays), ratio,
        "p99 ≤ 100 ms", high <= WANTED_SECONDS,
    )  # fmt: skip
