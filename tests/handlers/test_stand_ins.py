"""Who gives a lesson in place of its teacher, at the deputy head's phone."""

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher

from domain.facts import LessonChanged
from keyboards.changes import (
    ChooseStandIn,
    FindStandIn,
    OpenStandIns,
)
from keyboards.open import OpenDay
from storage import tables as t
from storage.database import Database
from tests.deputy import deputy_of, facts, row, texts
from tests.journal import write
from tests.person import Person
from tests.school import SmallSchool, sept

MOTHER = 1001
ALGEBRA = 10  # of tomorrow, Thursday


@pytest.fixture
async def deputy(bot: Dispatcher, db: Database, school: SmallSchool) -> Person:
    return await deputy_of(bot, db, school)


async def test_another_teacher_is_chosen_from_those_who_are_free(
    deputy: Person, db: Database, bot: Dispatcher
) -> None:
    await write(db, t.lesson, course_id=2, day=sept(17), number=1)  # Yolkin is busy at that hour
    shown, _answer = await deputy.press(OpenStandIns(lesson_id=ALGEBRA))
    edit, _answer = await deputy.press(ChooseStandIn(lesson_id=ALGEBRA, person_id=40))
    day, _answer = await Person(bot, MOTHER).press(OpenDay(student_id=1, day=sept(17)))

    assert shown.text == ("⇄ <b>Кто проведёт урок?</b>\n\nСначала те, кто в это время свободен.")
    assert texts(shown.reply_markup) == [
        ["Сидорова Мария Петровна"], ["Ёлкин Пётр Ильич · 7Б"], ["🔍 Найти по фамилии"],
        ["‹ Урок", "☰ Меню"],
    ]  # fmt: skip
    assert edit.text.endswith("\nкаб. 204\n⇄ замена: Пётр Ильич")
    assert await row(db, ALGEBRA) == ("substituted", 40, "204", "")
    assert "1. <b>Алгебра</b> ⇄ замена: Пётр Ильич" in day.text
    assert await facts(db) == [
        LessonChanged(
            thing="lesson:10", course=1, subject="Алгебра", day=sept(17), number=1,
            status="substituted", teacher="Пётр Ильич", room="204",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["ёлк", "Елкин", "Ёлкин П.", "петр ильич"])
async def test_a_teacher_is_found_by_the_first_letters(deputy: Person, typed: str) -> None:
    await deputy.press(FindStandIn(lesson_id=ALGEBRA))
    sent = await deputy.ask(typed)

    assert texts(sent.reply_markup)[0] == ["Ёлкин Пётр Ильич"]
    assert len(texts(sent.reply_markup)) == 3


async def test_a_name_that_nobody_has_is_asked_for_again(deputy: Person) -> None:
    await deputy.press(FindStandIn(lesson_id=ALGEBRA))
    refused = await deputy.ask("Петросян")
    sent = await deputy.ask("Сид")

    assert refused.text == (
        "Учителя с такой фамилией в школе нет. Напишите первые буквы фамилии. Передумали — /cancel"
    )
    assert texts(sent.reply_markup)[0] == ["Сидорова Мария Петровна"]


async def test_somebody_who_does_not_teach_there_stands_in_for_nobody(
    deputy: Person, db: Database, school: SmallSchool
) -> None:
    before = await row(db, ALGEBRA)

    answer = await deputy.alert(ChooseStandIn(lesson_id=ALGEBRA, person_id=school.mother))

    assert answer == "В дневнике этого больше нет. Откройте меню: /menu"
    assert await row(db, ALGEBRA) == before


async def test_many_teachers_stand_on_pages(deputy: Person, db: Database) -> None:
    async with db.begin() as session:
        for number in range(100, 124):
            key = {"source": "test", "sourced_id": f"many-{number}"}
            await session.execute(
                sa.insert(t.person).values(
                    id=number, **key, given_name="Анна", family_name=f"Жукова{number}"
                )
            )
            await session.execute(
                sa.insert(t.course_member).values(
                    **key, course_id=2, person_id=number, role="teacher"
                )
            )

    first, _answer = await deputy.press(OpenStandIns(lesson_id=ALGEBRA))
    last, _answer = await deputy.press(OpenStandIns(lesson_id=ALGEBRA, page=2))

    assert texts(first.reply_markup)[12:] == [
        ["Ещё ›"], ["🔍 Найти по фамилии"], ["‹ Урок", "☰ Меню"],
    ]  # fmt: skip
    assert texts(last.reply_markup)[:3] == [
        ["Жукова123 Анна"], ["Сидорова Мария Петровна"], ["‹ Назад"],
    ]  # fmt: skip
