"""A lesson's teachers hear of its substitution, cancellation and return; over HTTP."""

from datetime import timedelta

import pytest
from aiogram import Dispatcher

from keyboards.changes import CancelIt, ChooseStandIn, RestoreIt
from sandbox.server import BotApiServer
from storage.database import Database
from tests.deputy import DEPUTY, deputy_of, duties
from tests.handlers.test_classes import link_staff
from tests.notifications.house import House, texts
from tests.person import Person
from tests.school import SmallSchool

TEACHER, YOLKIN = 1004, 1040
TOMORROW = 10
LESSON = "Алгебра, 7Б, 1-й урок, чт, 17 сент."


@pytest.fixture
async def deputy(
    bot: Dispatcher, db: Database, school: SmallSchool, server: BotApiServer
) -> Person:
    """Give the deputy head; both teachers are linked."""
    deputy = await deputy_of(bot, db, school)
    await link_staff(db, YOLKIN, "staff", 40)
    for number in (YOLKIN, DEPUTY):
        await server.person(number, "").start()
    return deputy


async def heard(house: House, server: BotApiServer) -> list[tuple[int, str]]:
    """Let the grace pass; return what staff heard since the last time."""
    house.clock.advance(timedelta(minutes=4))  # type: ignore[attr-defined]  # it stands still
    mark = server.outbox.mark()
    while await house.plan():
        pass
    await house.send()
    calls = {call.chat_id: str(call.params["text"]) for call in server.outbox.since(mark)}
    assert len(calls) == len(server.outbox.since(mark)), "somebody heard twice"
    return sorted(
        (who, text) for who, text in calls.items() if who and who >= TEACHER and who != DEPUTY
    )


async def test_both_teachers_hear_of_a_substitution(
    deputy: Person, house: House, server: BotApiServer
) -> None:
    await deputy.press(ChooseStandIn(lesson_id=TOMORROW, person_id=40))

    said = f"🗓 Замена: {LESSON}\nВедёт: Пётр Ильич, каб. 204"
    assert await heard(house, server) == [(TEACHER, said), (YOLKIN, said)]
    assert not [who for who, _text in texts(server) if who == DEPUTY]


async def test_who_no_longer_stands_in_hears_it_too(
    deputy: Person, house: House, server: BotApiServer
) -> None:
    await deputy.press(ChooseStandIn(lesson_id=TOMORROW, person_id=40))
    await heard(house, server)
    await deputy.press(CancelIt(lesson_id=TOMORROW))
    cancelled = f"🗓 Отменён урок: {LESSON}"
    assert await heard(house, server) == [(TEACHER, cancelled), (YOLKIN, cancelled)]

    await deputy.press(RestoreIt(lesson_id=TOMORROW))
    assert await heard(house, server) == [(TEACHER, f"🗓 Снова по расписанию: {LESSON}")]


async def test_what_is_taken_back_within_the_grace_is_told_to_nobody(
    deputy: Person, house: House, server: BotApiServer, db: Database
) -> None:
    await deputy.press(ChooseStandIn(lesson_id=TOMORROW, person_id=40))
    await deputy.press(RestoreIt(lesson_id=TOMORROW))

    assert await duties(db) == []
    assert await heard(house, server) == []


async def test_who_was_asked_for_and_is_not_meant_hears_nothing(
    deputy: Person, house: House, server: BotApiServer
) -> None:
    await deputy.press(ChooseStandIn(lesson_id=TOMORROW, person_id=40))
    await deputy.press(CancelIt(lesson_id=TOMORROW))

    assert await heard(house, server) == [(TEACHER, f"🗓 Отменён урок: {LESSON}")]
