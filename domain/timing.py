"""When a message may go out: quiet hours hold it, failures put it off, age makes it pointless."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the school's day in which nothing is sent; the end may be on the next day."""

    begins: time
    ends: time

    def hold(self, local: datetime) -> bool:
        """Tell whether a moment, given in the school's zone, lies within."""
        now = local.time()
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


def release(moment: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """Return the moment itself, or the end of the quiet hours that hold it; in UTC."""
    local = moment.astimezone(zone)
    if quiet is None or not quiet.hold(local):
        return moment.astimezone(UTC)
    day = local.date() if local.time() < quiet.ends else local.date() + timedelta(days=1)
    end = datetime.combine(day, quiet.ends, zone)
    if end.astimezone(UTC) <= moment:
        # The clocks go back tonight and this hour comes a second time.
        end = end.replace(fold=1)
    return end.astimezone(UTC)


def is_stale(
    ready_at: datetime, stale_after: timedelta, now: datetime, quiet: QuietHours | None,
    zone: ZoneInfo,
) -> bool:  # fmt: skip
    """Tell whether silence is kinder by now; hours that had to be quiet do not count."""
    return now > release(ready_at, quiet, zone) + stale_after


def wait(attempt: int, dice: float) -> timedelta:
    """Return the pause after the n-th failed attempt, doubling from 2 s up to 15 minutes.

    ``dice`` from 0 to 1 spreads it over half to one and a half of that, so that messages
    which failed together do not come back together.
    """
    pause = min(FIRST_WAIT * float(2 ** min(attempt - 1, 20)), LONGEST_WAIT)
    return pause * (0.5 + dice)


def next_time(after: datetime, at: time, zone: ZoneInfo, weekday: int | None = None) -> datetime:
    """Return the next moment after ``after`` at that hour of the school's day, in UTC.

    ``weekday`` as Python counts, Monday 0; empty: every day. An hour that the clocks skip is
    taken an hour later.
    """
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, at, zone).astimezone(UTC)
        if moment > after and weekday in (None, day.weekday()):
            return moment
        day += timedelta(days=1)
