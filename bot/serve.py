"""One process that serves: updates in, deliveries out, jobs on time, until it is told to stop."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiogram.exceptions import TelegramNetworkError, TelegramUnauthorizedError

from bot import metrics, warm, web, webhook
from bot.afterwards import Afterwards
from bot.app import dispatcher, notifier, telegram
from bot.intake import Intake
from bot.polling import Polling
from bot.schedule import Schedule, jobs
from bot.settings import Settings
from domain.clock import Clock, SystemClock
from domain.errors import OperatorFault
from domain.school_clock import SchoolClock
from storage import schema
from storage.database import Database, connect

logger = logging.getLogger(__name__)


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT.

    Raises ``OperatorFault`` with one sentence where the bot could not serve.
    """
    if not settings.bot_token:
        message = "BOT_TOKEN is empty: ask @BotFather for one and put it into .env"
        raise OperatorFault(message)
    warm.share_heaps()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    db = connect(settings.database_url)
    try:
        await schema.upgrade(db)
        async with Service(settings, db, SystemClock(), warm.warm):
            await stop.wait()
            logger.info("stopping")
    finally:
        await db.close()
    return 0


class Service:
    """All that one process does, started and stopped together; the demo uses it too."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        clock: Clock,
        warm: Callable[[], None] = lambda: None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self.database = db
        metrics.watch_sql(db)
        self._stack = AsyncExitStack()
        self.bot = telegram(settings)
        self.dispatcher = dispatcher(db, clock, settings)
        self._notifier = notifier(db, clock, settings, self.bot)
        wall = SchoolClock(clock, settings.zone)
        schedule = Schedule(db, wall, jobs(db, wall, settings.keeps))
        self._afterwards = Afterwards(
            self.bot, db, clock, schedule, settings.default_language, warm
        )

    async def __aenter__(self) -> Self:
        """Start; what was started is stopped again where a later part fails.

        What waits comes first: messages that are due, then updates that a stop left over.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.bot.session.close)
            await self._introduce()
            await stack.enter_async_context(self._notifier)
            await self._receive(stack)
            await stack.enter_async_context(self._afterwards)
            self._stack = stack.pop_all()
        logger.info("serving")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop in the opposite order: no new updates, then those at work, then the sender."""
        await self._stack.aclose()

    async def _introduce(self) -> None:
        """Ask who we are: a wrong token is told at once, not by an endless retry."""
        try:
            await self.bot.me()
        except TelegramUnauthorizedError as error:
            message = "BOT_TOKEN is refused by the Bot API: ask @BotFather for the right one"
            raise OperatorFault(message) from error
        except TelegramNetworkError as error:
            message = f"the Bot API does not answer at {self._settings.bot_api_url}"
            raise OperatorFault(message) from error

    async def _receive(self, stack: AsyncExitStack) -> None:
        """Take updates by webhook where one is set, else by long polling."""
        intake = Intake(self.dispatcher, self.bot, self.database, self._clock)
        if self._settings.port:
            server = web.server(self._settings, self.database, self._clock, intake)
            stack.push_async_callback(server.stop)
            await self._listen(server)
        if self._settings.webhook_url:
            await stack.enter_async_context(self._webhook())
            return
        self.bot.session.middleware(webhook.TakeAway())
        polling = Polling(intake)
        asking = asyncio.create_task(polling.run(), name="polling")
        stack.push_async_callback(polling.stop, asking)

    async def _listen(self, server: web.Server) -> None:
        try:
            await server.start()
        except OSError as error:
            where = f"{self._settings.http_host}:{self._settings.port}"
            why = os.strerror(error.errno) if error.errno and error.errno > 0 else "no such host"
            message = (
                f"nothing can listen at {where} ({why}): correct HTTP_HOST and HTTP_PORT,"
                " or stop the program that has the port"
            )
            raise OperatorFault(message) from error

    def _webhook(self) -> webhook.Webhook:
        return webhook.Webhook(
            self.bot,
            self._settings.webhook_url,
            web.webhook_secret(self._settings),
            self.dispatcher.resolve_used_update_types(),
        )
