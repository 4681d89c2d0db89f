"""What a start need not wait for: it begins when what waited is served, and ends nobody's service.

A pair of processes that crash and start again on busy cores so gets on with its work each time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from aiogram import Bot

from bot.schedule import Schedule
from domain.clock import Clock
from handlers import commands
from storage import backlog
from storage.database import Database

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 60.0
"""However much waits, jobs are then due too, and people look for commands."""
LOOK_SECONDS = 0.5
"""Between two looks whether something still waits: each is one statement or two."""
AGAIN_SECONDS = 60.0
"""Until another try of what failed."""


@dataclass(slots=True)
class Afterwards:
    """``async with Afterwards(…)``: one after the other, for as long as the block lasts."""

    bot: Bot
    db: Database
    clock: Clock
    schedule: Schedule
    language: str
    warm: Callable[[], None]
    """What costs a pause that no tap shall meet."""
    _task: asyncio.Task[None] | None = field(default=None)

    async def __aenter__(self) -> Self:
        """Begin, alongside what waits."""
        self._task = asyncio.create_task(self._run(self.clock.now()), name="afterwards")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, wherever it is; a job that is cut off rolls back and stays due."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, began: datetime) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await _until(partial(self._is_served, began), LOOK_SECONDS)
        self.warm()
        await _until(self._begin_jobs, AGAIN_SECONDS)
        try:
            await _until(partial(commands.publish, self.bot, self.language), AGAIN_SECONDS)
            await asyncio.Event().wait()
        finally:
            await self.schedule.__aexit__(None, None, None)

    async def _is_served(self, began: datetime) -> bool:
        try:
            async with self.db.read() as session:
                now = self.clock.now()
                return not await backlog.is_left(session, self.bot.id, began, now)
        except (sa.exc.SQLAlchemyError, OSError):
            return False  # who serves what waits says so, and tries again

    async def _begin_jobs(self) -> bool:
        try:
            await self.schedule.__aenter__()
        except (sa.exc.SQLAlchemyError, OSError) as error:
            kind = type(error).__name__
            logger.warning("jobs not begun: %s; again in %.0f s", kind, AGAIN_SECONDS)
            return False
        return True


async def _until(done: Callable[[], Awaitable[bool]], pause: float) -> None:
    """Try until it says that it is done."""
    while not await done():  # noqa: ASYNC110  (Telegram and the database tell us nothing)
        await asyncio.sleep(pause)
