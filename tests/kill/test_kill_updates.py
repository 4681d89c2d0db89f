"""The bot is killed while people write: every accepted message has its effect exactly once.

Each message is a code that does not exist, and each of them is one row of the audit log. Beside
them one chat asks for its menu again and again: a long line, of which nothing may be lost either.
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.kill.test_kill import SEED, Victim
from tests.long import so_many
from tests.school import fill

ROUNDS = int(os.environ.get("KILL_ROUNDS", so_many(8, 3)))
PEOPLE = 12
GREEDY = 40
"""Menus that one chat asks for in a round."""


@asynccontextmanager
async def bot(db: Database, server: BotApiServer) -> AsyncIterator[Victim]:
    environment = {
        **os.environ, "BOT_TOKEN": server.token, "BOT_API_URL": server.url,
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "SECRET_KEY": "a key of the kill test", "DEFAULT_QUIET_HOURS": "", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kill.bot_runner", cwd=Path(__file__).parents[2],
        env=environment, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield Victim(process)
    finally:
        os.killpg(process.pid, 9)
        await process.wait()


async def effects(db: Database) -> int:
    """Return how many attempts the audit log counts: alike ones of a chat are one entry."""
    tried = sa.select(t.audit_entry.c.detail).where(t.audit_entry.c.action == "code.open")
    async with db.read() as session:
        return sum(detail.get("count", 1) for detail in await session.scalars(tried))


async def waiting(db: Database) -> int:
    """Return how many updates are still kept."""
    async with db.read() as session:
        kept = await session.scalar(sa.select(sa.func.count()).select_from(t.waiting_update))
        return int(kept or 0)


def menus(person: Person) -> int:
    """Return how many answers a chat has."""
    return sum(message.from_bot for message in person.chat.messages)


@pytest.mark.parametrize("any_db", ["sqlite", "postgres"], indirect=True)
async def test_every_accepted_message_has_its_effect_exactly_once(any_db: Database) -> None:
    dice = random.Random(SEED)
    await fill(any_db)
    async with BotApiServer() as server:
        people = [server.person(7000 + number, "Кто-то") for number in range(PEOPLE)]
        greedy = server.person(6999, "Кто-то")
        said = 0
        async with bot(any_db, server) as victim:
            for _round in range(ROUNDS):
                pid = await victim.start()
                await server.bot_listens(within=120)
                for _menu in range(GREEDY):
                    await greedy.say("/menu")
                for _message in range(dice.randint(1, 2 * PEOPLE)):
                    await dice.choice(people).say("7F3K-9QXM-2A")
                    said += 1
                    await asyncio.sleep(dice.random() * 0.02)
                await asyncio.sleep(dice.random() * 0.2)
                await victim.kill(pid)
            pid = await victim.start()
            async with asyncio.timeout(240):
                while await effects(any_db) < said:  # noqa: ASYNC110  (another process writes)
                    await asyncio.sleep(0.1)
            async with asyncio.timeout(240):
                while menus(greedy) < ROUNDS * GREEDY or await waiting(any_db):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            await asyncio.sleep(1)
            await victim.kill(pid)

    print(f"{said} messages, {ROUNDS} kills")
    assert await effects(any_db) == said
