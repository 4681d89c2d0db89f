"""A school administrator at the phone: every button answers, and none of them works for others."""

import re

import pytest

from bot.serve import Service
from sandbox.server import BotApiServer
from tests.deliveries import a_bad_day
from tests.e2e.test_crawl import _crawl
from tests.handlers.test_classes import link_staff
from tests.staff import hire

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}")
ADMIN, MOTHER, TEACHER, STRANGER = 1006, 1001, 1004, 9999
OF_ADMINISTRATORS = ("queue", "retry", "st", "ad")
REFUSED = ("Это только для администраторов школы.", "Это вам не открыто или уже не открыто.")


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_every_button_of_an_administrator_answers(
    service: Service, server: BotApiServer, language: str
) -> None:
    await link_staff(service.database, ADMIN, "school_admin", None, "Вера")
    await a_bad_day(service.database)

    met = await _crawl(server.person(ADMIN, "Вера", language_code=language))

    assert {data.split(":")[0] for data in met} >= {
        "queue", "retry", "classes", "stl", "sts", "stf", "stm", "stc", "stp", "stmake", "ste",
        "ad", "adn",
    }  # fmt: skip
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
    of_administrators += ["strevoke:1:4:5", "adx", "adrevoke:6"]

    for number in (MOTHER, TEACHER, STRANGER):
        person = server.person(number, "Кто-то")
        await person.say("/menu")
        await person.wait_for(lambda message: message.from_bot)
        for data in of_administrators:
            answer = await person.tap(data=data)
            assert answer.alert, (number, data)
            assert answer.text.startswith(REFUSED), data


async def test_an_administrator_links_a_teacher_and_ends_it(
    service: Service, server: BotApiServer
) -> None:
    await link_staff(service.database, ADMIN, "school_admin", None, "Вера")
    await hire(service.database, 50, "Ёлкина", "Нина")
    admin, teacher = server.person(ADMIN, "Вера"), server.person(5050, "Нина")

    await admin.say("/menu")
    await admin.wait_for_text("Вера")
    await admin.tap("👩\u200d🏫 Сотрудники")
    assert "⚠️ Ёлкина Нина — учитель (1 курс)" in admin.screen.text
    await admin.tap("🔍 Найти по фамилии")
    before = admin.mark()
    await admin.say("елк")
    await admin.wait_for_text("Найдено по «елк»: 1", since=before)
    await admin.tap("⚠️ Ёлкина Нина")
    await admin.tap("🔑 Новый код")
    shown = await admin.wait_for(lambda message: "Код сотрудника" in message.text)
    code = next(line for line in shown.text.splitlines() if CODE.fullmatch(line))
    await admin.wait_for_text("Распечатайте")

    await teacher.say(code)
    await teacher.wait_for_text("Нина")
    await teacher.tap("Да")
    await teacher.tap("📒 Журнал")
    assert "Физика" in teacher.screen.transcript()

    await admin.tap(data="stm:1:1e")
    assert "📱 1. подключён с 16 сент." in admin.screen.text
    await admin.tap("✕ Закрыть доступ")
    await admin.tap("Да, закрыть")
    assert admin.screen.text.endswith("Пока не подключён ни один чат.")
    refused = await teacher.tap(data="j:")
    assert refused.alert
    assert refused.text.endswith("Попросите код сотрудника у администратора школы.")
    await teacher.say("/menu")
    await teacher.wait_for_text("Чтобы начать, отправьте")
    assert [call.description for call in server.outbox.errors()] == []
