"""Taps: answered once, in time; sent whole; a silent bot is caught."""

import asyncio
from datetime import timedelta

import pytest

from domain.clock import FixedClock
from sandbox import Answer, Person
from tests.sandbox.api import Api

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Да, это я", "callback_data": "yes"}, {"text": "Нет", "callback_data": "no"}],
        [{"text": "Сайт", "url": "https://school.example"}],
    ]
}
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def asked(api: Api, anna: Person) -> Person:
    """Give Anna with a question on her screen."""
    await api.ok("sendMessage", chat_id=1001, text="Это вы?", reply_markup=KEYBOARD)
    return anna


async def test_a_tap_returns_what_the_bot_answered(api: Api, asked: Person) -> None:
    waiting = asyncio.create_task(asked.tap("Да"))
    query = (await api.ok("getUpdates", offset=-1, timeout=5))[0]["callback_query"]

    await api.ok("answerCallbackQuery", callback_query_id=query["id"], text="Ага", show_alert=True)

    assert await waiting == Answer("Ага", alert=True)
    assert (query["data"], query["from"]["id"]) == ("yes", 1001)
    assert query["message"]["text"] == "Это вы?"
    assert query["chat_instance"]


async def test_an_answer_counts_once_and_within_150_seconds(
    api: Api, asked: Person, clock: FixedClock
) -> None:
    first, second = asked.press("Да"), asked.press("Нет")

    await api.ok("answerCallbackQuery", callback_query_id=first.id)
    twice = await api.no("answerCallbackQuery", callback_query_id=first.id)
    clock.advance(timedelta(seconds=151))
    late = await api.no("answerCallbackQuery", callback_query_id=second.id)
    unknown = await api.no("answerCallbackQuery", callback_query_id="1")

    assert [twice, late, unknown] == [TOO_OLD] * 3
    assert (first.answer, second.answer) == (Answer(), None)


async def test_an_answer_has_200_characters_at_most(api: Api, asked: Person) -> None:
    tap = asked.press("Да")

    answer = await api.no("answerCallbackQuery", callback_query_id=tap.id, text="я" * 201)

    assert answer == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_a_button_of_a_message_that_is_gone_comes_with_no_content(
    api: Api, asked: Person
) -> None:
    await api.ok("deleteMessage", chat_id=1001, message_id=2)

    asked.press(data="yes", message=2)

    query = (await api.ok("getUpdates", offset=-1))[0]["callback_query"]
    assert (query["message"]["date"], query["message"]["message_id"]) == (0, 2)
    assert "text" not in query["message"]


async def test_a_tap_that_nobody_answers_shows_the_conversation(asked: Person) -> None:
    with pytest.raises(AssertionError) as silent:
        await asked.tap("Нет", within=0.01)

    assert str(silent.value) == (
        "the tap on 'Нет' was not answered within 0.01 s\n"
        "#1 Анна: /start\n"
        "#2 bot: Это вы?\n"
        "    [Да, это я] [Нет]\n"
        "    [Сайт]"
    )


async def test_a_button_that_is_not_there_cannot_be_tapped(asked: Person) -> None:
    with pytest.raises(AssertionError, match="Анна sees no button 'Может быть'"):
        asked.press("Может быть")
    with pytest.raises(AssertionError, match="the button 'Сайт' sends nothing"):
        asked.press("Сайт")
