"""Long polling that confirms an update only after it is handled, or kept in the database.

aiogram's own poller confirms updates before their handlers end, so a crash loses them; and one
update that it cannot decode comes again for ever and stops all others.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod

from bot.intake import Intake
from domain import timing
from storage import updates

logger = logging.getLogger(__name__)
POLL_SECONDS = 30
"""How long Telegram may keep us waiting for updates."""
PATIENCE_SECONDS = 0.1
"""How long we wait for handlers before the rest is written down and confirmed all the same."""
SETTLE_SECONDS = 4
"""How long a stop waits for updates at work; what is not done then is done at the next start."""

Raw = Mapping[str, Any]


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates, read by nobody yet."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


@dataclass(slots=True)
class Polling:
    """Asks Telegram for updates until it is stopped."""

    intake: Intake
    _offset: int | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _at_work: dict[asyncio.Task[None], Raw] = field(default_factory=dict)
    _kept: set[int] = field(default_factory=set)
    _failures: int = 0
    _dice: Random = field(default_factory=Random)

    async def run(self) -> None:
        """Do first what the last run left over, then what comes."""
        await self._resume()
        while not self._stopping.is_set():
            batch = await self._ask()
            if batch:
                await self._secure({self._begin(raw) for raw in batch})
                self._offset = max(raw["update_id"] for raw in batch) + 1

    async def stop(self, polling: asyncio.Task[None]) -> None:
        """Ask no more; let what is at work end, or keep it for the next start."""
        self._stopping.set()
        await polling
        if self._at_work:
            _done, late = await asyncio.wait(self._at_work, timeout=SETTLE_SECONDS)
            await self._keep(late)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self._offset is not None:
            # Confirms what is done, or the next start would answer it again.
            with suppress(AiogramError, TimeoutError):
                await self._get(limit=1, wait=0)

    async def _resume(self) -> None:
        async with self.intake.db.read() as session:
            left = await updates.kept(session, self.intake.bot.id)
        self._kept |= {raw["update_id"] for raw in left}
        for raw in left:
            self._begin(raw)

    def _begin(self, raw: Raw) -> asyncio.Task[None]:
        task = asyncio.create_task(self._handle(raw))
        self._at_work[task] = raw
        task.add_done_callback(lambda ended: self._at_work.pop(ended, None))
        return task

    async def _handle(self, raw: Raw) -> None:
        number = raw["update_id"]
        try:
            await self.intake.take(raw)
        except Exception:
            logger.exception("update %s failed", number)
        if number in self._kept:
            async with self.intake.db.begin(repeatable=True) as session:
                await updates.done(session, self.intake.bot.id, number)
            self._kept.discard(number)

    async def _secure(self, tasks: Collection[asyncio.Task[None]]) -> None:
        """Wait until updates are handled; those that take longer are written down."""
        _done, late = await asyncio.wait(tasks, timeout=PATIENCE_SECONDS)
        while late:
            try:
                await self._keep(late)
            except Exception:
                # The database is busy or away: what is not safe must not be confirmed.
                logger.exception("%d updates not kept yet", len(late))
                _done, late = await asyncio.wait(late, timeout=1)
            else:
                return

    async def _keep(self, late: Collection[asyncio.Task[None]]) -> None:
        waiting = [self._at_work[task] for task in late if task in self._at_work]
        if not waiting:
            return
        # Before they are written: a handler that ends meanwhile must know that it has to forget.
        self._kept |= {raw["update_id"] for raw in waiting}
        intake = self.intake
        async with intake.db.begin(repeatable=True) as session:
            await updates.keep(session, intake.bot.id, waiting, intake.clock.now())
        ended = [raw["update_id"] for task, raw in zip(late, waiting, strict=False) if task.done()]
        if ended:
            async with intake.db.begin(repeatable=True) as session:
                for number in ended:
                    await updates.done(session, intake.bot.id, number)

    async def _ask(self) -> list[Raw]:
        """Return the next updates; none after a failure, when we have waited a little."""
        asking = asyncio.create_task(self._get())
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({asking, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not asking.done():
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            return []
        try:
            found = asking.result()
        except (AiogramError, TimeoutError, OSError) as error:
            await self._back_off(error)
            return []
        self._failures = 0
        return found

    async def _get(self, limit: int = 100, wait: int = POLL_SECONDS) -> list[Raw]:
        allowed = self.intake.dispatcher.resolve_used_update_types()
        method = GetRawUpdates(
            offset=self._offset, limit=limit, timeout=wait, allowed_updates=allowed
        )  # fmt: skip
        found: list[Raw] = [*await self.intake.bot(method, request_timeout=wait + 10)]
        return found

    async def _back_off(self, error: Exception) -> None:
        self._failures += 1
        pause = timing.wait(self._failures, self._dice.random()).total_seconds() / 2
        match error:
            case TelegramRetryAfter(retry_after=seconds):
                pause = seconds
            case TelegramConflictError():
                logger.error("another process asks for this bot's updates, or a webhook is set")
        logger.warning("no updates for %.0f s: %s", pause, type(error).__name__)
        with suppress(TimeoutError):
            async with asyncio.timeout(min(pause, 60)):
                await self._stopping.wait()
