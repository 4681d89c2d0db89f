"""Taps by webhook, a fixed number of them under way at once, each timed until it is answered."""

import asyncio
import itertools
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp

from benchmarks.null_api import BOT, NullApi

OUTSTANDING = 100
PATIENCE_SECONDS = 30
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_QUERY_ID = re.compile(rb'callback_query_id"?[=:] ?"?(\d+)')
_ids = itertools.count(1)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """A bot's webhook, and what is tapped there: (person's number, tap's number) → button."""

    url: str
    button: Callable[[int, int], str]
    first_person: int = 1
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one round of load gave."""

    seconds: float
    delays: list[float]
    edits: int

    @property
    def per_second(self) -> float:
        """How many taps were answered a second."""
        return len(self.delays) / self.seconds


class Load:
    """``async with Load(api) as load:``; hears in ``api`` when the bot answers a tap."""

    def __init__(self, api: NullApi) -> None:
        self._answered: dict[int, asyncio.Future[float]] = {}
        self._edits = 0
        self._http: aiohttp.ClientSession | None = None
        api.heard = self._hear

    async def __aenter__(self) -> Self:
        """Open a pool of connections."""
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close them."""
        assert self._http is not None, "it was entered"
        await self._http.close()

    async def run(
        self, target: Target, seconds: float, *, outstanding: int = OUTSTANDING
    ) -> Outcome:
        """Keep so many persons tapping for so long; each taps again once they are answered."""
        delays: list[float] = []
        self._edits = 0
        began = time.perf_counter()
        people = range(target.first_person, target.first_person + outstanding)
        await asyncio.gather(
            *(self._person(target, person, began + seconds, delays) for person in people)
        )
        outcome = Outcome(time.perf_counter() - began, delays, self._edits)
        assert outcome.edits == len(delays), f"{outcome.edits} screens for {len(delays)} taps"
        return outcome

    def _hear(self, method: str, body: bytes, now: float) -> None:
        self._edits += method == "editMessageText"
        if method != "answerCallbackQuery":
            return
        found = _QUERY_ID.search(body)
        assert found is not None, body
        waiting = self._answered.pop(int(found[1]), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(now)

    async def _person(self, target: Target, person: int, until: float, delays: list[float]) -> None:
        for number in itertools.count():
            if time.perf_counter() >= until:
                return
            delays.append(await self._tap(target, person, target.button(person, number)))

    async def _tap(self, target: Target, person: int, data: str) -> float:
        """Tap and wait, like Telegram, for the webhook's 200 and, like a person, for the answer."""
        assert self._http is not None, "it was entered"
        tap = next(_ids)
        answered = self._answered[tap] = asyncio.get_running_loop().create_future()
        headers = {_SECRET_HEADER: target.secret} if target.secret else {}
        body = json.dumps(update(tap, person, data)).encode()
        headers["Content-Type"] = "application/json"
        began = time.perf_counter()
        async with self._http.post(target.url, data=body, headers=headers) as response:
            assert response.status == 200, await response.text()
            # A reply may carry the answer as a call: Bot API, getting updates.
            if _QUERY_ID.search(reply := await response.read()):
                self._hear("answerCallbackQuery", reply, time.perf_counter())
        async with asyncio.timeout(PATIENCE_SECONDS):
            moment: float = await answered
        return moment - began


def update(number: int, person: int, data: str) -> Json:
    """Return a tap as Telegram sends it: the message with its text and keyboard included."""
    user = {"id": person, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    keyboard = [[{"text": "‹ вт", "callback_data": data}, {"text": "чт ›", "callback_data": data}]]
    message = {
        "message_id": 7, "date": 1795442400, "from": BOT, "text": "📘 Среда, 16 сентября",
        "chat": {"id": person, "type": "private", "first_name": "Анна"},
        "reply_markup": {"inline_keyboard": keyboard},
    }  # fmt: skip
    query = {"id": str(number), "from": user, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": {**query, "message": message}}
