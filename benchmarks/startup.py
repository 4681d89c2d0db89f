"""Start-up time and memory of the bot beside bare aiogram, against a server that answers at once.

Start-up: from the process's birth to its first getUpdates, beside a process that only imports
aiogram. Memory: resident a second later, beside an echo bot that polls as well.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import school
from benchmarks.null_api import TOKEN, NullApi
from benchmarks.processes import START_SECONDS, resident, running
from benchmarks.table import Row, at_most, median

WANTED_START, WANTED_MEMORY = 1.5, 1.25
SETTLE_SECONDS = 1.0


async def rows(*, quick: bool) -> list[Row]:
    """Start everything by turns; the medians."""
    imports: list[float] = []
    bare: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "diary.db")
        await school.migrate(file)
        for _round in range(2 if quick else 5):
            imports.append(await _import())
            bare.append(await _start("benchmarks.baseline", file=file))
            ours.append(await _start("bot", "run", file=file))
    base, start = median(imports), median(seconds for seconds, _ in ours)
    echo, memory = (median(size for _, size in found) for found in (bare, ours))
    return [
        at_most("start-up ÷ import aiogram", f"{base:.1f} s", f"{start:.1f} s", start / base,
                WANTED_START),
        at_most("resident memory ÷ echo bot", f"{echo:.0f} MB", f"{memory:.0f} MB", memory / echo,
                WANTED_MEMORY),
    ]  # fmt: skip


async def _import() -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import aiogram")
    await process.wait()
    return time.perf_counter() - began


async def _start(*module: str, file: Path) -> tuple[float, float]:
    """Return (seconds to the first getUpdates, resident megabytes a second later)."""
    async with NullApi() as api:
        listening = asyncio.get_running_loop().create_future()

        def hear(method: str, _body: bytes, now: float) -> None:
            if method == "getUpdates" and not listening.done():
                listening.set_result(now)

        api.heard = hear
        env = {
            "BOT_API_URL": api.url, "BOT_TOKEN": TOKEN,
            "DATABASE_URL": f"sqlite+aiosqlite:///{file}",
        }  # fmt: skip
        began = time.perf_counter()
        async with running(*module, env=env) as process, asyncio.timeout(START_SECONDS):
            seconds = await listening - began
            await asyncio.sleep(SETTLE_SECONDS)
            return seconds, resident(process.pid)
