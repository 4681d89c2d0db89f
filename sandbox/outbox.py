"""Every call the bot made, with its parameters and Telegram's answer."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.feed import Feed
from sandbox.refusals import Json

KEPT = 100_000
"""Calls remembered, so that a demo may run for weeks."""


@dataclass(frozen=True, slots=True)
class Call:
    """One API call. `code` is 200 or the error code; 0 when the connection was dropped."""

    number: int
    method: str
    params: Json
    at: datetime
    code: int
    result: Any = None
    description: str = ""
    implemented: bool = True

    @property
    def ok(self) -> bool:
        """Whether Telegram did it and said so."""
        return self.code == 200

    @property
    def chat_id(self) -> int | None:
        """The chat it was about, if any."""
        chat_id = self.params.get("chat_id")
        return chat_id if isinstance(chat_id, int) else None

    def json(self) -> Json:
        """Return the call for the control surface."""
        return {
            "number": self.number,
            "method": self.method,
            "params": self.params,
            "at": self.at.isoformat(),
            "code": self.code,
            "result": self.result,
            "description": self.description,
            "implemented": self.implemented,
        }


class Outbox:
    """Calls in the order of their answers. Polls for updates are kept apart in `polls`."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._number = 0
        self.calls: deque[Call] = deque(maxlen=KEPT)
        self.polls: deque[Call] = deque(maxlen=1000)

    def record(self, call: Callable[[int], Call]) -> None:
        """Keep one more call, which is made with its number."""
        self._number += 1
        made = call(self._number)
        (self.polls if made.method == "getUpdates" else self.calls).append(made)
        if made.method != "getUpdates":
            self._feed.tell("call", method=made.method, code=made.code)

    def mark(self) -> int:
        """Return a point in time for ``since``."""
        return self._number

    def since(self, mark: int) -> list[Call]:
        """Return the calls made after the mark."""
        return [call for call in self.calls if call.number > mark]

    def of(self, method: str) -> list[Call]:
        """Return all calls of one method."""
        return [call for call in self.calls if call.method == method]

    def errors(self) -> list[Call]:
        """Return the calls that were refused or dropped."""
        return [call for call in self.calls if not call.ok]

    def unimplemented(self) -> list[Call]:
        """Return calls of official methods that this server does not know."""
        return [call for call in self.calls if not call.implemented]

    async def wait_for(
        self, wanted: Callable[[Call], bool], *, since: int = 0, within: float = 60
    ) -> Call:
        """Return the first such call after the mark; ``AssertionError`` when none comes."""

        def look() -> Call | None:
            return next((call for call in self.since(since) if wanted(call)), None)

        found = await self._feed.until(look, within)
        if found is None:
            listed = "\n".join(f"{c.number} {c.method} {c.code}" for c in self.since(since))
            raise AssertionError(f"no such call within {within} s; calls were:\n{listed}")
        return found

    def clear(self) -> None:
        """Forget the calls; numbers go on."""
        self.calls.clear()
        self.polls.clear()
