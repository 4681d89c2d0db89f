"""Each night: what is too old to matter is forgotten."""

import logging
from dataclasses import dataclass
from datetime import datetime

from domain.school_clock import SchoolClock
from storage import due_times, updates
from storage.database import Database

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SweepUpdates:
    """Forget Telegram's old updates; makes no facts."""

    db: Database
    clock: SchoolClock
    job = "sweep"

    async def __call__(self, due_at: datetime, following: datetime) -> int:
        """Return 0: nobody hears of it."""
        async with self.db.begin() as session:
            if await due_times.take(session, self.job, due_at, following):
                swept = await updates.sweep(session, self.clock.now())
                logger.info("forgot %d old updates", swept)
        return 0
