"""Taps by webhook: our diary day from SQLite beside a stock handler that knows one constant."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from benchmarks import school
from benchmarks.load import Load, Outcome, Target
from benchmarks.null_api import TOKEN, NullApi
from benchmarks.processes import free_port, listens, running
from benchmarks.table import Row, at_least, at_most, median, milliseconds, percentile
from keyboards.open import OpenDay

SECRET = "bench"
WANTED_RATIO, WANTED_P99 = 1.0, 0.6


async def rows(*, quick: bool) -> list[Row]:
    """Load both by turns; throughput and p99 of the middle round."""
    rounds, seconds = (2, 3.0) if quick else (5, 6.0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "diary.db")
        await asyncio.to_thread(school.make, file, 1000, school.today())
        async with both(file) as (load, stock, ours):
            theirs, mine = await _by_turns(load, stock, ours, rounds, seconds)
    return [_throughput(theirs, mine), _high(theirs, mine)]


async def _by_turns(
    load: Load, stock: Target, ours: Target, rounds: int, seconds: float
) -> tuple[list[Outcome], list[Outcome]]:
    for target in (stock, ours):
        await load.run(target, 1.5)
    theirs, mine = [], []
    for _round in range(rounds):
        theirs.append(await load.run(stock, seconds))
        mine.append(await load.run(ours, seconds))
    return theirs, mine


def _throughput(theirs: list[Outcome], mine: list[Outcome]) -> Row:
    base, own = (median(one.per_second for one in found) for found in (theirs, mine))
    name = "taps by webhook, 100 outstanding"
    return at_least(name, f"{base:.0f}/s", f"{own:.0f}/s", own / base, WANTED_RATIO)


def _high(theirs: list[Outcome], mine: list[Outcome]) -> Row:
    base, own = (
        sorted(found, key=lambda one: percentile(one.delays, 0.99))[len(found) // 2].delays
        for found in (theirs, mine)
    )
    ratio = percentile(own, 0.99) / percentile(base, 0.99)
    name = "the same, p99"
    return at_most(name, milliseconds(base), milliseconds(own), ratio, WANTED_P99)


@asynccontextmanager
async def both(file: Path) -> AsyncIterator[tuple[Load, Target, Target]]:
    """Run the stock bot and ours against one null server."""
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(NullApi())
        stock = await stack.enter_async_context(stock_bot(api))
        ours = await stack.enter_async_context(our_bot(api, file))
        load = await stack.enter_async_context(Load(api))
        yield load, stock, ours


@asynccontextmanager
async def stock_bot(api: NullApi) -> AsyncIterator[Target]:
    """Run the stock bot; any of its buttons is the same constant."""
    port, env = free_port(), {"BOT_API_URL": api.url, "BOT_TOKEN": TOKEN}
    async with running("benchmarks.stock", "webhook", str(port), env=env) as process:
        await listens(port, process)
        yield Target(f"http://127.0.0.1:{port}/webhook", lambda _person, _tap: "day")


@asynccontextmanager
async def our_bot(api: NullApi, file: Path) -> AsyncIterator[Target]:
    """Run ours on a school's file; everybody pages through the days of their own child."""
    port, days = free_port(), school.teaching_days(school.today())
    env = {
        "BOT_API_URL": api.url, "BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": SECRET,
        "DATABASE_URL": f"sqlite+aiosqlite:///{file}", "HTTP_PORT": str(port),
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram/webhook",
    }  # fmt: skip

    def button(person: int, tap: int) -> str:
        student = person - school.FIRST_CHAT
        return OpenDay(student_id=student, day=days[(student + tap) % len(days)]).pack()

    async with running("bot", "run", env=env) as process:
        await listens(port, process)
        yield Target(env["WEBHOOK_URL"], button, school.FIRST_CHAT + 1, SECRET)
