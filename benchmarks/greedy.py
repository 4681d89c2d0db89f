"""One chat with thousands of updates waiting, by polling; how long all others wait meanwhile.

The same people tap /menu before, while the bot works through the flood, and after it was killed
in the middle and started anew. Baseline: the same bot with no flood.
"""

import asyncio
import itertools
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import families
from benchmarks.processes import cpu_seconds, running
from benchmarks.school import FIRST_CHAT
from benchmarks.table import Row, milliseconds, percentile
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import schema
from storage.database import connect

WANTED_P99 = 1.0
OTHERS = 10
PAUSE_SECONDS = 0.1
PATIENCE_SECONDS = 120


async def rows(*, quick: bool) -> list[Row]:
    """Play the scene once."""
    scene = _Scene(flood=1000 if quick else 5000, taps=50 if quick else 150)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder, 'diary.db')}"
        db = connect(url)
        await schema.upgrade(db)
        await families.write(db, OTHERS + 1)
        await db.close()
        async with BotApiServer() as server:
            await scene.play(server, url)
    return scene.rows()


@asynccontextmanager
async def _bot(server: BotApiServer, url: str) -> AsyncIterator[Process]:
    """Run the bot until it asks for updates and for as long as the block lasts."""
    env = {
        "BOT_API_URL": server.url, "BOT_TOKEN": server.token, "DATABASE_URL": url,
        "DEFAULT_QUIET_HOURS": "", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    mark = server.outbox.mark()
    async with running("bot", "run", env=env) as process:
        # The last thing that it does before it polls.
        await server.outbox.wait_for(
            lambda call: call.method == "deleteWebhook", since=mark, within=PATIENCE_SECONDS
        )
        yield process


@dataclass(slots=True)
class _Scene:
    flood: int
    taps: int
    calm: list[float] = field(default_factory=list)
    flooded: list[float] = field(default_factory=list)
    killed: list[float] = field(default_factory=list)
    ahead: int = 0
    answered: int = 0
    cost: float = 0.0

    async def play(self, server: BotApiServer, url: str) -> None:
        """Flood a bot, kill it in the middle, and let it end the work."""
        greedy, *others = (
            server.person(FIRST_CHAT + number, f"Имя{number}") for number in range(1, OTHERS + 2)
        )
        async with _bot(server, url) as process:
            await self._ask(others, self.taps, self.calm)
            for _update in range(self.flood):
                await greedy.say("/menu")
            spent = cpu_seconds(process.pid)
            await self._ask(others, self.taps, self.flooded)
            self.ahead = _answers(greedy)
            self.cost = (cpu_seconds(process.pid) - spent) / (self.ahead + self.taps)
            process.kill()
            await process.wait()
        async with _bot(server, url):
            await self._ask(others, self.taps, self.killed)
            async with asyncio.timeout(self.flood / 10 + PATIENCE_SECONDS):
                while _answers(greedy) < self.flood:  # noqa: ASYNC110  (another process)
                    await asyncio.sleep(0.1)
        self.answered = _answers(greedy)

    async def _ask(self, others: list[Person], taps: int, delays: list[float]) -> None:
        for person in itertools.islice(itertools.cycle(others), taps):
            since, began = person.mark(), time.perf_counter()
            await person.say("/menu")
            await person.wait_for(lambda m: m.from_bot, since=since, within=PATIENCE_SECONDS)
            delays.append(time.perf_counter() - began)
            await asyncio.sleep(PAUSE_SECONDS)

    def rows(self) -> list[Row]:
        """Return what the others met."""
        base = milliseconds(self.calm)
        return [
            self._row(f"others while one chat has {self.flood:,} waiting", base, self.flooded),
            self._row("the same after kill -9 and a new start", base, self.killed),
            Row("the flood: updates ÷ answers", f"{self.flood:,}", f"{self.answered:,}",
                f"{self.answered / self.flood:.3f}", "≥ 1", self.answered >= self.flood),
            Row("processor time an update meanwhile", f"{self.ahead:,} ahead",
                f"{self.cost * 1000:.1f} ms", "", "", None),
        ]  # fmt: skip

    def _row(self, name: str, base: str, delays: list[float]) -> Row:
        high = percentile(delays, 0.99)
        ratio = high / percentile(self.calm, 0.99)
        return Row(name, base, milliseconds(delays), f"{ratio:.2f}", f"≤ {WANTED_P99:g} s",
                   high <= WANTED_P99)  # fmt: skip


def _answers(person: Person) -> int:
    return sum(message.from_bot for message in person.chat.messages)
