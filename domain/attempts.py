"""How often codes may be guessed: a growing pause per chat, and a ceiling over all chats.

What a guess is worth. A right check sign leaves 2^45 codes. With a million codes open
(a whole city in its first week) one guess in 33 million links somebody.

Per chat: five misses are free, then each one costs a pause: 1, 5, 30 minutes, 2 hours,
a day. A day without a miss, or a code that links, clears the record. That is at most ten guesses a
chat and day.

Over all chats: misses fill a vessel that leaks 100 an hour. While it is over 100, chats
that are linked to nobody *and have missed before* must wait. Linked chats are never
kept out, nor is a stranger's first try: whoever owns twenty accounts could otherwise
keep a whole school from linking on the first of September, which is a better attack than
guessing. A guesser is left with one try per account, and each account costs money.

A slip (the check sign is wrong) can hit nothing, so it weighs half a miss, for the
chat only. A code that was right once (used, expired, withdrawn) weighs the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

SLIP, MISS = 1, 2
"""Weights of a refused code."""
FREE = 5 * MISS
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(days=1),
)
FORGOTTEN_AFTER = timedelta(days=1)
LEAK = timedelta(seconds=36)
"""Time in which the common vessel loses one miss."""
CEILING = timedelta(hours=1)
"""How full the common vessel may be, as the time in which it would leak empty: 100 misses."""
COMMON_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Record:
    """What is remembered of one chat's misses, or of all chats together."""

    failures: int = 0
    """A chat's weights since the record was clear; for all chats the vessel, in seconds of leak."""
    last_failed_at: datetime | None = None
    blocked_until: datetime | None = None

    def waits_until(self, now: datetime) -> datetime | None:
        """Return when the next try is; nothing if now."""
        if self.blocked_until is None or self.blocked_until <= now:
            return None
        return self.blocked_until

    def has_missed(self, now: datetime) -> bool:
        """Tell whether a whole miss is remembered."""
        return _living(self, now).failures >= MISS


def after(record: Record, weight: int, now: datetime) -> Record:
    """Return a chat's record after one more refused code."""
    failures = _living(record, now).failures + weight
    over = -(-(failures - FREE) // MISS)
    pause = PAUSES[min(over, len(PAUSES)) - 1] if over > 0 else None
    return Record(failures, now, now + pause if pause else None)


def after_of_all(record: Record, now: datetime) -> Record:
    """Return the common record after one more miss of whatever chat."""
    gone = now - record.last_failed_at if record.last_failed_at else timedelta()
    level = max(record.failures - int(gone.total_seconds()), 0) + int(LEAK.total_seconds())
    full = level > CEILING.total_seconds()
    return Record(level, now, now + COMMON_PAUSE if full else record.waits_until(now))


def _living(record: Record, now: datetime) -> Record:
    last = record.last_failed_at
    forgotten = last is not None and now - last >= FORGOTTEN_AFTER
    return replace(record, failures=0) if forgotten else record
