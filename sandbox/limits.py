"""Telegram's rates as buckets that answer 429, and a strict second beside; off until asked for."""

import math
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import Clock
from sandbox.refusals import too_many

SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Bucket:
    """Holds `size` calls and fills at `rate` a second."""

    size: float
    rate: float
    level: float
    at: datetime

    def wait(self, now: datetime) -> float:
        """Return the seconds until one more call fits; 0 when it fits now."""
        self.level = min(self.size, self.level + (now - self.at).total_seconds() * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class Limits:
    """30 a second for the bot, 1 a second for a chat after a short burst, 20 a minute for a group.

    The numbers are those of Telegram's bots FAQ, "My bot is hitting limits". A bucket forgives a
    burst after a rest; with ``window`` no second may hold more than 33 messages, whatever was
    before. Nobody outside knows which of the two Telegram is.
    """

    def __init__(self, clock: Clock, *, on: bool = False, window: bool = False) -> None:
        self._clock = clock
        self._buckets: dict[object, Bucket] = {}
        self._second: deque[datetime] = deque()
        self.on = on
        self.window = window
        self.per_second = 30
        self.most_in_a_second = 33
        self.burst = 3
        self.per_minute = 20

    def spend(self, method: str, chat_id: int) -> None:
        """Count one message, or refuse with 429 without counting it."""
        in_group = chat_id < 0
        sends = method.startswith(("send", "copy", "forward")) and method != "sendChatAction"
        if not self.on or not (sends or (in_group and method.startswith("edit"))):
            return
        buckets = [self._bucket("bot", self.per_second, self.per_second), self._of_chat(chat_id)]
        now = self._clock.now()
        wait = max(self._wait_in_second(now), *(bucket.wait(now) for bucket in buckets))
        if wait > 0:
            raise too_many(math.ceil(wait))
        self._second.append(now)
        for bucket in buckets:
            bucket.level -= 1

    def _wait_in_second(self, now: datetime) -> float:
        """Return the seconds until the second that ends then has room for one more."""
        while self._second and now - self._second[0] >= SECOND:
            self._second.popleft()
        if not self.window or len(self._second) < self.most_in_a_second:
            return 0.0
        return (self._second[-self.most_in_a_second] + SECOND - now).total_seconds()

    def _of_chat(self, chat_id: int) -> Bucket:
        if chat_id < 0:
            return self._bucket(chat_id, self.per_minute, self.per_minute / 60)
        return self._bucket(chat_id, self.burst, 1)

    def _bucket(self, key: object, size: float, rate: float) -> Bucket:
        if key not in self._buckets:
            self._buckets[key] = Bucket(size, rate, size, self._clock.now())
        return self._buckets[key]

    def clear(self) -> None:
        """Fill all buckets."""
        self._buckets.clear()
        self._second.clear()
