"""Facts to deliveries: who hears of what, and from when on."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from domain.school_clock import SchoolClock
from domain.timing import QuietHours, release
from notifications.kind import Kind, audiences
from storage import planning
from storage.audiences import Moment
from storage.database import Database, Session

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
        if listeners:
            await planning.plan(session, ready.keys(), listeners, at)
            await self._hold(session, at, ready)
        await planning.planned(session, ready.keys(), at.now)
        unknown = sorted(set(ready.values()) - self.kinds.keys())
        if unknown:
            logger.warning("facts of unknown kinds are told to nobody: %s", ", ".join(unknown))
        logger.info("planned %d facts", len(ready))

    async def _hold(self, session: Session, at: Moment, ready: dict[int, str]) -> None:
        until = {
            hours: release(at.now, hours.in_force(self.quiet), self.clock.zone)
            for hours in await planning.hours_of(session, ready.keys())
        }
        held = {hours: moment for hours, moment in until.items() if moment > at.now}
        if held:
            await planning.hold(session, ready.keys(), held)
