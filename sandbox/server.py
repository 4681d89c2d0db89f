"""The local Bot API server: Telegram on this machine, for tests and for the demo."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from domain.clock import Clock, SystemClock
from sandbox.api import Api, Dropped
from sandbox.callbacks import Tap
from sandbox.chats import Chat
from sandbox.control import Control
from sandbox.faults import Fault, Faults
from sandbox.files import UPLOAD_LIMIT
from sandbox.groups import SUPERGROUP_BASE, Group
from sandbox.limits import Limits
from sandbox.outbox import Outbox
from sandbox.people import Person
from sandbox.refusals import Json, Refused
from sandbox.tables import tables
from sandbox.webhook import Nap
from sandbox.wire import done, read, refused
from sandbox.world import BOT_ID, World

TOKEN = f"{BOT_ID}:SANDBOX-not-a-secret-works-on-this-machine"
REQUEST_LIMIT = UPLOAD_LIMIT + 8 * 1024 * 1024

Act = Callable[[], Awaitable[object]]
"""What a button of the page's panel does; what it returns is shown beside the buttons."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the page's panel, with its label in both languages of the page."""

    name: str
    label: str
    label_en: str
    act: Act

    def json(self) -> Json:
        """Return what the page needs to draw it."""
        return {"name": self.name, "label": {"ru": self.label, "en": self.label_en}}


class BotApiServer:
    """`async with BotApiServer() as server:` and the bot talks to ``server.url``.

    `port` 0 takes a free one. `local` allows plain HTTP webhooks on any port, as a server of one's
    own does. `strict` refuses what the official tables do not know. `topics` gives the bot topics
    in private chats. `window` makes the limits, once they are on, strict in every second. `nap` is
    how a webhook waits between retries.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock | None = None,
        token: str = TOKEN,
        bot_name: str = "Дневник",
        username: str = "diary_sandbox_bot",
        strict: bool = True,
        local: bool = True,
        topics: bool = False,
        window: bool = False,
        nap: Nap = asyncio.sleep,
    ) -> None:
        self.token = token
        self.host = host
        self.port = port
        self.world = World(
            clock or SystemClock(), bot_name, username, local=local, topics=topics, nap=nap
        )
        self.world.limits.window = window
        self.persons: dict[int, Person] = {}
        self.groups: list[Group] = []
        self.actions: dict[str, Action] = {}
        self._api = Api(self.world, strict=strict)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Where the bot finds the API, and a browser the page."""
        return f"http://{self.host}:{self.port}"

    @property
    def outbox(self) -> Outbox:
        """Every call the bot made."""
        return self.world.outbox

    @property
    def faults(self) -> Faults:
        """Failures that wait for a call."""
        return self.world.faults

    @property
    def limits(self) -> Limits:
        """Telegram's rates; switch them with ``server.limits.on = True``."""
        return self.world.limits

    @property
    def taps(self) -> list[Tap]:
        """Every tap since the last reset."""
        return self.world.taps.all

    def fail(self, fault: Fault) -> Fault:
        """Let something go wrong: ``server.fail(Fault("sendMessage", 429, retry_after=1))``."""
        return self.world.faults.add(fault)

    def person(
        self,
        person_id: int,
        first_name: str,
        *,
        last_name: str = "",
        username: str = "",
        language_code: str = "ru",
        about: dict[str, str] | None = None,
    ) -> Person:
        """Return the person with this id, who is made at the first call.

        `about` says on the page who that is, in each language of the page.
        """
        if person_id not in self.persons:
            user = {"id": person_id, "is_bot": False, "first_name": first_name}
            more = {"last_name": last_name, "username": username, "language_code": language_code}
            user |= {name: value for name, value in more.items() if value}
            self.persons[person_id] = Person(self.world, user, about or {})
            self.world.feed.tell("person", chat_id=person_id)
        return self.persons[person_id]

    def group(
        self,
        group_id: int,
        title: str,
        members: list[Person],
        *,
        forum: bool = False,
        with_bot: bool = True,
    ) -> Group:
        """Make a group with the bot in it; an id below -10^12 or a forum is a supergroup."""
        kind = "supergroup" if forum or group_id < SUPERGROUP_BASE else "group"
        chat = Chat(group_id, kind, {"title": title}, is_forum=forum)
        group = Group(self.world, chat, members, with_bot=with_bot)
        self.groups.append(group)
        self.world.feed.tell("group", chat_id=group_id)
        return group

    async def bot_listens(self, within: float = 30) -> None:
        """Return once a bot polls or has set a webhook; ``AssertionError`` when none does."""

        def look() -> bool | None:
            return True if self.world.webhook.target or not self.world.poll.idle else None

        if not await self.world.feed.until(look, within):
            raise AssertionError(f"no bot asked for updates within {within} s")

    def action(self, name: str, label: str, act: Act, *, label_en: str = "") -> None:
        """Put a button on the page's panel."""
        self.actions[name] = Action(name, label, label_en or label, act)
        self.world.feed.tell("actions")

    def reset(self) -> None:
        """Begin anew with the same people, none of whom has started the bot. No id comes back."""
        self.world.reset()
        self.groups.clear()
        for person in self.persons.values():
            person.begin_anew()

    async def start(self) -> None:
        """Open the port."""
        self._runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close the port; polls that wait are ended first."""
        self.world.poll.end("the sandbox is closing")
        self.world.feed.tell("close")
        await self.world.webhook.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=REQUEST_LIMIT)
        app.router.add_route("*", r"/bot{token:[^/]+}/{method:[^/]+}", self._call)
        app.router.add_get(r"/file/bot{token:[^/]+}/{path:.+}", self._download)
        Control(self).routes(app)
        app.router.add_route("*", "/{rest:.*}", _nothing_here)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            method = tables().method(request.match_info["method"])
            if method is None:
                raise Refused(404, "Not Found: method not found")
            return done(await self._api.call(method, await read(request, method)))
        except Refused as refusal:
            return refused(refusal)
        except web.HTTPRequestEntityTooLarge:
            return refused(Refused(413, "Request Entity Too Large"))
        except Dropped:
            return _hang_up(request)

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise Refused(401, "Unauthorized: invalid token specified")
        if token != self.token:
            raise Refused(401, "Unauthorized")

    async def _download(self, request: web.Request) -> web.Response:
        file = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            return refused(Refused(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")


def _hang_up(request: web.Request) -> web.Response:
    """Close the connection under the caller's feet; the response goes nowhere."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _nothing_here(_request: web.Request) -> web.Response:
    return refused(Refused(404, "Not Found"))
