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

from notifications.pace import Pace, Place

SLOW = 0.25
"""Seconds after which a message under way holds up nobody else."""
MOST_AT_ONCE = 100
_SMOOTH = 0.1


@dataclass(slots=True)
class Pass:
    """A message's place on the way."""

    waited: float
    """Seconds it stood in line."""
    place: Place
    counts: bool = True
    """Whether it still is one of those that may be on their way at once."""


@dataclass(order=True, slots=True)
class _Turn:
    priority: int
    order: int
    number: int = field(compare=False)
    place: asyncio.Future[Place] = field(compare=False)


@dataclass(slots=True)
class Gate:
    """Lets messages out at the bot's rate.

    A message that is sent but not yet recorded is told twice if the process dies right then. So
    there are never more of these than the rate needs: with Telegram's answer after 20 ms and 30
    messages a second, one.
    """

    rate: float = 30
    """Messages a second over all chats, of all workers together."""
    timer: Callable[[], float] = time.monotonic
    most: int = MOST_AT_ONCE
    """On their way at once, however slow Telegram is; with one, a crash repeats one at most."""
    pace: Pace = field(init=False)
    _at_once: int = 0
    _typical: float = 0.01
    """Seconds from the door to the record, smoothed; the longest of late counts most."""
    _queue: list[_Turn] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _timer_handle: asyncio.TimerHandle | None = None

    def __post_init__(self) -> None:
        """Begin as the only worker."""
        self.pace = Pace(self.rate)

    @property
    def waiting(self) -> int:
        """How many messages stand in line."""
        return len(self._queue)

    @property
    def width(self) -> int:
        """How many may be on their way at once."""
        return max(1, min(self.most, math.ceil(self.pace.own * self._typical * 1.2)))

    @property
    def closed(self) -> float:
        """Seconds for which nothing may go at all."""
        return self.pace.closed(self.timer())

    def share(self, place: int, workers: int) -> None:
        """Take this worker's part of the rate, by its place among the others."""
        self.pace.place, self.pace.workers = place, workers

    async def enter(self, priority: int, number: int = 1) -> Pass:
        """Wait until so many messages may go; :meth:`leave` must follow."""
        began = self.timer()
        turn: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, _Turn(priority, next(self._order), number, turn))
        self._pump()
        try:
            place = await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.pace.answer(turn.result(), self.timer())
                self._give_back()
            raise
        # Between the door's opening and now the loop may have stood.
        place.left_at = self.timer()
        entered = Pass(place.left_at - began, place)
        if self.most > 1:
            asyncio.get_running_loop().call_later(SLOW, self._overdue, entered)
        return entered

    def answered(self, place: Place) -> None:
        """Telegram has answered, or never will: the places are free after a second."""
        self.pace.answer(place, self.timer())
        self._pump()

    def leave(self, entered: Pass) -> None:
        """The message is done and recorded."""
        self.answered(entered.place)
        seconds = min(1.0, self.timer() - entered.place.left_at)
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

    def debit(self) -> Place:
        """Count a message that does not stand in line; :meth:`answered` must follow."""
        return self.pace.take(self.timer())

    def close(self, seconds: float) -> None:
        """Let nothing out for exactly so long: Telegram said that the bot was too fast."""
        self.pace.close(self.timer(), seconds)
        self._pump()

    def _pump(self) -> None:
        if self._timer_handle is not None:
            self._timer_handle.cancel()
            self._timer_handle = None
        while self._queue and self._at_once < self.width:
            turn, now = self._queue[0], self.timer()
            if turn.place.cancelled():
                heapq.heappop(self._queue)
                continue
            opens = self.pace.opens(now, turn.number)
            if opens > now:
                # Where too many are under way, the next answer opens.
                if opens < math.inf:
                    loop = asyncio.get_running_loop()
                    self._timer_handle = loop.call_later(opens - now, self._pump)
                return
            heapq.heappop(self._queue)
            self._at_once += 1
            turn.place.set_result(self.pace.take(now, turn.number))
