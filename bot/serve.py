"""One process that serves: updates in, deliveries out, jobs on time, until it is told to stop."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack

from aiogram import Bot, Dispatcher

from bot import web
from bot.app import dispatcher, telegram
from bot.menu_commands import publish
from bot.settings import Settings
from domain.clock import Clock, SystemClock
from storage import schema
from storage.database import Database, connect

logger = logging.getLogger(__name__)
STOP_SECONDS = 10
"""Within this, a stop ends: contract.md, `run`."""


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; 1 where a setting that serving needs is missing."""
    if not settings.bot_token:
        message = "BOT_TOKEN is empty: ask @BotFather for one and put it into .env"
        raise ValueError(message)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    db = connect(settings.database_url)
    try:
        await schema.upgrade(db)
        async with Service(settings, db, SystemClock()):
            logger.info("serving")
            await stop.wait()
            logger.info("stopping")
    finally:
        await db.close()
    return 0
