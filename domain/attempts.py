"""How often codes may be guessed: a growing pause per chat, and a ceiling over all chats.

What a guess is worth. A right check sign leaves 2^45 codes. With a million codes open
(a whole city in its first week) one guess in 33 million links somebody.

A miss is a code that could have been one and is not, or a forged yes. Nothing else counts:
a slip (the check sign is wrong) can hit nothing, and anybody can work the sign out; a code that
was right once (used, expired, withdrawn) was not guessed, as that is as hard as to hit an open
one. So honest people, who mistype and come late, are never held for guessers.

Per chat: five misses are free, then each one costs a pause: 1, 5, 30 minutes, 2 hours,
a day. A day without a miss, or a code that links, clears the record. That is at most ten guesses a
chat and day.

Over all chats: misses fill a vessel that leaks 100 an hour. While it is over 100, chats
that are linked to nobody *and have missed before* must wait. Linked chats are never
kept out, nor is a stranger's first try: whoever owns twenty accounts could otherwise
keep a whole school from linking on the first of September, which is a better attack than
guessing. A guesser is left with one try per account, and each account costs money.

What an attacker can try, with n accounts of which m are linked to somebody: in the first hour n
first tries, 200 more (a full vessel and what it leaks) and 9 of each linked account; in a day n
first tries, 2,500 more and 10 of each linked account, and never more than 10 n. A thousand
strangers' accounts need 13,000 years of such days to hit one of a school's 2,000 open codes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FREE = 5
"""Misses of a chat that cost nothing."""
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
    """A chat's misses since the record was clear; for all chats the vessel, in seconds of leak."""
    last_failed_at: datetime | None = None
    blocked_until: datetime | None = None

    def waits_until(self, now: datetime) -> datetime | None:
        """Return when the next try is; nothing if now."""
        if self.blocked_until is None or self.blocked_until <= now:
            return None
        return self.blocked_until

    def has_missed(self, now: datetime) -> bool:
        """Tell whether a miss is remembered."""
        return _living(self, now).failures > 0


def after(record: Record, now: datetime) -> Record:
    """Return a chat's record after one more miss."""
    failures = _living(record, now).failures + 1
    over = failures - FREE
    pause = PAUSES[min(over, len(PAUSES)) - 1] if over > 0 else None
    return Record(failures, now, now + pause if pause else None)


def after_of_all(record: Record, now: datetime) -> Record:
    """Return the common record after one more miss of whatever chat.

    First tries go on while it is full. It runs over then: an attack is not held against those who
    come after it.
    """
    gone = now - record.last_failed_at if record.last_failed_at else timedelta()
    leak, ceiling = int(LEAK.total_seconds()), int(CEILING.total_seconds())
    level = min(max(record.failures - int(gone.total_seconds()), 0), ceiling) + leak
    full = level > ceiling
    return Record(level, now, now + COMMON_PAUSE if full else record.waits_until(now))


def _living(record: Record, now: datetime) -> Record:
    last = record.last_failed_at
    forgotten = last is not None and now - last >= FORGOTTEN_AFTER
    return replace(record, failures=0) if forgotten else record
