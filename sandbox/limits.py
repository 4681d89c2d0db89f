"""Telegram's rates as buckets that answer 429; off until switched on."""

import math
from dataclasses import dataclass
from datetime import datetime

from domain.clock import Clock
from sandbox.refusals import too_many


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

    The numbers are those of Telegram's bots FAQ, "My bot is hitting limits".
    """

    def __init__(self, clock: Clock, *, on: bool = False) -> None:
        self._clock = clock
        self._buckets: dict[object, Bucket] = {}
        self.on = on
        self.per_second = 30
        self.burst = 3
        self.per_minute = 20

    def spend(self, method: str, chat_id: int) -> None:
        """Count one message, or refuse with 429 without counting it."""
        in_group = chat_id < 0
        sends = method.startswith(("send", "copy", "forward")) and method != "sendChatAction"
        if not self.on or not (sends or (in_group and method.startswith("edit"))):
            return
        buckets = [self._bucket("bot", self.per_second, self.per_second), self._of_chat(chat_id)]
        wait = max(bucket.wait(self._clock.now()) for bucket in buckets)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.level -= 1

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
