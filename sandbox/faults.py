"""Failures on request: an error answered, a connection dropped, an answer held back."""

import json
from dataclasses import dataclass
from typing import Literal

from sandbox.refusals import Json, Refused

TEXTS = {
    400: "Bad Request: sandbox fault",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    500: "Internal Server Error: restart",
    502: "Bad Gateway",
}


@dataclass(slots=True)
class Fault:
    """What goes wrong, for which calls and how often.

    `method` "*" means any but getUpdates. `contains` must stand somewhere in the parameters. `drop`
    closes the connection before or after the effect; `delay` holds the call back by real seconds.
    """

    method: str = "*"
    code: int = 0
    description: str = ""
    retry_after: int | None = None
    migrate_to: int | None = None
    times: int = 1
    chat_id: int | None = None
    contains: str = ""
    drop: Literal["", "before", "after"] = ""
    delay: float = 0

    def fits(self, method: str, params: Json) -> bool:
        """Whether it strikes this call."""
        if self.times <= 0 or self.method not in ("*", method):
            return False
        if self.method == "*" and method == "getUpdates":
            return False
        if self.chat_id is not None and self.chat_id != params.get("chat_id"):
            return False
        return not self.contains or self.contains in json.dumps(params, ensure_ascii=False)

    def refusal(self) -> Refused | None:
        """Return the error it answers with, if any."""
        if not self.code:
            return None
        seconds = self.retry_after or (1 if self.code == 429 else None)
        usual = f"Too Many Requests: retry after {seconds}" if self.code == 429 else "Error"
        text = self.description or TEXTS.get(self.code, usual)
        return Refused(self.code, text, retry_after=seconds, migrate_to=self.migrate_to)


class Faults:
    """The faults that still wait for a call."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Let this go wrong from now on; `times` counts down."""
        self.waiting.append(fault)
        return fault

    def strike(self, method: str, params: Json) -> Fault | None:
        """Return the first fault that fits this call and use it up by one."""
        for fault in self.waiting:
            if fault.fits(method, params):
                fault.times -= 1
                return fault
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        self.waiting.clear()
