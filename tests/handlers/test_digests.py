"""The hour of digests at the phone."""

from datetime import time, timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.clock import FixedClock
from keyboards.back import OpenSettings
from keyboards.digests import OpenDigest, SetDigest
from keyboards.quiet import EVERY_DAY, NEVER, SetQuiet
from storage import tables as t
from storage.claims import DUE, HELD
from storage.database import Database
from tests.counting import statements
from tests.person import Person, buttons
from tests.school import SmallSchool

NIGHT = "21-07"
REFUSED = "Не получилось понять. Попробуйте ещё раз."


def every_day(hours: str, student_id: int = 0) -> SetQuiet:
    return SetQuiet(student_id=student_id, weekday=EVERY_DAY, hours=hours)


def labels(edit: object) -> list[list[str]]:
    return [[text for text, _data in row] for row in buttons(edit.reply_markup)]  # type: ignore[attr-defined]


def data_of(edit: object, label: str) -> str:
    """Return what the button of this screen carries."""
    rows = buttons(edit.reply_markup)  # type: ignore[attr-defined]
    return next(data for row in rows for text, data in row if text == label)


@pytest.fixture
async def held(db: Database, school: SmallSchool, clock: FixedClock) -> None:
    """Let a message of the mother's wait for hours that are to end later."""
    later = clock.now() + timedelta(hours=10)
    async with db.begin() as session:
        await session.execute(
            sa.insert(t.fact).values(kind="x", payload={}, happened_at=later, ready_at=later)
        )
        await session.execute(
            sa.insert(t.delivery).values(
                fact_id=1, chat_id=1, kind="x", state=HELD, planned_for=later, due_at=later
            )
        )


async def state(db: Database) -> object:
    async with db.read() as session:
        return await session.scalar(sa.select(t.delivery.c.state))


async def test_the_digest_has_an_hour_of_ones_own(
    bot: Dispatcher, db: Database, held: None, clock: FixedClock
) -> None:
    mother = Person(bot, 1001)

    before, _answer = await mother.press(OpenDigest())
    after, _answer = await mother.press(data_of(before, "20:00"))
    settings, _answer = await mother.press(OpenSettings())

    what = (
        "\n\nТо, о чём вы просите сообщать раз в день или раз в неделю, приходит в этот час одним "
        "сообщением; раз в неделю — это в воскресенье. Что собирать в сводку, выбирается в "
        "настройках кнопкой 🔔."
    )
    assert before.text == "<b>🗓 Сводка</b>: в 19:00" + what
    assert labels(before) == [
        ["12:00", "13:00", "14:00", "15:00"], ["16:00", "17:00", "18:00", "✓ 19:00"],
        ["20:00", "21:00", "22:00", "23:00"], ["‹ Настройки", "☰ Меню"],
    ]  # fmt: skip
    assert after.text == "<b>🗓 Сводка</b>: в 20:00" + what
    assert "\n🗓 Сводка: в 20:00\n" in settings.text
    assert await state(db) == DUE
    async with db.read() as session:
        hours = (await session.scalars(sa.select(t.chat.c.digest_at).order_by(t.chat.c.id))).all()
    assert hours == [time(20), None, None, None]


async def test_a_digest_in_quiet_hours_says_that_it_waits(
    bot: Dispatcher, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    every, _answer = await mother.press(SetDigest(hour=22))
    await mother.press(SetQuiet(student_id=0, weekday=4, hours="23-07"))
    some, _answer = await mother.press(OpenDigest())
    await mother.press(every_day(NEVER))
    none, _answer = await mother.press(OpenDigest())
    await mother.press(every_day(NIGHT, school.pyotr))
    of_a_child, _answer = await mother.press(OpenDigest())

    waits = "сводка придёт, когда они закончатся."
    assert every.text.endswith(f"\n\n🌙 22:00 — это ваши тихие часы: {waits}")
    assert some.text.endswith(f"\n\n🌙 22:00 — это ваши тихие часы (Пн–Чт, Сб–Вс): {waits}")
    assert "🌙" not in none.text
    assert of_a_child.text == every.text


async def test_an_hour_that_is_none_is_refused(bot: Dispatcher, school: SmallSchool) -> None:
    for hour in (24, -1, 10**9):
        assert await Person(bot, 1001).alert(SetDigest(hour=hour)) == REFUSED


async def test_to_look_costs_two_statements_and_who_is_asking(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    with statements(db) as seen:
        await Person(bot, 1001).press(OpenDigest())

    assert len(seen) <= 3
