"""The delivery process is killed at random moments: nothing is lost, little is repeated.

KILL_ROUNDS and KILL_SEED in the environment make it longer, or another one; CI=true eight rounds.
"""

import asyncio
import bisect
import os
import random
import re
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
from tests.long import so_many
from tests.notifications.house import House
from tests.school import SEPTEMBER, fill

ROUNDS = int(os.environ.get("KILL_ROUNDS", so_many(8, 3)))
CHATS = 50
SEED = int(os.environ.get("KILL_SEED", "20260916"))
DAY = date(2026, 9, 16)


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
        async with asyncio.timeout(120):
            return (await self.process.stdout.readline()).decode().strip()


@asynccontextmanager
async def runner(db: Database, server: BotApiServer, lease: float = 1) -> AsyncIterator[Victim]:
    url = db.engine.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kill.runner", url, server.url, server.token, str(lease),
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
    """Link fifty guardians to Anna."""
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
    return house


@dataclass
class Marks:
    """Facts that arrive while the bot lives and dies."""

    house: House
    given: int = 0

    async def give(self) -> None:
        value = f"№{self.given}."
        self.given += 1
        await self.house.happens(
            MarkAdded(student=1, name="", course=1, subject="Алгебра", value=value, day=DAY)
        )

    async def keep_giving(self, dice: random.Random) -> None:
        while True:
            await asyncio.sleep(dice.random())
            await self.give()


async def facts(house: House) -> int:
    """Return how many are written: the last giving of a round may have been cut off."""
    ((number,),) = await house.rows(sa.select(sa.func.count()).select_from(t.fact))
    return int(number)


async def states(house: House) -> Counter[str]:
    """Return state → deliveries."""
    d = t.delivery.c
    query = sa.select(d.state, sa.func.count()).group_by(d.state)
    return Counter(dict(await house.rows(query)))


def repeats(server: BotApiServer, rounds: list[int]) -> Counter[int]:
    """Return round → messages of it that were sent again after its kill."""
    sent: dict[tuple[int | None, str], int] = {}
    again: set[int] = set()
    for call in server.outbox.of("sendMessage"):
        for value in re.findall(r"№\d+\.", call.params["text"]):
            if before := sent.get((call.chat_id, value)):
                again.add(before)
            sent[call.chat_id, value] = call.number
    return Counter(bisect.bisect_left(rounds, number) for number in again)


@pytest.mark.parametrize("any_db", ["sqlite", "postgres"], indirect=True)
async def test_nothing_is_lost_and_a_kill_repeats_one_message_at_most(any_db: Database) -> None:
    dice = random.Random(SEED)
    print(f"KILL_SEED={SEED} KILL_ROUNDS={ROUNDS}")
    async with BotApiServer() as server:
        house = await prepare(any_db, server)
        marks, rounds = Marks(house), list[int]()
        async with runner(any_db, server) as victim:
            for _round in range(ROUNDS):
                rounds.append(server.outbox.mark())
                pid = await victim.start()
                giving = asyncio.create_task(marks.keep_giving(dice))
                await _some_messages(server, dice)
                await victim.kill(pid)
                giving.cancel()
                await asyncio.gather(giving, return_exceptions=True)
                await asyncio.sleep(0.3)  # the server ends what the dead process had asked for
            rounds.append(server.outbox.mark())
            pid = await victim.start()
            await marks.give()
            wanted = CHATS * await facts(house)
            async with asyncio.timeout(120):
                while (await states(house))["sent"] < wanted:  # noqa: ASYNC110  (another process writes)
                    await asyncio.sleep(0.2)
            await victim.kill(pid)

        calls = server.outbox.of("sendMessage")
        heard = {
            (call.chat_id, value)
            for call in calls
            for value in re.findall(r"№\d+\.", call.params["text"])
        }
        told_again = repeats(server, rounds)
        print(f"{len(calls)} messages of {wanted} deliveries, repeated: {told_again}")
        assert len(heard) == wanted
        assert server.outbox.errors() == []
        assert await states(house) == {"sent": wanted}
        assert max(told_again.values(), default=0) <= 1


@pytest.mark.parametrize("any_db", ["sqlite", "postgres"], indirect=True)
async def test_when_one_of_two_workers_dies_the_other_goes_on(any_db: Database) -> None:
    async with BotApiServer() as server:
        house = await prepare(any_db, server)
        marks = Marks(house)
        async with runner(any_db, server, 10) as one, runner(any_db, server, 10) as other:
            pid, survivor = await one.start(), await other.start()
            for _ in range(3):
                await marks.give()
                await server.outbox.wait_for(lambda _call: True, since=server.outbox.mark())
            await one.kill(pid)
            wanted = CHATS * await facts(house)
            async with asyncio.timeout(240):
                while (await states(house))["sent"] < wanted:  # noqa: ASYNC110  (another process writes)
                    await asyncio.sleep(0.2)
            await other.kill(survivor)

        told_again = repeats(server, [])
        print(f"{wanted} deliveries, all sent after the death, repeated: {told_again}")
        assert told_again.total() <= 1


async def _some_messages(server: BotApiServer, dice: random.Random) -> None:
    """Wait for a random number of messages, or for a random moment of a start."""
    mark, wanted = server.outbox.mark(), dice.choice((0, 1, 2, 5, 12, 25))
    if wanted:
        await server.outbox.wait_for(lambda call: call.number >= mark + wanted, since=mark)
    await asyncio.sleep(dice.random() * (0.05 if wanted else 0.6))
