"""The delivery process is killed at random moments: nothing is lost, little is repeated."""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.clock import SystemClock
from domain.facts import MarkAdded
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill

ROUNDS = 20
CHATS = 50
MARKS = 10
PARALLEL = 20
SEED = 20260916


@dataclass
class Victim:
    """The process that forks a fresh delivery process each round."""

    process: asyncio.subprocess.Process

    async def start(self) -> int:
        """Begin a round; returns the pid to kill."""
        assert self.process.stdin
        self.process.stdin.write(b"go\n")
        return int(await self._line())

    async def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        assert await self._line() == "dead"

    async def _line(self) -> str:
        assert self.process.stdout
        async with asyncio.timeout(30):
            return (await self.process.stdout.readline()).decode().strip()


@asynccontextmanager
async def runner(db: Database, server: BotApiServer) -> AsyncIterator[Victim]:
    url = db.engine.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kill.runner", url, server.url, server.token,
        cwd=Path(__file__).parents[2], stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield Victim(process)
    finally:
        # Also when the test failed: a child left over would deliver the next test's messages.
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def prepare(db: Database, server: BotApiServer) -> House:
    """Link fifty guardians to Anna and give her ten marks: 500 messages, none planned yet."""
    await fill(db)
    chats = [
        {"id": number, "telegram_id": number, "created_at": SEPTEMBER}
        for number in range(5000, 5000 + CHATS)
    ]
    rights = {"role": "guardian", "student_id": 1, "granted_at": SEPTEMBER}
    house = House(db, SystemClock())
    await house.change(
        sa.delete(t.access_grant),
        sa.insert(t.chat).values(chats),
        sa.insert(t.access_grant).values([{"chat_id": chat["id"], **rights} for chat in chats]),
    )
    for chat in chats:
        await server.person(int(str(chat["id"])), "Кто-то").start()
    await house.happens(
        *(
            MarkAdded(student=1, name="", course=1, subject="Алгебра", value=f"№{number}", day=DAY)
            for number in range(MARKS)
        )
    )
    return house


DAY = date(2026, 9, 16)


async def recorded(house: House) -> Counter[str]:
    """Return state → deliveries."""
    d = t.delivery.c
    query = sa.select(d.state, sa.func.count()).group_by(d.state)
    return Counter(dict(await house.rows(query)))


@pytest.mark.parametrize("any_db", ["sqlite", "postgres"], indirect=True)
async def test_nothing_is_lost_and_only_what_was_in_flight_is_repeated(any_db: Database) -> None:
    dice = random.Random(SEED)
    async with BotApiServer() as server:
        house = await prepare(any_db, server)
        repeats: list[int] = []
        async with runner(any_db, server) as victim:
            for _round in range(ROUNDS):
                left = CHATS * MARKS - (await recorded(house))["sent"]
                pid = await victim.start()
                await _some_messages(server, dice, left)
                await victim.kill(pid)
                await asyncio.sleep(0.05)  # the server ends what the dead process had asked for
                sent = (await recorded(house))["sent"]
                repeats.append(len(server.outbox.of("sendMessage")) - sent - sum(repeats))
            pid = await victim.start()
            async with asyncio.timeout(30):
                while (await recorded(house))["sent"] < CHATS * MARKS:  # noqa: ASYNC110  (another process writes)
                    await asyncio.sleep(0.1)
            await victim.kill(pid)

        calls = server.outbox.of("sendMessage")
        heard = Counter((call.chat_id, call.params["text"]) for call in calls)
        assert len(heard) == CHATS * MARKS
        assert server.outbox.errors() == []
        assert heard.total() == CHATS * MARKS + sum(repeats)
        assert max(repeats) <= PARALLEL
        assert await recorded(house) == {"sent": CHATS * MARKS}
        print(f"messages {heard.total()}, repeated per kill: {repeats}")


async def _some_messages(server: BotApiServer, dice: random.Random, left: int) -> None:
    """Wait for a random number of messages, or for a random moment of a start."""
    mark, wanted = server.outbox.mark(), min(dice.randint(0, 45), left)
    if wanted:
        await server.outbox.wait_for(
            lambda call: call.number >= mark + wanted, since=mark, within=10
        )
    await asyncio.sleep(dice.random() * (0.02 if wanted else 0.3))
