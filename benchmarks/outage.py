"""Telegram is away while many messages wait: how long the last of them takes once it is back.

The rate is the baseline: what waits can go no faster. The server refuses connections first and
answers 502 then, as a proxy does before a server that starts.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks import families
from benchmarks.burst import PER_SECOND, bot
from benchmarks.table import Row, at_most
from sandbox.faults import Fault
from sandbox.server import BotApiServer
from storage import schema
from storage.database import Database, connect

WANTED = 1.3
PATIENCE_SECONDS = 400
EVER = 10**9


async def rows(*, quick: bool) -> list[Row]:
    """Let messages wait for a server that is away, and measure from its return."""
    messages, away = (300, 20) if quick else (2000, 180)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder, 'diary.db')}"
        db = connect(url)
        await schema.upgrade(db)
        await families.write(db, messages)
        async with bot(url, messages) as server:
            seconds = await _outage(db, server, messages, away)
            floods = sum(call.code == 429 for call in server.outbox.calls)
        await db.close()
    ideal, name = messages / PER_SECOND, f"{messages:,} waiting after {away} s without Telegram"
    return [
        at_most(name, f"{ideal:.1f} s", f"{seconds:.1f} s", seconds / ideal, WANTED),
        Row("429s meanwhile", "", f"{floods}", "", "0", floods == 0),
    ]


async def _outage(db: Database, server: BotApiServer, messages: int, away: float) -> float:
    """Return the seconds from the server's return until the last row says sent."""
    await server.stop()
    await families.mark(db, range(1, messages + 1))
    await asyncio.sleep(away / 2)
    server.fail(Fault("*", 502, times=EVER))
    await server.start()
    await asyncio.sleep(away / 2)
    server.faults.clear()
    began = time.perf_counter()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await families.sent(db) < messages:  # noqa: ASYNC110  (another process is awaited)
            await asyncio.sleep(0.2)
    return time.perf_counter() - began
