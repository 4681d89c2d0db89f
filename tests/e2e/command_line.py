"""The bot as an operator runs it: processes of its own, settings from the environment."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.server import BotApiServer

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """``python -m bot`` against this sandbox and a database of this test's own."""

    server: BotApiServer
    folder: Path
    database_url: str = ""
    zone: str = "America/Chicago"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "BOT_TOKEN": self.server.token,
            "BOT_API_URL": self.server.url,
            "DATABASE_URL": self.database_url or f"sqlite+aiosqlite:///{self.folder}/diary.db",
            "SECRET_KEY": "a key of the end-to-end test",
            "TIMEZONE": self.zone,
            "DEFAULT_LANGUAGE": "en",
            "DEFAULT_QUIET_HOURS": "",
            "GRACE_SECONDS": "0",
        }

    async def __call__(self, *arguments: str | Path) -> str:
        """Run one command; its output, which fails the test unless the command succeeds."""
        process = await self._start(*map(str, arguments), output=asyncio.subprocess.PIPE)
        out, err = await process.communicate()
        assert process.returncode == 0, f"{arguments}: {out.decode()}{err.decode()}"
        return out.decode()

    async def code(self, *arguments: str) -> str:
        """Issue one code and return it."""
        return (await self("codes", "issue", *arguments)).split("\t")[0].strip()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Serve until the block ends, then stop as an operator does: SIGTERM, and time."""
        process = await self._start("run", output=None)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            async with asyncio.timeout(60):
                await process.wait()
        assert process.returncode == 0

    async def _start(self, *arguments: str, output: int | None) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments,
            cwd=ROOT, env=self.environment, stdout=output, stderr=output,
        )  # fmt: skip
