"""A school administrator at the phone: every button answers, and none of them works for others."""

import pytest

from bot.serve import Service
from sandbox.server import BotApiServer
from tests.deliveries import a_bad_day
from tests.e2e.test_crawl import _crawl
from tests.handlers.test_classes import link_staff

ADMIN, MOTHER, TEACHER, STRANGER = 1006, 1001, 1004, 9999
OF_ADMINISTRATORS = ("queue", "retry")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_button_of_an_administrator_answers(
    service: Service, server: BotApiServer, language: str
) -> None:
    await link_staff(service.database, ADMIN, "school_admin", None, "Вера")
    await a_bad_day(service.database)

    met = await _crawl(server.person(ADMIN, "Вера", language_code=language))

    assert {data.split(":")[0] for data in met} >= {*OF_ADMINISTRATORS, "classes"}
    assert [(call.description, call.params) for call in server.outbox.errors()] == []
    assert [tap.data for tap in server.taps if tap.answer is None] == []
    ours = [tap for tap in server.taps if str(tap.data).startswith(OF_ADMINISTRATORS)]
    assert [tap.answer.text for tap in ours if tap.answer and tap.answer.text] == []


async def test_buttons_of_an_administrator_refuse_everybody_else(
    service: Service, server: BotApiServer
) -> None:
    await link_staff(service.database, ADMIN, "school_admin", None, "Вера")
    await a_bad_day(service.database)
    met = await _crawl(server.person(ADMIN, "Вера"))
    of_administrators = [data for data in met if data.startswith(OF_ADMINISTRATORS)]

    for number in (MOTHER, TEACHER, STRANGER):
        person = server.person(number, "Кто-то")
        await person.say("/menu")
        await person.wait_for(lambda message: message.from_bot)
        for data in of_administrators:
            answer = await person.tap(data=data)
            assert answer.alert, (number, data)
            assert answer.text.startswith("Это только для администраторов школы."), data
