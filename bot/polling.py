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

import sqlalchemy as sa
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
)
from aiogram.methods import TelegramMethod

from bot.intake import Intake
from bot.kept import Keeper
from bot.lines import Lines
from domain import timing
from storage import updates

logger = logging.getLogger(__name__)
POLL_SECONDS = 30
"""How long Telegram may keep us waiting for updates."""
BATCH = 100
"""Most updates of one getUpdates: Bot API."""
PAGE = 500
"""Kept updates that are read at a time when we start."""
PATIENCE_SECONDS = 0.1
"""How long we wait for handlers before the rest is written down and confirmed all the same."""
SETTLE_SECONDS = 4
"""How long a stop waits for updates at work; what is not done then is done at the next start."""
LAST_SECONDS = 2
"""How long a stop waits for the database."""

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
    lines: Lines = field(init=False)
    keeper: Keeper = field(init=False)
    _offset: int | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _left: set[int] = field(default_factory=set)
    """What the last run left over and Telegram may bring again, because it was not confirmed."""
    _failures: int = 0
    _dice: Random = field(default_factory=Random)

    def __post_init__(self) -> None:
        """Let handlers and the database know of each other."""
        intake = self.intake
        self.keeper = Keeper(intake.db, intake.bot.id, intake.clock)
        self.lines = Lines(intake.take, self._read, self.keeper.done)

    async def run(self) -> None:
        """Do first what the last run left over, then what comes."""
        keeping = asyncio.create_task(self.keeper.run(), name="keeping updates")
        try:
            await self._resume()
            while not self._stopping.is_set():
                batch = await self._ask()
                if batch and await self._secure(batch):
                    self._offset = max(raw["update_id"] for raw in batch) + 1
                    self._left = {number for number in self._left if number >= self._offset}
            await self.lines.close(SETTLE_SECONDS)
        finally:
            await self.keeper.stop(keeping, LAST_SECONDS)

    async def stop(self, polling: asyncio.Task[None]) -> None:
        """Ask no more; let what is at work end, or leave it for the next start."""
        self._stopping.set()
        await polling
        if self._offset is not None:
            # Confirms what is done, or the next start would answer it again.
            with suppress(AiogramError, TimeoutError):
                await self._get(limit=1, wait=0)

    async def _resume(self) -> None:
        """Put what stands in the database into its chats' lines before anything newer."""
        page, after = await self._page(None), None
        while page:
            numbers = [raw["update_id"] for raw in page]
            self.keeper.adopt(numbers)
            self._left.update(numbers)
            for raw in page:
                self.lines.adopt(raw)
            after = numbers[-1]
            page = await self._page(after)

    async def _page(self, after: int | None) -> list[Raw]:
        """Return the next kept updates, as soon as the database answers."""
        intake = self.intake
        while not self._stopping.is_set():
            try:
                if after is None:
                    async with intake.db.begin(repeatable=True) as session:
                        await updates.forget_done(session, intake.clock.now())
                async with intake.db.survey() as session:
                    return await updates.kept(session, intake.bot.id, after=after, limit=PAGE)
            except (sa.exc.SQLAlchemyError, OSError) as error:
                await self._back_off(error)
        return []

    async def _read(self, numbers: Collection[int]) -> dict[int, Raw]:
        async with self.intake.db.read() as session:
            return await updates.numbered(session, self.intake.bot.id, numbers)

    async def _secure(self, batch: Collection[Raw]) -> bool:
        """Wait until updates are handled; those that take longer are written down.

        A full batch says that more is waiting, perhaps somebody else's: it is written at once.
        False where a stop came first: Telegram will bring them again.
        """
        new = [raw for raw in batch if not self._has(raw["update_id"])]
        waiting = [self.lines.add(raw) for raw in new]
        if waiting and len(batch) < BATCH:
            await asyncio.wait(
                [one.ended for one in waiting if one.ended], timeout=PATIENCE_SECONDS
            )
        late = [one for one in waiting if one.number in self.lines]
        if not late:
            return True
        is_safe = await self._soon(self.keeper.keep([one.raw for one in late if one.raw]))
        self.lines.slim(late)
        return is_safe

    def _has(self, number: int) -> bool:
        return number in self.lines or number in self._left

    async def _soon(self, safe: asyncio.Event) -> bool:
        """Wait for as long as it takes, or a little longer than we are told to stop."""
        written = asyncio.create_task(safe.wait())
        stopped = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({written, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({written}, timeout=LAST_SECONDS)
        for task in (written, stopped):
            task.cancel()
        return safe.is_set()

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

    async def _get(self, limit: int = BATCH, wait: int = POLL_SECONDS) -> list[Raw]:
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
