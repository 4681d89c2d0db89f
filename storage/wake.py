"""Tells at once that somebody committed something, in this process or another.

SQLite has no messages between processes, but a counter that moves with every commit of
another connection; reading it costs a few microseconds and no disk. PostgreSQL has NOTIFY.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

import asyncpg
import sqlalchemy as sa

from storage.database import Database
from storage.facts import CHANNEL

logger = logging.getLogger(__name__)
LOOK_SECONDS = 0.1
"""How often SQLite's counter is read."""
PROBE_SECONDS = 30
"""How often PostgreSQL is asked whether it is still there: a dead peer says nothing."""
RECONNECT_SECONDS = 1


async def watch(db: Database, stir: Callable[[], None]) -> None:
    """Call ``stir`` after each commit that may matter, until cancelled."""
    if db.is_sqlite:
        await _watch_file(db.engine.url.database or "", stir)
    else:
        await _listen_for_ever(db, stir)


async def _watch_file(path: str, stir: Callable[[], None]) -> None:
    # The statement only looks at shared memory, so it may run in the event loop: a thread's
    # round trip would cost more than the statement itself.
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        seen = None
        while True:
            now = _version(connection)
            if now != seen:
                seen = now
                stir()
            await asyncio.sleep(LOOK_SECONDS)


def _version(connection: sqlite3.Connection) -> int | None:
    """Return the counter; nothing while the file is locked, which is worth a look too."""
    try:
        (version,) = connection.execute("PRAGMA data_version").fetchone()
    except sqlite3.OperationalError:
        return None
    return int(version)


async def _listen_for_ever(db: Database, stir: Callable[[], None]) -> None:
    while True:
        try:
            await _listen(db, stir)
        except (OSError, TimeoutError, sa.exc.DBAPIError, asyncpg.PostgresError,
                asyncpg.InterfaceError) as error:  # fmt: skip
            logger.warning("not listening to the database: %s", type(error).__name__)
        await asyncio.sleep(RECONNECT_SECONDS)


async def _listen(db: Database, stir: Callable[[], None]) -> None:
    """Listen until the connection is lost; what was said before is not heard, so look at once."""
    async with db.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None, "it was opened a line above"
        lost = asyncio.Event()
        raw.add_termination_listener(lambda _connection: lost.set())
        try:
            await raw.add_listener(CHANNEL, lambda *_message: stir())
            stir()
            while not raw.is_closed():
                await _within(PROBE_SECONDS, lost)
                await raw.execute("SELECT 1", timeout=PROBE_SECONDS)
        finally:
            # A connection that listens must not go back to the pool.
            await connection.invalidate()


async def _within(seconds: float, event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
