"""An ordinary day for as long as you like: `python -m benchmarks.soak --minutes 60`.

The bot runs in a process of its own, by polling or (`--webhook`) by webhook, against the sandbox's
server with Telegram's limits on. A line a minute says what it holds; the last one, whether that
grows. Only the bot is measured: the sandbox remembers every message and grows with them.
"""

import argparse
import asyncio
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from benchmarks import processes, school
from benchmarks.processes import free_port, listens, running
from benchmarks.soak_load import STUDENTS, Day, Pace
from benchmarks.table import percentile
from sandbox.server import BotApiServer
from storage import tables as t
from storage.database import Database, connect

KEY = "a key of the soak"
PATIENCE_SECONDS = 600
"""Start-up is not what is measured, and a soak may share its machine."""
SHOWN = (
    "fact", "delivery", "chat", "audit_entry", "link_attempt", "conversation", "handled_update",
    "waiting_update", "journal_change",
)  # fmt: skip
COLUMNS = (
    "minute", "taps", "p50 ms", "p99 ms", "RSS MB", "anon MB", "files", "threads", "WAL MB",
    "db MB", "sent", "locked", "errors", *SHOWN,
)  # fmt: skip


@dataclass(slots=True)
class Soak:
    """One bot and its day."""

    folder: Path
    db: Database
    server: BotApiServer
    process: asyncio.subprocess.Process
    is_traced: bool
    sizes: list[float] = field(default_factory=list)
    """Resident megabytes at the end of each minute."""

    async def play(self, day: Day, minutes: int) -> None:
        """Let the day happen and tell of it each minute, until it is over or the bot ends."""
        print("\t".join(COLUMNS), flush=True)
        async with asyncio.TaskGroup() as tasks:
            happening = tasks.create_task(day.last())
            ended = tasks.create_task(self.process.wait())
            began = time.monotonic()
            for minute in range(1, minutes + 1):
                await asyncio.wait({ended}, timeout=began + minute * 60 - time.monotonic())
                if ended.done():
                    message = f"the bot ended with code {ended.result()}"
                    raise RuntimeError(message)
                await self._tell(day, minute)
            happening.cancel()
            ended.cancel()
        print(f"waited in vain: {dict(day.lost) or 'never'}")
        print(self._verdict())

    async def _tell(self, day: Day, minute: int) -> None:
        if self.is_traced:
            self.process.send_signal(signal.SIGUSR1)
        pid, size = self.process.pid, processes.resident(self.process.pid)
        self.sizes.append(size)
        half, high = (percentile(day.delays or [0], share) * 1000 for share in (0.5, 0.99))
        sent = sum(call.ok for call in self.server.outbox.of("sendMessage"))
        cells = (
            minute, len(day.delays), f"{half:.0f}", f"{high:.0f}", f"{size:.1f}",
            f"{processes.anonymous(pid):.1f}", processes.descriptors(pid), processes.threads(pid),
            f"{self._megabytes('diary.db-wal'):.1f}", f"{self._megabytes('diary.db'):.1f}", sent,
            self._logged("locked"), self._logged(" ERROR "), *await self._rows(),
        )  # fmt: skip
        print("\t".join(map(str, cells)), flush=True)
        day.delays.clear()
        self._forget()

    def _forget(self) -> None:
        """Keep the sandbox as lean as a server that does not remember."""
        self.server.outbox.clear()
        self.server.taps[:] = [tap for tap in self.server.taps if tap.answer is None]

    def _megabytes(self, name: str) -> float:
        file = Path(self.folder, name)
        return file.stat().st_size / 2**20 if file.exists() else 0.0

    def _logged(self, word: str) -> int:
        """Count lines of the bot's log with this word, of all minutes."""
        with Path(self.folder, "bot.log").open() as lines:
            return sum(word in line for line in lines)

    async def _rows(self) -> Sequence[int]:
        tables = (t.metadata.tables[name] for name in SHOWN)
        counts = (sa.select(sa.func.count()).select_from(one).scalar_subquery() for one in tables)
        async with self.db.survey() as session:
            return tuple((await session.execute(sa.select(*counts))).one())

    def _verdict(self) -> str:
        late = self.sizes[len(self.sizes) // 3 :]
        if len(late) < 2:
            return "too short to say whether memory grows"
        slope = statistics.linear_regression(range(len(late)), late).slope
        return f"memory over the last {len(late)} minutes: {slope:+.3f} MB a minute"


@asynccontextmanager
async def soaked(folder: Path, args: argparse.Namespace, log: IO[str]) -> AsyncIterator[Soak]:
    """Run the server here and the bot beside it, on a school of its own."""
    file = Path(folder, "diary.db")
    await asyncio.to_thread(school.make, file, STUDENTS, school.today())
    url = f"sqlite+aiosqlite:///{file}"
    module = ("benchmarks.traced", f"{folder}/memory.txt") if args.trace is not None else ("bot",)
    db = connect(url)
    async with BotApiServer() as server:
        server.limits.on = True
        env = _environment(server, url, args)
        async with running(*module, "run", env=env, log=log) as process:
            await listens(int(env["HTTP_PORT"]), process, within=PATIENCE_SECONDS)
            yield Soak(folder, db, server, process, args.trace is not None)
    await db.close()


def _environment(server: BotApiServer, url: str, args: argparse.Namespace) -> dict[str, str]:
    port = free_port()
    webhook = f"http://127.0.0.1:{port}/telegram/webhook" if args.webhook else ""
    return {
        "BOT_API_URL": server.url, "BOT_TOKEN": server.token, "DATABASE_URL": url,
        "DEFAULT_QUIET_HOURS": "", "HTTP_PORT": str(port), "SECRET_KEY": KEY,
        "WEBHOOK_URL": webhook, "WEBHOOK_SECRET": "soak", "TRACE_FRAMES": str(args.trace or 0),
    }  # fmt: skip


async def soak(folder: Path, args: argparse.Namespace, log: IO[str]) -> None:
    """Watch a day in this folder."""
    async with soaked(folder, args, log) as watched:
        day = Day(watched.db, watched.server, KEY.encode(), Pace(taps=args.taps))
        await day.open()
        await watched.play(day, args.minutes)


def main() -> int:
    """Soak; the folder stays where it was named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--taps", type=float, default=20, help="taps a second (default 20)")
    parser.add_argument("--webhook", action="store_true", help="instead of polling")
    parser.add_argument(
        "--trace", type=int, metavar="FRAMES",
        help="write what grows into memory.txt; 0: counts only, more: tracemalloc, half as fast",
    )  # fmt: skip
    parser.add_argument("--folder", type=Path, help="an empty one; kept, with the bot's log")
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = args.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        log = stack.enter_context(Path(folder, "bot.log").open("w"))
        asyncio.run(soak(folder, args, log))
    return 0


if __name__ == "__main__":
    sys.exit(main())
