"""Start-up time and memory of the bot beside a bare aiogram bot's, against the sandbox server.

Start-up: from the process's birth to its first getUpdates at the server. Memory: resident, then.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sandbox.server import BotApiServer

ROUNDS = 3


async def measure(*module: str, database: Path) -> tuple[float, float]:
    """Return (seconds to the first getUpdates, resident megabytes a second later)."""
    async with BotApiServer() as server:
        env = {
            "BOT_API_URL": server.url,
            "BOT_TOKEN": server.token,
            "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
        }
        born = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *module, env={**os.environ, **env}
        )
        await server.bot_listens(within=60)
        seconds = time.perf_counter() - born
        await asyncio.sleep(1)
        megabytes = _resident(process.pid)
        process.terminate()
        await process.wait()
    return seconds, megabytes


def _resident(pid: int) -> float:
    """Return the resident set of a process in megabytes: proc(5), VmRSS is in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def main() -> None:
    """Print both, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "diary.db")
        bare = [await measure("benchmarks.baseline", database=database) for _ in range(ROUNDS)]
        ours = [await measure("bot", "run", database=database) for _ in range(ROUNDS)]
    for title, place, unit in (("start-up", 0, "s"), ("memory", 1, "MB")):
        base = statistics.median(row[place] for row in bare)
        mine = statistics.median(row[place] for row in ours)
        ratio = mine / base
        print(f"{title}: bare aiogram {base:.1f} {unit}, ours {mine:.1f} {unit}, ratio {ratio:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
