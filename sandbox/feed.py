"""Tells whoever looks on that something changed: waiting tests and open pages."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sandbox.refusals import Json

T = TypeVar("T")


class Feed:
    """A count of changes, a bell for those who wait, a queue for each page."""

    def __init__(self) -> None:
        self.number = 0
        self._pages: set[asyncio.Queue[Json]] = set()
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self, kind: str, **facts: object) -> None:
        """Something happened."""
        self.number += 1
        for page in self._pages:
            page.put_nowait({"number": self.number, "kind": kind, **facts})
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def open(self) -> asyncio.Queue[Json]:
        """Return a queue that gets every event from now on."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._pages.add(queue)
        return queue

    def close(self, queue: asyncio.Queue[Json]) -> None:
        """Stop filling the queue."""
        self._pages.discard(queue)

    async def until(self, look: Callable[[], T | None], within: float) -> T | None:
        """Return what `look` finds once it finds something; ``None`` after `within` seconds."""
        end = asyncio.get_running_loop().time() + within
        while (found := look()) is None:
            left = end - asyncio.get_running_loop().time()
            if left <= 0 or not await self._changed(left):
                return look()
        return found

    async def _changed(self, seconds: float) -> bool:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            async with asyncio.timeout(seconds):
                await future
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(future)
        return True
