"""The bot's delivery process, to be killed.

``python -m tests.kill.runner DATABASE API TOKEN LEASE``

Importing aiogram takes seconds, so it is done once: for each line on standard input a child is
forked, which delivers until it is killed. Prints the child's pid, and "dead" when it is.
"""

import asyncio
import os
import sys
from datetime import timedelta

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.app import defaults
from domain.clock import SystemClock
from notifications.limits import Rates
from notifications.sender import Options
from storage.database import connect
from tests.notifications.house import House


async def deliver(database: str, api: str, token: str, lease: str) -> None:
    """Do what the bot does with facts, one message after the other; dead claims are free sooner."""
    bot = Bot(
        token, AiohttpSession(api=TelegramAPIServer.from_base(api)), default=defaults()
    )  # fmt: skip
    options = Options(lease=timedelta(seconds=float(lease)), at_once=1)
    rates = Rates(chat=1000, gather=0)
    async with House(connect(database), SystemClock(), bot, options, rates).worker:
        await asyncio.Event().wait()


def main() -> None:
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(deliver(*sys.argv[1:]))
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
