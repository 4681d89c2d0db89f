"""One process that serves: updates in, deliveries out, jobs on time, until it is told to stop."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiogram.exceptions import TelegramNetworkError, TelegramUnauthorizedError

from bot import metrics, warm, web
from bot.app import dispatcher, notifier, telegram
from bot.intake import Intake
from bot.polling import Polling
from bot.schedule import Schedule, jobs
from bot.settings import Settings
from domain.clock import Clock, SystemClock
from domain.school_clock import SchoolClock
from handlers import commands
from storage import schema
from storage.database import Database, connect

logger = logging.getLogger(__name__)


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT.

    Raises ``ValueError`` with one sentence where the bot could not serve.
    """
    if not settings.bot_token:
        message = "BOT_TOKEN is empty: ask @BotFather for one and put it into .env"
        raise ValueError(message)
    warm.share_heaps()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    db = connect(settings.database_url)
    try:
        await schema.upgrade(db)
        async with Service(settings, db, SystemClock()):
            warm.warm()
            await stop.wait()
            logger.info("stopping")
    finally:
        await db.close()
    return 0


class Service:
    """All that one process does, started and stopped together; the demo uses it too."""

    def __init__(self, settings: Settings, db: Database, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self.database = db
        metrics.watch_sql(db)
        self._stack = AsyncExitStack()
        self.bot = telegram(settings)
        self.dispatcher = dispatcher(db, clock, settings)
        self._notifier = notifier(db, clock, settings, self.bot)
        wall = SchoolClock(clock, settings.zone)
        self._schedule = Schedule(db, wall, jobs(db, wall, settings.keeps))

    async def __aenter__(self) -> Self:
        """Start; what was started is stopped again where a later part fails."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.bot.session.close)
            await self._introduce()
            await stack.enter_async_context(self._notifier)
            await stack.enter_async_context(self._schedule)
            await self._receive(stack)
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
            raise ValueError(message) from error
        except TelegramNetworkError as error:
            message = f"the Bot API does not answer at {self._settings.bot_api_url}"
            raise ValueError(message) from error
        await commands.publish(self.bot, self._settings.default_language)

    async def _receive(self, stack: AsyncExitStack) -> None:
        """Take updates by webhook where one is set, else by long polling."""
        intake = Intake(self.dispatcher, self.bot, self.database, self._clock)
        if self._settings.port:
            server = web.server(self._settings, self.database, self._clock, intake)
            await server.start()
            stack.push_async_callback(server.stop)
        if self._settings.webhook_url:
            await self._set_webhook()
            return
        await self.bot.delete_webhook()
        polling = Polling(intake)
        asking = asyncio.create_task(polling.run(), name="polling")
        stack.push_async_callback(polling.stop, asking)

    async def _set_webhook(self) -> None:
        await self.bot.set_webhook(
            self._settings.webhook_url,
            secret_token=web.webhook_secret(self._settings),
            allowed_updates=self.dispatcher.resolve_used_update_types(),
        )
