"""What waiting for facts costs: CPU of an idle worker beside a bare event loop that sleeps.

Prints both as shares of one core, and how soon a commit of another connection stirs the worker.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from aiogram import Bot

from domain.clock import SystemClock
from domain.school_clock import SchoolClock
from notifications.kind import all_kinds
from notifications.planner import Planner
from notifications.sender import Sender
from notifications.worker import Worker
from storage import schema, wake
from storage.database import Database, connect

SECONDS = 20.0
COMMITS = 20


async def measure(url: str) -> str:
    """Return one line of figures for a database."""
    db = connect(url)
    await schema.upgrade(db)
    bare = await _share(SECONDS)
    wall = SchoolClock(SystemClock(), ZoneInfo("Europe/Moscow"))
    planner = Planner(db, wall, all_kinds())
    sender = Sender(db, Bot("42:IDLE"), wall, all_kinds())
    async with Worker(db, wall.clock, planner, sender):
        await asyncio.sleep(1)
        idle = await _share(SECONDS)
    delay = await _delay(db)
    await db.close()
    return (
        f"{db.engine.dialect.name}: idle worker {idle:.2%} of a core, bare loop {bare:.2%};"
        f" a commit stirs after {delay * 1000:.0f} ms (median of {COMMITS})"
    )


async def _share(seconds: float) -> float:
    before = time.process_time()
    await asyncio.sleep(seconds)
    return (time.process_time() - before) / seconds


async def _delay(db: Database) -> float:
    stirred = asyncio.Event()
    watch = asyncio.create_task(wake.watch(db, stirred.set))
    delays = []
    for _ in range(COMMITS):
        await asyncio.sleep(0.13)
        stirred.clear()
        async with db.begin() as session:
            await session.execute(sa.text("UPDATE due_time SET job = job"))
            await session.execute(sa.text("DELETE FROM school WHERE id = -1"))
            if db.is_sqlite:
                # A commit that changes no page moves no counter.
                await session.execute(sa.text("PRAGMA user_version = 1"))
            else:
                await session.execute(sa.text("NOTIFY diary_facts"))
        began = time.perf_counter()
        async with asyncio.timeout(5):
            await stirred.wait()
        delays.append(time.perf_counter() - began)
    watch.cancel()
    return statistics.median(delays)


def main() -> None:
    """Measure SQLite, and PostgreSQL too where its URL is given."""
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite+aiosqlite:///{Path(folder, 'idle.db')}", *sys.argv[1:]]
        for url in urls:
            print(asyncio.run(measure(url)), flush=True)


if __name__ == "__main__":
    main()
