"""The same tap and the same alert in a school of 1,000,000 students and in one of 1,000.

Both schools have the same around a student (benchmarks/school.py), both caches are warm. The cost
is processor time, and SQLite's own steps, which no other load on the machine can change.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiogram import Bot, Dispatcher

from benchmarks import families, school
from benchmarks.engine import OPEN
from benchmarks.load import update
from benchmarks.null_api import TOKEN, NullApi
from benchmarks.table import Row, at_most, median
from bot import warm
from bot.app import dispatcher, notifier, telegram
from bot.settings import Settings
from domain.clock import SystemClock
from keyboards.open import OpenDay, OpenHomework, OpenMarks, OpenSubjects, OpenWeek
from storage.database import Database, connect

SMALL, LARGE = 1000, 1_000_000
WANTED = 1.2
STUDENTS = 200
"""How many of a school tap and are told; spread evenly over all of it."""
PATIENCE_SECONDS = 120
STEPS_AT_ONCE = 100
"""SQLite is asked to count in hundreds: one by one would cost more than the steps."""


async def rows(*, quick: bool) -> list[Row]:
    """Measure both schools by turns; the medians of the rounds' own ratios."""
    sizes = (SMALL, LARGE // 10 if quick else LARGE)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        files = [Path(folder, f"{size}.db") for size in sizes]
        for file, size in zip(files, sizes, strict=True):
            await asyncio.to_thread(_make, file, size)
        async with (
            NullApi() as api,
            _school(files[0], sizes[0], api) as small,
            _school(files[1], sizes[1], api) as large,
        ):
            return await _compare(small, large, 3 if quick else 9)


def _make(file: Path, size: int) -> None:
    asyncio.run(school.migrate(file))
    school.fill(file, size, school.today())


@dataclass(slots=True)
class _School:
    size: int
    db: Database
    bot: Bot
    dispatcher: Dispatcher
    steps: int = 0

    @property
    def students(self) -> list[int]:
        """Return those who tap and are told."""
        return [1 + number * (self.size // STUDENTS) for number in range(STUDENTS)]

    async def tap(self) -> None:
        """Let each open one screen, each kind of screen as often as the others."""
        for number, student in enumerate(self.students):
            data = _screen(number, student)
            tap = update(number, school.FIRST_CHAT + student, data)
            await self.dispatcher.feed_raw_update(self.bot, tap)

    async def alert(self) -> None:
        """Give each a mark and wait until all messages are marked as sent."""
        newest = await families.newest(self.db)
        await families.mark(self.db, self.students)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await families.sent(self.db, newest) < STUDENTS:  # noqa: ASYNC110  (tasks do it)
                await asyncio.sleep(0.02)


def _screen(number: int, student: int) -> str:
    day = school.teaching_days(school.today())[number % 20]
    screens = (
        OpenDay(student_id=student, day=day), OpenWeek(student_id=student, day=day),
        OpenHomework(student_id=student, day=day), OpenMarks(student_id=student),
        OpenSubjects(student_id=student),
    )  # fmt: skip
    return screens[number % len(screens)].pack()


@asynccontextmanager
async def _school(file: Path, size: int, api: NullApi) -> AsyncIterator[_School]:
    """Serve a school in this process."""
    url = f"sqlite+aiosqlite:///{file}"
    settings = Settings.model_validate(
        {"bot_token": TOKEN, "bot_api_url": api.url, "default_quiet_hours": "", "secret_key": "x"}
    ).model_copy(update={"messages_per_second": OPEN})
    db, clock, bot = connect(url), SystemClock(), telegram(settings)
    made = _School(size, db, bot, dispatcher(db, clock, settings))
    _count_steps(made)
    async with bot, notifier(db, clock, settings, bot):
        yield made
    await db.close()


def _count_steps(of: _School) -> None:
    def count() -> int:
        of.steps += STEPS_AT_ONCE
        return 0

    def watch_reader(connection: Any, _record: object) -> None:
        connection.set_progress_handler(count, STEPS_AT_ONCE)

    def watch_writer(connection: Any, _record: object) -> None:
        connection.run_async(lambda raw: raw.set_progress_handler(count, STEPS_AT_ONCE))

    assert of.db.reader is not None, "it is SQLite"
    sa.event.listen(of.db.reader, "connect", watch_reader)
    sa.event.listen(of.db.engine.sync_engine, "connect", watch_writer)


@dataclass(frozen=True, slots=True)
class _Cost:
    """Of one of the students."""

    seconds: float
    steps: float


async def _measure(of: _School, act: Callable[[], Awaitable[None]]) -> _Cost:
    before, steps = time.process_time(), of.steps
    await act()
    return _Cost((time.process_time() - before) / STUDENTS, (of.steps - steps) / STUDENTS)


async def _compare(small: _School, large: _School, rounds: int) -> list[Row]:
    found: list[Row] = []
    acts = {"tap": (small.tap, large.tap), "alert": (small.alert, large.alert)}
    warm.warm()
    for name, (in_small, in_large) in acts.items():
        await in_small()
        await in_large()
        few, many = [], []
        for _round in range(rounds):
            few.append(await _measure(small, in_small))
            many.append(await _measure(large, in_large))
        found += _rows(f"{name}: {large.size:,} ÷ {small.size:,} students", few, many)
    return found


def _rows(name: str, few: list[_Cost], many: list[_Cost]) -> list[Row]:
    seconds = [median(cost.seconds for cost in costs) for costs in (few, many)]
    steps = [median(cost.steps for cost in costs) for costs in (few, many)]
    ratio = median(large.seconds / small.seconds for small, large in zip(few, many, strict=True))
    texts = [f"{one * 1000:.2f} ms" for one in seconds]
    counts = [f"{one:,.0f} steps" for one in steps]
    return [
        at_most(name, texts[0], texts[1], ratio, WANTED),
        at_most("  SQLite's steps", counts[0], counts[1], steps[1] / steps[0], WANTED),
    ]
