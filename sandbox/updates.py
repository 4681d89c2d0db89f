"""The queue of updates: confirmed by offset, kept for a day, handed to a poll or a webhook."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from domain.clock import Clock
from sandbox.refusals import Json

KEPT = timedelta(hours=24)
"""How long Telegram keeps an update: Bot API, getUpdates."""

CALLBACK_KEPT = timedelta(seconds=150)
"""How long a tap can be handed over and answered (telegram-bot-api, add_update)."""

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when named in allowed_updates: Bot API, getUpdates."""


@dataclass(frozen=True, slots=True)
class Update:
    """Something the bot is to hear; updates of one queue keep their order."""

    id: int
    kind: str
    payload: Json
    queue: str
    expires_at: datetime

    def json(self) -> Json:
        """Return the Bot API's Update."""
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    """Updates that the bot has not confirmed yet. Ids are never used twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = count(1001)
        self._pending: list[Update] = []
        self._listeners: list[Callable[[], None]] = []
        self.allowed: list[str] = []

    def listen(self, listener: Callable[[], None]) -> None:
        """Call this whenever an update arrives."""
        self._listeners.append(listener)

    def add(self, kind: str, payload: Json, queue: str) -> Update | None:
        """Put an update at the end of its queue, unless the bot did not ask for its kind."""
        if not self._wanted(kind):
            return None
        life = CALLBACK_KEPT if kind == "callback_query" else KEPT
        update = Update(next(self._ids), kind, payload, queue, self._clock.now() + life)
        self._pending.append(update)
        for listener in self._listeners:
            listener()
        return update

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def pending(self) -> list[Update]:
        """Return what waits, oldest first; what has expired is dropped."""
        now = self._clock.now()
        self._pending = [update for update in self._pending if update.expires_at > now]
        return list(self._pending)

    def confirm(self, offset: int) -> None:
        """Drop what lies below the offset; a negative one keeps the last updates only."""
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [update for update in self._pending if update.id >= offset]

    def delivered(self, update: Update) -> None:
        """Drop one update that a webhook took."""
        self._pending = [one for one in self._pending if one.id != update.id]

    def clear(self) -> None:
        """Drop everything that waits."""
        self._pending.clear()


class Terminated(Exception):
    """A waiting poll was ended by somebody else; the text is Telegram's reason."""


class Poll:
    """The one long poll that may wait at a time; a newer one ends the older."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._waiting: asyncio.Future[None] | None = None
        updates.listen(self._wake)

    @property
    def idle(self) -> bool:
        """Whether no poll waits."""
        return self._waiting is None or self._waiting.done()

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def end(self, reason: str) -> None:
        """End the waiting poll, if there is one, with this reason."""
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(Terminated(reason))

    async def take(self, limit: int, within: float) -> list[Update]:
        """Return pending updates; wait up to `within` seconds for the first."""
        if not self._updates.pending() and within > 0:
            await self._wait(within)
        return self._updates.pending()[:limit]

    async def _wait(self, within: float) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = mine
        try:
            async with asyncio.timeout(within):
                await mine
        except TimeoutError:
            return
        finally:
            if self._waiting is mine:
                self._waiting = None
