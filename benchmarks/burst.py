"""A burst of alerts against the strict sandbox server, its limits on, while people tap.

Telegram's free rate of 30 a second is the baseline: nobody may be faster for longer than its
burst, and whoever is too fast is answered 429. Once with a bucket, once with a strict second
beside it: nobody outside knows how Telegram counts.
"""

import asyncio
import itertools
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import families
from benchmarks.processes import free_port, listens, running
from benchmarks.school import FIRST_CHAT, today
from benchmarks.table import Row, at_most, milliseconds, percentile
from keyboards.open import OpenDay, OpenWeek
from sandbox.outbox import Call
from sandbox.people import Person
from sandbox.server import BotApiServer
from storage import schema
from storage.database import Database, connect

PER_SECOND = 30.0
WANTED_TIME = {"bucket": 1.03, "strict second": 1.05}
WANTED_TAPS, WANTED_ABSENCE = 1.5, 1.0
TAPPERS, IDLE_TAPS = 10, 150
SLACK_SECONDS = 60


async def rows(*, quick: bool) -> list[Row]:
    """Run the scene once a way of counting: 3,000 alerts are a hundred seconds."""
    found: list[Row] = []
    for counting, alerts in (("bucket", 600 if quick else 3000), ("strict second", 300)):
        found += await _rows(counting, alerts)
    return found


async def _rows(counting: str, alerts: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder, 'diary.db')}"
        db = connect(url)
        await schema.upgrade(db)
        # The last ones tap; the one before them is missed at school meanwhile.
        await families.write(db, alerts + 1 + TAPPERS)
        async with bot(url, alerts + 1 + TAPPERS, window=counting != "bucket") as server:
            scene = _Scene(db, server, alerts, counting)
            await scene.play()
        await db.close()
    return scene.rows()


@asynccontextmanager
async def bot(url: str, people: int, *, window: bool = False) -> AsyncIterator[BotApiServer]:
    """Run the strict server here and the bot in its own process; everybody has pressed Start."""
    port = free_port()
    async with BotApiServer(window=window) as server:
        server.limits.on = True
        for number in range(1, people + 1):
            server.person(FIRST_CHAT + number, f"Имя{number}").chat.standing = "open"
        env = {
            "BOT_API_URL": server.url, "BOT_TOKEN": server.token, "DATABASE_URL": url,
            "DEFAULT_QUIET_HOURS": "", "HTTP_PORT": str(port), "WEBHOOK_SECRET": "bench",
            "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram/webhook",
        }  # fmt: skip
        async with running("bot", "run", env=env) as process:
            await listens(port, process)
            yield server


@dataclass(slots=True)
class _Scene:
    db: Database
    server: BotApiServer
    alerts: int
    counting: str
    idle: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    seconds: float = 0.0
    absence_seconds: float = 0.0

    async def play(self) -> None:
        """Tap while nothing else happens, then while the alerts go out."""
        people = await self._screens()
        taps = itertools.count()
        for number in range(IDLE_TAPS):
            self.idle.append(await _tap(people[number % TAPPERS], next(taps)))
        began = time.perf_counter()
        await families.mark(self.db, range(1, self.alerts + 1))
        tapping = asyncio.create_task(self._tap_on(people, taps))
        await asyncio.sleep(self.alerts / PER_SECOND / 2)
        await self._miss()
        async with asyncio.timeout(self.alerts / PER_SECOND + SLACK_SECONDS):
            while len(self._messages()) < self.alerts + 1:  # noqa: ASYNC110  (another process)
                await asyncio.sleep(0.02)
        self.seconds = time.perf_counter() - began
        tapping.cancel()

    async def _screens(self) -> list[Person]:
        """Let the tappers open the bot, which gives each a message with buttons."""
        numbers = range(self.alerts + 2, self.alerts + 2 + TAPPERS)
        people = [self.server.person(FIRST_CHAT + number, "") for number in numbers]
        for person in people:
            since = person.mark()
            await person.say("/menu")
            await person.wait_for(lambda message: message.from_bot, since=since, within=20)
        self.server.outbox.clear()
        return people

    async def _tap_on(self, people: list[Person], taps: "itertools.count[int]") -> None:
        while True:
            self.busy.append(await _tap(people[len(self.busy) % TAPPERS], next(taps)))
            await asyncio.sleep(0.1)

    async def _miss(self) -> None:
        """Commit an absence in the middle and wait for its message."""
        chat, mark = FIRST_CHAT + self.alerts + 1, self.server.outbox.mark()
        await families.absence(self.db, self.alerts + 1)
        committed = datetime.now(UTC)
        call = await self.server.outbox.wait_for(
            lambda call: call.method == "sendMessage" and call.chat_id == chat,
            since=mark, within=SLACK_SECONDS,
        )  # fmt: skip
        self.absence_seconds = (call.at - committed).total_seconds()

    def _messages(self) -> list[Call]:
        return [call for call in self.server.outbox.of("sendMessage") if call.ok]

    def rows(self) -> list[Row]:
        """Return what the scene showed."""
        ideal = self.alerts / PER_SECOND
        floods = sum(call.code == 429 for call in self.server.outbox.calls)
        calm, taps = percentile(self.idle, 0.99), percentile(self.busy, 0.99)
        absence = self.absence_seconds
        name, wanted = (
            f"{self.alerts:,} alerts at 30/s, {self.counting}",
            WANTED_TIME[self.counting],
        )
        return [
            at_most(name, f"{ideal:.1f} s", f"{self.seconds:.1f} s", self.seconds / ideal, wanted),
            Row("429s meanwhile", "", f"{floods}", "", "0", floods == 0),
            at_most("taps meanwhile, p99 ÷ idle", milliseconds(self.idle),
                    milliseconds(self.busy), taps / calm, WANTED_TAPS),
            Row("an absence in the middle", "", f"{absence * 1000:.0f} ms", "",
                f"≤ {WANTED_ABSENCE:g} s", absence <= WANTED_ABSENCE),
        ]  # fmt: skip


async def _tap(person: Person, number: int) -> float:
    """Tap for another screen than the one that is shown; seconds until the tap is answered."""
    student = person.id - FIRST_CHAT
    screen = (OpenDay, OpenWeek)[number // TAPPERS % 2]
    began = time.perf_counter()
    await person.tap(data=screen(student_id=student, day=today()).pack())
    return time.perf_counter() - began
