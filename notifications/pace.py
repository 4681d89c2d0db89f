"""When the next message may go: at the bot's rate, and in no second more of them than it and one.

What counts is when messages arrive. One that is under way may arrive at any moment until it is
answered, so its place is free a second after that, less what the quickest of late needed for the
whole way: a line that holds messages back and lets go of them together stays within the rate too.
"""

from bisect import insort
from collections import deque
from dataclasses import dataclass, field
from math import ceil, inf

SECOND = 1.0001
"""In which the rate is kept; a hair longer, so that both ends of a second belong to it."""
CATCH_UP = 0.5
"""Seconds of places that are made good after a stall; Telegram's own bucket holds a second."""
HURRY = 2
"""How much faster than the rate that happens, so that it is no burst."""
LATE = 0.1
"""Seconds by which a wake-up may be late without the hurry becoming slower by it."""
SLOWER = 0.95
"""The rate after a 429, by the rate before."""
SLOWEST = 0.5
"""The least that 429s leave of the rate."""
BACK = 0.01 / 60
"""How much of the rate comes back each second."""
_REMEMBERED = 64
"""Messages of which the quickest says how long the way is."""


def part(whole: int, place: int, workers: int) -> range:
    """Return one worker's part of a whole: those of all workers are the whole, none overlap."""
    return range(whole * place // workers, whole * (place + 1) // workers)


@dataclass(slots=True, eq=False)
class Place:
    """What one letter takes: a message, or several where it has files."""

    left_at: float
    number: int = 1
    answered: bool = False


@dataclass(slots=True)
class Pace:
    """One worker's part of the rate; moments are seconds of a steady timer."""

    rate: float
    """Messages a second, of all workers together."""
    place: int = 0
    workers: int = 1
    _next_at: float = -inf
    _soonest: float = -inf
    _held_until: float = -inf
    _closed_until: float = -inf
    _under_way: int = 0
    _taken_until: list[float] = field(default_factory=list)
    """Until when each answered message takes its place, the first to be free first."""
    _ways: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _left: float = 1
    _left_at: float = 0

    @property
    def whole(self) -> int:
        """Most messages in a second of all workers together."""
        return int(self.rate) + 1

    @property
    def part(self) -> range:
        """Our places of those in a second; a worker more than there are places has none."""
        return part(self.whole, self.place, self.workers)

    @property
    def own(self) -> float:
        """Messages a second of this worker, while nobody is too fast."""
        return self.rate * len(self.part) / self.whole

    def left(self, now: float) -> float:
        """Return the share of the rate that 429s have left us."""
        return min(1.0, self._left + (now - self._left_at) * BACK)

    def closed(self, now: float) -> float:
        """Return the seconds for which nothing may go at all."""
        return max(0.0, self._closed_until - now)

    def opens(self, now: float, number: int = 1) -> float:
        """Return the moment at which so many may go; never as yet, while too many are under way."""
        free_at = self._free_at(now, number)
        if now < free_at < inf:
            # Places that are free together are not taken together, or so it went on every second.
            self._held_until = free_at
        return max(self._next_at, self._soonest, self._closed_until, free_at)

    def take(self, now: float, number: int = 1) -> Place:
        """Let so many go; :meth:`answer` must follow."""
        rate = max(self.own, 1 / SECOND) * self.left(now)
        self._next_at = max(self._next_at, now - CATCH_UP) + number / rate
        self._soonest = max(self._soonest, now - LATE, self._held_until) + number / rate / HURRY
        self._under_way += number
        return Place(now, number)

    def answer(self, place: Place, now: float) -> None:
        """Say that they are there, or will never be."""
        if place.answered:
            return
        place.answered = True
        self._under_way -= place.number
        self._ways.append(now - place.left_at)
        arrived = max(place.left_at, now - min(self._ways))
        for _one in range(place.number):
            insort(self._taken_until, arrived + SECOND)

    def close(self, now: float, seconds: float) -> None:
        """Let nothing go for exactly so long, and then go slower: Telegram said too many."""
        # Those that went out together are refused together: that is one lesson.
        if now >= self._left_at + 1 or self._left == 1:
            self._left, self._left_at = max(SLOWEST, self.left(now) * SLOWER), now
        self._closed_until = max(self._closed_until, now + seconds)
        self._next_at = max(self._next_at, self._closed_until)

    def _free_at(self, now: float, number: int) -> float:
        most = ceil(len(self.part) * self.left(now))
        room = most - min(number, most) - self._under_way
        if room < 0 or not most:
            return inf
        taken = self._taken_until
        while taken and taken[0] <= now:
            del taken[0]
        return taken[-room - 1] if len(taken) > room else -inf
