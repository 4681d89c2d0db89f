"""What is kept and what is done: in few transactions, and tried until it holds."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import sqlalchemy as sa

from bot.kept import Keeper
from domain.clock import FixedClock
from storage import tables as t
from storage.database import Database

BOT = 42


def message(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 1}, "text": "ё"}}


@asynccontextmanager
async def keeping(db: Database, clock: FixedClock) -> AsyncIterator[Keeper]:
    keeper = Keeper(db, BOT, clock, again=0.01)
    running = asyncio.create_task(keeper.run())
    yield keeper
    await keeper.stop(running, within=10)


@contextmanager
def commits(db: Database) -> Iterator[list[None]]:
    """Count transactions that were committed."""
    seen: list[None] = []

    def note(_connection: sa.Connection) -> None:
        seen.append(None)

    for engine in db.engines:
        sa.event.listen(engine, "commit", note)
    try:
        yield seen
    finally:
        for engine in db.engines:
            sa.event.remove(engine, "commit", note)


async def numbers(db: Database) -> list[int]:
    async with db.read() as session:
        rows = await session.execute(sa.select(t.waiting_update.c.update_id).order_by("update_id"))
        return list(rows.scalars())


async def rename(db: Database, name: str, to: str) -> None:
    """Take a table away, or bring it back: the plainest way to make every write to it fail."""
    async with db.begin() as session:
        await session.execute(sa.text(f"ALTER TABLE {name} RENAME TO {to}"))


async def test_hundreds_of_updates_are_kept_and_forgotten_in_two_transactions(
    any_db: Database, clock: FixedClock
) -> None:
    with commits(any_db) as seen:
        async with keeping(any_db, clock) as keeper:
            await keeper.keep([message(number) for number in range(300)]).wait()
            written = await numbers(any_db)
            reads = len(seen) - 1
            for number in range(300):
                keeper.done(number)
        writes = len(seen) - reads

    assert written == [*range(300)]
    assert await numbers(any_db) == []
    assert writes == 2


async def test_what_ends_before_it_is_written_is_not_written(
    any_db: Database, clock: FixedClock
) -> None:
    async with keeping(any_db, clock) as keeper:
        safe = keeper.keep([message(1), message(2)])
        keeper.done(1)
        await safe.wait()
        written = await numbers(any_db)

    assert written == [2]


async def test_what_ends_while_it_is_written_is_forgotten(
    any_db: Database, clock: FixedClock
) -> None:
    async with keeping(any_db, clock) as keeper:
        safe = keeper.keep([message(1)])
        while not safe.is_set():
            await asyncio.sleep(0)
            keeper.done(1)

    assert await numbers(any_db) == []


async def test_a_row_of_an_earlier_process_is_forgotten_when_it_is_done(
    any_db: Database, clock: FixedClock
) -> None:
    async with keeping(any_db, clock) as keeper:
        await keeper.keep([message(1), message(2)]).wait()

    async with keeping(any_db, clock) as later:
        later.adopt([1, 2])
        later.done(1)

    assert await numbers(any_db) == [2]


async def test_keeping_and_forgetting_are_tried_until_they_hold(
    any_db: Database, clock: FixedClock
) -> None:
    async with keeping(any_db, clock) as keeper:
        await keeper.keep([message(1), message(2)]).wait()
        await rename(any_db, "waiting_update", "away")
        try:
            keeper.done(1)
            safe = keeper.keep([message(3), message(4)])
            await asyncio.sleep(0.1)
            kept_meanwhile = safe.is_set()
            keeper.done(4)
        finally:
            await rename(any_db, "away", "waiting_update")
        await safe.wait()

    assert not kept_meanwhile
    assert await numbers(any_db) == [2, 3]


async def test_who_waits_is_let_go_when_all_is_handled_though_nothing_can_be_written(
    any_db: Database, clock: FixedClock
) -> None:
    await rename(any_db, "waiting_update", "away")
    try:
        async with keeping(any_db, clock) as keeper:
            safe = keeper.keep([message(1), message(2)])
            await asyncio.sleep(0.05)
            keeper.done(1)
            keeper.done(2)
            async with asyncio.timeout(10):
                await safe.wait()
            await rename(any_db, "away", "waiting_update")
    finally:
        if "away" in await tables(any_db):
            await rename(any_db, "away", "waiting_update")

    assert await numbers(any_db) == []


async def tables(db: Database) -> list[str]:
    async with db.survey() as session:
        return await session.run_sync(lambda one: sa.inspect(one).get_table_names())
