"""Updates that wait in the database: what is kept and what is done, many in one transaction.

One writer for both: with a transaction an update, each ``keep`` stood in line for SQLite's lock
behind the ``done`` of hundreds, and nothing more was asked for meanwhile.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from domain.clock import Clock
from storage import updates
from storage.database import Database

logger = logging.getLogger(__name__)
GATHER_SECONDS = 0.05
"""How long what is done waits for more of its kind; what is to be kept never waits."""
AGAIN_SECONDS = 1.0
"""After a failure, until the same is tried once more."""

Raw = Mapping[str, Any]


@dataclass(slots=True, eq=False)
class _Wish:
    """Updates that somebody wants to be safe before Telegram hears that we have them."""

    unsafe: set[int]
    safe: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, numbers: Iterable[int]) -> None:
        """Note what is in the table, or needs it no more."""
        self.unsafe.difference_update(numbers)
        if not self.unsafe:
            self.safe.set()


@dataclass(slots=True)
class Keeper:
    """Writes updates down and forgets them; neither is given up before it holds."""

    db: Database
    bot_id: int
    clock: Clock
    again: float = AGAIN_SECONDS
    _to_keep: dict[int, Raw] = field(default_factory=dict)
    _to_forget: set[int] = field(default_factory=set)
    _rows: set[int] = field(default_factory=set)
    """Numbers that may stand in the table."""
    _wishes: list[_Wish] = field(default_factory=list)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event)
    _urgent: asyncio.Event = field(default_factory=asyncio.Event)
    _stopping: bool = False
    _is_failing: bool = False

    def keep(self, raws: Collection[Raw]) -> asyncio.Event:
        """Write updates that are not handled yet; set when each is in the table, or done."""
        wish = _Wish({raw["update_id"] for raw in raws})
        self._wishes.append(wish)
        self._to_keep |= {raw["update_id"]: raw for raw in raws}
        wish.settle(())
        self._urgent.set()
        self._wanted.set()
        return wish.safe

    def adopt(self, numbers: Collection[int]) -> None:
        """Know of rows that an earlier process wrote."""
        self._rows.update(numbers)

    def done(self, number: int) -> None:
        """Forget an update that is handled; one that was never written costs nothing."""
        if self._to_keep.pop(number, None) is None and number in self._rows:
            self._to_forget.add(number)
            self._wanted.set()
        self._settle([number])

    async def run(self) -> None:
        """Write until it is stopped, and then what is still to be written."""
        while not self._stopping or self._to_keep or self._to_forget:
            await self._wanted.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(GATHER_SECONDS):
                    await self._urgent.wait()
            self._wanted.clear()
            if not self._stopping:
                self._urgent.clear()
            if self._to_keep or self._to_forget:
                await self._write()

    async def stop(self, running: asyncio.Task[None], within: float) -> None:
        """Write the rest, for as long as that may take."""
        self._stopping = True
        self._urgent.set()
        self._wanted.set()
        await asyncio.wait({running}, timeout=within)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    async def _write(self) -> None:
        """Keep and forget in one transaction; after a failure the same stands to be written."""
        keeping, forgetting = self._to_keep, self._to_forget
        self._to_keep, self._to_forget = {}, set()
        # Before they are written: a handler that ends meanwhile must know that it has to forget.
        self._rows |= keeping.keys()
        try:
            async with self.db.begin(repeatable=True) as session:
                await updates.keep(session, self.bot_id, keeping.values(), self.clock.now())
                await updates.done(session, self.bot_id, forgetting)
        # Whatever it is: a writer that ends would hold up everybody, and nobody would hear.
        except Exception as error:  # noqa: BLE001  # told by its kind: its text may quote an update
            self._to_keep = {n: raw for n, raw in keeping.items() if n not in self._to_forget} | (
                self._to_keep
            )
            self._to_forget |= forgetting
            await self._wait_out(error)
            return
        self._is_failing = False
        self._rows -= forgetting
        self._settle(keeping)

    async def _wait_out(self, error: Exception) -> None:
        """Say once that the database is busy or away, and try again a little later."""
        if not self._is_failing:
            self._is_failing = True
            number = len(self._to_keep) + len(self._to_forget)
            kind = type(error).__name__
            logger.error("%d updates neither kept nor forgotten yet: %s", number, kind)
        await asyncio.sleep(self.again)
        self._wanted.set()

    def _settle(self, numbers: Collection[int]) -> None:
        for wish in self._wishes:
            wish.settle(numbers)
        self._wishes = [wish for wish in self._wishes if wish.unsafe]
