"""What every use case needs to know of the moment: one object instead of three arguments."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.clock import Clock


@dataclass(frozen=True, slots=True)
class SchoolClock:
    """The clock on the school's wall."""

    clock: Clock
    zone: ZoneInfo

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """Return the date in the school's zone."""
        return self.clock.now().astimezone(self.zone).date()

    def midnight(self) -> datetime:
        """Return the moment at which the school's day began."""
        return datetime.combine(self.today(), time(), self.zone)
