"""Start-up time and memory of the bot beside a bare aiogram bot's, against the sandbox server.

Start-up: from the process's birth to its first getUpdates at the server. Memory: resident, then.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping

from sandbox.server import BotApiServer

ROUNDS = 3


async def measure(module: list[str], env: Mapping[str, str], server: BotApiServer) -> tuple[float, float]:
    """Return (seconds to the first getUpdates, resident megabytes a second later)."""
    server.outbox.clear()
    born = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, env={**os.environ, **env}
    )
    while server.world.poll.waiting == 0:
        await asyncio.sleep(0.01)
    seconds = time.perf_counter() - born
    await asyncio.sleep(1)
    with open(f"/proc/{process.pid}/status") as status:
        kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    process.terminate()
    await process.wait()
    return seconds, kilobytes / 1024


async def main() -> None:
    """Print both, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApiServer() as server:
            env = {
                "BOT_API_URL": server.url,
                "BOT_TOKEN": server.token,
                "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/diary.db",
            }
            bare = [await measure(["benchmarks.baseline"], env, server) for _ in range(ROUNDS)]
            ours = [await measure(["bot", "run"], env, server) for _ in range(ROUNDS)]
    for title, place, unit in (("start-up", 0, "s"), ("memory", 1, "MB")):
        base = statistics.median(row[place] for row in bare)
        mine = statistics.median(row[place] for row in ours)
        print(f"{title}: bare aiogram {base:.1f} {unit}, ours {mine:.1f} {unit}, ratio {mine / base:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
