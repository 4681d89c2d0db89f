"""When a message goes out: how soon it was wished for, and how failures put it off."""

from datetime import UTC, datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)
DIGEST_HOUR = time(19, 0)
"""Of the school's day, where a family chose no hour of its own."""
SUNDAY = 6


class Mode(StrEnum):
    """How soon a chat wants to hear of a kind."""

    NOW = "now"
    EVENING = "evening"
    WEEKLY = "weekly"
    """On Sundays, at the digest's hour."""
    OFF = "off"


class Priority(IntEnum):
    """Who goes first where there are more messages than places; answers to taps never wait."""

    URGENT = 0
    ABSENCE = 1
    MARKS = 2
    NEWS = 3
    DIGEST = 4


def digest_moment(after: datetime, mode: Mode, at: time | None, zone: ZoneInfo) -> datetime:
    """Return when a message is to be heard: at once, or at the next digest's hour; in UTC."""
    if mode not in (Mode.EVENING, Mode.WEEKLY):
        return after
    weekday = SUNDAY if mode is Mode.WEEKLY else None
    return next_time(after, at or DIGEST_HOUR, zone, weekday)


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
