"""How fast messages may go: Telegram's rates for the bot and for one chat, and its pauses.

The numbers are those of Telegram's bots FAQ, "My bot is hitting limits". Times are seconds
of a steady timer, not of the clock on the wall.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rates:
    """What Telegram lets through."""

    bot: float = 30
    """Messages a second over all chats."""
    chat: float = 1
    """Messages a second to one chat, once the burst is spent."""
    burst: int = 3


@dataclass(slots=True)
class Limits:
    """Says when the next message may go; one for all that a process sends."""

    rates: Rates = field(default_factory=Rates)
    timer: Callable[[], float] = time.monotonic
    _next_slot: float = 0
    _closed_until: float = 0
    _full_at: dict[int, float] = field(default_factory=dict)
    _paused_until: dict[int, float] = field(default_factory=dict)

    def slot(self) -> float:
        """Take the bot's next free place; returns the seconds until it comes."""
        now = self.timer()
        mine = max(now, self._next_slot)
        self._next_slot = mine + 1 / self.rates.bot
        return mine - now

    def spend(self, chat_id: int) -> None:
        """Count a message to the chat."""
        now = self.timer()
        # When the chat's bucket is full again: each message moves that on by its share.
        self._full_at[chat_id] = max(now, self._full_at.get(chat_id, now)) + 1 / self.rates.chat

    def pause(self, chat_id: int, seconds: float) -> None:
        """Leave the chat alone; the whole bot, once two chats have been refused in one pause.

        Telegram's 429 does not say whether the chat or the bot was too fast.
        """
        until = self.timer() + seconds
        self._forget()
        if self._paused_until.keys() - {chat_id}:
            self._closed_until = max(self._closed_until, until)
        self._paused_until[chat_id] = max(until, self._paused_until.get(chat_id, 0))

    def closed(self) -> float:
        """Return the seconds for which nothing may go at all."""
        return max(0.0, self._closed_until - self.timer())

    def busy(self) -> dict[int, float]:
        """Return chat → seconds for which it must be left alone."""
        self._forget()
        now, room = self.timer(), (self.rates.burst - 1) / self.rates.chat
        free_at = {chat_id: full_at - room for chat_id, full_at in self._full_at.items()}
        for chat_id, until in self._paused_until.items():
            free_at[chat_id] = max(until, free_at.get(chat_id, until))
        return {chat_id: moment - now for chat_id, moment in free_at.items() if moment > now}

    def _forget(self) -> None:
        """Drop chats that are free again, so that a year's chats do not pile up."""
        now = self.timer()
        for known in (self._full_at, self._paused_until):
            for chat_id in [one for one, moment in known.items() if moment <= now]:
                del known[chat_id]
