"""A teacher is away: all their lessons at once, at the deputy head's phone."""

from datetime import date
from typing import Any

import pytest
from aiogram import Dispatcher

from keyboards.absent_teacher import AskAllReason, AskCancelAll, CancelAll, FindAbsent
from keyboards.changes import OpenStaff, TeacherSpan
from storage import tables as t
from storage.database import Database
from tests.counting import statements
from tests.deputy import deputy_of, facts, row, texts
from tests.journal import write
from tests.person import Person
from tests.school import SmallSchool, sept
from tests.staff import hire


@pytest.fixture
async def deputy(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await deputy_of(bot, db, school)


async def test_a_teacher_who_is_away_has_all_lessons_listed(deputy: Person) -> None:
    staff, _answer = await deputy.press(OpenStaff(school_id=1, day=sept(17)))
    edit, _answer = await deputy.press(
        TeacherSpan(school_id=1, person_id=4, day=sept(17), days="2")
    )

    assert staff.text.startswith("🤒 <b>Кого нет?</b> · четверг, 17 сентября")
    assert texts(staff.reply_markup)[:2] == [["Ёлкин Пётр Ильич"], ["Сидорова Мария Петровна"]]
    assert edit.text == (
        "🤒 <b>Мария Сидорова</b> · 17 сентября и ещё 1 день\n\n"
        "<b>четверг, 17 сентября</b>\n"
        "1. 08:30–09:15 Алгебра · каб. 204 · Мария Петровна · 7Б\n"
        "<b>пятница, 18 сентября</b>\n"
        "1. 08:30–09:15 Алгебра · каб. 204 · ⇄ замена: Мария Петровна · 7Б\n\n"
        "Выберите урок, чтобы найти замену, или отмените все сразу."
    )
    assert texts(edit.reply_markup) == [
        ["1. Алгебра · 7Б"], ["⇄ 1. Алгебра · 7Б"], ["✗ Отменить все 2 урока"],
        ["1 день", "✓ 2 дня", "3 дня", "7 дней"], ["‹ ср, 16", "пт, 18 ›"],
        ["‹ Учителя", "☰ Меню"],
    ]  # fmt: skip


async def test_all_lessons_of_somebody_who_is_away_are_cancelled_at_once(
    deputy: Person, db: Database
) -> None:
    span: dict[str, Any] = {"school_id": 1, "person_id": 4, "day": sept(17), "days": "2"}
    asked, _answer = await deputy.press(AskCancelAll(**span))
    await deputy.press(AskAllReason(**span))
    sent = await deputy.ask("Болезнь учителя")

    assert "Отменить 2 урока?" in asked.text
    assert sent.text.startswith("✓ Отменены 2 урока.\n\n🤒 <b>Мария Сидорова</b>")
    assert [(await row(db, number))[::3] for number in (10, 13)] == [
        ("cancelled", "Болезнь учителя"), ("cancelled", "Болезнь учителя"),
    ]  # fmt: skip
    # Friday is the day after tomorrow: it comes in tomorrow's evening message by itself.
    assert [fact.thing for fact in await facts(db)] == ["lesson:10"]


async def test_an_absent_teacher_is_found_by_name(deputy: Person) -> None:
    await deputy.press(FindAbsent(school_id=1, day=sept(17)))
    sent = await deputy.ask("сидо")

    assert texts(sent.reply_markup)[0] == ["Сидорова Мария Петровна"]
    assert "четверг, 17 сентября" in sent.text


async def test_a_double_surname_is_found_as_it_is_written(deputy: Person, db: Database) -> None:
    await hire(db, 41, "Римская-Корсакова", "Вера")

    await deputy.press(FindAbsent(school_id=1, day=sept(17)))
    sent = await deputy.ask("римская-кор")

    assert texts(sent.reply_markup)[0] == ["Римская-Корсакова Вера"]


async def test_cancelling_a_month_of_lessons_costs_no_more_than_one(
    deputy: Person, db: Database
) -> None:
    counts = []
    for number in (2, 40):
        for place in range(number):
            await write(
                db, t.lesson, course_id=1, day=date(2026, 9, 21), number=number + place,
                teacher_id=4,
            )  # fmt: skip
        with statements(db) as seen:
            await deputy.press(CancelAll(school_id=1, person_id=4, day=sept(21), days="1"))
        counts.append(len(seen))

    assert counts[0] == counts[1]
