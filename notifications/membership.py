"""This worker among the others: alive while it beats, writing to its share of the chats."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import randbits

from domain.clock import Clock
from storage import workers
from storage.database import Database, Session


@dataclass(slots=True)
class Membership:
    """A worker joins when there is work, and counts as dead when it does not beat for a lease."""

    clock: Clock
    lease: timedelta = timedelta(seconds=10)
    timer: Callable[[], float] = time.monotonic
    id: int = field(default_factory=lambda: randbits(62))
    place: int = 0
    workers: int = 1
    _beat_at: float = float("-inf")
    _ends_at: float = float("-inf")
    _settled_at: float = 0

    @property
    def pause(self) -> float:
        """Seconds between two beats."""
        return self.lease.total_seconds() / 3

    @property
    def must_beat(self) -> bool:
        """Whether it is time to say that we live."""
        return self.timer() >= self._beat_at + self.pause

    @property
    def holds(self) -> bool:
        """Whether our claims are still ours: nobody may have taken us for dead."""
        return self.timer() < self._ends_at

    @property
    def settling(self) -> float:
        """Seconds until all others know of us and have given up our share."""
        return max(0.0, self._settled_at - self.timer())

    async def beat(self, session: Session) -> None:
        """Say that we live, and see who else does."""
        was_alive, began = self.holds, self.timer()
        now = self.clock.now()
        alive = await workers.beat(session, self.id, now=now, until=now + self.lease)
        self.place, self.workers = list(alive).index(self.id), len(alive)
        self._beat_at, self._ends_at = began, began + self.lease.total_seconds()
        if not was_alive:
            self._settled_at = began + self.pause if self.workers > 1 else began

    async def leave(self, db: Database) -> None:
        """Say that we stop, if we ever joined."""
        if self._beat_at == float("-inf"):
            return
        async with db.begin() as session:
            await workers.leave(session, self.id)
        self._beat_at = self._ends_at = float("-inf")
