"""Facts to deliveries: who hears of what, and from when on."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from domain.quiet import QuietHours, QuietWeek, in_force
from domain.school_clock import SchoolClock
from domain.timing import Mode, digest_moment
from notifications.kind import Kind, audiences
from storage import planning
from storage.audiences import Moment
from storage.database import Database, Session
from storage.planning import Timed

logger = logging.getLogger(__name__)
BATCH = 200
"""Facts of one transaction: a second import of a whole school must not lock others out for long."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans what is ready; safe to run in several processes at once."""

    db: Database
    clock: SchoolClock
    kinds: Mapping[str, Kind]
    quiet: QuietHours | None = None
    """The school's, for chats that chose none of their own."""

    async def __call__(self) -> int:
        """Plan one batch of facts; returns how many there were."""
        now = self.clock.now()
        async with self.db.begin() as session:
            ready = await planning.unplanned(session, now, BATCH)
            if ready:
                await self._plan(session, dict(ready))
        return len(ready)

    async def _plan(self, session: Session, ready: dict[int, str]) -> None:
        at = Moment(self.clock.now(), self.clock.today())
        listeners = audiences(self.kinds, set(ready.values()))
        made = 0
        if listeners:
            priorities = {code: kind.priority for code, kind in self.kinds.items()}
            made = await planning.plan(session, ready.keys(), listeners, at, priorities)
        if made:
            await self._hold(session, at.now, ready)
        await planning.planned(session, ready.keys(), at.now)
        unknown = sorted(set(ready.values()) - self.kinds.keys())
        if unknown:
            logger.warning("facts of unknown kinds are told to nobody: %s", ", ".join(unknown))
        numbers = ", ".join(f"f{number}" for number in ready)
        logger.info("planned %d facts, %d deliveries: %s", len(ready), made, numbers)

    async def _hold(self, session: Session, now: datetime, facts: Mapping[int, str]) -> None:
        """Put off what falls into quiet hours or waits for a digest."""

        @lru_cache(maxsize=1024)
        def due(
            mode: Mode, at: time | None, child: QuietWeek | None, chat: QuietWeek | None
        ) -> datetime:
            """Return when it may go: thousands of chats share a few choices."""
            heard = digest_moment(now, mode, at, self.clock.zone)
            return in_force(child, chat, self.quiet).release(heard, self.clock.zone)

        silent = [code for code, kind in self.kinds.items() if kind.changes]
        found: list[Timed] = await planning.timed(session, facts.keys(), silent)
        moments = {
            one.id: due(one.mode, one.digest_at, one.child_week, one.chat_week) for one in found
        }
        await planning.hold(session, {n: moment for n, moment in moments.items() if moment > now})
