"""Each chat's line of updates: in its order, one at a time, the chats by turns.

A chat that has thousands waiting is served like one that has a single one. Of its line only the
first few are held in memory; of the rest, which stands in the database, only the numbers.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import sqlalchemy as sa

from bot.intake import place

logger = logging.getLogger(__name__)
AT_ONCE = 64
"""Handlers at work: more only make each other slow."""
SLOW_SECONDS = 1.0
"""A handler that takes longer waits for somebody else, not for us: its place is free again."""
HELD = 16
"""Updates of a chat that are held in memory."""
AGAIN_SECONDS = 1.0

Raw = Mapping[str, Any]


@dataclass(slots=True, eq=False)
class Waiting:
    """An update in its chat's line."""

    number: int
    raw: Raw | None
    """Empty: it is in the database and is read when its turn comes."""
    ended: asyncio.Future[None] | None = None


@dataclass(slots=True)
class _Place:
    """A place at work, given back once."""

    give_back: Callable[[], None]
    is_taken: bool = True

    def leave(self) -> None:
        """Let somebody else have it."""
        if self.is_taken:
            self.is_taken = False
            self.give_back()


@dataclass(slots=True)
class Lines:
    """Who is next."""

    handle: Callable[[Raw], Awaitable[None]]
    read: Callable[[Collection[int]], Awaitable[dict[int, Raw]]]
    """Brings updates from the database; what is not there any more needs no handler."""
    done: Callable[[int], None]
    at_once: int = AT_ONCE
    slow: float = SLOW_SECONDS
    held: int = HELD
    _lines: dict[object, deque[Waiting]] = field(default_factory=dict)
    _ready: deque[object] = field(default_factory=deque)
    _numbers: set[int] = field(default_factory=set)
    _at_work: set[asyncio.Task[None]] = field(default_factory=set)
    _busy: int = 0
    _closed: bool = False

    def __contains__(self, number: int) -> bool:
        """Tell whether an update waits or is at work."""
        return number in self._numbers

    def __len__(self) -> int:
        """Return how many updates wait or are at work."""
        return len(self._numbers)

    def add(self, raw: Raw) -> Waiting:
        """Put an update at the end of its chat's line."""
        ended = asyncio.get_running_loop().create_future()
        return self._append(raw, Waiting(raw["update_id"], raw, ended))

    def adopt(self, raw: Raw) -> None:
        """The same for one that stands in the database: deep in a line its number will do."""
        waiting = Waiting(raw["update_id"], raw)
        self._append(raw, waiting)
        if len(self._lines[place(raw)]) > self.held:
            waiting.raw = None

    def slim(self, kept: Iterable[Waiting]) -> None:
        """Hold no more than the first few of each chat, now that the database has these."""
        for waiting in kept:
            waiting.ended = None
            if waiting.raw is not None:
                line = self._lines.get(place(waiting.raw), ())
                if len(line) > self.held and waiting not in islice(line, self.held):
                    waiting.raw = None

    async def close(self, within: float) -> None:
        """Begin nothing more; let what is at work end, or cut it off."""
        self._closed = True
        if self._at_work:
            _done, late = await asyncio.wait(self._at_work, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _append(self, raw: Raw, waiting: Waiting) -> Waiting:
        chat = place(raw)
        self._numbers.add(waiting.number)
        if chat not in self._lines:
            self._lines[chat] = deque()
            self._ready.append(chat)
        self._lines[chat].append(waiting)
        self._begin()
        return waiting

    def _begin(self) -> None:
        """Give free places to those whose turn it is."""
        while self._ready and self._busy < self.at_once and not self._closed:
            task = asyncio.create_task(self._serve(self._ready.popleft()))
            self._at_work.add(task)
            self._busy += 1
            task.add_done_callback(self._at_work.discard)

    def _free(self) -> None:
        self._busy -= 1
        self._begin()  # others may have waited for it

    async def _serve(self, chat: object) -> None:
        """Handle the first of a chat's line; then it is the turn of others."""
        line, mine = self._lines[chat], _Place(self._free)
        slow = asyncio.get_running_loop().call_later(self.slow, mine.leave)
        try:
            raw = await self._first(line)
            if raw is not None:
                await self._handle(raw)
                self._end(line)
            if line:
                self._ready.append(chat)
            else:
                del self._lines[chat]
        finally:
            slow.cancel()
            mine.leave()
            self._begin()

    async def _handle(self, raw: Raw) -> None:
        try:
            await self.handle(raw)
        except Exception:
            # Whatever it is, the chat's next update and all other chats go on.
            logger.exception("update %s failed", raw["update_id"])

    def _end(self, line: deque[Waiting]) -> None:
        """Leave the line."""
        waiting = line.popleft()
        self._numbers.discard(waiting.number)
        self.done(waiting.number)
        if waiting.ended is not None:
            waiting.ended.set_result(None)

    async def _first(self, line: deque[Waiting]) -> Raw | None:
        """Return the update whose turn it is; nothing where the rest of the line is gone."""
        while line and line[0].raw is None:
            await self._read(line)
        return line[0].raw if line else None

    async def _read(self, line: deque[Waiting]) -> None:
        """Bring the next few from the database."""
        wanted = [one for one in islice(line, self.held) if one.raw is None]
        try:
            found = await self.read([one.number for one in wanted])
        except (sa.exc.SQLAlchemyError, OSError) as error:
            logger.error("%d updates not read yet: %s", len(wanted), type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)
            return
        for one in wanted:
            one.raw = found.get(one.number)
        if line[0].raw is None:
            self._end(line)
