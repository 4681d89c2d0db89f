"""A commit of anybody else is heard within moments, on both databases."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from storage import wake
from storage.database import Database, connect
from storage.facts import CHANNEL


@asynccontextmanager
async def watching(db: Database) -> AsyncIterator[asyncio.Event]:
    """Give an event that the next commit sets."""
    stirred = asyncio.Event()
    task = asyncio.create_task(wake.watch(db, stirred.set))
    assert await heard(stirred)  # the first look
    await asyncio.sleep(0.2)
    stirred.clear()
    yield stirred
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def heard(stirred: asyncio.Event, within: float = 30) -> bool:
    """Wait for the event, which comes at once, on however busy a machine."""
    try:
        async with asyncio.timeout(within):
            await stirred.wait()
    except TimeoutError:
        return False
    return True


async def touch(db: Database) -> None:
    """Commit something, and say so where the database wants it said."""
    async with db.begin() as session:
        await session.execute(sa.text("UPDATE school SET title = title"))
        await session.execute(
            sa.text("INSERT INTO school (sourced_id, title, kind) VALUES ('x', '', '')")
        )
        if not db.is_sqlite:
            await session.execute(sa.text(f"NOTIFY {CHANNEL}"))


async def test_a_commit_of_this_process_stirs(any_db: Database) -> None:
    async with watching(any_db) as stirred:
        await touch(any_db)

        assert await heard(stirred)


async def test_a_commit_of_another_process_stirs(any_db: Database) -> None:
    url = any_db.engine.url.render_as_string(hide_password=False)
    program = (
        "import asyncio\nfrom storage.database import connect\n"
        "from tests.storage.test_wake import touch\n"
        f"asyncio.run(touch(connect({url!r})))"
    )

    async with watching(any_db) as stirred:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
        assert await process.wait() == 0

        assert await heard(stirred)


async def test_reading_stirs_nobody(any_db: Database) -> None:
    async with watching(any_db) as stirred:
        async with any_db.read() as session:
            await session.execute(sa.text("SELECT 1"))

        assert not await heard(stirred, within=1)


async def test_a_lost_connection_is_made_again_and_what_was_missed_is_looked_for(
    postgres: Database,
) -> None:
    other = connect(postgres.engine.url.render_as_string(hide_password=False))
    async with watching(postgres) as stirred:
        async with other.begin() as session:
            ended = await session.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
                )
            )
            assert ended.scalars().all() == [True]

        assert await heard(stirred)
        stirred.clear()
        await touch(other)
        assert await heard(stirred)
    await other.close()
