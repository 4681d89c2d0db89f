"""The notifications of one school against a Bot API server, turned by hand or running."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.app import defaults
from domain.clock import Clock
from domain.facts import Fact
from domain.school_clock import SchoolClock
from notifications.kind import all_kinds
from notifications.limits import Limits, Rates
from notifications.planner import Planner
from notifications.sender import Options, Sender
from notifications.worker import Worker
from sandbox.server import BotApiServer
from storage import facts
from storage import tables as t
from storage.database import Database

MOSCOW = ZoneInfo("Europe/Moscow")
OPEN = Rates(bot=1000, chat=1000, gather=0)
"""No limits that a test would have to wait for."""


def telegram(server: BotApiServer) -> Bot:
    """Return a real bot that talks to the sandbox."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url))
    return Bot(server.token, session=session, default=defaults())


@dataclass
class House:
    """Planner, sender and worker on one database."""

    db: Database
    clock: Clock
    bot: Bot = field(default_factory=lambda: Bot("42:NEVER-CALLED"))
    options: Options = field(default_factory=Options)
    rates: Rates = OPEN
    zone: ZoneInfo = MOSCOW
    timer: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        wall = SchoolClock(self.clock, self.zone)
        self.planner = Planner(self.db, wall, all_kinds(), self.options.quiet)
        self.sender = Sender(
            self.db, self.bot, wall, all_kinds(), Limits(self.rates, self.timer), self.options
        )  # fmt: skip
        self.worker = Worker(self.db, self.clock, self.planner, self.sender)

    async def happens(self, *made: Fact, ready_at: datetime | None = None) -> None:
        now = self.clock.now()
        async with self.db.begin() as session:
            await facts.add(session, made, happened_at=now, ready_at=ready_at or now)

    async def plan(self) -> int:
        return await self.planner()

    async def send(self) -> None:
        """Send what may go now, until nothing is left that may."""
        while await self.sender.start_due() or self.sender.under_way:
            await self.sender.settle()

    async def deliveries(self) -> list[tuple[Any, ...]]:
        """Return (chat, kind, state, reason) in the order of the plan."""
        d = t.delivery.c
        return await self.rows(sa.select(d.chat_id, d.kind, d.state, d.reason).order_by(d.id))

    async def rows(self, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
        async with self.db.read() as session:
            return [tuple(row) for row in await session.execute(query)]

    async def change(self, *statements: sa.Executable) -> None:
        async with self.db.begin() as session:
            for statement in statements:
                await session.execute(statement)


def texts(server: BotApiServer, method: str = "sendMessage") -> list[tuple[int, str]]:
    """Return (chat, text) of the messages that Telegram took, in order."""
    calls: Sequence[Any] = server.outbox.of(method)
    return [(call.chat_id or 0, call.params["text"]) for call in calls if call.ok]
