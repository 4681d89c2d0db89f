"""One loop for both halves: woken by a commit or by the time, it plans and it sends."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from domain.clock import Clock
from notifications.planner import Planner
from notifications.sender import Sender
from storage import claims, wake
from storage.claims import Ahead
from storage.database import Database

logger = logging.getLogger(__name__)
LONGEST_PAUSE = 30.0
"""Seconds without a look, for what nobody tells us: a lease ran out, a clock jumped."""
SHORT_PAUSE = 1.0
"""Seconds until another look, where another sender holds what is due, or something failed."""


@dataclass(slots=True)
class Worker:
    """``async with Worker(…)``: facts become messages for as long as the block lasts."""

    db: Database
    clock: Clock
    planner: Planner
    sender: Sender
    settle_seconds: float = 2
    """How long a stop waits for a turn, and then for messages, before it cuts them off."""
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def stir(self) -> None:
        """Look at once whether there is something to do."""
        self._stirred.set()

    async def __aenter__(self) -> Self:
        """Begin."""
        self.sender.stir = self.stir
        loop, watch = self._run(), self._watch()
        self._tasks = [
            asyncio.create_task(loop, name="notifications"),
            asyncio.create_task(watch, name="wake"),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Claim nothing more, let what is under way end."""
        self._stopping = True
        self.stir()
        loop, watch = self._tasks
        watch.cancel()
        await asyncio.wait([loop], timeout=self.settle_seconds)
        loop.cancel()
        await asyncio.gather(loop, watch, return_exceptions=True)
        await self.sender.drain(self.settle_seconds)

    async def _run(self) -> None:
        while not self._stopping:
            self._stirred.clear()
            try:
                pause = await self._turn()
            except Exception:
                logger.exception("a turn of the notifications failed")
                pause = SHORT_PAUSE
            await self._rest(pause)

    async def _watch(self) -> None:
        while True:
            try:
                await wake.watch(self.db, self.stir)
            except Exception:
                logger.exception("nobody tells of new facts; looking from time to time")
            await asyncio.sleep(LONGEST_PAUSE)

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def _turn(self) -> float:
        """Do what can be done now; returns the seconds until the next look."""
        now = self.clock.now()
        await self.sender.beat()
        async with self.db.read() as session:
            ahead = await claims.ahead(session, self.sender.membership.id, now)
        planned = ahead.plan_at is not None and ahead.plan_at <= now and await self.planner()
        held_is_over = ahead.held_until is not None and ahead.held_until <= now
        if planned or held_is_over or ahead.due or not self.sender.line.up:
            started = await self.sender.start_due()
            if planned or started:
                return 0
        return self._pause(ahead, now)

    def _pause(self, ahead: Ahead, now: datetime) -> float:
        moments = [at for at in (ahead.plan_at, ahead.held_until) if at]
        waits = [LONGEST_PAUSE, *((at - now).total_seconds() for at in moments if at > now)]
        if ahead.due or not self.sender.line.up or any(at <= now for at in moments):
            waits.append(self.sender.pause)
        if ahead.claimed or self.sender.under_way:
            # Who holds the rest may die; and others must not take us for dead.
            waits.append(self.sender.membership.pause)
        return min(waits)
