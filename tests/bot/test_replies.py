from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.app import telegram
from bot.replies import reply
from bot.settings import Settings
from sandbox.server import BotApiServer


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


async def test_the_answer_to_a_tap_waits_for_the_reply(server: BotApiServer, sender: Bot) -> None:
    with reply() as made:
        assert await sender.answer_callback_query("7", text="Нет", show_alert=True)

    assert server.outbox.calls == type(server.outbox.calls)()
    assert made.body() == {
        "method": "answerCallbackQuery",
        "callback_query_id": "7",
        "text": "Нет",
        "show_alert": True,
    }


async def test_any_other_call_is_made_at_once(server: BotApiServer, sender: Bot) -> None:
    with reply() as made:
        await sender.get_me()

    assert [call.method for call in server.outbox.calls] == ["getMe"]
    assert made.body() == {}


async def test_a_second_answer_is_a_call_of_its_own(server: BotApiServer, sender: Bot) -> None:
    mother = server.person(1001, "Ольга")
    await mother.start()
    await sender.send_message(1001, "?")
    tap = mother.press(data="x")

    with reply() as made:
        await sender.answer_callback_query("first")
        await sender.answer_callback_query(tap.id)

    assert made.call is not None
    assert made.call.callback_query_id == "first"
    assert tap.answer is not None


async def test_without_a_reply_the_tap_is_answered_by_a_call(
    server: BotApiServer, sender: Bot
) -> None:
    mother = server.person(1001, "Ольга")
    await mother.start()
    await sender.send_message(1001, "?")
    tap = mother.press(data="x")

    await sender.answer_callback_query(tap.id)

    assert tap.answer is not None
