import gc
import json
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiogram.methods.base import Response
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, User
from aiohttp import web

from bot.app import telegram
from bot.settings import Settings
from notifications.line import Failure, Line
from notifications.outcome import Fault, TryLater, fault, sort
from sandbox.server import BotApiServer

MENU = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="☰", callback_data="x")]])


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def sender(server: BotApiServer, settings: Settings) -> AsyncIterator[Bot]:
    bot = telegram(
        settings.model_copy(update={"bot_api_url": server.url, "bot_token": server.token})
    )
    yield bot
    await bot.session.close()


@asynccontextmanager
async def _serving(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Give the address of a server that answers every call so."""
    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()


async def test_the_strict_server_takes_a_call_and_the_person_sees_it(
    server: BotApiServer, sender: Bot
) -> None:
    mother = server.person(1001, "Ольга")
    await mother.start()

    made = await sender.send_message(1001, "<b>5</b> — алгебра", reply_markup=MENU)

    assert made.text == "5 — алгебра"
    assert made.reply_markup is not None
    assert made.reply_markup.inline_keyboard[0][0].callback_data == "x"


async def test_a_file_goes_as_aiogram_sends_it(server: BotApiServer, sender: Bot) -> None:
    mother = server.person(1001, "Ольга")
    await mother.start()

    made = await sender.send_document(
        1001, BufferedInputFile(b"report", "report.txt"), caption="<i>Отчёт</i>"
    )

    assert made.document is not None
    assert made.document.file_name == "report.txt"
    assert made.caption == "Отчёт"


async def test_a_refusal_is_the_same_exception(server: BotApiServer, sender: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await sender.send_message(404, "anybody?")


async def test_the_body_names_what_is_set_and_nothing_else(settings: Settings) -> None:
    bodies: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        bodies.append((request.content_type, json.loads(await request.text())))
        return web.json_response({"ok": True, "result": True})

    async with _serving(take) as url:
        bot = telegram(settings.model_copy(update={"bot_api_url": url}))
        await bot.answer_callback_query("7")
        await bot.delete_message(1, 2)
        await bot.session.close()

    assert bodies == [
        ("application/json", {"callback_query_id": "7"}),
        ("application/json", {"chat_id": 1, "message_id": 2}),
    ]


async def test_a_page_in_letters_that_it_does_not_name_is_an_outage(settings: Settings) -> None:
    async def page(_request: web.Request) -> web.Response:
        body = "<html>Шлюз недоступен</html>".encode("cp1251")
        return web.Response(body=body, status=502, content_type="text/html")

    async with _serving(page) as url:
        bot = telegram(settings.model_copy(update={"bot_api_url": url}))
        line = Line(bot.get_me)
        with pytest.raises(ClientDecodeError) as caught:
            await bot.send_message(1, "a")
        went = await line.failed(Failure(1, 1, fault(caught.value), "any"))
        await line.probe()
        await bot.session.close()

    assert fault(caught.value) is Fault.LINE
    assert sort(caught.value) == TryLater("unreadable answer", answer_lost=True)
    assert went == ()
    assert line.away
    assert 1 < line.wait <= 2


async def test_the_class_of_an_answer_is_made_once(server: BotApiServer, sender: Bot) -> None:
    await sender.get_me()
    made = weakref.ref(Response[User])

    gc.collect()

    assert made() is Response[User]
