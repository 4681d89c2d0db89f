"""The calendar of a month."""

from datetime import date

from aiogram import Dispatcher
from aiogram.methods import AnswerCallbackQuery

from keyboards.month import BLANK, Blank
from keyboards.open import OpenMonth
from storage import tables as t
from storage.database import Database
from tests.journal import change
from tests.person import Person, buttons
from tests.school import SmallSchool, sept


async def test_a_month_marks_the_days_of_lessons_and_marks(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, answer = await mother.press(OpenMonth(student_id=school.anna, day=sept(3)))

    assert edit.text == (
        "📅 <b>Сентябрь 2026\u202fг.</b>\nАнна И., 7Б\n\n"
        "• — есть уроки, ★ — есть оценки, [ ] — сегодня."
    )
    assert [[text for text, _data in row] for row in buttons(edit.reply_markup)] == [
        ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"],
        [BLANK, "1", "2", "3", "4", "5", "6"],
        ["7", "8", "9", "10", "11", "12", "13"],
        ["14•", "15★", "[16★]", "17•", "18•", "19", "20"],
        ["21", "22", "23", "24", "25", "26", "27"],
        ["28", "29", "30", BLANK, BLANK, BLANK, BLANK],
        ["‹ Месяц", "Месяц ›"],
        ["📘 Неделя"],
        ["☰ Меню"],
    ]
    assert buttons(edit.reply_markup)[3][0] == ("14•", "day:1:20260914:0")
    assert buttons(edit.reply_markup)[6] == [
        ("‹ Месяц", "month:1:20260801"),
        ("Месяц ›", "month:1:20261001"),
    ]
    assert answer.text is None


async def test_another_month_leads_back_to_this_one(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    edit, _answer = await mother.press(OpenMonth(student_id=school.anna, day=date(2026, 12, 31)))

    assert edit.text == (
        "📅 <b>Декабрь 2026\u202fг.</b>\nАнна И., 7Б\n\nНа этот месяц уроки пока не внесены."
    )
    assert buttons(edit.reply_markup)[-3] == [
        ("‹ Месяц", "month:1:20261101"),
        ("Этот месяц", "month:1:20260916"),
        ("Месяц ›", "month:1:20270101"),
    ]


async def test_marks_are_kept_from_whom_may_not_see_them(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    await change(db, t.access_grant, 3, role="trusted", sees_marks=False)
    nanny = Person(bot, 1002)

    edit, _answer = await nanny.press(OpenMonth(student_id=school.anna, day=sept(3)))

    assert edit.text.endswith("\n\n• — есть уроки, [ ] — сегодня.")
    assert [text for text, _data in buttons(edit.reply_markup)[3]] == [
        "14•", "15•", "[16•]", "17•", "18•", "19", "20",
    ]  # fmt: skip


async def test_a_cell_that_is_no_day_answers(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    mother = Person(bot, 1001)

    (answer,) = await mother.tap(Blank())

    assert isinstance(answer, AnswerCallbackQuery)
    assert answer.text == "Выберите день месяца."


async def test_another_familys_calendar_is_refused(
    bot: Dispatcher, db: Database, school: SmallSchool
) -> None:
    father = Person(bot, 1003)

    assert "Анна" not in await father.alert(OpenMonth(student_id=school.anna, day=sept(3)))
