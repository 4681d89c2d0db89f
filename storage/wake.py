"""Tells at once that somebody committed something, in this process or another.

SQLite tells by its file (``wake_sqlite``), PostgreSQL by NOTIFY.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

import sqlalchemy as sa

from storage import wake_sqlite
from storage.database import Database
from storage.facts import CHANNEL

logger = logging.getLogger(__name__)
PROBE_SECONDS = 30
"""How often PostgreSQL is asked whether it is still there: a dead peer says nothing."""
RECONNECT_SECONDS = 1


async def watch(db: Database, stir: Callable[[], None]) -> None:
    """Call ``stir`` after each commit that may matter, until cancelled."""
    if db.is_sqlite:
        await wake_sqlite.watch(db.engine.url.database or "", stir)
    else:
        await _listen_for_ever(db, stir)


async def _listen_for_ever(db: Database, stir: Callable[[], None]) -> None:
    import asyncpg  # here, because a bot on SQLite needs none of it

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
