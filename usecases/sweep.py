"""Each night: what is too old to matter is forgotten, in steps that hold up nobody."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from domain.retention import Retention
from domain.school_clock import SchoolClock
from domain.stride import Stride
from storage import due_times
from storage.database import Database
from storage.sweeping import Heap, heaps

logger = logging.getLogger(__name__)
REST_SECONDS = 0.1
"""Between two steps: SQLite's waiting writers look again at least so often."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Forget what its retention says; makes no facts. What a stop leaves is the next night's."""

    db: Database
    clock: SchoolClock
    keeps: Retention
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep
    job = "sweep"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return 0: nobody hears of it."""
        async with self.db.begin() as session:
            if not await due_times.take(session, self.job, due_at, following):
                return 0
        for heap in heaps(self.keeps, self.clock.now()):
            swept = await self._sweep(heap)
            if swept:
                logger.info("swept %d rows: %s", swept, heap.name)
        return 0

    async def _sweep(self, heap: Heap) -> int:
        swept, stride = 0, Stride()
        while not heap.is_done:
            async with self.db.begin() as session:
                began = self.clock.now()
                swept += await heap.step(session, stride.rows)
            stride = stride.after(self.clock.now() - began)
            if not heap.is_done:
                await self.rest(REST_SECONDS)
        return swept
