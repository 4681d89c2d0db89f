"""How often a chat may be written to: Telegram's rates, its pauses, and our own manners.

The numbers are those of Telegram's bots FAQ, "My bot is hitting limits". Times are seconds
of a steady timer, not of the clock on the wall.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram lets through, and how long we gather."""

    bot: float = 30
    """Messages a second over all chats."""
    chat: float = 1
    """Messages a second to one chat, once the burst is spent."""
    burst: int = 3
    group: float = 20 / 60
    """Messages a second to one group, once its burst is spent: 20 in a minute."""
    group_burst: int = 20
    gather: float = 2
    """Seconds after a message in which what follows for its chat is gathered into the next one."""


@dataclass(slots=True)
class _Bucket:
    """Full at a moment; each message moves that on by its share."""

    rate: float
    burst: int
    full_at: float = 0
    told_at: float = float("-inf")

    def spend(self, now: float) -> None:
        self.full_at = max(now, self.full_at) + 1 / self.rate

    def free_at(self) -> float:
        return self.full_at - (self.burst - 1) / self.rate

    def is_touched(self, now: float) -> bool:
        """Tell whether it held a message less than it could, before the last one."""
        return self.full_at - 1 / self.rate > now


@dataclass(slots=True)
class Limits:
    """Says which chats may be written to; one for all that a process sends."""

    rates: Rates = field(default_factory=Rates)
    timer: Callable[[], float] = time.monotonic
    _buckets: dict[int, _Bucket] = field(default_factory=dict)
    _paused_until: dict[int, float] = field(default_factory=dict)

    def spend(self, chat_id: int) -> None:
        """Count a message to the chat: Telegram's id, a group's is below zero."""
        self._bucket(chat_id).spend(self.timer())

    def answered(self, chat_id: int) -> None:
        """Count an answer to the chat, which did not wait: what follows it waits a turn at most.

        Telegram took all that a quick typist was answered; an absence must not pay for it.
        """
        bucket, now = self._bucket(chat_id), self.timer()
        bucket.spend(now)
        bucket.full_at = min(bucket.full_at, now + bucket.burst / bucket.rate)

    def told(self, chat_id: int) -> None:
        """Begin to gather: the chat has just been told something."""
        self._bucket(chat_id).told_at = self.timer()

    def pause(self, chat_id: int, seconds: float) -> None:
        """Leave the chat alone for exactly so long."""
        until = self.timer() + seconds
        self._paused_until[chat_id] = max(until, self._paused_until.get(chat_id, 0))

    def earned(self, chat_id: int) -> bool:
        """Tell whether a refusal of the last message is this chat's own doing.

        Telegram's 429 does not say which rate it means. A chat that had been left in peace
        cannot have spent its own.
        """
        return self._bucket(chat_id).is_touched(self.timer())

    def wait(self, chat_id: int, *, urgent: bool = False) -> float:
        """Return the seconds until the chat may be written to; what is urgent is not gathered."""
        now, bucket = self.timer(), self._buckets.get(chat_id)
        moments = [self._paused_until.get(chat_id, now)]
        if bucket:
            moments.append(bucket.free_at())
            if not urgent:
                moments.append(bucket.told_at + self.rates.gather)
        return max(0.0, max(moments) - now)

    def next_free(self) -> float | None:
        """Return the seconds until some chat that has to wait may be written to again."""
        self._forget()
        waits = [self.wait(chat_id) for chat_id in self._buckets.keys() | self._paused_until]
        return min((wait for wait in waits if wait > 0), default=None)

    def _bucket(self, chat_id: int) -> _Bucket:
        if chat_id not in self._buckets:
            rates = self.rates
            own = (rates.group, rates.group_burst) if chat_id < 0 else (rates.chat, rates.burst)
            self._buckets[chat_id] = _Bucket(*own)
        return self._buckets[chat_id]

    def _forget(self) -> None:
        """Drop chats that are free again, so that a year's chats do not pile up."""
        now = self.timer()
        done = [
            chat_id
            for chat_id, bucket in self._buckets.items()
            if max(bucket.full_at, bucket.told_at + self.rates.gather) <= now
        ]
        for chat_id in done:
            del self._buckets[chat_id]
        for chat_id in [one for one, until in self._paused_until.items() if until <= now]:
            del self._paused_until[chat_id]
