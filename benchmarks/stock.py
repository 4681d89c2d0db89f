"""Stock aiogram bots as Telegram users write them, default settings throughout: the baselines.

`webhook PORT` answers a button with a constant; `send NUMBER` sends so many messages in a loop.
"""

import asyncio
import os
import sys
import time

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

router = Router()


@router.callback_query(F.data == "day")
async def day(query: CallbackQuery) -> None:
    """Show a constant in place of the message and end the button's progress bar."""
    assert isinstance(query.message, Message)
    await query.message.edit_text("Monday: algebra, physics, reading")
    await query.answer()


def _bot() -> Bot:
    api = TelegramAPIServer.from_base(os.environ["BOT_API_URL"])
    return Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=api))


def serve(port: int) -> None:
    """Take updates by webhook until terminated."""
    dispatcher, bot = Dispatcher(), _bot()
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/webhook")
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


async def send(number: int) -> None:
    """Send one message after another, and print how many a second."""
    bot = _bot()
    button = InlineKeyboardButton(text="Diary", callback_data="day")
    markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
    await bot.send_message(1, "warm")
    began = time.perf_counter()
    for chat in range(1, number + 1):
        await bot.send_message(chat, "New mark: algebra — 5", reply_markup=markup)
    print(number / (time.perf_counter() - began), flush=True)
    await bot.session.close()


if __name__ == "__main__":
    task, given = sys.argv[1], int(sys.argv[2])
    if task == "webhook":
        serve(given)
    else:
        asyncio.run(send(given))
