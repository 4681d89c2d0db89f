"""The hour at which what was put off for a digest is told."""

from dataclasses import dataclass
from datetime import time

from domain.people import Reader
from domain.school_clock import SchoolClock
from storage import deliveries, settings
from storage.database import Database


@dataclass(frozen=True, slots=True)
class ChooseDigest:
    """Hear digests at another hour from now on."""

    db: Database
    clock: SchoolClock

    async def __call__(self, reader: Reader, at: time) -> None:
        """Store the hour, and have what waits for the old one looked at again."""
        async with self.db.begin() as session:
            await settings.choose_digest(session, reader.id, at)
            await deliveries.let_go(session, reader.id, self.clock.now())
