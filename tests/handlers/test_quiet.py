"""Quiet hours at the phone: for all children or one, for every day or one."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from bot.app import dispatcher
from bot.settings import Settings
from domain.clock import FixedClock
from keyboards.back import OpenSettings
from keyboards.quiet import (
    EVERY_DAY,
    NEVER,
    OPEN,
    OpenQuiet,
    OpenQuietDay,
    OpenQuietDays,
    PickQuietEnd,
    PickQuietStart,
    SetQuiet,
)
from storage import tables as t
from storage.claims import DUE, HELD
from storage.database import Database
from tests.counting import statements
from tests.person import Person, buttons
from tests.school import SmallSchool

SATURDAY = 5
NIGHT = "21-07"
REFUSED = "Не получилось понять. Попробуйте ещё раз."
CLOSED = "Этот дневник вам не открыт или уже закрыт. Попросите код у классного руководителя."
WHAT_IT_DOES = (
    "\n\nСообщения за это время не пропадут: они придут, когда тихие часы закончатся."
    "\n\n❗ Срочное приходит и в тихие часы: ребёнка нет на первом уроке, срочная новость. "
    "Отключить это можно в настройках кнопкой 🔔."
)


def every_day(hours: str, student_id: int = 0) -> SetQuiet:
    return SetQuiet(student_id=student_id, weekday=EVERY_DAY, hours=hours)


def labels(edit: object) -> list[list[str]]:
    return [[text for text, _data in row] for row in buttons(edit.reply_markup)]  # type: ignore[attr-defined]


def data_of(edit: object, label: str) -> str:
    """Return what the button of this screen carries."""
    rows = buttons(edit.reply_markup)  # type: ignore[attr-defined]
    return next(data for row in rows for text, data in row if text == label)


async def stored(db: Database, chat_id: int = 1) -> dict[int, object]:
    async with db.read() as session:
        rows = await session.execute(
            sa.select(t.quiet_choice.c.student_id, t.quiet_choice.c.week).where(
                t.quiet_choice.c.chat_id == chat_id
            )
        )
        return {row.student_id: row.week for row in rows}


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


async def test_the_screen_says_what_holds_and_offers_what_most_want(
    bot: Dispatcher, school: SmallSchool
) -> None:
    edit, _answer = await Person(bot, 1001).press(OpenQuiet())

    assert edit.text == "<b>🌙 Тихие часы</b>: 21:00–07:00 (как в школе)" + WHAT_IT_DOES
    assert labels(edit) == [
        ["✓ Как в школе", "Без тихих часов"],
        ["21:00–07:00", "22:00–08:00", "23:00–07:00"],
        ["Другие часы", "По дням недели"],
        ["🌙 Анна И.", "🌙 Пётр И."],
        ["‹ Настройки", "☰ Меню"],
    ]


async def test_who_has_one_child_is_not_asked_which(bot: Dispatcher, school: SmallSchool) -> None:
    edit, _answer = await Person(bot, 1003).press(OpenQuiet())

    assert labels(edit)[2:] == [["Другие часы", "По дням недели"], ["‹ Настройки", "☰ Меню"]]


async def test_hours_for_every_day_are_chosen_in_two_taps(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    first, _answer = await mother.press(PickQuietStart(student_id=0, weekday=EVERY_DAY))
    second, _answer = await mother.press(data_of(first, "20:00"))
    shown, _answer = await mother.press(data_of(second, "06:00"))

    assert first.text == "<b>🌙 Тихие часы</b>\n\nС какого часа не беспокоить?"
    assert second.text == "<b>🌙 Тихие часы</b>\n\nТишина с 20:00. До какого часа?"
    assert shown.text == "<b>🌙 Тихие часы</b>: 20:00–06:00" + WHAT_IT_DOES
    assert await stored(db) == {0: ["20:00-06:00"] * 7}


async def test_a_preset_is_one_tap_and_has_a_tick(bot: Dispatcher, school: SmallSchool) -> None:
    edit, _answer = await Person(bot, 1001).press(every_day("22-08"))

    assert labels(edit)[:2] == [
        ["Как в школе", "Без тихих часов"], ["21:00–07:00", "✓ 22:00–08:00", "23:00–07:00"]
    ]  # fmt: skip


async def test_no_quiet_hours_is_a_choice_and_as_at_school_is_none(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    none, _answer = await mother.press(every_day(NEVER))
    chosen = await stored(db)
    again, _answer = await mother.press(every_day(OPEN))

    assert none.text.startswith("<b>🌙 Тихие часы</b>: нет\n\n")
    assert labels(none)[0] == ["Как в школе", "✓ Без тихих часов"]
    assert chosen == {0: [""] * 7}
    assert again.text.startswith("<b>🌙 Тихие часы</b>: 21:00–07:00 (как в школе)\n\n")
    assert await stored(db) == {}


async def test_a_weekday_has_hours_of_its_own(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    week, _answer = await mother.press(OpenQuietDays(student_id=0))
    saturday, _answer = await mother.press(data_of(week, "Сб 21:00–07:00"))
    other, _answer = await mother.press(data_of(saturday, "Другие часы"))
    until, _answer = await mother.press(data_of(other, "22:00"))
    done, _answer = await mother.press(data_of(until, "09:00"))
    await mother.press(SetQuiet(student_id=0, weekday=6, hours=NEVER))
    again, _answer = await mother.press(OpenQuietDay(student_id=0, weekday=6))
    settings, _answer = await mother.press(OpenSettings())

    ask = "\n\nВыберите день. Часы, которые начались вечером, длятся до следующего утра."
    assert week.text == "<b>🌙 Тихие часы</b>: 21:00–07:00 (как в школе)" + ask
    assert saturday.text == "<b>🌙 Тихие часы</b>\n\n<b>Суббота</b>: 21:00–07:00"
    assert done.text == (
        "<b>🌙 Тихие часы</b>: Пн–Пт 21:00–07:00, Сб 22:00–09:00, Вс 21:00–07:00" + ask
    )
    assert labels(done) == [
        ["Пн 21:00–07:00", "Вт 21:00–07:00"], ["Ср 21:00–07:00", "Чт 21:00–07:00"],
        ["Пт 21:00–07:00", "Сб 22:00–09:00"], ["Вс 21:00–07:00"], ["‹ Тихие часы", "☰ Меню"],
    ]  # fmt: skip
    assert again.text == "<b>🌙 Тихие часы</b>\n\n<b>Воскресенье</b>: нет"
    assert labels(again)[0] == ["Как в школе", "✓ Без тихих часов"]
    assert "\n🌙 Тихие часы: Пн–Пт 21:00–07:00, Сб 22:00–09:00, Вс нет\n" in settings.text
    assert await stored(db) == {0: [None, None, None, None, None, "22:00-09:00", ""]}


async def test_a_child_has_hours_of_its_own_over_those_of_everyone(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother, pyotr = Person(bot, 1001), school.pyotr
    await mother.press(every_day("22-08"))

    before, _answer = await mother.press(OpenQuiet(student_id=pyotr))
    await mother.press(SetQuiet(student_id=pyotr, weekday=SATURDAY, hours="20-10"))
    after, _answer = await mother.press(OpenQuiet(student_id=pyotr))
    saturday, _answer = await mother.press(OpenQuietDay(student_id=pyotr, weekday=SATURDAY))
    everyone, _answer = await mother.press(OpenQuiet())
    settings, _answer = await mother.press(OpenSettings())

    heading, own = (
        "<b>🌙 Тихие часы</b>: Пётр И., 3А",
        "Пн–Пт 22:00–08:00, Сб 20:00–10:00, Вс 22:00–08:00",
    )
    assert before.text == f"{heading}\n\n22:00–08:00 (как для всех)" + WHAT_IT_DOES
    assert labels(before)[0] == ["✓ Как для всех", "Без тихих часов"]
    assert labels(before)[-1] == ["‹ Тихие часы", "☰ Меню"]
    assert after.text == f"{heading}\n\n{own}" + WHAT_IT_DOES
    assert saturday.text == f"{heading}\n\n<b>Суббота</b>: 20:00–10:00"
    assert everyone.text == (
        f"<b>🌙 Тихие часы</b>: 22:00–08:00\n\nУ ребёнка свои часы: Пётр И., {own}" + WHAT_IT_DOES
    )
    assert f"\n🌙 Тихие часы: 22:00–08:00\n🌙 Пётр И.: {own}\n" in settings.text
    week = [None, None, None, None, None, "20:00-10:00", None]
    assert await stored(db) == {0: ["22:00-08:00"] * 7, pyotr: week}


async def test_a_child_whose_hours_are_opened_is_as_everyone_again(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)
    await mother.press(every_day(NIGHT, school.pyotr))

    await mother.press(every_day(OPEN, school.pyotr))

    assert await stored(db) == {}


async def test_english_names_its_days_too(bot: Dispatcher, school: SmallSchool) -> None:
    mother = Person(bot, 1001, language="en")

    edit, _answer = await mother.press(SetQuiet(student_id=0, weekday=SATURDAY, hours="22-09"))

    assert edit.text.startswith(
        "<b>🌙 Quiet hours</b>: Mon–Fri 21:00–07:00, Sat 22:00–09:00, Sun 21:00–07:00\n\n"
    )


async def test_other_hours_let_what_was_held_be_looked_at_again(
    bot: Dispatcher, db: Database, held: None, clock: FixedClock
) -> None:
    await Person(bot, 1003).press(every_day(NEVER))
    of_another = await state(db)
    await Person(bot, 1001).press(SetQuiet(student_id=1, weekday=SATURDAY, hours=NEVER))

    assert of_another == HELD
    assert await state(db) == DUE


@pytest.mark.parametrize(
    "data",
    [
        every_day("07-07"), every_day("25-07"), every_day("07-24"), every_day("own"),
        every_day("7"), every_day("-1-07"), every_day("²1-07"), every_day(""),
        SetQuiet(student_id=0, weekday=8, hours=NIGHT), OpenQuietDay(student_id=0, weekday=7),
        PickQuietEnd(student_id=0, weekday=7, begins=24),
    ],
    ids=lambda data: data.pack(),
)  # fmt: skip
async def test_hours_and_days_that_are_none_are_refused(
    bot: Dispatcher, db: Database, school: SmallSchool, data: SetQuiet
) -> None:
    assert await Person(bot, 1001).alert(data) == REFUSED
    assert await stored(db) == {}


async def test_nobody_sees_or_chooses_for_a_child_of_others(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother, boris = Person(bot, 1001), school.boris

    for data in (
        OpenQuiet(student_id=boris), OpenQuietDays(student_id=boris),
        OpenQuietDay(student_id=boris, weekday=1), every_day(NEVER, boris),
        SetQuiet(student_id=boris, weekday=1, hours=NIGHT), OpenQuiet(student_id=2**62),
    ):  # fmt: skip
        assert await mother.alert(data) == CLOSED
    assert await stored(db) == {}


async def test_a_choice_that_leaves_no_hour_is_refused(
    db: Database, school: SmallSchool, clock: FixedClock, settings: Settings
) -> None:
    # No button offers so much; a school's own hours may be almost all.
    long = settings.model_copy(update={"default_quiet_hours": "08:30-08:15"})
    mother = Person(dispatcher(db, clock, long), 1001)
    await mother.press(every_day(NIGHT))
    await mother.press(every_day("22-08", school.anna))
    kept = await stored(db)

    refused = await mother.alert(every_day(OPEN))

    assert refused == (
        "Тогда за всю неделю не останется ни часа для сообщений. Выберите часы короче."
    )
    assert await stored(db) == kept
    await mother.press(SetQuiet(student_id=0, weekday=SATURDAY, hours=OPEN))


async def test_to_look_costs_two_statements_and_who_is_asking(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)
    await mother.press(every_day(NIGHT, school.pyotr))

    for data in (
        OpenQuiet(), OpenQuiet(student_id=1), OpenQuietDays(student_id=1),
        OpenQuietDay(student_id=1, weekday=1), PickQuietStart(student_id=1, weekday=1),
        PickQuietEnd(student_id=1, weekday=1, begins=1),
    ):  # fmt: skip
        with statements(db) as seen:
            await mother.press(data)
        assert len(seen) <= 3, data
