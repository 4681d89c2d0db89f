"""The one door to Telegram: evenly paced, the most important first, no more at once than needed.

Answers to taps never stand in line; they take a place (:meth:`Gate.debit`) and what waits here
waits a little longer.
"""

import asyncio
import heapq
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

SLOW = 0.25
"""Seconds after which a message under way holds up nobody else."""
CATCH_UP = 0.2
"""Seconds of places that may be made good after a stall; Telegram's own bucket holds a second."""
MOST_AT_ONCE = 100
_SMOOTH = 0.1


@dataclass(slots=True)
class Pass:
    """A message's place on the way."""

    waited: float
    """Seconds it stood in line."""
    entered_at: float
    counts: bool = True
    """Whether it still takes one of the places."""


@dataclass(slots=True)
class Gate:
    """Lets messages out at the bot's rate.

    A message that is sent but not yet recorded is told twice if the process dies right then. So
    there are never more of these than the rate needs: with Telegram's answer after 20 ms and 30
    messages a second, one.
    """

    rate: float = 30
    """Messages a second over all chats."""
    timer: Callable[[], float] = time.monotonic
    share: int = 1
    """Among so many workers the rate is divided."""
    most: int = MOST_AT_ONCE
    """On their way at once, however slow Telegram is; with one, a crash repeats one at most."""
    _next_at: float = 0
    _closed_until: float = 0
    _at_once: int = 0
    _typical: float = 0.01
    """Seconds from the door to the record, smoothed; the longest of late counts most."""
    _queue: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _timer_handle: asyncio.TimerHandle | None = None

    @property
    def waiting(self) -> int:
        """How many messages stand in line."""
        return len(self._queue)

    @property
    def width(self) -> int:
        """How many may be on their way at once."""
        needed = math.ceil(self.rate / self.share * self._typical * 1.2)
        return max(1, min(self.most, needed))

    @property
    def closed(self) -> float:
        """Seconds for which nothing may go at all."""
        return max(0.0, self._closed_until - self.timer())

    async def enter(self, priority: int) -> Pass:
        """Wait for a place; :meth:`leave` must follow."""
        began = self.timer()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (priority, next(self._order), turn))
        self._pump()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_back()
            raise
        now = self.timer()
        entered = Pass(now - began, now)
        if self.most > 1:
            asyncio.get_running_loop().call_later(SLOW, self._overdue, entered)
        return entered

    def leave(self, entered: Pass) -> None:
        """The message is done and recorded."""
        seconds = min(1.0, self.timer() - entered.entered_at)
        share = 0.5 if seconds > self._typical else _SMOOTH
        self._typical += (seconds - self._typical) * share
        self._overdue(entered)

    def _overdue(self, entered: Pass) -> None:
        if entered.counts:
            entered.counts = False
            self._give_back()

    def _give_back(self) -> None:
        self._at_once -= 1
        self._pump()

    def debit(self) -> None:
        """Count a message that did not stand in line."""
        self._advance(self.timer())

    def close(self, seconds: float) -> None:
        """Let nothing out for exactly so long: Telegram said that the bot was too fast."""
        self._closed_until = max(self._closed_until, self.timer() + seconds)
        self._pump()

    def _advance(self, now: float) -> None:
        self._next_at = max(self._next_at, now - CATCH_UP) + self.share / self.rate

    def _pump(self) -> None:
        if self._timer_handle is not None:
            self._timer_handle.cancel()
            self._timer_handle = None
        while self._queue and self._at_once < self.width:
            now = self.timer()
            opens = max(self._next_at, self._closed_until)
            if opens > now:
                loop = asyncio.get_running_loop()
                self._timer_handle = loop.call_later(opens - now, self._pump)
                return
            _priority, _number, turn = heapq.heappop(self._queue)
            if turn.cancelled():
                continue
            self._advance(now)
            self._at_once += 1
            turn.set_result(None)
