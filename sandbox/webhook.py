"""Pushes updates to the bot's webhook, one in flight a queue, with Telegram's retries."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp

from domain.clock import Clock
from sandbox.refusals import Json, bad_request
from sandbox.updates import Update, Updates

PORTS = frozenset({80, 88, 443, 8443})
"""Ports of a webhook, unless the server is a local one: Bot API, setWebhook."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
IDLE = 60
"""Seconds without a byte after which a delivery has failed (WebhookActor.cpp)."""

GONE_FOR = timedelta(hours=23)
"""How long a webhook may answer 410 before it is removed (WebhookActor.cpp)."""

LONGEST_ADVICE = 3600
"""Seconds of Retry-After that are honoured at most."""

Nap = Callable[[float], Awaitable[None]]
Execute = Callable[[Json], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go."""

    url: str
    secret: str
    max_connections: int


class Webhook:
    """The pusher; without a target it rests."""

    def __init__(self, updates: Updates, clock: Clock, *, local: bool, nap: Nap) -> None:
        self._updates = updates
        self._clock = clock
        self._local = local
        self._nap = nap
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(1)
        self._http: aiohttp.ClientSession | None = None
        self._error: Json = {}
        self._gone_since: datetime | None = None
        self.target: Target | None = None
        self.execute: Execute | None = None
        updates.listen(self._wake)

    def checked_url(self, url: str) -> str:
        """Return the address, or refuse as Telegram does; a local server takes plain HTTP too."""
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise bad_request("invalid webhook URL specified")
        if self._local:
            return url
        if address.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (address.port or 443) not in PORTS:
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
        return url

    def info(self) -> Json:
        """Return the Bot API's WebhookInfo."""
        made: Json = {
            "url": self.target.url if self.target else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending()),
        }
        if self.target:
            made["max_connections"] = self.target.max_connections
        if self._updates.allowed:
            made["allowed_updates"] = self._updates.allowed
        return made | self._error

    def aim(self, target: Target | None) -> None:
        """Deliver there from now on; ``None`` stops."""
        if target == self.target:
            return
        self._stop()
        self.target = target
        self._error = {}
        if target:
            self._slots = asyncio.Semaphore(target.max_connections)
            self._wake()

    def _stop(self) -> None:
        for worker in self._workers.values():
            worker.cancel()
        self._workers.clear()

    async def close(self) -> None:
        """Stop delivering and close the connections."""
        workers = list(self._workers.values())
        self.target = None
        self._stop()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._http:
            await self._http.close()

    def _wake(self) -> None:
        """Give every queue that waits a worker of its own."""
        if not self.target:
            return
        for queue in dict.fromkeys(update.queue for update in self._updates.pending()):
            if queue not in self._workers:
                self._workers[queue] = asyncio.create_task(self._work(queue, self.target))

    def _next(self, queue: str) -> Update | None:
        return next((one for one in self._updates.pending() if one.queue == queue), None)

    async def _work(self, queue: str, target: Target) -> None:
        failures = 0
        while self.target == target and (update := self._next(queue)):
            async with self._slots:
                advice = await self._deliver(update, target)
            if self._gone():
                self.target = None
                continue
            if advice is None:
                failures = 0
                self._updates.delivered(update)
                continue
            if wait := max(advice, _pause(failures)):
                await self._nap(wait)
            failures += 1
        del self._workers[queue]

    async def _deliver(self, update: Update, target: Target) -> float | None:
        """Return ``None`` on success, else the seconds that the bot asked to wait."""
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        try:
            async with self._session().post(
                target.url, json=update.json(), headers=headers, allow_redirects=False
            ) as response:
                self._note(response.status)
                if 200 <= response.status < 300:
                    await self._execute_reply(response)
                    return None
                self._failed(f"Wrong response from the webhook: {response.status}")
                return _advice(response.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0

    def _note(self, status: int) -> None:
        """Remember since when the bot says, without a break, that its webhook is gone."""
        self._gone_since = (self._gone_since or self._clock.now()) if status == 410 else None

    def _gone(self) -> bool:
        return self._gone_since is not None and self._clock.now() - self._gone_since >= GONE_FOR

    def _failed(self, message: str) -> None:
        self._error = {
            "last_error_date": int(self._clock.now().timestamp()),
            "last_error_message": message,
        }

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            timeout = aiohttp.ClientTimeout(total=None, sock_read=IDLE, sock_connect=IDLE)
            self._http = aiohttp.ClientSession(timeout=timeout)
        return self._http

    async def _execute_reply(self, response: aiohttp.ClientResponse) -> None:
        """A body that names a method is carried out as a call; its answer is lost."""
        call = await _reply(response)
        if call and self.execute:
            await self.execute(call)


async def _reply(response: aiohttp.ClientResponse) -> Json | None:
    """Read a reply's call, which comes as JSON or as a form (aiogram sends the latter)."""
    if response.content_type.startswith("multipart/"):
        parts: Json = {}
        reader = aiohttp.MultipartReader.from_response(response)
        while isinstance(part := await reader.next(), aiohttp.BodyPartReader):
            parts[part.name or ""] = await part.text()
        return parts if parts.get("method") else None
    try:
        body = json.loads(await response.text() or "null")
    except ValueError:
        return None
    return body if isinstance(body, dict) and "method" in body else None


def _pause(failures: int) -> float:
    """At once, then 2, 4, 8 … seconds, up to a random minute or two (WebhookActor.cpp)."""
    if failures == 0:
        return 0.0
    return float(min(2**failures, random.randint(60, 120)))


def _advice(header: str) -> float:
    return float(min(int(header), LONGEST_ADVICE)) if header.isdigit() else 0.0
