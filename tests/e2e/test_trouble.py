"""Telegram says no, or nothing: a tap is answered all the same, and nobody is told twice."""

from bot.serve import Service
from sandbox.faults import Fault
from sandbox.server import BotApiServer

MOTHER = 1001


async def test_a_short_flood_wait_is_waited_out(service: Service, server: BotApiServer) -> None:
    mother = server.person(MOTHER, "Ольга")
    server.fail(Fault("sendMessage", 429, retry_after=1, times=1))

    await mother.say("/menu")

    screen = await mother.wait_for(lambda message: message.from_bot)
    assert [call.code for call in server.outbox.of("sendMessage")] == [429, 200]
    assert "Иванов" in screen.text


async def test_a_screen_that_is_already_there_is_answered_quietly(
    service: Service, server: BotApiServer
) -> None:
    mother = server.person(MOTHER, "Ольга")
    await mother.say("/menu")
    screen = await mother.wait_for(lambda message: message.from_bot)

    answer = await mother.tap(data="menu", message=screen)

    assert (answer.text, answer.alert) == ("", False)
    assert len([message for message in mother.messages if message.from_bot]) == 1


async def test_a_screen_that_telegram_lost_comes_anew(
    service: Service, server: BotApiServer
) -> None:
    mother = server.person(MOTHER, "Ольга")
    await mother.say("/menu")
    await mother.wait_for(lambda message: message.from_bot)

    await mother.tap(data="menu", message=404_404)

    assert len([message for message in mother.messages if message.from_bot]) == 2


async def test_a_button_nobody_made_gets_the_menu(service: Service, server: BotApiServer) -> None:
    mother = server.person(MOTHER, "Ольга")
    await mother.say("/menu")
    screen = await mother.wait_for(lambda message: message.from_bot)

    await mother.tap(data="no:such:button:42", message=screen)

    assert screen.text.startswith("Эта кнопка устарела.")
