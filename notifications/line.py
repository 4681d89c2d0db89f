"""The connection to the Bot API: up, or away and probed until something goes through again.

One state for all messages of a process: who waits for the line waits for one probe, not for a
back-off each.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from aiogram.exceptions import AiogramError

from notifications.outcome import Fault, fault
from notifications.watching import Unwatched, Watcher

logger = logging.getLogger(__name__)
FIRST_WAIT = 1.0
LONGEST_WAIT = 5.0
"""Seconds between two probes: a dozen small requests a minute burden nobody, and five seconds are
the most that anybody waits for us once the line is back."""
ENOUGH = 3
"""Chats that fail one after another before we believe that it is none of their messages."""


class _State(Enum):
    UP = auto()
    AWAY = auto()
    TRIED = auto()
    """The server answers again; one message may show whether it takes them too."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that did not get through, and why that may be."""

    chat: int
    fact: int
    fault: Fault
    reason: str
    ids: tuple[int, ...] = ()


@dataclass(slots=True)
class Line:
    """What is known of the line; told of every success and every failure."""

    ask: Callable[[], Awaitable[object]]
    """Asks the server for something that changes nothing; raises aiogram's errors."""
    timer: Callable[[], float] = time.monotonic
    watcher: Watcher = field(default_factory=Unwatched)
    _state: _State = _State.UP
    _failures: dict[int, Failure] = field(default_factory=dict)
    """Chat → failure, since the last success; while away: chats that need not try again first."""
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _went_at: float = 0
    _next_at: float = 0
    _wait: float = FIRST_WAIT

    @property
    def up(self) -> bool:
        """Whether messages may go as usual."""
        return self._state is _State.UP

    @property
    def away(self) -> bool:
        """Whether nothing may go."""
        return self._state is _State.AWAY

    @property
    def wait(self) -> float:
        """Seconds until the next probe."""
        return max(0.0, self._next_at - self.timer()) if self.away else 0.0

    def may_try(self, chat: int) -> bool:
        """Tell whether the chat's message may show whether the line is back: not the same twice.

        So a message at which the server breaks does not keep the line away.
        """
        return self.up or chat not in self._failures

    async def decided(self) -> None:
        """Wait until it is known whose fault a failure is: what goes meanwhile might fail too."""
        if self._asking.locked():
            async with self._asking:
                return

    async def probe(self) -> None:
        """Ask once; where the server answers, one message may try."""
        try:
            if await self._answers() and self.away:
                self._state = _State.TRIED
        finally:
            # Whatever went wrong: who is asked again at once is asked for ever.
            if self.away:
                self._put_off()

    def nothing_to_try(self) -> bool:
        """No message may try the line; tells whether one may now.

        Where too few differ among those that failed to blame the line, it is up: there they fail
        for themselves, count their attempts and wait longer each time.
        """
        known = bool(self._failures)
        if known and self._believe():
            self._failures.clear()
        else:
            self.worked()
        return known

    def worked(self) -> None:
        """Something went through, or was refused for its own sake."""
        self._failures.clear()
        if not self.up:
            self._state = _State.UP
            self.watcher.line(up=True)
            seconds = self.timer() - self._went_at
            logger.warning("the line to the Bot API is back after %.0f s", seconds)

    async def failed(self, failure: Failure) -> tuple[int, ...] | None:
        """Tell whether the line was to blame, with the deliveries that were blamed wrongly before.

        Nothing where the failure is the message's own, as far as we know.
        """
        async with self._asking:
            match self._state:
                case _State.UP:
                    return await self._doubt(failure)
                case _State.TRIED:
                    if self._is_known(failure):
                        self._failures[failure.chat] = failure
                        return None
                    self._state = _State.AWAY
                    self._put_off()
        self._failures[failure.chat] = failure
        return ()

    async def _doubt(self, failure: Failure) -> tuple[int, ...] | None:
        answers = await self._answers()
        self._failures[failure.chat] = failure
        others = [one for one in self._failures.values() if one is not failure]
        if answers and not self._believe():
            return None
        self._go(failure)
        return tuple(number for one in others for number in one.ids)

    def _believe(self) -> bool:
        """Tell whether so many different messages failed that it cannot be they.

        A news at which the server breaks fails in every chat, so that facts are counted too.
        """
        failures = self._failures.values()
        unclear = {one.fact for one in failures if one.fault is Fault.EITHER}
        sure = sum(one.fault is Fault.LINE for one in failures)
        return sure + len(unclear) >= ENOUGH

    def _is_known(self, failure: Failure) -> bool:
        """Tell whether the same news failed before: at it the server breaks in every chat."""
        facts = {one.fact for one in self._failures.values()}
        return failure.fault is Fault.EITHER and failure.fact in facts

    def _go(self, failure: Failure) -> None:
        self._state = _State.AWAY
        self._went_at = self.timer()
        self._wait = FIRST_WAIT
        self._next_at = self._went_at + self._wait
        self.watcher.line(up=False)
        logger.warning("the line to the Bot API is away: %s", failure.reason)

    def _put_off(self) -> None:
        self._wait = min(self._wait * 2, LONGEST_WAIT)
        self._next_at = self.timer() + self._wait

    async def _answers(self) -> bool:
        try:
            await self.ask()
        except AiogramError as error:
            return fault(error) is Fault.MESSAGE
        return True
