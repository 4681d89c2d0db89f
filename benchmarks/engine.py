"""The notifications alone, with the limiter open: `python -m benchmarks.engine DATABASE_URL`."""

import asyncio
import os
import signal
import sys

from bot import warm
from bot.app import notifier, telegram
from bot.settings import Settings
from domain.clock import SystemClock
from storage.database import connect

OPEN = 1_000_000.0
"""Messages a second that no machine reaches; a setting refuses more than Telegram would take."""


async def main(url: str) -> None:
    """Send whatever there is until terminated."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    given = {"bot_token": os.environ["BOT_TOKEN"], "bot_api_url": os.environ["BOT_API_URL"]}
    settings = Settings.model_validate(
        {**given, "default_quiet_hours": "", "database_url": url}
    ).model_copy(update={"messages_per_second": OPEN})
    db, bot = connect(url), telegram(settings)
    async with bot, notifier(db, SystemClock(), settings, bot):
        warm.warm()
        await stop.wait()
    await db.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
