"""Taps on buttons: handed over once, answered once, within 150 seconds."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from domain.clock import Clock
from sandbox.refusals import Json, bad_request
from sandbox.updates import CALLBACK_KEPT


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a tap: nothing, a line at the top, or an alert."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class Tap:
    """One callback query."""

    id: str
    person_id: int
    message_id: int
    data: str
    at: datetime
    answer: Answer | None = None


class Taps:
    """All taps since the last reset. Ids are never used twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = count(4_200_000_000_000_001)
        self.all: list[Tap] = []

    def new(self, person_id: int, message_id: int, data: str) -> Tap:
        """Record a tap."""
        tap = Tap(str(next(self._ids)), person_id, message_id, data, self._clock.now())
        self.all.append(tap)
        return tap

    def unanswered(self) -> list[Tap]:
        """Return the taps whose progress bar still turns."""
        return [tap for tap in self.all if tap.answer is None]

    def answer(self, params: Json) -> Tap:
        """Answer a tap once, in time; otherwise refuse."""
        wanted = params["callback_query_id"]
        tap = next((tap for tap in reversed(self.all) if tap.id == wanted), None)
        if tap is None or tap.answer or self._clock.now() - tap.at > CALLBACK_KEPT:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        tap.answer = Answer(
            params.get("text", ""), params.get("show_alert", False), params.get("url", "")
        )
        return tap
